import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { must, parseCalendarDate } from '@center/contract';
import { buildCenter, type FixtureManifest } from '@center/fixtures';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openLedger } from '../shell/ledger/index.ts';
import { siteCards } from '../shell/site-card/index.ts';
import { type Orthanc, startOrthanc } from './orthanc-server.ts';

function present(command: string, args: readonly string[]): boolean {
  return spawnSync(command, args, { stdio: 'ignore' }).error === undefined;
}
const peers =
  process.env.LOOPBACK_ONLY === '1' && present('Orthanc', ['--version']) && present('storescu', ['--version']);
if (!peers)
  console.warn('SKIPPED: the site card of a real PACS needs Orthanc, DCMTK and a loopback-only network namespace');

const main = fileURLToPath(new URL('../shell/main.mjs', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'site-card-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

function probe(...args: readonly string[]): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [main, 'probe-pacs', ...args], {
      env: { ...process.env, LANG: 'en_US.UTF-8', LC_ALL: '' },
    });
    let [out, err] = ['', ''];
    child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, out, err }));
  });
}

let configs = 0;
function configWith(channels: readonly object[]): string {
  configs += 1;
  const file = join(folder, `agent-${String(configs)}.json`);
  writeFileSync(
    file,
    JSON.stringify({ dataFolder: 'data', facility: { id: 'center' }, channels, station: { port: 0 } }),
  );
  return file;
}

describe('agent probe-pacs', () => {
  it('sends nothing when it is asked wrongly', async () => {
    const right = { kind: 'dimse', host: '127.0.0.1', port: 104, calledAeTitle: 'PACS', retrieve: 'get' };
    for (const args of [
      [],
      ['--config', join(folder, 'nowhere.json')],
      ['--config', configWith([{ ...right, calledAeTitle: 'A TITLE THAT IS TOO LONG' }])],
      ['--config', configWith([{ ...right, port: 70_000 }])],
      ['--config', configWith([{ ...right, host: 'no host' }])],
      ['--config', configWith([{ kind: 'folder', path: 'archive' }])],
      ['--config', configWith([right, { ...right, pacs: 'other' }])],
      ['--config', configWith([right]), '--study', '1.2.*'],
      ['--config', configWith([right]), '--accession', 'A1'],
      ['--config', configWith([right]), '--timeout', '0'],
    ]) {
      const ran = await probe(...args);
      expect([args, ran.code]).toEqual([args, 2]);
      expect(ran.err).toMatch(/\p{Script=Han}/u);
    }
  });

  it('says of a PACS that is not there that nothing is known, and why', async () => {
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    const address = taken.address();
    if (typeof address !== 'object' || address === null) throw new Error('no address');
    await new Promise<void>((resolve) => taken.close(() => resolve()));
    const ran = await probe(
      '--config',
      configWith([
        { kind: 'dimse', host: '127.0.0.1', port: address.port, calledAeTitle: 'PACS', retrieve: 'get' },
        { kind: 'dicomweb', url: `http://127.0.0.1:${String(address.port)}/dicom-web` },
      ]),
      '--json',
    );
    expect(ran.code).toBe(1);
    const card = JSON.parse(ran.out) as { lines: { key: string; measured: boolean; value?: unknown }[] };
    expect(card.lines.map(({ key }) => key)).toEqual([
      'echo',
      'dicomweb',
      'dicomweb-limit',
      'relational-images',
      'requests-per-association',
      'charset',
      'commitment',
      'native-compression',
      'first-image',
    ]);
    expect(card.lines.filter(({ measured }) => measured).map(({ key, value }) => [key, value])).toEqual([
      ['echo', false],
    ]);
  });
});

describe.runIf(peers)('of a real Orthanc', () => {
  const receiverPort = 11_190;
  let manifest: FixtureManifest;
  let orthanc: Orthanc | undefined;
  let images: readonly string[];

  beforeAll(async () => {
    const archive = join(folder, 'archive');
    manifest = await buildCenter({
      out: archive,
      seed: 'site-card',
      until: must(parseCalendarDate(new Date().toISOString().slice(0, 10))),
      studies: 12,
      cases: false,
    });
    images = manifest.baseline.flatMap(({ files }) => files.map((file) => join(archive, file)));
  });
  afterEach(async () => {
    await orthanc?.stop();
    orthanc = undefined;
  });

  async function cardOf(name: string, settings: Readonly<Record<string, unknown>>, ...args: readonly string[]) {
    orthanc = await startOrthanc({
      folder: join(folder, name),
      dicomPort: 4244,
      httpPort: 8044,
      knows: { aeTitle: 'CENTERMON', port: receiverPort },
      settings,
    });
    spawnSync('storescu', ['--no-halt', '-xe', '-aec', 'ORTHANC', '127.0.0.1', '4244', ...images], { stdio: 'ignore' });
    const [study] = manifest.baseline;
    const config = configWith([
      { kind: 'dimse', host: '127.0.0.1', port: 4244, calledAeTitle: 'ORTHANC', retrieve: 'move' },
      { kind: 'dicomweb', url: orthanc.dicomweb },
      { kind: 'scp', port: receiverPort, callingAeTitles: 'any' },
    ]);
    const ran = await probe(
      '--config',
      config,
      '--study',
      study?.study ?? '',
      '--old',
      study?.study ?? '',
      '--json',
      ...args,
    );
    if (ran.code !== 0) throw new Error(ran.err);
    const card = JSON.parse(ran.out) as {
      lines: { key: string; measured: boolean; value?: unknown; answer: { en: string } }[];
    };
    console.log(card.lines.map(({ key, answer }) => `${key}: ${answer.en}`).join('\n'));
    return new Map(card.lines.map((line) => [line.key, line]));
  }

  it('everything is measured, and kept for the page without a name of a patient', async () => {
    const lines = await cardOf('utf8', {}, '--commitment');
    expect(lines.get('echo')).toMatchObject({ measured: true });
    expect(lines.get('echo')?.value).toBeTypeOf('number');
    expect(lines.get('dicomweb')).toMatchObject({ value: true });
    expect(lines.get('dicomweb-limit')?.answer.en).toMatch(/none seen up to \d+ rows/);
    expect(lines.get('relational-images')).toMatchObject({ value: true });
    expect(lines.get('requests-per-association')).toMatchObject({ value: true });
    expect(lines.get('charset')?.answer.en).toContain('Han characters arrive');
    expect(lines.get('commitment')?.value).toBeTypeOf('number');
    expect(lines.get('native-compression')?.answer.en).toContain('kept without compression');
    expect(lines.get('first-image')?.value).toBeTypeOf('number');
    const ledger = openLedger(join(folder, 'data'));
    const cards = siteCards(ledger);
    ledger.close();
    expect(cards).toHaveLength(1);
    expect(cards[0]?.lines).toHaveLength(9);
    const kept = JSON.stringify(cards);
    for (const { name } of manifest.baseline) expect(name === '' || !kept.includes(name)).toBe(true);
  });

  it('a limit and letters that are lost are found', async () => {
    const lines = await cardOf('latin1', { DefaultEncoding: 'Latin1', LimitFindResults: 5 });
    expect(lines.get('charset')?.answer.en).toContain('no Han character');
    // One more than it is set to.
    expect(lines.get('dicomweb-limit')).toMatchObject({ value: 6 });
    expect(lines.get('commitment')?.answer.en).toContain('not asked for');
  });
});
