// DIMSE: in come TCP connections of DICOM peers, out go headers of the objects that they store (C-STORE, C-ECHO as SCP)
// and the answer to a connection test (C-ECHO as SCU). Never keeps a pixel, never writes to disk, never answers success
// before the caller has said that the object is safe, never listens on an address that it was not told.
export { isAeTitle } from './ae-title.ts';
export type { AssociationEnd } from './association-end.ts';
export type { EchoOptions, EchoPhase, EchoResult } from './echo-scu.ts';
export { echo } from './echo-scu.ts';
export type { HeaderStop } from './header-keeper.ts';
export type { StoreScpLimits } from './limits.ts';
export { DEFAULT_LIMITS } from './limits.ts';
export type { RejectCause } from './negotiation.ts';
export type { ReceivedObject, StoreOutcome } from './received-object.ts';
export type { AssociationInfo, StoreScpEvent } from './store-events.ts';
export type { StoreScp, StoreScpOptions } from './store-scp.ts';
export { startStoreScp } from './store-scp.ts';
