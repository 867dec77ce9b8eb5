import {
  type ArchiveYearFacts,
  addDays,
  type CalendarDate,
  calendarDateAt,
  type HoldingsFacts,
  instant,
  type Judgement,
  type KeptStudyFacts,
  must,
  type PinnedRuleSet,
  parseCalendarDate,
  type RuleId,
  type StudyInstanceUID,
  type Subject,
} from '@center/contract';
import { type AssessContext, assessWider, keptStudyFactsOf, ruleById, ruleCatalogue } from '../../core/index.ts';
import { type ArchiveYear, archiveHoldings, archiveYears } from '../archive/index.ts';
import { branded, type ChangedCursor, fromJson, reviewDecision } from '../ledger/index.ts';
import type { AssessDeps } from './assess-deps.ts';
import { assessContext, type Round } from './assess-round.ts';
import { closeWithdrawn, stepFinding } from './finding-step.ts';

/** Studies judged in one transaction. */
const perTransaction = 16;

const isKept = (ruleId: RuleId): boolean => ruleById(ruleId)?.reach === 'kept-study';

/**
 * Judges what the archive answered for single studies: those whose state or proof has changed since they were judged, those of which a person has decided something, and all
 * of which there is something to say when the rule set or the month is another one, for time alone passes a study from one class to the next. A study need not have live
 * objects. At most `most` studies; the rest is still due.
 */
export function assessKeptStudies(deps: AssessDeps, most: number): Round {
  const { ledger } = deps;
  const at = deps.now();
  const today = calendarDateAt(at, deps.facility.zoneOffsetMinutes);
  const context = assessContext(deps, at, today);
  ledger.transaction(() => noteBasis(deps, today));
  let judged = 0;
  let revisions = 0;
  for (const portion of [decided, changed, everyone]) {
    while (judged < most) {
      const limit = Math.min(perTransaction, most - judged);
      const uids = ledger.transaction(() => {
        const due = portion(deps, limit);
        for (const uid of due) revisions += judgeKeptStudy(deps, context, uid, today);
        return due;
      });
      judged += uids.length;
      if (uids.length < limit) break;
    }
  }
  return { judged, revisions };
}

/** Another rule set, or another month, says something new of every study. */
function noteBasis({ ledger }: AssessDeps, today: CalendarDate): void {
  const basis = `${ledger.ruleSets.inForce(today).sha256} ${today.slice(0, 7)}`;
  if (ledger.meta.get('kept-basis') === basis) return;
  ledger.meta.set('kept-basis', basis);
  ledger.meta.set('kept-pass', '0');
}

type Portion = (deps: AssessDeps, limit: number) => readonly string[];

const decided: Portion = ({ ledger }, limit) => {
  const { rows, cursor } = ledger.reviews.changedAfter(ledger.meta.get('kept-reviews') ?? '', limit);
  if (cursor !== undefined) ledger.meta.set('kept-reviews', cursor);
  return rows.filter(({ ruleId }) => isKept(branded(ruleId))).map(({ study }) => study);
};

const changed: Portion = ({ ledger }, limit) => {
  const text = ledger.meta.get('kept-cursor');
  const { uids, cursor } = ledger.archive.changed(
    text === undefined ? undefined : fromJson<ChangedCursor>(text),
    limit,
  );
  if (cursor !== undefined) ledger.meta.set('kept-cursor', JSON.stringify(cursor));
  return uids;
};

const everyone: Portion = ({ ledger }, limit) => {
  const after = ledger.meta.get('kept-pass');
  if (after === undefined) return [];
  const rows = ledger.archive.notable(Number(after), limit);
  const last = rows.at(-1);
  if (last === undefined || rows.length < limit) ledger.meta.remove('kept-pass');
  else ledger.meta.set('kept-pass', String(last.id));
  return rows.map(({ study }) => study.StudyInstanceUID);
};

/** What is news of a study: not its age, and not how many milliseconds it took this time. */
function lastingOf(facts: Omit<KeptStudyFacts, 'reviews'>): unknown {
  const { state, explanation, proof, objects, content, delivery, claimed, notMeasured } = facts;
  return {
    uid: facts.StudyInstanceUID,
    class: facts.class,
    state,
    explanation,
    level: proof?.level,
    objects: { most: objects.most, found: objects.found },
    content: content.map(({ note, objects: n }) => [note, n]),
    delivery:
      delivery === undefined
        ? undefined
        : [delivery.delivered, delivery.recall, delivery.absent, delivery.incomplete, delivery.short],
    claimed,
    notMeasured: notMeasured?.why,
  };
}

function judgeKeptStudy(deps: AssessDeps, context: AssessContext, uid: string, today: CalendarDate): number {
  const { ledger } = deps;
  const study = ledger.archive.study(uid);
  if (study === undefined) return 0;
  const known = keptStudyFactsOf(study, branded<StudyInstanceUID>(uid), today);
  const reviews = ledger.reviews.ofStudy(uid).filter(({ ruleId }) => isKept(branded(ruleId)));
  const facts: KeptStudyFacts = { ...known, reviews: reviews.map(reviewDecision) };
  const subject: Subject = { kind: 'study', key: uid };
  const ruleSet = ledger.ruleSets.inForce(facts.date);
  const judgements = assessWider(
    { reach: 'kept-study', facts, subjectOf: () => subject, lasting: lastingOf(known), date: facts.date },
    ruleSet,
    context,
  );
  ledger.judgements.put(judgements, context.judgedAt, isKept);
  return (
    stepAll(deps, judgements, context) + closeOthers(deps, subject, judgements, ruleSet, facts.date, context, isKept)
  );
}

/** One step further in the life of each judgement's finding, and what people have decided of it. */
export function stepAll(deps: AssessDeps, judgements: readonly Judgement[], { judgedAt }: AssessContext): number {
  const { ledger } = deps;
  return judgements
    .map((judgement) => {
      const { kind, key } = judgement.subject;
      const before = ledger.findings.find(kind, key, judgement.ruleId);
      const review = ledger.reviews.get(key, judgement.ruleId);
      // A decision holds for the opening that it was made on.
      const standing =
        before !== undefined && review !== undefined && review.decidedAt < before.openedAt ? undefined : review;
      const accepted = standing?.decision === 'accepted' && standing.secondBy !== undefined;
      return stepFinding(deps, judgement, before, judgedAt, standing, accepted);
    })
    .reduce((a, b) => a + b, 0);
}

/** Findings of rules of ours that the set in force no longer runs on the subject. */
export function closeOthers(
  deps: AssessDeps,
  { kind, key }: Subject,
  judgements: readonly Judgement[],
  ruleSet: PinnedRuleSet,
  date: CalendarDate,
  { judgedAt }: AssessContext,
  ours: (ruleId: RuleId) => boolean,
): number {
  const run = new Set<string>(judgements.map(({ ruleId }) => ruleId));
  return deps.ledger.findings
    .bySubject(kind, key)
    .filter(({ ruleId }) => ours(ruleId) && !run.has(ruleId))
    .map((finding) => closeWithdrawn(deps, finding, ruleSet, date, judgedAt))
    .reduce((a, b) => a + b, 0);
}

const wholeRules = ruleCatalogue.filter(({ reach }) => reach === 'archive-year' || reach === 'holdings');

/**
 * Judges the years and the holdings of the archive when its ledger, the day or the rule set has changed; at most every ten minutes, for the sums change with every round. Before
 * the first observation there is no archive to judge.
 */
export function assessArchiveWhole(deps: AssessDeps): Round {
  const { ledger, facility } = deps;
  const at = deps.now();
  const today = calendarDateAt(at, facility.zoneOffsetMinutes);
  const ruleSet = ledger.ruleSets.inForce(today);
  const observed = ledger.archive.lastObservation();
  if (observed === 0) return { judged: 0, revisions: 0 };
  const slot = Math.floor(at / 600_000);
  const urgent = `${today} ${ruleSet.sha256} ${String(ledger.reviews.lastChange())}`;
  const basis = `${urgent} ${String(observed)}`;
  const before = fromJson<{ basis: string; slot: number }>(ledger.meta.get('archive-whole') ?? '{"basis":"","slot":0}');
  if (before.basis === basis || (before.slot === slot && before.basis.startsWith(`${urgent} `)))
    return { judged: 0, revisions: 0 };
  const context = assessContext(deps, at, today);
  return ledger.transaction(() => {
    ledger.meta.set('archive-whole', JSON.stringify({ basis, slot }));
    const judgements = [
      ...archiveYears(ledger, today).map((year) => ofYear(deps, year, today, ruleSet, context)),
      ofHoldings(deps, today, ruleSet, context),
    ].flat();
    let revisions = 0;
    // Each rule has a subject of its own, and each subject its own row.
    for (const judgement of judgements) {
      ledger.judgements.put([judgement], at);
      revisions += stepAll(deps, [judgement], context);
    }
    return { judged: judgements.length, revisions };
  });
}

const reviewsOf = ({ ledger }: AssessDeps, keyOf: (ruleId: string) => string): ArchiveYearFacts['reviews'] =>
  wholeRules.flatMap(({ id }) =>
    ledger.reviews
      .ofStudy(keyOf(id))
      .filter(({ ruleId }) => ruleId === id)
      .map(reviewDecision),
  );

function ofYear(
  deps: AssessDeps,
  { figures, owed, firstSeenOn, silentSince }: ArchiveYear,
  today: CalendarDate,
  ruleSet: PinnedRuleSet,
  context: AssessContext,
): readonly Judgement[] {
  const { facility } = deps;
  const keyOf = (ruleId: string): string => `${facility.id}/${ruleId}/${String(figures.year)}`;
  const silent =
    silentSince === undefined ? undefined : calendarDateAt(instant(silentSince), facility.zoneOffsetMinutes);
  const facts: ArchiveYearFacts = {
    subject: 'archive',
    figures,
    owed,
    ...(figures.seenWhole ? {} : { firstSeenOn }),
    ...(silent === undefined ? {} : { silentSince: silent }),
    reviews: reviewsOf(deps, keyOf),
    asOf: today,
  };
  const end = must(parseCalendarDate(`${String(figures.year)}-12-31`));
  return assessWider(
    {
      reach: 'archive-year',
      facts,
      subjectOf: (ruleId) => ({ kind: 'archive', key: keyOf(ruleId) }),
      lasting: {
        year: figures.year,
        lost: figures.lost,
        seenWhole: figures.seenWhole,
        owes: owed > 0,
        silent: silent !== undefined,
      },
      date: end < today ? end : today,
    },
    ruleSet,
    context,
  );
}

/** The same day of the week before yesterday's news is none: what is told of the holdings as lasting are sides of limits, days and words, not figures. */
function lastingHoldings({
  settings,
  forecast,
  silentSince,
  canRetrieve,
  online,
  retrieval,
  planned: steps,
}: Omit<HoldingsFacts, 'reviews'>): unknown {
  return {
    settings:
      settings === undefined
        ? undefined
        : [settings.recycling, settings.reachesYoung === undefined, settings.expiry.early],
    forecast: forecast === undefined ? undefined : [forecast.basis, forecast.alarm],
    silent: silentSince !== undefined,
    canRetrieve,
    needRecall: online.neededRecall,
    absent: steps?.statuses.map(({ status, absent }) => [status, absent]),
    modalities: retrieval.map(({ modality, age }) => `${modality} ${age}`),
  };
}

function ofHoldings(
  deps: AssessDeps,
  today: CalendarDate,
  ruleSet: PinnedRuleSet,
  context: AssessContext,
): readonly Judgement[] {
  const { ledger, facility } = deps;
  const keyOf = (ruleId: string): string => `${facility.id}/${ruleId}`;
  const known: Omit<HoldingsFacts, 'reviews'> = {
    subject: 'archive',
    ...archiveHoldings(ledger, today),
    canRetrieve: canRetrieve(deps),
    ...planned(deps, today),
    asOf: today,
  };
  const facts: HoldingsFacts = { ...known, reviews: reviewsOf(deps, keyOf) };
  return assessWider(
    {
      reach: 'holdings',
      facts,
      subjectOf: (ruleId) => ({ kind: 'archive', key: keyOf(ruleId) }),
      lasting: lastingHoldings(known),
      date: today,
    },
    ruleSet,
    context,
  );
}

/** Days from a planned step to its images, and how far back is looked. */
const archivedWithin = 3;
const plannedDays = 30;

/** Planned steps of the last month whose time is over, by what the worklist said of them last. */
function planned({ ledger }: AssessDeps, today: CalendarDate): Pick<HoldingsFacts, 'planned'> {
  const to = addDays(today, -archivedWithin - 1);
  const from = addDays(to, 1 - plannedDays);
  const rows = ledger.plannedSteps.between(from, to);
  if (rows.length === 0) return {};
  const statuses = [...Map.groupBy(rows, ({ step }) => step.ScheduledProcedureStepStatus ?? '')];
  return {
    planned: {
      from,
      to,
      statuses: statuses.map(([status, steps]) => ({
        status,
        steps: steps.length,
        absent: steps.filter(({ arrived }) => !arrived).length,
      })),
    },
  };
}

/** Some way into the archive retrieves, as far as its rounds have told. */
function canRetrieve({ ledger }: AssessDeps): boolean {
  return ledger.archive.missed('retrieve')?.why !== 'not-supported';
}
