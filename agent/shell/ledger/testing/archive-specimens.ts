import { addDays, type CalendarDate, instant, must, parseCalendarDate, startOfDay } from '@center/contract';
import {
  type ArchiveObservation,
  chanceOf,
  type ObjectSight,
  type SeriesSight,
  type StudySight,
} from '../../../core/index.ts';
import { sha256Hex } from '../store.ts';

const firstDay = must(parseCalendarDate('2024-03-01'));
const sopClass = '1.2.840.10008.5.1.4.1.1.2';

export const uidOf = (n: number): string => `1.2.840.113619.2.${String(n)}`;
export const dayOfStudy = (n: number): CalendarDate => addDays(firstDay, Math.floor(n / 5));

export function seriesOf(n: number, objects: number): SeriesSight {
  return {
    SeriesInstanceUID: `${uidOf(n)}.1`,
    Modality: n % 3 === 0 ? 'MR' : 'CT',
    classes: [sopClass],
    objects,
    uidDigest: sha256Hex(`${String(n)} ${String(objects)}`).slice(0, 32),
    bytes: objects * 1000,
  };
}

export function sightOf(n: number, objects = 3 + (n % 7)): StudySight {
  return {
    StudyInstanceUID: uidOf(n),
    ...(n % 11 === 10 ? {} : { date: dayOfStudy(n) }),
    whole: n % 2 === 0,
    accessionKey: sha256Hex(`a${String(n)}`).slice(0, 32),
    patientKey: sha256Hex(`p${String(n % 50)}`).slice(0, 32),
    deviceIds: [`device-${String(n % 4)}`],
    ...(n % 5 === 0 ? { availability: 'NEARLINE' } : {}),
    series: [seriesOf(n, objects)],
  };
}

export function objectOf(n: number, number: number, content = 0): ObjectSight {
  return {
    SOPInstanceUID: `${uidOf(n)}.1.${String(number)}`,
    SOPClassUID: sopClass,
    TransferSyntaxUID: '1.2.840.10008.1.2.1',
    bytes: 1000 + content,
    sha256: sha256Hex(`${String(n)} ${String(number)} ${String(content)}`),
    complete: true,
    LossyImageCompression: '00',
    BitsStored: 16,
  };
}

/** Observations of every kind in no sensible order, the same for the same seed: what a ledger must be able to fold, whatever it makes of it. */
export function* wildObservations(seed: string, count: number): Generator<ArchiveObservation, void, undefined> {
  const chance = chanceOf(sha256Hex(seed).slice(0, 16));
  const below = (n: number): number => chance.below(n);
  let known = 0;
  let at = startOfDay(must(parseCalendarDate('2026-01-01')));
  for (let n = 0; n < count; n += 1) {
    // Mostly forward, now and then a late one.
    at = instant(at + (below(20) === 0 ? -3_600_000 : below(7_200_000)));
    const look = { at, channel: below(4) === 0 ? 'dimse:0' : 'dicomweb:0' };
    const any = below(Math.max(1, known) + 3);
    const StudyInstanceUID = uidOf(any);
    const day = dayOfStudy(any);
    const window = below(12) === 0 ? ('undated' as const) : { from: day, to: addDays(day, below(3)) };
    switch (below(known === 0 ? 1 : 12)) {
      case 0:
      case 1: {
        const studies = Array.from({ length: 1 + below(6) }, (_, index) => sightOf(known + index));
        known += studies.length;
        yield { ...look, kind: 'seen', studies, ...(below(2) === 0 ? { window: { from: day, to: day } } : {}) };
        break;
      }
      case 2:
        yield { ...look, kind: 'seen', studies: [sightOf(any, 1 + below(12))] };
        break;
      case 3:
      case 4:
        yield {
          ...look,
          kind: 'listed',
          round: 'online',
          window,
          rows: below(9),
          controls: 3,
          unlisted: below(3) === 0 ? [StudyInstanceUID] : [],
          counts: below(4) === 0 ? [{ StudyInstanceUID: uidOf(any + 1), objects: below(9) }] : [],
          ...(below(6) === 0 ? { found: [uidOf(any + 2)] } : {}),
        };
        break;
      case 5:
        yield {
          ...look,
          kind: 'not-measured',
          round: below(2) === 0 ? 'online' : 'check',
          why: 'control-failed',
          ...(below(2) === 0 ? { window } : { StudyInstanceUID }),
        };
        break;
      case 6:
        yield {
          ...look,
          kind: 'checked',
          StudyInstanceUID,
          controls: 3,
          found:
            (['as-known', 'nowhere', 'nowhere', 'parts-only', 'under-other-uid', 'in-other-archive'] as const)[
              below(6)
            ] ?? 'nowhere',
          asked: ['study', 'series', 'object', 'accession-patient'],
          measuredDays: n,
        };
        break;
      case 7:
        yield { ...look, kind: 'counted', StudyInstanceUID, series: [seriesOf(any, 1 + below(9))] };
        break;
      case 8:
        yield {
          ...look,
          kind: 'counted-as-known',
          studies: Array.from({ length: 1 + below(5) }, () => uidOf(below(known + 1))),
        };
        break;
      case 9:
        yield {
          ...look,
          kind: 'committed',
          StudyInstanceUID,
          transactionUID: `2.25.${String(n)}`,
          committed: below(10),
          failed: below(3) === 0 ? [{ SOPInstanceUID: `${uidOf(any)}.1.1`, reason: 274 }] : [],
        };
        break;
      case 10:
        yield {
          ...look,
          kind: 'retrieved',
          StudyInstanceUID,
          seed: `s${String(n)}`,
          stratum: '2024/CT',
          whole: below(3) === 0,
          ...(below(8) === 0 ? {} : { firstImageMs: below(60_000) }),
          ...(below(4) === 0 ? { repeatMs: below(3_000) } : {}),
          bytes: below(1_000_000),
          objects: Array.from({ length: below(4) }, (_, index) => objectOf(any, index + 1, below(8) === 0 ? 1 : 0)),
          absent: below(6) === 0 ? 1 : 0,
          short: below(9) === 0,
        };
        break;
      default:
        yield below(2) === 0
          ? {
              ...look,
              kind: 'explained',
              StudyInstanceUID,
              reason: (['merged', 'exception', 'withdrawn'] as const)[below(3)] ?? 'merged',
              who: 'user-1',
            }
          : {
              ...look,
              kind: 'settings',
              usedBytes: below(1_000_000),
              recycling: below(2) === 0,
              expiry: [{ StudyInstanceUID, expiresOn: addDays(day, below(5000)) }],
            };
    }
  }
}
