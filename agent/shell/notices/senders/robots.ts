// Robots of group chats in WeCom (企业微信), DingTalk (钉钉) and Feishu (飞书). Each answers 200 also when it refuses: what counts is the code in the answer.
import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { messageOf } from '../../errors.ts';
import type { Receiver, RobotKind } from '../settings.ts';
import type { OutMessage } from '../write-notice.ts';
import { postJson } from './post-json.ts';
import { cutToBytes, type Sender, type Sent } from './sender.ts';

interface Robot {
  /** Address and body of the message, signed where the robot has a secret. */
  readonly request: (
    message: OutMessage,
    address: string,
    secret: string | undefined,
    nowMs: number,
  ) => { readonly address: string; readonly body: unknown };
  /** Member of the answer that is 0 when it was taken. */
  readonly code: 'errcode' | 'code';
  readonly words: 'errmsg' | 'msg';
  /** Codes that say "too often" or "busy": later again. Any other is a refusal. */
  readonly later: ReadonlySet<number>;
}

/** Bytes of text: WeCom takes 2 048; the others take a body of 20 000, of which the text is nearly all. */
const weComTextBytes = 2_048;
const otherTextBytes = 18_000;
const tooOftenMs = 60_000;

const textOf = ({ subject, text }: OutMessage, most: number): string => cutToBytes(`${subject}\n${text}`, most);

/** 加签: HMAC-SHA256 of timestamp, line feed and secret, under the secret; base64. */
export function dingTalkSign(timestamp: string, secret: string): string {
  return createHmac('sha256', secret).update(`${timestamp}\n${secret}`).digest('base64');
}

/** 签名校验: HMAC-SHA256 of nothing, under timestamp (seconds), line feed and secret; base64. */
export function feishuSign(timestamp: string, secret: string): string {
  return createHmac('sha256', `${timestamp}\n${secret}`).update('').digest('base64');
}

const robots: Readonly<Record<RobotKind, Robot>> = {
  wecom: {
    request: (message, address) => ({
      address,
      body: { msgtype: 'text', text: { content: textOf(message, weComTextBytes) } },
    }),
    code: 'errcode',
    words: 'errmsg',
    later: new Set([-1, 45009, 45033, 6000]),
  },
  dingtalk: {
    request(message, address, secret, nowMs) {
      const url = new URL(address);
      if (secret !== undefined) {
        const timestamp = String(nowMs);
        url.searchParams.set('timestamp', timestamp);
        url.searchParams.set('sign', dingTalkSign(timestamp, secret));
      }
      return {
        address: url.href,
        body: { msgtype: 'text', text: { content: textOf(message, otherTextBytes) } },
      };
    },
    code: 'errcode',
    words: 'errmsg',
    later: new Set([-1, 130101, 130102, 410100, 430101]),
  },
  feishu: {
    request(message, address, secret, nowMs) {
      const timestamp = String(Math.floor(nowMs / 1_000));
      const signed = secret === undefined ? {} : { timestamp, sign: feishuSign(timestamp, secret) };
      return {
        address,
        body: { ...signed, msg_type: 'text', content: { text: textOf(message, otherTextBytes) } },
      };
    },
    code: 'code',
    words: 'msg',
    later: new Set([9499, 11232, 11233]),
  },
};

function answerOf(body: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(body);
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- an object that is no array
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined; // No JSON: told by the caller as an answer of another service.
  }
}

/** One message to a robot. Its address and secret are files. */
export function robotSender(
  { kind, urlFile, secretFile }: Extract<Receiver, { kind: RobotKind }>,
  nowMs: () => number,
): Sender {
  const robot = robots[kind];
  return async (message, signal): Promise<Sent> => {
    let sent: { readonly address: string; readonly body: unknown };
    try {
      const address = readFileSync(urlFile, 'utf8').trim();
      const secret = secretFile === undefined ? undefined : readFileSync(secretFile, 'utf8').trim();
      sent = robot.request(message, new URL(address).href, secret, nowMs());
    } catch (fault) {
      // The address itself is a secret and is not told.
      const what = fault instanceof TypeError ? `${urlFile} holds no address` : messageOf(fault);
      return { kind: 'retry', problem: what };
    }
    const posted = await postJson(sent.address, JSON.stringify(sent.body), {}, { signal });
    if (posted.kind === 'failed') return { kind: 'retry', problem: posted.problem };
    const { status, body, retryAfterMs } = posted;
    if (status !== 200) {
      const problem = `HTTP ${String(status)}`;
      if (status >= 500 || status === 408 || status === 429)
        return { kind: 'retry', problem, afterMs: retryAfterMs ?? tooOftenMs };
      return { kind: 'refused', problem };
    }
    const answer = answerOf(body);
    const code = answer?.[robot.code];
    if (typeof code !== 'number') return { kind: 'retry', problem: 'the answer is not that of a robot' };
    if (code === 0) return { kind: 'sent' };
    const words = answer?.[robot.words];
    const problem = `${robot.code} ${String(code)}${typeof words === 'string' ? `: ${words.slice(0, 200)}` : ''}`;
    return robot.later.has(code) ? { kind: 'retry', problem, afterMs: tooOftenMs } : { kind: 'refused', problem };
  };
}
