// Storage commitment against archives that are not ours: Orthanc with a cold and with a warm cache, DCMTK's dcmqrscp that
// lacks the service, and dcmjs-dimse in the archive's role.
import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import dcmjsDimse from 'dcmjs-dimse';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { scpChannel, scpDefaults } from '../shell/channels/index.ts';
import { now } from '../shell/clock/index.ts';
import { askForCommitment, type CommitmentOutcome, createCommitments } from '../shell/commitment/index.ts';
import { echo, requestCommitment } from '../shell/dimse/index.ts';
import { createIntake } from '../shell/intake/index.ts';
import { openLedger } from '../shell/ledger/index.ts';
import { CT, EXPLICIT, IMPLICIT, native } from './dimse-files.ts';
import { type Orthanc, startOrthanc } from './orthanc-server.ts';

const { Client, Dataset, requests, responses, Scp, constants, log: dimseLog } = dcmjsDimse;
const MR = '1.2.840.10008.5.1.4.1.1.4';

const has = (command: string): boolean => spawnSync(command, ['--version'], { stdio: 'ignore' }).error === undefined;
const secluded = process.env.LOOPBACK_ONLY === '1';
const withOrthanc = secluded && has('Orthanc') && has('storescu');
const withDcmqrscp = secluded && has('dcmqrscp');
if (!withOrthanc || !withDcmqrscp) {
  console.warn(
    'SKIPPED: commitment with real archives needs Orthanc, DCMTK and a loopback-only network namespace (npm test makes one)',
  );
}

const folder = mkdtempSync(join(tmpdir(), 'commitment-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let number = 0;
let stops: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const stop of stops.toReversed()) await stop();
  stops = [];
});

interface Monitor {
  readonly port: number;
  /** Asks the archive at `archivePort` and waits until the outcome stands. */
  readonly ask: (
    archivePort: number,
    uids: readonly (string | { SOPClassUID: string; SOPInstanceUID: string })[],
  ) => Promise<CommitmentOutcome>;
  readonly tryAsking: (archivePort: number) => ReturnType<typeof askForCommitment>;
}

/** Our receiver with its ledger, as the agent starts them. */
async function startMonitor(port: number): Promise<Monitor> {
  number += 1;
  const dataFolder = join(folder, `agent-${String(number)}`);
  const ledger = openLedger(dataFolder);
  const intake = createIntake({ ledger, now, changed: () => undefined });
  const commitments = createCommitments({ ledger, now });
  const channel = scpChannel({
    ...scpDefaults,
    name: 'scp:0',
    port,
    aeTitle: 'MONITOR',
    callingAeTitles: 'any',
    dataFolder,
    minimumFreeBytes: 0,
    ledger,
    commitments,
    now,
  });
  const running = await channel.start(intake, pino({ level: 'silent' }));
  stops.push(async () => {
    await running.stop();
    await intake.close();
    ledger.close();
  });
  const asking = (
    archivePort: number,
    objects: readonly { SOPClassUID: string; SOPInstanceUID: string }[],
  ): ReturnType<typeof askForCommitment> =>
    askForCommitment({
      commitments,
      channel: 'dimse:0',
      subject: '1.2.3.10',
      objects,
      send: (transactionUID) =>
        requestCommitment({
          peer: { host: '127.0.0.1', port: archivePort, callingAeTitle: 'MONITOR', calledAeTitle: 'ARCHIVE' },
          transactionUID,
          objects,
          take: (report) => (commitments.report(report) === 'unknown-transaction' ? 'unknown-transaction' : 'taken'),
        }),
    });
  return {
    port: channel.health().port,
    tryAsking: (archivePort) => asking(archivePort, [{ SOPClassUID: CT, SOPInstanceUID: '1.2.3.1' }]),
    async ask(archivePort, uids) {
      const objects = uids.map((each) => (typeof each === 'string' ? { SOPClassUID: CT, SOPInstanceUID: each } : each));
      const answer = await asking(archivePort, objects);
      if (answer.kind !== 'answered') throw new Error(`${answer.why}: ${answer.detail}`);
      const { transactionUID } = answer.value;
      const outcome = (): CommitmentOutcome | undefined =>
        commitments.ended().find((each) => each.transactionUID === transactionUID);
      await vi.waitFor(() => expect(outcome()).toBeDefined(), { timeout: 20_000, interval: 50 });
      const ended = outcome();
      if (ended === undefined) throw new Error('the report is gone');
      return ended;
    },
  };
}

describe.runIf(withOrthanc)('Orthanc', () => {
  const dicomPort = 4342;
  const receiverPort = 11_342;
  const home = join(folder, 'orthanc');
  const uids = ['1.2.3.201', '1.2.3.202', '1.2.3.203'] as const;

  const start = (settings: Record<string, unknown>): Promise<Orthanc> =>
    startOrthanc({
      folder: home,
      dicomPort,
      httpPort: 8342,
      knows: { aeTitle: 'MONITOR', port: receiverPort },
      settings: { DicomAet: 'ARCHIVE', ...settings },
    });

  beforeAll(async () => {
    mkdirSync(home, { recursive: true });
    const orthanc = await start({});
    const files = uids.map((uid) => {
      const path = join(folder, `${uid}.dcm`);
      writeFileSync(path, native('explicit', EXPLICIT, uid));
      return path;
    });
    execFileSync('storescu', ['-aec', 'ARCHIVE', '127.0.0.1', String(dicomPort), ...files]);
    expect(await orthanc.rest('statistics')).toMatchObject({ CountInstances: uids.length });
    await orthanc.stop();
  });

  /** The archive's file of an object. */
  function fileOf(uid: string): string {
    const storage = join(home, 'storage');
    const found = readdirSync(storage, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.name.startsWith('index'))
      .map((entry) => join(entry.parentPath, entry.name))
      .find((path) => {
        const bytes = readFileSync(path);
        return bytes.toString('latin1', 128, 132) === 'DICM' && bytes.includes(`${uid}\0`);
      });
    if (found === undefined) throw new Error(`no file of ${uid}`);
    return found;
  }

  it('reports on an association of its own, and names what it does not have and what is of another class', async () => {
    const monitor = await startMonitor(receiverPort);
    const orthanc = await start({});
    stops.push(() => orthanc.stop());
    const outcome = await monitor.ask(
      dicomPort,
      [...uids, '1.2.3.999', { SOPClassUID: MR, SOPInstanceUID: uids[0] }].slice(1),
    );
    expect(outcome).toMatchObject({ state: 'reported', subject: '1.2.3.10', unreported: [] });
    expect(outcome.committed).toEqual([uids[1], uids[2]]);
    expect(outcome.failed.toSorted((a, b) => (a.SOPInstanceUID < b.SOPInstanceUID ? -1 : 1))).toEqual([
      { SOPInstanceUID: uids[0], reason: 0x0119 },
      { SOPInstanceUID: '1.2.3.999', reason: 0x0112 },
    ]);
  });

  it('with a warm cache commits to an object whose file is gone, and cold it does not', async () => {
    const monitor = await startMonitor(receiverPort);
    const gone = uids[2];
    const warm = await start({ MaximumStorageCacheSize: 128 });
    try {
      expect((await monitor.ask(dicomPort, uids)).committed).toEqual(uids);
      rmSync(fileOf(gone));
      // Why a commitment alone is never proof: the same archive, the same question, and the file is not there any more.
      expect((await monitor.ask(dicomPort, uids)).committed).toEqual(uids);
    } finally {
      await warm.stop();
    }
    const cold = await start({ MaximumStorageCacheSize: 0 });
    stops.push(() => cold.stop());
    const outcome = await monitor.ask(dicomPort, uids);
    expect(outcome.committed).toEqual([uids[0], uids[1]]);
    expect(outcome.failed).toMatchObject([{ SOPInstanceUID: gone }]);
  });
});

describe.runIf(withDcmqrscp)('dcmqrscp', () => {
  it('does not have the service, and that is no statement about any object', async () => {
    const home = join(folder, 'dcmqrscp');
    mkdirSync(join(home, 'store'), { recursive: true });
    const config = join(home, 'dcmqrscp.cfg');
    writeFileSync(
      config,
      `NetworkTCPPort = 4343\nMaxPDUSize = 16384\nMaxAssociations = 4\nHostTable BEGIN\nHostTable END\nVendorTable BEGIN\nVendorTable END\nAETable BEGIN\nARCHIVE ${join(home, 'store')} RW (9, 1024mb) ANY\nAETable END\n`,
    );
    const archive: ChildProcess = spawn('dcmqrscp', ['-c', config], { stdio: 'ignore' });
    stops.push(() => void archive.kill());
    const peer = {
      host: '127.0.0.1',
      port: 4343,
      callingAeTitle: 'MONITOR',
      calledAeTitle: 'ARCHIVE',
      timeoutMs: 5000,
    };
    await vi.waitFor(async () => expect(await echo(peer)).toEqual({ kind: 'answered', status: 0 }), {
      timeout: 20_000,
      interval: 100,
    });
    const monitor = await startMonitor(0);
    expect(await monitor.tryAsking(4343)).toMatchObject({ kind: 'not-measured', why: 'not-supported' });
  });
});

describe('dcmjs-dimse in the role of the archive', () => {
  it('takes our request and reports to our receiver', async () => {
    dimseLog.setLevel('silent');
    const monitor = await startMonitor(0);
    const asked: Record<string, unknown>[] = [];
    class Archive extends Scp {
      override associationRequested(
        association: Parameters<InstanceType<typeof Scp>['associationRequested']>[0],
      ): void {
        for (const { id } of association.getPresentationContexts()) {
          association.getPresentationContext(id).setResult(constants.PresentationContextResult.Accept, IMPLICIT);
        }
        this.sendAssociationAccept();
      }
      override nActionRequest(
        request: InstanceType<typeof requests.NActionRequest>,
        callback: (response: InstanceType<typeof responses.NActionResponse>) => void,
      ): void {
        const response = responses.NActionResponse.fromRequest(request);
        response.setStatus(constants.Status.Success);
        callback(response);
        const action = request.getDataset()?.getElements() ?? {};
        asked.push(action);
        const report = new requests.NEventReportRequest(
          constants.SopClass.StorageCommitmentPushModel,
          '1.2.840.10008.1.20.1.1',
          1,
        );
        report.setDataset(new Dataset({ ...action }));
        const client = new Client();
        client.addRequest(report);
        client.send('127.0.0.1', monitor.port, 'ARCHIVE', 'MONITOR');
      }
      override associationReleaseRequested(): void {
        this.sendAssociationReleaseResponse();
      }
    }
    // Its own server would listen on every address.
    const server = createServer((socket) => new Archive(socket, {}));
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    stops.push(() => void server.close());
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    const outcome = await monitor.ask(address.port, ['1.2.3.1', '1.2.3.2']);
    expect(outcome).toMatchObject({ state: 'reported', committed: ['1.2.3.1', '1.2.3.2'], failed: [] });
    expect(asked).toHaveLength(1);
  });
});
