import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { channelNames, pacsOf, parseConfig, readConfig } from './index.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'config-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const right = {
  dataFolder: 'data',
  facility: { id: 'demo-center' },
  channels: [{ kind: 'folder', path: 'archive' }],
  station: { port: 7401 },
};

describe('a right configuration', () => {
  it('gets its defaults, absolute paths from its own folder, and is frozen', () => {
    const file = join(folder, 'agent.json');
    writeFileSync(file, JSON.stringify(right));
    const read = readConfig(file);
    if (!read.ok) throw new Error(JSON.stringify(read.problems));
    expect(read.config).toMatchObject({
      dataFolder: join(folder, 'data'),
      language: 'zh',
      channels: [{ kind: 'folder', path: join(folder, 'archive') }],
      station: { host: '127.0.0.1', port: 7401 },
      facility: { institutionNames: [] },
    });
    expect(Object.isFrozen(read.config.channels[0])).toBe(true);
  });

  it('numbers the channels by kind', () => {
    const scp = { kind: 'scp', port: 11112, callingAeTitles: 'any' } as const;
    const folderChannel = { kind: 'folder', path: '/a' } as const;
    expect(channelNames([folderChannel, scp, folderChannel])).toEqual(['folder:0', 'scp:0', 'folder:1']);
  });
});

it('the regional platform has its token in a file that must be there', () => {
  const imageUpload = { url: 'https://platform.example/dicom-web', auth: { kind: 'bearer', tokenFile: 'token' } };
  const without = parseConfig({ ...right, imageUpload }, folder);
  expect(without.ok ? [] : without.problems.map(({ path }) => path)).toEqual(['imageUpload.auth.tokenFile']);
  writeFileSync(join(folder, 'token'), 'x');
  const read = parseConfig({ ...right, imageUpload }, folder);
  expect(read.ok && read.config.imageUpload).toEqual({
    ...imageUpload,
    auth: { kind: 'bearer', tokenFile: join(folder, 'token') },
  });
  const wrong = parseConfig({ ...right, imageUpload: { url: 'platform' } }, folder);
  expect(wrong.ok ? [] : wrong.problems.map(({ path }) => path)).toEqual(['imageUpload.url']);
});

describe('channels that ask a PACS', () => {
  const dimse = {
    kind: 'dimse',
    host: '127.0.0.1',
    port: 104,
    calledAeTitle: 'PACS',
    retrieve: 'get',
    tls: { caFile: 'ca.pem' },
  };

  it('share the gate of the PACS they name, or of the only one', () => {
    writeFileSync(join(folder, 'ca.pem'), '-----BEGIN CERTIFICATE-----');
    const read = parseConfig(
      {
        ...right,
        channels: [
          ...right.channels,
          { kind: 'dicomweb', url: 'http://pacs/dicom-web', pacs: 'main' },
          dimse,
          { kind: 'orthanc', url: 'http://pacs:8042', pacs: 'main' },
        ],
        courtesy: [{ pacs: 'main', duty: 0.1, offHours: [] }],
      },
      folder,
    );
    if (!read.ok) throw new Error(JSON.stringify(read.problems));
    expect(read.config.channels.map(pacsOf)).toEqual([undefined, 'main', 'pacs', 'main']);
    expect(read.config.channels[2]).toMatchObject({ tls: { caFile: join(folder, 'ca.pem') } });
    expect(read.config.courtesy).toEqual([{ pacs: 'main', duty: 0.1, offHours: [] }]);
  });

  it('are told what contradicts itself', () => {
    writeFileSync(join(folder, 'crt'), '-----BEGIN CERTIFICATE-----');
    const read = parseConfig(
      {
        ...right,
        channels: [
          { ...dimse, retrieve: 'move', tls: { certFile: 'crt' } },
          { kind: 'scp', port: 104, callingAeTitles: 'any', tls: { caFile: 'crt' } },
        ],
        courtesy: [{ pacs: 'nobody' }, { pacs: 'pacs' }, { pacs: 'pacs' }],
      },
      folder,
    );
    if (read.ok) throw new Error('expected problems');
    expect(read.problems.map(({ path }) => path)).toEqual([
      'channels.0.tls',
      'channels.1.tls',
      'courtesy.0.pacs',
      'courtesy.2.pacs',
    ]);
    const alone = parseConfig({ ...right, channels: [{ ...dimse, retrieve: 'move', tls: {} }] }, folder);
    expect(alone.ok ? [] : alone.problems.map(({ path }) => path)).toEqual(['channels.0.retrieve']);
    const gone = parseConfig({ ...right, channels: [dimse] }, folder);
    expect(gone.ok ? [] : gone.problems.map(({ path }) => path)).toEqual(['channels.0.tls.caFile']);
    const greedy = parseConfig({ ...right, channels: [dimse], courtesy: [{ pacs: 'pacs', duty: 0.5 }] }, folder);
    expect(greedy.ok ? [] : greedy.problems.map(({ path }) => path)).toEqual(['courtesy.0.duty']);
  });
});

describe('probes', () => {
  const echo = { name: 'ct-1-echo', type: 'dimse-echo', of: 'ct-1', host: '10.0.0.2', port: 104, calledAeTitle: 'CT1' };

  it('keep what their type asks for, with absolute paths, and the gateway becomes one of its own', () => {
    writeFileSync(join(folder, 'beat'), 'secret');
    const read = parseConfig(
      {
        ...right,
        probes: [
          echo,
          { name: 'host', type: 'host', of: 'agent' },
          { name: 'dr-push', type: 'push', of: 'dr-1', secretFile: 'beat', everySeconds: 30 },
          { name: 'ct-1-record', type: 'manual', of: 'ct-1' },
        ],
        gateway: { host: '10.0.0.1' },
      },
      folder,
    );
    if (!read.ok) throw new Error(JSON.stringify(read.problems));
    expect(read.config.probes).toEqual([
      echo,
      { name: 'host', type: 'host', of: 'agent', diskFolders: [join(folder, 'data')] },
      { name: 'dr-push', type: 'push', of: 'dr-1', secretFile: join(folder, 'beat'), everySeconds: 30 },
      { name: 'ct-1-record', type: 'manual', of: 'ct-1' },
    ]);
    expect(read.config.gateway).toEqual({ name: 'gateway', type: 'icmp', of: '', host: '10.0.0.1' });
    expect(parseConfig(right, folder)).toMatchObject({ ok: true, config: { probes: [] } });
    expect(parseConfig({ ...right, gateway: { host: 'router.local', port: 80 } }, folder)).toMatchObject({
      config: { gateway: { name: 'gateway', type: 'tcp', host: 'router.local', port: 80, refusalCounts: true } },
    });
  });

  it('are told all that is wrong at once, each by the form of its own type, with an example', () => {
    const read = parseConfig(
      {
        ...right,
        station: { port: 'x' },
        probes: [
          { ...echo, port: 0, community: 'public' },
          { name: 'a b', type: 'icmp', of: 'x', host: 'router.local' },
          { name: 'x', type: 'telepathy', of: 'x', port: -1 },
          { name: 'w', type: 'dicomweb', of: 'pacs', url: 'http://pacs/', auth: { kind: 'basic', user: 'a' } },
          7,
        ],
      },
      folder,
    );
    if (read.ok) throw new Error('expected problems');
    const told = read.problems.map(({ path, problem }) => `${path}: ${problem}`);
    expect(told).toEqual([
      'station.port: must be integer',
      'probes.0.community: is no setting here',
      'probes.0.port: must be >= 1',
      'probes.1.name: must be 1 to 64 letters, digits, dots, dashes and underlines, a letter or digit first',
      'probes.1.host: must be a numeric IP address, no name',
      expect.stringMatching(/^probes\.2\.type: must be dimse-echo, /),
      'probes.3.auth: must have required properties passwordFile',
      'probes.4: must be object',
    ]);
    const exampleAt = (place: string) => read.problems.find(({ path }) => path === place)?.example;
    expect(exampleAt('probes.0.port')).toBe('104');
    expect(exampleAt('probes.1.host')).toContain('192.168.1.1');
    expect(exampleAt('probes.3.auth')).toContain('passwordFile');
  });

  it('are told of the version of SNMP that is meant, and of nothing else', () => {
    const told = (access: unknown) => {
      const snmp = { name: 'ups', type: 'snmp', of: 'ups-1', host: '10.0.0.9', profile: 'ups-mib', access };
      const read = parseConfig({ ...right, probes: [snmp] }, folder);
      return read.ok ? [] : read.problems.map(({ path, problem }) => `${path}: ${problem}`);
    };
    expect(told({ version: '2c' })).toEqual(['probes.0.access: must have required properties communityFile']);
    expect(told({ version: '3', communityFile: 'x' }).join(' ')).not.toContain('version');
    expect(told({ version: '4' })).toEqual(['probes.0.access.version: must be 1, 2c, 3']);
  });

  it('are told what contradicts itself, and of secrets that are not there', () => {
    const read = parseConfig(
      {
        ...right,
        probes: [
          echo,
          { ...echo, tls: { certFile: 'none.pem' } },
          { ...echo, name: 'gateway', everySeconds: 5, timeoutSeconds: 60 },
          { name: 'w', type: 'http', of: 'x', url: 'http://user:word@x/' },
          { name: 'p', type: 'push', of: 'x', secretFile: 'none' },
        ],
        gateway: { host: 'router.local' },
      },
      folder,
    );
    expect(read.ok ? [] : read.problems.map(({ path }) => path).toSorted()).toEqual([
      'gateway.host',
      'probes.1.name',
      'probes.1.tls',
      'probes.1.tls.certFile',
      'probes.2.name',
      'probes.2.timeoutSeconds',
      'probes.3.url',
      'probes.4.secretFile',
    ]);
  });
});

describe('a wrong configuration', () => {
  it('is told all its problems, each with its place and an example', () => {
    const read = parseConfig(
      {
        dataFolder: '',
        facility: { id: 'has space', supervisionStart: 'soon' },
        channels: [{ kind: 'scp', port: 70_000, callingAeTitles: [] }],
        station: { port: 'x' },
        colour: 'red',
      },
      folder,
    );
    if (read.ok) throw new Error('expected problems');
    const places = read.problems.map(({ path }) => path);
    for (const place of ['dataFolder', 'facility.id', 'station.port']) expect(places).toContain(place);
    expect(places.some((place) => place.startsWith('channels.0'))).toBe(true);
    expect(places.some((place) => place.startsWith('facility.supervisionStart'))).toBe(true);
    expect(read.problems.find(({ path }) => path === 'station.port')?.example).toBe('7401');
    expect(read.problems.find(({ path }) => path === 'colour')?.problem).toBe('is no setting here');
  });

  it('says of a channel what its own kind asks for, and nothing of the others', () => {
    const told = (channel: unknown) => {
      const read = parseConfig({ ...right, channels: [channel] }, folder);
      return read.ok ? [] : read.problems.map(({ path, problem }) => `${path}: ${problem}`);
    };
    expect(told({ kind: 'floppy', url: 'http://pacs' })).toEqual([
      'channels.0.kind: must be folder, dicomweb, scp, dimse, orthanc, worklist',
    ]);
    expect(told({ kind: 'dicomweb', url: 'ftp://pacs' }).map((line) => line.split(':')[0])).toEqual(['channels.0.url']);
    expect(told({ kind: 'scp', port: 0, callingAeTitles: 'any' }).map((line) => line.split(':')[0])).toEqual([
      'channels.0.port',
    ]);
    expect(told({ kind: 'folder', path: '/archive', colour: 'red' }).join(' ')).toContain('is no setting here');
  });

  it('says in words what a title, a choice and a way to sign in must be, each with an example', () => {
    const dimse = { kind: 'dimse', host: 'http://pacs:104/', port: 104, calledAeTitle: 'A\\B', retrieve: 'fetch' };
    const web = { kind: 'dicomweb', url: 'http://pacs/dicom-web', auth: { kind: 'basic', user: 'a', password: 'x' } };
    const digest = { ...web, auth: { kind: 'digest' } };
    const read = parseConfig({ ...right, channels: [dimse, web, digest] }, folder);
    if (read.ok) throw new Error('expected problems');
    expect(read.problems.map(({ path, problem }) => `${path}: ${problem}`)).toEqual([
      'channels.0.host: must be a host name or an IP address alone, without scheme, port, path and blanks',
      'channels.0.calledAeTitle: must be 1 to 16 characters of ASCII without backslash and without blanks at its ends',
      'channels.0.retrieve: must be move, get, none',
      'channels.1.auth: must have required properties passwordFile',
      'channels.1.auth.password: is no setting here',
      'channels.2.auth.kind: must be none, basic, bearer',
    ]);
    expect(read.problems.filter(({ example }) => example === undefined).map(({ path }) => path)).toEqual([
      'channels.1.auth.password',
    ]);
  });

  it('is told of ports, addresses and folders that cannot be together', () => {
    const scp = { kind: 'scp', port: 11112, callingAeTitles: 'any' };
    writeFileSync(join(folder, 'empty.pem'), '');
    const tls = { caFile: 'empty.pem', certFile: 'empty.pem', keyFile: 'empty.pem' };
    const read = parseConfig(
      {
        ...right,
        dataFolder: 'archive/data',
        channels: [
          ...right.channels,
          scp,
          { ...scp, tls },
          { ...scp, port: 7401 },
          { kind: 'dicomweb', url: 'http://pacs:99999/dicom-web' },
          { kind: 'dicomweb', url: 'http://user:word@pacs/dicom-web' },
          { kind: 'orthanc', url: 'http://pacs/?a=1' },
        ],
      },
      folder,
    );
    expect(read.ok ? [] : read.problems.map(({ path }) => path).toSorted()).toEqual([
      'channels.2.port',
      'channels.2.tls.caFile',
      'channels.2.tls.certFile',
      'channels.2.tls.keyFile',
      'channels.3.port',
      'channels.4.url',
      'channels.5.url',
      'channels.6.url',
      'dataFolder',
    ]);
    const beside = parseConfig({ ...right, dataFolder: 'archive-data' }, folder);
    expect(beside.ok).toBe(true);
  });

  it.each([
    ['a day that is none', { facility: { id: 'a', supervisionStart: '2026-02-31' } }, 'facility.supervisionStart'],
    [
      'a secret that is not there',
      { channels: [{ kind: 'dicomweb', url: 'http://pacs', auth: { kind: 'bearer', tokenFile: 'none' } }] },
      'channels.0.auth.tokenFile',
    ],
    [
      'a certificate that is not there',
      { station: { port: 1, tls: { certFile: 'a', keyFile: 'b' } } },
      'station.tls.certFile',
    ],
    ['no channel', { channels: [] }, 'channels'],
  ])('%s', (_name, change, place) => {
    const read = parseConfig({ ...right, ...change }, folder);
    expect(read.ok ? [] : read.problems.map(({ path }) => path)).toContain(place);
  });

  it('a file that is missing or no JSON is one problem', () => {
    expect(readConfig(join(folder, 'none.json'))).toMatchObject({ ok: false, problems: [{ path: '' }] });
    writeFileSync(join(folder, 'bad.json'), '{');
    expect(readConfig(join(folder, 'bad.json'))).toMatchObject({ ok: false, problems: [{ path: '' }] });
  });
});
