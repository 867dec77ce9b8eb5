import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { instantToIso } from '@center/contract';
import { messageOf } from '../../errors.ts';
import type { Receiver } from '../settings.ts';
import { postJson } from './post-json.ts';
import { afterHttp, type Sender, type Sent } from './sender.ts';

/** `x-center-timestamp`: milliseconds since 1970. `x-center-signature`: `v1=` and the HMAC-SHA256, hexadecimal, of timestamp, a dot and the body. `idempotency-key`: the message's id. */
const webhookHeaders = {
  timestamp: 'x-center-timestamp',
  signature: 'x-center-signature',
  id: 'idempotency-key',
} as const;

/** The signature that a receiver holds against its own; it refuses timestamps further than five minutes from its clock. */
function webhookSignature(secret: string | Uint8Array, timestamp: string, body: string): string {
  return `v1=${createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex')}`;
}

/** A program of the center or its group: JSON, signed. Any 2xx is taken; 408, 425, 429 and 5xx are asked again, what a person can mend later; another answer is a refusal. */
export function webhookSender(
  { url, secretFile, caFile }: Extract<Receiver, { kind: 'webhook' }>,
  nowMs: () => number,
): Sender {
  return async (message, signal): Promise<Sent> => {
    let secret: string;
    try {
      secret = readFileSync(secretFile, 'utf8').trim();
    } catch (fault) {
      return { kind: 'retry', problem: messageOf(fault) };
    }
    const iso = (at: Parameters<typeof instantToIso>[0]): string => instantToIso(at);
    const body = JSON.stringify({
      kind: 'center-notice/1',
      id: message.id,
      facility: message.facility,
      at: iso(message.at),
      urgency: message.urgency,
      subject: message.subject,
      text: message.text,
      alarms: message.lines.map(({ since, clearedAt, ...line }) => ({
        ...line,
        since: iso(since),
        clearedAt: clearedAt === undefined ? null : iso(clearedAt),
      })),
    });
    const timestamp = String(nowMs());
    const headers = {
      [webhookHeaders.timestamp]: timestamp,
      [webhookHeaders.signature]: webhookSignature(secret, timestamp, body),
      [webhookHeaders.id]: message.id,
    };
    const posted = await postJson(url, body, headers, { signal, caFile });
    if (posted.kind === 'failed') return { kind: 'retry', problem: posted.problem };
    const { status, retryAfterMs } = posted;
    if (status >= 200 && status < 300) return { kind: 'sent' };
    const problem = `HTTP ${String(status)}`;
    return afterHttp(status, problem, retryAfterMs);
  };
}
