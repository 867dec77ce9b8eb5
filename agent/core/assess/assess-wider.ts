import { judgeWider, type WiderFacts, type WiderReach } from '@center/checks';
import {
  type CalendarDate,
  canonicalJson,
  type Judgement,
  must,
  type PinnedRuleSet,
  parseClauseId,
  parseRuleId,
  parseSha256,
  type Subject,
} from '@center/contract';
import type { AssessContext } from './assess-study.ts';
import { withoutIdentity } from './fact-hash.ts';
import { held } from './held.ts';

/** What is judged by the rules of one reach. */
export interface WiderSubject<K extends WiderReach> {
  readonly reach: K;
  readonly facts: WiderFacts[K];
  /** Key of the subject for a rule: the rules of a reach may share it or have one each. */
  readonly subjectOf: (ruleId: string) => Subject;
  /** What is news when it changes; numbers that grow every day are none. Identity in it is hashed under the center's key. */
  readonly lasting: unknown;
  /** The day under which it is counted. */
  readonly date: CalendarDate;
}

/** Judges one subject by every enabled rule of its reach. Retention has no supervision start: what was made before it must be kept as well. */
export function assessWider<K extends WiderReach>(
  { reach, facts, subjectOf, lasting, date }: WiderSubject<K>,
  ruleSet: PinnedRuleSet,
  context: AssessContext,
): readonly Judgement[] {
  const hashed = canonicalJson(withoutIdentity({ lasting, reviews: facts.reviews }, context.hmac));
  const factSha256 = must(parseSha256(context.digest(hashed)));
  return judgeWider(reach, facts, ruleSet.manifest, context.onFault).map(
    ({ rule, verdict, informational }): Judgement => {
      const outcome = held(verdict, rule.channel, context.channels);
      return {
        ruleId: must(parseRuleId(rule.id)),
        ruleVersion: rule.version,
        clause: must(parseClauseId(rule.clause)),
        severity: rule.severity,
        subject: subjectOf(rule.id),
        verdict: outcome.verdict,
        informational,
        ...(outcome.heldBy === undefined ? {} : { heldBy: outcome.heldBy }),
        ruleSetSha256: ruleSet.sha256,
        factSha256,
        subjectDate: date,
        judgedAt: context.judgedAt,
      };
    },
  );
}
