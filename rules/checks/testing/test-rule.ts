import {
  type Basis,
  type IndeterminateReason,
  type Observed,
  type Quantity,
  type RuleParameter,
  type StudyFacts,
  type Verdict,
  type VerdictKind,
  verdictKinds,
} from '@center/contract';
import { describe, expect, test } from 'vitest';
import type { Parameters, RuleDefinition } from '../define-rule.ts';
import { judgeRule } from '../evaluate.ts';

/** What the study is, its facts, and (where it says more than the kind) what else the verdict has to be; `noted` asks for a remark or for none. */
export type Row = readonly [
  title: string,
  facts: StudyFacts,
  also?: {
    readonly basis?: Basis;
    readonly observed?: readonly Observed[];
    readonly limit?: Quantity;
    readonly noted?: boolean;
  },
];
/** The reason is part of every indeterminate row; `missing` where it matters. */
export type IndeterminateRow = readonly [
  title: string,
  reason: IndeterminateReason,
  facts: StudyFacts,
  missing?: readonly string[],
];

export interface RuleTable {
  readonly conforms: readonly Row[];
  readonly deviates: readonly Row[];
  readonly indeterminate: readonly IndeterminateRow[];
  readonly notApplicable: readonly Row[];
}

export interface Exempt {
  /** Verdict → why it cannot occur, in a sentence. */
  readonly cannotOccur?: Partial<Record<VerdictKind, string>>;
}

/** The rule's own parameters with some values changed; the unit and the kind stay. */
export function parametersOf(
  rule: RuleDefinition,
  change: Readonly<Record<string, RuleParameter['value']>> = {},
): Parameters {
  const unknown = Object.keys(change).find((name) => !(name in rule.parameters));
  if (unknown !== undefined) throw new TypeError(`${rule.id} has no parameter ${unknown}`);
  return Object.fromEntries(
    Object.entries(rule.parameters).map(([name, parameter]) => [
      name,
      { ...parameter, value: change[name] ?? parameter.value },
    ]),
  );
}

/** What is wrong with the table itself: an empty row without a reason, or a reason beside rows. */
export function tableFaults(
  table: Readonly<Record<VerdictKind, readonly unknown[]>>,
  { cannotOccur = {} }: Exempt = {},
): readonly string[] {
  return verdictKinds.flatMap((kind) => {
    const why = cannotOccur[kind]?.trim() ?? '';
    if (table[kind].length === 0 && why === '') return [`no row for ${kind}, and no reason why it cannot occur`];
    return table[kind].length > 0 && why !== '' ? [`rows for ${kind}, which is said not to occur`] : [];
  });
}

/** Members of the facts that a judgement reads. A throwing rule has read what it read until then. */
export function membersRead(rule: RuleDefinition, facts: StudyFacts, parameters: Parameters): readonly string[] {
  const read = new Set<string>();
  const watched = new Proxy(facts, {
    get: (target, member, receiver): unknown => {
      if (typeof member === 'string') read.add(member);
      return Reflect.get(target, member, receiver);
    },
  });
  judgeRule({ ...rule, judgesImported: true, judge: (_facts, p) => rule.judge(watched, p) }, facts, parameters);
  return [...read];
}

function said(rule: RuleDefinition, facts: StudyFacts, parameters: Parameters): Verdict {
  return judgeRule(rule, facts, parameters, (_id, error) => {
    throw error instanceof Error ? error : new Error(String(error));
  });
}

/**
 * Registers the table of a rule as tests. Each row goes through the evaluator, so review decisions, imported studies and arriving studies count. A
 * verdict without a row fails unless the rule says why it cannot occur; a fact that is read and not declared fails too.
 */
export function testRule(
  rule: RuleDefinition,
  change: Readonly<Record<string, RuleParameter['value']>>,
  table: RuleTable,
  exempt: Exempt = {},
): void {
  const parameters = parametersOf(rule, change);
  describe(rule.id, () => {
    test('the table names all four verdicts', () => {
      expect(tableFaults(table, exempt)).toEqual([]);
    });
    for (const kind of ['conforms', 'deviates', 'notApplicable'] as const) {
      test.for(table[kind])(`${kind}: %s`, ([, facts, also = {}]) => {
        const { noted, observed, ...parts } = also;
        const verdict = said(rule, facts, parameters);
        expect(verdict).toMatchObject({ kind, ...parts });
        // A wrapped identity has no members to match: evidence is compared as a whole.
        if (observed !== undefined) expect('observed' in verdict ? verdict.observed : undefined).toEqual(observed);
        if (noted !== undefined) expect('note' in verdict, 'a remark stands beside it').toBe(noted);
      });
    }
    test.for(table.indeterminate)('indeterminate: %s (%s)', ([, reason, facts, missing]) => {
      expect(said(rule, facts, parameters)).toMatchObject({
        kind: 'indeterminate',
        reason,
        ...(missing === undefined ? {} : { missing }),
      });
    });
    test('reads only the facts that it declares', () => {
      const all = [...table.conforms, ...table.deviates, ...table.notApplicable]
        .map(([, facts]) => facts)
        .concat(table.indeterminate.map(([, , facts]) => facts));
      const read = new Set(all.flatMap((facts) => membersRead(rule, facts, parameters)));
      expect([...read].filter((member) => !(rule.usesFacts as readonly string[]).includes(member))).toEqual([]);
      expect(rule.usesFacts.filter((member) => !read.has(member))).toEqual([]);
    });
  });
}
