// The way into an archive over DIMSE, against two archives that are not ours: Orthanc, and DCMTK's dcmqrscp.
import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { must, parseCalendarDate } from '@center/contract';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { textOf } from '../core/index.ts';
import { type DimseAccess, dimseAccess, dimseDefaults } from '../shell/channels/index.ts';
import { courtesyDefaults, createGate, type PacsGate } from '../shell/courtesy/index.ts';
import { Arrivals, echo, type StoreScp, startStoreScp } from '../shell/dimse/index.ts';
import { element, header, item } from '../shell/dimse/testing/data-set.ts';
import { CT, EXPLICIT, JPEG, part10 } from './dimse-files.ts';
import { type Orthanc, startOrthanc } from './orthanc-server.ts';

const present = (command: string, args: readonly string[]): boolean =>
  spawnSync(command, args, { stdio: 'ignore' }).error === undefined;
const peers =
  process.env.LOOPBACK_ONLY === '1' &&
  present('Orthanc', ['--version']) &&
  present('storescu', ['--version']) &&
  present('dcmqrscp', ['--version']);
if (!peers)
  console.warn(
    'SKIPPED: archives over DIMSE need Orthanc, DCMTK and a loopback-only network namespace (npm test makes one)',
  );

const DOSE_REPORT = '1.2.840.10008.5.1.4.1.1.88.67';
const uid = (tag: number, value: string): Buffer =>
  element('explicit', tag, 'UI', Buffer.from(value.length % 2 === 0 ? value : `${value}\0`));
const us = (tag: number, value: number): Buffer =>
  element('explicit', tag, 'US', Buffer.from([value & 0xff, value >> 8]));

interface Made {
  readonly study: string;
  readonly series: string;
  readonly instance: string;
  readonly date: string;
  readonly syntax: string;
  readonly sopClass?: string;
}

/** The data set of one object, as it is written and as it should come back. */
function dataSetOf({ study, series, instance, date, syntax, sopClass = CT }: Made): Buffer {
  const report = sopClass === DOSE_REPORT;
  const number = instance.split('.').at(-1) ?? '';
  return Buffer.concat([
    element('explicit', 0x00080005, 'CS', 'GB18030'),
    uid(0x00080016, sopClass),
    uid(0x00080018, instance),
    element('explicit', 0x00080020, 'DA', date),
    element('explicit', 0x00080030, 'TM', `1${study.split('.').at(-1) ?? ''}1500`),
    element('explicit', 0x00080050, 'SH', `A${study.split('.').at(-1) ?? ''}`),
    element('explicit', 0x00080060, 'CS', report ? 'SR' : 'CT'),
    element('explicit', 0x00100010, 'PN', Buffer.from('d5c5c8fd', 'hex')),
    element('explicit', 0x00100020, 'LO', `P${study.split('.').at(-1) ?? ''}`),
    uid(0x0020000d, study),
    uid(0x0020000e, series),
    element('explicit', 0x00200013, 'IS', number),
    ...(report
      ? [element('explicit', 0x0040a040, 'CS', 'CONTAINER'), header('explicit', 0x0040a730, 'SQ', 0)]
      : [
          us(0x00280002, 1),
          element('explicit', 0x00280004, 'CS', 'MONOCHROME2'),
          us(0x00280010, 32),
          us(0x00280011, 32),
          us(0x00280100, 8),
          us(0x00280101, 8),
          us(0x00280102, 7),
          us(0x00280103, 0),
          ...(syntax === JPEG
            ? [
                header('explicit', 0x7fe00010, 'OB', 0xffffffff),
                item('explicit', Buffer.alloc(0), false),
                item('explicit', Buffer.alloc(600, Number(number)), false),
                Buffer.from('feffdde000000000', 'hex'),
              ]
            : [element('explicit', 0x7fe00010, 'OW', Buffer.alloc(1024, Number(number)))]),
        ]),
  ]);
}

const made: Made[] = [];
for (const [study, date] of [
  ['1.2.276.1.1', '20261101'],
  ['1.2.276.1.2', '20261103'],
  ['1.2.276.1.3', '20261103'],
] as const) {
  for (const series of [1, 2]) {
    for (const image of [1, 2, 3]) {
      const syntax = series === 2 ? JPEG : EXPLICIT;
      const at = `${study}.${String(series)}`;
      made.push({ study, series: at, instance: `${at}.${String(image)}`, date, syntax });
    }
  }
  const at = `${study}.9`;
  made.push({ study, series: at, instance: `${at}.1`, date, syntax: EXPLICIT, sopClass: DOSE_REPORT });
}
const day = (text: string) => must(parseCalendarDate(text));

const folder = mkdtempSync(join(tmpdir(), 'dimse-archive-'));
const files = join(folder, 'files');
const signal = new AbortController().signal;
const gates: PacsGate[] = [];
const opened: DimseAccess[] = [];
const arrivals = new Arrivals();
/** What reached the receiver and was not asked for. */
const unasked: string[] = [];
let receiver: StoreScp | undefined;

function open(
  port: number,
  retrieve: 'move' | 'get',
  called: string,
  changes: { relational?: boolean } = {},
): DimseAccess {
  const gate = createGate({ ...courtesyDefaults, pacs: 'pacs', duty: 1, maxRequestsPerSecond: 1_000, offHours: [] });
  gates.push(gate);
  const access = dimseAccess(
    {
      ...dimseDefaults,
      name: 'dimse:0',
      pacs: 'pacs',
      host: '127.0.0.1',
      port,
      calledAeTitle: called,
      callingAeTitle: 'MONITOR',
      destination: 'MONITOR',
      arrivals,
      retrieve,
      timeoutSeconds: 20,
      ...changes,
    },
    gate,
  );
  opened.push(access);
  return access;
}

beforeAll(async () => {
  if (!peers) return;
  mkdirSync(files);
  for (const object of made) {
    const { syntax, instance, sopClass } = object;
    writeFileSync(join(files, `${instance}.dcm`), part10(syntax, instance, dataSetOf(object), sopClass));
    const plain = { ...object, syntax: EXPLICIT };
    writeFileSync(join(files, `${instance}-plain.dcm`), part10(EXPLICIT, instance, dataSetOf(plain), sopClass));
  }
  receiver = await startStoreScp({
    port: 11_190,
    aeTitle: 'MONITOR',
    callingAeTitles: 'any',
    arrivals,
    onObject: ({ SOPInstanceUID }) => {
      unasked.push(SOPInstanceUID);
      return Promise.resolve({ status: 'stored' });
    },
    onEvent: () => undefined,
  });
});
afterAll(async () => {
  for (const access of opened) await access.close();
  for (const gate of gates) await gate.close();
  await receiver?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** `mixed`: images of the second series are compressed; storescu sends each syntax by itself. */
function store(port: number, called: string, mixed: boolean): void {
  const send = (options: readonly string[], objects: readonly Made[], suffix: string): void => {
    const paths = objects.map(({ instance }) => join(files, `${instance}${suffix}.dcm`));
    execFileSync('storescu', ['-aec', called, ...options, '-R', '127.0.0.1', String(port), ...paths]);
  };
  if (!mixed) return send(['-xe'], made, '-plain');
  send(
    ['-xe'],
    made.filter(({ syntax }) => syntax === EXPLICIT),
    '',
  );
  send(
    ['-xy'],
    made.filter(({ syntax }) => syntax === JPEG),
    '',
  );
}

/** What both archives must give; a `mixed` one holds objects of a class in several transfer syntaxes. */
function everyArchive(
  name: string,
  mixed: boolean,
  start: () => Promise<{ port: number; called: string; stop: () => Promise<void> }>,
): void {
  describe.runIf(peers)(name, () => {
    let archive: Awaited<ReturnType<typeof start>> | undefined;
    const at = (): { port: number; called: string } => {
      if (archive === undefined) throw new Error('no archive');
      return archive;
    };
    beforeAll(async () => {
      archive = await start();
      store(archive.port, archive.called, mixed);
    }, 60_000);
    afterAll(async () => {
      await archive?.stop();
    });

    it('lists a window, a study, and by accession number and patient', async () => {
      const { port } = open(at().port, 'move', at().called);
      const window = { by: 'window', window: { from: day('2026-11-01'), to: day('2026-11-30') } } as const;
      const all = await port.findStudies(window, 'audit', signal);
      if (all.kind !== 'answered') throw new Error(all.detail);
      expect(all.value.map(({ StudyInstanceUID }) => StudyInstanceUID).toSorted()).toEqual([
        '1.2.276.1.1',
        '1.2.276.1.2',
        '1.2.276.1.3',
      ]);
      expect(all.value.find(({ StudyInstanceUID }) => StudyInstanceUID === '1.2.276.1.1')).toMatchObject({
        StudyDate: '2026-11-01',
        AccessionNumber: 'A1',
        PatientID: 'P1',
      });
      const oneDay = { by: 'window', window: { from: day('2026-11-03'), to: day('2026-11-03') } } as const;
      expect(await port.findStudies(oneDay, 'audit', signal)).toMatchObject({ value: { length: 2 } });
      const none = { by: 'window', window: { from: day('2025-11-03'), to: day('2025-12-03') } } as const;
      expect(await port.findStudies(none, 'audit', signal)).toEqual({ kind: 'answered', value: [] });
      const known = await port.findStudies({ by: 'study', StudyInstanceUID: '1.2.276.1.2' }, 'audit', signal);
      expect(known).toMatchObject({ value: [{ StudyInstanceUID: '1.2.276.1.2' }] });
      const gone = await port.findStudies({ by: 'study', StudyInstanceUID: '1.2.276.9' }, 'audit', signal);
      expect(gone).toEqual({ kind: 'answered', value: [] });
      const keys = { by: 'accession-patient', AccessionNumber: 'A3', PatientID: 'P3' } as const;
      expect(await port.findStudies(keys, 'audit', signal)).toMatchObject({
        value: [{ StudyInstanceUID: '1.2.276.1.3' }],
      });
    });

    it.each([undefined, false])('lists the objects of a study, relational: %s', async (relational) => {
      const { port } = open(at().port, 'move', at().called, relational === undefined ? {} : { relational });
      const listed = await port.listObjects('1.2.276.1.1', 'audit', signal);
      if (listed.kind !== 'answered') throw new Error(listed.detail);
      expect(listed.value.map(({ SOPInstanceUID }) => SOPInstanceUID).toSorted()).toEqual(
        made
          .filter(({ study }) => study === '1.2.276.1.1')
          .map(({ instance }) => instance)
          .toSorted(),
      );
      expect(new Set(listed.value.map(({ Modality }) => Modality))).toEqual(new Set(['CT', 'SR']));
      expect(await port.listObjects('1.2.276.9', 'audit', signal)).toEqual({ kind: 'answered', value: [] });
    });

    it.each(['move', 'get'] as const)('delivers a whole study by %s as it lies there', async (way) => {
      const { port } = open(at().port, way, at().called);
      const wish = { StudyInstanceUID: '1.2.276.1.2', lane: 'audit', signal } as const;
      const came = await port.retrieve?.(wish);
      if (came?.kind !== 'answered') throw new Error(JSON.stringify(came));
      const { objects, short, firstMs, totalMs } = came.value;
      expect(short).toBe(false);
      expect(objects).toHaveLength(7);
      expect(objects.filter(({ complete }) => !complete)).toEqual([]);
      expect(firstMs).toBeLessThanOrEqual(totalMs);
      for (const object of made.filter(({ study }) => study === '1.2.276.1.2')) {
        const sight = objects.find(({ SOPInstanceUID }) => SOPInstanceUID === object.instance);
        expect(sight?.TransferSyntaxUID, object.instance).toBe(mixed ? object.syntax : EXPLICIT);
        expect(sight?.SOPClassUID).toBe(object.sopClass ?? CT);
      }
    });

    it.each(['move', 'get'] as const)('gives the same bytes twice by %s', async (way) => {
      const { port } = open(at().port, way, at().called);
      const object = { SeriesInstanceUID: '1.2.276.1.1.2', SOPInstanceUID: '1.2.276.1.1.2.2' };
      const wish = { StudyInstanceUID: '1.2.276.1.1', object, lane: 'audit', signal } as const;
      const first = await port.retrieve?.(wish);
      const second = await port.retrieve?.(wish);
      if (first?.kind !== 'answered' || second?.kind !== 'answered') throw new Error(JSON.stringify([first, second]));
      expect(first.value.objects).toHaveLength(1);
      expect(first.value.objects).toEqual(second.value.objects);
      expect(first.value.objects[0]).toMatchObject({
        complete: true,
        TransferSyntaxUID: mixed ? JPEG : EXPLICIT,
        Rows: 32,
        Columns: 32,
      });
    });

    it.each(['move', 'get'] as const)('delivers nothing of what is not there by %s', async (way) => {
      const { port } = open(at().port, way, at().called);
      const came = await port.retrieve?.({ StudyInstanceUID: '1.2.276.9', lane: 'audit', signal });
      expect(came).toMatchObject({ kind: 'answered', value: { objects: [], short: false } });
    });

    it.each(['move', 'get'] as const)('reads one header a series and the dose report by %s', async (way) => {
      const { reader } = open(at().port, way, at().called);
      const read = await reader?.readStudy('1.2.276.1.3', 'backfill', signal);
      expect(read?.incomplete).toBeUndefined();
      const headers = (read?.observations ?? []).map(({ reading }) => {
        if (reading.kind !== 'readable') throw new Error(JSON.stringify(reading));
        return reading;
      });
      expect(headers.map(({ header }) => textOf(header, 'SOPInstanceUID') ?? '').toSorted()).toEqual([
        '1.2.276.1.3.1.1',
        '1.2.276.1.3.2.1',
        '1.2.276.1.3.9.1',
      ]);
      // The device's own bytes and character set, which no row of a search can be trusted with.
      expect(new Set(headers.map(({ header }) => textOf(header, 'PatientName')))).toEqual(new Set(['张三']));
      expect(
        headers.flatMap(({ damage }) => damage.map(({ code }) => code)).filter((code) => code.startsWith('trunc')),
      ).toEqual([]);
    });

    it('never brought an object that nobody asked for', () => {
      expect(unasked).toEqual([]);
    });
  });
}

let orthanc: Orthanc | undefined;
everyArchive('Orthanc', true, async () => {
  orthanc = await startOrthanc({
    folder: join(folder, 'orthanc'),
    dicomPort: 4_290,
    httpPort: 8_090,
    knows: { aeTitle: 'MONITOR', port: 11_190 },
    settings: { DicomAlwaysAllowGet: true, DefaultEncoding: 'SimplifiedChinese' },
  });
  const { stop } = orthanc;
  return { port: 4_290, called: 'ORTHANC', stop };
});

// It sends all objects of a class in one transfer syntax, and converts none.
everyArchive('dcmqrscp', false, async () => {
  const room = join(folder, 'dcmqrscp');
  mkdirSync(join(room, 'ARCHIVE'), { recursive: true });
  const config = join(room, 'dcmqrscp.cfg');
  writeFileSync(
    config,
    [
      'NetworkTCPPort = 4291',
      'MaxPDUSize = 16384',
      'MaxAssociations = 16',
      'HostTable BEGIN',
      'monitor = (MONITOR, 127.0.0.1, 11190)',
      'HostTable END',
      'VendorTable BEGIN',
      'VendorTable END',
      'AETable BEGIN',
      `ARCHIVE ${join(room, 'ARCHIVE')} RW (200, 1024mb) ANY`,
      'AETable END',
      '',
    ].join('\n'),
  );
  const child: ChildProcess = spawn('dcmqrscp', ['--config', config], { stdio: 'ignore' });
  await vi.waitFor(
    async () => {
      const titles = { callingAeTitle: 'MONITOR', calledAeTitle: 'ARCHIVE' };
      const { kind } = await echo({ host: '127.0.0.1', port: 4_291, ...titles, timeoutMs: 1_000 });
      expect(kind).toBe('answered');
    },
    { timeout: 20_000, interval: 100 },
  );
  return {
    port: 4_291,
    called: 'ARCHIVE',
    stop: () =>
      new Promise((resolve) => {
        child.once('exit', () => resolve());
        child.kill('SIGTERM');
      }),
  };
});

describe.runIf(peers)('Orthanc that gives two rows at most', () => {
  it('is asked in smaller windows, and stays in doubt where none is small enough', async () => {
    const { stop } = await startOrthanc({
      folder: join(folder, 'limited'),
      dicomPort: 4_293,
      httpPort: 8_093,
      knows: { aeTitle: 'MONITOR', port: 11_190 },
      settings: { LimitFindResults: 2 },
    });
    try {
      store(4_293, 'ORTHANC', false);
      const { port } = open(4_293, 'get', 'ORTHANC');
      const window = { by: 'window', window: { from: day('2026-11-01'), to: day('2026-11-30') } } as const;
      const found = await port.findStudies(window, 'audit', signal);
      expect(found).toMatchObject({ kind: 'answered', value: { length: 3 } });
      // Nor three series of a study, nor three objects of a series: they cannot be asked for in smaller parts.
      expect(await port.listObjects('1.2.276.1.1', 'audit', signal)).toMatchObject({
        kind: 'not-measured',
        why: 'limit-suspected',
      });
    } finally {
      await stop();
    }
  }, 60_000);
});
