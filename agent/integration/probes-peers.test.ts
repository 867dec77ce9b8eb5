// Probes against programs that are not ours: DCMTK's receiver, frozen and dead, and a real PACS.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Instant, instant } from '@center/contract';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { dicomwebAccess, dicomwebDefaults, dimseAccess, dimseDefaults } from '../shell/channels/index.ts';
import { createGate } from '../shell/courtesy/index.ts';
import { latestStudyOf, type ProbeConfig, type ProbeSources, probeTypeOf } from '../shell/probes/index.ts';
import { attempt, descriptors } from '../shell/probes/testing/peers.ts';
import { type Orthanc, startOrthanc } from './orthanc-server.ts';

const present = (command: string): boolean =>
  spawnSync(command, ['--version'], { stdio: 'ignore' }).error === undefined;
const secluded = process.env.LOOPBACK_ONLY === '1';
const hasReceiver = secluded && present('storescp');
const hasPacs = secluded && present('Orthanc');
if (!hasReceiver)
  console.warn(
    'SKIPPED: probes of a real receiver need DCMTK (storescp) and a loopback-only network namespace (npm test makes one)',
  );
if (!hasPacs)
  console.warn(
    'SKIPPED: probes of a real PACS need Orthanc and a loopback-only network namespace (npm test makes one)',
  );

async function ask(
  config: Pick<ProbeConfig, 'type'> & Readonly<Record<string, unknown>>,
  timeoutMs = 5_000,
  sources?: ProbeSources,
  at?: Instant,
) {
  const probe: ProbeConfig = { name: 'x', of: 'ct-1', ...config };
  const { outcome, stage, code, readings } = await probeTypeOf(probe.type).probe(
    probe as never,
    attempt(timeoutMs, sources, at),
  );
  return { said: `${outcome} ${stage} ${code}`.trim(), readings };
}

describe.runIf(hasReceiver)('a receiver of DCMTK', () => {
  const port = 11_141;
  let receiver: ChildProcess | undefined;
  const echo = (timeoutMs = 5_000) =>
    ask({ type: 'dimse-echo', host: '127.0.0.1', port, calledAeTitle: 'CT1' }, timeoutMs).then(({ said }) => said);
  const tcp = () => ask({ type: 'tcp', host: '127.0.0.1', port }).then(({ said }) => said);
  beforeAll(async () => {
    receiver = spawn('storescp', ['--ignore', '-aet', 'CT1', String(port)], { stdio: 'ignore' });
    await vi.waitFor(async () => expect(await tcp()).toBe('ok connect'), { timeout: 20_000 });
  });
  afterEach(() => void receiver?.kill('SIGCONT'));
  afterAll(() => void receiver?.kill('SIGKILL'));

  it('answers', async () => {
    expect(await echo()).toBe('ok release');
  });

  it('that is frozen still takes connections, and fails; fifty attempts leave no descriptor behind', async () => {
    await echo();
    const before = descriptors();
    receiver?.kill('SIGSTOP');
    expect(await tcp()).toBe('ok connect');
    for (let n = 0; n < 50; n += 1) expect(await echo(60)).toMatch(/^fail (associate|connect) timeout$/);
    expect(descriptors()).toBeLessThanOrEqual(before + 1);
    receiver?.kill('SIGCONT');
    await vi.waitFor(async () => expect(await echo()).toBe('ok release'), { timeout: 20_000 });
  });

  it('that is dead refuses', async () => {
    const gone = new Promise<void>((resolve) => receiver?.once('exit', () => resolve()));
    receiver?.kill('SIGKILL');
    await gone;
    expect(await echo()).toBe('fail connect ECONNREFUSED');
    expect(await tcp()).toBe('fail connect ECONNREFUSED');
  });
});

describe.runIf(hasPacs)('a real PACS', () => {
  const folder = mkdtempSync(join(tmpdir(), 'probes-pacs-'));
  const [dicomPort, httpPort] = [11_142, 18_142];
  const now = instant(Date.parse('2026-11-26T12:00:00+08:00'));
  let orthanc: Orthanc | undefined;
  const auth = { kind: 'basic', user: 'agent', passwordFile: join(folder, 'password') } as const;
  const url = `http://127.0.0.1:${String(httpPort)}/dicom-web`;
  beforeAll(async () => {
    writeFileSync(join(folder, 'password'), 'word');
    orthanc = await startOrthanc({
      folder,
      dicomPort,
      httpPort,
      settings: { DicomModalities: { monitor: ['CENTERMON', '127.0.0.1', 11_143] }, DicomAlwaysAllowFind: true },
    });
  });
  afterAll(async () => {
    await orthanc?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const create = async (tags: Readonly<Record<string, string>>): Promise<void> => {
    const answer = await fetch(`http://127.0.0.1:${String(httpPort)}/tools/create-dicom`, {
      method: 'POST',
      body: JSON.stringify({ Tags: { SOPClassUID: '1.2.840.10008.5.1.4.1.1.2', ...tags } }),
    });
    if (!answer.ok) throw new Error(`Orthanc made no object: ${await answer.text()}`);
  };

  it('answers an echo and a search, on each way in', async () => {
    const echo = await ask({ type: 'dimse-echo', host: '127.0.0.1', port: dicomPort, calledAeTitle: 'ORTHANC' });
    expect(echo.said).toBe('ok release');
    expect((await ask({ type: 'dicomweb', url })).said).toBe('ok request');
    expect((await ask({ type: 'http', url: `http://127.0.0.1:${String(httpPort)}/system` })).said).toBe('ok request');
    expect((await ask({ type: 'dicomweb', url: `http://127.0.0.1:${String(httpPort)}/nowhere` })).said).toBe(
      'fail request http-404',
    );
  });

  it('tells by C-FIND and by QIDO when a device worked last, and whose work it was', async () => {
    await create({
      StudyDate: '20261126',
      StudyTime: '115500',
      Modality: 'CT',
      StationName: 'CT01',
      PatientID: 'T1',
    });
    await create({
      StudyDate: '20261126',
      StudyTime: '115800',
      Modality: 'CT',
      StationName: 'CT02',
      PatientID: 'T2',
    });
    await create({
      StudyDate: '20261126',
      StudyTime: '090000',
      Modality: 'MR',
      StationName: 'MR01',
      PatientID: 'T3',
    });
    const gate = createGate({ pacs: 'pacs', duty: 1, maxRequestsPerSecond: 1_000, offHours: [] });
    const dimse = dimseAccess(
      {
        ...dimseDefaults,
        name: 'dimse:0',
        pacs: 'pacs',
        host: '127.0.0.1',
        port: dicomPort,
        calledAeTitle: 'ORTHANC',
        retrieve: 'none',
      },
      gate,
    );
    const web = dicomwebAccess({ ...dicomwebDefaults, name: 'dicomweb:0', pacs: 'pacs', url, now: () => now }, gate);
    for (const { port } of [dimse, web]) {
      const sources = { latestStudy: latestStudyOf([port]) };
      const work = async (modality: string, stationName?: string) => {
        const config = {
          type: 'dicom-activity',
          modality,
          ...(stationName === undefined ? {} : { stationName }),
        } as const;
        const { said, readings } = await ask(config, 20_000, sources, now);
        return [said, readings[0]?.value];
      };
      expect(await work('CT')).toEqual(['ok archive', '2026-11-26T03:58:00.000Z']);
      expect(await work('CT', 'CT01')).toEqual(['ok archive', '2026-11-26T03:55:00.000Z']);
      expect(await work('CT', 'CT09')).toEqual(['unsupported archive quiet', undefined]);
      expect(await work('MR')).toEqual(['unsupported archive quiet', undefined]);
    }
    await dimse.close();
    await gate.close();
  });

  it('that wants a password is alive, and lets us in with it', async () => {
    await orthanc?.stop();
    orthanc = await startOrthanc({ folder, dicomPort, httpPort, user: { name: 'agent', password: 'word' } });
    expect((await ask({ type: 'dicomweb', url })).said).toBe('ok request http-401');
    expect((await ask({ type: 'dicomweb', url, auth })).said).toBe('ok request');
    await orthanc.stop();
    orthanc = undefined;
    expect((await ask({ type: 'dicomweb', url })).said).toBe('fail connect ECONNREFUSED');
  });
});
