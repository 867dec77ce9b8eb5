import {
  type CalendarDate,
  calendarDateAt,
  type Judgement,
  type Observed,
  type PinnedRuleSet,
  type ReviewDecision,
  type Subject,
} from '@center/contract';
import { type AssessContext, assessWider } from '../../core/index.ts';
import { branded, fromJson, observedText, reviewDecision, sha256Hex } from '../ledger/index.ts';
import { closeOthers, stepAll } from './assess-archive-ledger.ts';
import type { AssessDeps } from './assess-deps.ts';
import { assessContext, type Round } from './assess-round.ts';
import { type EquipmentFacts, type EquipmentSubject, equipmentSubjects, ofEquipment } from './equipment-subjects.ts';
import { closeWithdrawn } from './finding-step.ts';

/** Why a finding closes whose subject is on no card any more. */
const removed: Observed = { fact: 'equipmentCard', value: 'removed' };

/** Figures are looked at again when so much time is over, whatever has changed. */
const slotMs = 600_000;

interface Now {
  readonly deps: AssessDeps;
  readonly today: CalendarDate;
  readonly ruleSet: PinnedRuleSet;
  readonly context: AssessContext;
}

/**
 * Judges devices, their records and maintenance, the UPS and the rooms: at once when a person has changed something or decided, on a new day or rule set, and every ten minutes for what time
 * and probes change. Each subject is a transaction of its own, and other work may get its turn between two. What is on no card any more has its findings closed.
 */
export function* equipmentRounds(deps: AssessDeps): Generator<Round, void, undefined> {
  const { ledger, facility } = deps;
  const at = deps.now();
  const today = calendarDateAt(at, facility.zoneOffsetMinutes);
  const ruleSet = ledger.ruleSets.inForce(today);
  const changes = [ledger.equipment.lastChange(), ledger.cards.count(), ledger.reviews.lastChange()];
  const basis = `${today} ${ruleSet.sha256} ${changes.join(' ')} ${String(Math.floor(at / slotMs))}`;
  if (ledger.meta.get('equipment-judged') === basis || hasNothing(deps)) return;
  const context = assessContext(deps, at, today);
  const now: Now = { deps, today, ruleSet, context };
  const subjects = equipmentSubjects(deps, { now: at, today, supervisionStart: context.supervisionStart });
  for (const each of subjects) yield ledger.transaction(() => judgeSubject(now, each));
  yield ledger.transaction(() => {
    const revisions = closeGone(now, subjects);
    // Only now: a death before this judges all of them again, and writes nothing twice.
    ledger.meta.set('equipment-judged', basis);
    return { judged: 0, revisions };
  });
}

/** All of it in one go. */
export function assessEquipment(deps: AssessDeps): Round {
  const total = { judged: 0, revisions: 0 };
  for (const { judged, revisions } of equipmentRounds(deps)) {
    total.judged += judged;
    total.revisions += revisions;
  }
  return total;
}

/** A folder that is scanned, or a demonstration, without anything that is watched: nobody asks for its rooms. */
function hasNothing({ ledger, supervisionStart }: AssessDeps): boolean {
  return supervisionStart === 'earliest-study' && ledger.equipment.lastChange() === 0;
}

function judgeSubject(
  { deps, today, ruleSet, context }: Now,
  { subject, owns, facts: factsOf }: EquipmentSubject,
): Round {
  const { ledger } = deps;
  const facts = factsOf();
  const judge = (reviews: readonly ReviewDecision[]): readonly Judgement[] =>
    facts.flatMap((part) => judgedPart(part, reviews, { subject, date: today, ruleSet, context }));
  const standing = ledger.reviews.ofStudy(subject.key).filter(({ ruleId }) => owns(branded(ruleId)));
  const alone = new Map(
    (standing.length === 0 ? [] : judge([])).map(({ ruleId, verdict }) => [String(ruleId), verdict]),
  );
  // A decision is on what was seen when it was made: what speaks against a UPS later is another matter.
  const reviews = standing.filter(({ ruleId, basis, decision }) => {
    const verdict = alone.get(ruleId);
    return (
      basis === undefined ||
      decision === 'accepted' ||
      verdict === undefined ||
      sha256Hex(observedText(verdict)) === basis
    );
  });
  const judgements = judge(reviews.map(reviewDecision));
  ledger.judgements.put(judgements, context.judgedAt, owns);
  const revisions =
    stepAll(deps, judgements, context) + closeOthers(deps, subject, judgements, ruleSet, today, context, owns);
  return { judged: 1, revisions };
}

interface Asked {
  readonly subject: Subject;
  readonly date: CalendarDate;
  readonly ruleSet: PinnedRuleSet;
  readonly context: AssessContext;
}

function judgedPart(
  part: EquipmentFacts,
  reviews: readonly ReviewDecision[],
  { subject, date, ruleSet, context }: Asked,
): readonly Judgement[] {
  const asked = { subjectOf: () => subject, lasting: part.lasting, date };
  switch (part.reach) {
    case 'device-uptime':
      return assessWider({ ...asked, reach: part.reach, facts: { ...part.facts, reviews } }, ruleSet, context);
    case 'daily-record':
      return assessWider({ ...asked, reach: part.reach, facts: { ...part.facts, reviews } }, ruleSet, context);
    case 'maintenance':
      return assessWider({ ...asked, reach: part.reach, facts: { ...part.facts, reviews } }, ruleSet, context);
    case 'ups':
      return assessWider({ ...asked, reach: part.reach, facts: { ...part.facts, reviews } }, ruleSet, context);
    case 'room':
      return assessWider({ ...asked, reach: part.reach, facts: { ...part.facts, reviews } }, ruleSet, context);
  }
}

/** What was judged before and is there no more: its verdicts go, and its open findings close. */
function closeGone({ deps, today, ruleSet, context }: Now, subjects: readonly EquipmentSubject[]): number {
  const { ledger } = deps;
  const keyOf = ({ kind, key }: Subject): string => `${kind}\n${key}`;
  const present = new Set(subjects.map(({ subject }) => keyOf(subject)));
  const before = fromJson<Subject[]>(ledger.meta.get('equipment-subjects') ?? '[]');
  ledger.meta.set('equipment-subjects', JSON.stringify(subjects.map(({ subject }) => subject)));
  const gone = before.filter((subject) => !present.has(keyOf(subject)));
  for (const { kind, key } of gone) ledger.judgements.forget(kind, key, context.judgedAt);
  return gone
    .flatMap(({ kind, key }) => ledger.findings.bySubject(kind, key))
    .filter(({ ruleId }) => ofEquipment(ruleId))
    .map((finding) => closeWithdrawn(deps, finding, ruleSet, today, context.judgedAt, removed))
    .reduce((a, b) => a + b, 0);
}
