// The receiver channel against callers that are not ours: performed steps of dcmjs-dimse, TLS of DCMTK and of dcmjs-dimse.
import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import dcmjsDimse from 'dcmjs-dimse';
import { pino } from 'pino';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { textOf } from '../core/index.ts';
import { type ReceiverHealth, scpChannel, scpDefaults } from '../shell/channels/index.ts';
import { now } from '../shell/clock/index.ts';
import { canCertify, type Identity, makeCertificates } from '../shell/dimse/testing/certificates.ts';
import { until } from '../shell/dimse/testing/raw-peer.ts';
import { createIntake } from '../shell/intake/index.ts';
import { type Ledger, openLedger } from '../shell/ledger/index.ts';
import { EXPLICIT, native } from './dimse-files.ts';

const { Client, Dataset, requests, constants, log: dimseLog } = dcmjsDimse;
const STEP = constants.SopClass.ModalityPerformedProcedureStep;
dimseLog.setLevel('silent');

const folder = mkdtempSync(join(tmpdir(), 'receiver-peers-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let stop: (() => Promise<void>) | undefined;
afterEach(async () => {
  await stop?.();
  stop = undefined;
});

function file(name: string, bytes: Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
}

interface Running {
  readonly port: number;
  readonly ledger: Ledger;
  readonly health: () => ReceiverHealth;
}

async function start(tls?: { caFile: string; certFile: string; keyFile: string }): Promise<Running> {
  const dataFolder = mkdtempSync(join(folder, 'agent-'));
  const ledger = openLedger(dataFolder);
  const intake = createIntake({ ledger, now, changed: () => undefined });
  const channel = scpChannel({
    ...scpDefaults,
    name: 'scp:0',
    port: 0,
    aeTitle: 'MONITOR',
    callingAeTitles: 'any',
    dataFolder,
    minimumFreeBytes: 0,
    ledger,
    now,
    ...(tls === undefined ? {} : { tls }),
  });
  const running = await channel.start(intake, pino({ level: 'silent' }));
  stop = async () => {
    await running.stop();
    await intake.close();
    ledger.close();
  };
  return { port: channel.health().port, ledger, health: () => channel.health() };
}

type Message = InstanceType<
  | typeof requests.NCreateRequest
  | typeof requests.NSetRequest
  | typeof requests.CEchoRequest
  | typeof requests.CStoreRequest
>;
type Security = NonNullable<NonNullable<Parameters<InstanceType<typeof Client>['send']>[4]>['securityOptions']>;

/** Sends messages on one association; their statuses, and whether the connection failed. */
function send(
  port: number,
  messages: readonly Message[],
  securityOptions?: Security,
): Promise<{ statuses: number[]; failed: boolean }> {
  return new Promise((resolve) => {
    const client = new Client();
    const statuses: number[] = [];
    let failed = false;
    for (const message of messages) {
      message.on('response', (response) => {
        statuses.push(response.getStatus());
      });
      client.addRequest(message);
    }
    client.on('networkError', () => {
      failed = true;
      resolve({ statuses, failed });
    });
    client.on('closed', () => {
      resolve({ statuses, failed });
    });
    client.send('127.0.0.1', port, 'CT01', 'MONITOR', securityOptions === undefined ? {} : { securityOptions });
  });
}

describe('performed steps of dcmjs-dimse', () => {
  const create = (uid: string): InstanceType<typeof requests.NCreateRequest> => {
    const message = new requests.NCreateRequest(STEP, uid);
    message.setDataset(
      new Dataset({
        SpecificCharacterSet: 'ISO_IR 192',
        Modality: 'CT',
        PatientName: '王小东',
        PatientID: 'P1',
        PregnancyStatus: 4,
        PerformedProcedureStepID: 'S1',
        PerformedProcedureStepStatus: 'IN PROGRESS',
        PerformedProcedureStepStartDate: '20260310',
        ScheduledStepAttributesSequence: [{ StudyInstanceUID: '1.2.3.10', AccessionNumber: 'A1' }],
        PerformedSeriesSequence: [],
      }),
    );
    return message;
  };
  const set = (uid: string, status: string): InstanceType<typeof requests.NSetRequest> => {
    const message = new requests.NSetRequest(STEP, uid);
    message.setDataset(
      new Dataset({
        PerformedProcedureStepStatus: status,
        PerformedProcedureStepEndDate: '20260310',
        PerformedSeriesSequence: [{ SeriesInstanceUID: '1.2.3.11', ProtocolName: 'Head' }],
      }),
    );
    return message;
  };

  it('begin, end, and stay as they ended', async () => {
    const { port, ledger } = await start();
    expect(await send(port, [create('1.2.3.60')])).toEqual({ statuses: [0], failed: false });
    expect(await send(port, [set('1.2.3.60', 'COMPLETED')])).toEqual({ statuses: [0], failed: false });
    expect(await send(port, [set('1.2.3.60', 'DISCONTINUED')])).toEqual({ statuses: [0x0110], failed: false });
    expect(await send(port, [create('1.2.3.60')])).toEqual({ statuses: [0x0111], failed: false });
    expect(await send(port, [set('1.2.3.61', 'COMPLETED')])).toEqual({ statuses: [0x0112], failed: false });
    const [step, ...others] = ledger.objects.ofStudy('1.2.3.10');
    expect(others).toEqual([]);
    expect(step?.SOPInstanceUID).toBe('1.2.3.60');
    const read = step?.header ?? {};
    expect(textOf(read, 'PatientName')).toBe('王小东');
    expect(textOf(read, 'PerformedProcedureStepStatus')).toBe('COMPLETED');
    expect(read['PregnancyStatus']).toBeDefined();
    expect(ledger.unreadable.list(10, 0)).toMatchObject([{ source: 'MPPS 1.2.3.61' }]);
  });
});

describe.runIf(canCertify())('TLS', () => {
  const { authority, receiver, sender, stranger } = makeCertificates();
  const caFile = file('authority.pem', authority);
  const pem = (name: string, { cert, key }: Identity): { certFile: string; keyFile: string } => ({
    certFile: file(`${name}.crt`, cert),
    keyFile: file(`${name}.key`, key),
  });
  const secured = (): Promise<Running> => start({ caFile, ...pem('receiver', receiver) });
  const refusals = ({ refusals: list }: ReceiverHealth): string[] => list.map(({ kind }) => kind);

  it('dcmjs-dimse with a certificate of the authority stores; without one, or plain, it is refused and it is said why', async () => {
    const { port, ledger, health } = await secured();
    const path = file('tls.dcm', native('explicit', EXPLICIT, '1.2.3.90'));
    const names = { SNICallback: undefined };
    expect(
      await send(port, [new requests.CStoreRequest(path)], {
        ca: authority,
        ...sender,
        ...names,
        rejectUnauthorized: false,
      }),
    ).toEqual({
      statuses: [0],
      failed: false,
    });
    expect(ledger.objects.count()).toBe(1);
    expect(health()).toMatchObject({ secured: true, stored: 1, refusals: [] });
    expect(
      (await send(port, [new requests.CEchoRequest()], { ca: authority, ...stranger, rejectUnauthorized: false }))
        .statuses,
    ).toEqual([]);
    await until('the stranger is told', () => refusals(health()).includes('tls-untrusted-certificate'));
    expect(
      (await send(port, [new requests.CEchoRequest()], { ca: authority, rejectUnauthorized: false })).statuses,
    ).toEqual([]);
    await until('the one without is told', () => refusals(health()).includes('tls-no-certificate'));
    expect((await send(port, [new requests.CEchoRequest()])).statuses).toEqual([]);
    await until('the plain one is told', () => refusals(health()).includes('tls-not-tls'));
  });

  const hasDcmtk = spawnSync('echoscu', ['--version'], { stdio: 'ignore' }).error === undefined;
  if (!hasDcmtk) console.warn('SKIPPED: DCMTK (echoscu) is not installed; TLS is not tried against it');
  it.runIf(hasDcmtk)(
    'DCMTK is answered with its certificate, refused without, and refused as a TLS caller of a plain port',
    async () => {
      const echoscu = (port: number, ...options: string[]): Promise<number | null> =>
        new Promise((resolve) => {
          const child = execFile(
            'echoscu',
            ['-aec', 'MONITOR', ...options, '127.0.0.1', String(port)],
            { timeout: 30_000 },
            () => resolve(child.exitCode),
          );
        });
      const { certFile, keyFile } = pem('sender', sender);
      const over = ['+tls', keyFile, certFile, '+cf', caFile];
      const { port, health } = await secured();
      expect(await echoscu(port, ...over)).toBe(0);
      expect(health().senders).toMatchObject([{ callingAeTitle: 'ECHOSCU', echoes: 1 }]);
      const odd = pem('stranger', stranger);
      expect(await echoscu(port, '+tls', odd.keyFile, odd.certFile, '+cf', caFile)).not.toBe(0);
      await until('told', () => refusals(health()).includes('tls-untrusted-certificate'));
      expect(await echoscu(port)).not.toBe(0);
      await until('told', () => refusals(health()).includes('tls-not-tls'));
      await stop?.();
      const plain = await start();
      expect(await echoscu(plain.port, ...over)).not.toBe(0);
      await until('told', () => refusals(plain.health()).includes('tls-on-a-plain-port'));
    },
  );
});
