/**
 * checks: the rules as data with predicates, one clause each. In: plain facts and a signed rule-set manifest. Out: a verdict for every enabled rule.
 * Never: a clock, a file, a socket, a guess; a rule that throws is `rule-fault`, and nothing that is missing is green.
 */
export { ruleById, ruleCatalogue } from './catalogue.ts';
export { defaultRuleSet, defaultRuleSetSha256, ruleSetBytes, unknownRules } from './default-rule-set.ts';
export {
  amount,
  defineArchiveRule,
  defineArchiveYearRule,
  defineDailyRecordRule,
  defineDeviceRule,
  defineGroupRule,
  defineHoldingsRule,
  defineKeptStudyRule,
  defineMaintenanceRule,
  definePersonRule,
  defineRoomRule,
  defineRule,
  defineUploadRule,
  defineUpsRule,
  defineUptimeRule,
  flag,
  law,
  list,
  ours,
  type Parameters,
  type ParameterValues,
  type Reach,
  type RuleDefinition,
  type RuleText,
  seed,
  type WiderFacts,
  type WiderReach,
} from './define-rule.ts';
export {
  type JudgedRule,
  judgeRule,
  judgeStudy,
  judgeUnreadable,
  judgeWider,
  type OnFault,
} from './evaluate.ts';
export { compareWithLevel } from './predicates/exam-group.ts';
export { birthDateIn, checkCharacter, passesCheck, sexIn } from './predicates/identity-number.ts';
