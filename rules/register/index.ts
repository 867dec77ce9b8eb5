/**
 * register: the law and its tables as data. In: nothing (the modules under `generated/` are written from tables by a script). Out: every clause of every
 * document, the reporting calendar, the scoring table, reference levels, region codes, word lists and working days, with their lookups.
 * Never: a file, a clock, a judgement.
 */
export {
  aggravates,
  centerClauses,
  clauseById,
  clauses,
  clausesOf,
  coverageBody,
  type OutsideCoverage,
  whyOutsideCoverage,
} from './clauses.ts';
export {
  calendarOf,
  documentOf,
  documents,
  referenceLevelOf,
  referenceLevels,
  reportingCalendar,
  scoringItems,
  scoringTable,
  subItemsOf,
} from './documents.ts';
export {
  examClassById,
  examClasses,
  type GroupLevel,
  groupLevelOf,
  hasLevel,
  shippedExamMapping,
} from './exam-classes.ts';
export { type HolidayNotice, holidayNotices, shippedHolidays } from './holidays.ts';
export { type LawWords, lawOf } from './law.ts';
export { bodyPartTerms, type RegionReach, regionCodes, regionNoise, regionWords } from './region-tables.ts';
export { decideRegion, type RegionLookup, regionOfBodyPart, regionOfCode, regionOfText } from './regions.ts';
export { foldText, type TermMatcher, termMatcher } from './term-match.ts';
export * from './types.ts';
export { type RegisterProblem, type RegisterTables, shippedTables, validateRegister } from './validate.ts';
export {
  adultProtocolTerms,
  checkUpTerms,
  chestFluoroscopyTerms,
  fetalBodyParts,
  fetalTerms,
  interventionalCodes,
  interventionalNegations,
  interventionalTerms,
  notPatientTerms,
  outreachStationTerms,
  outreachTerms,
  passageTerms,
  placeholderComponents,
  placeholderNames,
  type RadiotherapyRole,
  radiotherapyModalities,
  radiotherapyRole,
  radiotherapySopClasses,
} from './words.ts';
export {
  addWorkingDays,
  isWorkingDay,
  type WorkingDayBasis,
  workingDayBasis,
  workingDaysBetween,
} from './working-days.ts';
