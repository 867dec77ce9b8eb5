// The receiver as a process of its own: what it weighs under the largest objects, and what it knows after it was killed at
// the worst moment.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { textOf } from '../core/index.ts';
import { now } from '../shell/clock/index.ts';
import { createCommitments } from '../shell/commitment/index.ts';
import { COMMAND, type CommandSet, encodeCommand } from '../shell/dimse/command-set.ts';
import { commitmentAction } from '../shell/dimse/commitment.ts';
import { encodeData } from '../shell/dimse/pdu-encode.ts';
import { element, header, item, sequence } from '../shell/dimse/testing/data-set.ts';
import { contextOf, RawPeer, storeMessage, storeRequest } from '../shell/dimse/testing/raw-peer.ts';
import { type Ledger, openLedger } from '../shell/ledger/index.ts';
import { CT, ctHeader, EXPLICIT, IMPLICIT, JPEG } from './dimse-files.ts';

const MIB = 1_048_576;
/** Of the whole process: Node, its compiled code, SQLite, and whatever of an object is held. */
const mostRss = 200 * MIB;
/** As the agent is started, with compiled code from an earlier start. */
const flags = ['--max-semi-space-size=8', '--heap-growing-percent=25'];
const STEP = '1.2.840.10008.3.1.2.3.3';
const COMMITMENT = '1.2.840.10008.1.20.1';

const root = mkdtempSync(join(tmpdir(), 'receiver-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
const child = fileURLToPath(new URL('./receiver-child.ts', import.meta.url));

type Mode = 'serve' | 'hold-after' | 'hold-before';
interface Receiver {
  readonly process: ChildProcess;
  readonly port: number;
  /** Resolves when it stands still at the moment that its mode names. */
  readonly held: Promise<void>;
  /** Largest resident set that the process has ever had, bytes. */
  readonly peakRss: () => number;
  readonly kill: (signal: NodeJS.Signals) => Promise<void>;
}
let receivers: Receiver[] = [];
afterEach(async () => {
  for (const receiver of receivers) await receiver.kill('SIGKILL');
  receivers = [];
});

async function start(folder: string, mode: Mode = 'serve'): Promise<Receiver> {
  const process_ = spawn(process.execPath, [...flags, child, folder, mode], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, NODE_COMPILE_CACHE: join(root, 'compiled') },
  });
  if (process_.stdout === null) throw new Error('the child has no output');
  const ended = once(process_, 'close');
  let hold: () => void = () => undefined;
  const held = new Promise<void>((resolve) => {
    hold = resolve;
  });
  const port = await new Promise<number>((resolve, reject) => {
    createInterface({ input: process_.stdout }).on('line', (line) => {
      if (line.startsWith('port ')) resolve(Number(line.slice(5)));
      else if (line === 'held') hold();
    });
    ended.then(() => reject(new Error('the receiver ended before it listened')), reject);
  });
  const receiver: Receiver = {
    process: process_,
    port,
    held,
    peakRss: () =>
      Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${String(process_.pid)}/status`, 'utf8'))?.[1]) * 1024,
    async kill(signal) {
      if (process_.exitCode === null && process_.signalCode === null) process_.kill(signal);
      await ended;
    },
  };
  receivers.push(receiver);
  return receiver;
}

async function associated(
  port: number,
  abstractSyntax: string,
  transferSyntax: string,
  localAddress?: string,
): Promise<RawPeer> {
  const contexts = [contextOf(abstractSyntax, transferSyntax)];
  const peer = await RawPeer.associate(port, { contexts }, localAddress);
  expect(await peer.takePdu()).toMatchObject({ kind: 'associate-accept', contexts: [{ result: 0 }] });
  return peer;
}

async function send(peer: RawPeer, bytes: Uint8Array): Promise<void> {
  if (!peer.socket.write(bytes)) await once(peer.socket, 'drain');
}

/** The answer to a request that takes longer than a test's patience for small things. */
async function answerOf(peer: RawPeer): Promise<CommandSet> {
  if (!peer.hasPdu) await once(peer.socket, 'data');
  return peer.takeCommand();
}

function fragmentHeader(length: number, isLast: boolean): Buffer {
  const bytes = Buffer.alloc(12);
  bytes.writeUInt8(0x04, 0);
  bytes.writeUInt32BE(length + 6, 2);
  bytes.writeUInt32BE(length + 2, 6);
  bytes.writeUInt8(1, 10);
  bytes.writeUInt8(isLast ? 2 : 0, 11);
  return bytes;
}

/** Streams an object of so many bytes of pixels: native ones, or the frames of an encapsulated cine. */
async function sendLarge(peer: RawPeer, instance: string, pixelBytes: number, encapsulated: boolean): Promise<void> {
  const command = { ...storeRequest(), AffectedSOPInstanceUID: instance };
  for (const pdu of encodeData(1, true, encodeCommand(command), 0)) await send(peer, pdu);
  const before = Buffer.concat([
    ctHeader('explicit', instance, 512),
    header('explicit', 0x7fe00010, 'OB', encapsulated ? 0xffffffff : pixelBytes),
    ...(encapsulated ? [item('explicit', Buffer.alloc(0), false)] : []),
  ]);
  await send(peer, Buffer.concat([fragmentHeader(before.length, false), before]));
  const frame = item('explicit', Buffer.alloc(131_072 - 6 - 8, 0x55), false);
  const piece = encapsulated ? frame : Buffer.alloc(131_072 - 6, 0x55);
  for (let sent = 0; sent < pixelBytes; ) {
    const part = encapsulated ? piece : piece.subarray(0, pixelBytes - sent);
    sent += part.length;
    const isLast = sent >= pixelBytes && !encapsulated;
    await send(peer, fragmentHeader(part.length, isLast));
    await send(peer, part);
  }
  const end = Buffer.from('feffdde000000000', 'hex');
  if (encapsulated) await send(peer, Buffer.concat([fragmentHeader(end.length, true), end]));
}

function ledgerOf<T>(folder: string, look: (ledger: Ledger) => T): T {
  const ledger = openLedger(folder);
  try {
    expect(ledger.verifyChain()).toMatchObject({ ok: true });
    return look(ledger);
  } finally {
    ledger.close();
  }
}
const observations = ({ store }: Ledger): number =>
  store.db.prepare<[], { n: number }>("SELECT count(*) AS n FROM entry WHERE kind = 'observation'").get()?.n ?? 0;

describe('what the receiver weighs', () => {
  beforeAll(async () => {
    await (await start(join(root, 'first'))).kill('SIGTERM');
  });

  it.each([
    ['native', EXPLICIT, false],
    ['encapsulated', JPEG, true],
  ])('500 MB of %s pixels stay under 200 MB of memory', async (name, syntax, encapsulated) => {
    const folder = join(root, `large-${name}`);
    const receiver = await start(folder);
    const peer = await associated(receiver.port, CT, syntax);
    await sendLarge(peer, '1.2.3.500', 500 * MIB, encapsulated);
    expect(await answerOf(peer)).toMatchObject({ Status: 0 });
    const peak = receiver.peakRss();
    console.log(`receiver: 500 MB of ${name} pixels, peak RSS ${(peak / MIB).toFixed(0)} MB`);
    expect(peak).toBeLessThan(mostRss);
    peer.socket.destroy();
    await receiver.kill('SIGTERM');
    expect(ledgerOf(folder, (ledger) => ledger.objects.count())).toBe(1);
  });

  it('four senders at once, one of them killed: every whole object once, the broken one not, under 200 MB', async () => {
    const folder = join(root, 'four');
    const receiver = await start(folder);
    const wanted: string[] = [];
    const sender = async (number: number): Promise<void> => {
      const peer = await associated(receiver.port, CT, EXPLICIT, `127.0.0.${String(number)}`);
      for (let index = 0; index < 60; index += 1) {
        const instance = `1.2.3.${String(number)}.${String(index)}`;
        await sendLarge(peer, instance, MIB / 2, false);
        expect(await answerOf(peer)).toMatchObject({ Status: 0 });
        wanted.push(instance);
      }
      peer.socket.destroy();
    };
    const killed = async (): Promise<void> => {
      const peer = await associated(receiver.port, CT, EXPLICIT, '127.0.0.9');
      const bytes = storeMessage(
        { ...storeRequest(), AffectedSOPInstanceUID: '1.2.3.9.0' },
        ctHeader('explicit', '1.2.3.9.0', 512),
      );
      await send(peer, bytes.subarray(0, bytes.length - 10));
      peer.socket.destroy();
    };
    await Promise.all([sender(2), sender(3), sender(4), sender(5), killed()]);
    const peak = receiver.peakRss();
    console.log(`receiver: four senders, peak RSS ${(peak / MIB).toFixed(0)} MB`);
    expect(peak).toBeLessThan(mostRss);
    await receiver.kill('SIGTERM');
    ledgerOf(folder, (ledger) => {
      const kept = ledger.objects.ofStudy('1.2.3.10').map(({ SOPInstanceUID }) => String(SOPInstanceUID));
      expect(kept.toSorted()).toEqual(wanted.toSorted());
      expect(ledger.objects.count()).toBe(240);
    });
  });
});

const text = (tag: number, vr: string, value: string): Buffer => element('implicit', tag, vr, value);
const create: CommandSet = {
  CommandField: COMMAND.createRequest,
  hasDataSet: true,
  MessageID: 1,
  AffectedSOPClassUID: STEP,
  AffectedSOPInstanceUID: '1.2.3.700',
};
const set: CommandSet = {
  CommandField: COMMAND.setRequest,
  hasDataSet: true,
  MessageID: 2,
  RequestedSOPClassUID: STEP,
  RequestedSOPInstanceUID: '1.2.3.700',
};
const begun = Buffer.concat([
  text(0x00400252, 'CS', 'IN PROGRESS'),
  sequence('implicit', 0x00400270, [item('implicit', element('implicit', 0x0020000d, 'UI', '1.2.3.70'), false)], false),
]);
const ended = text(0x00400252, 'CS', 'COMPLETED');

/** Sends one request to a receiver that is killed at the moment that `mode` names; its sender never hears an answer. */
async function killedAt(mode: Mode, folder: string, context: [string, string], message: Buffer): Promise<void> {
  const receiver = await start(folder, mode);
  const peer = await associated(receiver.port, ...context);
  peer.send(message);
  await receiver.held;
  await receiver.kill('SIGKILL');
  await peer.untilClosed();
  expect(peer.received).toHaveLength(0);
}

/** Sends requests to a receiver that works, one after another; the statuses of the answers. */
async function answered(
  folder: string,
  context: [string, string],
  ...messages: Buffer[]
): Promise<(number | undefined)[]> {
  const receiver = await start(folder);
  const peer = await associated(receiver.port, ...context);
  const statuses: (number | undefined)[] = [];
  for (const message of messages) {
    peer.send(message);
    statuses.push((await answerOf(peer)).Status);
  }
  peer.socket.destroy();
  // Killed again: what was answered is durable without an orderly end.
  await receiver.kill('SIGKILL');
  return statuses;
}

describe.each<Mode>(['hold-after', 'hold-before'])(
  'killed between the last byte and the answer (%s the commit)',
  (mode) => {
    it('an object is neither lost nor doubled, and its sender that repeats is served', async () => {
      const folder = join(root, `store-${mode}`);
      const message = storeMessage(storeRequest(), ctHeader('explicit', '1.2.3.4', 512));
      await killedAt(mode, folder, [CT, EXPLICIT], message);
      expect(ledgerOf(folder, (ledger) => ledger.objects.count())).toBe(mode === 'hold-after' ? 1 : 0);
      expect(await answered(folder, [CT, EXPLICIT], message, message)).toEqual([0, 0]);
      ledgerOf(folder, (ledger) => {
        expect([ledger.objects.count(), observations(ledger)]).toEqual([1, 1]);
      });
    });

    it('a step is neither lost nor doubled', async () => {
      const folder = join(root, `step-${mode}`);
      const beginning = storeMessage(create, begun);
      const end = storeMessage(set, ended);
      await killedAt(mode, folder, [STEP, IMPLICIT], beginning);
      const again = mode === 'hold-after' ? 0x0111 : 0;
      expect(await answered(folder, [STEP, IMPLICIT], beginning)).toEqual([again]);
      await killedAt(mode, folder, [STEP, IMPLICIT], end);
      expect(await answered(folder, [STEP, IMPLICIT], end)).toEqual([mode === 'hold-after' ? 0x0110 : 0]);
      ledgerOf(folder, (ledger) => {
        const [step, ...others] = ledger.objects.ofStudy('1.2.3.70');
        expect(others).toEqual([]);
        expect(textOf(step?.header ?? {}, 'PerformedProcedureStepStatus')).toBe('COMPLETED');
        expect(observations(ledger)).toBe(2);
        expect(ledger.unreadable.count()).toBe(0);
      });
    });

    it('a report of a commitment is neither lost nor told twice', async () => {
      const folder = join(root, `report-${mode}`);
      const objects = [{ SOPClassUID: CT, SOPInstanceUID: '1.2.3.4' }];
      const transactionUID = ledgerOf(folder, (ledger) =>
        createCommitments({ ledger, now }).open('dimse:0', '1.2.3.10', objects),
      );
      const report = storeMessage(
        {
          CommandField: COMMAND.eventReportRequest,
          hasDataSet: true,
          MessageID: 3,
          AffectedSOPClassUID: COMMITMENT,
          AffectedSOPInstanceUID: '1.2.840.10008.1.20.1.1',
          EventTypeID: 1,
        },
        commitmentAction(transactionUID, objects),
      );
      await killedAt(mode, folder, [COMMITMENT, IMPLICIT], report);
      expect(await answered(folder, [COMMITMENT, IMPLICIT], report, report)).toEqual([0, 0]);
      ledgerOf(folder, (ledger) => {
        expect(createCommitments({ ledger, now }).ended()).toMatchObject([
          { transactionUID, state: 'reported', committed: ['1.2.3.4'] },
        ]);
      });
    });
  },
);
