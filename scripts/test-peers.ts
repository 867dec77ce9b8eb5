// The programs of other people that the tests talk to, from Debian's archive. In: this machine. Out: what could not be had,
// said aloud. It starts nothing, and sees to it that an installation starts nothing either.
import { accessSync, constants, existsSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { capture } from './tool.ts';

interface Peer {
  /** Its name at Debian. */
  package: string;
  /** What is not tested without it. */
  serves: string;
  present: () => boolean | Promise<boolean>;
}

/** Whether a command of this name can be run. */
const command = (name: string) => (): boolean =>
  [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin'].some((folder) => {
    try {
      accessSync(join(folder, name), constants.X_OK);
      return true;
    } catch {
      return false; // Not in this folder: the next one is asked.
    }
  });

const peers: readonly Peer[] = [
  { package: 'orthanc', serves: 'a real PACS', present: command('Orthanc') },
  {
    package: 'orthanc-dicomweb',
    serves: 'DICOMweb of a real PACS',
    present: () => existsSync('/usr/share/orthanc/plugins/libOrthancDicomWeb.so'),
  },
  { package: 'dcmtk', serves: 'a second DICOM toolkit (storescu, dcmdump)', present: command('storescu') },
  { package: 'dicom3tools', serves: 'the validator of DICOM files (dciodvfy)', present: command('dciodvfy') },
  {
    package: 'python3-pydicom',
    serves: 'a third DICOM reader',
    // Debian's libraries belong to Debian's Python; a machine may have another one before it.
    present: async () => (await capture('/usr/bin/python3', ['-c', 'import pydicom'])).code === 0,
  },
  {
    package: 'python3-openpyxl',
    serves: 'a second reader of the exported workbooks',
    present: async () => (await capture('/usr/bin/python3', ['-c', 'import openpyxl'])).code === 0,
  },
  {
    package: 'nut-server',
    serves: 'a real UPS server with a driver that plays a UPS',
    present: () => existsSync('/lib/nut/upsd') && existsSync('/lib/nut/dummy-ups'),
  },
  { package: 'nut-client', serves: 'commands of other UPS clients', present: command('upsc') },
  { package: 'snmpd', serves: 'a real SNMP agent (v1, v2c, v3)', present: command('snmpd') },
  { package: 'snmp', serves: 'SNMP traps of other senders', present: command('snmptrap') },
  { package: 'libnss3-tools', serves: 'STARTTLS of the UPS server (certutil)', present: command('certutil') },
  { package: 'iputils-ping', serves: 'ICMP by ping', present: command('ping') },
  { package: 'fping', serves: 'ICMP to many hosts at once', present: command('fping') },
  { package: 'iproute2', serves: 'a network of its own for the peers', present: command('ip') },
  { package: 'chromium', serves: 'the pages in a real browser', present: command('chromium') },
  {
    package: 'fonts-wqy-microhei',
    serves: 'Chinese letters in the browser',
    present: async () => (await capture('fc-list', [':lang=zh', 'family'])).output.trim() !== '',
  },
];

/** The peers that this machine lacks. */
async function missing(): Promise<Peer[]> {
  const present = await Promise.all(peers.map(async (peer) => peer.present()));
  return peers.filter((_, index) => present[index] === false);
}

/**
 * Debian asks this file before a package starts its service; 101 is "never". Orthanc would otherwise listen on every
 * interface from the moment it is installed. A file that is already there is somebody's decision and stays.
 */
const policy = '/usr/sbin/policy-rc.d';

/** Installs what it can, and gives what apt-get said where it failed, or nothing. */
async function install(packages: readonly string[]): Promise<string> {
  const ours = !existsSync(policy);
  if (ours) writeFileSync(policy, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  try {
    const quiet = { env: { DEBIAN_FRONTEND: 'noninteractive' } };
    const update = await capture('apt-get', ['update'], quiet);
    const args = ['install', '-y', '--no-install-recommends'];
    const together = await capture('apt-get', [...args, ...packages], quiet);
    if (together.code === 0) return '';
    // One package that cannot be had must not keep the others away.
    let said = update.code === 0 ? '' : update.output;
    for (const each of packages) {
      const alone = await capture('apt-get', [...args, each], quiet);
      if (alone.code !== 0) said += alone.output;
    }
    return said;
  } finally {
    if (ours) rmSync(policy, { force: true });
  }
}

/**
 * Sees to the peers: installs what is missing where that is possible, and says loudly which tests will skip and why. Gives the
 * packages that could not be had.
 */
export async function ensurePeers(): Promise<readonly string[]> {
  const wanted = await missing();
  if (wanted.length === 0) return [];
  const names = wanted.map((peer) => peer.package);
  let reason = '';
  if (!command('apt-get')()) reason = 'this machine has no apt-get';
  else if (process.getuid?.() !== 0) reason = `only root can install them: sudo apt-get install ${names.join(' ')}`;
  else {
    process.stdout.write(`test peers: installing ${names.join(' ')}\n`);
    reason = (await install(names)).trim().split('\n').slice(-5).join('\n    ');
  }
  const absent = await missing();
  if (absent.length === 0) return [];
  const bar = '!'.repeat(100);
  const lines = absent.map((peer) => `!! ${peer.package}: without it, no test against ${peer.serves}`);
  process.stdout.write(`${bar}\n!! TEST PEERS ARE MISSING; THE TESTS THAT NEED THEM WILL SKIP\n${lines.join('\n')}\n`);
  process.stdout.write(
    `!! Why: ${reason === '' ? 'apt-get said nothing was wrong, and still they are not where they are looked for' : reason}\n${bar}\n`,
  );
  return absent.map((peer) => peer.package);
}
