import type {
  ManifestRule,
  ReviewDecision,
  RuleSetManifest,
  StudyFacts,
  UnreadableObject,
  Verdict,
} from '@center/contract';
import { ruleById } from './catalogue.ts';
import type { Parameters, Reach, RuleDefinition, WiderFacts, WiderReach } from './define-rule.ts';
import { latestDecision } from './predicates/decisions.ts';
import {
  conforms,
  deviates,
  evidenceUnreadable,
  notApplicable,
  notYetRun,
  remark,
  ruleFault,
} from './predicates/verdicts.ts';

/** Told of every rule that could not run, so that the shell can log it; the verdict is `rule-fault` either way. */
export type OnFault = (ruleId: string, error: unknown) => void;

export interface JudgedRule {
  readonly rule: RuleDefinition;
  readonly verdict: Verdict;
  /** The manifest runs the rule for measuring only. */
  readonly informational: boolean;
}

/** A person's decision settles what only a person can decide. Where four eyes are asked for, one person's word changes nothing. */
function afterReview(verdict: Verdict, rule: RuleDefinition, reviews: readonly ReviewDecision[]): Verdict {
  if (verdict.kind !== 'indeterminate' || verdict.reason !== 'awaiting-review' || !rule.reviewable) return verdict;
  const review = latestDecision(reviews, rule.id);
  if (review === undefined) return verdict;
  if (rule.fourEyes && !review.secondPerson) {
    return {
      ...verdict,
      note: remark('已有一人复核，等待第二人。', 'One person has decided; a second one must agree.'),
    };
  }
  if (review.decision === 'dismissed') {
    return conforms(verdict.observed, {
      basis: 'attested',
      note: remark('经人工复核，疑点不成立。', 'Reviewed by a person: the suspicion is unfounded.'),
    });
  }
  return deviates(verdict.observed, {
    basis: 'attested',
    note: remark('经人工复核，疑点成立。', 'Reviewed by a person: it is as suspected.'),
  });
}

/** While objects still arrive, an absence is no absence and a sum is no sum. */
function afterQuiet(verdict: Verdict, rule: RuleDefinition, facts: StudyFacts): Verdict {
  if (facts.completeness === 'quiet' || !rule.waitsForQuiet) return verdict;
  const early =
    verdict.kind === 'deviates' || (verdict.kind === 'indeterminate' && verdict.reason === 'evidence-missing');
  if (!early) return verdict;
  return notYetRun(
    verdict.observed,
    verdict.kind === 'indeterminate' ? verdict.missing : [],
    remark('检查仍在接收中。', 'The study is still arriving.'),
  );
}

/** What a rule says; one that throws is `rule-fault`. */
function guarded(rule: RuleDefinition, judge: () => Verdict, onFault: OnFault | undefined): Verdict {
  try {
    return judge();
  } catch (error) {
    onFault?.(rule.id, error);
    return ruleFault(remark('规则运行出错。', 'The rule could not run.'));
  }
}

/** One rule over one study with the parameters of a manifest. Never throws: a rule that does is `rule-fault`. */
export function judgeRule(rule: RuleDefinition, facts: StudyFacts, parameters: Parameters, onFault?: OnFault): Verdict {
  if (facts.origin.kind === 'imported' && !rule.judgesImported)
    return notApplicable('origin', `imported by ${facts.origin.by}`);
  return guarded(
    rule,
    () => afterQuiet(afterReview(rule.judge(facts, parameters), rule, facts.records.reviews), rule, facts),
    onFault,
  );
}

/** Undefined where the rule has nothing to say of the subject. */
type Judge = (rule: RuleDefinition, parameters: Parameters) => Verdict | undefined;

function judgeEntry(
  entry: ManifestRule,
  reach: Reach,
  judge: Judge,
  onFault: OnFault | undefined,
): readonly JudgedRule[] {
  const rule = ruleById(entry.id);
  if (rule === undefined) {
    // Told once, where studies are judged: of what kind it is, nobody here knows.
    if (reach === 'study')
      onFault?.(entry.id, new TypeError('the rule set names a rule that this program does not have'));
    return [];
  }
  if (rule.reach !== reach) return [];
  const { informational, parameters, version } = entry;
  if (rule.version === version) {
    const verdict = judge(rule, parameters);
    return verdict === undefined ? [] : [{ rule, verdict, informational }];
  }
  onFault?.(entry.id, new TypeError(`the rule set names version ${version}, this program has ${rule.version}`));
  const verdict = ruleFault(
    remark('规则集所列版本与本程序不符。', 'The rule set names a version that this program does not have.'),
  );
  return [{ rule, verdict, informational }];
}

function judgeEntries(
  { rules }: RuleSetManifest,
  reach: Reach,
  judge: Judge,
  onFault: OnFault | undefined,
): readonly JudgedRule[] {
  return rules.filter(({ enabled }) => enabled).flatMap((entry) => judgeEntry(entry, reach, judge, onFault));
}

/**
 * The evaluator: every enabled rule of the manifest, with the manifest's parameters, over one study. A rule of another version is `rule-fault`; a rule
 * that this program does not have cannot be judged under any clause of ours, so it is only told to `onFault`.
 */
export function judgeStudy(facts: StudyFacts, manifest: RuleSetManifest, onFault?: OnFault): readonly JudgedRule[] {
  const judge: Judge = (rule, p) =>
    rule.onlyWith === undefined || facts[rule.onlyWith] !== undefined ? judgeRule(rule, facts, p, onFault) : undefined;
  return judgeEntries(manifest, 'study', judge, onFault);
}

function judged(verdict: Verdict | undefined): Verdict {
  if (verdict === undefined) throw new Error('the rule says nothing of this subject');
  return verdict;
}

/** A group's rule weighs a person's decision itself, for it holds only for a time. */
const weighsReviews: ReadonlySet<WiderReach> = new Set(['exam-group']);

/** Every enabled rule of one reach on its facts. A person's decision settles what waits for one. Never throws: a rule that does is `rule-fault`. */
export function judgeWider<K extends WiderReach>(
  reach: K,
  facts: WiderFacts[K],
  manifest: RuleSetManifest,
  onFault?: OnFault,
): readonly JudgedRule[] {
  const settled = (rule: RuleDefinition, verdict: Verdict): Verdict =>
    weighsReviews.has(reach) ? verdict : afterReview(verdict, rule, facts.reviews);
  return judgeEntries(
    manifest,
    reach,
    (rule, p) => guarded(rule, () => settled(rule, judged(rule.wider[reach]?.(facts, p))), onFault),
    onFault,
  );
}

/** Verdict of `object-readable` on an object whose study is unknown; its subject is the archive, keyed by the locator. */
export function judgeUnreadable(object: UnreadableObject): Verdict {
  return evidenceUnreadable([object.locator], [{ fact: object.locator, value: object.reason }]);
}
