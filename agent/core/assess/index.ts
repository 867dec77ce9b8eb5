/**
 * assess: facts in, judgements and the next state of findings out. Knows supervision start, evidence channels and the life of a finding; never stores, sends,
 * asks the time or decides what a rule decides.
 */
export { type AssessContext, assessStudy, assessUnreadable } from './assess-study.ts';
export { assessWider } from './assess-wider.ts';
export { assessChannels, channelStates } from './channel-finding.ts';
export { findingAfter, findingDecided, opensFinding } from './finding-life.ts';

/** Text whose HMAC under the center's key is the id of a finding: the same matter has the same id however often it is found. */
export function findingIdText(
  facilityId: string,
  ruleId: string,
  subject: { readonly kind: string; readonly key: string },
): string {
  return `finding\n${facilityId}\n${ruleId}\n${subject.kind}\n${subject.key}`;
}
