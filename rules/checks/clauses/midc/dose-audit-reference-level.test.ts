import { expect, test } from 'vitest';
import { defaultRuleSet } from '../../default-rule-set.ts';
import { judgeWider } from '../../evaluate.ts';
import { beyondSince, type MedianSide, medianTable, testGroupRule } from '../../testing/index.ts';
import { doseAuditReferenceLevel } from './dose-audit-reference-level.ts';

const side: MedianSide = { beyond: 61, since: 'aboveSince', edge: 60, otherSide: 39 };

testGroupRule(doseAuditReferenceLevel, {}, medianTable('dose-audit-reference-level', side));

test('dose-audit-reference-level: what was compared stands in the evidence, with its period', () => {
  const verdict = judgeWider('exam-group', beyondSince(side, '2026-03-31'), defaultRuleSet).find(
    ({ rule }) => rule.id === 'dose-audit-reference-level',
  )?.verdict;
  const facts = verdict?.kind === 'indeterminate' ? verdict.observed.map(({ fact }) => fact) : [];
  expect(facts).toEqual(
    expect.arrayContaining(['examClass', 'ageBand', 'period', 'CTDIvol.exams', 'CTDIvol.median', 'CTDIvol.level']),
  );
});
