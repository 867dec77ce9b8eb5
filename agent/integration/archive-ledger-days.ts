// What ten years of an archive and some months of rounds would have told: made up, the same for the same seed. In: how many studies. Out: observations, in order.
import { addDays, type CalendarDate, instant, startOfDay } from '@center/contract';
import type { ArchiveObservation, ObjectSight, SeriesSight, StudySight } from '../core/index.ts';

/** Small seeded generator (mulberry32). */
export function chanceOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

interface Device {
  readonly id: string;
  readonly modality: string;
  readonly cls: string;
  /** Objects of one series, from … to. */
  readonly objects: readonly [number, number];
  readonly series: readonly [number, number];
  readonly uid: (day: CalendarDate, second: number, below: (n: number) => number) => string;
  readonly share: number;
}

const compact = (day: CalendarDate): string => day.replaceAll('-', '');
const unix = (day: CalendarDate, second: number): string => String(Math.floor(startOfDay(day) / 1000) + second);
const digits = (below: (n: number) => number, n: number): string =>
  Array.from({ length: n }, () => String(below(10))).join('');

/** UIDs as devices of the trade make them: a root, a serial number, a moment, a counter; or a number without any sense. */
const devices: readonly Device[] = [
  {
    id: 'ct-1',
    modality: 'CT',
    cls: '1.2.840.10008.5.1.4.1.1.2',
    objects: [30, 180],
    series: [4, 8],
    share: 0.34,
    uid: (day, second, below) =>
      `1.2.840.113619.2.416.59004736172389${String(below(4))}.${unix(day, second)}.${String(below(999))}`,
  },
  {
    id: 'mr-1',
    modality: 'MR',
    cls: '1.2.840.10008.5.1.4.1.1.4',
    objects: [10, 100],
    series: [6, 11],
    share: 0.16,
    uid: (day, second, below) =>
      `1.3.12.2.1107.5.2.43.167054.30000${compact(day).slice(2)}${String(second).padStart(6, '0')}${digits(below, 8)}`,
  },
  {
    id: 'dx-1',
    modality: 'DX',
    cls: '1.2.840.10008.5.1.4.1.1.1.1',
    objects: [1, 2],
    series: [1, 2],
    share: 0.38,
    uid: (day, second, below) =>
      `1.2.826.0.1.3680043.9.5282.${compact(day)}${String(second).padStart(5, '0')}.${digits(below, 9)}`,
  },
  {
    id: 'us-1',
    modality: 'US',
    cls: '1.2.840.10008.5.1.4.1.1.6.1',
    objects: [6, 40],
    series: [1, 1],
    share: 1,
    uid: (_day, _second, below) => `2.25.${String(1 + below(2))}${digits(below, 38)}`,
  },
];

export interface Made {
  readonly day: CalendarDate;
  readonly studies: readonly StudySight[];
}

export interface DayMaker {
  /** Studies of one day. */
  day(day: CalendarDate, studies: number): Made;
  below(n: number): number;
  hex(bytes: number): string;
}

export function dayMaker(seed: number): DayMaker {
  const chance = chanceOf(seed);
  const below = (n: number): number => Math.floor(chance() * n);
  const hex = (bytes: number): string => {
    let text = '';
    for (let at = 0; at < bytes; at += 1) text += below(256).toString(16).padStart(2, '0');
    return text;
  };
  const between = ([from, to]: readonly [number, number]): number => from + below(to - from + 1);
  const pickDevice = (): Device => {
    let place = chance();
    for (const device of devices) {
      place -= device.share;
      if (place < 0) return device;
    }
    throw new Error('the shares of the devices do not add up to one');
  };
  const seriesOf = (device: Device, day: CalendarDate, second: number): SeriesSight[] => {
    const images = Array.from({ length: between(device.series) }, (_, n): SeriesSight => {
      const objects = between(device.objects);
      return {
        SeriesInstanceUID: device.uid(day, Math.min(86_399, second + n), below),
        Modality: device.modality,
        classes: [device.cls],
        objects,
        uidDigest: hex(16),
        bytes: objects * 527_000 + below(100_000),
      };
    });
    if (device.modality !== 'CT') return images;
    const report: SeriesSight = {
      SeriesInstanceUID: device.uid(day, second, below),
      Modality: 'SR',
      classes: ['1.2.840.10008.5.1.4.1.1.88.67'],
      objects: 1,
      uidDigest: hex(16),
      bytes: 30_000 + below(9_000),
    };
    return [...images, report];
  };
  return {
    below,
    hex,
    day: (day, studies) => ({
      day,
      studies: Array.from({ length: studies }, (): StudySight => {
        const device = pickDevice();
        const second = below(86_000);
        return {
          StudyInstanceUID: device.uid(day, second, below),
          date: day,
          whole: true,
          accessionKey: hex(16),
          patientKey: hex(16),
          deviceIds: [device.id],
          series: seriesOf(device, day, second),
        };
      }),
    }),
  };
}

/** The first reading of one day's window. */
export function readingOf({ day, studies }: Made, today: CalendarDate, channel: string): ArchiveObservation {
  return { kind: 'seen', at: instant(startOfDay(today)), channel, studies, window: { from: day, to: day } };
}

export function objectsOf(made: DayMaker, n: number): ObjectSight[] {
  const root = `1.2.840.113619.2.416.5900473617.${String(1_600_000_000 + made.below(90_000_000))}`;
  return Array.from({ length: n }, (_, at) => ({
    SOPInstanceUID: `${root}.${String(at + 1)}`,
    SOPClassUID: '1.2.840.10008.5.1.4.1.1.2',
    TransferSyntaxUID: '1.2.840.10008.1.2.4.70',
    bytes: 230_000 + made.below(60_000),
    sha256: made.hex(32),
    pixelSha256: made.hex(32),
    complete: true,
    LossyImageCompression: '00' as const,
    BitsStored: 16,
    Rows: 512,
    Columns: 512,
  }));
}

/** The days of a span, newest first for 36 months, then oldest first: the order of the first reading. */
export function readingOrder(first: CalendarDate, today: CalendarDate): CalendarDate[] {
  const all: CalendarDate[] = [];
  for (let day = today; day >= first; day = addDays(day, -1)) all.push(day);
  const recent = all.slice(0, 1_096);
  return [...recent, ...all.slice(1_096).reverse()];
}
