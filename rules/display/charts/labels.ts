/** Width of a text in pixels at a font size, near enough to keep labels apart: a Chinese character is as wide as it is high, others little more than half. */
export function textWidth(text: string, size: number): number {
  let width = 0;
  for (const sign of text) width += sign.charCodeAt(0) > 0x2e7f ? size : size * 0.58;
  return width;
}

export interface Label {
  /** Middle of the label along the axis, in pixels. */
  readonly at: number;
  readonly width: number;
}

/** Which of some labels can be written without touching: every nth, the first n at which none touches, so that the rhythm stays even. One end is always written. */
export function apart(labels: readonly Label[], kept: 'first' | 'last' = 'first', gap = 8): readonly boolean[] {
  const beginning = (every: number): number => (kept === 'first' ? 0 : (labels.length - 1) % every);
  const touching = (every: number): boolean => {
    let end = Number.NEGATIVE_INFINITY;
    for (let at = beginning(every); at < labels.length; at += every) {
      const label = labels[at];
      if (label === undefined) continue;
      if (label.at - label.width / 2 < end + gap) return true;
      end = label.at + label.width / 2;
    }
    return false;
  };
  let every = 1;
  while (every < labels.length && touching(every)) every += 1;
  return labels.map((_, at) => at % every === beginning(every));
}

export interface LanedLabel {
  /** Middle of the label after it was moved into the picture. */
  readonly at: number;
  readonly lane: number;
}

/** Labels that must all be written: each in the first lane where it touches none, moved inward from the edges of the picture. */
export function inLanes(labels: readonly Label[], from: number, to: number, gap = 6): LanedLabel[] {
  const laned: LanedLabel[] = labels.map(() => ({ at: 0, lane: 0 }));
  const order = labels.map((_, at) => at).toSorted((a, b) => (labels[a]?.at ?? 0) - (labels[b]?.at ?? 0));
  const ends: number[] = [];
  for (const index of order) {
    const label = labels[index];
    if (label === undefined) continue;
    const half = label.width / 2;
    const at = Math.max(from + half, Math.min(to - half, label.at));
    let lane = ends.findIndex((end) => at - half >= end + gap);
    if (lane < 0) lane = ends.length;
    ends[lane] = at + half;
    laned[index] = { at, lane };
  }
  return laned;
}

/** A text cut to a width, with an ellipsis where something was cut off. */
export function shorten(text: string, size: number, room: number): string {
  if (textWidth(text, size) <= room) return text;
  let kept = '';
  for (const sign of text) {
    if (textWidth(`${kept}${sign}…`, size) > room) break;
    kept += sign;
  }
  return `${kept.trimEnd()}…`;
}
