import {
  type CalendarDate,
  calendarDateAt,
  type Instant,
  must,
  parseCalendarDate,
  shanghaiOffsetMinutes,
} from '@center/contract';
import type { Logger } from 'pino';
import { type Now, pause, now as systemNow } from './clock/index.ts';
import { createCommitments } from './commitment/index.ts';
import type { Config } from './config/index.ts';
import { type GateMemory, openGates, runningClock } from './courtesy/index.ts';
import { Arrivals } from './dimse/index.ts';
import { messageOf } from './errors.ts';
import { type AssessDeps, createIntake, type Intake, startAssessLoop, supervisionStart } from './intake/index.ts';
import { joinChannels } from './join-channels.ts';
import { agentKey, centerKeys, type Ledger, openLedger } from './ledger/index.ts';
import { forgetReceivers, keptNotices, noticeDesk, settleArchiveAlarm, startNotices } from './notices/index.ts';
import {
  type ConnectionState,
  type Enrolment,
  enrol,
  enrolmentOf,
  saveEnrolment,
  startCourier,
} from './outbox/index.ts';
import { archiveSight, type RunningChannels, runChannels } from './run-channels.ts';
import { runWatch } from './run-watch.ts';
import { keepShippedRules } from './shipped-rules.ts';
import { institutionNamesOf, startStation } from './station/index.ts';
import { watchPlatform } from './uploads/index.ts';
import { centerZone, type RunningWatch, stopWithinMs } from './watch/index.ts';

export interface AgentOptions {
  readonly log: Logger;
  readonly now?: Now;
  /** Demonstration: the station's first passwords need no change. */
  readonly demo?: boolean;
  /** Built page of the station; default: the one beside this program. */
  readonly pageFolder?: string;
  /** Told when a channel has read everything once. */
  readonly scanEnded?: (channel: string) => void;
}

/** What the agent knows so far, for a person who has just started it. */
export interface AgentSummary {
  readonly studies: number;
  readonly objects: number;
  readonly unreadable: number;
  readonly supervisionStart: CalendarDate;
  readonly findings: readonly {
    readonly state: string;
    readonly severity: string;
    readonly kind: string;
    readonly n: number;
  }[];
}

export interface Agent {
  readonly stationUrl: string;
  /** To be shown once. */
  readonly oneTimePasswords: readonly { readonly login: string; readonly role: string; readonly password: string }[];
  readonly ledger: Ledger;
  connection(): ConnectionState;
  /** Enrols with a one-time code; throws AgentError. */
  enrol(url: string, code: string): Promise<Enrolment>;
  /** Judges everything that is due now. */
  settle(): Promise<void>;
  /** Asks the archives for everything that is due now, as far as their gates let it. */
  audit(): Promise<void>;
  summary(): AgentSummary;
  /** Stops taking in, finishes what is in hand, closes the ledger. */
  close(): Promise<void>;
}

/** Shortest time between two rounds of judging. */
const restMs = 2_000;
/** Of the time for stopping, what is left for the ledger when parts take too long. */
const stopReserveMs = 500;

/** Starts the agent of one center and joins its rooms; whatever fails to start stops what had been started. Throws AgentError. */
export async function startAgent(config: Config, options: AgentOptions): Promise<Agent> {
  const { log } = options;
  const now = options.now ?? systemNow;
  const started: (() => Promise<void>)[] = [];
  const ended = async (stop: () => Promise<void>, impatient: AbortSignal): Promise<void> => {
    const done = new AbortController();
    const stopping = stop()
      .catch((fault: unknown) => log.error({ reason: messageOf(fault) }, 'a part did not stop cleanly'))
      .finally(() => done.abort());
    await Promise.race([stopping, pause(stopWithinMs, AbortSignal.any([impatient, done.signal]))]);
    if (!done.signal.aborted) log.error('a part did not stop in time');
  };
  const ledger = openLedger(config.dataFolder);
  const watching: { watch?: RunningWatch } = {};
  // Why it stops is written first and that it stopped in order last; the parts between have a common limit, for the power may be ending.
  const closeAll = async (): Promise<void> => {
    const impatient = AbortSignal.timeout(stopWithinMs - stopReserveMs);
    const { watch } = watching;
    if (watch !== undefined) await ended(() => watch.beginStop(), impatient);
    for (const stop of started.splice(0).toReversed()) await ended(stop, impatient);
    if (watch !== undefined) await ended(() => watch.stop(), AbortSignal.timeout(stopWithinMs));
    if (ledger.store.db.open) ledger.close();
  };
  try {
    keepShippedRules(ledger, now());
    const keys = centerKeys(config.dataFolder);
    const key = agentKey(config.dataFolder);
    const facility = {
      ...config.facility,
      zoneOffsetMinutes: shanghaiOffsetMinutes,
      // People may change the names at the station while the agent runs.
      get institutionNames() {
        return institutionNamesOf(ledger, config.facility.institutionNames);
      },
    };
    const deps: AssessDeps = {
      ledger,
      keys,
      facility,
      supervisionStart: startOf(ledger, config, now()),
      now,
      onFault: (what, fault) => log.error({ what, reason: messageOf(fault) }, 'a rule or a part of judging failed'),
    };
    followConsoleAddress(ledger, config, now());
    const courier = startCourier({
      ledger,
      keys,
      agentKey: key,
      dataFolder: config.dataFolder,
      now,
      log,
      ruleSetTaken: () => loop.wake(),
      supervisionStart: () => supervisionStart(deps, calendarDateAt(now())),
    });
    started.push(() => courier.stop());
    const notices = keptNotices(ledger, now, () => courier.wake());
    const judged = (): void => {
      settleArchiveAlarm(ledger, notices, now());
      courier.wake();
    };
    const loop = await startAssessLoop(deps, { restMs, judged });
    started.push(() => loop.stop());
    const memory = (pacs: string): GateMemory => ({
      load: () => ledger.channels.cursor(`gate:${pacs}`),
      save: (text) => ledger.channels.saveCursor(`gate:${pacs}`, text),
    });
    const gates = openGates(config.courtesy, memory, { ...runningClock, now });
    started.push(() => gates.close());
    const commitments = createCommitments({ ledger, now });
    const joined = joinChannels(config, { gates, ledger, now, commitments, arrivals: new Arrivals() });
    // The station is up before the channels are.
    const begun: { channels?: RunningChannels } = {};
    if (config.notices !== undefined) {
      const telling = startNotices({
        settings: config.notices,
        ledger,
        facility: { id: facility.id, name: facility.name ?? facility.id },
        zone: centerZone,
        now,
        log,
      });
      started.push(() => telling.stop());
    } else forgetReceivers(ledger, [], now());
    const equipment = await runWatch({
      notices,
      config,
      ledger,
      joined,
      supervisionStart: () => supervisionStart(deps, calendarDateAt(now())),
      now,
      log,
      changed: () => {
        loop.wake();
        courier.wake();
      },
    });
    watching.watch = equipment.watch;
    started.push(() => equipment.close());
    const station = await startStation({
      ledger,
      config: config.station,
      dataFolder: config.dataFolder,
      facility,
      now,
      log,
      changed: () => loop.wake(),
      connection: () => courier.state(),
      archive: archiveSight(joined, gates, ledger, () => begun.channels),
      supervisionStart: () => supervisionStart(deps, calendarDateAt(now())),
      watch: equipment.watch,
      push: equipment.push,
      alarms: () => notices.standing(),
      notices: noticeDesk(ledger.notices, config.notices !== undefined),
      configuredProbes: config.probes,
      ...(options.demo === undefined ? {} : { demo: options.demo }),
      ...(options.pageFolder === undefined ? {} : { pageFolder: options.pageFolder }),
    });
    started.push(() => station.close());
    const intake = createIntake({ ledger, now, changed: () => loop.wake() });
    started.push(() => intake.close());
    const door: Intake = {
      ...intake,
      scanEnded(channel, studies) {
        intake.scanEnded(channel, studies);
        options.scanEnded?.(channel);
      },
    };
    begun.channels = await runChannels({
      joined,
      intake: door,
      ledger,
      keys,
      commitments,
      supervisionStart: () => deps.supervisionStart,
      now,
      log,
      changed: () => loop.wake(),
    });
    const { audit, stop } = begun.channels;
    started.push(stop);
    if (config.imageUpload !== undefined) {
      const platform = await watchPlatform(config.imageUpload, {
        ledger,
        now,
        log,
        from: () => supervisionStart(deps, calendarDateAt(now())),
        changed: () => loop.wake(),
      });
      started.push(() => platform.stop());
    }
    return {
      stationUrl: station.url,
      oneTimePasswords: station.oneTimePasswords,
      ledger,
      connection: () => courier.state(),
      async enrol(url, code) {
        const address = { url, ...(config.console?.ca === undefined ? {} : { ca: config.console.ca }) };
        const enrolment = await enrol(ledger, key, address, code, now());
        courier.wake();
        return enrolment;
      },
      audit,
      async settle() {
        await loop.settle();
      },
      summary: () => ({
        studies: ledger.studies.count(),
        objects: ledger.objects.count(),
        unreadable: ledger.unreadable.count(),
        supervisionStart: supervisionStart(deps, calendarDateAt(now())),
        findings: ledger.findings.counts(),
      }),
      close: closeAll,
    };
  } catch (fault) {
    await closeAll();
    throw fault;
  }
}

/** The day is set once, at the first start; a configured one outranks it. */
function startOf(ledger: Ledger, { facility }: Config, at: Instant): CalendarDate | 'earliest-study' {
  if (facility.supervisionStart !== undefined) return facility.supervisionStart;
  const kept = ledger.meta.get('supervision-start');
  if (kept !== undefined) return must(parseCalendarDate(kept));
  const today = calendarDateAt(at);
  ledger.transaction(() => {
    ledger.store.append('setting', { what: 'supervision-start', value: today, who: 'agent' }, at);
    ledger.meta.set('supervision-start', today);
  });
  return today;
}

/** A console that has moved is found at its new address; that it is the same one is shown by its pinned key. */
function followConsoleAddress(ledger: Ledger, config: Config, at: Instant): void {
  const known = enrolmentOf(ledger);
  if (known !== undefined && config.console !== undefined)
    saveEnrolment(ledger, { ...known, console: config.console }, at);
}
