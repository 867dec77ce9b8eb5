import { calendarDateAt } from '@center/contract';
import type { Logger } from 'pino';
import { type ArchiveObservation, type DayWindow, isPacsAway } from '../../core/index.ts';
import { pause } from '../clock/index.ts';
import type { PacsGate } from '../courtesy/index.ts';
import { messageOf } from '../errors.ts';
import type { Intake } from '../intake/index.ts';
import type { Ledger } from '../ledger/index.ts';
import {
  type BackfillState,
  nextWindow,
  planBackfill,
  readState,
  windowDivided,
  windowLeft,
  windowRead,
  writeState,
} from './plan.ts';
import { type BackfillProgress, progressOf } from './progress.ts';
import { readWindow, type WindowDeps, type WindowReading } from './read-window.ts';

export interface BackfillOptions extends Omit<WindowDeps, 'signal' | 'intake'> {
  readonly ledger: Ledger;
  readonly intake: Pick<Intake, 'observeAll' | 'scanEnded'>;
  readonly gate: PacsGate;
  /** How many months back. */
  readonly months: number;
  readonly log: Logger;
  /** Told after a window was written. */
  readonly changed: () => void;
  /** Shortest and longest wait after a PACS that does not answer, seconds. */
  readonly retrySeconds?: { readonly first: number; readonly most: number };
}

export interface Backfill {
  progress(): BackfillProgress;
  /** Ends what is under way; the window in hand is read again after the next start. */
  stop(): Promise<void>;
  /** Resolves when everything has been read, or the reading was stopped. */
  readonly ended: Promise<void>;
}

const usualRetry = { first: 10, most: 900 };

/** Name under which the place of a first reading is kept. */
function backfillCursor(channel: string): string {
  return `backfill:${channel}`;
}

/** Begins, or goes on with, the first reading of an archive. A window is done when its observation is: both are one commit. */
export function startBackfill(options: BackfillOptions): Backfill {
  const reading = new Reading(options);
  const ended = reading.run();
  return {
    progress: () => reading.progress(),
    ended,
    async stop() {
      reading.end();
      await ended;
    },
  };
}

class Reading {
  readonly #options: BackfillOptions;
  readonly #ending = new AbortController();
  #state: BackfillState;

  constructor(options: BackfillOptions) {
    this.#options = options;
    const { ledger, port, months, now, zoneOffsetMinutes } = options;
    const kept = readState(ledger.channels.cursor(backfillCursor(port.channel)));
    this.#state = kept ?? planBackfill(calendarDateAt(now(), zoneOffsetMinutes), months);
    if (kept === undefined) this.#keep(this.#state, []);
  }

  end(): void {
    this.#ending.abort();
  }

  progress(): BackfillProgress {
    const { port, gate } = this.#options;
    return progressOf(port, this.#state, gate.state());
  }

  async run(): Promise<void> {
    const { signal } = this.#ending;
    const { first, most } = this.#options.retrySeconds ?? usualRetry;
    let wait = first;
    for (let window = nextWindow(this.#state); window !== undefined; window = nextWindow(this.#state)) {
      const outcome = await this.#read(window);
      if (outcome === 'ended' || signal.aborted) return;
      if (outcome === 'read') {
        wait = first;
        continue;
      }
      await pause(wait * 1000, signal);
      wait = Math.min(most, wait * 2);
    }
  }

  /** `wait`: the PACS does not answer; the same window is read after a while. */
  async #read(window: DayWindow): Promise<'read' | 'wait' | 'ended'> {
    const { port, log } = this.#options;
    const quietAtFirst = this.#mayRead();
    const since = performance.now();
    let reading: WindowReading;
    try {
      reading = await readWindow({ ...this.#options, signal: this.#ending.signal }, window);
    } catch (fault) {
      if (this.#ending.signal.aborted) return 'ended';
      // Our own fault with something in this window must not keep the others from being read: it is left, tried again at the end, and shown.
      log.error({ channel: port.channel, err: fault }, 'a window of the archive could not be read');
      reading = { kind: 'not-read', why: 'not-final', detail: `fault: ${messageOf(fault)}` };
    }
    // Time that was spent waiting for the night says nothing of how long a window takes.
    const tookMs = quietAtFirst && this.#mayRead() ? Math.round(performance.now() - since) : 0;
    return this.#take(window, reading, tookMs);
  }

  #mayRead(): boolean {
    const { offHours, offHoursShare } = this.#options.gate.state();
    return offHours || offHoursShare >= 1;
  }

  #take(window: DayWindow, reading: WindowReading, tookMs: number): 'read' | 'wait' | 'ended' {
    const { port, now, log } = this.#options;
    const look = { at: now(), channel: port.channel };
    switch (reading.kind) {
      case 'too-many': {
        const divided = windowDivided(this.#state, window);
        if (divided === undefined) throw new Error('a window of one day is not divided');
        this.#keep(divided, []);
        return 'read';
      }
      case 'not-read': {
        log.warn({ channel: port.channel, why: reading.why }, 'a window of the archive was not measured');
        // A PACS that is away has no bad window: the same one is asked for again.
        if (isPacsAway(reading.why)) return 'wait';
        const { phase } = this.#state;
        const detail = reading.detail.slice(0, 200);
        this.#keep(windowLeft(this.#state, window, reading.why, tookMs), [
          { ...look, kind: 'not-measured', round: 'backfill', window, why: reading.why, detail },
        ]);
        return phase === 'again' ? 'wait' : 'read';
      }
      case 'read': {
        const { studies, missed, sightings } = reading;
        this.#keep(
          windowRead(this.#state, window, studies.length, tookMs),
          [{ ...look, kind: 'seen', studies, window }, ...missed],
          sightings,
        );
        return 'read';
      }
    }
  }

  /** Writes the place together with what was seen: after a power cut either both are there or neither is. */
  #keep(
    state: BackfillState,
    observations: readonly ArchiveObservation[],
    sightings: Extract<WindowReading, { kind: 'read' }>['sightings'] = [],
  ): void {
    const { ledger, port, intake, changed } = this.#options;
    const firstRound = (each: BackfillState): boolean => ['again', 'done'].includes(each.phase);
    ledger.transaction(() => {
      if (observations.length > 0) ledger.archive.applyAll(observations);
      for (const { devices, date } of sightings) ledger.devices.noteArchived(devices, date);
      ledger.channels.saveCursor(backfillCursor(port.channel), writeState(state));
    });
    const ends = firstRound(state) && !firstRound(this.#state);
    this.#state = state;
    // What is there has been read once: the studies that came are whole.
    if (ends) intake.scanEnded(port.channel);
    if (observations.length > 0) changed();
  }
}
