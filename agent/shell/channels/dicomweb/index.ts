/**
 * dicomweb: asks an archive over QIDO-RS and WADO-RS. In: its address and the gate of its PACS. Out: observations of new studies to the intake, and a port for those who
 * audit the archive. Never writes to the PACS, never takes a missing answer for a missing study.
 */
import { calendarDateAt } from '@center/contract';
import type { Logger } from 'pino';
import { pause } from '../../clock/index.ts';
import type { Channel, Intake } from '../../intake/index.ts';
import { type DayRange, liveWindow, readNewest, writeNewest } from './live-state.ts';
import type { DicomwebAccess, DicomwebAddress } from './port.ts';

export { type DicomwebAccess, type DicomwebAddress, dicomwebAccess, dicomwebCard } from './port.ts';
export { createRequester, notMeasuredOf, probeOf, type WebAuth } from './request.ts';

export interface DicomwebOptions extends DicomwebAddress {
  readonly pollEverySeconds: number;
  readonly zoneOffsetMinutes: number;
}

export const dicomwebDefaults = {
  auth: { kind: 'none' },
  pollEverySeconds: 60,
  pageSize: 200,
  timeoutSeconds: 120,
  retrieveTimeoutSeconds: 1800,
} as const;

/** A channel that may be told to look at once. */
export interface WakingChannel extends Channel {
  /** Something may have come; the next pass begins now. Before `start` it does nothing. */
  wake(): void;
}

/** Times a study is tried before it is kept as unreadable, so that one bad study does not stop the archive behind it. */
const attemptsPerStudy = 3;
const longestPauseSeconds = 300;

/** Reads what is new, day by day. What was there before is the first reading's work. */
export function dicomwebChannel(options: DicomwebOptions, access: DicomwebAccess): WakingChannel {
  let follower: Follower | undefined;
  return {
    name: options.name,
    wake: () => follower?.wake(),
    start(intake, log) {
      const ending = new AbortController();
      follower = new Follower(options, access, intake, log, ending.signal);
      const running = follower.run();
      return Promise.resolve({
        async stop() {
          ending.abort();
          await running;
        },
      });
    },
  };
}

class Follower {
  readonly #options: DicomwebOptions;
  readonly #access: DicomwebAccess;
  readonly #intake: Intake;
  readonly #log: Logger;
  readonly #signal: AbortSignal;
  /** Instances that a study had when it was last read whole. In memory only: after a restart recent days are read once more. */
  readonly #readWith = new Map<string, number>();
  readonly #attempts = new Map<string, number>();
  #woken = new AbortController();

  constructor(options: DicomwebOptions, access: DicomwebAccess, intake: Intake, log: Logger, signal: AbortSignal) {
    this.#options = options;
    this.#access = access;
    this.#intake = intake;
    this.#log = log;
    this.#signal = signal;
  }

  wake(): void {
    this.#woken.abort();
  }

  async run(): Promise<void> {
    const { name, pollEverySeconds } = this.#options;
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
        this.#intake.channelState(name, 'failed', problem);
        this.#log.warn(
          { channel: name, problem, err: fault instanceof PassProblem ? undefined : fault },
          'the archive could not be read over DICOMweb',
        );
        rest = Math.min(longestPauseSeconds, 2 ** failures);
      }
      await pause(rest * 1000, AbortSignal.any([this.#signal, this.#woken.signal]));
    }
  }

  /** The place moves when the window was read to its end and is durable: after a power cut it is read again, which changes nothing. */
  async #pass(): Promise<void> {
    const { name, now, zoneOffsetMinutes } = this.#options;
    const today = calendarDateAt(now(), zoneOffsetMinutes);
    const newest = readNewest(this.#intake.cursor(name));
    await this.#readWindow(liveWindow(newest, today));
    if (newest !== today) this.#intake.saveCursor(name, writeNewest(today));
  }

  async #readWindow(window: DayRange): Promise<void> {
    const found = await this.#access.studies.find({ by: 'window', window }, 'live', this.#signal);
    let problem = found.kind === 'not-measured' ? found.detail : undefined;
    for (const { StudyInstanceUID, objects: count } of found.rows) {
      this.#signal.throwIfAborted();
      if (count !== undefined && this.#readWith.get(StudyInstanceUID) === count) continue;
      const failed = await this.#readStudy(StudyInstanceUID);
      if (failed === undefined && count !== undefined) this.#readWith.set(StudyInstanceUID, count);
      problem = failed ?? problem;
    }
    if (problem !== undefined) throw new PassProblem(problem);
  }

  /** Undefined when the study is done with, else why it must be read again. */
  async #readStudy(study: string): Promise<string | undefined> {
    const { name, url } = this.#options;
    const { observations, incomplete, away } = await this.#access.reader.readStudy(study, 'live', this.#signal);
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
          source: `${url}/studies/${study}`,
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
