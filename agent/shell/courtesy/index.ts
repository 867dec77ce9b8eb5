/**
 * courtesy: the one gate through which every request to one PACS goes. In: requests with their lane. Out: turns, one at a time. Never: two requests in flight to one
 * PACS, more than its share of the time, a request to a PACS that has just failed three times.
 */
export type { CourtesyState, GateOptions, PacsGate, Reply } from './gate.ts';
