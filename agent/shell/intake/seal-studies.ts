import { calendarDateAt, type Instant, instant } from '@center/contract';
import { type Header, ruleById, textOf } from '../../core/index.ts';
import type { AssessDeps } from './assess-deps.ts';

/** Days without any change after which the objects of a study are taken away. */
const quietDays = 60;
/** What stands in the way may go; it is looked for again after so many days. */
const lookAgainDays = 3;
const dayMs = 86_400_000;
/** Studies of one transaction: a power cut loses no more work than this. */
const perTransaction = 20;

/** By what people recognise the study when its headers are gone, and by what the archive is asked for it when it is missing there. */
const keptKeywords = [
  'PatientName',
  'PatientID',
  'PatientBirthDate',
  'PatientSex',
  'PatientAge',
  'AccessionNumber',
  'StudyDate',
  'StudyDescription',
  'RequestedProcedureDescription',
  'PerformedProcedureStepDescription',
  'ProtocolName',
  'SeriesDescription',
  'BodyPartExamined',
] as const;

/** Of each attribute the first value that any object names. */
function keptHeader(headers: readonly Header[]): Header {
  const kept: Record<string, string> = {};
  for (const keyword of keptKeywords) {
    for (const header of headers) {
      const text = textOf(header, keyword);
      if (text === undefined || text === '') continue;
      kept[keyword] = text;
      break;
    }
  }
  return kept;
}

/** What the archive answered for a study is judged apart, and goes on being judged. */
const restsOnObjects = (ruleId: string): boolean => ruleById(ruleId)?.reach !== 'kept-study';

/**
 * Seals studies that have been quiet for sixty days and of which nothing is open; looks at no more than `most`. Returns how many it looked at: fewer than `most` means that
 * nothing is left to do now.
 */
export function sealStudies({ ledger, now, facility }: AssessDeps, most: number): number {
  const at = now();
  const today = calendarDateAt(at, facility.zoneOffsetMinutes);
  ledger.transaction(() => ledger.sealing.age(today));
  let looked = 0;
  while (looked < most) {
    const done = ledger.transaction(() => sealSome(ledger, at, Math.min(perTransaction, most - looked)));
    looked += done;
    if (done === 0) break;
  }
  return looked;
}

function sealSome(ledger: AssessDeps['ledger'], at: Instant, most: number): number {
  const quietSince = instant(at - quietDays * dayMs);
  const due = ledger.sealing.due(at, most);
  const ready: { uid: string; header: Header }[] = [];
  for (const uid of due) {
    const hindered = ledger.sealing.hindrance(uid, quietSince);
    if (hindered === undefined)
      ready.push({ uid, header: keptHeader(ledger.objects.ofStudy(uid).map(({ header }) => header)) });
    else {
      const changedAt = ledger.studies.get(uid)?.changedAt ?? at;
      const until = hindered === 'recent' ? changedAt + quietDays * dayMs : at + lookAgainDays * dayMs;
      ledger.sealing.putOff(uid, instant(until));
    }
  }
  ledger.sealing.seal(ready, quietSince, restsOnObjects, at);
  return due.length;
}
