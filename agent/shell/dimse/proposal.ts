// The opening of an association that we ask for: what is proposed, and what of it was agreed on.
import type { AgreedContext } from './negotiation.ts';
import type { AssociateAccept, AssociateRequest, ProposedContext } from './pdu.ts';
import { APPLICATION_CONTEXT, IMPLEMENTATION_CLASS_UID, IMPLEMENTATION_VERSION_NAME } from './pdu.ts';
import type { DimsePeer } from './peer.ts';
import type { ContextWish } from './requestor-options.ts';

/** The contexts to propose, under odd identifiers from 1 (PS3.8 section 9.3.2.2). */
export function proposalOf(wishes: readonly ContextWish[]): readonly ProposedContext[] {
  return wishes.map(({ abstractSyntax, transferSyntaxes }, index) => ({
    id: 2 * index + 1,
    abstractSyntax,
    transferSyntaxes,
  }));
}

/** A-ASSOCIATE-RQ with the roles that are wished for, each class once; `maxLength` is the longest P-DATA that we take, bytes. */
export function requestOf(peer: DimsePeer, wishes: readonly ContextWish[], maxLength: number): AssociateRequest {
  const roles = wishes
    .filter(({ asScp }) => asScp === true)
    .map(({ abstractSyntax }) => ({ SOPClassUID: abstractSyntax, scu: false, scp: true }));
  return {
    kind: 'associate-request',
    protocolVersion: 1,
    calledAeTitle: peer.calledAeTitle,
    callingAeTitle: peer.callingAeTitle,
    applicationContext: APPLICATION_CONTEXT,
    contexts: proposalOf(wishes),
    user: {
      maxLength,
      implementationClassUID: IMPLEMENTATION_CLASS_UID,
      implementationVersionName: IMPLEMENTATION_VERSION_NAME,
      ...(roles.length === 0 ? {} : { roles: [...new Map(roles.map((role) => [role.SOPClassUID, role])).values()] }),
    },
  };
}

/** The accepted contexts by identifier; undefined when the peer took a transfer syntax that was not proposed. */
export function agreementOf(
  proposed: readonly ProposedContext[],
  { contexts }: AssociateAccept,
): ReadonlyMap<number, AgreedContext> | undefined {
  const agreed = new Map<number, AgreedContext>();
  for (const { id, abstractSyntax, transferSyntaxes } of proposed) {
    const answer = contexts.find((each) => each.id === id);
    if (answer?.result !== 0) continue;
    if (!transferSyntaxes.includes(answer.transferSyntax)) return undefined;
    agreed.set(id, { id, abstractSyntax, transferSyntaxUID: answer.transferSyntax });
  }
  return agreed;
}
