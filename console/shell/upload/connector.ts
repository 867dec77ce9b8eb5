import { DeliveryReceipt } from '@center/contract';
import { Compile } from 'typebox/compile';
import type { DeliveryOutcome } from '../../core/index.ts';

/** What is handed over: the frozen bytes under their key. The same key always stands for the same bytes. */
export interface Parcel {
  readonly key: string;
  readonly packageId: string;
  readonly version: number;
  /** SHA-256 of the signed body (the payload of the envelope). */
  readonly bodySha256: string;
  readonly envelope: string;
}

export interface Answer {
  readonly outcome: DeliveryOutcome;
  readonly httpStatus?: number | undefined;
  readonly detail?: string | undefined;
  /** The receipt as it came, and when it could be read. */
  readonly receiptRaw?: string | undefined;
}

/** What a target says when asked for a key. */
export type Asked =
  | { readonly kind: 'there'; readonly answer: Answer }
  | { readonly kind: 'absent'; readonly httpStatus?: number | undefined }
  | {
      readonly kind: 'unknown';
      readonly httpStatus?: number | undefined;
      readonly detail: string;
      readonly retryAfterMs?: number | undefined;
    };

/** One way of handing over. A connector never throws for a failure of the target; what it throws is poison. */
export interface Connector {
  send(parcel: Parcel): Promise<Answer>;
  ask(parcel: Parcel): Promise<Asked>;
}

export function parcelKey(packageId: string, version: number): string {
  return `${packageId}.v${version}`;
}

const receiptValidator = Compile(DeliveryReceipt);

/** The text as a receipt; undefined when it is none. */
export function parseReceipt(raw: string): DeliveryReceipt | undefined {
  try {
    const parsed: unknown = JSON.parse(raw);
    return receiptValidator.Check(parsed) ? parsed : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** The outcome that a receipt stands for: it must name this package, this version and these bytes. */
export function judgeReceipt(
  raw: string,
  parcel: Parcel,
): { readonly matches: true; readonly outcome: DeliveryOutcome } | { readonly matches: false; readonly why: string } {
  const receipt = parseReceipt(raw);
  if (receipt === undefined) return { matches: false, why: 'the answer holds no receipt' };
  if (receipt.packageId !== parcel.packageId || receipt.version !== parcel.version)
    return { matches: false, why: 'the receipt names another package' };
  if (receipt.bodySha256 !== parcel.bodySha256) return { matches: false, why: 'the receipt names other bytes' };
  return { matches: true, outcome: { kind: 'receipt', receiptNumber: receipt.receiptNumber } };
}
