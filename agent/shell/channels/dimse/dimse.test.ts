import { instant, must, parseCalendarDate, startOfDay } from '@center/contract';
import { pino } from 'pino';
import { afterEach, describe, expect, it } from 'vitest';
import { courtesyDefaults, createGate, type PacsGate } from '../../courtesy/index.ts';
import {
  Arrivals,
  COMMAND,
  encodeDataSet,
  key,
  STATUS,
  type StoreScp,
  startStoreScp,
  type WrittenElement,
} from '../../dimse/index.ts';
import { element } from '../../dimse/testing/data-set.ts';
import { type Exchange, type FakeArchive, startFakeArchive } from '../../dimse/testing/fake-archive.ts';
import { CT_IMAGE, RawPeer, requestOf, storeMessage, until } from '../../dimse/testing/raw-peer.ts';
import { createIntake } from '../../intake/index.ts';
import { type Ledger, openLedger } from '../../ledger/index.ts';
import {
  type DimseAccess,
  type DimseAddress,
  DimseClient,
  type DimseOptions,
  dimseAccess,
  dimseChannel,
  dimseDefaults,
} from './index.ts';

const EXPLICIT = '1.2.840.10008.1.2.1';
const today = must(parseCalendarDate('2026-11-26'));
const noon = instant(startOfDay(today) + 12 * 3_600_000);
const day = (text: string) => must(parseCalendarDate(text));
const signal = new AbortController().signal;

let archive: FakeArchive | undefined;
let gate: PacsGate | undefined;
let access: DimseAccess | undefined;
let receiver: StoreScp | undefined;
let ledger: Ledger | undefined;
let stop: (() => Promise<void>) | undefined;
afterEach(async () => {
  await stop?.();
  await access?.close();
  await receiver?.close();
  await gate?.close();
  await archive?.close();
  ledger?.close();
  stop = undefined;
  receiver = undefined;
  ledger = undefined;
});

interface Stored {
  readonly study: string;
  readonly date: string;
  readonly time: string;
  readonly objects: number;
}

const valueOf = (dataSet: Buffer, tag: string): string => {
  const at = dataSet.indexOf(Buffer.from(tag, 'hex'));
  if (at < 0) return '';
  return dataSet.toString('latin1', at + 8, at + 8 + dataSet.readUInt16LE(at + 6)).replace(/[\0 ]+$/, '');
};

const row = (...elements: readonly WrittenElement[]): Buffer => encodeDataSet(elements, EXPLICIT);
const studyRow = ({ study, date, time, objects }: Stored): Buffer =>
  row(
    key('StudyInstanceUID', study),
    key('StudyDate', date),
    key('StudyTime', time),
    key('NumberOfStudyRelatedInstances', String(objects)),
  );
const series = (study: string): string => `${study}.1`;

/** An honest archive with one series a study; `limit` rows at most, said with 0xFE00. */
function archiveOf(stored: readonly Stored[], limit = Number.POSITIVE_INFINITY) {
  return (exchange: Exchange): void => {
    const { dataSet, command } = exchange;
    if (command.CommandField !== COMMAND.findRequest) return;
    const level = valueOf(dataSet, '08005200');
    const study = valueOf(dataSet, '20000d00');
    const [from = '', to = from] = valueOf(dataSet, '08002000').split('-');
    const [begin = '', end = ''] = valueOf(dataSet, '08003000').split('-');
    const found = stored.filter(
      (each) =>
        (study === '' || each.study === study) &&
        (from === '' || (each.date >= from && each.date <= to)) &&
        (begin === '' || (each.time >= begin && each.time <= end)),
    );
    const rows =
      level === 'STUDY'
        ? found.map(studyRow)
        : found.flatMap((each) =>
            level === 'SERIES'
              ? [row(key('SeriesInstanceUID', series(each.study)), key('Modality', 'CT'))]
              : Array.from({ length: each.objects }, (_, index) =>
                  row(
                    key('SeriesInstanceUID', series(each.study)),
                    key('SOPInstanceUID', `${series(each.study)}.${index + 1}`),
                    key('SOPClassUID', CT_IMAGE),
                  ),
                ),
          );
    for (const bytes of rows.slice(0, limit)) exchange.respond({ Status: STATUS.pending }, bytes);
    exchange.respond({ Status: rows.length > limit ? STATUS.cancelled : STATUS.success });
  };
}

async function open(answer: (exchange: Exchange) => void, changes: Partial<DimseAddress> = {}): Promise<DimseAccess> {
  archive = await startFakeArchive({
    answer: (exchange) => {
      // The gate's probe.
      if (exchange.command.CommandField === COMMAND.echoRequest) exchange.respond({ Status: STATUS.success });
      else answer(exchange);
    },
  });
  gate = createGate({ ...courtesyDefaults, pacs: 'pacs', duty: 1, maxRequestsPerSecond: 1_000, offHours: [] });
  const address = {
    ...dimseDefaults,
    name: 'dimse:0',
    pacs: 'pacs',
    host: '127.0.0.1',
    port: archive.port,
    calledAeTitle: 'PACS',
    callingAeTitle: 'MONITOR',
    retrieve: 'none',
    timeoutSeconds: 1,
    ...changes,
  } as const;
  access = dimseAccess(address, gate);
  return access;
}

const searches = (): readonly Exchange[] =>
  (archive?.asked ?? []).filter(({ command }) => command.CommandField === COMMAND.findRequest);

const november = { by: 'window', window: { from: day('2026-11-01'), to: day('2026-11-30') } } as const;
const oneDay = { by: 'window', window: { from: day('2026-11-03'), to: day('2026-11-03') } } as const;
const many: Stored[] = Array.from({ length: 12 }, (_, index) => ({
  study: `1.2.${index}`,
  date: index < 4 ? '20261101' : '20261103',
  time: `${String(8 + index).padStart(2, '0')}1500`,
  objects: 2,
}));

describe('a window that the archive cut by a limit', () => {
  it('is divided into days, and a day into hours, until nothing was cut', async () => {
    const { port } = await open(archiveOf(many, 4));
    const found = await port.findStudies(november, 'audit', signal);
    if (found.kind !== 'answered') throw new Error(found.detail);
    expect(found.value.map(({ StudyInstanceUID }) => StudyInstanceUID).toSorted()).toEqual(
      many.map(({ study }) => study).toSorted(),
    );
    // One for all searches; the gate's own probe has another.
    expect(archive?.associations.filter(({ contexts }) => contexts.length > 1)).toHaveLength(1);
  });

  it('stays in doubt when its studies have no time, or all the same one', async () => {
    for (const time of ['', '101500']) {
      const same = many.map((each) => ({ ...each, date: '20261103', time }));
      const { port, close } = await open(archiveOf(same, 4));
      expect(await port.findStudies(oneDay, 'audit', signal)).toMatchObject({
        kind: 'not-measured',
        why: 'limit-suspected',
      });
      await close();
      await archive?.close();
    }
  });
});

describe('an archive that does not answer as it should: nothing is measured, and nothing is missing', () => {
  it.each<[string, (exchange: Exchange) => void, string]>([
    ['aborts', (x) => x.abort(), 'not-final'],
    ['resets', (x) => x.reset(), 'not-final'],
    ['hangs', () => undefined, 'timed-out'],
    ['sends garbage', (x) => x.raw(Buffer.from('HTTP/1.1 500\r\n\r\n')), 'not-final'],
    ['fails', (x) => x.respond({ Status: 0xc001 }), 'not-final'],
    ['refuses the identifier', (x) => x.respond({ Status: 0xa900 }), 'not-supported'],
    ['is out of resources', (x) => x.respond({ Status: 0xa700 }), 'limit-suspected'],
    ['gives no status', (x) => x.respond({}), 'not-final'],
    [
      'answers with other days',
      (x) => {
        x.respond({ Status: STATUS.pending }, studyRow({ study: '1.2.99', date: '20200101', time: '', objects: 1 }));
        x.respond({ Status: STATUS.success });
      },
      'not-final',
    ],
    [
      'answers without the UID of the study',
      (x) => {
        x.respond({ Status: STATUS.pending }, row(key('StudyDate', '20261103')));
        x.respond({ Status: STATUS.success });
      },
      'not-supported',
    ],
  ])('%s', async (_, answer, why) => {
    const { port } = await open((exchange) => {
      if (exchange.command.CommandField === COMMAND.findRequest) answer(exchange);
    });
    expect(await port.findStudies(oneDay, 'audit', signal)).toMatchObject({ kind: 'not-measured', why });
  });

  it('is not asked for what C-FIND cannot say: no date, a wild card, no UID', async () => {
    const { port } = await open(archiveOf(many));
    const undated = await port.findStudies({ by: 'window', window: 'undated' }, 'audit', signal);
    const wild = { by: 'accession-patient', AccessionNumber: '*', PatientID: 'P' } as const;
    const none = { by: 'study', StudyInstanceUID: '' } as const;
    for (const found of [
      undated,
      await port.findStudies(wild, 'audit', signal),
      await port.findStudies(none, 'audit', signal),
    ])
      expect(found).toMatchObject({ kind: 'not-measured', why: 'not-supported' });
    expect(await port.listObjects('1.2.*', 'audit', signal)).toMatchObject({ why: 'not-supported' });
    expect(archive?.asked.filter(({ command }) => command.CommandField !== COMMAND.echoRequest)).toEqual([]);
  });

  it('with a title of 17 characters is never called', async () => {
    const { port } = await open(archiveOf(many), { calledAeTitle: 'SEVENTEEN_LETTERS' });
    expect(await port.findStudies(oneDay, 'audit', signal)).toMatchObject({ kind: 'not-measured', why: 'unreachable' });
    expect(archive?.sockets).toEqual([]);
  });

  it('that lists fewer objects than it tells of the study has no list', async () => {
    const honest = archiveOf([{ study: '1.2.1', date: '20261103', time: '101500', objects: 3 }]);
    const { port } = await open((exchange) => {
      if (valueOf(exchange.dataSet, '08005200') !== 'IMAGE') return honest(exchange);
      const [uid, sopClass] = [key('SOPInstanceUID', '1.2.1.1.1'), key('SOPClassUID', CT_IMAGE)];
      exchange.respond({ Status: STATUS.pending }, row(key('SeriesInstanceUID', '1.2.1.1'), uid, sopClass));
      exchange.respond({ Status: STATUS.success });
    });
    expect(await port.listObjects('1.2.1', 'audit', signal)).toEqual({
      kind: 'not-measured',
      why: 'not-final',
      detail: '1 objects listed of 3',
    });
  });

  it('that refuses the service once is asked again on a new association', async () => {
    let refusals = 1;
    archive = await startFakeArchive({
      answer: archiveOf(many),
      associate: (_, honest) => {
        refusals -= 1;
        return refusals < 0 ? honest : { ...honest, contexts: honest.contexts.map((each) => ({ ...each, result: 3 })) };
      },
    });
    gate = createGate({ ...courtesyDefaults, pacs: 'pacs', duty: 1, maxRequestsPerSecond: 1_000, offHours: [] });
    const { port } = archive;
    const titles = { calledAeTitle: 'PACS', callingAeTitle: 'MONITOR' };
    const client = new DimseClient({
      peer: { host: '127.0.0.1', port, ...titles },
      gate,
      idleMs: 1_000,
      retrieveIdleMs: 1_000,
      totalMs: 5_000,
      retrieveTotalMs: 5_000,
      maxResponses: 100,
      oneRequestPerAssociation: false,
    });
    const keys = [key('QueryRetrieveLevel', 'STUDY'), key('StudyInstanceUID', '1.2.1')];
    expect(await client.find(keys, 'audit', signal)).toMatchObject({ kind: 'context-rejected' });
    expect(await client.find(keys, 'audit', signal)).toMatchObject({ kind: 'complete' });
    await client.close();
  });

  it('that answers only one request of an association is asked on a new one', async () => {
    const honest = archiveOf(many);
    const { port } = await open((exchange) => (exchange.earlier === 0 ? honest(exchange) : exchange.close()));
    expect(await port.listObjects('1.2.1', 'audit', signal)).toMatchObject({ kind: 'answered' });
    expect(archive?.associations.length).toBeGreaterThan(1);
  });
});

/** The data set of an object as the fake archive sends it. */
const imageOf = (instance: string, pixels = 64): Buffer =>
  Buffer.concat([
    row(
      key('SOPClassUID', CT_IMAGE),
      key('SOPInstanceUID', instance),
      key('StudyInstanceUID', '1.2.1'),
      key('SeriesInstanceUID', '1.2.1.1'),
    ),
    element('explicit', 0x7fe00010, 'OW', Buffer.alloc(pixels, 7)),
  ]);

/** Moves `instances` to the receiver and then says `last`. `named` says which message an object belongs to. */
function mover(
  stored: readonly Stored[],
  instances: readonly string[],
  named: boolean,
  last: (exchange: Exchange) => void,
) {
  const honest = archiveOf(stored);
  return (exchange: Exchange): void => {
    if (exchange.command.CommandField !== COMMAND.moveRequest) return honest(exchange);
    void (async () => {
      const peer = await RawPeer.associate(receiver?.port ?? 0, requestOf({ callingAeTitle: 'PACS' }));
      await peer.takePdu();
      for (const [index, instance] of instances.entries()) {
        const command = {
          CommandField: COMMAND.storeRequest,
          hasDataSet: true,
          MessageID: index + 1,
          Priority: 0,
          AffectedSOPClassUID: CT_IMAGE,
          AffectedSOPInstanceUID: instance,
          ...(named
            ? {
                MoveOriginatorApplicationEntityTitle: exchange.association.callingAeTitle,
                MoveOriginatorMessageID: exchange.command.MessageID ?? 0,
              }
            : {}),
        };
        peer.send(storeMessage(command, imageOf(instance)));
        await peer.takeCommand();
      }
      peer.socket.destroy();
      last(exchange);
    })();
  };
}

describe('a retrieve by C-MOVE', () => {
  const three = [{ study: '1.2.1', date: '20261103', time: '101500', objects: 3 }];
  const all = ['1.2.1.1.1', '1.2.1.1.2', '1.2.1.1.3'];
  const unasked: string[] = [];

  async function retrieve(
    instances: readonly string[],
    last: (exchange: Exchange) => void,
    named = true,
  ): ReturnType<NonNullable<DimseAccess['port']['retrieve']>> {
    unasked.length = 0;
    const arrivals = new Arrivals();
    receiver = await startStoreScp({
      port: 0,
      aeTitle: 'MONITOR',
      callingAeTitles: 'any',
      arrivals,
      onObject: ({ SOPInstanceUID }) => {
        unasked.push(SOPInstanceUID);
        return Promise.resolve({ status: 'stored' });
      },
      onEvent: () => undefined,
    });
    const { port } = await open(mover(three, instances, named, last), {
      retrieve: 'move',
      destination: 'MONITOR',
      arrivals,
    });
    if (port.retrieve === undefined) throw new Error('no way to retrieve');
    return port.retrieve({ StudyInstanceUID: '1.2.1', lane: 'audit', signal });
  }

  it.each([true, false])(
    'counts what came, and none of it goes the way of live objects (told apart by message: %s)',
    async (named) => {
      const came = await retrieve(
        all,
        (x) => x.respond({ Status: STATUS.success, NumberOfCompletedSuboperations: 3 }),
        named,
      );
      expect(came).toMatchObject({ kind: 'answered', value: { short: false, objects: { length: 3 } } });
      expect(unasked).toEqual([]);
    },
  );

  it('does not trust the counters: they say none, three came', async () => {
    const last = { Status: 0xc000, NumberOfCompletedSuboperations: 0, NumberOfFailedSuboperations: 3 };
    expect(await retrieve(all, (x) => x.respond(last))).toMatchObject({
      kind: 'answered',
      value: { short: false, objects: { length: 3 } },
    });
  });

  it('does not trust success: two of three came', async () => {
    const last = { Status: STATUS.success, NumberOfCompletedSuboperations: 3 };
    expect(await retrieve(all.slice(0, 2), (x) => x.respond(last))).toMatchObject({
      kind: 'answered',
      value: { short: true, objects: { length: 2 } },
    });
  });

  it.each<[string, (exchange: Exchange) => void, string]>([
    ['the destination is unknown', (x) => x.respond({ Status: STATUS.moveDestinationUnknown }), 'not-supported'],
    ['nothing could be sent', (x) => x.respond({ Status: STATUS.cannotPerformSuboperations }), 'warned'],
    ['it aborts', (x) => x.abort(), 'not-final'],
  ])('says nothing when %s', async (_, last, why) => {
    expect(await retrieve([], last)).toMatchObject({ kind: 'not-measured', why });
  });
});

describe('the channel', () => {
  async function follow(answer: (exchange: Exchange) => void): Promise<Ledger> {
    const opened = openLedger(undefined, { durable: false });
    ledger = opened;
    const way = await open(answer);
    const options: DimseOptions = {
      ...dimseDefaults,
      name: 'dimse:0',
      pacs: 'pacs',
      host: '127.0.0.1',
      port: archive?.port ?? 0,
      calledAeTitle: 'PACS',
      retrieve: 'none',
      pollEverySeconds: 3_600,
      zoneOffsetMinutes: 480,
      now: () => noon,
    };
    const channel = dimseChannel(options, way);
    const intake = createIntake({ ledger: opened, now: () => noon, changed: () => undefined });
    ({ stop } = await channel.start(intake, pino({ level: 'silent' })));
    return opened;
  }
  const condition = (opened: Ledger) => opened.channels.list().find(({ name }) => name === 'dimse:0');

  it('looks at the last days and keeps its place when they were read to their end', async () => {
    const opened = await follow(archiveOf([]));
    await until('looked', () => condition(opened)?.state === 'working');
    expect(valueOf(searches()[0]?.dataSet ?? Buffer.alloc(0), '08002000')).toBe('20261124-20261127');
    expect(opened.channels.cursor('dimse:0')).toBe('{"newest":"2026-11-26"}');
  });

  it('keeps its place nowhere when the list was not final', async () => {
    const opened = await follow((exchange) => exchange.abort());
    await until('failed', () => condition(opened)?.state === 'failed');
    expect(opened.channels.cursor('dimse:0')).toBeUndefined();
  });
});
