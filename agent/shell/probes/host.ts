import { readFileSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { availableParallelism, freemem, loadavg } from 'node:os';
import { type Static, Type } from 'typebox';
import { messageOf, systemCode } from '../errors.ts';
import { ownForm, Path } from './forms.ts';
import { takeInventory } from './inventory.ts';
import { elapsed } from './network-fault.ts';
import type { ProbeConfig, ProbeType, Reading } from './probe.ts';

const form = ownForm({
  /** Folders on whose disks the free space is looked at; left out: the agent's own data folder. */
  diskFolders: Type.Optional(Type.Array(Path, { minItems: 1, maxItems: 32 })),
  /** Once a day what the machine is: maker, model, serial number, system, disks. */
  inventory: Type.Optional(Type.Boolean()),
});
type HostConfig = ProbeConfig & Static<typeof form>;

const dayMs = 86_400_000;
/** A disk that answers at all answers at once; a dead network mount never does. */
const diskMs = 2_000;
/** Looks at disks that have not come back: such a look holds a thread, so that no second one begins. */
const looking = new Set<string>();
const inventoried = new WeakMap<HostConfig, number>();

/** Disk, memory, load and clock of the machine that the agent runs on. Readings of the surroundings: they say nothing of the devices. */
export const hostProbe: ProbeType<HostConfig> = {
  type: 'host',
  schema: form,
  examples: { diskFolders: '["/var/lib/center-monitor", "/archive"]', inventory: 'true' },
  gives: () => ['environment'],
  everySeconds: 60,
  timeoutSeconds: 30,
  needs: [],
  target: ({ name }) => `host ${name}`,
  async probe(config, { signal, sources }) {
    const since = elapsed();
    const disks = await Promise.all((config.diskFolders ?? []).map((folder) => diskReadings(folder, signal)));
    const offset = sources?.consoleOffsetMs?.();
    const readings: Reading[] = [
      ...disks.flat(),
      { name: 'memory.availableBytes', value: availableMemory(), valid: true },
      {
        name: 'load.perCore',
        value: Math.round(((loadavg()[0] ?? 0) / availableParallelism()) * 100) / 100,
        valid: true,
      },
      ...(offset === undefined ? [] : [{ name: 'clock.offsetMs', value: Math.round(offset), valid: true } as const]),
    ];
    const broken = readings.find(({ valid }) => !valid);
    const inventory = await dailyInventory(config, since, signal);
    return {
      outcome: broken === undefined ? 'ok' : 'fail',
      stage: broken === undefined ? 'read' : 'disk',
      code: broken?.problem ?? '',
      latencyMs: Math.round(elapsed() - since),
      readings,
      evidence: {
        ...(broken?.of === undefined ? {} : { folder: broken.of }),
        ...(inventory === undefined ? {} : { inventory }),
      },
    };
  },
};

/** Free and whole size of the disk of a folder, as a program without special rights may use it. */
async function diskReadings(folder: string, signal: AbortSignal): Promise<readonly Reading[]> {
  const invalid = (problem: string): readonly Reading[] => [
    { name: 'disk.freeBytes', of: folder, value: 0, valid: false, problem },
  ];
  if (looking.has(folder)) return invalid('no-answer');
  looking.add(folder);
  const asked = statfs(folder)
    .then(
      ({ bavail, blocks, bsize }): readonly Reading[] => [
        { name: 'disk.freeBytes', of: folder, value: bavail * bsize, valid: true },
        { name: 'disk.totalBytes', of: folder, value: blocks * bsize, valid: true },
      ],
      (fault: unknown) => invalid(systemCode(fault) ?? messageOf(fault)),
    )
    .finally(() => looking.delete(folder));
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<readonly Reading[]>((resolve) => {
    const end = (): void => resolve(invalid('no-answer'));
    timer = setTimeout(end, diskMs);
    signal.addEventListener('abort', end, { once: true });
  });
  const readings = await Promise.race([asked, late]);
  clearTimeout(timer);
  return readings;
}

/** What programs can still have. Linux tells it (`MemAvailable`); elsewhere the free memory stands for it, which is less. */
function availableMemory(): number {
  try {
    const kilobytes = /^MemAvailable:\s+(\d+) kB$/m.exec(readFileSync('/proc/meminfo', 'utf8'))?.[1];
    if (kilobytes !== undefined) return Number(kilobytes) * 1024;
  } catch (fault) {
    // Another system has no such file.
    if (systemCode(fault) === undefined) throw fault;
  }
  return freemem();
}

async function dailyInventory(config: HostConfig, at: number, signal: AbortSignal): Promise<string | undefined> {
  if (config.inventory !== true || at - (inventoried.get(config) ?? Number.NEGATIVE_INFINITY) < dayMs) return undefined;
  inventoried.set(config, at);
  return takeInventory(signal);
}
