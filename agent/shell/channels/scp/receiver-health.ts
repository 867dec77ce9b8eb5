import type { Instant } from '@center/contract';
import type { Now } from '../../clock/index.ts';
import { PERFORMED_STEP, type StoreScpEvent, type TlsRefusal } from '../../dimse/index.ts';

type RejectCause = Extract<StoreScpEvent, { kind: 'association-rejected' }>['cause'];

/** Why somebody was not let in, as a closed list of words that a page can translate. */
export type RefusalKind =
  | RejectCause
  | `tls-${TlsRefusal}`
  /** A peer that spoke TLS to a plain port. */
  | 'tls-on-a-plain-port'
  /** A connection that never asked for an association: a port scan, another protocol, silence. */
  | 'no-association'
  /** More connections than may be open at once. */
  | 'too-many-connections';

export interface Refusals {
  readonly kind: RefusalKind;
  readonly count: number;
  readonly lastAt: Instant;
  /** Of the last one; empty where it is not known. */
  readonly callingAeTitle: string;
  readonly peerAddress: string;
}

/** What one sender has done since the receiver started. */
export interface SenderHealth {
  readonly callingAeTitle: string;
  readonly peerAddress: string;
  readonly lastAt: Instant;
  readonly associations: number;
  readonly stored: number;
  /** Objects that broke off before their last byte; routers do not send them again by themselves. */
  readonly incomplete: number;
  /** Objects that came whole and were answered with a failure; `lastFailure` is the status of the last one. */
  readonly failed: number;
  readonly lastFailure?: number;
  readonly steps: number;
  readonly echoes: number;
}

/** What the receiver has met with since it started. In memory: the ledger keeps what came, the log keeps who was refused. */
export interface ReceiverHealth {
  readonly channel: string;
  readonly aeTitle: string;
  readonly host: string;
  readonly port: number;
  readonly secured: boolean;
  readonly since: Instant;
  /** Associations that stand now. */
  readonly open: number;
  readonly associations: number;
  readonly stored: number;
  readonly incomplete: number;
  readonly failed: number;
  readonly steps: number;
  readonly reports: number;
  readonly refusals: readonly Refusals[];
  /** The last to have sent something first; at most 64. */
  readonly senders: readonly SenderHealth[];
}

/** Anybody may call himself anything: of so many senders the one that was heard of longest ago is forgotten. */
const mostSenders = 64;

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

export class HealthCounter {
  readonly #now: Now;
  readonly #place: Pick<ReceiverHealth, 'channel' | 'aeTitle' | 'host' | 'secured'>;
  readonly #since: Instant;
  readonly #refusals = new Map<RefusalKind, Refusals>();
  readonly #senders = new Map<string, Mutable<SenderHealth>>();
  readonly #totals = { open: 0, associations: 0, stored: 0, incomplete: 0, failed: 0, steps: 0, reports: 0 };
  port = 0;

  constructor(place: Pick<ReceiverHealth, 'channel' | 'aeTitle' | 'host' | 'secured'>, now: Now) {
    this.#place = place;
    this.#now = now;
    this.#since = now();
  }

  health(): ReceiverHealth {
    return {
      ...this.#place,
      port: this.port,
      since: this.#since,
      ...this.#totals,
      refusals: [...this.#refusals.values()],
      senders: [...this.#senders.values()].toReversed().map((sender) => ({ ...sender })),
    };
  }

  /** Counts one event; returns what a person should be told of it. */
  note(event: StoreScpEvent): string | undefined {
    const totals = this.#totals;
    switch (event.kind) {
      case 'association-opened':
        totals.open += 1;
        totals.associations += 1;
        this.#sender(event.association).associations += 1;
        return undefined;
      case 'association-ended':
        totals.open -= 1;
        return undefined;
      case 'object-stored':
        totals.stored += 1;
        this.#sender(event.association).stored += 1;
        return undefined;
      case 'object-incomplete':
        totals.incomplete += 1;
        this.#sender(event.association).incomplete += 1;
        return 'objects broke off before their end';
      case 'object-failed': {
        totals.failed += 1;
        const sender = this.#sender(event.association);
        sender.failed += 1;
        sender.lastFailure = event.status;
        return 'objects were refused';
      }
      case 'request-answered':
        return this.#request(event);
      case 'echoed':
        this.#sender(event.association).echoes += 1;
        return undefined;
      case 'association-rejected': {
        const { callingAeTitle, peerAddress } = event.association;
        return this.#refused(event.cause, peerAddress, callingAeTitle, `associations rejected (${event.cause})`);
      }
      case 'tls-refused':
        return this.#refused(`tls-${event.why}`, event.peerAddress, '', `TLS connections refused (${event.why})`);
      case 'connection-dropped':
        return this.#refused('too-many-connections', event.peerAddress, '', 'connections beyond the limit');
      case 'connection-ended':
        return this.#unasked(event);
    }
  }

  #request(event: Extract<StoreScpEvent, { kind: 'request-answered' }>): string | undefined {
    const isStep = event.SOPClassUID === PERFORMED_STEP;
    this.#totals[isStep ? 'steps' : 'reports'] += 1;
    const sender = this.#sender(event.association);
    if (isStep) sender.steps += 1;
    if (event.status === 0) return undefined;
    return isStep ? 'performed steps answered with a failure' : 'reports of commitments that nobody asked for';
  }

  #unasked({ end, peerAddress }: Extract<StoreScpEvent, { kind: 'connection-ended' }>): string | undefined {
    if (end.kind === 'aborted' && end.why === 'tls-on-a-plain-port')
      return this.#refused('tls-on-a-plain-port', peerAddress, '', 'TLS connections to a port without TLS');
    // Whoever only looks whether somebody listens does no harm.
    if (end.kind !== 'aborted' && end.kind !== 'timed-out') return undefined;
    return this.#refused('no-association', peerAddress, '', 'connections that speak no DICOM');
  }

  #refused(kind: RefusalKind, peerAddress: string, callingAeTitle: string, said: string): string {
    const count = (this.#refusals.get(kind)?.count ?? 0) + 1;
    this.#refusals.set(kind, { kind, count, lastAt: this.#now(), callingAeTitle, peerAddress });
    return said;
  }

  /** The sender of an event, as the last one heard of. */
  #sender({ callingAeTitle, peerAddress }: { callingAeTitle: string; peerAddress: string }): Mutable<SenderHealth> {
    const known = this.#senders.get(callingAeTitle);
    const sender = known ?? {
      callingAeTitle,
      peerAddress,
      lastAt: this.#now(),
      associations: 0,
      stored: 0,
      incomplete: 0,
      failed: 0,
      steps: 0,
      echoes: 0,
    };
    sender.lastAt = this.#now();
    sender.peerAddress = peerAddress;
    this.#senders.delete(callingAeTitle);
    this.#senders.set(callingAeTitle, sender);
    const [oldest] = this.#senders.keys();
    if (this.#senders.size > mostSenders && oldest !== undefined) this.#senders.delete(oldest);
    return sender;
  }
}
