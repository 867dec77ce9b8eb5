import { randomUUID } from 'node:crypto';
import { type CalendarDate, type Instant, instant } from '@center/contract';
import type { Logger } from 'pino';
import { type AgentGap, expandCalendar, type PresenceChange } from '../../core/index.ts';
import { calendarJob } from '../clock/index.ts';
import { messageOf } from '../errors.ts';
import type { Alarm, Notices } from '../notices/index.ts';
import {
  type HostBoot,
  hostBoot,
  type ProbeConfig,
  type ProbeSources,
  probeRunner,
  probeTypeOf,
  type RunnerOptions,
} from '../probes/index.ts';
import { centerZone, holidaysOf } from './account-of.ts';
import { downNow, settleQuickAlarms, settleSlowAlarms } from './alarms.ts';
import { draftFaults, noteGoneProbes, type SettledEpisodes } from './drafts.ts';
import { bookedProbe, EvidenceBook } from './evidence-book.ts';
import { importPowerHistory } from './import-history.ts';
import { closeMonths } from './months.ts';
import { orderlyStop } from './orderly-stop.ts';
import { keepPresence } from './presence.ts';
import { rememberLoads } from './shared-load.ts';
import type { FigureDeps, Watch } from './standing-contract.ts';
import { equipmentStandings } from './standings.ts';

export interface WatchDeps extends FigureDeps {
  readonly probes: readonly ProbeConfig[];
  /** Asked for the check of the path; named by no equipment. */
  readonly gateway?: ProbeConfig;
  readonly now: () => Instant;
  /** Milliseconds of the process, never set back. */
  readonly monotonicMs: () => number;
  readonly log: Logger;
  readonly notices: Notices;
  readonly supervisionStart: () => CalendarDate;
  readonly sources?: ProbeSources;
  /** Something that is judged or told may have changed. */
  readonly changed: () => void;
  /** Name and version of the program. */
  readonly program: string;
  /** For tests: the host's boot, timers, chance, kinds of probes, and the id of the run. */
  readonly boot?: () => HostBoot;
  readonly after?: NonNullable<RunnerOptions['after']>;
  readonly random?: () => number;
  readonly typeOf?: NonNullable<RunnerOptions['typeOf']>;
  readonly runId?: string;
  /** How often it looks whether something is due. Milliseconds; absent: a second. */
  readonly tickMs?: number;
}

export interface RunningWatch extends Watch {
  /** First step of an orderly stop: the cause is written, and nothing is asked any more. */
  beginStop(): Promise<void>;
}

const beatMs = 10_000;
const usualTickMs = 1_000;
const cardsMs = 5_000;
const quickMs = 60_000;
const slowMs = 600_000;
const samplesKeptMs = 60 * 86_400_000;

/**
 * Starts watching: writes down why nobody watched since the last run, goes on with every probe where it stood, and keeps samples, spans, episodes, drafts, alarms, gaps and closed months up from then on.
 */
export async function startWatch(deps: WatchDeps): Promise<RunningWatch> {
  const { ledger, now, log, monotonicMs } = deps;
  const boot = deps.boot ?? hostBoot;
  const runId = deps.runId ?? randomUUID();
  const typeOf = deps.typeOf ?? probeTypeOf;
  const onFault = (what: string, fault: unknown): void =>
    log.error({ what, reason: messageOf(fault) }, 'a part of the watch failed');
  const presence = keepPresence({ ledger, now, boot, monotonicMs, runId, program: deps.program });
  const configs = [...deps.probes, ...(deps.gateway === undefined ? [] : [deps.gateway])];
  const settled: SettledEpisodes = new Set();
  let cardsAt = ledger.equipment.lastChange();
  let turned = false;
  const book = new EvidenceBook({
    ledger,
    now,
    boot,
    monotonicMs,
    clockEpoch: () => presence.epoch(),
    probes: configs.map((config) => bookedProbe(config, typeOf(config.type))),
    turned: () => {
      turned = true;
    },
    confirm: (probe) => void runner.probeNow(probe),
  });
  const stopping = orderlyStop({ ledger, runId, now, flush: () => book.commit() });

  const tellGaps = (change: PresenceChange | undefined): void => {
    for (const gap of change?.gaps ?? []) tellGap(deps.notices, gap);
    if (change?.epochRaised === true || (change?.gaps.length ?? 0) > 0) deps.changed();
  };
  const opening = openingHours(deps);
  // Between two changes only what is down is looked at each minute; opening hours that begin are seen within ten.
  const lookAgain = (every: boolean): void => {
    const down = every ? undefined : downNow(deps.notices);
    for (const card of ledger.equipment.cards())
      if (card.kind !== 'ups' && card.kind !== 'room' && (down === undefined || down.has(card.id)))
        draftFaults(deps, card, now(), settled);
    settleQuickAlarms(deps, deps.notices, book.incidentSince(), down, now());
  };

  // Nothing is covered between the last sample of the run before and the first of this one.
  book.interrupt();
  tellGaps(presence.begun);
  ledger.transaction(() => {
    if (noteGoneProbes(deps, deps.probes, now()) > 0) deps.changed();
  });

  const importHistory = (gaps: readonly AgentGap[]): void =>
    void importPowerHistory({ ledger, probes: deps.probes, gaps, clockEpoch: presence.epoch(), now }).catch(
      (fault: unknown) => onFault('history of a UPS', fault),
    );
  importHistory(presence.begun?.gaps ?? []);

  const runner = probeRunner({
    probes: configs,
    now,
    monotonicMs,
    boot,
    onSample: (sample, result) => {
      book.take(sample, result);
      for (const track of book.upsTracks()) stopping.heard(track);
    },
    onFault,
    pace: (config) => (opening(config) ? 'usual' : 'slow'),
    ...(deps.sources === undefined ? {} : { sources: deps.sources }),
    ...(deps.after === undefined ? {} : { after: deps.after }),
    ...(deps.random === undefined ? {} : { random: deps.random }),
    ...(deps.typeOf === undefined ? {} : { typeOf: deps.typeOf }),
  });

  const last = { beat: monotonicMs(), cards: monotonicMs(), quick: monotonicMs(), slow: Number.NEGATIVE_INFINITY };
  const due = (what: keyof typeof last, everyMs: number): boolean => {
    if (monotonicMs() - last[what] < everyMs) return false;
    last[what] = monotonicMs();
    return true;
  };
  const tick = (): void => {
    if (due('beat', beatMs)) {
      const change = presence.beat();
      if (change.gaps.some(({ cause }) => cause === 'suspended' || cause === 'stalled')) {
        book.interrupt();
        importHistory(change.gaps);
      }
      tellGaps(change);
    }
    const changedAt = due('cards', cardsMs) ? ledger.equipment.lastChange() : cardsAt;
    if (changedAt !== cardsAt) {
      cardsAt = changedAt;
      book.readCards();
      settled.clear();
      turned = true;
    }
    book.tick();
    const slow = due('slow', slowMs);
    if (turned || slow || due('quick', quickMs)) {
      const changed = turned;
      turned = false;
      last.quick = monotonicMs();
      lookAgain(changed || slow);
      // What was just written is known.
      cardsAt = ledger.equipment.lastChange();
      if (changed) deps.changed();
    }
    if (slow) {
      settleSlowAlarms(deps, deps.notices, now());
      rememberLoads(ledger, now());
    }
  };
  const ticking = everyTick(deps, () => {
    try {
      tick();
    } catch (fault) {
      onFault('tick', fault);
    }
  });
  const nightly = await calendarJob({
    name: 'uptime-months',
    cron: '20 3 * * *',
    zone: centerZone,
    run: () => {
      if (closeMonths(deps, deps.supervisionStart(), now()) > 0) deps.changed();
      ledger.watch.forgetSamplesBefore(instant(now() - samplesKeptMs));
    },
    jobs: ledger.jobs,
    now,
    onFault: (fault) => onFault('closing of months', fault),
  });

  let stopped: Promise<void> | undefined;
  const beginStop = (): Promise<void> => {
    stopped ??= (async () => {
      ticking();
      stopping.begin('asked');
      await Promise.all([runner.stop(), nightly.stop()]);
    })();
    return stopped;
  };
  return {
    standing: () => equipmentStandings(deps, now()),
    health: () => runner.health(),
    probeNow: async (name) => ((await runner.probeNow(name)) === undefined ? undefined : 'asked'),
    flush: () => book.commit(),
    beginStop,
    async stop() {
      await beginStop();
      presence.beat();
      stopping.end();
    },
  };
}

/** A gap has ended when it is found: told, and over. */
function tellGap(notices: Notices, gap: AgentGap): void {
  const step = gap.stepMs !== undefined;
  const alarm: Alarm = {
    key: `${step ? 'clock-step' : 'agent-gap'}:${String(gap.start)}`,
    kind: step ? 'clock-step' : 'agent-gap',
    urgency: gap.cause === 'stopped' || gap.cause === 'host-restart' ? 'info' : 'warning',
    since: gap.start,
    values: { cause: gap.cause, until: gap.end, ...(gap.stepMs === undefined ? {} : { stepMs: gap.stepMs }) },
  };
  notices.raise(alarm);
  notices.clear(alarm.key, gap.end);
}

/**
 * Whether the equipment of a probe is open now, opens soon, or closed just now: the last sample of a day lies behind its closing, so that no minute of it is left unknown. What has no calendar always is.
 * Looked up once a minute.
 */
function openingHours({ ledger, now, typeOf = probeTypeOf }: WatchDeps): (probe: ProbeConfig) => boolean {
  const known = new Map<string, { readonly until: Instant; readonly open: boolean }>();
  return ({ name, of, type, everySeconds }) => {
    const at = now();
    const before = known.get(name);
    if (before !== undefined && before.until > at && before.until - at <= quickMs) return before.open;
    const card = ledger.equipment.card(of);
    const calendar = card?.calendarId === undefined ? undefined : ledger.equipment.calendar(card.calendarId);
    const reach = quickMs + 2 * (everySeconds ?? typeOf(type).everySeconds) * 1000;
    const around = { start: instant(at - reach), end: instant(at + reach) };
    const open = calendar === undefined || expandCalendar(calendar, holidaysOf(ledger), around).open.length > 0;
    known.set(name, { until: instant(at + quickMs), open });
    return open;
  };
}

/** Ticks on the timers that are given or on the system's, which hold no process back. */
function everyTick({ after, tickMs = usualTickMs }: WatchDeps, call: () => void): () => void {
  if (after === undefined) {
    const timer = setInterval(call, tickMs);
    timer.unref();
    return () => clearInterval(timer);
  }
  let cancel: () => void = () => undefined;
  const again = (): void => {
    cancel = after(tickMs, () => {
      call();
      again();
    });
  };
  again();
  return () => cancel();
}
