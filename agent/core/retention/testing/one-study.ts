import { type CalendarDate, type Instant, instant, must, parseCalendarDate, parseInstant } from '@center/contract';
import type { KeptStudy, KnownOfStudy, StudyEvent } from '../kept-study.ts';
import type { ObjectSight, SeriesSight, StudySight } from '../observation.ts';
import { stepStudy } from '../step-study.ts';

/** Builders for the tests of this room. */
export const day = (text: string): CalendarDate => must(parseCalendarDate(text));
const hour = 3_600_000;
export const start: Instant = must(parseInstant('2026-03-10T02:00:00+08:00'));
/** Days, and hours of them, after the start. */
export const after = (days: number): Instant => instant(Math.round(start + days * 24 * hour));

export const aSeries = (objects = 20, more: Partial<SeriesSight> = {}): SeriesSight => ({
  SeriesInstanceUID: '1.2.3.1',
  Modality: 'CT',
  classes: ['1.2.840.10008.5.1.4.1.1.2'],
  objects,
  uidDigest: 'a'.repeat(32),
  ...more,
});

export const aSight = (more: Partial<StudySight> = {}): StudySight => ({
  StudyInstanceUID: '1.2.3',
  date: day('2026-03-01'),
  series: [aSeries()],
  whole: true,
  accessionKey: 'ac',
  patientKey: 'pa',
  ...more,
});

export const anObject = (more: Partial<ObjectSight> = {}): ObjectSight => ({
  SOPInstanceUID: '1.2.3.1.1',
  SOPClassUID: '1.2.840.10008.5.1.4.1.1.2',
  TransferSyntaxUID: '1.2.840.10008.1.2.1',
  bytes: 500_000,
  sha256: 'd1',
  pixelSha256: 'p1',
  complete: true,
  BitsStored: 12,
  Rows: 512,
  Columns: 512,
  ...more,
});

/** What an event says, without its channel. */
export type Told = StudyEvent extends infer E ? (E extends StudyEvent ? Omit<E, 'channel'> : never) : never;

/** A ledger of one study. */
export function ledgerOf(
  sight: StudySight = aSight(),
  at: Instant = after(0),
): {
  readonly known: KnownOfStudy;
  readonly study: KeptStudy;
  tell(...events: readonly Told[]): KeptStudy;
} {
  const first = stepStudy({ study: undefined, series: [], samples: [] }, { kind: 'seen', at, channel: 'c', sight });
  let known: KnownOfStudy = { study: first.study, series: first.series ?? [], samples: [] };
  return {
    get known() {
      return known;
    },
    get study() {
      if (known.study === undefined) throw new Error('a ledger of one study has it');
      return known.study;
    },
    tell(...events) {
      for (const told of events) {
        const { study, series, samples } = stepStudy(known, { channel: 'c', ...told });
        const replaced = new Map(known.samples.map((each) => [each.SOPInstanceUID, each]));
        for (const each of samples ?? []) replaced.set(each.SOPInstanceUID, each);
        known = { study, series: series ?? known.series, samples: [...replaced.values()] };
      }
      return this.study;
    },
  };
}

const allKeys = ['study', 'series', 'object', 'accession-patient'] as const;

export const listed = (days: number): Told => ({ kind: 'listed', at: after(days) });
export const unlisted = (days: number): Told => ({ kind: 'unlisted', at: after(days) });
export const nowhere = (days: number, more: Partial<Extract<Told, { kind: 'checked' }>> = {}): Told => ({
  kind: 'checked',
  StudyInstanceUID: '1.2.3',
  at: after(days),
  controls: 3,
  found: 'nowhere',
  asked: allKeys,
  ...more,
});
export const delivery = (days: number, more: Partial<Extract<Told, { kind: 'retrieved' }>> = {}): Told => ({
  kind: 'retrieved',
  StudyInstanceUID: '1.2.3',
  at: after(days),
  seed: '1',
  stratum: 's',
  whole: false,
  firstImageMs: 800,
  bytes: 500_000,
  objects: [anObject()],
  absent: 0,
  short: false,
  ...more,
});
/** The study of twenty objects as it comes whole. */
export const wholeObjects = (
  change: (object: ObjectSight, index: number) => ObjectSight = (each) => each,
): readonly ObjectSight[] =>
  Array.from({ length: 20 }, (_, index) =>
    change(
      anObject({
        SOPInstanceUID: `1.2.3.1.${String(index + 1)}`,
        sha256: `d${String(index)}`,
        pixelSha256: `p${String(index)}`,
      }),
      index,
    ),
  );
