import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { instant, must, parseCalendarDate, startOfDay } from '@center/contract';
import { buildCenter, type FixtureManifest } from '@center/fixtures';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startBackfill } from '../shell/backfill/index.ts';
import {
  dicomwebAccess,
  dicomwebDefaults,
  folderChannel,
  folderDefaults,
  type ScpOptions,
  scpChannel,
  scpDefaults,
} from '../shell/channels/index.ts';
import { takeRecords } from '../shell/commands/evidence-file.ts';
import { createGate } from '../shell/courtesy/index.ts';
import { readHeaderFile } from '../shell/header/index.ts';
import { type AssessDeps, assessDue, type Channel, createIntake, type Intake } from '../shell/intake/index.ts';
import { type Ledger, openLedger, passingCenterKeys } from '../shell/ledger/index.ts';
import { keepShippedRules } from '../shell/shipped-rules.ts';
import { type Orthanc, startOrthanc } from './orthanc-server.ts';

function present(command: string, args: readonly string[]): boolean {
  return spawnSync(command, args, { stdio: 'ignore' }).error === undefined;
}
const peers =
  process.env.LOOPBACK_ONLY === '1' && present('Orthanc', ['--version']) && present('storescu', ['--version']);
if (!peers)
  console.warn(
    'SKIPPED: the real PACS needs Orthanc, DCMTK and a loopback-only network namespace (npm test makes one)',
  );

/**
 * Cases whose bytes do not pass a PACS unchanged: cut files that storescu does not send, damage of the file format that storing mends, and names in bytes that
 * Orthanc itself re-encodes for metadata.
 */
const notThroughPacs = new Set([
  'header-cut',
  'pixels-cut',
  'name-undecodable',
  'name-in-undeclared-gbk',
  'name-in-no-declared-set',
  'vr-unknown',
  'patient-id-undecodable',
  'deflated',
  // A performed procedure step is no object of storage: an archive refuses it, and it comes as a file or by MPPS.
  'step-stopped-without-reason',
  'step-stopped-by-failure',
  'step-completed',
  'step-completed-images-absent',
  'step-completed-yesterday',
]);

const folder = mkdtempSync(join(tmpdir(), 'orthanc-'));
const until = must(parseCalendarDate('2026-11-25'));
const noon = instant(startOfDay(until) + 12 * 3_600_000);
const log = pino({ level: 'silent' });
const ledgers: Ledger[] = [];

function center(name: string, manifest: FixtureManifest): { ledger: Ledger; intake: Intake; judge: () => void } {
  const ledger = openLedger(join(folder, name), { durable: false });
  ledgers.push(ledger);
  keepShippedRules(ledger, noon);
  for (const card of manifest.devices) ledger.cards.put(card, 'test', noon);
  const records = [...manifest.cases, ...manifest.baseline]
    .filter((study) => study.records !== undefined)
    .map(({ study, records: kept }) => ({ study, records: kept }));
  writeFileSync(join(folder, 'records.json'), JSON.stringify(records));
  takeRecords(ledger, join(folder, 'records.json'), noon);
  const deps: AssessDeps = {
    ledger,
    keys: passingCenterKeys(),
    facility: { id: 'fixture', institutionNames: [manifest.institutionName], zoneOffsetMinutes: 480 },
    supervisionStart: 'earliest-study',
    now: () => noon,
    onFault: (what, fault) => {
      throw new Error(what, { cause: fault });
    },
  };
  return {
    ledger,
    intake: createIntake({ ledger, now: () => noon, changed: () => undefined }),
    judge: () => void assessDue(deps, Number.MAX_SAFE_INTEGER),
  };
}

/** Rule, verdict and reason of everything judged on the studies that pass a PACS unchanged. */
function verdicts(ledger: Ledger, manifest: FixtureManifest): string[] {
  const studies = [...manifest.cases, ...manifest.baseline].filter(({ name }) => !notThroughPacs.has(name));
  return studies.flatMap(({ name, study }) =>
    ledger.judgements
      .ofStudy(study)
      .map(
        ({ ruleId, verdict }) =>
          `${name} ${ruleId} ${verdict.kind}${verdict.kind === 'indeterminate' ? ` ${verdict.reason}` : ''}`,
      ),
  );
}

function findings(ledger: Ledger, manifest: FixtureManifest): string[] {
  const names = new Map([...manifest.cases, ...manifest.baseline].map(({ study, name }) => [study, name]));
  return ledger.findings
    .list({ limit: 10_000, offset: 0 })
    .rows.filter(({ subject }) => subject.kind === 'study' && !notThroughPacs.has(names.get(subject.key) ?? ''))
    .map(({ ruleId, subject, verdict }) => `${names.get(subject.key) ?? subject.key} ${ruleId} ${verdict.kind}`)
    .toSorted();
}

function isJpeg(file: string): boolean {
  const reading = readHeaderFile(file);
  return reading.kind === 'readable' && reading.transferSyntaxUID === '1.2.840.10008.1.2.4.50';
}

/** Runs DCMTK's sender beside us: our own receiver has to answer meanwhile. */
function send(...args: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn('storescu', args, { stdio: 'ignore' });
    child.once('error', reject);
    child.once('exit', () => resolve());
  });
}

async function through(channel: Channel, intake: Intake, done: () => boolean | Promise<boolean>): Promise<void> {
  const running = await channel.start(intake, log);
  await vi.waitFor(async () => expect(await done()).toBe(true), { timeout: 120_000, interval: 200 });
  await running.stop();
  await intake.close();
}

describe.runIf(peers)('Orthanc, filled by storescu', () => {
  const scpPort = 11_112;
  const archive = join(folder, 'archive');
  let manifest: FixtureManifest;
  let orthanc: Orthanc;
  let fromFolder: ReturnType<typeof center>;
  let forwarded: ReturnType<typeof center>;
  let objects = 0;

  beforeAll(async () => {
    manifest = await buildCenter({ out: archive, seed: 'orthanc-test', until, studies: 30, cases: true });
    fromFolder = center('from-folder', manifest);
    forwarded = center('forwarded', manifest);
    const scp: ScpOptions = {
      ...scpDefaults,
      name: 'scp:0',
      port: scpPort,
      callingAeTitles: ['ORTHANC'],
      dataFolder: folder,
      ledger: forwarded.ledger,
      now: () => noon,
    };
    const receiver = await scpChannel(scp).start(forwarded.intake, log);
    orthanc = await startOrthanc({
      folder: join(folder, 'orthanc'),
      dicomPort: 4242,
      httpPort: 8042,
      forwardTo: { aeTitle: scp.aeTitle, port: scpPort },
    });
    // --no-halt: a file that cannot be sent does not end the association. Compressed files (JPEG baseline, -xy) go by themselves.
    const to = ['--no-halt', '-aec', 'ORTHANC', '127.0.0.1', String(orthanc.dicomPort)];
    const files = [...manifest.cases, ...manifest.baseline].flatMap((study) =>
      study.files.map((file) => join(archive, file)),
    );
    const compressed = new Set(files.filter((file) => isJpeg(file)));
    await send('-xe', ...to, ...files.filter((file) => !compressed.has(file)));
    await send('-xy', ...to, ...compressed);
    const { CountInstances } = (await orthanc.rest('statistics')) as { CountInstances: number };
    objects = CountInstances;
    await vi.waitFor(() => expect(forwarded.ledger.objects.count()).toBe(objects), { timeout: 120_000, interval: 200 });
    await receiver.stop();
    await forwarded.intake.close();
    const folderOptions = {
      ...folderDefaults,
      name: 'folder:0',
      path: archive,
      now: () => instant(Date.now() + 3_600_000),
    };
    let ended = false;
    const intake: Intake = {
      ...fromFolder.intake,
      scanEnded: (channel) => {
        fromFolder.intake.scanEnded(channel);
        ended = true;
      },
    };
    await through(folderChannel(folderOptions), intake, () => ended);
    fromFolder.judge();
  });

  afterAll(async () => {
    await orthanc.stop();
  });

  const overWebAccess = () => {
    const gate = createGate({ pacs: 'pacs', duty: 1, maxRequestsPerSecond: 1000, offHours: [] });
    const options = { ...dicomwebDefaults, name: 'dicomweb:0', pacs: 'pacs', url: orthanc.dicomweb, now: () => noon };
    return { gate, access: dicomwebAccess(options, gate) };
  };
  const firstReading = ({ ledger, intake }: ReturnType<typeof center>) => {
    const { gate, access } = overWebAccess();
    const reading = startBackfill({
      port: access.port,
      reader: access.reader,
      gate,
      ledger,
      keys: passingCenterKeys(),
      intake,
      supervisionStart: () => 'earliest-study',
      months: 200,
      zoneOffsetMinutes: 480,
      now: () => noon,
      log,
      changed: () => undefined,
    });
    return { gate, reading };
  };

  it('holds the center', () => {
    expect(objects).toBeGreaterThan(250);
    expect(verdicts(fromFolder.ledger, manifest).length).toBeGreaterThan(2000);
  });

  it('read over DICOMweb gives the verdicts and findings of the folder', async () => {
    const overWeb = center('over-web', manifest);
    const { reading, gate } = firstReading(overWeb);
    await reading.ended;
    await gate.close();
    expect(reading.progress()).toMatchObject({ phase: 'done', studies: overWeb.ledger.studies.count() });
    overWeb.judge();
    expect(verdicts(overWeb.ledger, manifest)).toEqual(verdicts(fromFolder.ledger, manifest));
    expect(findings(overWeb.ledger, manifest)).toEqual(findings(fromFolder.ledger, manifest));
  });

  it('its port lists, counts and delivers every object of every study, whole and measured', async () => {
    const { access, gate } = overWebAccess();
    const signal = new AbortController().signal;
    const all = { from: must(parseCalendarDate('2000-01-01')), to: must(parseCalendarDate('2030-01-01')) };
    const found = await access.port.findStudies({ by: 'window', window: all }, 'audit', signal);
    if (found.kind !== 'answered') throw new Error(found.detail);
    let listed = 0;
    for (const { StudyInstanceUID, objects: told } of found.value) {
      const list = await access.port.listObjects(StudyInstanceUID, 'audit', signal);
      if (list.kind !== 'answered') throw new Error(list.detail);
      expect(list.value).toHaveLength(told ?? -1);
      listed += list.value.length;
      const delivered = await access.port.retrieve?.({ StudyInstanceUID, lane: 'audit', signal });
      if (delivered?.kind !== 'answered') throw new Error(JSON.stringify(delivered));
      expect(delivered.value.short).toBe(false);
      const uids = (objects_: readonly { readonly SOPInstanceUID: string }[]) =>
        objects_.map(({ SOPInstanceUID }) => SOPInstanceUID).toSorted();
      expect(uids(delivered.value.objects)).toEqual(uids(list.value));
      for (const [first] of [list.value]) {
        if (first === undefined) continue;
        const one = await access.port.retrieve?.({ StudyInstanceUID, object: first, lane: 'audit', signal });
        const same = delivered.value.objects.find(({ SOPInstanceUID }) => SOPInstanceUID === first.SOPInstanceUID);
        expect(one).toMatchObject({ kind: 'answered', value: { short: false, objects: [{ sha256: same?.sha256 }] } });
      }
    }
    expect(listed).toBeGreaterThan(250);
    const gone = await access.port.retrieve?.({ StudyInstanceUID: '1.2.3.4', lane: 'audit', signal });
    expect(gone).toMatchObject({ kind: 'answered', value: { objects: [] } });
    const undated = await access.port.findStudies({ by: 'window', window: 'undated' }, 'audit', signal);
    console.log(
      `Orthanc, studies without a date: ${undated.kind === 'answered' ? String(undated.value.length) : undated.detail}`,
    );
    await gate.close();
  });

  it('forwarding to our receiver gives the verdicts and findings of the folder', () => {
    forwarded.intake.scanEnded('scp:0');
    forwarded.judge();
    expect(verdicts(forwarded.ledger, manifest)).toEqual(verdicts(fromFolder.ledger, manifest));
    expect(findings(forwarded.ledger, manifest)).toEqual(findings(fromFolder.ledger, manifest));
  });
});

afterAll(() => {
  for (const ledger of ledgers) ledger.close();
  rmSync(folder, { recursive: true, force: true });
});
