// Whom we call, checked before anything is sent, and every way in which it can fail us.
import { isIP } from 'node:net';
import { isAeTitle } from './ae-title.ts';
import type { AssociationEnd } from './association-end.ts';

/** PEM texts. Without `ca` the authorities of the system are trusted; `cert` and `key` are our own, for mutual authentication. */
export interface TlsMaterial {
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
}

export interface DimsePeer {
  readonly host: string;
  readonly port: number;
  readonly callingAeTitle: string;
  readonly calledAeTitle: string;
  readonly tls?: TlsMaterial;
}

export type DimsePhase = 'connect' | 'associate' | 'request';

/** Why a request has no final answer. None of these says anything about what the peer holds. */
export type DimseFailure =
  /** nothing was sent */
  | { readonly kind: 'invalid'; readonly what: string }
  /** nobody listens there, or the host cannot be reached; `code` is that of the operating system */
  | { readonly kind: 'unreachable'; readonly code: string }
  /** the handshake failed, on our side or the peer's: not the one it should be, or we are not for it */
  | { readonly kind: 'tls-failed'; readonly code: string }
  /** numbers of PS3.8 Table 9-21 */
  | { readonly kind: 'rejected'; readonly result: number; readonly source: number; readonly reason: number }
  /** an association, but not for this service; `result` as in PS3.8 Table 9-18 */
  | { readonly kind: 'context-rejected'; readonly result: number }
  | { readonly kind: 'aborted'; readonly source: number; readonly reason: number; readonly phase: DimsePhase }
  | { readonly kind: 'closed'; readonly phase: DimsePhase }
  | { readonly kind: 'timed-out'; readonly phase: DimsePhase }
  /** something answered that does not speak DICOM as the standard has it */
  | { readonly kind: 'protocol-error'; readonly what: string; readonly phase: DimsePhase }
  /** more than we take: what came is not handed on */
  | { readonly kind: 'limit'; readonly what: 'responses' | 'data-set-bytes' }
  /** by our own signal */
  | { readonly kind: 'stopped' };

/** Names of RFC 1123, IPv4, IPv6. */
const HOST =
  /^(?=.{1,253}$)(?:[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?)(?:\.[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?)*\.?$/;

/** The first thing that makes a peer one that must not be called; `undefined`: it may. */
export function faultOfPeer({ host, port, callingAeTitle, calledAeTitle, tls }: DimsePeer): string | undefined {
  for (const [what, title] of Object.entries({ 'calling AE title': callingAeTitle, 'called AE title': calledAeTitle }))
    if (!isAeTitle(title)) return `${what} is not 1 to 16 characters without backslash and control characters`;
  if (!Number.isInteger(port) || port < 1 || port > 65_535) return 'port is not 1 to 65535';
  if (isIP(host) === 0 && !HOST.test(host)) return 'host is no host name and no address';
  if (tls !== undefined && (tls.cert === undefined) !== (tls.key === undefined))
    return 'a certificate needs its key, and a key its certificate';
  return undefined;
}

/** The failure that an end of the association is for whoever waited for an answer. */
export function failureOfEnd(end: AssociationEnd, phase: DimsePhase, inHandshake: boolean): DimseFailure {
  switch (end.kind) {
    case 'rejected':
      return { kind: 'rejected', result: end.reject.result, source: end.reject.source, reason: end.reject.reason };
    case 'aborted-by-peer':
      return { kind: 'aborted', source: end.source, reason: end.reason, phase };
    case 'aborted':
      return { kind: 'protocol-error', what: end.why, phase };
    case 'timed-out':
      return { kind: 'timed-out', phase };
    case 'released':
      return { kind: 'closed', phase };
    case 'connection-lost': {
      const code = end.code ?? 'closed';
      // Under TLS 1.3 a refused client certificate is told only after the client believes the handshake to be over.
      if (inHandshake || code.startsWith('ERR_SSL') || code.startsWith('ERR_TLS')) return { kind: 'tls-failed', code };
      return phase === 'connect' ? { kind: 'unreachable', code } : { kind: 'closed', phase };
    }
  }
}

/** A failure in words, for a log or a page; no patient data can be in it. */
export function sayFailure(failure: DimseFailure): string {
  switch (failure.kind) {
    case 'invalid':
      return `not sent: ${failure.what}`;
    case 'unreachable':
      return `cannot be reached (${failure.code})`;
    case 'tls-failed':
      return `TLS handshake failed (${failure.code})`;
    case 'rejected':
      return `association rejected (result ${failure.result}, source ${failure.source}, reason ${failure.reason})`;
    case 'context-rejected':
      return `does not offer the service (result ${failure.result})`;
    case 'aborted':
      return `association aborted by the peer (source ${failure.source}, reason ${failure.reason})`;
    case 'closed':
      return 'connection closed before a final answer';
    case 'timed-out':
      return `no answer in time (${failure.phase})`;
    case 'protocol-error':
      return `answer breaks the protocol: ${failure.what}`;
    case 'limit':
      return failure.what === 'responses' ? 'more responses than are taken' : 'a data set longer than is taken';
    case 'stopped':
      return 'stopped by us';
  }
}
