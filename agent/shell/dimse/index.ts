// DIMSE: in come connections of DICOM peers, and out go the headers of the objects that they store, the performed steps
// and reports that they tell; and our own questions to an archive (echo, search, move, get, commitment) with their answers.
// Never keeps a pixel, never writes to disk, never answers success before the caller has said that the object is safe, never
// listens on an address that it was not told, never calls a peer whose title, host or port is wrong, and never takes an answer
// without a final status for one.
export { Arrivals } from './arrivals.ts';
export { COMMAND, STATUS } from './command-set.ts';
export {
  type CommitmentObject,
  type CommitmentReport,
  commitmentReportService,
  STORAGE_COMMITMENT,
} from './commitment.ts';
export { type CommitmentAsked, requestCommitment } from './commitment-scu.ts';
export { encodeDataSet, type WrittenElement } from './data-set-write.ts';
export { type EchoResult, echo } from './echo-scu.ts';
export { itemsIn, readElementList, textIn } from './element-list.ts';
export { type FindQuery, type FindResult, find } from './find-scu.ts';
export { type GotObject, get } from './get-scu.ts';
export { move, type RetrieveEnd } from './move-scu.ts';
export type { NormalizedAnswer, NormalizedRequest, NormalizedService } from './normalized-service.ts';
export { type DimseFailure, type DimsePeer, faultOfPeer, sayFailure } from './peer.ts';
export { createStep, PERFORMED_STEP, setStep, stepDataset } from './performed-step.ts';
export {
  dateRange,
  isQueryUID,
  isSingleValue,
  key,
  QUERY_CLASS,
  returnKeys,
  sequenceKey,
} from './query-keys.ts';
export type { ReceivedObject, StoreOutcome } from './received-object.ts';
export { DimseAssociation, nextMessageId } from './requestor.ts';
export type { ReceiverTls } from './secure-server.ts';
export { VERIFICATION } from './sop-class.ts';
export type { StoreScpEvent, TlsRefusal } from './store-events.ts';
export { type StoreScp, startStoreScp } from './store-scp.ts';
export { EXPLICIT_VR_LITTLE_ENDIAN, IMPLICIT_VR_LITTLE_ENDIAN } from './transfer-syntax.ts';
