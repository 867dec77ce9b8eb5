// DIMSE: in come TCP connections of DICOM peers, out go headers of the objects that they store (C-STORE, C-ECHO as SCP)
// and the answer to a connection test (C-ECHO as SCU). Never keeps a pixel, never writes to disk, never answers success
// before the caller has said that the object is safe, never listens on an address that it was not told.
export { type AnnouncedObject, Arrivals, type Expectation, type ObjectTap } from './arrivals.ts';
export { COMMAND, STATUS } from './command-set.ts';
export {
  type CommitmentFailure,
  type CommitmentObject,
  type CommitmentReport,
  commitmentReportService,
  STORAGE_COMMITMENT,
} from './commitment.ts';
export { type CommitmentAsked, requestCommitment } from './commitment-scu.ts';
export { type EchoResult, echo } from './echo-scu.ts';
export type {
  NormalizedAnswer,
  NormalizedRequest,
  NormalizedService,
  NormalizedServices,
} from './normalized-service.ts';
export { sayFailure } from './peer.ts';
export { createStep, type KeptStep, PERFORMED_STEP, type StepChange, setStep, stepDataset } from './performed-step.ts';
export type { ReceivedObject, StoreOutcome } from './received-object.ts';
export type { ReceiverTls } from './secure-server.ts';
export type { StoreScpEvent, TlsRefusal } from './store-events.ts';
export { type StoreScp, startStoreScp } from './store-scp.ts';
export { IMPLICIT_VR_LITTLE_ENDIAN } from './transfer-syntax.ts';
