/**
 * facts: headers in, facts about one study out. Never a judgement, a file, a clock or a hash of its own: the day, the zone and the digest are arguments.
 */
export * from './age.ts';
export { deviceIdOf } from './device.ts';
export * from './drift.ts';
export * from './header.ts';
export { mayBeDoseReport } from './object-kind.ts';
export type { ObservedObject, StudyInput } from './observed-object.ts';
export { factsOfStudy } from './study.ts';
export { acquiredAt } from './study-time.ts';
