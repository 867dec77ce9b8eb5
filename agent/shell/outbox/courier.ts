import { type AgentState, type CalendarDate, type Instant, instant } from '@center/contract';
import type { Logger } from 'pino';
import { type Now, pause } from '../clock/index.ts';
import { messageOf } from '../errors.ts';
import type { AgentKey, CenterKeys, Ledger } from '../ledger/index.ts';
import { backOffMs, heartbeatMs } from './back-off.ts';
import { buildBatches } from './build.ts';
import { consoleClient } from './console-client.ts';
import { deliverNext } from './deliver.ts';
import { type Enrolment, enrolmentOf } from './enrolment.ts';
import { beat } from './heartbeat.ts';
import { pullRuleSet } from './pull-rule-set.ts';
import { unreachedKeeper } from './unreached.ts';
import { figuresWait } from './untold-equipment.ts';

/** How things stand with the console, for the station. */
export interface ConnectionState {
  readonly enrolment: 'not-enrolled' | AgentState;
  readonly consoleUrl?: string;
  readonly agentId?: string;
  readonly facilityName?: string;
  /** Of the agent's own key. */
  readonly fingerprint?: string;
  /** Absent until the first try. */
  readonly reachable?: boolean;
  readonly lastAnswerAt?: Instant;
  readonly lastReceiptAt?: Instant;
  readonly lastSeq?: number;
  readonly backlog: number;
  /** Something has changed that no batch holds yet. */
  readonly untold: boolean;
  readonly clockOffsetMs?: number;
  /** The last trouble, in the console's or the system's words. */
  readonly problem?: string;
}

export interface Courier {
  /** Something may have to be told: look. */
  wake(): void;
  state(): ConnectionState;
  stop(): Promise<void>;
}

export interface CourierDeps {
  readonly ledger: Ledger;
  readonly keys: CenterKeys;
  readonly agentKey: AgentKey;
  readonly dataFolder: string;
  readonly now: Now;
  readonly log: Logger;
  /** A rule set was taken: judge anew what it touches. */
  readonly ruleSetTaken: () => void;
  readonly supervisionStart?: () => CalendarDate;
  /** A number in [0,1) for jitter. */
  readonly chance?: () => number;
  /** Shortest wait between two looks, and between heartbeats, for tests on a short day. */
  readonly pace?: { readonly idleMs: number; readonly heartbeatSeconds?: number };
}

/** Delivered batches are kept this long, in case the console restores an older state of its own. */
const keepMs = 30 * 86_400_000;
/** Batches sent after one another before the line is left to others for a moment: catching up is gentle. */
const burst = 20;
const idleMs = 5_000;
/** Shortest time between two rounds of counting. */
const restMs = 10_000;

/**
 * Builds, sends and beats until it is stopped. Nothing here ever holds up the local work: without a console the batches wait in the ledger.
 */
export function startCourier(deps: CourierDeps): Courier {
  const { ledger, log, now, chance = Math.random, pace } = deps;
  const stopping = new AbortController();
  const unreached = unreachedKeeper(ledger);
  let reachable: boolean | undefined;
  let problem: string | undefined;
  let lastAnswerAt: Instant | undefined;
  let clockOffsetMs: number | undefined;
  let lastReceiptAt: Instant | undefined;
  let alarm = new AbortController();
  // What waits from before the start, and what changed since: without either nothing is counted.
  let dirty = true;
  let builtAt = 0;

  const heard = (trouble?: string): void => {
    reachable = true;
    lastAnswerAt = now();
    problem = trouble;
  };
  const missed = (why: string): void => {
    if (reachable !== false) log.warn({ why }, 'the console does not answer; what is to be told waits');
    reachable = false;
    problem = why;
  };
  const takeRuleSet = async (enrolment: Enrolment, announced: string): Promise<void> => {
    const pulled = await pullRuleSet(ledger, enrolment, consoleClient(enrolment.console), announced, now());
    if (pulled === 'taken') {
      log.info({ ruleSetSha256: announced }, 'a rule set of the console was taken');
      deps.ruleSetTaken();
    } else if (pulled !== 'unchanged')
      log.warn({ problem: pulled.problem }, 'the rule set of the console was not taken');
  };

  /** Delivers until all is told, something fails, or the line should be left for a moment. Returns the wait before the next look. */
  const deliver = async (enrolment: Enrolment, failures: number): Promise<{ waitMs: number; failures: number }> => {
    const client = consoleClient(enrolment.console);
    for (let sent = 0; sent < burst; sent += 1) {
      const current = enrolmentOf(ledger) ?? enrolment;
      const done = await deliverNext(ledger, current, client, now, stopping.signal);
      switch (done.kind) {
        case 'nothing':
          return { waitMs: pace?.idleMs ?? idleMs, failures: 0 };
        case 'delivered':
          heard();
          lastReceiptAt = now();
          if (ledger.meta.get('dump-wanted') !== undefined) dirty = true;
          await takeRuleSet(enrolment, done.ruleSetSha256);
          break;
        case 'rewound':
          heard();
          break;
        case 'later':
          missed(done.why);
          return { waitMs: done.retryAfterMs ?? backOffMs(failures + 1, chance()), failures: failures + 1 };
        case 'halted':
          heard(`agent-${done.state}`);
          return { waitMs: pace?.idleMs ?? 60_000, failures: 0 };
        case 'stuck':
          heard(`${done.code}: ${done.why}`);
          log.error({ code: done.code }, 'the console refuses a batch for good; it is kept and a person must look');
          return { waitMs: backOffMs(failures + 8, chance()), failures: failures + 1 };
      }
    }
    return { waitMs: 200, failures: 0 };
  };

  const sending = async (): Promise<void> => {
    let failures = 0;
    while (!stopping.signal.aborted) {
      alarm = new AbortController();
      let waitMs = pace?.idleMs ?? idleMs;
      const enrolment = enrolmentOf(ledger);
      if (enrolment !== undefined) {
        if (dirty && now() - builtAt >= (pace?.idleMs ?? restMs)) {
          dirty = false;
          builtAt = now();
          buildBatches(deps, now());
          if (figuresWait(ledger)) dirty = true;
        }
        if (enrolment.state === 'active') ({ waitMs, failures } = await deliver(enrolment, failures));
      }
      // A failing console is not woken by new work; only an idle line is.
      await pause(waitMs, failures > 0 ? stopping.signal : AbortSignal.any([stopping.signal, alarm.signal]));
    }
  };

  const beating = async (): Promise<void> => {
    let failures = 0;
    while (!stopping.signal.aborted) {
      const enrolment = enrolmentOf(ledger);
      let waitMs = pace?.idleMs ?? idleMs;
      if (enrolment !== undefined) {
        const done = await beat(
          ledger,
          deps.agentKey,
          enrolment,
          consoleClient(enrolment.console),
          deps.dataFolder,
          unreached,
          now,
          stopping.signal,
        );
        if (done.kind === 'answered') {
          const before = enrolment.state;
          failures = 0;
          clockOffsetMs = done.clockOffsetMs;
          heard(done.reply.state === 'active' ? undefined : `agent-${done.reply.state}`);
          if (done.reply.state === 'active') await takeRuleSet(enrolment, done.reply.ruleSetSha256);
          if (before !== done.reply.state) alarm.abort();
          // A pending agent asks more often: a person is waiting for it.
          const seconds = pace?.heartbeatSeconds ?? (done.reply.state === 'pending' ? 5 : done.reply.nextSeconds);
          waitMs = heartbeatMs(seconds, chance());
        } else {
          missed(done.why);
          failures += 1;
          waitMs = Math.max(pace?.idleMs ?? 1_000, backOffMs(failures, chance()));
        }
        ledger.batches.dropBytesBefore(instant(now() - keepMs));
      }
      await pause(waitMs, stopping.signal);
    }
  };

  const guarded = async (work: () => Promise<void>, what: string): Promise<void> => {
    while (!stopping.signal.aborted) {
      try {
        await work();
      } catch (fault) {
        log.error({ what, reason: messageOf(fault) }, 'the outbox met a fault and goes on');
        await pause(5_000, stopping.signal);
      }
    }
  };
  const running = Promise.all([guarded(sending, 'sending'), guarded(beating, 'heartbeat')]);

  return {
    wake() {
      dirty = true;
      alarm.abort();
    },
    state() {
      const enrolment = enrolmentOf(ledger);
      const last = ledger.batches.last();
      return {
        enrolment: enrolment?.state ?? 'not-enrolled',
        backlog: ledger.batches.backlog(),
        untold: dirty,
        ...(enrolment === undefined
          ? {}
          : {
              consoleUrl: enrolment.console.url,
              agentId: enrolment.agentId,
              facilityName: enrolment.facilityName,
              fingerprint: enrolment.fingerprint,
            }),
        ...(reachable === undefined ? {} : { reachable }),
        ...(last === undefined ? {} : { lastSeq: last.seq - (enrolment?.afterSeq ?? 0) }),
        ...(lastAnswerAt === undefined ? {} : { lastAnswerAt }),
        ...(lastReceiptAt === undefined ? {} : { lastReceiptAt }),
        ...(problem === undefined ? {} : { problem }),
        ...(clockOffsetMs === undefined ? {} : { clockOffsetMs }),
      };
    },
    async stop() {
      stopping.abort();
      await running;
    },
  };
}
