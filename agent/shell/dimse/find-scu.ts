// C-FIND as SCU (PS3.7 section 9.1.2, PS3.4 sections C.4.1 and K.4.1): a list is complete only with a final success.
import type { Header } from '../../core/index.ts';
import { readHeaderBytes } from '../header/index.ts';
import { COMMAND, STATUS } from './command-set.ts';
import { encodeDataSet, type WrittenElement } from './data-set-write.ts';
import type { DimseFailure } from './peer.ts';
import type { DimseAssociation } from './requestor.ts';

export interface FindQuery {
  /** SOP class of the information model. */
  readonly model: string;
  readonly keys: readonly WrittenElement[];
  readonly maxResponses: number;
  readonly idleMs?: number;
  readonly totalMs?: number;
  readonly signal?: AbortSignal;
  /** The bytes of each match as well, for who needs an attribute that headers do not keep. */
  readonly raw?: (dataSet: Uint8Array, transferSyntaxUID: string) => void;
}

export type FindResult =
  /** `keysUnsupported`: the archive says that it did not match by some key */
  | { readonly kind: 'complete'; readonly matches: readonly Header[]; readonly keysUnsupported: boolean }
  /** the archive stopped by itself: there is more, and nobody knows how much (0xFE00 unasked for, 0xA700) */
  | { readonly kind: 'limited'; readonly status: number; readonly matches: readonly Header[] }
  /** a final status of failure; 0xA900: it cannot be asked in this way */
  | { readonly kind: 'refused'; readonly status: number; readonly comment: string }
  | DimseFailure;

/**
 * Asks once. What came before a failure is not handed on: it proves nothing, and what a limit let through proves only itself. Identifiers are decoded by the character set that they
 * declare, or by what their bytes show when that is wrong or absent.
 */
export async function find(association: DimseAssociation, query: FindQuery): Promise<FindResult> {
  const matches: Header[] = [];
  let keysUnsupported = false;
  let unreadable = 0;
  const answer = await association.request({
    abstractSyntax: query.model,
    command: { CommandField: COMMAND.findRequest, AffectedSOPClassUID: query.model, Priority: 0 },
    dataSet: (transferSyntaxUID) => encodeDataSet(query.keys, transferSyntaxUID),
    maxResponses: query.maxResponses,
    pending: ({ Status }, dataSet, transferSyntaxUID) => {
      if (Status === STATUS.pendingKeysUnsupported) keysUnsupported = true;
      const reading = readHeaderBytes(dataSet ?? Buffer.alloc(0), { complete: false, transferSyntaxUID });
      // A match that is cut or ends in nonsense could lack the very UID that is asked for.
      const whole = reading.kind === 'readable' && !reading.damage.some(({ code }) => BREAKS.has(code));
      if (whole && dataSet !== undefined) query.raw?.(dataSet, transferSyntaxUID);
      if (whole) matches.push(reading.header);
      else unreadable += 1;
    },
    ...(query.idleMs === undefined ? {} : { idleMs: query.idleMs }),
    ...(query.totalMs === undefined ? {} : { totalMs: query.totalMs }),
    ...(query.signal === undefined ? {} : { signal: query.signal }),
  });
  if (answer.kind !== 'final') return answer;
  if (unreadable > 0) return { kind: 'protocol-error', what: `${unreadable} matches cannot be read`, phase: 'request' };
  switch (answer.status) {
    case STATUS.success:
      return { kind: 'complete', matches, keysUnsupported };
    case STATUS.cancelled:
    case STATUS.outOfResources:
      return { kind: 'limited', status: answer.status, matches };
    default:
      return { kind: 'refused', status: answer.status, comment: answer.command.ErrorComment ?? '' };
  }
}

const BREAKS: ReadonlySet<string> = new Set(['truncated-header', 'length-overrun', 'header-too-large']);
