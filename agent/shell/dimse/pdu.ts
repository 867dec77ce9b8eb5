// The seven protocol data units of the DICOM upper layer as values (PS3.8 section 9.3): names and shapes, no bytes.

/** PDU types, first byte of every PDU (PS3.8 section 9.3.1). */
export const PDU = {
  associateRequest: 0x01,
  associateAccept: 0x02,
  associateReject: 0x03,
  data: 0x04,
  releaseRequest: 0x05,
  releaseResponse: 0x06,
  abort: 0x07,
} as const;

/** DICOM application context name (PS3.7 Annex A.2.1). */
export const APPLICATION_CONTEXT = '1.2.840.10008.3.1.1.1';

/** What this implementation calls itself in the user information item (PS3.7 Annex D.3.3.2). */
export const IMPLEMENTATION_CLASS_UID = '2.25.290983905811554661814903587233520172339';
export const IMPLEMENTATION_VERSION_NAME = 'CENTERMONITOR';

/** Presentation context as the requestor proposes it (PS3.8 Table 9-13). `id` is odd, 1 to 255. */
export interface ProposedContext {
  readonly id: number;
  readonly abstractSyntax: string;
  readonly transferSyntaxes: readonly string[];
}

/**
 * Result of one presentation context (PS3.8 Table 9-18): 0 acceptance, 1 user rejection, 2 no reason,
 * 3 abstract syntax not supported, 4 transfer syntaxes not supported.
 */
export interface AnsweredContext {
  readonly id: number;
  readonly result: number;
  readonly transferSyntax: string;
}

/**
 * SCP/SCU role selection (PS3.7 Annex D.3.3.4): which roles the requestor takes for a class. Without it the requestor is
 * SCU only. In an answer a role that was not proposed is never accepted.
 */
export interface RoleSelection {
  readonly SOPClassUID: string;
  readonly scu: boolean;
  readonly scp: boolean;
}

/** User information (PS3.8 section 9.3.2.3, PS3.7 Annex D.3.3). `maxLength` is in bytes; 0 means no limit. */
export interface UserInformation {
  readonly maxLength: number;
  readonly implementationClassUID: string;
  readonly implementationVersionName: string;
  readonly roles?: readonly RoleSelection[];
}

/** A-ASSOCIATE-RQ (PS3.8 Table 9-11). AE titles come without their padding. */
export interface AssociateRequest {
  readonly kind: 'associate-request';
  readonly protocolVersion: number;
  readonly calledAeTitle: string;
  readonly callingAeTitle: string;
  readonly applicationContext: string;
  readonly contexts: readonly ProposedContext[];
  readonly user: UserInformation;
}

/** A-ASSOCIATE-AC (PS3.8 Table 9-17). The AE titles are sent back as received and never tested on receipt. */
export interface AssociateAccept {
  readonly kind: 'associate-accept';
  readonly calledAeTitle: string;
  readonly callingAeTitle: string;
  readonly contexts: readonly AnsweredContext[];
  readonly user: UserInformation;
}

/**
 * A-ASSOCIATE-RJ (PS3.8 Table 9-21). `result` 1 permanent, 2 transient; `source` 1 service user,
 * 2 service provider (ACSE), 3 service provider (presentation); the meaning of `reason` depends on the source.
 */
export interface AssociateReject {
  readonly kind: 'associate-reject';
  readonly result: number;
  readonly source: number;
  readonly reason: number;
}

export interface ReleaseRequest {
  readonly kind: 'release-request';
}

export interface ReleaseResponse {
  readonly kind: 'release-response';
}

/** A-ABORT (PS3.8 Table 9-26). `source` 0 service user, 2 service provider; `reason` counts only for source 2. */
export interface Abort {
  readonly kind: 'abort';
  readonly source: number;
  readonly reason: number;
}

/** Every PDU that is read whole. P-DATA-TF is not among them: its fragments are streamed. */
export type ControlPdu =
  | AssociateRequest
  | AssociateAccept
  | AssociateReject
  | ReleaseRequest
  | ReleaseResponse
  | Abort;

/** Results, sources and reasons of A-ASSOCIATE-RJ that we give (PS3.8 Table 9-21). */
export const REJECT = {
  applicationContext: { kind: 'associate-reject', result: 1, source: 1, reason: 2 },
  callingAeTitle: { kind: 'associate-reject', result: 1, source: 1, reason: 3 },
  calledAeTitle: { kind: 'associate-reject', result: 1, source: 1, reason: 7 },
  protocolVersion: { kind: 'associate-reject', result: 1, source: 2, reason: 2 },
  temporaryCongestion: { kind: 'associate-reject', result: 2, source: 3, reason: 1 },
  localLimit: { kind: 'associate-reject', result: 2, source: 3, reason: 2 },
} as const satisfies Record<string, AssociateReject>;

/** Reasons of A-ABORT with source 2, service provider (PS3.8 Table 9-26). */
export const ABORT_REASON = {
  notSpecified: 0,
  unrecognizedPdu: 1,
  unexpectedPdu: 2,
  unrecognizedParameter: 4,
  unexpectedParameter: 5,
  invalidParameter: 6,
} as const;
