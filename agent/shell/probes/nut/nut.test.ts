import type { Socket } from 'node:net';
import { instant } from '@center/contract';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import type { ProbeResult } from '../probe.ts';
import { TalkFault } from '../talk-fault.ts';
import { attempt, type RawPeer, rawPeer } from '../testing/peers.ts';
import { NutClient, nutLimits } from './client.ts';
import { nutProbe } from './index.ts';
import { lineOf, wordsOf } from './words.ts';

let server: RawPeer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

/** A server that answers each line as told; what it heard is kept. */
async function peer(answer: (line: string, socket: Socket) => void): Promise<{ port: number; heard: string[] }> {
  const heard: string[] = [];
  await server?.close();
  server = await rawPeer((socket) => {
    let rest = '';
    socket.on('data', (chunk: Buffer) => {
      rest += chunk.toString();
      const lines = rest.split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        heard.push(line);
        answer(line, socket);
      }
    });
  });
  return { port: server.port, heard };
}

const probe = (port: number, ms = 3_000): Promise<ProbeResult> =>
  nutProbe.probe({ name: 'ups', type: 'nut', of: 'ups-1', host: '127.0.0.1', port, ups: 'demo' }, attempt(ms));
const list =
  'BEGIN LIST VAR demo\nVAR demo ups.status "OL CHRG"\nVAR demo ups.model "Say \\"UPS\\" \\\\ 不间断"\nVAR demo battery.charge "100"\nEND LIST VAR demo\n';

describe('words of a line', () => {
  it('are taken apart at blanks, quotes and backslashes', () => {
    expect(wordsOf('VAR su700 ups.mfr "A P C"')).toEqual(['VAR', 'su700', 'ups.mfr', 'A P C']);
    expect(wordsOf('VAR u d "a \\"b\\" \\\\ c" ""')).toEqual(['VAR', 'u', 'd', 'a "b" \\ c', '']);
    expect(wordsOf('')).toEqual([]);
    expect(wordsOf('VAR "open')).toBeUndefined();
    expect(wordsOf('VAR back\\')).toBeUndefined();
  });
  it('come back as they were put together', () => {
    const word = fc
      .string({ unit: 'grapheme', minLength: 0, maxLength: 20 })
      .filter((text) => !/[\u0000-\u001f\u007f]/.test(text));
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 5 }), (words) => {
        expect(wordsOf(lineOf(words))).toEqual(words);
      }),
    );
  });
  it('with a line break would be a second command, and are refused', () => {
    for (const word of ['demo\nFSD demo', 'demo\r', 'a\u0000b'])
      expect(() => lineOf(['LIST', 'VAR', word])).toThrow(TalkFault);
  });
});

describe('the probe', () => {
  it('reads an answer that comes byte by byte, in UTF-8, with CR or without', async () => {
    const { port, heard } = await peer((line, socket) => {
      if (!line.startsWith('LIST')) return;
      const bytes = Buffer.from(list.replace(/\n/g, '\r\n'));
      const drip = (at: number): void => {
        if (at >= bytes.length || socket.destroyed) return;
        socket.write(bytes.subarray(at, at + 1), () => setImmediate(drip, at + 1));
      };
      drip(0);
    });
    const result = await probe(port);
    expect(result).toMatchObject({ outcome: 'ok', stage: 'request', code: '' });
    expect(JSON.parse(String(result.readings[0]?.value))).toMatchObject({
      state: 'on-line',
      model: 'Say "UPS" \\ 不间断',
      chargePct: 100,
    });
    await expect.poll(() => heard).toEqual(['LIST VAR demo', 'LOGOUT']);
  });

  it.each<[string, string, Partial<ProbeResult>]>([
    ['an error', 'ERR DRIVER-NOT-CONNECTED\n', { outcome: 'fail', stage: 'request', code: 'DRIVER-NOT-CONNECTED' }],
    ['an error of ours', 'ERR ACCESS-DENIED\n', { outcome: 'invalid', stage: 'request', code: 'ACCESS-DENIED' }],
    [
      'an error in the middle of the list',
      'BEGIN LIST VAR demo\nERR DATA-STALE\n',
      { outcome: 'fail', code: 'DATA-STALE' },
    ],
    ['garbage', '\u0000\u0001\u0002 HTTP/1.1 400\n', { outcome: 'fail', stage: 'parse', code: 'not-a-list' }],
    [
      'an open quote',
      'BEGIN LIST VAR demo\nVAR demo ups.status "OL\n',
      { outcome: 'fail', stage: 'parse', code: 'line-not-understood' },
    ],
    ['the list of another UPS', 'BEGIN LIST VAR other\n', { outcome: 'fail', stage: 'parse', code: 'not-a-list' }],
    [
      'the end of another list',
      'BEGIN LIST VAR demo\nEND LIST VAR other\n',
      { outcome: 'fail', stage: 'parse', code: 'another-list' },
    ],
    [
      'a row of another UPS',
      'BEGIN LIST VAR demo\nVAR other ups.status "OL"\n',
      { outcome: 'fail', stage: 'parse', code: 'foreign-row' },
    ],
    ['an empty line', '\n', { outcome: 'fail', stage: 'parse', code: 'line-not-understood' }],
  ])('takes %s for what it is', async (_name, answer, expected) => {
    const { port } = await peer((line, socket) => line.startsWith('LIST') && socket.write(answer));
    expect(await probe(port)).toMatchObject(expected);
  });

  it('is not held by a silent server beyond its signal', async () => {
    const { port } = await peer(() => undefined);
    expect(await probe(port, 200)).toMatchObject({ outcome: 'fail', stage: 'request', code: 'timeout' });
  });

  it('is not held by an answer without end, nor by a line without end', async () => {
    const row = `VAR demo x.y "${'z'.repeat(100)}"\n`.repeat(100);
    const endless = await peer((_line, socket) => {
      socket.write('BEGIN LIST VAR demo\n');
      const pour = (): void => {
        while (!socket.destroyed && socket.write(row));
      };
      socket.on('drain', pour);
      pour();
    });
    expect(await probe(endless.port)).toMatchObject({ outcome: 'fail', stage: 'parse', code: 'answer-too-long' });
    const long = await peer((_line, socket) => socket.write('x'.repeat(20_000)));
    expect(await probe(long.port)).toMatchObject({ outcome: 'fail', stage: 'parse', code: 'line-too-long' });
  });

  it('tells a server that hangs up', async () => {
    const { port } = await peer((_line, socket) => socket.end('BEGIN LIST VAR demo\n'));
    expect(await probe(port)).toMatchObject({ outcome: 'fail', stage: 'request', code: 'connection-closed' });
  });

  it('with an ended signal asks nobody', async () => {
    const { port, heard } = await peer(() => undefined);
    const signal = AbortSignal.abort();
    const result = await nutProbe.probe(
      { name: 'u', type: 'nut', of: 'u', host: '127.0.0.1', port, ups: 'demo' },
      { signal, now: () => instant(0) },
    );
    expect([result.outcome, result.code, heard]).toEqual(['fail', 'timeout', []]);
  });
});

describe('the client', () => {
  const open = async (port: number, ms = 5_000, limits = nutLimits): Promise<NutClient> =>
    NutClient.open({ host: '127.0.0.1', port }, AbortSignal.timeout(ms), limits);

  it('asks one thing at a time and gives each its own answer, an error to the one that made it', async () => {
    const open_ = new Set<string>();
    const { port, heard } = await peer((line, socket) => {
      expect(open_.size).toBe(0);
      open_.add(line);
      setImmediate(() => {
        open_.delete(line);
        socket.write(line === 'VER' ? 'ERR UNKNOWN-COMMAND\n' : `${line}-answer\n`);
      });
    });
    const client = await open(port);
    const answers = await Promise.allSettled([client.ask('NETVER'), client.ask('VER'), client.ask('GET', 'x y')]);
    expect(
      answers.map((answer) => (answer.status === 'fulfilled' ? answer.value : (answer.reason as TalkFault).code)),
    ).toEqual([['NETVER-answer'], 'UNKNOWN-COMMAND', ['GET', 'x y-answer']]);
    expect(heard).toEqual(['NETVER', 'VER', 'GET "x y"']);
    client.close();
  });

  it('rejects at once what waits when it is closed, and what is asked later', async () => {
    const { port } = await peer(() => undefined);
    const client = await open(port);
    const waiting = [client.ask('VER'), client.ask('NETVER')];
    client.close();
    await expect(Promise.all(waiting)).rejects.toMatchObject({ code: 'closed' });
    await expect(client.ask('VER')).rejects.toMatchObject({ code: 'closed' });
  });

  it('has a limit of time for each request, and ends with it', async () => {
    const { port } = await peer(() => undefined);
    const client = await open(port, 5_000, { ...nutLimits, requestMs: 50 });
    await expect(client.ask('VER')).rejects.toMatchObject({ code: 'timeout' });
    await expect(client.ask('VER')).rejects.toMatchObject({ code: 'timeout' });
  });

  it('ends at a line that nobody asked for', async () => {
    const { port } = await peer((_line, socket) => socket.write('OK\nOK SET\n'));
    const client = await open(port);
    await client.ask('VER');
    await expect
      .poll(async () => client.ask('VER').catch((fault: unknown) => (fault as TalkFault).code))
      .toBe('unasked-line');
  });

  it('takes no plain text that follows the consent to STARTTLS', async () => {
    const { port } = await peer((_line, socket) => socket.write('OK STARTTLS\nVAR demo ups.status "OL"\n'));
    const client = await open(port);
    await expect(client.startTls('', 'ups.test')).rejects.toMatchObject({ stage: expect.stringMatching(/tls|parse/) });
    await expect(client.ask('VER')).rejects.toBeInstanceOf(TalkFault);
  });

  it('does not wait for a handshake that never comes', async () => {
    const { port } = await peer((line, socket) => line === 'STARTTLS' && socket.write('OK STARTTLS\n'));
    const client = await open(port, 300);
    await expect(client.startTls('', 'ups.test')).rejects.toMatchObject({ code: 'timeout' });
  });
});
