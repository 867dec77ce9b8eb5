import { judgeWider, ruleById } from '@center/checks';
import {
  addDays,
  addMonths,
  type CalendarDate,
  canonicalJson,
  type ExamGroupFacts,
  type Judgement,
  must,
  type PinnedRuleSet,
  parseCalendarDate,
  parseClauseId,
  parseRuleId,
  parseSha256,
  type RuleSetManifest,
} from '@center/contract';
import type { AssessContext } from '../assess/assess-study.ts';

export type GroupContext = Pick<AssessContext, 'supervisionStart' | 'judgedAt' | 'digest' | 'onFault'>;

/** Key of a group as a subject of rules; the period is the judged one, so it is no part of it. */
export function groupSubjectKey({
  deviceId,
  examClass,
  ageBand,
}: Pick<ExamGroupFacts, 'deviceId' | 'examClass' | 'ageBand'>): string {
  return `${deviceId}/${examClass}/${ageBand}`;
}

const auditRule = 'dose-audit-reference-level';

/** The fewest exams that are compared, as the rule set in force says (else as the rule itself does). */
export function requiredExams(manifest: RuleSetManifest): number {
  const given = manifest.rules.find(({ id }) => id === auditRule)?.parameters['requiredExams']?.value;
  const own = ruleById(auditRule)?.parameters['requiredExams']?.value;
  for (const value of [given, own]) if (typeof value === 'number' && value >= 1) return value;
  throw new Error('the audit rule names no number of exams');
}

/** The last day of a month YYYY-MM. */
function endOf(month: string): CalendarDate {
  return addDays(addMonths(must(parseCalendarDate(`${month}-01`)), 1), -1);
}

/**
 * Judges one group by every enabled rule on groups. Informational where a level is unverified, where the rule set only measures, and for a period that ended before
 * supervision began. The numbers of exams and the exact medians are no part of the fact hash: they change with every exam; on which side of the level they lie is news.
 */
export function assessGroup(
  facts: ExamGroupFacts,
  outcomes: readonly string[],
  ruleSet: PinnedRuleSet,
  context: GroupContext,
): readonly Judgement[] {
  const { deviceId, examClass, ageBand, reviews, measures, to, asOf } = facts;
  const factSha256 = context.digest(
    canonicalJson({
      deviceId,
      examClass,
      ageBand,
      outcomes,
      levels: measures.map(({ measure, level, aboveSince, lowSince }) => ({ measure, level, aboveSince, lowSince })),
      reviews,
    }),
  );
  const end = endOf(to);
  const subjectDate = end < asOf ? end : asOf;
  const unverified = measures.some(({ level }) => level?.verified === false);
  return judgeWider('exam-group', facts, ruleSet.manifest, context.onFault).map(
    ({ rule, verdict, informational }): Judgement => ({
      ruleId: must(parseRuleId(rule.id)),
      ruleVersion: rule.version,
      clause: must(parseClauseId(rule.clause)),
      severity: rule.severity,
      subject: { kind: 'device', key: groupSubjectKey(facts) },
      verdict,
      informational: informational || unverified || end < context.supervisionStart,
      ruleSetSha256: ruleSet.sha256,
      factSha256: must(parseSha256(factSha256)),
      subjectDate,
      judgedAt: context.judgedAt,
    }),
  );
}
