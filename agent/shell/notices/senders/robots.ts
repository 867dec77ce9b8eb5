// Robots of group chats in WeCom (企业微信), DingTalk (钉钉) and Feishu (飞书). Each answers 200 also when it refuses: what counts is the code in the answer.
import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { messageOf } from '../../errors.ts';
import { isRecord } from '../../is-record.ts';
import type { Receiver, RobotKind } from '../settings.ts';
import type { OutMessage } from '../write-notice.ts';
import { postJson } from './post-json.ts';
import { afterHttp, cutToBytes, jsonBytes, type Sender, type Sent } from './sender.ts';

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
  /** Codes that say "too often" or "busy": later again, after so many milliseconds. */
  readonly later: ReadonlyMap<number, number>;
  /** Codes of what a person mends at the robot or in our files: address, key, allowed senders. Later again; any other is a refusal of this message. */
  readonly mendable: ReadonlySet<number>;
}

/** Bytes of text: WeCom takes 2 048; the others take a body of 20 000, of which the text is nearly all. */
const weComTextBytes = 2_048;
const otherTextBytes = 18_000;
const tooOftenMs = 60_000;
/** DingTalk shuts a robot out for ten minutes that sends more than twenty a minute. */
const shutOutMs = 600_000;
const mendedMs = 600_000;

/** Subject and text within a limit; the last line, which holds the message's number, stays. */
function textOf({ subject, text }: OutMessage, most: number, bytesOf?: (text: string) => number): string {
  const at = text.lastIndexOf('\n');
  const closing = text.slice(at);
  return cutToBytes(`${subject}\n${text.slice(0, at)}`, most - jsonBytes(closing), bytesOf) + closing;
}

/** 加签: HMAC-SHA256 of timestamp, line feed and secret, under the secret; base64. */
function dingTalkSign(timestamp: string, secret: string): string {
  return createHmac('sha256', secret).update(`${timestamp}\n${secret}`).digest('base64');
}

/** 签名校验: HMAC-SHA256 of nothing, under timestamp (seconds), line feed and secret; base64. */
function feishuSign(timestamp: string, secret: string): string {
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
    later: new Map([-1, 6000, 45009, 45033].map((code) => [code, tooOftenMs])),
    mendable: new Set([93000]),
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
        body: { msgtype: 'text', text: { content: textOf(message, otherTextBytes, jsonBytes) } },
      };
    },
    code: 'errcode',
    words: 'errmsg',
    later: new Map([
      [-1, tooOftenMs],
      [130101, shutOutMs],
      [410100, shutOutMs],
      [90030, 3_600_000],
    ]),
    mendable: new Set([310000, 300001, 300005, 400101, 400102, 400106]),
  },
  feishu: {
    request(message, address, secret, nowMs) {
      const timestamp = String(Math.floor(nowMs / 1_000));
      const signed = secret === undefined ? {} : { timestamp, sign: feishuSign(timestamp, secret) };
      return {
        address,
        body: { ...signed, msg_type: 'text', content: { text: textOf(message, otherTextBytes, jsonBytes) } },
      };
    },
    code: 'code',
    words: 'msg',
    later: new Map([[11232, tooOftenMs]]),
    mendable: new Set([19001, 19021, 19022]),
  },
};

function answerOf(body: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(body);
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined; // No JSON: told by the caller as an answer of another service.
  }
}

/** Whatever of the address an answer repeats is not told: keys stand in it. */
function withoutSecrets(said: string, address: string): string {
  const { pathname, searchParams } = new URL(address);
  const secrets = [...pathname.split('/'), ...searchParams.values()].filter((part) => part.length >= 8);
  return secrets.reduce((text, secret) => text.replaceAll(secret, '***'), said);
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
      const { protocol, hostname } = new URL(address);
      if (protocol !== 'https:' && hostname !== '127.0.0.1')
        return { kind: 'retry', problem: `${urlFile} holds no address that begins with https` };
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
      return afterHttp(status, problem, retryAfterMs);
    }
    const answer = answerOf(body);
    const code = answer?.[robot.code];
    if (typeof code !== 'number') return { kind: 'retry', problem: 'the answer is not that of a robot' };
    if (code === 0) return { kind: 'sent' };
    const words = answer?.[robot.words];
    const said = typeof words === 'string' ? words : '';
    const problem = `${robot.code} ${String(code)}${said === '' ? '' : `: ${withoutSecrets(said, sent.address).slice(0, 200)}`}`;
    // A word that the robot asks for is missing in this message; others may have it.
    if (/keyword/i.test(said)) return { kind: 'refused', problem };
    const afterMs = robot.later.get(code) ?? (robot.mendable.has(code) ? mendedMs : undefined);
    return afterMs === undefined ? { kind: 'refused', problem } : { kind: 'retry', problem, afterMs };
  };
}
