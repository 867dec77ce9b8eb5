const dayMs = 86_400_000;

/** Midnight UTC of a calendar date, in milliseconds: calendar dates are laid along an axis, never compared with moments. */
export const dayPlace = (date: string): number => Date.parse(`${date.slice(0, 10)}T00:00:00Z`);

export const daysOf = (ms: number): number => ms / dayMs;

/** A mark of a time axis. */
export interface TimeTick {
  readonly at: number;
  readonly text: string;
}

/** First days of years, or of months where the span is under three years, as many as there is room for. */
export function timeTicks(from: number, to: number, room: number): TimeTick[] {
  if (!(to > from)) return [];
  const first = new Date(from);
  const months = (to - from) / dayMs < 3 * 366;
  const start = first.getUTCFullYear() * 12 + (months ? first.getUTCMonth() : 0);
  const end = new Date(to).getUTCFullYear() * 12 + 12;
  const unit = months ? 1 : 12;
  const most = Math.max(1, room);
  for (const every of months ? [1, 2, 3, 6, 12] : [1, 2, 5, 10, 20]) {
    const ticks: TimeTick[] = [];
    const step = unit * every;
    for (let month = Math.ceil(start / step) * step; month <= end; month += step) {
      const at = Date.UTC(Math.floor(month / 12), month % 12, 1);
      if (at < from || at > to) continue;
      const year = String(Math.floor(month / 12));
      ticks.push({ at, text: months ? `${year}-${String((month % 12) + 1).padStart(2, '0')}` : year });
    }
    if (ticks.length <= most) return ticks;
  }
  return [];
}
