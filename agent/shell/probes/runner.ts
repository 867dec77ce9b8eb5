import type { Instant } from '@center/contract';
import type { Sample } from '../../core/index.ts';
import type { ProbeConfig, ProbeGives, ProbeResult, ProbeType } from './probe.ts';
import { probeTypeOf } from './registry.ts';
import { type After, gatewayName, type ProbeHealth, type ProbeRunner, type RunnerOptions } from './runner-contract.ts';

/** After the first, second and third failure in a row, and after the first success, the next attempt comes so soon: what has changed is confirmed within a minute. */
const retryMs = { fail: [5_000, 10_000, 20_000], ok: [5_000] } as const;
/** What is left to a probe after its signal before it is held to be stuck. */
const graceMs = 2_000;
/** Probes of a fresh start are spread over this. */
const spreadMs = 10_000;
/** A failing calls for witnesses, unless they have just been asked: is it the target, or the path to all of them? */
const witness = { gatewayMs: 4_000, othersMs: 10_000, callsMs: 60_000, failings: 4 };
const slowFactor = 5;
const jitter = 0.1;
const usualMost = 16;

/** One probe of the runner. */
interface Entry {
  readonly config: ProbeConfig;
  readonly type: ProbeType<never>;
  readonly gives: readonly ProbeGives[];
  readonly target: string;
  readonly everyMs: number;
  readonly timeoutMs: number;
  /** A change is confirmed by quick attempts: of evidence, not of readings. */
  readonly confirms: boolean;
  dueMs: number;
  /** Asked for by a person or a trap: neither pace nor the others' turn holds it up. */
  forced: boolean;
  /** Asked as a witness between two turns of its own: the next of these. */
  ownDueMs: number | undefined;
  beganMs: number | undefined;
  state: 'waiting' | 'queued' | 'asking' | 'stuck';
  streak: { outcome: 'ok' | 'fail'; length: number } | undefined;
  last: ProbeHealth['last'];
  lastOkAt: Instant | undefined;
  attempts: number;
  stuckAttempts: number;
  waiters: ((result: ProbeResult | undefined) => void)[];
  controller: AbortController | undefined;
}

const realAfter: After = (ms, call) => {
  const timer = setTimeout(call, ms);
  return () => clearTimeout(timer);
};

/**
 * Runs probes on monotonic time: each at its interval ± 10 %, one at a time for a target, so many at once in all. A change is confirmed by quick attempts. An attempt ends by its
 * signal; one that does not is told once as `invalid`, and its probe rests until it has come back, so that no attempt is ever doubled.
 */
export function probeRunner(options: RunnerOptions): ProbeRunner {
  return new Runner(options);
}

class Runner implements ProbeRunner {
  readonly #options: RunnerOptions;
  readonly #entries: readonly Entry[];
  readonly #after: After;
  readonly #random: () => number;
  readonly #busy = new Set<string>();
  readonly #running = new Set<Promise<void>>();
  #stopped = false;
  #witnessesMs = Number.NEGATIVE_INFINITY;
  #cancelWake: (() => void) | undefined;

  constructor(options: RunnerOptions) {
    this.#options = options;
    this.#after = options.after ?? realAfter;
    this.#random = options.random ?? Math.random;
    const began = options.monotonicMs();
    this.#entries = options.probes.map((config) => this.#entry(config, began));
    this.#arm();
  }

  #entry(config: ProbeConfig, began: number): Entry {
    const type = (this.#options.typeOf ?? probeTypeOf)(config.type);
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the configuration was checked by the schema of this very type
    const own = config as never;
    const gives = type.gives(own);
    const everyMs = (config.everySeconds ?? type.everySeconds) * 1000;
    return {
      config,
      type,
      gives,
      target: type.target(own),
      everyMs,
      timeoutMs: (config.timeoutSeconds ?? type.timeoutSeconds) * 1000,
      confirms: gives.includes('service') || gives.includes('reachability'),
      dueMs: began + this.#random() * Math.min(everyMs, spreadMs),
      forced: false,
      ownDueMs: undefined,
      beganMs: undefined,
      state: 'waiting',
      streak: undefined,
      last: undefined,
      lastOkAt: undefined,
      attempts: 0,
      stuckAttempts: 0,
      waiters: [],
      controller: undefined,
    };
  }

  probeNow(name: string): Promise<ProbeResult | undefined> {
    const entry = this.#entries.find(({ config }) => config.name === name);
    if (this.#stopped || entry === undefined || entry.type.passive === true || entry.state === 'stuck')
      return Promise.resolve(undefined);
    return new Promise((resolve) => {
      entry.waiters.push(resolve);
      if (entry.state === 'asking') return;
      entry.forced = true;
      entry.dueMs = Number.NEGATIVE_INFINITY;
      this.#pump();
    });
  }

  health(): readonly ProbeHealth[] {
    return this.#entries.map((entry) => ({
      name: entry.config.name,
      type: entry.config.type,
      of: entry.config.of,
      gives: entry.gives,
      everySeconds: entry.everyMs / 1000,
      state: entry.type.passive === true ? 'passive' : entry.state,
      ...(entry.last === undefined ? {} : { last: entry.last }),
      ...(entry.lastOkAt === undefined ? {} : { lastOkAt: entry.lastOkAt }),
      failuresInRow: entry.streak?.outcome === 'fail' ? entry.streak.length : 0,
      attempts: entry.attempts,
      stuckAttempts: entry.stuckAttempts,
    }));
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#cancelWake?.();
    for (const entry of this.#entries) {
      entry.controller?.abort(new Error('the probes are stopped'));
      for (const resolve of entry.waiters.splice(0)) resolve(undefined);
    }
    let cancel: () => void = () => undefined;
    const impatient = new Promise<void>((resolve) => {
      cancel = this.#after(graceMs, resolve);
    });
    await Promise.race([Promise.all(this.#running), impatient]);
    cancel();
  }

  /** Sees to being called when the next probe is due. */
  #arm(): void {
    this.#cancelWake?.();
    this.#cancelWake = undefined;
    if (this.#stopped) return;
    const next = Math.min(
      ...this.#entries.map(({ state, dueMs, type }) =>
        type.passive === true || state === 'asking' || state === 'queued' ? Number.POSITIVE_INFINITY : dueMs,
      ),
    );
    if (next === Number.POSITIVE_INFINITY) return;
    const wait = Math.max(0, Math.ceil(next - this.#options.monotonicMs()));
    this.#cancelWake = this.#after(wait, () => this.#pump());
  }

  /** Begins what is due and may begin, earliest first. */
  #pump(): void {
    if (this.#stopped) return;
    const at = this.#options.monotonicMs();
    for (const entry of this.#entries) if (entry.dueMs <= at && entry.type.passive !== true) this.#fallDue(entry, at);
    const queue = this.#entries.filter(({ state }) => state === 'queued').toSorted((a, b) => a.dueMs - b.dueMs);
    for (const entry of queue) {
      if (this.#running.size >= (this.#options.most ?? usualMost)) break;
      if (!this.#busy.has(entry.target)) this.#begin(entry, at);
    }
    this.#arm();
  }

  #fallDue(entry: Entry, at: number): void {
    if (entry.state === 'stuck') {
      entry.stuckAttempts += 1;
      entry.dueMs = at + this.#interval(entry);
    } else if (entry.state === 'waiting') {
      if (this.#restsNow(entry, at)) entry.dueMs = at + this.#interval(entry);
      else entry.state = 'queued';
    }
  }

  /** Looked at again at the usual interval, so that opening begins with an attempt at most one interval late. */
  #restsNow({ forced, beganMs, everyMs, config, streak }: Entry, at: number): boolean {
    if (forced || beganMs === undefined || this.#options.pace?.(config) !== 'slow') return false;
    const settled = streak === undefined || streak.length > retryMs[streak.outcome].length;
    return settled && at - beganMs < everyMs * (slowFactor - 0.5);
  }

  #interval({ everyMs }: Entry): number {
    return everyMs * (1 - jitter + 2 * jitter * this.#random());
  }

  #begin(entry: Entry, at: number): void {
    entry.state = 'asking';
    entry.forced = false;
    entry.beganMs = at;
    entry.attempts += 1;
    this.#busy.add(entry.target);
    const running = this.#attempt(entry).finally(() => {
      this.#running.delete(running);
      this.#busy.delete(entry.target);
      this.#pump();
    });
    this.#running.add(running);
  }

  /** One attempt from its begin to what is told of it. Never rejects. */
  async #attempt(entry: Entry): Promise<void> {
    const { now, boot, monotonicMs, onFault, sources } = this.#options;
    const begun = { at: now(), ...boot() };
    const beganMs = monotonicMs();
    const controller = new AbortController();
    entry.controller = controller;
    const cancelLimit = this.#after(entry.timeoutMs, () => controller.abort(new Error('time limit')));
    let cancelGrace: () => void = () => undefined;
    const outlived = new Promise<'outlived'>((resolve) => {
      const stuck = (): void => {
        cancelGrace = this.#after(graceMs, () => resolve('outlived'));
      };
      controller.signal.addEventListener('abort', stuck, { once: true });
    });
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the configuration was checked by the schema of this very type
    const own = entry.config as never;
    const context = { signal: controller.signal, now, ...(sources === undefined ? {} : { sources }) };
    // A probe that throws at once is a rejected one.
    const asked = (async () => entry.type.probe(own, context))().then(
      (result) => ({ kind: 'result' as const, result }),
      (fault: unknown) => ({ kind: 'threw' as const, fault }),
    );
    const ended = await Promise.race([asked, outlived]);
    cancelLimit();
    cancelGrace();
    const latencyMs = monotonicMs() - beganMs;
    const broken = (code: string): ProbeResult => ({
      outcome: 'invalid',
      stage: 'runner',
      code,
      latencyMs,
      readings: [],
      evidence: {},
    });
    if (ended === 'outlived') {
      entry.state = 'stuck';
      void asked.then(() => this.#returned(entry));
      if (!this.#stopped) onFault(entry.config.name, new Error('a probe outlived its signal'));
      this.#tell(entry, begun, broken('outlived-signal'));
    } else {
      entry.state = 'waiting';
      if (ended.kind === 'threw') onFault(entry.config.name, ended.fault);
      this.#tell(entry, begun, ended.kind === 'threw' ? broken('threw') : ended.result);
    }
  }

  /** A stuck probe has come back; what it brings is too late to be told. */
  #returned(entry: Entry): void {
    entry.state = 'waiting';
    this.#pump();
  }

  #tell(entry: Entry, begun: Pick<Sample, 'at' | 'bootId' | 'bootMs'>, result: ProbeResult): void {
    const { outcome, stage, code, latencyMs } = result;
    const waiters = entry.waiters.splice(0);
    if (this.#stopped) {
      for (const resolve of waiters) resolve(undefined);
      return;
    }
    entry.last = { at: begun.at, outcome, stage, code, latencyMs };
    if (outcome === 'ok') entry.lastOkAt = begun.at;
    entry.dueMs = this.#nextDue(entry, result);
    this.#callWitnesses(entry, result);
    try {
      const { at, bootId, bootMs } = begun;
      this.#options.onSample({ probe: entry.config.name, at, bootId, bootMs, outcome, stage, code, latencyMs }, result);
    } catch (fault) {
      this.#options.onFault(entry.config.name, fault);
    }
    for (const resolve of waiters) resolve(result);
  }

  /** The usual interval runs from begin to begin, a quick one from the end of the attempt. */
  #nextDue(entry: Entry, { outcome, againInSeconds }: ProbeResult): number {
    if (outcome === 'invalid' || outcome === 'unsupported') entry.streak = undefined;
    else if (entry.streak?.outcome === outcome) entry.streak.length += 1;
    else entry.streak = { outcome, length: 1 };
    const at = this.#options.monotonicMs();
    const usual = Math.max(at, entry.ownDueMs ?? (entry.beganMs ?? at) + this.#interval(entry));
    entry.ownDueMs = undefined;
    const soon: readonly number[] = entry.streak === undefined || !entry.confirms ? [] : retryMs[entry.streak.outcome];
    const quick = soon[(entry.streak?.length ?? 0) - 1];
    return Math.min(
      usual,
      quick === undefined ? usual : at + quick,
      againInSeconds === undefined ? usual : at + againInSeconds * 1000,
    );
  }

  /** Where a target begins to fail the gateway is asked at once, and the others after its second failure: a short failing of the path is then seen by more than one. */
  #callWitnesses(entry: Entry, { outcome }: ProbeResult): void {
    const failings = entry.streak?.length ?? 0;
    const { name, of } = entry.config;
    if (outcome !== 'fail' || !entry.confirms || name === gatewayName || failings > witness.failings) return;
    if (this.#options.pace?.(entry.config) === 'slow') return;
    const at = this.#options.monotonicMs();
    const ask = (other: Entry, atLeastMs: number): void => {
      if (other.state !== 'waiting' || other.type.passive === true || at - (other.beganMs ?? at) < atLeastMs) return;
      other.ownDueMs ??= other.dueMs;
      other.dueMs = at;
      other.forced = true;
    };
    const others = failings === 2 && at - this.#witnessesMs >= witness.callsMs;
    if (others) this.#witnessesMs = at;
    for (const other of this.#entries) {
      if (other.config.name === gatewayName) ask(other, witness.gatewayMs);
      else if (others && other.confirms && other.config.of !== of) ask(other, witness.othersMs);
    }
  }
}
