// An archive of ten years as the rounds of fourteen months would have left it in the ledger: most of it listed, some of it retrieved, a few studies lost, moved, slow or changed.
import {
  addDays,
  addMonths,
  type CalendarDate,
  calendarDateAt,
  type Instant,
  instant,
  must,
  parseCalendarDate,
} from '@center/contract';
import type { ArchiveObservation, ObjectSight, StudySight } from '../../../core/index.ts';
import type { Ledger } from '../../ledger/index.ts';

export interface SeedOptions {
  readonly today: Instant;
  /** Studies a year. */
  readonly perYear?: number;
  /** The PACS answers slowly. */
  readonly slow?: boolean;
  /** Nothing is lost and nothing in doubt. */
  readonly whole?: boolean;
}

const dayMs = 86_400_000;
const channel = 'dicomweb:0';
const modalities = ['CT', 'MR', 'DX', 'US'] as const;
const objectsOf = { CT: 320, MR: 180, DX: 2, US: 24 } as const;

/** UID of the n-th study of a year. */
export const keptUid = (year: number, n: number): string =>
  `1.2.826.0.1.3680043.9.8888.${String(year)}.${String(n + 1)}`;

const day = (text: string): CalendarDate => must(parseCalendarDate(text));

function sightOf(year: number, n: number, perYear: number): StudySight & { readonly date: CalendarDate } {
  const modality = modalities[n % modalities.length] ?? 'CT';
  const StudyInstanceUID = keptUid(year, n);
  return {
    StudyInstanceUID,
    date: addDays(day(`${String(year)}-01-03`), Math.floor((n * 355) / perYear)),
    series: [
      {
        SeriesInstanceUID: `${StudyInstanceUID}.1`,
        Modality: modality,
        classes: ['1.2.840.10008.5.1.4.1.1.2'],
        objects: objectsOf[modality],
        uidDigest: 'ab'.repeat(32),
        bytes: objectsOf[modality] * 525_000,
      },
    ],
    whole: true,
  };
}

const imageOf = (uid: string, change: Partial<ObjectSight> = {}): ObjectSight => ({
  SOPInstanceUID: `${uid}.1.1`,
  SOPClassUID: '1.2.840.10008.5.1.4.1.1.2',
  TransferSyntaxUID: '1.2.840.10008.1.2.1',
  bytes: 525_000,
  sha256: 'cd'.repeat(32),
  pixelSha256: 'ef'.repeat(32),
  complete: true,
  LossyImageCompression: '00',
  BitsStored: 12,
  Rows: 512,
  Columns: 512,
  ...change,
});

/** Writes the observations of fourteen months. Studies 0 and 1 of the year before last but five are lost, study 2 is in doubt, study 3 has moved. */
export function seedArchive(
  ledger: Ledger,
  { today: at, perYear = 48, slow = false, whole = false }: SeedOptions,
): void {
  const today = calendarDateAt(at);
  const thisYear = Number(today.slice(0, 4));
  const ago = (days: number, hours = 0): Instant => instant(at - days * dayMs - hours * 3_600_000);
  const years = Array.from({ length: 11 }, (_, index) => thisYear - 10 + index);
  const sights = years.flatMap((year) => Array.from({ length: perYear }, (_, n) => sightOf(year, n, perYear)));
  const known = sights.filter(({ date }) => date < today);
  const observations: ArchiveObservation[] = [];
  const began = ago(430);
  const before = known.filter(({ date }) => date < calendarDateAt(began));
  for (const year of years) {
    const studies = before.filter(({ date }) => date.startsWith(String(year)));
    if (studies.length === 0) continue;
    const to = day(`${String(year)}-12-31`);
    const end = addDays(calendarDateAt(began), -1);
    observations.push({
      kind: 'seen',
      at: began,
      channel,
      studies,
      window: { from: day(`${String(year)}-01-01`), to: to < end ? to : end },
    });
  }
  // What came since was seen as it came.
  const since = known.filter(({ date }) => date >= calendarDateAt(began));
  for (const study of since)
    observations.push({
      kind: 'seen',
      at: instant(Date.parse(`${addDays(study.date, 1)}T02:00:00Z`)),
      channel: 'scp:1',
      studies: [study],
    });

  for (let month = 14; month >= 0; month -= 1)
    observations.push({
      kind: 'settings',
      at: ago(month * 30 + 1),
      channel: 'orthanc:2',
      usedBytes: 31.4e12 - month * 0.36e12 - (month % 3) * 0.05e12,
      freeBytes: 8.6e12 + month * 0.36e12 + (month % 3) * 0.05e12,
      studies: 5000 - month * 40,
      instances: 1_450_000 - month * 16_000,
      patients: 3100,
      recycling: false,
    });

  const lostYear = thisYear - 7;
  const lost = whole ? [] : [keptUid(lostYear, 0), keptUid(lostYear, 1)];
  const doubted = whole ? [] : [keptUid(thisYear - 4, 2)];
  const moved = whole ? [] : [keptUid(thisYear - 5, 3)];
  const gone = (days: number): readonly string[] => [
    ...(days <= 40 ? [...lost, ...moved] : []),
    ...(days <= 2 ? doubted : []),
  ];
  // The agent was there all the time: one good list a week is enough to tell it.
  for (let days = 429; days > 0; days -= 7) {
    const date = addDays(today, -days - 1);
    observations.push({
      kind: 'listed',
      at: ago(days, 4),
      channel,
      round: 'recent',
      window: { from: date, to: date },
      rows: known.filter((study) => study.date === date).length,
      controls: 0,
      unlisted: [],
      counts: [],
    });
  }
  for (const days of [70, 40, 30, 20, 9, 1]) {
    for (const year of years) {
      const to = day(`${String(year)}-12-31`);
      const window = { from: day(`${String(year)}-01-01`), to: to < today ? to : today };
      const studies = known.filter(({ date }) => date.startsWith(String(year)));
      const unlisted = gone(days).filter((uid) => studies.some(({ StudyInstanceUID }) => StudyInstanceUID === uid));
      observations.push({
        kind: 'listed',
        at: ago(days, 3),
        channel,
        round: year > thisYear - 3 ? 'online' : 'kept',
        window,
        rows: studies.length - unlisted.length,
        controls: 3,
        unlisted,
        counts: [],
      });
    }
    for (const uid of gone(days))
      observations.push({
        kind: 'checked',
        at: ago(days, 2),
        channel,
        StudyInstanceUID: uid,
        controls: 3,
        found: 'nowhere',
        asked: ['study', 'series', 'object', 'accession-patient'],
        measuredDays: 100 - days,
      });
  }
  for (const uid of moved)
    observations.push({
      kind: 'explained',
      at: ago(1, 1),
      channel: 'station',
      StudyInstanceUID: uid,
      reason: 'moved',
      note: '2021 年影像已迁移至区域影像中心存储',
      who: 'officer, admin',
    });

  for (const [index, sight] of known.entries()) {
    if (index % 3 === 0 && !gone(0).includes(sight.StudyInstanceUID))
      observations.push({
        kind: 'counted',
        at: ago(60 - (index % 50)),
        channel,
        StudyInstanceUID: sight.StudyInstanceUID,
        series: sight.series,
      });
  }
  const drawn = known.filter((_, index) => index % 2 === 0);
  for (const [index, { StudyInstanceUID, date, series }] of drawn.entries()) {
    const isGone = lost.includes(StudyInstanceUID) || moved.includes(StudyInstanceUID);
    const old = date < addMonths(today, -36);
    const wholeStudy = index % 5 === 0;
    const firstImageMs = (old ? 1_400 : 380) * (slow ? 7 : 1) + (index % 17) * 60;
    const recall = old && index % 9 === 0;
    const delivered = !isGone;
    const count = series[0]?.objects ?? 1;
    observations.push({
      kind: 'retrieved',
      at: ago(80 - (index % 79), 4 + (index % 5)),
      channel,
      StudyInstanceUID,
      seed: '00112233445566aa',
      stratum: `${date.slice(0, 4)}/${series[0]?.Modality ?? ''}/`,
      whole: wholeStudy,
      ...(delivered ? { firstImageMs: recall ? 42_000 : firstImageMs } : {}),
      ...(delivered && recall ? { repeatMs: 600 } : {}),
      ...(delivered && wholeStudy ? { wholeMs: count * 48 * (slow ? 9 : 1) + 900 } : {}),
      bytes: delivered ? (wholeStudy ? count * 525_000 : 525_000) : 0,
      objects: !delivered
        ? []
        : wholeStudy
          ? Array.from({ length: Math.min(count, 400) }, (_, n) =>
              imageOf(StudyInstanceUID, { SOPInstanceUID: `${StudyInstanceUID}.1.${String(n + 1)}` }),
            )
          : [imageOf(StudyInstanceUID)],
      absent: delivered ? 0 : count,
      short: false,
    });
  }
  // Two that came back other than before: fewer bits, and lossy where it was lossless.
  if (!whole)
    for (const [n, change] of [
      [4, { LossyImageCompression: '01', bytes: 61_000, sha256: '12'.repeat(32), pixelSha256: '34'.repeat(32) }],
      [8, { sha256: '56'.repeat(32), pixelSha256: '78'.repeat(32) }],
    ] as const)
      for (const [days, more] of [
        [85, {}],
        [2, change],
      ] as const)
        observations.push({
          kind: 'retrieved',
          at: ago(days, 6),
          channel,
          StudyInstanceUID: keptUid(thisYear - 2, n),
          seed: '00112233445566bb',
          stratum: `${String(thisYear - 2)}/CT/`,
          whole: false,
          firstImageMs: 500,
          bytes: 525_000,
          objects: [imageOf(keptUid(thisYear - 2, n), more)],
          absent: 0,
          short: false,
        });
  observations.push({
    kind: 'not-measured',
    at: ago(0, 5),
    channel: 'dimse:3',
    round: 'commit',
    why: 'not-supported',
    detail: 'storage commitment',
  });
  ledger.archive.applyAll(observations.toSorted((a, b) => a.at - b.at));
}
