import {
  type CalendarDate,
  calendarDateAt,
  type Instant,
  must,
  parseCalendarDate,
  shanghaiOffsetMinutes,
} from '@center/contract';
import type { Logger } from 'pino';
import {
  dicomwebAccess,
  dicomwebChannel,
  dicomwebDefaults,
  folderChannel,
  folderDefaults,
  scpChannel,
  scpDefaults,
} from './channels/index.ts';
import { type Now, now as systemNow } from './clock/index.ts';
import { type Commitments, createCommitments } from './commitment/index.ts';
import { type ChannelConfig, type Config, channelNames, pacsOf } from './config/index.ts';
import { type Gates, openGates } from './courtesy/index.ts';
import { Arrivals } from './dimse/index.ts';
import { messageOf } from './errors.ts';
import {
  type AssessDeps,
  type Channel,
  createIntake,
  type Intake,
  startAssessLoop,
  supervisionStart,
} from './intake/index.ts';
import { agentKey, centerKeys, type Ledger, openLedger } from './ledger/index.ts';
import {
  type ConnectionState,
  type Enrolment,
  enrol,
  enrolmentOf,
  saveEnrolment,
  startCourier,
} from './outbox/index.ts';
import { keepShippedRules } from './shipped-rules.ts';
import { institutionNamesOf, startStation } from './station/index.ts';

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
  summary(): AgentSummary;
  /** Stops taking in, finishes what is in hand, closes the ledger. */
  close(): Promise<void>;
}

/** Shortest time between two rounds of judging. */
const restMs = 2_000;

/** Starts the agent of one center and joins its rooms; whatever fails to start stops what had been started. Throws AgentError. */
export async function startAgent(config: Config, options: AgentOptions): Promise<Agent> {
  const { log } = options;
  const now = options.now ?? systemNow;
  const started: (() => Promise<void>)[] = [];
  const closeAll = async (): Promise<void> => {
    for (const stop of started.splice(0).toReversed()) {
      try {
        await stop();
      } catch (fault) {
        log.error({ reason: messageOf(fault) }, 'a part did not stop cleanly');
      }
    }
  };
  const ledger = openLedger(config.dataFolder);
  started.push(() => Promise.resolve(ledger.close()));
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
    });
    started.push(() => courier.stop());
    const loop = await startAssessLoop(deps, { restMs, judged: () => courier.wake() });
    started.push(() => loop.stop());
    const station = await startStation({
      ledger,
      config: config.station,
      dataFolder: config.dataFolder,
      facility,
      now,
      log,
      changed: () => loop.wake(),
      connection: () => courier.state(),
      supervisionStart: () => supervisionStart(deps, calendarDateAt(now())),
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
    const gates = openGates(config.courtesy, (pacs) => ({
      load: () => ledger.channels.cursor(`gate:${pacs}`),
      save: (text) => ledger.channels.saveCursor(`gate:${pacs}`, text),
    }));
    started.push(() => gates.close());
    const parts = { gates, ledger, now, commitments: createCommitments({ ledger, now }), arrivals: new Arrivals() };
    for (const channel of channelsOf(config, parts)) {
      const running = await channel.start(door, log);
      started.push(() => running.stop());
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

/** What channels share: one of each a program. */
interface ChannelParts {
  readonly gates: Gates;
  readonly ledger: Ledger;
  readonly now: Now;
  readonly commitments: Commitments;
  readonly arrivals: Arrivals;
}

function channelsOf(config: Config, parts: ChannelParts): readonly Channel[] {
  const names = channelNames(config.channels);
  return config.channels.map((channel, index) => channelOf(channel, names[index] ?? '', config, parts));
}

function channelOf(channel: ChannelConfig, name: string, { dataFolder }: Config, parts: ChannelParts): Channel {
  const { gates, now, ledger, commitments, arrivals } = parts;
  const pacs = pacsOf(channel) ?? '';
  switch (channel.kind) {
    case 'folder':
      return folderChannel({ ...folderDefaults, ...channel, name, now });
    case 'dicomweb': {
      const options = {
        ...dicomwebDefaults,
        ...channel,
        name,
        pacs,
        zoneOffsetMinutes: shanghaiOffsetMinutes,
        now,
      };
      return dicomwebChannel(options, dicomwebAccess(options, gates.of(pacs)));
    }
    case 'scp':
      return scpChannel({ ...scpDefaults, ...channel, name, dataFolder, ledger, commitments, arrivals, now });
    case 'dimse':
    case 'orthanc':
    case 'worklist':
      throw new Error(`channel ${channel.kind} is not wired`);
  }
}
