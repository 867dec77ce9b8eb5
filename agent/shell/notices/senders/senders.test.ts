import { createHmac } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { instant } from '@center/contract';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RobotKind } from '../settings.ts';
import type { OutMessage } from '../write-notice.ts';
import { robotSender } from './robots.ts';
import type { Sent } from './sender.ts';
import { webhookSender } from './webhook.ts';

const secret = 'SEC-of-the-robot';
const key = 'key-that-nobody-sees';
const message: OutMessage = {
  id: 'a'.repeat(32),
  facility: { id: 'c1', name: '中心' },
  at: instant(Date.now()),
  urgency: 'critical',
  language: 'zh',
  subject: '[中心] 严重',
  text: `${'设备停机\n'.repeat(5_000)}编号 ${'a'.repeat(32)}`,
  lines: [],
};

let folder: string;
let server: Server | undefined;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'senders-'));
  writeFileSync(join(folder, 'secret'), `${secret}\n`);
});
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
  rmSync(folder, { recursive: true, force: true });
});
async function listen(answer: RequestListener): Promise<string> {
  const made = createServer(answer);
  server = made;
  await new Promise<void>((resolve) => made.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${String((made.address() as AddressInfo).port)}/robot/send?key=${key}`;
}
/** A robot that verifies as its document says: sign, an hour's window, size. */
function robot(kind: RobotKind, other?: Record<string, unknown>): RequestListener {
  return (request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const bytes = Buffer.concat(parts);
      const body = JSON.parse(bytes.toString('utf8')) as Record<string, unknown> & {
        text?: { content: string };
        content?: { text: string };
      };
      const query = new URL(request.url ?? '', 'http://x').searchParams;
      let code = 0;
      if (kind === 'wecom' && Buffer.byteLength(body.text?.content ?? '') > 2_048) code = 40058;
      if (kind !== 'wecom' && bytes.length > 20_000) code = 460101;
      const timestamp = kind === 'dingtalk' ? query.get('timestamp') : String(body['timestamp']);
      const sign = kind === 'dingtalk' ? query.get('sign') : body['sign'];
      const right =
        kind === 'dingtalk'
          ? createHmac('sha256', secret)
              .update(`${String(timestamp)}\n${secret}`)
              .digest('base64')
          : createHmac('sha256', `${String(timestamp)}\n${secret}`).digest('base64');
      const ageMs = Math.abs(Date.now() - Number(timestamp) * (kind === 'feishu' ? 1_000 : 1));
      if (kind !== 'wecom' && (sign !== right || ageMs > 3_600_000)) code = kind === 'dingtalk' ? 310000 : 19021;
      const said = kind === 'feishu' ? { code, msg: `code of ${key}` } : { errcode: code, errmsg: `code of ${key}` };
      response.end(JSON.stringify({ ...said, ...other }));
    });
  };
}
async function send(kind: RobotKind, listener: RequestListener, limitMs = 5_000, nowMs = Date.now): Promise<Sent> {
  writeFileSync(join(folder, 'url'), await listen(listener));
  const receiver = { name: 'r', language: 'zh', kind, urlFile: join(folder, 'url') } as const;
  const signed = kind === 'wecom' ? receiver : { ...receiver, secretFile: join(folder, 'secret') };
  return robotSender(signed, nowMs)(message, AbortSignal.timeout(limitMs));
}

describe.each(['wecom', 'dingtalk', 'feishu'] as const)('%s', (kind) => {
  const code = kind === 'feishu' ? 'code' : 'errcode';
  it('takes a message that is signed and within its limits, however long it was', async () => {
    expect(await send(kind, robot(kind))).toEqual({ kind: 'sent' });
  });
  it('a refusal within a 200 answer is a refusal, and tells no key', async () => {
    const refused = await send(kind, robot(kind, { [code]: 77 }));
    expect(refused.kind).toBe('refused');
    expect(JSON.stringify(refused)).not.toContain(key);
  });
  it('too often is asked again', async () => {
    const often = { wecom: 45009, dingtalk: 130101, feishu: 11232 }[kind];
    expect((await send(kind, robot(kind, { [code]: often }))).kind).toBe('retry');
  });
  it.each([
    [429, 'retry'],
    [503, 'retry'],
    [302, 'retry'],
    [404, 'retry'],
    [400, 'refused'],
  ])('HTTP %i: %s; a redirect is not followed', async (status, expected) => {
    let asked = 0;
    const listener: RequestListener = (_, response) => {
      asked += 1;
      response.writeHead(status, { location: '/robot/send' }).end();
    };
    expect((await send(kind, listener)).kind).toBe(expected);
    expect(asked).toBe(1);
  });
  it('a huge answer, one that drips and one that is none are bounded', async () => {
    const huge = await send(kind, (_, response) => void response.end('x'.repeat(1_000_000)));
    expect(huge.kind).toBe('retry');
    server?.close();
    const drip = await send(kind, (_, response) => void response.write('{'), 300);
    expect(drip).toEqual({ kind: 'retry', problem: 'no answer in time' });
    server?.closeAllConnections();
    server?.close();
    expect((await send(kind, (_, response) => void response.end('<html>'))).kind).toBe('retry');
  });
  if (kind !== 'wecom')
    it('a clock that is two hours off is told and mended, not lost', async () => {
      const sent = await send(kind, robot(kind), 5_000, () => Date.now() - 7_200_000);
      expect(sent).toMatchObject({ kind: 'retry', afterMs: 600_000 });
    });
});

it('a webhook is signed over time and body, and carries its id', async () => {
  let verified = false;
  const url = await listen((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const text = Buffer.concat(parts).toString('utf8');
      const at = String(request.headers['x-center-timestamp']);
      const right = `v1=${createHmac('sha256', secret).update(`${at}.${text}`).digest('hex')}`;
      verified =
        request.headers['x-center-signature'] === right &&
        Math.abs(Date.now() - Number(at)) < 300_000 &&
        request.headers['idempotency-key'] === message.id;
      response.writeHead(204).end();
    });
  });
  const receiver = { name: 'w', language: 'zh', kind: 'webhook', url, secretFile: join(folder, 'secret') } as const;
  expect(await webhookSender(receiver, Date.now)(message, AbortSignal.timeout(5_000))).toEqual({ kind: 'sent' });
  expect(verified).toBe(true);
});
