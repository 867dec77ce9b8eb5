import {
  addMonths,
  type CalendarDate,
  calendarDateAt,
  type DoseMeasure,
  doseMeasures,
  doseMeasureUnits,
  type ExamGroupFacts,
  type GroupMeasure,
  type GroupMeasureFacts,
  type Judgement,
  must,
  type PinnedRuleSet,
  parseCalendarDate,
} from '@center/contract';
import {
  type AssessContext,
  assessArchive,
  assessGroup,
  type GroupFigures,
  groupFigures,
  groupSubjectKey,
  levelOfGroup,
  requiredExams,
  ruleCatalogue,
} from '../../core/index.ts';
import { branded, type GroupKey, type GroupSince, type KeptFigures, reviewDecision } from '../ledger/index.ts';
import type { AssessDeps } from './assess-deps.ts';
import { assessContext, type Round } from './assess-round.ts';
import { closeWithdrawn, stepFinding } from './finding-step.ts';

/** Exams under which no quartile, no median and no histogram leaves the center. */
const fewestTold = 5;
/** Groups judged in one transaction. */
const perTransaction = 8;

/**
 * Looks at the groups whose exams have changed: figures that are worth telling are kept, medians are compared and judged. `urgent`: only groups that were never judged,
 * or of which a person has just decided something; the rest waits for the next minute, so that a scan does not compute a year of exams at every study.
 * At most `most` groups; the rest is still due.
 */
export function assessGroups(deps: AssessDeps, urgent = false, most = Number.POSITIVE_INFINITY): Round {
  const { ledger } = deps;
  const at = deps.now();
  const today = calendarDateAt(at, deps.facility.zoneOffsetMinutes);
  const context = assessContext(deps, at, today);
  ledger.transaction(() => noteBasis(deps, context, today));
  const due = ledger.groups.due(today, urgent).slice(0, most);
  let revisions = 0;
  for (let start = 0; start < due.length; start += perTransaction) {
    revisions += ledger.transaction(() =>
      due
        .slice(start, start + perTransaction)
        .map((group) => assessOneGroup(deps, context, group, today))
        .reduce((a, b) => a + b, 0),
    );
  }
  return { judged: due.length, revisions };
}

/** Another rule set, or another first day of supervision, says something new of every group; a later last month of a device moves the period of all its groups. */
function noteBasis({ ledger }: AssessDeps, { supervisionStart }: AssessContext, today: CalendarDate): void {
  const basis = JSON.stringify([ledger.ruleSets.inForce(today).sha256, supervisionStart]);
  if (ledger.meta.get('group-basis') !== basis) {
    ledger.meta.set('group-basis', basis);
    ledger.groups.markAllDue();
  }
  ledger.groups.noteLastMonths();
}

/** First of the twelve months that end with one (YYYY-MM). */
export function yearBefore(month: string): string {
  return addMonths(must(parseCalendarDate(`${month}-01`)), -11).slice(0, 7);
}

function assessOneGroup(deps: AssessDeps, context: AssessContext, group: GroupKey, today: CalendarDate): number {
  const { ledger } = deps;
  const to = ledger.groups.lastMonth(group.deviceId) ?? today.slice(0, 7);
  const from = yearBefore(to);
  const ruleSet = ledger.ruleSets.inForce(today);
  const requiredN = requiredExams(ruleSet.manifest);
  const figuresOf = (span: 'month' | 'year', first: string, last: string): readonly MeasureFigures[] => {
    const held = ledger.groups.measures(group, first, last);
    const kept = ledger.groups.keptMeasures(group, span, span === 'year' ? '' : last);
    return [...new Set([...held, ...kept])].map((measure) =>
      keepFigures(deps, group, measure, span, first, last, requiredN, today),
    );
  };
  const heldBack = ledger.groups
    .takeMonths(group)
    .filter((month) => figuresOf('month', month, month).some(({ untold }) => untold));
  for (const month of heldBack) ledger.groups.noteMonth(group, month);
  const ofYear = figuresOf('year', from, to);
  const year = new Map(ofYear.map(({ measure, figures }) => [measure, figures]));
  const waitsToTell = heldBack.length > 0 || ofYear.some(({ untold }) => untold);
  if (!ledger.groups.holdsExams(group)) return forgetGroup(deps, group, ruleSet, today, context);
  const before = ledger.groups.state(group);
  const since = sinceOf(before.since, year, today);
  const outcome = [...year]
    .map(([measure, { comparison, n }]) => `${measure} ${n === 0 ? 'none' : comparison}`)
    .toSorted()
    .join(', ');
  const ruled = group.examClass !== '' && group.ageBand !== 'all';
  const waits = waitsToTell || (ruled && Object.keys(since).length > 0);
  ledger.groups.judged(group, { since, outcome, waits }, today);
  // The numbers grow with every exam; what a rule says of them is written when it changes, and once a day.
  if (!ruled || (before.outcome === outcome && before.judgedOn === today)) return 0;
  const key = keyOf(group);
  const facts: ExamGroupFacts = {
    subject: 'device',
    deviceId: branded(group.deviceId),
    examClass: group.examClass,
    ageBand: bandOf(group),
    from,
    to,
    measures: measureFacts(group, year, since, requiredN),
    reviews: ledger.reviews.ofStudy(key).map(reviewDecision),
    asOf: today,
  };
  const judgements = assessGroup(facts, [outcome], ruleSet, context);
  ledger.judgements.put(judgements, context.judgedAt);
  const run = new Set<string>(judgements.map(({ ruleId }) => ruleId));
  const withdrawn = ledger.findings.bySubject('device', key).filter(({ ruleId }) => !run.has(ruleId));
  return (
    stepAll(deps, judgements, context) +
    withdrawn
      .map((finding) => closeWithdrawn(deps, finding, ruleSet, today, context.judgedAt))
      .reduce((a, b) => a + b, 0)
  );
}

function bandOf({ ageBand }: GroupKey): ExamGroupFacts['ageBand'] {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the ledger wrote it from such a band
  return ageBand as ExamGroupFacts['ageBand'];
}

const keyOf = (group: GroupKey): string =>
  groupSubjectKey({ examClass: group.examClass, deviceId: branded(group.deviceId), ageBand: bandOf(group) });

/** CTDIvol and DLP always stand there where they have a level: no exam in the period is not the same as no level. */
function measureFacts(
  group: GroupKey,
  year: ReadonlyMap<GroupMeasure, GroupFigures>,
  since: GroupSince,
  requiredN: number,
): readonly GroupMeasureFacts[] {
  return doseMeasures.flatMap((measure: DoseMeasure): GroupMeasureFacts[] => {
    const figures = year.get(measure);
    const level = figures?.level ?? levelOfGroup(group.examClass, bandOf(group), measure);
    if (figures === undefined && level === undefined) return [];
    const { above, low } = since[measure] ?? {};
    // The median of a few is what one or two exams gave; evidence of a finding leaves the center.
    const n = figures?.n ?? 0;
    const median = n < Math.min(fewestTold, requiredN) ? undefined : figures?.distribution?.median;
    return [
      {
        measure,
        n,
        excluded: figures?.excluded ?? { phantom: 0, phases: 0 },
        ...(median === undefined ? {} : { median }),
        ...(level === undefined ? {} : { level: shownLevel(level) }),
        ...(above === undefined ? {} : { aboveSince: must(parseCalendarDate(above)) }),
        ...(low === undefined ? {} : { lowSince: must(parseCalendarDate(low)) }),
      },
    ];
  });
}

function shownLevel({
  p25,
  p50,
  p75,
  source,
  verified,
}: NonNullable<GroupFigures['level']>): NonNullable<GroupMeasureFacts['level']> {
  return { p25, p50, p75, source, verified };
}

function sinceOf(before: GroupSince, year: ReadonlyMap<GroupMeasure, GroupFigures>, today: CalendarDate): GroupSince {
  const since: Record<string, { above?: string; low?: string }> = {};
  for (const [measure, { comparison }] of year) {
    if (comparison === 'above') since[measure] = { above: before[measure]?.above ?? today };
    if (comparison === 'low') since[measure] = { low: before[measure]?.low ?? today };
  }
  return since;
}

function isSame(before: KeptFigures, now: KeptFigures): boolean {
  return before.body === now.body && before.n === now.n && before.comparison === now.comparison;
}

/** Figures change with every exam. They are told when the comparison changes, when their number has grown by a tenth or fallen, and once a day. */
function worthTelling(before: KeptFigures | undefined, now: KeptFigures): boolean {
  if (before === undefined) return true;
  return (
    before.comparison !== now.comparison ||
    before.computedOn < now.computedOn ||
    now.n <= before.n ||
    now.n >= before.n * 1.1
  );
}

interface MeasureFigures {
  readonly measure: GroupMeasure;
  readonly figures: GroupFigures;
  /** They differ from what is told of them, and wait for the next day. */
  readonly untold: boolean;
}

/**
 * Figures of one measure, kept where they are worth telling. A histogram is told of the twelve months only: beside those of eleven months it would give the amounts of a
 * twelfth that has fewer than five exams.
 */
function keepFigures(
  { ledger }: AssessDeps,
  group: GroupKey,
  measure: GroupMeasure,
  span: 'month' | 'year',
  from: string,
  to: string,
  requiredN: number,
  today: CalendarDate,
): MeasureFigures {
  const named = { examClass: group.examClass, ageBand: bandOf(group), measure };
  const figures = groupFigures(named, ledger.groups.points(group, measure, from, to), requiredN);
  const { distribution, histogram, level, excluded, n, comparison } = figures;
  const told = n >= fewestTold && distribution !== undefined;
  const kept: KeptFigures = {
    ...group,
    measure,
    span,
    month: span === 'year' ? '' : to,
    n,
    comparison,
    computedOn: today,
    body: JSON.stringify({
      unit: measure === 'DeviationIndex' ? 'dB' : doseMeasureUnits[measure],
      month: to,
      excluded,
      requiredN,
      quartiles: told ? { p25: distribution.p25, median: distribution.median, p75: distribution.p75 } : null,
      histogram: told && span === 'year' ? (histogram ?? null) : null,
      level: level === undefined ? null : shownLevel(level),
    }),
  };
  const before = ledger.groups.figures(group, measure, span, kept.month);
  if (before !== undefined && isSame(before, kept)) return { measure, figures, untold: false };
  const untold = !worthTelling(before, kept);
  if (!untold) ledger.groups.keep(kept);
  return { measure, figures, untold };
}

/** One step further in the life of each judgement's finding. */
function stepAll(deps: AssessDeps, judgements: readonly Judgement[], { judgedAt }: AssessContext): number {
  const { ledger } = deps;
  let revisions = 0;
  for (const judgement of judgements) {
    const { kind, key } = judgement.subject;
    const review = ledger.reviews.get(key, judgement.ruleId);
    const accepted = review?.decision === 'accepted' && review.secondBy !== undefined;
    const before = ledger.findings.find(kind, key, judgement.ruleId);
    revisions += stepFinding(deps, judgement, before, judgedAt, review, accepted);
  }
  return revisions;
}

/** The last exam of the group has been mapped to another class, or is gone. */
function forgetGroup(
  deps: AssessDeps,
  group: GroupKey,
  ruleSet: PinnedRuleSet,
  today: CalendarDate,
  { judgedAt }: AssessContext,
): number {
  const { ledger } = deps;
  const key = keyOf(group);
  ledger.judgements.forget('device', key, judgedAt);
  ledger.groups.forget(group);
  return ledger.findings
    .bySubject('device', key)
    .map((finding) => closeWithdrawn(deps, finding, ruleSet, today, judgedAt))
    .reduce((a, b) => a + b, 0);
}

const archiveRules = ruleCatalogue.filter(({ reach }) => reach === 'archive');

/** Judges the archive as a whole, once a day: it reads every study. A decision of a person asks for it at once by `meta.remove('archive-judged')`. */
export function assessWholeArchive(deps: AssessDeps): Round {
  const { ledger, facility } = deps;
  const at = deps.now();
  const today = calendarDateAt(at, facility.zoneOffsetMinutes);
  const ruleSet = ledger.ruleSets.inForce(today);
  const basis = `${today} ${ruleSet.sha256}`;
  if (archiveRules.length === 0 || ledger.meta.get('archive-judged') === basis || ledger.studies.count() === 0)
    return { judged: 0, revisions: 0 };
  const context = assessContext(deps, at, today);
  return ledger.transaction(() => {
    ledger.meta.set('archive-judged', basis);
    const reviews = archiveRules.flatMap(({ id }) =>
      ledger.reviews.ofStudy(`${facility.id}/${id}`).map(reviewDecision),
    );
    const facts = { ...ledger.patients.archive(), subject: 'archive' as const, reviews, asOf: today };
    const judgements = assessArchive(facts, facility.id, ruleSet, context);
    for (const judgement of judgements) ledger.judgements.put([judgement], at);
    return { judged: judgements.length, revisions: stepAll(deps, judgements, context) };
  });
}
