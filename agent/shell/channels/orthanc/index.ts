/**
 * orthanc: asks Orthanc's own interface what has changed and how full it is. In: its address and the gate of its PACS. Out: a wake-up to the channels of the same PACS, and
 * what it shows of space and recycling to the archive ledger. Never: proof of anything; an entry that is not in `/changes` says nothing (removals leave none).
 */
import { statfs } from 'node:fs/promises';
import type { Logger } from 'pino';
import type { ArchiveObservation } from '../../../core/index.ts';
import { type Now, pause } from '../../clock/index.ts';
import type { PacsGate } from '../../courtesy/index.ts';
import type { Channel, Intake } from '../../intake/index.ts';
import type { ChannelCard } from '../archive-port.ts';
import { createRequester, probeOf, type Requester, sayAnswer, type WebAuth } from '../dicomweb/index.ts';
import { tellState } from '../tell-state.ts';
import { changesOf, jsonOf, type SettingsSeen, settingsOf } from './answers.ts';

export interface OrthancOptions {
  readonly name: string;
  readonly pacs: string;
  readonly url: string;
  readonly auth: WebAuth;
  readonly pollEverySeconds: number;
  readonly timeoutSeconds: number;
  /** Where Orthanc keeps its files, when this machine sees it: its free space is then known. */
  readonly storageFolder?: string;
  /** Told that something has come; whoever listens asks the archive itself. */
  readonly wake: () => void;
  /** Takes what Orthanc shows of itself; durable when it returns. */
  readonly note: (observation: Extract<ArchiveObservation, { kind: 'settings' }>) => void;
  readonly now: Now;
}

export const orthancDefaults = { auth: { kind: 'none' }, pollEverySeconds: 10, timeoutSeconds: 30 } as const;

export const orthancCard: ChannelCard = {
  kind: 'orthanc',
  proves: [],
  headers: 'none',
  cost: { zh: '每次轮询一个小请求，每小时两个。', en: 'One small request a poll, two an hour.' },
  says: {
    zh: '提示有新影像；显示存储用量和循环覆盖设置。不作为任何证明。',
    en: 'Hints that something has come; shows space used and recycling. Proves nothing.',
  },
};

const hourMs = 3_600_000;
const changesAtOnce = '1000';
const answerLimitBytes = 8 * 1024 * 1024;
const longestPauseSeconds = 300;

export function orthancChannel(options: OrthancOptions, gate: PacsGate): Channel {
  const { url, auth, timeoutSeconds } = options;
  const baseUrl = new URL(url);
  const requester = createRequester({ baseUrl, auth, timeoutSeconds, gate });
  gate.probeBy(probeOf({ baseUrl, auth, timeoutSeconds }, () => ({ path: 'system', accept: 'application/json' })));
  return {
    name: options.name,
    start(intake, log) {
      const ending = new AbortController();
      const running = new Listener(options, requester, intake, log, ending.signal).run();
      return Promise.resolve({
        async stop() {
          ending.abort();
          await running;
        },
      });
    },
  };
}

/** An answer that is none; said on the connection page and asked again. */
class NoAnswer extends Error {}

class Listener {
  readonly #options: OrthancOptions;
  readonly #requester: Requester;
  readonly #intake: Intake;
  readonly #log: Logger;
  readonly #signal: AbortSignal;
  #askedAt = Number.NEGATIVE_INFINITY;
  #noted: { readonly text: string; readonly at: number } | undefined;

  constructor(options: OrthancOptions, requester: Requester, intake: Intake, log: Logger, signal: AbortSignal) {
    this.#options = options;
    this.#requester = requester;
    this.#intake = intake;
    this.#log = log;
    this.#signal = signal;
  }

  async run(): Promise<void> {
    const { name, pollEverySeconds, now } = this.#options;
    let failures = 0;
    while (!this.#signal.aborted) {
      let rest = pollEverySeconds;
      try {
        await this.#listen();
        if (now() - this.#askedAt >= hourMs || now() < this.#askedAt) {
          await this.#settings();
          this.#askedAt = now();
        }
        failures = 0;
        this.#intake.channelState(name, 'working');
      } catch (fault) {
        if (this.#signal.aborted) return;
        failures += 1;
        const problem = fault instanceof NoAnswer ? fault.message : 'unexpected fault';
        tellState(this.#intake, this.#log, name, 'failed', problem);
        this.#log.warn(
          { channel: name, problem, err: fault instanceof NoAnswer ? undefined : fault },
          'Orthanc was not heard',
        );
        rest = Math.min(longestPauseSeconds, Math.max(pollEverySeconds, 2 ** failures));
      }
      await pause(rest * 1000, this.#signal);
    }
  }

  async #ask(path: string, query: Readonly<Record<string, string>> = {}): Promise<Readonly<Record<string, unknown>>> {
    const answer = await this.#requester.get({
      path,
      query,
      accept: 'application/json',
      limitBytes: answerLimitBytes,
      lane: 'live',
      signal: this.#signal,
    });
    const json = answer.kind === 'answered' ? jsonOf(answer.body) : undefined;
    if (json === undefined) throw new NoAnswer(`${path}: ${sayAnswer(answer)}`);
    return json;
  }

  /** Woken first, then the place is saved: after a kill the same entries wake once more, which costs a look. */
  async #listen(): Promise<void> {
    const { name, wake } = this.#options;
    const kept = Number(this.#intake.cursor(name) ?? 'none');
    const { last } = changesOf(await this.#ask('changes', { last: '' }));
    if (!Number.isSafeInteger(kept) || last < kept) {
      // Begun anew, or the history is another one: nothing can be concluded from it, and the windows are looked at.
      wake();
      this.#intake.saveCursor(name, String(last));
      return;
    }
    if (last === kept) return;
    let since = kept;
    let arrived = false;
    for (let done = false; !done; ) {
      const page = changesOf(await this.#ask('changes', { since: String(since), limit: changesAtOnce }));
      arrived ||= page.arrived;
      done = page.done || page.last <= since;
      since = Math.max(since, page.last);
    }
    if (arrived) wake();
    this.#intake.saveCursor(name, String(since));
  }

  /** Written when it differs from the last time, and once a day in any case. */
  async #settings(): Promise<void> {
    const { note, now, name, storageFolder } = this.#options;
    const seen: SettingsSeen = {
      ...settingsOf(await this.#ask('system'), await this.#ask('statistics')),
      ...(storageFolder === undefined ? {} : await freeBytes(storageFolder)),
    };
    const text = JSON.stringify({ ...seen, freeBytes: undefined });
    const at = now();
    if (this.#noted?.text === text && at - this.#noted.at < 24 * hourMs) return;
    note({ kind: 'settings', at, channel: name, ...seen });
    this.#noted = { text, at };
  }
}

async function freeBytes(folder: string): Promise<{ readonly freeBytes?: number }> {
  try {
    const disk = await statfs(folder);
    return { freeBytes: disk.bavail * disk.bsize };
  } catch {
    // A share that is not mounted shows no space, which is not none.
    return {};
  }
}
