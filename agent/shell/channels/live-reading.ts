import { calendarDateAt, type Instant } from '@center/contract';
import type { Logger } from 'pino';
import { pause } from '../clock/index.ts';
import type { Channel, Intake } from '../intake/index.ts';
import type { ListedStudy, StudyHeaders } from './archive-port.ts';
import { type DayRange, liveWindow, readNewest, writeNewest } from './live-state.ts';
import { tellState } from './tell-state.ts';

/** A channel that may be told to look at once. */
export interface WakingChannel extends Channel {
  /** Something may have come; the next pass begins now. Before `start` it does nothing. */
  wake(): void;
}

/** An archive that is followed day by day: how its new studies are found and read. */
export interface LiveSource {
  readonly name: string;
  readonly pollEverySeconds: number;
  readonly zoneOffsetMinutes: number;
  readonly now: () => Instant;
  /** Printed before the UID of a study that cannot be read. */
  readonly address: string;
  /** Rows of a window; with a problem they may not be all. */
  readonly find: (
    window: DayRange,
    signal: AbortSignal,
  ) => Promise<{ readonly rows: readonly ListedStudy[]; readonly problem?: string }>;
  readonly read: (study: ListedStudy, signal: AbortSignal) => Promise<StudyHeaders>;
  /** Told when nothing is asked any more. */
  readonly stopped?: () => Promise<void>;
}

/** Times a study is tried before it is kept as unreadable, so that one bad study does not stop the archive behind it. */
const attemptsPerStudy = 3;
const longestPauseSeconds = 300;
/** Opened studies asked for in one pass, out of so many that wait. */
const againPerPass = 20;
const againAtMost = 2000;

/** Reads what is new, day by day, at the live lane of the gate. What was there before is the first reading's work. */
export function liveReading(source: LiveSource): WakingChannel {
  let follower: Follower | undefined;
  return {
    name: source.name,
    wake: () => follower?.wake(),
    start(intake, log) {
      const ending = new AbortController();
      follower = new Follower(source, intake, log, ending.signal);
      const running = follower.run();
      return Promise.resolve({
        async stop() {
          ending.abort();
          await running;
          await source.stopped?.();
        },
      });
    },
  };
}

class Follower {
  readonly #source: LiveSource;
  readonly #intake: Intake;
  readonly #log: Logger;
  readonly #signal: AbortSignal;
  /** Objects that a study had when it was last read. In memory only: after a restart recent days are read once more. */
  readonly #readWith = new Map<string, number>();
  readonly #attempts = new Map<string, number>();
  /** Opened studies that were asked for: what this archive does not have back by then, it has not. */
  readonly #askedAgain = new Set<string>();
  #woken = new AbortController();

  constructor(source: LiveSource, intake: Intake, log: Logger, signal: AbortSignal) {
    this.#source = source;
    this.#intake = intake;
    this.#log = log;
    this.#signal = signal;
  }

  wake(): void {
    this.#woken.abort();
  }

  async run(): Promise<void> {
    const { name, pollEverySeconds } = this.#source;
    let failures = 0;
    while (!this.#signal.aborted) {
      this.#woken = new AbortController();
      let rest = pollEverySeconds;
      try {
        await this.#pass();
        failures = 0;
        this.#intake.channelState(name, 'working');
      } catch (fault) {
        if (this.#signal.aborted) return;
        failures += 1;
        const problem = fault instanceof PassProblem ? fault.message : 'unexpected fault';
        tellState(this.#intake, this.#log, name, 'failed', problem);
        this.#log.warn(
          { channel: name, problem, err: fault instanceof PassProblem ? undefined : fault },
          'the archive could not be read',
        );
        rest = Math.min(longestPauseSeconds, 2 ** failures);
      }
      await pause(rest * 1000, AbortSignal.any([this.#signal, this.#woken.signal]));
    }
  }

  /** The place moves when the window was read to its end and is durable: after a power cut it is read again, which changes nothing. */
  async #pass(): Promise<void> {
    const { name, now, zoneOffsetMinutes } = this.#source;
    const today = calendarDateAt(now(), zoneOffsetMinutes);
    const newest = readNewest(this.#intake.cursor(name));
    await this.#readWindow(liveWindow(newest, today));
    await this.#readOpened();
    if (newest !== today) this.#intake.saveCursor(name, writeNewest(today));
  }

  async #readWindow(window: DayRange): Promise<void> {
    const found = await this.#source.find(window, this.#signal);
    let problem = found.problem;
    for (const row of found.rows) {
      this.#signal.throwIfAborted();
      const { StudyInstanceUID, objects: count } = row;
      if (count !== undefined && this.#readWith.get(StudyInstanceUID) === count) continue;
      const failed = await this.#readStudy(row);
      if (failed === undefined && count !== undefined) this.#readWith.set(StudyInstanceUID, count);
      problem = failed ?? problem;
    }
    if (problem !== undefined) throw new PassProblem(problem);
  }

  async #readOpened(): Promise<void> {
    const waiting = this.#intake.toReadAgain(againAtMost).filter((uid) => !this.#askedAgain.has(uid));
    for (const StudyInstanceUID of waiting.slice(0, againPerPass)) {
      this.#signal.throwIfAborted();
      const problem = await this.#readStudy({ StudyInstanceUID, modalities: [] });
      if (problem !== undefined) throw new PassProblem(problem);
      this.#askedAgain.add(StudyInstanceUID);
    }
  }

  /** Undefined when the study is done with, else why it must be read again. */
  async #readStudy(row: ListedStudy): Promise<string | undefined> {
    const { name, address, read } = this.#source;
    const study = row.StudyInstanceUID;
    const { observations, incomplete, away } = await read(row, this.#signal);
    this.#signal.throwIfAborted();
    this.#intake.observeAll(observations);
    if (incomplete !== undefined) {
      if (away === true) throw new PassProblem(incomplete);
      const attempts = (this.#attempts.get(study) ?? 0) + 1;
      this.#attempts.set(study, attempts);
      if (attempts < attemptsPerStudy) return incomplete;
      this.#intake.observeAll([
        {
          channel: name,
          source: `${address}/studies/${study}`,
          reading: { kind: 'unreadable', reason: 'read-failed', damage: [{ code: 'read-failed', detail: incomplete }] },
        },
      ]);
    }
    this.#attempts.delete(study);
    return undefined;
  }
}

/** The archive answered in a way that leaves the window unread; said on the connection page and tried again. */
class PassProblem extends Error {}
