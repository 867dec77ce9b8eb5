/**
 * courtesy: the one gate through which every request to one PACS goes. In: requests with their lane. Out: turns, one at a time. Never: two requests in flight to one
 * PACS, more than its share of the time, a request to a PACS that has just failed three times.
 */
export { createGate, runningClock } from './create-gate.ts';
export {
  type CourtesyState,
  type GateMemory,
  type PacsGate,
  type Probe,
  type Reply,
} from './gate.ts';
export { type CourtesySettings, courtesyDefaults, type Gates, openGates } from './open-gates.ts';
