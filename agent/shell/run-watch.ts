import { type CalendarDate, instant } from '@center/contract';
import type { Logger } from 'pino';
import { monotonicMs, type Now } from './clock/index.ts';
import type { Config } from './config/index.ts';
import type { Joined } from './join-channels.ts';
import type { Ledger } from './ledger/index.ts';
import { standingNotices } from './notices/index.ts';
import { heartbeats, latestStudyOf, type ProbeSources, type PushPort } from './probes/index.ts';
import { type RunningWatch, startWatch } from './watch/index.ts';

export interface RunWatchOptions {
  readonly config: Pick<Config, 'probes' | 'gateway'>;
  readonly ledger: Ledger;
  readonly joined: readonly Joined[];
  readonly supervisionStart: () => CalendarDate;
  readonly now: Now;
  readonly log: Logger;
  readonly changed: () => void;
}

const program = 'center-agent';

/** Begins watching equipment by the probes of the configuration, and gives the door through which heartbeats come in. */
export async function runWatch(
  options: RunWatchOptions,
): Promise<{ readonly watch: RunningWatch; readonly push: PushPort }> {
  const { config, ledger, joined, now, log, changed, supervisionStart } = options;
  const beats = heartbeats({
    probes: config.probes,
    memory: {
      load: () => ledger.channels.cursor('heartbeats'),
      save: (text) => ledger.channels.saveCursor('heartbeats', text),
    },
  });
  const sources: ProbeSources = {
    latestAcquisition(equipmentId) {
      const deviceId = ledger.equipment.card(equipmentId)?.deviceId;
      return deviceId === undefined ? undefined : ledger.exposures.latest(deviceId, instant(now() + 1));
    },
    latestStudy: latestStudyOf(joined.flatMap(({ way }) => (way === undefined ? [] : [way.port]))),
    heartbeat: (probe) => beats.last(probe),
    consoleOffsetMs() {
      const kept = ledger.meta.get('clock-offset-ms');
      return kept === undefined ? undefined : Number(kept);
    },
  };
  const watch = await startWatch({
    ledger,
    probes: config.probes,
    ...(config.gateway === undefined ? {} : { gateway: config.gateway }),
    now,
    monotonicMs,
    log,
    notices: standingNotices(ledger, changed),
    supervisionStart,
    sources,
    changed,
    program,
  });
  return { watch, push: beats.receive };
}
