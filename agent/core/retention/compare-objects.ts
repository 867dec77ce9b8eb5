import type { ContentNote } from '@center/contract';
import { byKey } from '../facts/order.ts';
import type { ObjectSight } from './observation.ts';

/** What a delivery says of the objects that had come before. */
export interface ObjectComparison {
  /** Equal to the first reading, byte for byte. */
  readonly equal: number;
  /** With a reading of before to be compared with. */
  readonly compared: number;
  readonly incomplete: number;
  /** Objects by what is different about them, sorted by note. */
  readonly notes: readonly { readonly note: ContentNote; readonly objects: number }[];
  /** Readings to add or to replace. */
  readonly baselines: readonly ObjectSight[];
}

const fewer = (now: number | undefined, before: number | undefined): boolean =>
  now !== undefined && before !== undefined && now < before;

/** What was lossless, or had more bits or more picture, and is so no longer. (0028,2110) absent before and 01 now counts as newly lossy: nothing loses silently. */
function worsened(now: ObjectSight, before: ObjectSight): readonly ContentNote[] {
  return [
    ...(now.LossyImageCompression === '01' && before.LossyImageCompression !== '01' ? (['newly-lossy'] as const) : []),
    ...(fewer(now.Rows, before.Rows) ||
    fewer(now.Columns, before.Columns) ||
    fewer(now.NumberOfFrames, before.NumberOfFrames)
      ? (['smaller'] as const)
      : []),
    ...(fewer(now.BitsStored, before.BitsStored) ? (['fewer-bits'] as const) : []),
  ];
}

function digestNote(now: ObjectSight, before: ObjectSight): ContentNote | undefined {
  if (now.TransferSyntaxUID !== before.TransferSyntaxUID) return 'new-syntax';
  if (now.sha256 === before.sha256) return undefined;
  if (now.pixelSha256 === undefined || before.pixelSha256 === undefined) return 'content-changed';
  return now.pixelSha256 === before.pixelSha256 ? 'header-changed' : 'pixels-changed';
}

const most = (a: number | undefined, b: number | undefined): number | undefined =>
  a === undefined ? b : b === undefined ? a : Math.max(a, b);

/** A later reading becomes the one to compare with, but the best quality ever seen stays what is owed. */
function rebased(now: ObjectSight, before: ObjectSight): ObjectSight {
  const { LossyImageCompression: lossyNow, ...rest } = now;
  const lossy = before.LossyImageCompression === '01' ? lossyNow : before.LossyImageCompression;
  const [BitsStored, Rows, Columns, NumberOfFrames] = [
    most(now.BitsStored, before.BitsStored),
    most(now.Rows, before.Rows),
    most(now.Columns, before.Columns),
    most(now.NumberOfFrames, before.NumberOfFrames),
  ];
  return {
    ...rest,
    ...(lossy === undefined ? {} : { LossyImageCompression: lossy }),
    ...(BitsStored === undefined ? {} : { BitsStored }),
    ...(Rows === undefined ? {} : { Rows }),
    ...(Columns === undefined ? {} : { Columns }),
    ...(NumberOfFrames === undefined ? {} : { NumberOfFrames }),
  };
}

/**
 * Compares delivered objects with the readings of before, by SOP Instance UID. Another digest in the same transfer syntax is another content; another transfer syntax is
 * a new baseline with a note; a new header over the same pixels is one too. An object that ended early is compared with nothing.
 */
export function compareObjects(delivered: readonly ObjectSight[], baselines: readonly ObjectSight[]): ObjectComparison {
  const before = new Map(baselines.map((each) => [each.SOPInstanceUID, each]));
  const counts = new Map<ContentNote, number>();
  const told = (note: ContentNote): void => void counts.set(note, (counts.get(note) ?? 0) + 1);
  const fresh: ObjectSight[] = [];
  let [equal, compared, incomplete] = [0, 0, 0];
  const seen = new Set<string>();
  for (const object of delivered) {
    if (seen.has(object.SOPInstanceUID)) continue;
    seen.add(object.SOPInstanceUID);
    if (!object.complete) {
      incomplete += 1;
      continue;
    }
    const known = before.get(object.SOPInstanceUID);
    if (known === undefined) {
      fresh.push(object);
      continue;
    }
    compared += 1;
    const note = digestNote(object, known);
    if (note === undefined) equal += 1;
    else told(note);
    for (const worse of worsened(object, known)) told(worse);
    if (note === 'new-syntax' || note === 'header-changed') fresh.push(rebased(object, known));
  }
  return {
    equal,
    compared,
    incomplete,
    notes: [...counts].map(([note, objects]) => ({ note, objects })).sort(byKey(({ note }) => note)),
    baselines: fresh.sort(byKey(({ SOPInstanceUID }) => SOPInstanceUID)),
  };
}
