import { readFileSync } from 'node:fs';
import { hostname, uptime } from 'node:os';
import { systemCode } from '../errors.ts';

/** Which start of the host this is, and the milliseconds since it: no clock setting moves them, and sleep counts. */
export interface HostBoot {
  readonly bootId: string;
  readonly bootMs: number;
}

/** Where Linux tells both; another folder for tests. */
const proc = '/proc';

let known: string | undefined;

/**
 * The start of the host. Linux tells an id that is drawn at every start, and its age with sleep counted (`/proc/uptime`). Elsewhere the id is made of the host's name and the
 * hour of its start as the clock has it when it is first asked: a clock set while the agent was away then looks like another start, which credits nothing to anybody.
 */
export function hostBoot(folder = proc): HostBoot {
  const bootMs = uptimeMs(folder);
  if (folder !== proc) return { bootId: bootIdOf(folder, bootMs), bootMs };
  known ??= bootIdOf(folder, bootMs);
  return { bootId: known, bootMs };
}

function uptimeMs(folder: string): number {
  const seconds = Number(readIfThere(`${folder}/uptime`)?.split(' ')[0]);
  return Math.round((Number.isFinite(seconds) && seconds > 0 ? seconds : uptime()) * 1000);
}

function bootIdOf(folder: string, bootMs: number): string {
  const drawn = readIfThere(`${folder}/sys/kernel/random/boot_id`)?.trim() ?? '';
  if (/^[0-9a-f-]{36}$/.test(drawn)) return drawn;
  return `${hostname()}-${String(Math.round((Date.now() - bootMs) / 3_600_000))}`;
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (fault) {
    // Another system, or a container that hides it.
    if (systemCode(fault) === undefined) throw fault;
    return undefined;
  }
}
