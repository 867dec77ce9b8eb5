import type { IndeterminateReason, RuleParameter, Verdict } from '@center/contract';
import { describe, expect, test } from 'vitest';
import { defaultRuleSet } from '../default-rule-set.ts';
import type { RuleDefinition, WiderFacts, WiderReach } from '../define-rule.ts';
import { judgeWider, type OnFault } from '../evaluate.ts';
import { type Exempt, parametersOf, tableFaults } from './test-rule.ts';

type Also = {
  readonly basis?: 'measured' | 'attested';
  readonly missing?: readonly string[];
  readonly observed?: unknown;
  readonly note?: unknown;
  readonly limit?: unknown;
  readonly dueSoon?: true;
};
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
        const verdict = judge(facts);
        expect(verdict).toMatchObject({ kind, ...also });
        // A row that does not name it says that nothing is near.
        if (verdict?.kind === 'conforms') expect(verdict.dueSoon).toBe(also.dueSoon);
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

type Tester<F> = (
  rule: RuleDefinition,
  change: Readonly<Record<string, RuleParameter['value']>>,
  table: WiderTable<F>,
  exempt?: Exempt,
) => void;

/** Registers the table of a wider rule as tests; every row goes through the evaluator, so that a person's decision counts. */
function testerOf<K extends WiderReach>(reach: K): Tester<WiderFacts[K]> {
  return (rule, change, table, exempt = {}) => {
    const manifest = alone(rule, change);
    registerTable(rule, (facts) => judgeWider(reach, facts, manifest, loud)[0]?.verdict, table, exempt);
  };
}

export const testGroupRule = testerOf('exam-group');
export const testArchiveRule = testerOf('archive');
export const testKeptStudyRule = testerOf('kept-study');
export const testArchiveYearRule = testerOf('archive-year');
export const testHoldingsRule = testerOf('holdings');
export const testDeviceRule = testerOf('device');
export const testPersonRule = testerOf('person');
export const testUploadRule = testerOf('upload-month');
export const testUptimeRule = testerOf('device-uptime');
export const testDailyRecordRule = testerOf('daily-record');
export const testMaintenanceRule = testerOf('maintenance');
export const testUpsRule = testerOf('ups');
export const testRoomRule = testerOf('room');
