import { calendarDateAt, type Instant, instant } from '@center/contract';

/**
 * How much of its time a PACS is asked for. Arithmetic on instants that it is given; no clock, no timer.
 *
 * Kept throughout:
 * - the share is never above its limit and never below an eighth of it;
 * - every failure halves it, and so does every minute in which the median of the probes of five minutes lies above one and a half times the quiet baseline;
 * - every minute with an answer, without a failure and with a good median gives a tenth of the limit back;
 * - three failures in a row stop all asking for fifteen minutes; then one request is tried, and only its success opens again.
 */
export interface Ended {
  readonly tookMs: number;
  readonly failed: boolean;
  readonly probe: boolean;
  /** It fell into the hours from which the baseline is learned. */
  readonly quiet: boolean;
}

const minuteMs = 60_000;
const latencyWindowMs = 5 * minuteMs;
const stopMs = 15 * minuteMs;
const hourMs = 60 * minuteMs;
const failuresToStop = 3;
const slowFactor = 1.5;
const leastShare = 1 / 8;
/** Fewer probes tell no median. */
const fewestProbes = 5;
/** Probes that make an hour's median one to learn from, and days whose quietest hour counts. */
const probesOfAnHour = 20;
const daysLearned = 7;

interface QuietDay {
  readonly day: string;
  readonly ms: number;
}

interface Saved {
  readonly duty: number;
  readonly failuresInRow: number;
  readonly stoppedUntil?: number;
  readonly quiet: readonly QuietDay[];
}

function median(values: readonly number[]): number | undefined {
  const sorted = values.toSorted((a, b) => a - b);
  const [low, high] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.floor(sorted.length / 2)]];
  return low === undefined || high === undefined ? undefined : (low + high) / 2;
}

export class LatencyController {
  readonly #limit: number;
  #duty: number;
  #failuresInRow = 0;
  #stoppedUntil: Instant | undefined;
  #probes: { readonly at: Instant; readonly ms: number }[] = [];
  #quiet: readonly QuietDay[] = [];
  #hour: { readonly begins: number; readonly ms: number[] } = { begins: 0, ms: [] };
  #minute = { begins: 0, answered: 0, failed: 0 };
  /** Until a quiet hour is known: the lowest median of five minutes so far. */
  #lowest: number | undefined;

  /** `saved` is what `save` gave; anything else begins anew. */
  constructor(limit: number, saved?: string) {
    this.#limit = limit;
    this.#duty = limit;
    const known = readSaved(saved);
    if (known === undefined) return;
    this.#duty = this.#within(known.duty);
    this.#failuresInRow = known.failuresInRow;
    this.#quiet = known.quiet;
    if (known.stoppedUntil !== undefined) this.#stoppedUntil = instant(known.stoppedUntil);
  }

  get duty(): number {
    return this.#duty;
  }

  /** Median of the probes of the last five minutes, in milliseconds; undefined when there were too few. */
  latencyMs(at: Instant): number | undefined {
    const recent = this.#probes.filter((probe) => probe.at > at - latencyWindowMs);
    return recent.length < fewestProbes ? undefined : median(recent.map(({ ms }) => ms));
  }

  baselineMs(): number | undefined {
    return median(this.#quiet.map(({ ms }) => ms)) ?? this.#lowest;
  }

  /** `stopped` until the stop is over, then `trial` until one request has succeeded. */
  mode(at: Instant): 'open' | 'slowed' | 'stopped' | 'trial' {
    if (this.#stoppedUntil !== undefined) return at < this.#stoppedUntil ? 'stopped' : 'trial';
    return this.#duty < this.#limit ? 'slowed' : 'open';
  }

  get stoppedUntil(): Instant | undefined {
    return this.#stoppedUntil;
  }

  /** Takes in what a request did. True when something changed that must outlive a restart. */
  ended(at: Instant, { tookMs, failed, probe, quiet }: Ended): boolean {
    const before = this.save();
    this.#closeMinute(at);
    if (failed) this.#failed(at);
    else {
      this.#minute.answered += 1;
      this.#failuresInRow = 0;
      this.#stoppedUntil = undefined;
      if (probe) this.#probed(at, tookMs, quiet);
    }
    return this.save() !== before;
  }

  #failed(at: Instant): void {
    this.#minute.failed += 1;
    this.#failuresInRow += 1;
    this.#duty = this.#within(this.#duty / 2);
    if (this.#failuresInRow >= failuresToStop) this.#stoppedUntil = instant(at + stopMs);
  }

  #probed(at: Instant, ms: number, quiet: boolean): void {
    this.#probes = [...this.#probes.filter((probe) => probe.at > at - latencyWindowMs), { at, ms }];
    const latency = this.latencyMs(at);
    if (latency !== undefined) this.#lowest = Math.min(this.#lowest ?? latency, latency);
    if (!quiet) return;
    const begins = Math.floor(at / hourMs) * hourMs;
    if (begins !== this.#hour.begins) {
      this.#learn();
      this.#hour = { begins, ms: [] };
    }
    this.#hour.ms.push(ms);
  }

  /** The quietest hour of each of the last days stands for the PACS at rest; their median follows a machine that ages, and one odd night moves it little. */
  #learn(): void {
    const { begins, ms } = this.#hour;
    const learned = median(ms);
    if (learned === undefined || ms.length < probesOfAnHour) return;
    const day = calendarDateAt(instant(begins));
    const known = this.#quiet.find((each) => each.day === day);
    const others = this.#quiet.filter((each) => each.day !== day);
    this.#quiet = [...others, { day, ms: Math.min(known?.ms ?? learned, learned) }].slice(-daysLearned);
  }

  #closeMinute(at: Instant): void {
    const begins = Math.floor(at / minuteMs) * minuteMs;
    if (begins === this.#minute.begins) return;
    const { answered, failed } = this.#minute;
    this.#minute = { begins, answered: 0, failed: 0 };
    if (answered === 0 && failed === 0) return;
    const [latency, baseline] = [this.latencyMs(at), this.baselineMs()];
    if (latency !== undefined && baseline !== undefined && latency > slowFactor * baseline)
      this.#duty = this.#within(this.#duty / 2);
    else if (failed === 0) this.#duty = this.#within(this.#duty + this.#limit / 10);
  }

  #within(duty: number): number {
    return Math.min(this.#limit, Math.max(this.#limit * leastShare, duty));
  }

  save(): string {
    const saved: Saved = {
      duty: this.#duty,
      failuresInRow: this.#failuresInRow,
      quiet: this.#quiet,
      ...(this.#stoppedUntil === undefined ? {} : { stoppedUntil: this.#stoppedUntil }),
    };
    return JSON.stringify(saved);
  }
}

function readSaved(text: string | undefined): Saved | undefined {
  if (text === undefined) return undefined;
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof parsed !== 'object' || parsed === null || !('duty' in parsed) || !('quiet' in parsed)) return undefined;
  const { duty, quiet } = parsed;
  if (typeof duty !== 'number' || !Number.isFinite(duty) || !Array.isArray(quiet)) return undefined;
  const days: readonly unknown[] = quiet;
  const failures = 'failuresInRow' in parsed ? parsed.failuresInRow : 0;
  const until = 'stoppedUntil' in parsed ? parsed.stoppedUntil : undefined;
  return {
    duty,
    failuresInRow: Number.isSafeInteger(failures) ? Number(failures) : 0,
    quiet: days.flatMap(quietDay),
    ...(Number.isSafeInteger(until) ? { stoppedUntil: Number(until) } : {}),
  };
}

function quietDay(value: unknown): QuietDay[] {
  if (typeof value !== 'object' || value === null || !('day' in value) || !('ms' in value)) return [];
  const { day, ms } = value;
  return typeof day === 'string' && typeof ms === 'number' && Number.isFinite(ms) && ms >= 0 ? [{ day, ms }] : [];
}
