import { instant, must, parseCalendarDate } from '@center/contract';
import { pino } from 'pino';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { ArchivePort, HeaderReader, ListedObject, ListedStudy, StudyQuery } from '../channels/archive-port.ts';
import { createGate } from '../courtesy/index.ts';
import type { HeaderReading } from '../header/index.ts';
import { createIntake } from '../intake/index.ts';
import { type Ledger, openLedger, passingCenterKeys } from '../ledger/index.ts';
import { type BackfillOptions, startBackfill } from './index.ts';

const day = (text: string) => must(parseCalendarDate(text));
const now = () => instant(Date.parse('2026-06-15T04:00:00Z'));
const log = pino({ level: 'silent' });
const closing: (() => void | Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

interface Held extends ListedStudy {
  readonly held: readonly ListedObject[];
}
const ct = '1.2.840.10008.5.1.4.1.1.2';
const doseReport = '1.2.840.10008.5.1.4.1.1.88.67';
function study(uid: string, date: string | undefined, images = 3): Held {
  const objects = Array.from({ length: images }, (_, n) => ({
    SeriesInstanceUID: `${uid}.1`,
    SOPInstanceUID: `${uid}.1.${String(n)}`,
    SOPClassUID: ct,
    Modality: 'CT',
  }));
  const report = {
    SeriesInstanceUID: `${uid}.1`,
    SOPInstanceUID: `${uid}.1.99`,
    SOPClassUID: doseReport,
    Modality: 'SR',
  };
  return {
    StudyInstanceUID: uid,
    modalities: ['CT'],
    AccessionNumber: `A${uid}`,
    ...(date === undefined ? {} : { StudyDate: day(date) }),
    held: [...objects, report],
  };
}

/** An archive that answers at once, as it is told; the other side. */
class Archive implements ArchivePort, HeaderReader {
  readonly channel = 'dicomweb:0';
  readonly pacs = 'pacs';
  readonly reads = 'all';
  readonly asked: StudyQuery[] = [];
  readonly wholeStudies: string[] = [];
  readonly singleObjects: string[] = [];
  readonly studies: readonly Held[];
  /** Asked before each listing of a window. */
  fails: (query: StudyQuery) => 'unreachable' | 'not-final' | 'limit-suspected' | undefined = () => undefined;

  constructor(studies: readonly Held[]) {
    this.studies = studies;
  }

  findStudies: ArchivePort['findStudies'] = (query) => {
    this.asked.push(query);
    const why = this.fails(query);
    if (why !== undefined) return Promise.resolve({ kind: 'not-measured', why, detail: 'as told' });
    const found = this.studies.filter(
      ({ StudyDate: date }) =>
        query.by === 'window' &&
        (query.window === 'undated'
          ? date === undefined
          : date !== undefined && date >= query.window.from && date <= query.window.to),
    );
    return Promise.resolve({ kind: 'answered', value: found });
  };

  listObjects: ArchivePort['listObjects'] = (uid) => {
    const held = this.studies.find(({ StudyInstanceUID }) => StudyInstanceUID === uid)?.held;
    return Promise.resolve(
      held === undefined || held.length === 0
        ? { kind: 'not-measured', why: 'not-final', detail: 'fewer than counted' }
        : { kind: 'answered', value: held },
    );
  };

  readStudy: HeaderReader['readStudy'] = (uid) => {
    this.wholeStudies.push(uid);
    return this.#headers(uid, this.studies.find(({ StudyInstanceUID }) => StudyInstanceUID === uid)?.held ?? []);
  };

  readObjects: HeaderReader['readObjects'] = (uid, objects) => {
    this.singleObjects.push(...objects.map(({ SOPInstanceUID }) => SOPInstanceUID));
    return this.#headers(
      uid,
      this.studies
        .flatMap(({ held }) => held)
        .filter((held) => objects.some((each) => each.SOPInstanceUID === held.SOPInstanceUID)),
    );
  };

  #headers(uid: string, objects: readonly ListedObject[]): ReturnType<HeaderReader['readStudy']> {
    return Promise.resolve({
      observations: objects.map(({ SOPInstanceUID, SOPClassUID, SeriesInstanceUID, Modality }) => {
        const reading: HeaderReading = {
          kind: 'readable',
          object: 'instance',
          transferSyntaxUID: '1.2.840.10008.1.2.1',
          damage: [],
          declaredCharset: [],
          header: {
            SOPInstanceUID,
            SOPClassUID,
            StudyInstanceUID: uid,
            SeriesInstanceUID,
            Modality,
            Manufacturer: 'Maker',
            ManufacturerModelName: 'Model',
            DeviceSerialNumber: `S${uid}`,
          },
        };
        return { channel: this.channel, source: SOPInstanceUID, reading };
      }),
    });
  }
}

function setUp(archive: Archive, change: Partial<BackfillOptions> = {}, ledger: Ledger = openLedger(undefined)) {
  const gate = createGate({ pacs: 'pacs', duty: 1, maxRequestsPerSecond: 10_000, offHours: [] });
  const intake = createIntake({ ledger, now, changed: () => undefined });
  const ended = vi.fn<(channel: string) => void>();
  const backfill = startBackfill({
    port: archive,
    reader: archive,
    gate,
    ledger,
    keys: passingCenterKeys(),
    intake: {
      observeAll: intake.observeAll,
      scanEnded: (channel) => {
        ended(channel);
        intake.scanEnded(channel);
      },
    },
    supervisionStart: () => day('2026-05-01'),
    months: 40,
    zoneOffsetMinutes: 480,
    now,
    log,
    changed: () => undefined,
    retrySeconds: { first: 0, most: 0 },
    ...change,
  });
  closing.push(
    () => ledger.close(),
    () => gate.close(),
    () => backfill.stop(),
  );
  return { backfill, ledger, ended, gate };
}

describe('a first reading', () => {
  it('enters every study once, hands supervised ones to the intake and asks of older ones one object a series and the reports', async () => {
    const archive = new Archive([
      study('1.1', '2026-06-14'),
      study('1.2', '2026-04-30'),
      study('1.3', '2023-05-01'),
      study('1.4', undefined),
      study('1.5', '2010-01-01'),
    ]);
    const { backfill, ledger, ended } = setUp(archive);
    await backfill.ended;
    for (const uid of ['1.1', '1.2', '1.3', '1.4'])
      expect(ledger.archive.study(uid)).toMatchObject({ objects: 4, whole: true });
    expect(ledger.archive.study('1.5')).toBeUndefined();
    expect(archive.wholeStudies.toSorted()).toEqual(['1.1', '1.4']);
    expect(archive.singleObjects.toSorted()).toEqual(['1.2.1.0', '1.2.1.99', '1.3.1.0', '1.3.1.99']);
    expect(ledger.studies.get('1.1')).toBeDefined();
    expect(ledger.studies.get('1.2')).toBeUndefined();
    expect(ledger.devices.list().map(({ DeviceSerialNumber, firstSeen }) => [DeviceSerialNumber, firstSeen])).toEqual(
      expect.arrayContaining([
        ['S1.2', '2026-04-30'],
        ['S1.3', '2023-05-01'],
      ]),
    );
    expect(ended.mock.calls).toEqual([['dicomweb:0']]);
    const progress = backfill.progress();
    expect(progress).toMatchObject({ phase: 'done', studies: 4, left: [] });
    expect(progress.windowsDone).toBe(progress.windowsTotal);
    expect(progress.timeLeftMs).toBeUndefined();
  });

  it('is over for good: after a restart nothing is asked', async () => {
    const archive = new Archive([study('1.1', '2026-06-14')]);
    const { backfill, ledger } = setUp(archive);
    await backfill.ended;
    const before = archive.asked.length;
    const again = setUp(archive, {}, ledger);
    await again.backfill.ended;
    expect(archive.asked).toHaveLength(before);
  });

  it('divides what is too much or suspected, and keeps what cannot be read as left', async () => {
    const archive = new Archive([
      study('1.1', '2026-06-14'),
      study('1.2', '2026-06-12', 0),
      { ...study('1.3', '2026-05-20'), held: [] },
    ]);
    archive.fails = (query) => {
      if (query.by !== 'window' || query.window === 'undated') return undefined;
      const { from, to } = query.window;
      if (from !== to && to > '2026-06-01') return 'limit-suspected';
      return from <= '2026-06-03' && to >= '2026-06-03' ? 'not-final' : undefined;
    };
    const { backfill, ledger, ended } = setUp(archive, { months: 2 });
    await backfill.ended;
    expect(ledger.archive.study('1.1')).toMatchObject({ objects: 4 });
    expect(ledger.archive.study('1.3')).toBeUndefined();
    expect(backfill.progress().left).toEqual([
      { window: { from: '2026-06-03', to: '2026-06-03' }, why: 'not-final', tries: 3 },
    ]);
    expect(ended).toHaveBeenCalledTimes(1);
  });

  it('leaves a window at which our own reading fails, and reads the others', async () => {
    const archive = new Archive([study('1.1', '2026-06-14'), study('1.2', '2026-05-20')]);
    const { readStudy } = archive;
    archive.readStudy = (uid, ...rest) =>
      uid === '1.1' ? Promise.reject(new Error('a fault of ours')) : readStudy(uid, ...rest);
    const { backfill, ledger } = setUp(archive, { months: 1 });
    await backfill.ended;
    expect(ledger.archive.study('1.2')).toBeDefined();
    expect(backfill.progress().left).toMatchObject([{ why: 'not-final', tries: 3 }]);
  });

  it('waits for a PACS that is away, at the same window', async () => {
    const archive = new Archive([study('1.1', '2026-06-14')]);
    let tries = 0;
    archive.fails = () => {
      tries += 1;
      return tries <= 5 ? 'unreachable' : undefined;
    };
    const { backfill, ledger } = setUp(archive, { months: 1 });
    await backfill.ended;
    expect(new Set(archive.asked.slice(0, 6).map((query) => JSON.stringify(query))).size).toBe(1);
    expect(ledger.archive.study('1.1')).toBeDefined();
    expect(backfill.progress().left).toEqual([]);
  });

  it('tells how far it is and what it waits for', async () => {
    const archive = new Archive([]);
    archive.findStudies = (query, _lane, signal) => {
      archive.asked.push(query);
      return new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(new Error('stopped'))));
    };
    const gate = createGate({
      pacs: 'pacs',
      duty: 1,
      maxRequestsPerSecond: 10,
      offHours: [{ weekdays: [1], from: '03:00', to: '03:01' }],
    });
    closing.push(() => gate.close());
    const { backfill } = setUp(archive, { gate });
    const progress = backfill.progress();
    expect(progress).toMatchObject({
      phase: 'newest-first',
      windowsDone: 0,
      waitsFor: 'off-hours',
      next: { to: '2026-06-16' },
    });
    await backfill.stop();
    expect(archive.asked).toHaveLength(1);
  });
});
