// C-ECHO as SCU (PS3.7 section 9.3.5): the connection test. Every way in which it can end is a value of its own.
import { isAeTitle } from './ae-title.ts';
import type { AssociationEnd, FragmentEvent } from './association-end.ts';
import { COMMAND, encodeCommand } from './command-set.ts';
import { connectPeer } from './connect-peer.ts';
import { MessageReader } from './message-reader.ts';
import type { DimsePeer } from './peer.ts';
import { requestOf } from './proposal.ts';
import { VERIFICATION } from './sop-class.ts';
import { IMPLICIT_VR_LITTLE_ENDIAN } from './transfer-syntax.ts';
import { UpperLayer } from './upper-layer.ts';

export interface EchoOptions extends DimsePeer {
  /** for the whole exchange, milliseconds */
  readonly timeoutMs: number;
  /** Ends the exchange before; told as `timed-out`. */
  readonly signal?: AbortSignal;
}

export type EchoPhase = 'connect' | 'associate' | 'echo';

export type EchoResult =
  /** a C-ECHO-RSP came; 0x0000 is success (PS3.7 section 9.1.5.1.4) */
  | { readonly kind: 'answered'; readonly status: number }
  /** nothing was sent: the title would break the request */
  | { readonly kind: 'invalid-ae-title'; readonly title: string }
  /** nobody listens there, the host cannot be reached, or TLS was not agreed on; `code` is that of the operating system or of TLS */
  | { readonly kind: 'refused'; readonly code: string }
  | { readonly kind: 'rejected'; readonly result: number; readonly source: number; readonly reason: number }
  /** an association, but without verification; `result` as in PS3.8 Table 9-18 */
  | { readonly kind: 'context-rejected'; readonly result: number }
  | { readonly kind: 'aborted'; readonly source: number; readonly reason: number; readonly phase: EchoPhase }
  | { readonly kind: 'closed'; readonly phase: EchoPhase }
  | { readonly kind: 'timed-out'; readonly phase: EchoPhase }
  /** something answered that does not speak DICOM as the standard has it */
  | { readonly kind: 'protocol-error'; readonly what: string; readonly phase: EchoPhase };

/** The first of a proposal. */
const CONTEXT_ID = 1;
const MESSAGE_ID = 1;
const wishes = [{ abstractSyntax: VERIFICATION, transferSyntaxes: [IMPLICIT_VR_LITTLE_ENDIAN] }];
/** Longest PDU taken: an echo's answer is some 90 bytes. */
const MAX_PDU_BYTES = 16_384;

function resultOfEnd(end: AssociationEnd, phase: EchoPhase): EchoResult {
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
    case 'connection-lost':
      if (phase === 'connect') return { kind: 'refused', code: end.code ?? 'closed' };
      return { kind: 'closed', phase };
  }
}

/**
 * Asks a DICOM peer for a sign of life: association, C-ECHO, release. Never rejects; resolves once the connection is
 * closed, at the latest when `timeoutMs` is over, and leaves no socket behind.
 */
export function echo(options: EchoOptions): Promise<EchoResult> {
  for (const title of [options.callingAeTitle, options.calledAeTitle]) {
    if (!isAeTitle(title)) return Promise.resolve({ kind: 'invalid-ae-title', title });
  }
  if (options.signal?.aborted === true) return Promise.resolve({ kind: 'timed-out', phase: 'connect' });
  return new Promise((resolve) => {
    let phase: EchoPhase = 'connect';
    let result: EchoResult | undefined;
    const messages = new MessageReader((contextId) => contextId === CONTEXT_ID);

    const answered = (event: FragmentEvent): undefined => {
      const message = messages.push(event);
      if (message === undefined) return;
      if (message.kind !== 'command') {
        layer.abort({ kind: 'aborted', why: message.kind === 'violation' ? message.what : 'data set in an answer' });
        return;
      }
      const { CommandField, MessageIDBeingRespondedTo, Status, hasDataSet } = message.command;
      const isAnswer = CommandField === COMMAND.echoResponse && MessageIDBeingRespondedTo === MESSAGE_ID && !hasDataSet;
      if (!isAnswer || Status === undefined || result !== undefined) {
        layer.abort({ kind: 'aborted', why: 'not the answer to the echo' });
        return;
      }
      result = { kind: 'answered', status: Status };
      layer.release();
    };

    const socket = connectPeer(options);
    const layer = new UpperLayer(
      socket,
      'requestor',
      {
        accepted: ({ contexts }) => {
          phase = 'echo';
          const answer = contexts.find((context) => context.id === CONTEXT_ID);
          if (answer?.result !== 0) {
            result = { kind: 'context-rejected', result: answer?.result ?? 2 };
            layer.release();
            return;
          }
          const command = {
            CommandField: COMMAND.echoRequest,
            hasDataSet: false,
            MessageID: MESSAGE_ID,
            AffectedSOPClassUID: VERIFICATION,
          };
          layer.send(CONTEXT_ID, true, encodeCommand(command));
        },
        fragment: answered,
        ended: (end) => {
          clearTimeout(timer);
          options.signal?.removeEventListener('abort', late);
          resolve(result ?? resultOfEnd(end, phase));
        },
      },
      { controlPduBytes: 65_536, dataPduBytes: MAX_PDU_BYTES },
      {
        requestTimeoutMs: options.timeoutMs,
        closeTimeoutMs: options.timeoutMs,
        idleTimeoutMs: options.timeoutMs,
      },
    );
    socket.once(options.tls === undefined ? 'connect' : 'secureConnect', () => {
      phase = 'associate';
      layer.open(requestOf(options, wishes, MAX_PDU_BYTES));
    });
    const late = (): void => {
      const end = { kind: 'timed-out', waitingFor: 'peer' } as const;
      // The A-ABORT is a courtesy that a frozen peer never reads; the socket goes in any case.
      layer.abort(end);
      layer.disconnect(end);
    };
    const timer = setTimeout(late, options.timeoutMs);
    options.signal?.addEventListener('abort', late);
  });
}
