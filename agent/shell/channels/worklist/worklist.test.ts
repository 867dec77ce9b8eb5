import { instant, must, parseCalendarDate, startOfDay } from '@center/contract';
import { pino } from 'pino';
import { afterEach, describe, expect, it } from 'vitest';
import { courtesyDefaults, createGate, type PacsGate } from '../../courtesy/index.ts';
import { readElementList } from '../../dimse/element-list.ts';
import { encodeDataSet, key, STATUS, sequenceKey, type WrittenElement } from '../../dimse/index.ts';
import { type Exchange, type FakeArchive, startFakeArchive } from '../../dimse/testing/fake-archive.ts';
import { until } from '../../dimse/testing/raw-peer.ts';
import { createIntake } from '../../intake/index.ts';
import { type Ledger, openLedger } from '../../ledger/index.ts';
import { worklistChannel, worklistDefaults } from './index.ts';

const EXPLICIT = '1.2.840.10008.1.2.1';
const today = must(parseCalendarDate('2026-11-26'));
const noon = instant(startOfDay(today) + 12 * 3_600_000);

let archive: FakeArchive | undefined;
let gate: PacsGate | undefined;
let ledger: Ledger | undefined;
let stop: (() => Promise<void>) | undefined;
afterEach(async () => {
  await stop?.();
  await gate?.close();
  await archive?.close();
  ledger?.close();
  stop = undefined;
});

interface Planned {
  readonly study: string;
  readonly accession: string;
  readonly pregnancy?: number;
  readonly day?: string;
}

function matchOf({ study, accession, pregnancy, day = '20261126' }: Planned): Buffer {
  const status: WrittenElement = {
    tag: 0x001021c0,
    vr: 'US',
    ...(pregnancy === undefined ? {} : { value: pregnancy }),
  };
  return encodeDataSet(
    [
      key('AccessionNumber', accession),
      key('StudyInstanceUID', study),
      status,
      key('LastMenstrualDate', pregnancy === 3 ? '20260901' : undefined),
      sequenceKey('ScheduledProcedureStepSequence', [
        key('ScheduledProcedureStepStartDate', day),
        key('ScheduledProcedureStepStartTime', '0930'),
        key('ScheduledProcedureStepID', `S${accession}`),
        key('Modality', 'DX'),
        key('ScheduledStationAETitle', 'DX01'),
      ]),
    ],
    EXPLICIT,
  );
}

/** Starts the channel against a worklist that answers each search for today with `entries`, and for tomorrow with none. */
async function start(answer: (exchange: Exchange, isToday: boolean) => void): Promise<{ ledger: Ledger }> {
  archive = await startFakeArchive({
    answer: (exchange) => answer(exchange, exchange.dataSet.includes('20261126')),
  });
  gate = createGate({ ...courtesyDefaults, pacs: 'ris', duty: 1, maxRequestsPerSecond: 1_000, offHours: [] });
  const opened = openLedger(undefined, { durable: false });
  ledger = opened;
  const channel = worklistChannel({
    ...worklistDefaults,
    name: 'worklist:0',
    pacs: 'ris',
    host: '127.0.0.1',
    port: archive.port,
    calledAeTitle: 'RIS',
    timeoutSeconds: 5,
    pollEverySeconds: 3_600,
    zoneOffsetMinutes: 480,
    now: () => noon,
    gate,
    ledger: opened,
  });
  const intake = createIntake({ ledger: opened, now: () => noon, changed: () => undefined });
  ({ stop } = await channel.start(intake, pino({ level: 'silent' })));
  return { ledger: opened };
}

const giving =
  (...entries: readonly Planned[]) =>
  (exchange: Exchange, isToday: boolean): void => {
    if (isToday) for (const entry of entries) exchange.respond({ Status: STATUS.pending }, matchOf(entry));
    exchange.respond({ Status: STATUS.success });
  };
const between = (opened: Ledger) => opened.plannedSteps.between(today, must(parseCalendarDate('2026-11-27')));
const condition = (opened: Ledger) => opened.channels.list().find(({ name }) => name === 'worklist:0');

describe('the question', () => {
  it('has a date always, no name ever, and every return key of zero length', async () => {
    const opened = await start(giving());
    await until('both days asked', () => archive?.asked.length === 2);
    for (const [index, day] of ['20261126', '20261127'].entries()) {
      const asked = archive?.asked[index];
      const list = readElementList(asked?.dataSet ?? Buffer.alloc(0), EXPLICIT);
      if (list.kind !== 'elements') throw new Error(list.what);
      const lengths = list.elements.map(({ tag, value }) => [tag.toString(16).padStart(8, '0'), value.length]);
      expect(lengths).toEqual([
        ['00080050', 0],
        ['001021c0', 0], // PregnancyStatus, US: never the number 0
        ['001021d0', 0],
        ['0020000d', 0],
        ['00400100', expect.any(Number)],
        ['00401001', 0],
      ]);
      const [sequence] = list.elements.filter(({ tag }) => tag === 0x00400100);
      const inner = readElementList((sequence?.value ?? Buffer.alloc(0)).subarray(8), '1.2.840.10008.1.2');
      if (inner.kind !== 'elements') throw new Error(inner.what);
      const filled = inner.elements.filter(({ value }) => value.length > 0);
      expect(filled.map(({ tag, value }) => [tag, value.toString()])).toEqual([[0x00400002, day]]);
    }
    expect(between(opened.ledger)).toEqual([]);
  });
});

describe('what is planned', () => {
  it('is kept with what it says of pregnancy, without the patient', async () => {
    const opened = await start(
      giving(
        { study: '1.2.7', accession: 'A7', pregnancy: 3 },
        { study: '1.2.8', accession: 'A8', pregnancy: 0 },
        { study: '1.2.9', accession: 'A9' },
      ),
    );
    await until('written', () => between(opened.ledger).length === 3);
    expect(opened.ledger.plannedSteps.ofStudy('1.2.7', undefined)).toEqual([
      {
        StudyInstanceUID: '1.2.7',
        AccessionNumber: 'A7',
        ScheduledProcedureStepID: 'SA7',
        startDate: '2026-11-26',
        startTime: '0930',
        Modality: 'DX',
        ScheduledStationAETitle: 'DX01',
        PregnancyStatus: 3,
        LastMenstrualDate: '20260901',
      },
    ]);
    expect(opened.ledger.plannedSteps.ofStudy('1.2.9', undefined)[0]).not.toHaveProperty('PregnancyStatus');
    expect(between(opened.ledger).map(({ arrived }) => arrived)).toEqual([false, false, false]);
    expect(opened.ledger.verifyChain()).toMatchObject({ ok: true });
    await until('told', () => condition(opened.ledger)?.state === 'working');
  });
});

describe('a worklist that does not answer as it should changes nothing', () => {
  it.each<[string, (exchange: Exchange) => void]>([
    ['stops at its limit', (x) => x.respond({ Status: 0xfe00 })],
    ['fails', (x) => x.respond({ Status: 0xc001 })],
    ['aborts', (x) => x.abort()],
    [
      'gives steps of other days, having not understood the question',
      (x) => {
        x.respond({ Status: STATUS.pending }, matchOf({ study: '1.2.6', accession: 'A6', day: '20250101' }));
        x.respond({ Status: STATUS.success });
      },
    ],
  ])('%s', async (_, end) => {
    const opened = await start((exchange) => {
      exchange.respond({ Status: STATUS.pending }, matchOf({ study: '1.2.7', accession: 'A7' }));
      end(exchange);
    });
    await until('told', () => condition(opened.ledger)?.state === 'failed');
    expect(between(opened.ledger)).toEqual([]);
  });
});
