// The answer to an association request: accepted with a result for each presentation context, or rejected with the
// reason that the standard has for it. Pure.
import { isAeTitle } from './ae-title.ts';
import { ELEMENT_LIST_SYNTAXES } from './element-list.ts';
import type { NormalizedServices } from './normalized-service.ts';
import type {
  AnsweredContext,
  AssociateAccept,
  AssociateReject,
  AssociateRequest,
  ProposedContext,
  RoleSelection,
} from './pdu.ts';
import { APPLICATION_CONTEXT, IMPLEMENTATION_CLASS_UID, IMPLEMENTATION_VERSION_NAME, REJECT } from './pdu.ts';
import { isStorageClass, VERIFICATION } from './sop-class.ts';
import { chooseTransferSyntax, IMPLICIT_VR_LITTLE_ENDIAN } from './transfer-syntax.ts';

/** Whom an acceptor answers. Titles are compared exactly: AE titles are case sensitive (PS3.5 section 6.2). */
export interface AcceptorPolicy {
  readonly aeTitle: string;
  readonly callingAeTitles: readonly string[] | 'any';
  /** maximum length that we announce, bytes */
  readonly maxPduBytes: number;
  /** served beside verification and storage */
  readonly services: NormalizedServices;
}

/** A presentation context that both sides may now use. */
export interface AgreedContext {
  readonly id: number;
  readonly abstractSyntax: string;
  readonly transferSyntaxUID: string;
}

/** Why an association was turned away, in words for the connection page. */
export type RejectCause =
  | 'protocol-version'
  | 'application-context'
  | 'called-ae-title'
  | 'calling-ae-title'
  | 'too-many-associations'
  | 'too-many-from-peer'
  | 'shutting-down';

const PDU_OF_CAUSE: Record<RejectCause, AssociateReject> = {
  'protocol-version': REJECT.protocolVersion,
  'application-context': REJECT.applicationContext,
  'called-ae-title': REJECT.calledAeTitle,
  'calling-ae-title': REJECT.callingAeTitle,
  'too-many-associations': REJECT.localLimit,
  'too-many-from-peer': REJECT.localLimit,
  'shutting-down': REJECT.temporaryCongestion,
};

/** The A-ASSOCIATE-RJ of a cause (PS3.8 Table 9-21). */
export function rejection(cause: RejectCause): AssociateReject {
  return PDU_OF_CAUSE[cause];
}

/** The first fault of the request itself, in the order in which a person would look for it; `undefined` = acceptable. */
export function findFault(request: AssociateRequest, policy: AcceptorPolicy): RejectCause | undefined {
  if ((request.protocolVersion & 1) === 0) return 'protocol-version';
  if (request.applicationContext !== APPLICATION_CONTEXT) return 'application-context';
  if (request.calledAeTitle !== policy.aeTitle) return 'called-ae-title';
  if (!isAeTitle(request.callingAeTitle)) return 'calling-ae-title';
  if (policy.callingAeTitles !== 'any' && !policy.callingAeTitles.includes(request.callingAeTitle)) {
    return 'calling-ae-title';
  }
  return undefined;
}

function answerContext(context: ProposedContext, services: NormalizedServices): AnsweredContext {
  const { id, abstractSyntax, transferSyntaxes } = context;
  // A refused context carries a transfer syntax that is never read (PS3.8 Table 9-18).
  const refused = transferSyntaxes[0] ?? IMPLICIT_VR_LITTLE_ENDIAN;
  const isService = services.has(abstractSyntax);
  if (!isService && abstractSyntax !== VERIFICATION && !isStorageClass(abstractSyntax)) {
    return { id, result: 3, transferSyntax: refused };
  }
  const chosen = isService
    ? ELEMENT_LIST_SYNTAXES.find((syntax) => transferSyntaxes.includes(syntax))
    : chooseTransferSyntax(transferSyntaxes);
  if (chosen === undefined) return { id, result: 4, transferSyntax: refused };
  return { id, result: 0, transferSyntax: chosen };
}

/** What is granted of the roles that were proposed: provider where we are the user of the class, user elsewhere. */
function answerRoles(request: AssociateRequest, services: NormalizedServices): readonly RoleSelection[] {
  return (request.user.roles ?? []).map(({ SOPClassUID, scu, scp }) => {
    const weUse = services.get(SOPClassUID)?.role === 'scu';
    return { SOPClassUID, scu: scu && !weUse, scp: scp && weUse };
  });
}

/** Accepts a request that `findFault` let pass. The reserved title fields go back as they came (PS3.8 Table 9-17). */
export function accept(
  request: AssociateRequest,
  policy: AcceptorPolicy,
): { pdu: AssociateAccept; agreed: ReadonlyMap<number, AgreedContext> } {
  const contexts = request.contexts.map((context) => answerContext(context, policy.services));
  const roles = answerRoles(request, policy.services);
  const agreed = new Map<number, AgreedContext>();
  for (const [index, answer] of contexts.entries()) {
    const proposed = request.contexts[index];
    if (answer.result !== 0 || proposed === undefined) continue;
    agreed.set(answer.id, {
      id: answer.id,
      abstractSyntax: proposed.abstractSyntax,
      transferSyntaxUID: answer.transferSyntax,
    });
  }
  return {
    pdu: {
      kind: 'associate-accept',
      calledAeTitle: request.calledAeTitle,
      callingAeTitle: request.callingAeTitle,
      contexts,
      user: {
        maxLength: policy.maxPduBytes,
        implementationClassUID: IMPLEMENTATION_CLASS_UID,
        implementationVersionName: IMPLEMENTATION_VERSION_NAME,
        ...(roles.length === 0 ? {} : { roles }),
      },
    },
    agreed,
  };
}
