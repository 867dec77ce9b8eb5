// What the four pregnancy rules share: what headers and signed records together say of one woman. No verdict is made here but for signatures.
import {
  calendarDateAt,
  daysBetween,
  type Observed,
  type Quantity,
  quantity,
  type StudyFacts,
  type Verdict,
} from '@center/contract';
import { workingDaysBetween } from '@center/register';
import { daysFromMenstruation } from '../../predicates/conception.ts';
import { entryCounts, signingTiming } from '../../predicates/signed-in-time.ts';
import {
  awaitingReview,
  conforms,
  deviates,
  evidenceMissing,
  notYetRun,
  remark,
  seen,
} from '../../predicates/verdicts.ts';

/** `definite` and `possible` come from PregnancyStatus 3 and 2 or the signed answer; `no` needs status 1 or a signed answer that counts. */
export type Known = 'definite' | 'possible' | 'no' | 'unsaid';

/** The header attribute and the signed answer together; the graver one holds. A late answer that nobody has reviewed can raise a suspicion, never lift one. */
export function knownPregnancy({ pregnancy, records }: StudyFacts): Known {
  const status = pregnancy.PregnancyStatus;
  const answer = records.inquiry?.answer;
  if (status === 3 || answer === 'pregnant') return 'definite';
  if (status === 2 || answer === 'possibly') return 'possible';
  if (status === 1 || (records.inquiry !== undefined && entryCounts(records.inquiry.entry))) return 'no';
  return 'unsaid';
}

/** Evidence shown with every verdict on pregnancy. */
export function pregnancySeen({ pregnancy, records }: StudyFacts): readonly Observed[] {
  const lmd = pregnancy.lastMenstrual;
  return seen({
    PregnancyStatus: pregnancy.PregnancyStatus,
    ...(lmd.status === 'usable'
      ? { LastMenstrualDate: quantity(lmd.daysAtStudy, 'd') }
      : { LastMenstrualDate: lmd.status === 'absent' ? 'absent' : `unusable: ${lmd.why}` }),
    ...(records.inquiry === undefined
      ? {}
      : { inquiryAnswer: records.inquiry.answer, inquiryEntry: records.inquiry.entry }),
  });
}

export interface Dating {
  /** Days on the study date, counted from (what corresponds to) the first day of the last menstruation. */
  readonly days: Quantity<'d'>;
  readonly by: 'ultrasound' | 'inquiry' | 'LastMenstrualDate';
}

/** Ultrasound outranks a date; a signed date outranks the header's. A date after the study or older than `usableUpTo` is no dating. */
export function datingOf({ pregnancy, records, date }: StudyFacts, usableUpTo: Quantity<'d'>): Dating | undefined {
  const inquiry = records.inquiry !== undefined && entryCounts(records.inquiry.entry) ? records.inquiry : undefined;
  if (inquiry?.ultrasoundConceptionDays !== undefined) {
    return { days: daysFromMenstruation(quantity(inquiry.ultrasoundConceptionDays, 'd')), by: 'ultrasound' };
  }
  const signed =
    inquiry?.lastMenstrualDate === undefined ? undefined : quantity(daysBetween(inquiry.lastMenstrualDate, date), 'd');
  if (signed !== undefined && signed.value >= 0 && signed <= usableUpTo) return { days: signed, by: 'inquiry' };
  const header =
    pregnancy.lastMenstrual.status === 'usable' ? quantity(pregnancy.lastMenstrual.daysAtStudy, 'd') : undefined;
  return header !== undefined && header.value >= 0 && header <= usableUpTo
    ? { days: header, by: 'LastMenstrualDate' }
    : undefined;
}

/** Completed years inside [from, to]; `unknown` where the age is. */
export function ofChildBearingAge(
  { age }: StudyFacts,
  from: Quantity<'a'>,
  to: Quantity<'a'>,
): 'yes' | 'no' | 'unknown' {
  if (age.years === undefined) return 'unknown';
  const years = quantity(age.years, 'a');
  return years >= from && years <= to ? 'yes' : 'no';
}

export function isUnknownSex({ patient }: StudyFacts): boolean {
  return patient.PatientSex !== 'M' && patient.PatientSex !== 'F';
}

/** Paper takes some days to be filed: until then nothing is missing yet. */
export function paperMissing(
  facts: StudyFacts,
  missing: readonly string[],
  observed: readonly Observed[],
  grace: Quantity<'[working_d]'>,
): Verdict {
  const waited = quantity(workingDaysBetween(facts.date, facts.asOf), '[working_d]');
  if (waited > grace) return evidenceMissing(missing, observed);
  return notYetRun(
    observed,
    missing,
    remark('纸质材料仍在补交期限内。', 'Paper evidence is still inside its filing days.'),
  );
}

type Signed = NonNullable<StudyFacts['records']['consent' | 'harmExplained']>;

/**
 * A signed page against the exposure: signed after it deviates, a late entry (补录) waits for a second person, everything else conforms by a person's word.
 * The time of signing and the time of entry are two things: a page signed in time may be entered late.
 */
export function judgeSignature(facts: StudyFacts, record: Signed, observed: readonly Observed[]): Verdict {
  const timing = signingTiming(record.signedAt, facts.acquiredAt, facts.date);
  const all = [
    ...observed,
    ...seen({
      signedOn: calendarDateAt(record.signedAt),
      enteredOn: calendarDateAt(record.enteredAt),
      entry: record.entry,
      ...(record.pageSha256 === undefined ? {} : { pageSha256: record.pageSha256 }),
    }),
  ];
  if (timing === 'signed-after') {
    return deviates(all, {
      basis: 'attested',
      note: remark('签署时间晚于曝光开始。', 'Signed after the exposure had begun.'),
    });
  }
  if (!entryCounts(record.entry))
    return awaitingReview(
      all,
      remark('检查后补录，须第二人复核。', 'Entered after the exposure (补录): a second person must review it.'),
    );
  if (timing === 'signed-before') return conforms(all, { basis: 'attested' });
  return conforms(all, {
    basis: 'attested',
    note: remark(
      '头信息无曝光时刻，只能比对到当日。',
      'The header names no time of exposure: only the day could be compared.',
    ),
  });
}
