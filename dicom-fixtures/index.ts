/**
 * fixtures: a believable small imaging center in DICOM files, repeatable by seed, with one named fault a case.
 * In: a folder, a seed, a day, a number of studies. Out: files and a manifest of what every rule must say of them.
 * Never: a judgement (expectations are written down, not computed by rules), a clock, real patients.
 */
export { type BuildProgress, buildCases, buildCenter, type CasesWish, type CenterWish, manifestName } from './build.ts';
export { careRecordsOf } from './care-records-of.ts';
export type { CaseDefinition } from './cases/case-definition.ts';
export { caseDefinitions, type MadeCase, makeCase } from './cases/case-study.ts';
export { cardOf, deviceByKey, deviceIdOf, devices, type FixtureDevice, institutionNames } from './center/devices.ts';
export { drawStudy, type StudyWish } from './center/draw-study.ts';
export { examByKey, exams } from './center/exams.ts';
export { checkDigitOf, identityNumberOf } from './center/people.ts';
export type { StudyPlan } from './center/study-plan.ts';
export { type DoseObject, doseObjects } from './dose/dose-objects.ts';
export type {
  Expectation,
  Expectations,
  FixtureCase,
  FixtureManifest,
  FixtureRecords,
  FixtureStudy,
  UnreadableFile,
} from './manifest.ts';
export { type FixtureObject, fileBytes } from './objects/fixture-object.ts';
export { objectsOf } from './objects/study-objects.ts';
export { informationalRules, type JudgedRule, judgedRules, registerlessRules } from './rules-judged.ts';
export { type CharacterSet, characterSets, encodeText } from './writer/character-set.ts';
export * as damage from './writer/damage.ts';
export type { Dataset } from './writer/dataset.ts';
export { writeWithDcmjs } from './writer/dcmjs-writer.ts';
export { type WriteChoice, writePart10 } from './writer/part10.ts';
export { type TransferSyntax, transferSyntaxes } from './writer/transfer-syntax.ts';
