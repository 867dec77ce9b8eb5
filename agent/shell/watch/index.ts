/**
 * watch: what probes see of equipment becomes kept evidence, and the ledger's evidence becomes figures. In: samples and readings of the probes, people's records in the ledger, signs of life
 * of the agent itself. Out: spans, episodes, drafts of faults, gaps, closed months, alarms; accounts and facts for whoever judges, shows or tells them. Never: a probe of its own,
 * a verdict, a word to a person.
 */

export {
  accountOf,
  availabilityInputOf,
  centerZone,
  holidaysOf,
  monthAccountOf,
  policyOf,
  probeSpansOf,
  yearAccountOf,
  zoneOf,
} from './account-of.ts';
export { batteryCareOf } from './battery-care-of.ts';
export { dailyRecordFactsOf, deviceUptimeFactsOf, maintenanceFactsOf } from './device-facts.ts';
export { stopWithinMs } from './orderly-stop.ts';
export { roomFactsOf, upsFactsOf, upsGradeOf } from './power-facts.ts';
export type {
  EquipmentStanding,
  ProbeStanding,
  Watch,
} from './standing-contract.ts';
export { equipmentStandings, probeStandings, roomStandingOf, upsStandingOf } from './standings.ts';
export { type RunningWatch, startWatch } from './start-watch.ts';
export { roomTrackOf } from './track-keys.ts';
