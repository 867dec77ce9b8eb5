import {
  addDays,
  addMonths,
  type CalendarDate,
  calendarDateAt,
  type Finding,
  type Instant,
  type Judgement,
  type PinnedRuleSet,
  parseCalendarDate,
  type StudyFacts,
  startOfDay,
  type UnreadableObject,
} from '@center/contract';
import {
  type AssessContext,
  acquiredAt,
  assessStudy,
  driftFacts,
  examRecord,
  factsOfStudy,
  type Header,
  type ObservedObject,
  patientKeyTexts,
  ruleById,
  type StudyInput,
  textOf,
} from '../../core/index.ts';
import { messageOf } from '../errors.ts';
import {
  branded,
  careRecordsOf,
  type KeptKeys,
  observedText,
  type PlannedStep,
  type RecordRow,
  type ReviewRow,
  reviewDecision,
  sha256Hex,
} from '../ledger/index.ts';
import type { AssessDeps } from './assess-deps.ts';
import { closeWithdrawn, stepFinding } from './finding-step.ts';

/** A phantom or quality check, by its name or by a person's word, is no exam. */
function isPatient(judgements: readonly Judgement[]): boolean {
  return !judgements.some(({ ruleId, verdict }) => ruleId === 'real-name-present' && verdict.kind === 'notApplicable');
}

/** What the archive answered for the study is judged apart; that of a rule which nobody knows any more goes. */
function judgesObjects(ruleId: string): boolean {
  return ruleById(ruleId)?.reach !== 'kept-study';
}

/** Judges one study inside the running transaction and notes what changed. Returns the number of finding revisions written. */
export function judgeOneStudy(deps: AssessDeps, context: AssessContext, uid: string, today: CalendarDate): number {
  const { ledger } = deps;
  const study = ledger.studies.get(uid);
  if (study === undefined) throw new Error('a study that is due is not there');
  const records = ledger.records.ofStudy(uid, study.accession);
  const before = new Map(ledger.findings.bySubject('study', uid).map((finding) => [finding.ruleId, finding]));
  const standing = ledger.reviews
    .ofStudy(uid)
    .filter((review) => decisionHolds(review, before.get(branded(review.ruleId)), records));
  // Held against each other only where objects were seen otherwise, or where a finding says so that may have to close.
  const drift = driftOf(deps, uid, before);
  const alone = { ...factsOf(deps, uid, today, records, context.judgedAt), ...(drift === undefined ? {} : { drift }) };
  const keys = keysOf(deps, alone);
  const undecided = withEarlier(deps, uid, alone, keys.patient);
  const ruleSet = ledger.ruleSets.inForce(undecided.date);
  const reviews = stillMeant(standing, undecided, ruleSet, context);
  const facts = { ...undecided, records: { ...undecided.records, reviews: reviews.map(reviewDecision) } };
  const judgements = assessStudy(facts, ruleSet, context);
  const at = context.judgedAt;
  ledger.judgements.put(judgements, at, judgesObjects);
  ledger.devices.note(facts);
  ledger.people.note(facts);
  ledger.exams.note(uid, examRecord(facts, isPatient(judgements)), keys, doseRecordOf(judgements), facts.modalities);
  let revisions = 0;
  for (const judgement of judgements) {
    const review = reviews.find(({ ruleId }) => ruleId === judgement.ruleId);
    const accepted = secondPersonAccepted(judgement.ruleId, review, records);
    revisions += stepFinding(deps, judgement, before.get(judgement.ruleId), at, review, accepted);
  }
  const run = new Set<string>(ruleSet.manifest.rules.filter(({ enabled }) => enabled).map(({ id }) => id));
  for (const finding of before.values())
    if (!run.has(finding.ruleId)) revisions += closeWithdrawn(deps, finding, ruleSet, facts.date, at);
  // What it consists of now is entered in the archive ledger later: judging a study costs no more for it.
  if (study.arriving && facts.completeness === 'quiet') ledger.quietStudies.note(uid);
  ledger.studies.judged(
    uid,
    {
      facts,
      factSha256: judgements[0]?.factSha256 ?? '',
      classChangesOn: classChangesOn(facts),
      waits: judgements.some((judgement) => timeMayChange(judgement, study.sampled)),
      sampled: study.sampled,
    },
    today,
  );
  return revisions;
}

/** Verdicts that the calendar alone may turn: a review that falls due, evidence that is still in its filing days. */
function timeMayChange({ verdict, heldBy }: Judgement, sampled: boolean): boolean {
  if (verdict.kind !== 'indeterminate') return false;
  if (verdict.reason === 'awaiting-review') return true;
  if (sampled || heldBy !== undefined) return false;
  return verdict.reason === 'not-yet-run';
}

/** Digests under the center's key, half of them: enough to tell a center's patients apart, and nothing to who lacks the key. */
function keysOf({ keys }: AssessDeps, facts: StudyFacts): KeptKeys {
  const { patientId, identityNumber, hanName, latinName } = patientKeyTexts(facts);
  const digest = (kind: string, text: string): string => keys.hmac(`${kind}\n${text}`).slice(0, 32);
  return {
    ...(patientId === undefined ? {} : { patient: digest('patient', patientId) }),
    ...(identityNumber === undefined ? {} : { number: digest('identity-number', identityNumber) }),
    ...(hanName === undefined ? {} : { hanName: digest('name', hanName) }),
    ...(latinName === undefined ? {} : { latinName: digest('name', latinName) }),
  };
}

function withEarlier(
  { ledger }: AssessDeps,
  uid: string,
  facts: StudyFacts,
  patientKey: string | undefined,
): StudyFacts {
  if (patientKey === undefined || facts.ionising !== 'yes') return facts;
  return { ...facts, earlier: ledger.patients.earlier(uid, patientKey, facts.date, facts.acquiredAt) };
}

function driftOf({ ledger }: AssessDeps, uid: string, findings: ReadonlyMap<string, Finding>): StudyFacts['drift'] {
  const asked = [...findings.keys()].some((ruleId) => ruleById(ruleId)?.onlyWith === 'drift');
  if (!asked && ledger.objects.drifted(uid) === 0) return undefined;
  const { objects, uncompared } = ledger.objects.driftOf(uid);
  return asked || objects.length > 0 ? driftFacts(objects, uncompared) : undefined;
}

/** Whether the device's card promises a dose record for the study, and it is there. */
function doseRecordOf(judgements: readonly Judgement[]): 'present' | 'missing' | undefined {
  const kind = judgements.find(({ ruleId }) => ruleId === 'dose-record-present')?.verdict.kind;
  return kind === 'conforms' ? 'present' : kind === 'deviates' ? 'missing' : undefined;
}

/**
 * A decision on a suspicion settles what the person had before him. When the machine, left to itself, suspects on other grounds than those (other words in images that
 * came later), the suspicion is open again.
 */
function stillMeant(
  reviews: readonly ReviewRow[],
  undecided: StudyFacts,
  ruleSet: PinnedRuleSet,
  context: AssessContext,
): readonly ReviewRow[] {
  if (!reviews.some(({ basis }) => basis !== undefined)) return reviews;
  const alone = new Map(
    assessStudy(undecided, ruleSet, context).map(({ ruleId, verdict }) => [String(ruleId), verdict]),
  );
  return reviews.filter(({ ruleId, basis, decision }) => {
    const verdict = alone.get(ruleId);
    if (basis === undefined || decision === 'accepted' || verdict?.kind !== 'indeterminate') return true;
    return verdict.reason !== 'awaiting-review' || sha256Hex(observedText(verdict)) === basis;
  });
}

type FactsDeps = Pick<AssessDeps, 'ledger' | 'facility' | 'onFault'>;

/** What is known of one study at a moment, for people to look at: without its earlier studies and without decisions. Throws when the study is not there. */
export function studyFactsOf(deps: FactsDeps, uid: string, at: Instant): StudyFacts {
  const records = deps.ledger.records.ofStudy(uid, deps.ledger.studies.get(uid)?.accession);
  return factsOf(deps, uid, calendarDateAt(at), records, at);
}

function factsOf(
  deps: FactsDeps,
  uid: string,
  today: CalendarDate,
  records: readonly RecordRow[],
  at: Instant,
): StudyFacts {
  const { ledger, facility, onFault } = deps;
  const study = ledger.studies.get(uid);
  if (study === undefined) throw new Error('a study that is due is not there');
  const objects = ledger.objects.ofStudy(uid);
  // Asked only where a record was signed before or after it.
  const exposure =
    records.length === 0 ? study.firstSeenAt : (exposureOf(objects, facility.zoneOffsetMinutes) ?? study.firstSeenAt);
  const cards = ledger.cards.list();
  const unreadable: readonly UnreadableObject[] = ledger.unreadable
    .ofStudy(uid)
    .map(({ locator, reason }) => ({ locator, reason }));
  const input: StudyInput = {
    StudyInstanceUID: branded(uid),
    objects,
    unreadable,
    firstSeenAt: study.firstSeenAt,
    // Of a sampled study nobody may say what it lacks.
    completeness: study.quietAt <= at && !study.sampled ? 'quiet' : 'arriving',
    records: careRecordsOf(records, [], exposure),
    cards,
    registerInUse: cards.length > 0,
    institutionNames: facility.institutionNames,
    examMapping: ledger.mapping.inForce(),
    earlier: [],
    planned: ledger.plannedSteps.ofStudy(uid, study.accession).map(plannedHeader),
    asOf: today,
    zoneOffsetMinutes: facility.zoneOffsetMinutes,
  };
  try {
    return factsOfStudy(input, sha256Hex);
  } catch (fault) {
    // A header that our own reading of facts cannot bear is our fault and must neither stop the agent nor pass as fine: the study is judged without its objects.
    onFault('facts', fault);
    const unread = objects.map(({ SOPInstanceUID }) => ({
      locator: SOPInstanceUID,
      reason: `facts: ${messageOf(fault)}`,
    }));
    return factsOfStudy({ ...input, objects: [], unreadable: [...unreadable, ...unread] }, sha256Hex);
  }
}

/** The part of a planned step that is evidence, as a header would carry it. */
function plannedHeader({ PregnancyStatus, LastMenstrualDate }: PlannedStep): Header {
  return {
    ...(PregnancyStatus === undefined ? {} : { PregnancyStatus }),
    ...(LastMenstrualDate === undefined ? {} : { LastMenstrualDate }),
  };
}

/** The first exposure, or the end of the study's day when only the day is known. */
export function exposureOf(objects: readonly ObservedObject[], zoneOffsetMinutes: number): Instant | undefined {
  const named = acquiredAt(objects, zoneOffsetMinutes);
  if (named !== undefined) return named;
  for (const { header } of objects) {
    const date = parseCalendarDate((textOf(header, 'StudyDate') ?? '').slice(0, 8));
    if (date.ok) return startOfDay(addDays(date.value, 1), zoneOffsetMinutes);
  }
  return undefined;
}

const isConsent = ({ kind }: RecordRow): boolean => kind !== 'identity-exception' && kind !== 'imported';

/**
 * A decision holds for the opening that it was made on and for the records that were there: after the finding has opened again, or after new paper has come in, nobody
 * has decided yet.
 */
export function decisionHolds(
  { ruleId, decidedAt }: Pick<ReviewRow, 'ruleId' | 'decidedAt'>,
  finding: Finding | undefined,
  records: readonly RecordRow[],
): boolean {
  if (finding !== undefined && decidedAt < finding.openedAt) return false;
  if (ruleById(ruleId)?.channel !== 'consent-register') return true;
  return records.every((record) => !isConsent(record) || record.enteredAt <= decidedAt);
}

/** The second person may accept the decision itself, or every record that the attested evidence consists of. */
function secondPersonAccepted(ruleId: string, review: ReviewRow | undefined, records: readonly RecordRow[]): boolean {
  if (review?.decision === 'accepted' && review.secondBy !== undefined) return true;
  if (ruleById(ruleId)?.channel !== 'consent-register') return false;
  const consent = records.filter((record) => isConsent(record));
  return consent.length > 0 && consent.every(({ reviewedBy }) => reviewedBy !== undefined);
}

function classChangesOn({ date, retention }: StudyFacts): CalendarDate | undefined {
  if (retention.class === 'older') return undefined;
  return addMonths(date, retention.class === 'online' ? 36 : 120);
}
