/**
 * dicomweb: reads an archive over QIDO-RS and WADO-RS, day windows newest first, headers only (reports whole), one request in flight. In: the address and how
 * often. Out: observations to the intake. Never writes to the PACS, never takes a missing answer for a missing study.
 */
import type { CalendarDate } from '@center/contract';
import { calendarDateAt } from '@center/contract';
import type { Logger } from 'pino';
import { type Now, pause } from '../../clock/index.ts';
import type { Channel, Intake } from '../../intake/index.ts';
import {
  afterLive,
  type CrawlState,
  liveWindow,
  nextBackfill,
  readState,
  type Window,
  writeState,
} from './crawl-state.ts';
import { createPace } from './pace.ts';
import { findStudies } from './qido.ts';
import { readStudy } from './read-study.ts';
import { createRequester, type DicomwebAuth, type Requester, sayAnswer } from './request.ts';

export type { DicomwebAuth } from './request.ts';

export interface DicomwebOptions {
  readonly name: string;
  readonly url: string;
  readonly auth: DicomwebAuth;
  readonly pollEverySeconds: number;
  readonly backfillMonths: number;
  readonly windowDays: number;
  readonly duty: number;
  readonly maxRequestsPerSecond: number;
  readonly pageSize: number;
  readonly timeoutSeconds: number;
  readonly zoneOffsetMinutes: number;
  readonly now: Now;
}

export const dicomwebDefaults = {
  auth: { kind: 'none' },
  pollEverySeconds: 60,
  backfillMonths: 120,
  windowDays: 31,
  duty: 0.25,
  maxRequestsPerSecond: 20,
  pageSize: 200,
  timeoutSeconds: 120,
} as const;

/** Times a study is tried before it is kept as unreadable, so that one bad study does not stop the archive behind it. */
const attemptsPerStudy = 3;
const longestPauseSeconds = 300;

export function dicomwebChannel(options: DicomwebOptions): Channel {
  return {
    name: options.name,
    start(intake, log) {
      const ending = new AbortController();
      const crawler = new Crawler(options, intake, log, ending.signal);
      const running = crawler.run();
      return Promise.resolve({
        async stop() {
          ending.abort();
          await running;
        },
      });
    },
  };
}

class Crawler {
  readonly #options: DicomwebOptions;
  readonly #intake: Intake;
  readonly #log: Logger;
  readonly #signal: AbortSignal;
  readonly #get: Requester;
  /** Instances that a study had when it was last read whole. In memory only: after a restart recent days are read once more. */
  readonly #readWith = new Map<string, number>();
  readonly #attempts = new Map<string, number>();
  #state: CrawlState | undefined;

  constructor(options: DicomwebOptions, intake: Intake, log: Logger, signal: AbortSignal) {
    this.#options = options;
    this.#intake = intake;
    this.#log = log;
    this.#signal = signal;
    const pace = createPace({ duty: options.duty, maxPerSecond: options.maxRequestsPerSecond, signal });
    this.#get = createRequester({
      baseUrl: new URL(options.url),
      auth: options.auth,
      timeoutSeconds: options.timeoutSeconds,
      pace,
      signal,
    });
    this.#state = readState(intake.cursor(options.name));
  }

  async run(): Promise<void> {
    let failures = 0;
    while (!this.#signal.aborted) {
      try {
        const more = await this.#pass();
        failures = 0;
        this.#intake.channelState(this.#options.name, 'working');
        if (!more) await pause(this.#options.pollEverySeconds * 1000, this.#signal);
      } catch (fault) {
        if (this.#signal.aborted) return;
        failures += 1;
        const problem = fault instanceof CrawlProblem ? fault.message : 'unexpected fault';
        this.#intake.channelState(this.#options.name, 'failed', problem);
        this.#log.warn(
          { channel: this.#options.name, problem, err: fault instanceof CrawlProblem ? undefined : fault },
          'the archive could not be read over DICOMweb',
        );
        await pause(Math.min(longestPauseSeconds, 2 ** failures) * 1000, this.#signal);
      }
    }
  }

  /** A live pass and one window of backfill. True = there is more to backfill. */
  async #pass(): Promise<boolean> {
    const today = calendarDateAt(this.#options.now(), this.#options.zoneOffsetMinutes);
    const live = liveWindow(this.#state, today);
    await this.#readWindow(live, true);
    this.#save(afterLive(this.#state, live, today));
    return this.#backfill(today);
  }

  async #backfill(today: CalendarDate): Promise<boolean> {
    const { backfillMonths, windowDays, name } = this.#options;
    if (this.#state === undefined || this.#state.backfilled) return false;
    const window = nextBackfill(this.#state, today, backfillMonths, windowDays);
    if (window === undefined) {
      this.#intake.scanEnded(name);
      this.#save({ ...this.#state, backfilled: true });
      return false;
    }
    await this.#readWindow(window, false);
    this.#save({ ...this.#state, oldest: window.from });
    return true;
  }

  /** Durable before it counts: after a power cut the window is read again, which changes nothing. */
  #save(state: CrawlState): void {
    this.#intake.saveCursor(this.#options.name, writeState(state));
    this.#state = state;
  }

  async #readWindow({ from, to }: Window, recent: boolean): Promise<void> {
    const found = await findStudies(this.#get, from, to, this.#options.pageSize);
    let problem = found.kind === 'incomplete' ? sayAnswer(found.why) : undefined;
    for (const { StudyInstanceUID, NumberOfStudyRelatedInstances: count } of found.rows) {
      this.#signal.throwIfAborted();
      if (count !== undefined && this.#readWith.get(StudyInstanceUID) === count) continue;
      const failed = await this.#readStudy(StudyInstanceUID);
      if (failed === undefined && recent && count !== undefined) this.#readWith.set(StudyInstanceUID, count);
      problem = failed ?? problem;
    }
    if (problem !== undefined) throw new CrawlProblem(problem);
  }

  /** Undefined when the study is done with, else why it must be read again. */
  async #readStudy(study: string): Promise<string | undefined> {
    const { name, url, pageSize } = this.#options;
    const { observations, incomplete, away } = await readStudy(
      { get: this.#get, channel: name, address: url, pageSize },
      study,
    );
    this.#signal.throwIfAborted();
    this.#intake.observeAll(observations);
    if (incomplete !== undefined) {
      if (away === true) throw new CrawlProblem(incomplete);
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
class CrawlProblem extends Error {}
