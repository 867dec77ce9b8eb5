import { addDays, type CalendarDate, calendarDateAt, type Instant, instant } from '@center/contract';
import type { Logger } from 'pino';
import {
  clockStands,
  countsANight,
  dueChecks,
  dueWindows,
  knownKeys,
  type RetentionParameters,
  retentionDefaults,
} from '../../core/index.ts';
import { type Now, tickBy } from '../clock/index.ts';
import type { Commitments } from '../commitment/index.ts';
import { messageOf } from '../errors.ts';
import type { CenterKeys, Ledger } from '../ledger/index.ts';
import { checkStudy } from './check-study.ts';
import { Commits } from './commit-study.ts';
import { Controls } from './controls.ts';
import { countStudies } from './count-study.ts';
import { enterQuiet } from './enter-quiet.ts';
import { type ListingTools, listWindow } from './list-window.ts';
import { Holds, Misses, mostInARow, type RoundDeps } from './round-deps.ts';
import { drawSample, retrieveSample } from './sample-study.ts';
import { anyMayHold, mayAsk, type Pacs, pacsOf, type Way } from './ways.ts';

export interface ArchiveOptions {
  readonly ledger: Ledger;
  readonly keys: CenterKeys;
  /** Ways into the archives of the center; those of one PACS in the order in which they are preferred. */
  readonly ways: readonly Way[];
  readonly now: Now;
  readonly log: Logger;
  /** Told after something was written. */
  readonly changed: () => void;
  readonly parameters?: RetentionParameters;
  /** Where reports of storage commitment come in; absent: none are asked for. */
  readonly commitments?: Commitments;
  /** Most rows that a way is known to give at once, by channel. */
  readonly limits?: ReadonlyMap<string, readonly number[]>;
}

export interface ArchiveRounds {
  /** Does everything that is due now, as far as the archives let it; one turn at a time. */
  turn(): Promise<void>;
  stop(): Promise<void>;
}

/** After a round that measured nothing the same kind of round waits this long. */
const waitAfterMissMs = 30 * 60_000;
/** A day that could not be listed, or a study that could not be asked for, waits this long while the others go on. */
const holdHours = 6;
const hourMs = 3_600_000;
/** By-UID checks of studies on a day that could not be listed, in one turn. */
const mostAsked = 50;
/** A small archive is counted, and committed, in fewer nights than the rotation has. */
const fewestANight = 50;
/** Studies in doubt that are looked at for whether they are due, in one turn. */
const mostDoubted = 5_000;

/** The last hour that has its samples. */
const sampledCursor = 'archive:sampled-hour';

/** When each archive was last configured, or was noticed to be so no more, and how long it is waited for then. */
const namesCursor = 'archive:names';
const withdrawnMs = 30 * 24 * hourMs;

type Part = 'list' | 'check' | 'count' | 'commit' | 'sample';

/** Begins the rounds: a tick each minute looks at what is due, the gates set the pace. What is due is computed from the ledger, so that a kill loses no more than the question in hand. */
export async function startArchive(options: ArchiveOptions): Promise<ArchiveRounds> {
  const rounds = new Rounds(options);
  const failed = (fault: unknown): void =>
    options.log.error({ reason: messageOf(fault) }, 'a round over the archive failed');
  // A tick only begins a round: one may take the night, and a tick during it changes nothing.
  const ticking = await tickBy('* * * * *', () => void rounds.turn().catch(failed), failed);
  return {
    turn: () => rounds.turn(),
    async stop() {
      rounds.end();
      await ticking.stop();
      await rounds.running;
    },
  };
}

class Rounds {
  readonly #ending = new AbortController();
  readonly #tools: ListingTools;
  readonly #archives: readonly Pacs[];
  readonly commits: Commits;
  readonly #missedAt = new Map<Part, Instant>();
  #running: Promise<void> | undefined;
  #behindSince: number | undefined;
  #checksInARow = 0;
  readonly #done = new Map<Part, { readonly night: CalendarDate; readonly n: number }>();

  constructor(options: ArchiveOptions) {
    const { ledger, keys, now, log, changed } = options;
    this.#archives = pacsOf(options.ways);
    const deps: RoundDeps = {
      ledger,
      keys,
      now,
      log,
      changed,
      archives: this.#archives,
      parameters: options.parameters ?? retentionDefaults,
      limits: options.limits ?? new Map(),
      signal: this.#ending.signal,
    };
    this.#tools = {
      deps,
      controls: new Map(this.#archives.map((pacs) => [pacs.name, new Controls(deps, pacs)])),
      misses: new Misses(deps),
      holds: new Holds(),
    };
    this.commits = new Commits(this.#tools, options.commitments);
  }

  get running(): Promise<void> | undefined {
    return this.#running;
  }

  end(): void {
    this.#ending.abort();
  }

  turn(): Promise<void> {
    this.#running ??= this.#turn()
      .catch((fault: unknown) => {
        // What the end of the program cuts off is asked again after the next start.
        if (!this.#ending.signal.aborted) throw fault;
      })
      .finally(() => {
        this.#running = undefined;
      });
    return this.#running;
  }

  async #turn(): Promise<void> {
    const { deps } = this.#tools;
    if (this.#ending.signal.aborted) return;
    await enterQuiet(deps);
    this.commits.takeReports();
    if (this.#archives.length === 0 || !this.#isTime()) return;
    this.#withdrawn();
    await this.#part('list', () => this.#list());
    await this.#part('check', () => this.#check());
    await this.#part('count', () => this.#count());
    const committed = new Set<string>();
    await this.#part('commit', () => this.#commit(committed));
    await this.#part('sample', () => this.#sample(committed));
    for (const controls of this.#tools.controls.values()) controls.save();
  }

  /** Whether the audit may ask now: the clock stands, the people of the center have gone home, no gate has just been closed by failures. */
  #isTime(): boolean {
    const { deps, misses } = this.#tools;
    const channel = this.#archives[0]?.ways[0]?.port.channel ?? '';
    if (clockStands(deps.ledger.archive.lastAt(), deps.now()) !== 'behind') this.#behindSince = undefined;
    else this.#behindSince ??= performance.now();
    // A clock that was set forward and back would silence the audit until the time catches up. After a day of running it goes on, unless lists bear times that have not
    // come: nothing is due by them, and nothing that is asked now could take them back.
    const waits = (behindSince: number): boolean =>
      performance.now() - behindSince < 24 * hourMs ||
      deps.ledger.archive.yearLooks().some(({ lastListedAt }) => (lastListedAt ?? 0) > deps.now() + 24 * hourMs);
    if (this.#behindSince !== undefined && waits(this.#behindSince)) {
      misses.say({ round: 'recent', why: 'stopped', channel, detail: 'the clock has been set back' });
      return false;
    }
    for (const pacs of this.#archives) {
      const closed = mayAsk(pacs);
      if (closed === undefined) continue;
      if (closed === 'stopped')
        misses.say({ round: 'recent', why: 'stopped', channel: pacs.ways[0]?.port.channel ?? '' });
      return false;
    }
    return true;
  }

  /** One part of a turn; after one that measured nothing the next turns leave it out for a while. */
  async #part(part: Part, work: () => Promise<'done' | 'missed'>): Promise<void> {
    if (this.#ending.signal.aborted || this.#archives.some((pacs) => mayAsk(pacs) !== undefined)) return;
    const at = this.#tools.deps.now();
    const missed = this.#missedAt.get(part);
    if (missed !== undefined && at >= missed && at - missed < waitAfterMissMs) return;
    const outcome = await work();
    if (outcome === 'missed') this.#missedAt.set(part, this.#tools.deps.now());
    else this.#missedAt.delete(part);
  }

  /** How much of a night's work is left: what is due all at once, as after the first reading, is spread over the nights of the rotation. */
  #quota(part: Part, aNight: number): number {
    const night = calendarDateAt(instant(this.#tools.deps.now() - 12 * hourMs));
    const done = this.#done.get(part);
    return Math.max(0, Math.max(aNight, fewestANight) - (done?.night === night ? done.n : 0));
  }

  #used(part: Part, n: number): void {
    const night = calendarDateAt(instant(this.#tools.deps.now() - 12 * hourMs));
    const done = this.#done.get(part);
    this.#done.set(part, { night, n: n + (done?.night === night ? done.n : 0) });
  }

  async #list(): Promise<'done' | 'missed'> {
    const { deps } = this.#tools;
    const { ledger, now, parameters } = deps;
    const { earliest, undated } = ledger.archive.dates();
    const today = calendarDateAt(now());
    const lastUndated = ledger.archive.undatedListedAt();
    const listed = ledger.archive.listedDays(earliest ?? today, today);
    const windows = dueWindows(
      {
        today,
        earliest: earliest ?? addDays(today, 1),
        listedAt: (day) => listed.get(day),
        ...(undated ? { undated: lastUndated === undefined ? {} : { listedAt: lastUndated } } : {}),
      },
      parameters,
    );
    const ask = new Set<string>();
    let inARow = 0;
    for (const window of windows) {
      if (this.#ending.signal.aborted) return 'done';
      const name = `list:${JSON.stringify(window.window)}`;
      if (this.#tools.holds.has(name, now())) continue;
      const outcome = await listWindow(this.#tools, window);
      inARow = outcome.kind === 'unanswered' ? inARow + 1 : 0;
      if (outcome.kind === 'halt' || inARow >= mostInARow) return 'missed';
      if (outcome.kind !== 'measured') this.#tools.holds.put(name, now(), holdHours);
      if (outcome.kind === 'not-measured') for (const uid of outcome.ask) ask.add(uid);
      if (this.#archives.some((pacs) => mayAsk(pacs) !== undefined)) break;
    }
    return this.#askFor(ask);
  }

  /** Studies of a day that could not be listed are asked for by their keys: a day whose studies are all gone looks like a list that failed. */
  async #askFor(uids: ReadonlySet<string>): Promise<'done' | 'missed'> {
    const { ledger } = this.#tools.deps;
    const waiting = [...uids].slice(0, mostAsked).flatMap((uid) => ledger.archive.known(uid) ?? []);
    for (const known of waiting) {
      // Who is in doubt already is asked for in its own time.
      if (known.study?.state !== 'present' && known.study?.state !== 'expected') continue;
      if (this.#ending.signal.aborted) return 'done';
      const due = { StudyInstanceUID: known.study.StudyInstanceUID, keys: knownKeys(known) };
      if ((await this.#checkOne(due)) === 'halt') return 'missed';
    }
    return 'done';
  }

  /**
   * An archive that was taken out of the configuration takes its studies along: for a while nothing is called absent because the others do not have it. The names stand in
   * the ledger, so that a restart does not forget them.
   */
  #withdrawn(): string | undefined {
    const { ledger, now } = this.#tools.deps;
    const at = Math.floor(now() / hourMs) * hourMs;
    const kept: unknown = JSON.parse(ledger.channels.cursor(namesCursor) ?? '{}');
    const seen = new Map(
      Object.entries(typeof kept === 'object' && kept !== null ? kept : {}).map(([name, when]) => [name, Number(when)]),
    );
    const configured = new Set(this.#archives.map(({ name }) => name));
    for (const name of configured) seen.set(name, at);
    // Below zero: noticed to be gone then. The time runs from the noticing, for the agent may have been off before.
    for (const [name, when] of seen) if (!configured.has(name) && when > 0) seen.set(name, -at);
    for (const [name, when] of seen) if (when < 0 && at + when >= withdrawnMs) seen.delete(name);
    const gone = [...seen.keys()].filter((name) => !configured.has(name));
    const text = JSON.stringify(Object.fromEntries(seen));
    if (text !== ledger.channels.cursor(namesCursor)) ledger.channels.saveCursor(namesCursor, text);
    return gone[0];
  }

  async #checkOne(due: Parameters<typeof checkStudy>[1]): Promise<'done' | 'halt'> {
    const { holds, deps, misses } = this.#tools;
    const withdrawn = this.#withdrawn();
    if (withdrawn !== undefined) {
      const channel = this.#archives[0]?.ways[0]?.port.channel ?? '';
      deps.log.warn(
        { pacs: withdrawn },
        'an archive was taken out of the configuration: nothing is called absent for thirty days',
      );
      misses.say({
        round: 'check',
        why: 'not-supported',
        channel,
        detail: `the archive ${withdrawn} was taken out of the configuration`,
      });
      return 'halt';
    }
    const name = `check:${due.StudyInstanceUID}`;
    if (holds.has(name, deps.now())) return 'done';
    const outcome = await checkStudy(this.#tools, due);
    this.#checksInARow = outcome === 'unanswered' ? this.#checksInARow + 1 : 0;
    if (outcome === 'unanswered') holds.put(name, deps.now(), holdHours);
    return outcome === 'halt' || this.#checksInARow >= mostInARow ? 'halt' : 'done';
  }

  async #check(): Promise<'done' | 'missed'> {
    const { ledger, now, parameters } = this.#tools.deps;
    for (const due of dueChecks(ledger.archive.doubted(mostDoubted), now(), parameters)) {
      if (this.#ending.signal.aborted) return 'done';
      if (!anyMayHold(this.#archives, due.StudyInstanceUID)) continue;
      if ((await this.#checkOne(due)) === 'halt') return 'missed';
    }
    return 'done';
  }

  async #count(): Promise<'done' | 'missed'> {
    const { ledger, now, parameters } = this.#tools.deps;
    const today = calendarDateAt(now());
    const most = this.#quota('count', countsANight(ledger.archive.count(), parameters));
    if (most === 0) return 'done';
    const due = ledger.archive
      .countDue(today, most + this.#tools.holds.size, parameters)
      .map(({ StudyInstanceUID }) => StudyInstanceUID)
      .filter((uid) => !this.#tools.holds.has(`count:${uid}`, now()))
      .slice(0, most);
    if (due.length === 0) return 'done';
    const counted = await countStudies(this.#tools, due);
    this.#used('count', counted);
    return counted > 0 || due.every((uid) => this.#tools.holds.has(`count:${uid}`, now())) ? 'done' : 'missed';
  }

  async #commit(committed: Set<string>): Promise<'done' | 'missed'> {
    if (!this.commits.offered) return 'done';
    const { ledger, now, parameters } = this.#tools.deps;
    const most = this.#quota('commit', countsANight(ledger.archive.count(), parameters));
    const before = instant(now() - parameters.countNights * 24 * hourMs);
    for (const { StudyInstanceUID: uid } of ledger.archive.commitDue(before, most)) {
      if (this.#ending.signal.aborted) return 'done';
      const asked = await this.commits.ask(uid);
      if (asked === 'halt') return 'missed';
      if (asked !== 'asked') continue;
      committed.add(uid);
      this.#used('commit', 1);
    }
    return 'done';
  }

  /** One study up to 36 months old and one older, each hour, none of which a commitment has just touched. */
  async #sample(committed: ReadonlySet<string>): Promise<'done' | 'missed'> {
    const { deps } = this.#tools;
    const hour = String(Math.floor(deps.now() / hourMs));
    if (deps.ledger.channels.cursor(sampledCursor) === hour) return 'done';
    for (const age of ['online', 'kept'] as const) {
      const sample = drawSample(deps, deps.now(), age);
      if (sample === undefined || committed.has(sample.study.StudyInstanceUID)) continue;
      if (this.#ending.signal.aborted) return 'done';
      if ((await retrieveSample(this.#tools, sample)) === 'not-measured') return 'missed';
    }
    deps.ledger.channels.saveCursor(sampledCursor, hour);
    return 'done';
  }
}
