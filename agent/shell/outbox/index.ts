/**
 * outbox: what the ledger has decided comes in, signed batches with gap-free numbers go out, each kept until the console's own signed receipt is there. It knows no
 * patient (redact decides what leaves), never judges, and never holds up the local work.
 */
export { buildBatches } from './build.ts';
export { type ConnectionState, type Courier, startCourier } from './courier.ts';
export { type Enrolment, enrol, enrolmentOf, saveEnrolment } from './enrolment.ts';
