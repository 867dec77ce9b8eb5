// One way into an archive, used for every study that is named on the standard input, one a line. In: the way and the addresses. Out: what came, and how long it took.
import { createInterface } from 'node:readline';
import { instant } from '@center/contract';
import type { ArchivePort, Asked } from '../shell/channels/archive-port.ts';
import { dicomwebAccess, dicomwebDefaults } from '../shell/channels/dicomweb/index.ts';
import { dimseAccess, dimseDefaults } from '../shell/channels/dimse/index.ts';
import { createGate } from '../shell/courtesy/index.ts';
import { Arrivals, startStoreScp } from '../shell/dimse/index.ts';

const [way = '', url = '', dicomPort = '0', receiverPort = '0'] = process.argv.slice(2);
const now = () => instant(Date.now());
const signal = new AbortController().signal;
const gate = createGate({ pacs: 'pacs', duty: 1, maxRequestsPerSecond: 10_000, offHours: [] });
const receiver = 'CENTERMON';

function got<T>(asked: Asked<T> | undefined): T {
  if (asked?.kind === 'answered') return asked.value;
  throw new Error(JSON.stringify(asked ?? 'the way cannot deliver'));
}

function overDimse(retrieve: 'move' | 'get' | 'none', arrivals: Arrivals) {
  return dimseAccess(
    {
      ...dimseDefaults,
      name: 'dimse:0',
      pacs: 'pacs',
      host: '127.0.0.1',
      port: Number(dicomPort),
      calledAeTitle: 'ORTHANC',
      retrieve,
      arrivals,
      destination: receiver,
    },
    gate,
  );
}

/** Objects of one study by this way: their headers, their rows, or they themselves measured and dropped. */
function wayOf(arrivals: Arrivals): {
  readonly one: (study: string) => Promise<number>;
  readonly close?: () => Promise<void>;
} {
  const delivered = (port: ArchivePort) => async (StudyInstanceUID: string) => {
    const { objects, short } = got(await port.retrieve?.({ StudyInstanceUID, lane: 'live', signal }));
    if (short) throw new Error(`short: ${StudyInstanceUID}`);
    return objects.length;
  };
  switch (way) {
    case 'dicomweb': {
      const access = dicomwebAccess({ ...dicomwebDefaults, name: 'dicomweb:0', pacs: 'pacs', url, now }, gate);
      return { one: async (study) => (await access.reader.readStudy(study, 'live', signal)).observations.length };
    }
    case 'wado': {
      const { port } = dicomwebAccess({ ...dicomwebDefaults, name: 'dicomweb:0', pacs: 'pacs', url, now }, gate);
      return { one: delivered(port) };
    }
    case 'c-find': {
      const { port, close } = overDimse('none', arrivals);
      return { one: async (study) => got(await port.listObjects(study, 'live', signal)).length, close };
    }
    case 'c-get':
    case 'c-move': {
      const { port, close } = overDimse(way === 'c-get' ? 'get' : 'move', arrivals);
      return { one: delivered(port), close };
    }
    default:
      throw new Error(`no way of that name: ${way}`);
  }
}

const arrivals = new Arrivals();
let stored = 0;
const scp =
  way === 'receiver' || way === 'c-move'
    ? await startStoreScp({
        port: Number(receiverPort),
        aeTitle: receiver,
        callingAeTitles: 'any',
        arrivals,
        onObject: () => {
          stored += 1;
          return Promise.resolve({ status: 'stored' });
        },
        onEvent: () => undefined,
      })
    : undefined;
process.stdout.write('ready\n');
const studies: string[] = [];
for await (const line of createInterface({ input: process.stdin })) if (line !== '') studies.push(line);
const began = performance.now();
let objects = 0;
if (way === 'receiver') objects = stored;
else {
  const { one, close } = wayOf(arrivals);
  for (const study of studies) objects += await one(study);
  await close?.();
}
const ms = performance.now() - began;
await scp?.close();
await gate.close();
process.stdout.write(`${JSON.stringify({ objects, ms })}\n`);
