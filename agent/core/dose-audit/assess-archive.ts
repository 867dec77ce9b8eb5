import { judgeWider } from '@center/checks';
import {
  type ArchiveFacts,
  canonicalJson,
  type Judgement,
  must,
  type PinnedRuleSet,
  parseClauseId,
  parseRuleId,
  parseSha256,
} from '@center/contract';
import type { AssessContext } from '../assess/assess-study.ts';

export type ArchiveContext = Pick<AssessContext, 'judgedAt' | 'digest' | 'onFault'>;

/** Judges the archive as a whole by every enabled rule on it: each has its own subject, `facility/rule`. */
export function assessArchive(
  facts: ArchiveFacts,
  facilityId: string,
  ruleSet: PinnedRuleSet,
  context: ArchiveContext,
): readonly Judgement[] {
  return judgeWider('archive', facts, ruleSet.manifest, context.onFault).map(
    ({ rule, verdict, informational }): Judgement => {
      // Counts that grow with every study are no news of their own; what the rule observed is.
      const seen = verdict.kind === 'notApplicable' ? [verdict.because] : verdict.observed;
      const hashed = canonicalJson({
        kind: verdict.kind,
        seen: seen.map(({ fact, value }) => [fact, String(value)]),
        reviews: facts.reviews.filter(({ ruleId }) => ruleId === rule.id),
      });
      return {
        ruleId: must(parseRuleId(rule.id)),
        ruleVersion: rule.version,
        clause: must(parseClauseId(rule.clause)),
        severity: rule.severity,
        subject: { kind: 'archive', key: `${facilityId}/${rule.id}` },
        verdict,
        informational,
        ruleSetSha256: ruleSet.sha256,
        factSha256: must(parseSha256(context.digest(hashed))),
        subjectDate: facts.asOf,
        judgedAt: context.judgedAt,
      };
    },
  );
}
