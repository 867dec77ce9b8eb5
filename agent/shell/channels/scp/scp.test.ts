import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { instant } from '@center/contract';
import pino from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { textOf } from '../../../core/index.ts';
import { createCommitments } from '../../commitment/index.ts';
import { COMMAND } from '../../dimse/command-set.ts';
import { commitmentAction } from '../../dimse/commitment.ts';
import { element, item, sequence } from '../../dimse/testing/data-set.ts';
import {
  contextOf,
  echoRequest,
  RawPeer,
  requestOf,
  storeMessage,
  storeRequest,
  until,
} from '../../dimse/testing/raw-peer.ts';
import { createIntake } from '../../intake/index.ts';
import { type Ledger, openLedger } from '../../ledger/index.ts';
import { type ScpChannel, type ScpOptions, scpChannel, scpDefaults } from './index.ts';

const STEP = '1.2.840.10008.3.1.2.3.3';
const COMMITMENT = '1.2.840.10008.1.20.1';
const IMPLICIT = '1.2.840.10008.1.2';
const log = pino({ level: 'silent' });
let at = Date.parse('2026-03-10T04:00:00Z');
const now = (): ReturnType<typeof instant> => instant(at);

let folder: string;
let stops: (() => Promise<void> | void)[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'scp-'));
});
afterEach(async () => {
  for (const stop of stops.toReversed()) await stop();
  stops = [];
  rmSync(folder, { recursive: true, force: true });
});

interface Running {
  readonly ledger: Ledger;
  readonly channel: ScpChannel;
  readonly port: number;
  readonly stop: () => Promise<void>;
}

/** A receiver over the ledger in the test's folder, as the agent starts it. */
async function start(changes: Partial<ScpOptions> = {}): Promise<Running> {
  const ledger = openLedger(folder);
  const intake = createIntake({ ledger, now, changed: () => undefined, groupMs: 1 });
  const channel = scpChannel({
    ...scpDefaults,
    name: 'scp:0',
    port: 0,
    aeTitle: 'MONITOR',
    callingAeTitles: 'any',
    dataFolder: folder,
    minimumFreeBytes: 0,
    ledger,
    now,
    ...changes,
  });
  const running = await channel.start(intake, log);
  let stopped = false;
  const stop = async (): Promise<void> => {
    if (stopped) return;
    stopped = true;
    await running.stop();
    await intake.close();
    ledger.close();
  };
  stops.push(stop);
  return { ledger, channel, port: channel.health().port, stop };
}

async function associated(port: number, abstractSyntax: string, transferSyntax = IMPLICIT): Promise<RawPeer> {
  const peer = await RawPeer.associate(port, { contexts: [contextOf(abstractSyntax, transferSyntax)] });
  expect(await peer.takePdu()).toMatchObject({ kind: 'associate-accept', contexts: [{ result: 0 }] });
  return peer;
}

type Vr = Parameters<typeof element>[2];
const text = (tag: number, vr: Vr, value: string | Uint8Array): Buffer => element('implicit', tag, vr, value);
const uid = (tag: number, value: string): Buffer =>
  text(tag, 'UI', Buffer.from(value.length % 2 === 0 ? value : `${value}\0`));

const create = {
  CommandField: COMMAND.createRequest,
  hasDataSet: true,
  MessageID: 1,
  AffectedSOPClassUID: STEP,
  AffectedSOPInstanceUID: '1.2.3.500',
};
const set = {
  CommandField: COMMAND.setRequest,
  hasDataSet: true,
  MessageID: 2,
  RequestedSOPClassUID: STEP,
  RequestedSOPInstanceUID: '1.2.3.500',
};
const begun = Buffer.concat([
  text(0x00080005, 'CS', 'GB18030'),
  text(0x00080060, 'CS', 'CT'),
  text(0x00100010, 'PN', Buffer.from('cdf5d0a1b6ab', 'hex')),
  text(0x001021c0, 'US', Buffer.from([4, 0])),
  text(0x00400244, 'DA', '20260310'),
  text(0x00400252, 'CS', 'IN PROGRESS'),
  sequence('implicit', 0x00400270, [item('implicit', uid(0x0020000d, '1.2.3.10'), false)], false),
]);
const ended = Buffer.concat([text(0x00400250, 'DA', '20260310'), text(0x00400252, 'CS', 'COMPLETED')]);

describe('performed steps', () => {
  it('a step that was begun before a restart is ended after it, and is one object of its study', async () => {
    const first = await start();
    const device = await associated(first.port, STEP);
    device.send(storeMessage(create, begun));
    expect(await device.takeCommand()).toMatchObject({ Status: 0, AffectedSOPInstanceUID: '1.2.3.500' });
    expect(first.ledger.objects.ofStudy('1.2.3.10')).toHaveLength(1);
    device.socket.destroy();
    await first.stop();

    const second = await start();
    const again = await associated(second.port, STEP);
    again.send(storeMessage(set, ended));
    expect(await again.takeCommand()).toMatchObject({ Status: 0 });
    const [object, ...others] = second.ledger.objects.ofStudy('1.2.3.10');
    expect(others).toEqual([]);
    expect(object?.SOPClassUID).toBe(STEP);
    const header = object?.header ?? {};
    expect(textOf(header, 'PatientName')).toBe('王小东');
    expect(textOf(header, 'PerformedProcedureStepStatus')).toBe('COMPLETED');
    expect(textOf(header, 'PerformedProcedureStepEndDate')).toBe('20260310');
    expect(header['PregnancyStatus']).toBeDefined();
    // Final is final, over a restart as well.
    again.send(storeMessage(set, ended));
    expect(await again.takeCommand()).toMatchObject({ Status: 0x0110, ErrorID: 0xa710 });
    again.send(storeMessage(create, begun));
    expect(await again.takeCommand()).toMatchObject({ Status: 0x0111 });
    expect(second.ledger.verifyChain()).toMatchObject({ ok: true });
    expect(second.channel.health()).toMatchObject({ steps: 3, senders: [{ callingAeTitle: 'CT01', steps: 3 }] });
    again.socket.destroy();
  });

  it('a step in explicit VR is the same step', async () => {
    const { port, ledger } = await start();
    const device = await associated(port, STEP, '1.2.840.10008.1.2.1');
    const explicit = Buffer.concat([
      element('explicit', 0x00400252, 'CS', 'IN PROGRESS'),
      sequence(
        'explicit',
        0x00400270,
        [item('explicit', element('explicit', 0x0020000d, 'UI', '1.2.3.10'), true)],
        true,
      ),
    ]);
    device.send(storeMessage(create, explicit));
    expect(await device.takeCommand()).toMatchObject({ Status: 0 });
    device.socket.destroy();
    // Ended over an association in implicit VR.
    const other = await associated(port, STEP);
    other.send(storeMessage(set, ended));
    expect(await other.takeCommand()).toMatchObject({ Status: 0 });
    expect(ledger.objects.ofStudy('1.2.3.10')).toHaveLength(1);
    other.socket.destroy();
  });

  it('the end of a step that nobody saw begin is refused as the standard has it, and is kept where a person sees it', async () => {
    const { port, ledger } = await start();
    const device = await associated(port, STEP);
    device.send(storeMessage(set, ended));
    expect(await device.takeCommand()).toMatchObject({ Status: 0x0112 });
    expect(ledger.unreadable.list(10, 0)).toMatchObject([
      {
        source: 'MPPS 1.2.3.500',
        reason: 'identifiers-missing',
        detail: expect.stringContaining('StudyInstanceUID') as string,
      },
    ]);
    // Its beginning comes after all: it is readable now.
    device.send(storeMessage(create, begun));
    expect(await device.takeCommand()).toMatchObject({ Status: 0 });
    expect(ledger.unreadable.count()).toBe(0);
    expect(textOf(ledger.objects.ofStudy('1.2.3.10')[0]?.header ?? {}, 'PerformedProcedureStepEndDate')).toBe(
      '20260310',
    );
    device.socket.destroy();
  });

  it('names the instance of a step that left it to us', async () => {
    const { port, ledger } = await start();
    const device = await associated(port, STEP);
    const { AffectedSOPInstanceUID: _, ...unnamed } = create;
    device.send(storeMessage(unnamed, begun));
    const { AffectedSOPInstanceUID: given = '' } = await device.takeCommand();
    expect(given).toMatch(/^2\.25\.\d+$/);
    expect(ledger.steps.get(given)).toMatchObject({ state: 'IN PROGRESS' });
    device.socket.destroy();
  });

  it('what is refused leaves nothing behind', async () => {
    const { port, ledger } = await start();
    const device = await associated(port, STEP);
    const seq = ledger.head().seq;
    device.send(storeMessage(create, text(0x00400252, 'CS', 'COMPLETED')));
    expect(await device.takeCommand()).toMatchObject({ Status: 0x0106 });
    expect(ledger.steps.get('1.2.3.500')).toBeUndefined();
    expect(ledger.head().seq).toBe(seq);
    device.socket.destroy();
  });

  it('a step that cannot be written down is answered with a failure, and a disk that is short with its own', async () => {
    const other = openLedger(undefined);
    stops.push(() => other.close());
    const put = (): never => {
      throw new Error('database or disk is full');
    };
    const full = await start({ ledger: { transaction: other.transaction, steps: { ...other.steps, put } } });
    const told = await associated(full.port, STEP);
    told.send(storeMessage(create, begun));
    expect(await told.takeCommand()).toMatchObject({ Status: 0x0110 });
    expect(full.ledger.objects.count()).toBe(0);
    told.socket.destroy();
    await full.stop();
    const { port } = await start({ minimumFreeBytes: Number.MAX_SAFE_INTEGER });
    const device = await associated(port, STEP);
    device.send(storeMessage(create, begun));
    expect(await device.takeCommand()).toMatchObject({ Status: 0x0213 });
    device.socket.destroy();
  });
});

describe('reports of commitments', () => {
  const report = {
    CommandField: COMMAND.eventReportRequest,
    hasDataSet: true,
    MessageID: 5,
    AffectedSOPClassUID: COMMITMENT,
    AffectedSOPInstanceUID: '1.2.840.10008.1.20.1.1',
    EventTypeID: 1,
  };
  const objects = [{ SOPClassUID: '1.2.840.10008.5.1.4.1.1.2', SOPInstanceUID: '1.2.3.1' }];

  it('are taken for a transaction that was asked for before a restart, and for no other', async () => {
    const before = openLedger(folder);
    const transactionUID = createCommitments({ ledger: before, now }).open('dimse:0', '1.2.3.10', objects);
    before.close();
    const ledger = openLedger(folder);
    stops.push(() => ledger.close());
    const commitments = createCommitments({ ledger, now });
    const { port } = await start({ commitments });
    const peer = await RawPeer.associate(port, {
      contexts: [contextOf(COMMITMENT, IMPLICIT)],
      user: { ...requestOf().user, roles: [{ SOPClassUID: COMMITMENT, scu: false, scp: true }] },
    });
    expect(await peer.takePdu()).toMatchObject({
      kind: 'associate-accept',
      user: { roles: [{ scu: false, scp: true }] },
    });
    peer.send(storeMessage(report, commitmentAction(transactionUID, objects)));
    expect(await peer.takeCommand()).toMatchObject({
      CommandField: COMMAND.eventReportResponse,
      Status: 0,
      EventTypeID: 1,
    });
    expect(commitments.ended()).toMatchObject([{ transactionUID, state: 'reported', committed: ['1.2.3.1'] }]);
    peer.send(storeMessage(report, commitmentAction('1.2.3.4.5', objects)));
    expect(await peer.takeCommand()).toMatchObject({ Status: 0x0115 });
    peer.send(storeMessage({ ...report, EventTypeID: 7 }, commitmentAction(transactionUID, objects)));
    expect(await peer.takeCommand()).toMatchObject({ Status: 0x0113 });
    peer.send(
      storeMessage({ ...report, CommandField: COMMAND.actionRequest }, commitmentAction(transactionUID, objects)),
    );
    expect(await peer.takeCommand()).toMatchObject({ Status: 0x0211 });
    peer.socket.destroy();
  });

  it('are not taken where nobody asks for commitments', async () => {
    const { port } = await start();
    const peer = await RawPeer.associate(port, { contexts: [contextOf(COMMITMENT, IMPLICIT)] });
    expect(await peer.takePdu()).toMatchObject({ kind: 'associate-accept', contexts: [{ result: 3 }] });
    peer.socket.destroy();
  });
});

describe('objects', () => {
  const CT = '1.2.840.10008.5.1.4.1.1.2';
  const image = Buffer.concat([
    uid(0x00080016, CT),
    uid(0x00080018, '1.2.3.4'),
    uid(0x0020000d, '1.2.3.10'),
    uid(0x0020000e, '1.2.3.11'),
    text(0x7fe00010, 'OW', Buffer.alloc(2000)),
  ]);

  it('are refused with 0xA700 while the disk is short, and nothing is written', async () => {
    const { port, ledger, channel } = await start({ minimumFreeBytes: Number.MAX_SAFE_INTEGER });
    const sender = await associated(port, CT);
    sender.send(storeMessage(storeRequest(), image));
    expect(await sender.takeCommand()).toMatchObject({ Status: 0xa700 });
    expect(ledger.objects.count()).toBe(0);
    expect(channel.health()).toMatchObject({ failed: 1, stored: 0, senders: [{ failed: 1, lastFailure: 0xa700 }] });
    sender.socket.destroy();
  });

  it('that the database has no room for are refused with 0xA700, and taken when it has', async () => {
    const { port, ledger } = await start();
    const sender = await associated(port, CT);
    const { page_count } = ledger.store.db.prepare<[], { page_count: number }>('PRAGMA page_count').get() ?? {
      page_count: 0,
    };
    ledger.store.db.pragma(`max_page_count = ${String(page_count)}`);
    const large = Buffer.concat([image.subarray(0, image.length - 2008), text(0x00104000, 'LT', 'x'.repeat(60_000))]);
    let status: number | undefined;
    let refused = 0;
    for (let number = 0; number < 40 && refused === 0; number += 1) {
      const instance = `1.2.3.7.${String(number)}`;
      const object = Buffer.concat([
        uid(0x00080016, CT),
        uid(0x00080018, instance),
        large.subarray(large.indexOf(uid(0x0020000d, '1.2.3.10'))),
      ]);
      sender.send(storeMessage({ ...storeRequest(), AffectedSOPInstanceUID: instance }, object));
      status = (await sender.takeCommand()).Status;
      if (status !== 0) refused += 1;
    }
    expect(status).toBe(0xa700);
    const kept = ledger.objects.count();
    ledger.store.db.pragma('max_page_count = 1000000');
    sender.send(storeMessage(storeRequest(), image));
    expect(await sender.takeCommand()).toMatchObject({ Status: 0 });
    expect(ledger.objects.count()).toBe(kept + 1);
    expect(ledger.verifyChain()).toMatchObject({ ok: true });
    sender.socket.destroy();
  });

  it('that come again change nothing', async () => {
    const { port, ledger, channel } = await start();
    const sender = await associated(port, CT);
    sender.send(storeMessage(storeRequest(), image));
    expect(await sender.takeCommand()).toMatchObject({ Status: 0 });
    const { seq } = ledger.head();
    sender.send(storeMessage(storeRequest(), image));
    expect(await sender.takeCommand()).toMatchObject({ Status: 0 });
    expect(ledger.head().seq).toBe(seq);
    expect(ledger.objects.count()).toBe(1);
    expect(channel.health()).toMatchObject({ stored: 2 });
    sender.socket.destroy();
  });
});

describe('health', () => {
  it('counts who was not let in and why, what broke off, and who sent last', async () => {
    const { port, channel, ledger, stop: _ } = await start({ callingAeTitles: ['CT01', 'MR01'] });
    at += 1000;
    const evil = await RawPeer.associate(port, { callingAeTitle: 'EVIL' });
    expect(await evil.takePdu()).toMatchObject({ kind: 'associate-reject' });
    const garbage = await RawPeer.connect(port);
    garbage.send(Buffer.from('GET / HTTP/1.1\r\n\r\n'));
    await garbage.untilClosed();
    const secured = await RawPeer.connect(port);
    secured.send(Buffer.from('160301020001', 'hex'));
    await secured.untilClosed();
    const mr = await RawPeer.associate(port, { callingAeTitle: 'MR01', contexts: [contextOf('1.2.840.10008.1.1')] });
    expect(await mr.takePdu()).toMatchObject({ kind: 'associate-accept' });
    mr.sendCommand(echoRequest);
    expect(await mr.takeCommand()).toMatchObject({ Status: 0 });
    const ct = await associated(port, '1.2.840.10008.5.1.4.1.1.2');
    ct.send(storeMessage(storeRequest(), Buffer.alloc(500)).subarray(0, 400));
    await until('two stand', () => channel.health().open === 2);
    ct.socket.destroy();
    await until('broken off', () => channel.health().incomplete === 1);
    const health = channel.health();
    expect(health).toMatchObject({ channel: 'scp:0', aeTitle: 'MONITOR', secured: false, associations: 2, stored: 0 });
    expect(health.refusals.map(({ kind, count, callingAeTitle }) => [kind, count, callingAeTitle])).toEqual([
      ['calling-ae-title', 1, 'EVIL'],
      ['no-association', 1, ''],
      ['tls-on-a-plain-port', 1, ''],
    ]);
    expect(health.refusals[0]).toMatchObject({ peerAddress: '127.0.0.1', lastAt: at });
    expect(health.senders).toMatchObject([
      { callingAeTitle: 'CT01', incomplete: 1 },
      { callingAeTitle: 'MR01', echoes: 1 },
    ]);
    await until('told', () => (ledger.channels.list()[0]?.problem ?? '').includes('broke off'));
    expect(ledger.channels.list()[0]?.problem).toContain('1 associations rejected (calling-ae-title)');
    mr.socket.destroy();
  });

  it('forgets the senders heard of longest ago when everybody calls himself something else', async () => {
    const { port, channel } = await start();
    for (let number = 0; number < 70; number += 1) {
      const peer = await RawPeer.associate(port, { callingAeTitle: `AE${String(number)}` });
      await peer.takePdu();
      peer.socket.destroy();
      await until('gone', () => channel.health().open === 0);
    }
    const { senders, associations } = channel.health();
    expect(associations).toBe(70);
    expect(senders).toHaveLength(64);
    expect(senders[0]?.callingAeTitle).toBe('AE69');
  });
});

it('does not start over TLS without its files', async () => {
  writeFileSync(join(folder, 'ca.pem'), '');
  await expect(start({ tls: { caFile: join(folder, 'ca.pem') } })).rejects.toMatchObject({ code: 'key-file' });
  await expect(
    start({ tls: { caFile: join(folder, 'ca.pem'), certFile: join(folder, 'none'), keyFile: join(folder, 'none') } }),
  ).rejects.toMatchObject({ code: 'key-file', details: { what: 'certFile' } });
});
