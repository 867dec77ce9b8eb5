// DIMSE: in come TCP connections of DICOM peers, out go headers of the objects that they store (C-STORE, C-ECHO as SCP)
// and the answer to a connection test (C-ECHO as SCU). Never keeps a pixel, never writes to disk, never answers success
// before the caller has said that the object is safe, never listens on an address that it was not told.
export { type EchoResult, echo } from './echo-scu.ts';
export type { ReceivedObject, StoreOutcome } from './received-object.ts';
export type { StoreScpEvent } from './store-events.ts';
export { startStoreScp } from './store-scp.ts';
