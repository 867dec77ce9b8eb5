import { expect, test } from 'vitest';
import { defaultRuleSet } from '../../default-rule-set.ts';
import { judgeWider } from '../../evaluate.ts';
import { beyondSince, type MedianSide, medianTable, testGroupRule } from '../../testing/index.ts';
import { doseAuditLowOutlier } from './dose-audit-low-outlier.ts';

const side: MedianSide = { beyond: 39, since: 'lowSince', edge: 40, otherSide: 61 };

testGroupRule(doseAuditLowOutlier, {}, medianTable('dose-audit-low-outlier', side));

test('dose-audit-low-outlier: what was compared stands in the evidence, with its period', () => {
  const verdict = judgeWider('exam-group', beyondSince(side, '2026-03-31'), defaultRuleSet).find(
    ({ rule }) => rule.id === 'dose-audit-low-outlier',
  )?.verdict;
  const facts = verdict?.kind === 'indeterminate' ? verdict.observed.map(({ fact }) => fact) : [];
  expect(facts).toEqual(
    expect.arrayContaining(['examClass', 'ageBand', 'period', 'CTDIvol.exams', 'CTDIvol.median', 'CTDIvol.level']),
  );
});
