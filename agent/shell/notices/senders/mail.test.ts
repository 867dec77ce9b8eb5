import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { instant } from '@center/contract';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Certificates, canCertify, makeCertificates } from '../../dimse/testing/certificates.ts';
import type { MailServer } from '../settings.ts';
import type { OutMessage } from '../write-notice.ts';
import { mailSender } from './mail.ts';
import type { Sent } from './sender.ts';

const password = 'the-password-of-the-mailbox';
const message: OutMessage = {
  id: 'b'.repeat(32),
  facility: { id: 'center-1', name: '示范影像中心' },
  at: instant(Date.parse('2026-06-01T10:00:00+08:00')),
  urgency: 'critical',
  language: 'zh',
  subject: '[示范影像中心] 严重 一号机：设备停机',
  text: '[严重] 一号机 <script>：设备停机 & 其他',
  lines: [],
};

let folder: string;
const ending: (() => Promise<void>)[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mail-'));
  writeFileSync(join(folder, 'password'), `${password}\n`);
});
afterEach(async () => {
  for (const end of ending.splice(0)) await end();
  rmSync(folder, { recursive: true, force: true });
});

interface Mailbox {
  readonly port: number;
  readonly mails: {
    readonly raw: string;
    readonly to: readonly string[];
    readonly secure: boolean;
    readonly user: unknown;
  }[];
}

async function mailbox(options: SMTPServerOptions): Promise<Mailbox> {
  const mails: Mailbox['mails'] = [];
  const server = new SMTPServer({
    authOptional: true,
    disableReverseLookup: true,
    logger: false,
    onAuth: (auth, _session, done) =>
      auth.username === 'monitor' && auth.password === password
        ? done(null, { user: auth.username })
        : done(new Error('wrong user or password')),
    onData(stream, session, done) {
      const parts: Buffer[] = [];
      stream.on('data', (part: Buffer) => parts.push(part));
      stream.on('end', () => {
        mails.push({
          raw: Buffer.concat(parts).toString('utf8'),
          to: session.envelope.rcptTo.map(({ address }) => address),
          secure: session.secure,
          user: session.user,
        });
        done();
      });
    },
    ...options,
  });
  // A client that breaks off is told by the library as an error of the server.
  server.on('error', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  ending.push(async () => new Promise<void>((resolve) => server.close(() => resolve())));
  const address = server.server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return { port: address.port, mails };
}

const settings = (port: number, change: Partial<MailServer> = {}): MailServer => ({
  host: '127.0.0.1',
  port,
  security: 'none',
  from: 'monitor@center.example',
  ...change,
});
const send = async (
  server: MailServer,
  to = ['officer@center.example'],
  signal = AbortSignal.timeout(20_000),
): Promise<Sent> => mailSender(server, { name: 'officer', language: 'zh', kind: 'mail', to })(message, signal);

/** Header and body of a mail as the reader's program shows them. */
function header(raw: string, name: string): string {
  const unfolded = raw.replace(/\r\n[ \t]+/g, ' ');
  const line = unfolded.split('\r\n').find((each) => each.toLowerCase().startsWith(`${name.toLowerCase()}: `)) ?? '';
  return line
    .slice(name.length + 2)
    .replace(/\?=\s+=\?/g, '?==?')
    .replace(/=\?UTF-8\?B\?([^?]*)\?=/gi, (_, text: string) => Buffer.from(text, 'base64').toString('utf8'))
    .replace(/=\?UTF-8\?Q\?([^?]*)\?=/gi, (_, text: string) =>
      Buffer.from(
        text.replace(/_/g, ' ').replace(/=([0-9A-F]{2})/g, (__, hex: string) => String.fromCharCode(parseInt(hex, 16))),
        'latin1',
      ).toString('utf8'),
    );
}

describe('a mail server', () => {
  it('gets the message with its id, in Chinese, to everybody who is to be told', async () => {
    const box = await mailbox({ disabledCommands: ['STARTTLS'] });
    expect(await send(settings(box.port), ['a@center.example', 'b@center.example'])).toEqual({ kind: 'sent' });
    const [mail] = box.mails;
    expect(mail?.to).toEqual(['a@center.example', 'b@center.example']);
    expect(header(mail?.raw ?? '', 'Subject')).toBe(message.subject);
    expect(header(mail?.raw ?? '', 'Message-ID')).toBe(`<${message.id}@center-1.center-monitor>`);
    expect(header(mail?.raw ?? '', 'Auto-Submitted')).toBe('auto-generated');
    const part = (mail?.raw ?? '').split('text/html')[1] ?? '';
    const coded = part.slice(part.indexOf('\r\n\r\n') + 4);
    const html = /base64/.test(part.slice(0, 200))
      ? Buffer.from(coded.split('\r\n--')[0] ?? '', 'base64').toString('utf8')
      : Buffer.from(
          coded
            .replace(/=\r\n/g, '')
            .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16))),
          'latin1',
        ).toString('utf8');
    expect(html).toContain('一号机 &#60;script&#62;');
    expect(html).not.toContain('<script>');
  });

  it('that answers that there is no such address is a refusal; that it is busy, a matter for later', async () => {
    const refusing = (responseCode: number) =>
      mailbox({
        disabledCommands: ['STARTTLS'],
        onRcptTo: (_address, _session, done) => done(Object.assign(new Error('not here'), { responseCode })),
      });
    expect(await send(settings((await refusing(550)).port))).toMatchObject({ kind: 'refused' });
    expect(await send(settings((await refusing(451)).port))).toMatchObject({ kind: 'retry' });
  });

  it('that takes only some of the addresses says so, and these are not told twice', async () => {
    const box = await mailbox({
      disabledCommands: ['STARTTLS'],
      onRcptTo: ({ address }, _session, done) =>
        address.startsWith('gone') ? done(Object.assign(new Error('gone'), { responseCode: 550 })) : done(),
    });
    const result = await send(settings(box.port), ['a@center.example', 'gone@center.example']);
    expect(result).toEqual({ kind: 'refused', problem: '1 of 2 addresses were refused' });
    expect(box.mails).toHaveLength(1);
  });

  it('that is not there, or says nothing until the time is over, is a matter for later', async () => {
    const silent = createServer((socket) => sockets.push(socket));
    const sockets: Socket[] = [];
    const port = await new Promise<number>((resolve) => {
      silent.listen(0, '127.0.0.1', () => {
        const address = silent.address();
        resolve(address === null || typeof address === 'string' ? 0 : address.port);
      });
    });
    ending.push(async () => closed(silent, sockets));
    expect(await send(settings(port), undefined, AbortSignal.timeout(300))).toEqual({
      kind: 'retry',
      problem: 'no answer in time',
    });
    await closed(silent, sockets);
    expect(await send(settings(port))).toMatchObject({ kind: 'retry' });
  });
});

async function closed(server: Server, sockets: readonly Socket[]): Promise<void> {
  for (const socket of sockets) socket.destroy();
  await new Promise<void>((resolve) => server.close(() => resolve()));
}

describe.skipIf(!canCertify())('over TLS', () => {
  let certificates: Certificates;
  beforeAll(() => {
    certificates = makeCertificates();
  });
  const known = (authority: Buffer): string => {
    const file = join(folder, 'ca.pem');
    writeFileSync(file, authority);
    return file;
  };
  const guarded = (identity: Certificates['receiver'], secure: boolean): SMTPServerOptions => ({
    secure,
    ...identity,
    authOptional: false,
    authMethods: ['PLAIN', 'LOGIN'],
  });
  const signedIn = (): Partial<MailServer> => ({
    host: 'localhost',
    user: 'monitor',
    passwordFile: join(folder, 'password'),
    caFile: known(certificates.authority),
  });

  it.each([
    ['starttls', false],
    ['tls', true],
  ] as const)('%s: the password goes over a closed line only', async (security, secure) => {
    const box = await mailbox(guarded(certificates.receiver, secure));
    expect(await send(settings(box.port, { ...signedIn(), security }))).toEqual({ kind: 'sent' });
    expect(box.mails[0]).toMatchObject({ secure: true, user: 'monitor' });
  });

  it('a certificate of nobody known gets no mail, and no password', async () => {
    const box = await mailbox(guarded(certificates.stranger, false));
    expect(await send(settings(box.port, { ...signedIn(), security: 'starttls' }))).toMatchObject({ kind: 'retry' });
    expect(box.mails).toEqual([]);
  });

  it('a server that offers no STARTTLS gets nothing over an open line', async () => {
    const box = await mailbox({ disabledCommands: ['STARTTLS'], authOptional: true });
    expect(await send(settings(box.port, { ...signedIn(), security: 'starttls' }))).toMatchObject({ kind: 'retry' });
    expect(box.mails).toEqual([]);
  });

  it('a wrong password is tried again seldom, is never told, and a new one is taken up without a restart', async () => {
    const box = await mailbox(guarded(certificates.receiver, false));
    writeFileSync(join(folder, 'password'), 'an-old-password');
    const server = settings(box.port, { ...signedIn(), security: 'starttls' });
    const result = await send(server);
    expect(result).toMatchObject({ kind: 'retry', afterMs: 600_000 });
    expect(JSON.stringify(result)).not.toContain('an-old-password');
    writeFileSync(join(folder, 'password'), password);
    expect(await send(server)).toEqual({ kind: 'sent' });
  });
});
