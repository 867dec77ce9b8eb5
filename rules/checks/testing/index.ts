/**
 * testing: plain facts and the table test for rules. In: a rule and rows of facts. Out: vitest cases, one a row. Never: imported by anything that is
 * shipped to a center.
 */
export * from './care-records.ts';
export * from './doses.ts';
export * from './equipment.ts';
export * from './facts.ts';
export * from './groups.ts';
export * from './kept.ts';
export { beyondSince, type MedianSide, medianTable } from './median-table.ts';
export * from './moments.ts';
export * from './reconciled.ts';
export {
  type Exempt,
  type IndeterminateRow,
  membersRead,
  parametersOf,
  type Row,
  type RuleTable,
  tableFaults,
  testRule,
} from './test-rule.ts';
export * from './test-wider-rule.ts';
