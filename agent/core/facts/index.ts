/**
 * facts: headers in, facts about one study out. Never a judgement, a file, a clock or a hash of its own: the day, the zone and the digest are arguments.
 */
export * from './age.ts';
export { type Damage, type DamageCode, damageCodes } from './damage.ts';
export { deviceIdOf } from './device.ts';
export { unionOfEvents } from './dose-facts.ts';
export * from './header.ts';
export { isAcquired, isReport, modalityOf } from './object-kind.ts';
export type { Digest, ObservedObject, StudyInput } from './observed-object.ts';
export { factsOfStudy } from './study.ts';
export { acquiredAt } from './study-time.ts';
