import { judgeStudy, judgeUnreadable, type RuleDefinition, ruleById } from '@center/checks';
import {
  type CalendarDate,
  type EvidenceChannel,
  type Instant,
  type Judgement,
  must,
  type PinnedRuleSet,
  parseClauseId,
  parseRuleId,
  parseSha256,
  type StudyFacts,
  type Subject,
  type UnreadableObject,
} from '@center/contract';
import type { Digest } from '../facts/observed-object.ts';
import { factHash } from './fact-hash.ts';
import { held } from './held.ts';

/**
 * How far the evidence channel of a clause has come at this center.
 * - `working`: it has carried evidence at least once; absence counts study by study.
 * - `waiting`: it has not, and the center is new (30 days by default): nobody's move yet.
 * - `overdue`: it has not, and the time is up: the absence is one finding for the clause, not one a study.
 */
export type ChannelState = 'working' | 'waiting' | 'overdue';

export interface AssessContext {
  /** Studies before it are judged for information only (retention excepted). */
  readonly supervisionStart: CalendarDate;
  readonly channels: ReadonlyMap<EvidenceChannel, ChannelState>;
  readonly judgedAt: Instant;
  readonly digest: Digest;
  /** HMAC-SHA-256 under the center's key, hexadecimal. */
  readonly hmac: Digest;
  /** Told of every rule that threw; its verdict is `rule-fault` all the same. */
  readonly onFault?: (ruleId: string, error: unknown) => void;
}

function judgement(
  rule: RuleDefinition,
  subject: Subject,
  outcome: ReturnType<typeof held>,
  informational: boolean,
  factSha256: string,
  date: CalendarDate,
  ruleSet: PinnedRuleSet,
  at: Instant,
): Judgement {
  return {
    ruleId: must(parseRuleId(rule.id)),
    ruleVersion: rule.version,
    clause: must(parseClauseId(rule.clause)),
    severity: rule.severity,
    subject,
    verdict: outcome.verdict,
    informational,
    ...(outcome.heldBy === undefined ? {} : { heldBy: outcome.heldBy }),
    ruleSetSha256: ruleSet.sha256,
    factSha256: must(parseSha256(factSha256)),
    subjectDate: date,
    judgedAt: at,
  };
}

/** Judges one study by every enabled rule of the set in force. Pure and order-free: the same facts give the same judgements. */
export function assessStudy(facts: StudyFacts, ruleSet: PinnedRuleSet, context: AssessContext): readonly Judgement[] {
  const hash = factHash(facts, context.digest, context.hmac);
  const subject: Subject = { kind: 'study', key: facts.StudyInstanceUID };
  const early = facts.date < context.supervisionStart;
  return judgeStudy(facts, ruleSet.manifest, context.onFault).map(({ rule, verdict, informational }) => {
    const forInformation = informational || (early && rule.channel !== 'retention-proof');
    return judgement(
      rule,
      subject,
      held(verdict, rule.channel, context.channels),
      forInformation,
      hash,
      facts.date,
      ruleSet,
      context.judgedAt,
    );
  });
}

/** Judges an object that belongs to no known study because it could not be read: indeterminate, naming the reason. */
export function assessUnreadable(
  object: UnreadableObject,
  seenOn: CalendarDate,
  ruleSet: PinnedRuleSet,
  context: AssessContext,
): readonly Judgement[] {
  const rule = ruleById('object-readable');
  const entry = ruleSet.manifest.rules.find(({ id }) => id === 'object-readable');
  if (rule === undefined || entry?.enabled !== true) return [];
  const subject: Subject = { kind: 'archive', key: object.locator };
  const hash = context.digest(`${object.locator}\n${object.reason}`);
  return [
    judgement(
      rule,
      subject,
      { verdict: judgeUnreadable(object) },
      entry.informational,
      hash,
      seenOn,
      ruleSet,
      context.judgedAt,
    ),
  ];
}
