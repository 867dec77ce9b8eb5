import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { accept } from '../dimse/negotiation.ts';
import { encodePdu } from '../dimse/pdu-encode.ts';
import { contextOf, requestOf, until } from '../dimse/testing/raw-peer.ts';
import { startWatchedScp } from '../dimse/testing/scp.ts';
import { dicomwebProbe } from './dicomweb.ts';
import { dimseEchoProbe } from './dimse-echo.ts';
import { httpProbe } from './http.ts';
import { icmpProbe } from './icmp.ts';
import type { ProbeResult } from './probe.ts';
import { tcpProbe } from './tcp.ts';
import { attempt, deadPort, descriptors, type RawPeer, rawPeer } from './testing/peers.ts';

let peer: RawPeer | undefined;
let before = 0;
beforeEach(() => {
  before = descriptors();
});
afterEach(async () => {
  await peer?.close();
  peer = undefined;
  await until('no descriptor is left', () => descriptors() <= before);
});

const said = ({ outcome, stage, code }: ProbeResult): string => `${outcome} ${stage} ${code}`.trim();
const common = { name: 'x', of: 'ct-1' } as const;

describe('dimse-echo', () => {
  const echo = (port: number, timeoutMs = 5_000, more = {}) =>
    dimseEchoProbe.probe(
      { ...common, type: 'dimse-echo', host: '127.0.0.1', port, calledAeTitle: 'CT1', ...more },
      attempt(timeoutMs),
    );
  const reject = (result: 1 | 2, source: number, reason: number) =>
    encodePdu({ kind: 'associate-reject', result, source, reason });

  it('our own receiver answers', async () => {
    const scp = await startWatchedScp({ aeTitle: 'CT1' });
    expect(said(await echo(scp.port))).toBe('ok release');
    await scp.close();
  });

  it.each<[string, Uint8Array | 'close' | 'silence', string]>([
    ['that does not let our title in', reject(1, 1, 3), 'invalid associate rejected-permanent-calling-ae'],
    ['that is not called so', reject(1, 1, 7), 'invalid associate rejected-permanent-called-ae'],
    ['that is busy', reject(2, 3, 2), 'invalid associate rejected-transient-local-limit'],
    ['that says no and not why', reject(1, 1, 1), 'fail associate rejected-permanent-reason-1-1'],
    ['that aborts', encodePdu({ kind: 'abort', source: 2, reason: 1 }), 'fail associate aborted-2-1'],
    ['that is no DICOM', Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n'), 'fail associate not-dicom'],
    ['that closes', 'close', 'fail associate closed'],
    ['that takes the connection and says nothing', 'silence', 'fail associate timeout'],
  ])('a peer %s', async (_, answer, expected) => {
    peer = await rawPeer((socket) => {
      socket.on('data', () => {
        if (answer === 'close') socket.end();
        else if (answer !== 'silence') socket.write(answer);
      });
    });
    expect(said(await echo(peer.port, answer === 'silence' ? 200 : 5_000))).toBe(expected);
  });

  it('a peer that offers no verification is no evidence', async () => {
    const asked = requestOf({ contexts: [contextOf('1.2.840.10008.1.1', '1.2.840.10008.1.2')] });
    const yes = accept(asked, { aeTitle: 'CT1', callingAeTitles: 'any', maxPduBytes: 16_384, services: new Map() }).pdu;
    const no = encodePdu({ ...yes, contexts: [{ id: 1, result: 3, transferSyntax: '1.2.840.10008.1.2' }] });
    peer = await rawPeer((socket) => socket.once('data', () => socket.write(no)).on('end', () => socket.end()));
    expect(said(await echo(peer.port, 1_000))).toBe('unsupported associate context-rejected-3');
  });

  it('nobody listens; a name that there is not; a signal that is over; a certificate that is not there', async () => {
    const port = await deadPort();
    expect(said(await echo(port))).toBe('fail connect ECONNREFUSED');
    expect(said(await echo(port, 5_000, { host: 'nobody.invalid' }))).toMatch(/^invalid resolve E/);
    const over = { signal: AbortSignal.abort(), now: attempt().now };
    const config = { ...common, type: 'dimse-echo', host: '127.0.0.1', port, calledAeTitle: 'CT1' } as const;
    expect(said(await dimseEchoProbe.probe(config, over))).toBe('fail connect timeout');
    expect(said(await echo(port, 5_000, { tls: { caFile: '/nowhere.pem' } }))).toBe('invalid tls ENOENT');
  });

  it('leaves no descriptor behind at a peer that is frozen', async () => {
    peer = await rawPeer((socket) => socket.pause());
    const { port } = peer;
    const sizes: number[] = [];
    for (let n = 0; n < 10; n += 1) {
      await echo(port, 50);
      sizes.push(descriptors());
    }
    // The peer's halves are in this process too; ours must not be.
    await until('ours are gone', () => descriptors() <= before + 2 + (peer?.sockets.length ?? 0));
    expect(sizes).toHaveLength(10);
  });
});

describe('tcp', () => {
  const tcp = (port: number, host = '127.0.0.1', timeoutMs = 2_000) =>
    tcpProbe.probe({ ...common, type: 'tcp', host, port }, attempt(timeoutMs));

  it('connects, or tells why not', async () => {
    peer = await rawPeer(() => undefined);
    expect(said(await tcp(peer.port))).toBe('ok connect');
    expect(said(await tcp(await deadPort()))).toBe('fail connect ECONNREFUSED');
    expect(said(await tcp(1, 'nobody.invalid'))).toMatch(/^invalid resolve E/);
    const gateway = { ...common, type: 'tcp', host: '127.0.0.1', port: await deadPort(), refusalCounts: true } as const;
    expect(said(await tcpProbe.probe(gateway, attempt()))).toBe('ok connect ECONNREFUSED');
  });
});

/** An HTTP server of raw bytes. */
const httpPeer = (answer: (socket: Socket, asked: string) => void) =>
  rawPeer((socket) => socket.once('data', (bytes) => answer(socket, bytes.toString('latin1'))));

describe('http', () => {
  const http = (port: number, more = {}, timeoutMs = 5_000) =>
    httpProbe.probe(
      { ...common, type: 'http', url: `http://127.0.0.1:${String(port)}/state`, ...more },
      attempt(timeoutMs),
    );

  it.each([
    [200, {}, 'ok request'],
    [302, {}, 'ok request'],
    [401, {}, 'ok request http-401'],
    [404, {}, 'fail request http-404'],
    [503, {}, 'fail request http-503'],
    [204, { statuses: [200] }, 'fail request http-204'],
    [404, { statuses: [404] }, 'ok request'],
    [200, { contains: 'ready' }, 'ok request'],
    [200, { contains: 'failed' }, 'fail body text-missing'],
  ])('status %i with %j is %s', async (status, more, expected) => {
    let asked = '';
    peer = await httpPeer((socket, text) => {
      asked = text;
      const head = `HTTP/1.1 ${String(status)} X\r\nlocation: http://127.0.0.1:1/\r\nconnection: close\r\n\r\n`;
      socket.end(status === 204 ? head : `${head}ready`);
    });
    expect(said(await http(peer.port, more))).toBe(expected);
    expect(asked).toMatch(/^GET \/state HTTP\/1\.1/);
    expect(asked.toLowerCase()).toContain('connection: close');
    expect(peer.sockets).toHaveLength(1);
  });

  it('a body that drips is ended by the time limit, one that never ends by its size', async () => {
    let timer: NodeJS.Timeout | undefined;
    peer = await httpPeer((socket) => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      timer = setInterval(() => socket.write('.'), 20);
    });
    expect(said(await http(peer.port, { contains: 'never' }, 300))).toBe('fail body timeout');
    clearInterval(timer);
    await peer.close();
    peer = await httpPeer((socket) => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      for (let n = 0; n < 40; n += 1) socket.write('x'.repeat(65_536));
    });
    expect(said(await http(peer.port, { contains: 'never' }))).toBe('fail body limit');
  });

  it('garbage, silence, a reset and a secret that is gone', async () => {
    peer = await httpPeer((socket) => socket.end('220 mail.example ESMTP\r\n'));
    expect(said(await http(peer.port))).toBe('fail request HPE_INVALID_CONSTANT');
    await peer.close();
    peer = await rawPeer(() => undefined);
    expect(said(await http(peer.port, {}, 200))).toBe('fail request timeout');
    await peer.close();
    peer = await rawPeer((socket) => socket.resetAndDestroy());
    expect(said(await http(peer.port))).toMatch(/^fail (connect|request) (ECONNRESET|EPIPE)$/);
    const auth = { kind: 'bearer', tokenFile: '/nowhere/token' };
    expect(said(await http(peer.port, { auth }))).toBe('invalid secret ENOENT');
  });

  it('signs in as it was told', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'probes-'));
    writeFileSync(join(folder, 'password'), 'word\n');
    let asked = '';
    peer = await httpPeer((socket, text) => {
      asked = text;
      socket.end('HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n');
    });
    await http(peer.port, { auth: { kind: 'basic', user: 'agent', passwordFile: join(folder, 'password') } });
    expect(asked).toContain(`authorization: Basic ${Buffer.from('agent:word').toString('base64')}`);
    rmSync(folder, { recursive: true, force: true });
  });
});

describe('dicomweb', () => {
  const dicomweb = (port: number, timeoutMs = 5_000) =>
    dicomwebProbe.probe(
      { ...common, type: 'dicomweb', url: `http://127.0.0.1:${String(port)}/dicom-web/` },
      attempt(timeoutMs),
    );
  const answer = (head: string, body = ''): string =>
    `HTTP/1.1 ${head}\r\nconnection: close\r\ncontent-length: ${String(body.length)}\r\n\r\n${body}`;

  it.each([
    ['an empty list', answer('200 OK\r\ncontent-type: application/dicom+json', '[]'), 'ok request'],
    ['nothing', answer('204 No Content'), 'ok request'],
    ['no entry', answer('401 Unauthorized'), 'ok request http-401'],
    ['an application that is gone', answer('404 Not Found'), 'fail request http-404'],
    ['a question that it does not know', answer('501 Not Implemented'), 'unsupported request http-501'],
    ['a page of a middlebox', answer('200 OK\r\ncontent-type: text/html', '<p>sign in'), 'fail parse not-dicom-json'],
    ['no list', answer('200 OK\r\ncontent-type: application/json', '{"a":1}'), 'fail parse not-dicom-json'],
    [
      'half a list',
      'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 50\r\n\r\n[{',
      'fail body incomplete',
    ],
    ['a portal that sends elsewhere', answer('302 Found\r\nlocation: http://portal/'), 'fail request http-302'],
  ])('%s', async (_, bytes, expected) => {
    let asked = '';
    peer = await httpPeer((socket, text) => {
      asked = text;
      socket.end(bytes);
    });
    expect(said(await dicomweb(peer.port))).toBe(expected);
    expect(asked).toMatch(/^GET \/dicom-web\/studies\?StudyDate=\d{8}&limit=1 HTTP/);
  });
});

describe('icmp', () => {
  const icmp = (host: string, timeoutMs = 5_000) =>
    icmpProbe.probe({ ...common, type: 'icmp', host }, attempt(timeoutMs));

  it('takes a numeric address alone', async () => {
    for (const host of ['-f', 'router', '127.0.0.1; id', '--help', '1.2.3', '']) {
      expect(said(await icmp(host))).toBe('invalid resolve not-numeric');
    }
  });

  it('tells of loopback what this machine lets it find out', async () => {
    expect(['ok echo', 'invalid start no-ping-program', 'invalid start EPERM']).toContain(
      said(await icmp('127.0.0.1')),
    );
  });

  it('is over with its signal', async () => {
    const result = await icmpProbe.probe(
      { ...common, type: 'icmp', host: '192.0.2.1' },
      { signal: AbortSignal.timeout(300), now: attempt().now },
    );
    // Ended by the signal, or known before: no route, no right, or a middlebox that answers for everybody.
    expect(['timeout', 'ENETUNREACH', 'EPERM', 'no-ping-program', '']).toContain(result.code);
    expect(result.latencyMs).toBeLessThan(4_000);
  });

  it('without any program nothing was measured', async () => {
    const path = process.env.PATH;
    process.env.PATH = '/nowhere';
    try {
      expect(said(await icmp('127.0.0.1'))).toBe('invalid start no-ping-program');
    } finally {
      process.env.PATH = path;
    }
  });
});
