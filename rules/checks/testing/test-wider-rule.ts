import type { ArchiveFacts, ExamGroupFacts, IndeterminateReason, RuleParameter, Verdict } from '@center/contract';
import { describe, expect, test } from 'vitest';
import { defaultRuleSet } from '../default-rule-set.ts';
import type { RuleDefinition } from '../define-rule.ts';
import { judgeArchive, judgeGroup, type OnFault } from '../evaluate.ts';
import { type Exempt, parametersOf, tableFaults } from './test-rule.ts';

type Also = { readonly basis?: 'measured' | 'attested'; readonly missing?: readonly string[] };
export interface WiderTable<F> {
  readonly conforms: readonly (readonly [title: string, facts: F, also?: Also])[];
  readonly deviates: readonly (readonly [title: string, facts: F, also?: Also])[];
  readonly indeterminate: readonly (readonly [title: string, reason: IndeterminateReason, facts: F, also?: Also])[];
  readonly notApplicable: readonly (readonly [title: string, facts: F])[];
}

function registerTable<F>(
  rule: RuleDefinition,
  judge: (facts: F) => Verdict | undefined,
  table: WiderTable<F>,
  exempt: Exempt,
): void {
  describe(rule.id, () => {
    test('the table names all four verdicts', () => {
      expect(tableFaults(table, exempt)).toEqual([]);
    });
    for (const kind of ['conforms', 'deviates', 'notApplicable'] as const) {
      test.for(table[kind])(`${kind}: %s`, ([, facts, also = {}]) => {
        expect(judge(facts)).toMatchObject({ kind, ...also });
      });
    }
    test.for(table.indeterminate)('indeterminate: %s (%s)', ([, reason, facts, also = {}]) => {
      expect(judge(facts)).toMatchObject({ kind: 'indeterminate', reason, ...also });
    });
  });
}

/** The default rule set with this rule alone, some of its parameters changed. */
function alone(rule: RuleDefinition, change: Readonly<Record<string, RuleParameter['value']>>): typeof defaultRuleSet {
  const { id, version } = rule;
  return {
    ...defaultRuleSet,
    rules: [{ id, version, enabled: true, informational: false, parameters: parametersOf(rule, change) }],
  };
}

const loud: OnFault = (_id, error) => {
  throw error instanceof Error ? error : new Error(String(error));
};

/** Registers the table of a rule on groups of exams as tests; every row goes through the evaluator. */
export function testGroupRule(
  rule: RuleDefinition,
  change: Readonly<Record<string, RuleParameter['value']>>,
  table: WiderTable<ExamGroupFacts>,
  exempt: Exempt = {},
): void {
  const manifest = alone(rule, change);
  registerTable(rule, (facts) => judgeGroup(facts, manifest, loud)[0]?.verdict, table, exempt);
}

/** The same for a rule on the archive as a whole. */
export function testArchiveRule(
  rule: RuleDefinition,
  change: Readonly<Record<string, RuleParameter['value']>>,
  table: WiderTable<ArchiveFacts>,
  exempt: Exempt = {},
): void {
  const manifest = alone(rule, change);
  registerTable(rule, (facts) => judgeArchive(facts, manifest, loud)[0]?.verdict, table, exempt);
}
