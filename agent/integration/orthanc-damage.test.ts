// A real archive with its files deleted, cut, flipped and recycled under it: what each kind of asking finds of it.
import { spawnSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addDays, instant, must, parseCalendarDate } from '@center/contract';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type KeptStudy, levelOf, retentionDefaults } from '../core/index.ts';
import { Commits } from '../shell/archive/commit-study.ts';
import { Controls } from '../shell/archive/controls.ts';
import { countStudies } from '../shell/archive/count-study.ts';
import type { Way } from '../shell/archive/index.ts';
import { type ListingTools, listWindow } from '../shell/archive/list-window.ts';
import { Holds, Misses, type RoundDeps } from '../shell/archive/round-deps.ts';
import { retrieveSample } from '../shell/archive/sample-study.ts';
import { Archive } from '../shell/archive/testing/archive-model.ts';
import { openGate } from '../shell/archive/testing/open-gate.ts';
import { pacsOf } from '../shell/archive/ways.ts';
import { dimseAccess } from '../shell/channels/dimse/index.ts';
import { dicomwebAccess, dicomwebDefaults, scpChannel, scpDefaults } from '../shell/channels/index.ts';
import { createCommitments } from '../shell/commitment/index.ts';
import { createIntake } from '../shell/intake/index.ts';
import { passingCenterKeys } from '../shell/ledger/index.ts';
import { dicomDate, firstDay, hourMs, TestCenter } from './lying-pacs/center.ts';
import { type Orthanc, startOrthanc } from './orthanc-server.ts';

const peers =
  process.env.LOOPBACK_ONLY === '1' && spawnSync('Orthanc', ['--version'], { stdio: 'ignore' }).error === undefined;
if (!peers)
  console.warn(
    'SKIPPED: damage under a real archive needs Orthanc and a loopback-only network namespace (npm test makes one)',
  );

const log = pino({ level: 'silent' });
const httpPort = 8042;
const dicomPort = 4242;
const receiverPort = 11_112;

let folder: string;
let center: TestCenter;
let archive: Archive;
let orthanc: Orthanc | undefined;
let stops: (() => Promise<void>)[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'damage-'));
  mkdirSync(join(folder, 'orthanc'));
  center = new TestCenter();
  archive = new Archive();
  stops = [];
});
afterEach(async () => {
  for (const stop of stops.toReversed()) await stop();
  await orthanc?.stop();
  orthanc = undefined;
  await center.end();
  rmSync(folder, { recursive: true, force: true });
});

const start = async (settings: Readonly<Record<string, unknown>> = {}): Promise<void> => {
  orthanc = await startOrthanc({
    folder: join(folder, 'orthanc'),
    dicomPort,
    httpPort,
    knows: { aeTitle: 'CENTERMON', port: receiverPort },
    settings,
  });
};

/** Puts all objects of studies into Orthanc. */
async function send(uids: readonly string[]): Promise<void> {
  for (const uid of uids)
    for (const objects of archive.of(uid).series.values())
      for (const { bytes } of objects) {
        const answer = await fetch(`http://127.0.0.1:${String(httpPort)}/instances`, {
          method: 'POST',
          body: new Uint8Array(bytes),
        });
        expect(answer.status).toBe(200);
        await answer.arrayBuffer();
      }
}

function webWay(): Way {
  const gate = openGate('pacs');
  const options = {
    ...dicomwebDefaults,
    name: 'dicomweb:0',
    pacs: 'pacs',
    url: `http://127.0.0.1:${String(httpPort)}/dicom-web`,
    now: () => center.now,
  };
  return { port: dicomwebAccess(options, gate).port, gate };
}

/** The file in Orthanc's storage that holds an object. */
function fileOf(sop: string): string {
  const storage = join(folder, 'orthanc', 'storage');
  const files = readdirSync(storage, { recursive: true, encoding: 'utf8' })
    .map((name) => join(storage, name))
    .filter((path) => statSync(path).isFile() && !(path.split('/').at(-1) ?? '').startsWith('index'));
  const found = files.find((path) => {
    const bytes = readFileSync(path);
    const at = bytes.indexOf(Buffer.from(sop, 'latin1'));
    // Not the beginning of a longer UID.
    return at >= 0 && !/[\d.]/.test(String.fromCharCode(bytes[at + sop.length] ?? 0));
  });
  if (found === undefined) throw new Error(`no file holds ${sop}`);
  return found;
}

function changeInPlace(path: string, change: (bytes: Buffer) => void): void {
  const bytes = readFileSync(path);
  change(bytes);
  writeFileSync(path, bytes);
}

/** Each damage is done to the second object of the study of its name. */
const damages: Readonly<Record<string, (path: string) => void>> = {
  none: () => undefined,
  'file missing': (path) => unlinkSync(path),
  'zero length': (path) => truncateSync(path, 0),
  'cut in half': (path) => truncateSync(path, Math.floor(statSync(path).size / 2)),
  'pixel flipped': (path) =>
    changeInPlace(path, (bytes) => bytes.writeUInt8(bytes.readUInt8(bytes.length - 9) ^ 0xff, bytes.length - 9)),
  'patient ID changed': (path) =>
    changeInPlace(path, (bytes) => {
      const at = bytes.indexOf('PPATIENT');
      expect(at).toBeGreaterThan(0);
      bytes.write('PXXTIENT', at);
    }),
};

interface Row {
  readonly listed: string;
  readonly counted: string;
  readonly committed: string;
  readonly object: string;
  readonly whole: string;
  readonly notes: string;
  readonly level: number;
}

function toolsOf(ways: readonly Way[]): ListingTools {
  const deps: RoundDeps = {
    ledger: center.ledger,
    keys: passingCenterKeys(),
    archives: pacsOf(ways),
    now: () => center.now,
    log,
    parameters: retentionDefaults,
    limits: new Map(),
    signal: new AbortController().signal,
    changed: () => undefined,
  };
  return {
    deps,
    controls: new Map(deps.archives.map((pacs) => [pacs.name, new Controls(deps, pacs)])),
    misses: new Misses(deps),
    holds: new Holds(),
  };
}

const later = (hours: number): void => {
  center.now = instant(center.now + hours * hourMs);
};

describe.runIf(peers)('Orthanc with its files damaged under it', () => {
  it('shows each damage to the level that can see it', async () => {
    const names = Object.keys(damages);
    const uidOf = (name: string): string => `1.2.7.${String(names.indexOf(name) + 1)}`;
    for (const name of names)
      archive.add({
        uid: uidOf(name),
        date: dicomDate(addDays(firstDay, -1 - names.indexOf(name))),
        patient: `PPATIENT${String(names.indexOf(name))}`,
        objects: 20,
        pixelBytes: 20_000,
      });
    await start({ MaximumStorageCacheSize: 0 });
    await send(names.map(uidOf));
    center.tell(archive);

    // Our receiver takes Orthanc's reports of commitment.
    const commitments = createCommitments({ ledger: center.ledger, now: () => center.now });
    const intake = createIntake({ ledger: center.ledger, now: () => center.now, changed: () => undefined });
    const receiver = await scpChannel({
      ...scpDefaults,
      name: 'scp:0',
      port: receiverPort,
      callingAeTitles: 'any',
      dataFolder: center.folder,
      minimumFreeBytes: 0,
      ledger: center.ledger,
      commitments,
      now: () => center.now,
    }).start(intake, log);
    stops.push(() => receiver.stop());
    const gate = openGate('pacs');
    const dimse = dimseAccess(
      {
        name: 'dimse:0',
        pacs: 'pacs',
        host: '127.0.0.1',
        port: dicomPort,
        calledAeTitle: 'ORTHANC',
        callingAeTitle: scpDefaults.aeTitle,
        retrieve: 'none',
        commitments,
        timeoutSeconds: 20,
        retrieveTimeoutSeconds: 20,
      },
      gate,
    );
    stops.push(() => dimse.close());
    const web = webWay();
    const tools = toolsOf([web, { port: dimse.port, gate }]);
    const commits = new Commits(tools, commitments);
    const windowOf = (
      uid: string,
    ): { round: 'recent'; window: { from: KeptStudy['firstSeenOn']; to: KeptStudy['firstSeenOn'] } } => {
      const day = must(parseCalendarDate(archive.of(uid).date));
      return { round: 'recent', window: { from: day, to: day } };
    };
    const study = (uid: string): KeptStudy => {
      const kept = center.ledger.archive.study(uid);
      if (kept === undefined) throw new Error('the study is not known');
      return kept;
    };

    // First everything is there: listed, and read whole once.
    for (const name of names)
      expect(await listWindow(tools, windowOf(uidOf(name)))).toMatchObject({ kind: 'measured' });
    for (const name of names)
      expect(await retrieveSample(tools, { study: study(uidOf(name)), seed: '1', stratum: 'all', whole: true })).toBe(
        'written',
      );
    for (const name of names) expect(levelOf(study(uidOf(name)))).toBe(5);

    await orthanc?.stop();
    for (const name of names) damages[name]?.(fileOf(`${uidOf(name)}.1.2`));
    await start({ MaximumStorageCacheSize: 0 });
    later(24 * 35);

    const table: Record<string, Row> = {};
    for (const name of names) {
      const uid = uidOf(name);
      const from = center.written.length;
      const told = <K extends string>(kind: K) => center.written.slice(from).filter((each) => each.kind === kind);
      const listed = await listWindow(tools, windowOf(uid));
      later(1);
      await countStudies(tools, [uid]);
      const counted =
        told('counted-as-known').length > 0 ? 'as known' : told('counted').length > 0 ? 'other' : 'not measured';
      later(1);
      const objects = [...archive.of(uid).series.values()]
        .flat()
        .map(({ sop, sopClass }) => ({ SOPInstanceUID: sop, SOPClassUID: sopClass }));
      expect(await dimse.port.commit?.(uid, objects, new AbortController().signal)).toMatchObject({ kind: 'answered' });
      await vi.waitFor(() => expect(commitments.outstanding(uid)).toBe(0), { timeout: 20_000, interval: 50 });
      commits.takeReports();
      const committed = center.written.slice(from).find((each) => each.kind === 'committed');
      later(1);
      const one = await web.port.retrieve?.({
        StudyInstanceUID: uid,
        object: { SeriesInstanceUID: `${uid}.1`, SOPInstanceUID: `${uid}.1.2` },
        lane: 'audit',
        signal: new AbortController().signal,
      });
      const object =
        one?.kind !== 'answered'
          ? 'not measured'
          : one.value.objects[0] === undefined
            ? 'none'
            : one.value.objects[0].complete
              ? 'delivered'
              : 'incomplete';
      await retrieveSample(tools, { study: study(uid), seed: '2', stratum: 'all', whole: true });
      const whole = center.written.slice(from).find((each) => each.kind === 'retrieved');
      const after = study(uid);
      table[name] = {
        listed: listed.kind === 'measured' && listed.unlisted.length === 0 ? 'listed' : 'unlisted',
        counted,
        committed: committed === undefined ? 'no report' : `${String(committed.failed.length)} failed`,
        object,
        whole: after.retrieved?.delivered === true ? 'whole' : whole === undefined ? 'not measured' : 'short',
        notes: after.content.map(({ note }) => note).join(' '),
        level: levelOf(after),
      };
      expect(after.state).toBe('present');
    }
    console.table(table);
    writeFileSync(join(folder, 'table.json'), JSON.stringify(table));
    // What is told of the objects that the index lists differs from run to run where the file is gone: nothing rests on it.
    const sees = ({ counted: _counted, ...row }: Row): Omit<Row, 'counted'> => row;
    expect(Object.fromEntries(Object.entries(table).map(([name, row]) => [name, sees(row)]))).toMatchObject({
      none: { listed: 'listed', committed: '0 failed', object: 'delivered', whole: 'whole', notes: '', level: 6 },
      'file missing': { listed: 'listed', committed: '1 failed', whole: 'short', notes: '' },
      'zero length': { listed: 'listed', committed: '1 failed', whole: 'short', notes: '' },
      'cut in half': { listed: 'listed', committed: '1 failed', whole: 'short', notes: '' },
      'pixel flipped': {
        listed: 'listed',
        committed: '0 failed',
        object: 'delivered',
        whole: 'whole',
        notes: 'pixels-changed',
        level: 5,
      },
      'patient ID changed': {
        listed: 'listed',
        committed: '0 failed',
        object: 'delivered',
        whole: 'whole',
        notes: 'header-changed',
      },
    });
    for (const name of ['file missing', 'zero length', 'cut in half'])
      expect(table[name]?.object).not.toBe('delivered');
    for (const name of ['file missing', 'zero length', 'cut in half']) expect(table[name]?.level).toBeLessThan(3);
  });
});

describe.runIf(peers)('Orthanc that recycles', () => {
  it('five patients of ten: five studies are lost after the third confirmation, one state each', async () => {
    const uids = Array.from({ length: 10 }, (_, index) => `1.2.8.${String(index + 1)}`);
    for (const [index, uid] of uids.entries())
      archive.add({ uid, date: dicomDate(addDays(firstDay, -1 - index)), objects: 2, patient: `R${String(index)}` });
    await start({ MaximumPatientCount: 5 });
    await send(uids.slice(0, 5));
    center.tell(archive);
    center.known = uids.slice(0, 5);
    await center.begin([webWay()]);
    await center.live(2, 12);
    expect(center.states()).toEqual({ present: 5 });
    await send(uids.slice(5));
    center.known = uids;
    await center.live(16, 12);
    const counts = center.states();
    expect(counts).toEqual({ present: 5, lost: 5 });
    expect(uids.slice(0, 5).every((uid) => center.stateOf(uid) === 'lost')).toBe(true);
  });

  it('by deleting what had been seen there: each is lost once, and comes back when it is restored', async () => {
    const uids = Array.from({ length: 8 }, (_, index) => `1.2.9.${String(index + 1)}`);
    for (const [index, uid] of uids.entries())
      archive.add({ uid, date: dicomDate(addDays(firstDay, -1 - (index % 4))), objects: 2 });
    await start();
    await send(uids);
    center.tell(archive);
    await center.begin([webWay()]);
    await center.live(2);
    const studies = (await orthanc?.rest('studies?expand')) as {
      ID: string;
      MainDicomTags: { StudyInstanceUID: string };
    }[];
    for (const { ID, MainDicomTags } of studies)
      if (['1.2.9.1', '1.2.9.6'].includes(MainDicomTags.StudyInstanceUID))
        await fetch(`http://127.0.0.1:${String(httpPort)}/studies/${ID}`, { method: 'DELETE' });
    await center.live(10);
    expect(center.states()).toEqual({ present: 6, lost: 2 });
    await send(['1.2.9.1']);
    await center.live(32, 24);
    expect(center.states()).toEqual({ present: 7, lost: 1 });
  });
});

describe.runIf(peers)('Orthanc with a result limit of ten', () => {
  it('lets nothing seem missing', async () => {
    const uids = Array.from({ length: 44 }, (_, index) => `1.2.10.${String(index + 1)}`);
    for (const [index, uid] of uids.entries())
      archive.add({ uid, date: dicomDate(addDays(firstDay, -1 - (index % 3))), objects: 1 });
    await start({ LimitFindResults: 10, LimitFindInstances: 10 });
    await send(uids);
    center.tell(archive);
    await center.begin([webWay()]);
    await center.live(9);
    expect(Object.keys(center.states()).filter((state) => state !== 'present' && state !== 'expected')).toEqual([]);
    expect(center.written.filter((each) => each.kind === 'checked' && each.found !== 'as-known')).toEqual([]);
  });
});
