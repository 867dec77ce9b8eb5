import { lookup } from 'node:dns/promises';
import { type CalendarDate, calendarDateAt, type Instant, instant } from '@center/contract';
import type { Logger } from 'pino';
import { monotonicMs, type Now } from './clock/index.ts';
import type { Config } from './config/index.ts';
import { messageOf } from './errors.ts';
import type { Joined } from './join-channels.ts';
import type { Ledger } from './ledger/index.ts';
import type { Notices } from './notices/index.ts';
import {
  heartbeats,
  latestStudyOf,
  type ProbeSources,
  type PushPort,
  type TrapBell,
  trapBell,
} from './probes/index.ts';
import { type RunningWatch, startWatch } from './watch/index.ts';

export interface RunWatchOptions {
  readonly config: Pick<Config, 'probes' | 'gateway' | 'traps'>;
  readonly ledger: Ledger;
  readonly joined: readonly Joined[];
  readonly notices: Notices;
  readonly supervisionStart: () => CalendarDate;
  readonly now: Now;
  readonly log: Logger;
  readonly changed: () => void;
}

export interface RunningEquipment {
  readonly watch: RunningWatch;
  readonly push: PushPort;
  /** Ends what rings; the watch is stopped apart. */
  close(): Promise<void>;
}

const program = 'center-agent';

/** Devices of a modality that are registered today. */
function devicesOf(ledger: Ledger, modality: string, now: Instant): number {
  const today = calendarDateAt(now);
  const registered = ledger.cards
    .list()
    .filter((card) => card.modality === modality && card.validFrom <= today && (card.validTo ?? today) >= today);
  return new Set(registered.map(({ deviceId }) => deviceId)).size;
}

/** Begins watching equipment by the probes of the configuration, and gives the door through which heartbeats come in. */
export async function runWatch(options: RunWatchOptions): Promise<RunningEquipment> {
  const { config, ledger, joined, now, log, changed, notices, supervisionStart } = options;
  const beats = heartbeats({
    probes: config.probes,
    memory: {
      load: () => ledger.channels.cursor('heartbeats'),
      save: (text) => ledger.channels.saveCursor('heartbeats', text),
    },
  });
  const archives = latestStudyOf(joined.flatMap(({ way }) => (way === undefined ? [] : [way.port])));
  const sources: ProbeSources = {
    latestAcquisition(equipmentId) {
      const deviceId = ledger.equipment.card(equipmentId)?.deviceId;
      return deviceId === undefined ? undefined : ledger.exposures.latest(deviceId, instant(now() + 1));
    },
    async latestStudy(wish, signal) {
      // Without a station's name a study of one device would credit another one of its modality that is broken.
      if (wish.stationName === undefined && devicesOf(ledger, wish.modality, now()) > 1)
        return { kind: 'not-measured', detail: `several devices of modality ${wish.modality}, and no stationName` };
      return archives(wish, signal);
    },
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
    notices,
    supervisionStart,
    sources,
    changed,
    program,
  });
  const bell = await openBell(config, watch, log);
  return { watch, push: beats.receive, close: async () => bell?.close() };
}

/** A trap tells nothing by itself: the probes of the device that sent it are asked at once. A port that is taken is told, and polling goes on. */
async function openBell(
  { probes, traps }: RunWatchOptions['config'],
  watch: RunningWatch,
  log: Logger,
): Promise<TrapBell | undefined> {
  if (traps === undefined) return undefined;
  const onRing = (from: string): void => {
    for (const { name, host } of probes)
      if (typeof host === 'string')
        void isAt(host, from).then(async (same) => {
          if (same) await watch.probeNow(name);
        });
  };
  try {
    return await trapBell({ port: traps.port, address: traps.host, onRing, monotonicMs });
  } catch (fault) {
    log.error({ reason: messageOf(fault) }, 'traps cannot be listened for; equipment is polled all the same');
    return undefined;
  }
}

/** Whether a host of the configuration has this address; a name that cannot be resolved has none. */
async function isAt(host: string, address: string): Promise<boolean> {
  if (host === address) return true;
  const found = await lookup(host, { all: true }).catch(() => []);
  return found.some((each) => each.address === address);
}
