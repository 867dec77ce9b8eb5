import type { EvidenceChannel, RuleParameter, RuleSetManifest } from '@center/contract';
import { describe, expect, test } from 'vitest';
import { ruleById, ruleCatalogue } from './catalogue.ts';
import { defaultRuleSet, unknownRules } from './default-rule-set.ts';
import { defineRule, type RuleDefinition } from './define-rule.ts';
import { type JudgedRule, judgeRule, judgeStudy } from './evaluate.ts';
import { awaitingReview, conforms, deviates } from './predicates/verdicts.ts';
import { pregnantWoman, records, review, studyFacts, woman } from './testing/index.ts';

const source = { kind: 'default', text: 'for this test' } as const;
const words = { zh: '试', en: 'trial' };
function rule(
  change: Partial<Pick<RuleDefinition, 'waitsForQuiet' | 'judgesImported' | 'reviewable' | 'fourEyes' | 'judge'>>,
): RuleDefinition {
  const made = defineRule({
    id: 'trial',
    version: 1,
    clause: 'MIDC-2.2c',
    severity: 'minor',
    channel: 'headers',
    title: words,
    whatToDo: words,
    cannotTell: words,
    waitsForQuiet: true,
    judgesImported: false,
    reviewable: true,
    fourEyes: true,
    usesFacts: [],
    parameters: { limit: { value: 3, unit: 'd', source } },
    judge: (_facts, { limit }) => conforms([{ fact: 'limit', value: limit }]),
  });
  return { ...made, ...change };
}
const given = (limit: RuleParameter): Record<string, RuleParameter> => ({ limit });
const onlyRule = (id: string, change: Partial<RuleSetManifest['rules'][number]> = {}): RuleSetManifest => ({
  ...defaultRuleSet,
  rules: defaultRuleSet.rules.filter((entry) => entry.id === id).map((entry) => ({ ...entry, ...change })),
});

describe('parameters', () => {
  test('arrive as the declared quantity', () => {
    expect(judgeRule(rule({}), studyFacts(), given({ value: 5, unit: 'd', source }))).toMatchObject({
      kind: 'conforms',
      observed: [{ value: { value: 5, unit: 'd' } }],
    });
  });
  test.for([
    ['missing', {}],
    ['in another unit', given({ value: 5, unit: 'mGy', source })],
    ['without unit', given({ value: 5, source })],
    ['of another kind', given({ value: 'five', unit: 'd', source })],
    ['unknown beside it', { ...given({ value: 5, unit: 'd', source }), other: { value: true, source } }],
    ['not finite', given({ value: Number.NaN, unit: 'd', source })],
  ] as const)('%s: rule-fault, told aloud', ([, parameters]) => {
    const told: string[] = [];
    expect(judgeRule(rule({}), studyFacts(), parameters, (id) => told.push(id))).toMatchObject({
      kind: 'indeterminate',
      reason: 'rule-fault',
    });
    expect(told).toEqual(['trial']);
  });
});

describe('faults', () => {
  test('a rule that throws is rule-fault and nothing else', () => {
    const thrown = new Error('broken');
    const seen: unknown[] = [];
    const broken = rule({
      judge: () => {
        throw thrown;
      },
    });
    expect(judgeRule(broken, studyFacts(), {}, (_id, error) => seen.push(error))).toMatchObject({
      kind: 'indeterminate',
      reason: 'rule-fault',
      missing: [],
    });
    expect(seen).toEqual([thrown]);
    expect(judgeRule(broken, studyFacts(), {})).toMatchObject({ reason: 'rule-fault' });
  });
  test('another version is rule-fault; an unknown id is told and cannot be judged', () => {
    const told: string[] = [];
    expect(judgeStudy(studyFacts(), onlyRule('study-origin', { version: 99 }), (id) => told.push(id))).toMatchObject([
      { verdict: { reason: 'rule-fault' } },
    ]);
    const foreign: RuleSetManifest = {
      ...defaultRuleSet,
      rules: [{ id: 'no-such-rule', version: 1, enabled: true, informational: false, parameters: {} }],
    };
    expect(judgeStudy(studyFacts(), foreign, (id) => told.push(id))).toEqual([]);
    expect(told).toEqual(['study-origin', 'no-such-rule']);
    expect(unknownRules(foreign)).toEqual(['no-such-rule']);
    expect(unknownRules(defaultRuleSet)).toEqual([]);
  });
});

describe('what stands around a rule', () => {
  const d = deviates([]);
  test('imported studies', () => {
    const outside = studyFacts({ origin: { kind: 'imported', by: 'record' } });
    expect(judgeRule(rule({ judge: () => d }), outside, {})).toMatchObject({
      kind: 'notApplicable',
      because: { fact: 'origin' },
    });
    expect(judgeRule(rule({ judge: () => d, judgesImported: true }), outside, {})).toEqual(d);
  });
  test('arriving studies', () => {
    const arriving = studyFacts({ completeness: 'arriving' });
    expect(judgeRule(rule({ judge: () => d }), arriving, {})).toMatchObject({
      kind: 'indeterminate',
      reason: 'not-yet-run',
    });
    expect(judgeRule(rule({ judge: () => d, waitsForQuiet: false }), arriving, {})).toEqual(d);
    expect(judgeRule(rule({ judge: () => conforms([]) }), arriving, {})).toMatchObject({ kind: 'conforms' });
  });
  test('decisions: four eyes, the latest one, only for this rule, only where it may be reviewed', () => {
    const suspect = { judge: () => awaitingReview([], 'look') };
    const decided = (...reviews: ReturnType<typeof review>[]): ReturnType<typeof studyFacts> =>
      studyFacts({ records: records({ reviews }) });
    const one = review('trial', 'dismissed', { secondPerson: false });
    expect(judgeRule(rule(suspect), decided(one), {})).toMatchObject({ reason: 'awaiting-review' });
    expect(judgeRule(rule({ ...suspect, fourEyes: false }), decided(one), {})).toMatchObject({
      kind: 'conforms',
      basis: 'attested',
    });
    expect(judgeRule(rule({ ...suspect, reviewable: false, fourEyes: false }), decided(one), {})).toMatchObject({
      reason: 'awaiting-review',
    });
    expect(judgeRule(rule(suspect), decided(review('another', 'confirmed')), {})).toMatchObject({
      reason: 'awaiting-review',
    });
    const accepted = review('trial', 'accepted');
    expect(judgeRule(rule(suspect), decided(accepted), {})).toMatchObject({ reason: 'awaiting-review' });
    const { decidedAt } = one;
    const later = review('trial', 'confirmed', { decidedAt: (decidedAt + 1) as typeof decidedAt });
    for (const order of [
      [review('trial', 'dismissed'), later],
      [later, review('trial', 'dismissed')],
    ]) {
      expect(judgeRule(rule(suspect), decided(...order), {})).toMatchObject({ kind: 'deviates', basis: 'attested' });
    }
  });
  test('a decision never turns a measured deviation', () => {
    expect(
      judgeRule(
        rule({ judge: () => d }),
        studyFacts({ records: records({ reviews: [review('trial', 'dismissed')] }) }),
        {},
      ),
    ).toEqual(d);
  });
});

/** Evidence that comes by a register which no center keeps from the first day: what lacks there is one finding of the clause, not one of the study. */
const byRegister: ReadonlySet<string> = new Set<EvidenceChannel>([
  'report-source',
  'staff-register',
  'contrast-consent',
  'event-form',
  'outing-record',
  'exposure-register',
  'protocol-register',
]);
function openIn(judged: readonly JudgedRule[]): readonly JudgedRule[] {
  return judged.filter(({ rule, verdict, informational }) => {
    if (informational || verdict.kind === 'conforms' || verdict.kind === 'notApplicable') return false;
    return !(byRegister.has(rule.channel) && verdict.kind === 'indeterminate' && verdict.reason === 'evidence-missing');
  });
}

describe('the default rule set over whole studies', () => {
  test('a conforming study: nothing deviates, nothing is missing but in registers that are not kept', () => {
    const judged = judgeStudy(studyFacts(), defaultRuleSet, (id, error) => {
      throw new Error(id, { cause: error });
    });
    expect(judged.map(({ rule: { id } }) => id)).toEqual(
      ruleCatalogue.filter(({ reach, onlyWith }) => reach === 'study' && onlyWith === undefined).map(({ id }) => id),
    );
    expect(openIn(judged).map(({ rule: { id } }) => id)).toEqual([]);
    expect(judged.filter(({ informational }) => informational).map(({ rule: { id } }) => id)).toEqual(
      ruleCatalogue.filter(({ subject, measuresOnly }) => subject === 'study' && measuresOnly).map(({ id }) => id),
    );
  });
  test('a woman asked, and a pregnant woman with every paper: likewise', () => {
    for (const facts of [woman(), pregnantWoman(90)]) {
      const bad = openIn(judgeStudy(facts, defaultRuleSet));
      expect(bad.map(({ rule: { id } }) => id)).toEqual([]);
    }
  });
  test('disabled rules are left out, informational ones are marked', () => {
    expect(judgeStudy(studyFacts(), onlyRule('study-origin', { enabled: false }))).toEqual([]);
    expect(judgeStudy(studyFacts(), onlyRule('study-origin', { informational: true }))).toMatchObject([
      { informational: true },
    ]);
  });
  test('a rule on what befalls few studies says nothing of the others', () => {
    const only = onlyRule('headers-unchanged');
    expect(judgeStudy(studyFacts(), only)).toEqual([]);
    const drift = { objects: 0, moved: 0, compared: 1, uncompared: 0, keywords: [], moreKeywords: 0 } as const;
    expect(judgeStudy(studyFacts({ drift: { ...drift, touches: [], channels: [] } }), only)).toMatchObject([
      { verdict: { kind: 'conforms' } },
    ]);
  });
  test('rules are found by id', () => {
    expect(ruleById('study-origin')?.clause).toBe('MIDC-2.10b');
    expect(ruleById('no-such-rule')).toBeUndefined();
  });
});
