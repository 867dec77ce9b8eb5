import { addDays, type CalendarDate, calendarDateAt, type Instant, instant } from '@center/contract';
import { type Header, type ObservedObject, textOf } from '../../core/index.ts';
import type { Now } from '../clock/index.ts';
import type { ChannelCondition, Ledger, SeenObject, SourceFile, Written } from '../ledger/index.ts';
import { headerDateOf, locatorOf, type Observation, type Outcome, understand } from './observation.ts';

/** A study is complete when nothing has come for this long (parameter of the rule set's absence rules; domain §1). */
const quietMinutes = 60;

/** The door through which every channel brings what it saw. */
export interface Intake {
  /** Resolves after the durable commit; observations that come together share one. Rejects when the ledger refuses, as on a full disk. */
  observe(observation: Observation): Promise<Outcome>;
  /** The same for many at once, in one transaction, durable when it returns. */
  observeAll(observations: readonly Observation[]): Outcome[];
  /** How a file was when it was read last (milliseconds truncated); undefined when it never was. */
  knownFile(path: string): SourceFile | undefined;
  /** The first reading of a channel has ended. Its studies are complete as of now, unless files of some are `still-arriving`: then quiet alone completes them. */
  scanEnded(channel: string, studies?: 'whole' | 'still-arriving'): void;
  /** Studies whose objects went when they were sealed and that a new object has opened again: whoever can read an archive reads them anew. At most `limit`. */
  toReadAgain(limit: number): readonly string[];
  cursor(channel: string): string | undefined;
  saveCursor(channel: string, value: string): void;
  channelState(channel: string, state: ChannelCondition, problem?: string): void;
  /** Commits what waits. */
  close(): Promise<void>;
}

export interface IntakeOptions {
  readonly ledger: Ledger;
  readonly now: Now;
  /** Called after a commit that changed something. */
  readonly changed: () => void;
  /** Longest wait for company before a commit. */
  readonly groupMs?: number;
}

interface Waiting {
  readonly observation: Observation;
  readonly resolve: (outcome: Outcome) => void;
  readonly reject: (fault: unknown) => void;
}

/** Most observations in one commit. */
const groupSize = 200;

export function createIntake({ ledger, now, changed, groupMs = 10 }: IntakeOptions): Intake {
  let waiting: Waiting[] = [];
  let timer: NodeJS.Timeout | undefined;

  const observeAll = (observations: readonly Observation[]): Outcome[] => {
    if (observations.length === 0) return [];
    const outcomes = ledger.transaction(() => writeAll(ledger, observations, now()));
    if (outcomes.some((outcome) => outcome !== 'unchanged' && outcome !== 'ignored')) changed();
    return outcomes;
  };

  const settleAlone = ({ observation, resolve, reject }: Waiting): void => {
    try {
      const [outcome] = observeAll([observation]);
      resolve(outcome ?? 'ignored');
    } catch (fault) {
      reject(fault);
    }
  };

  const flush = (): void => {
    clearTimeout(timer);
    timer = undefined;
    const group = waiting;
    waiting = [];
    if (group.length === 0) return;
    let outcomes: Outcome[];
    try {
      outcomes = observeAll(group.map(({ observation }) => observation));
    } catch {
      // The group was rolled back as a whole. One bad member must not take the others with it: each is tried alone and answered for itself.
      for (const each of group) settleAlone(each);
      return;
    }
    for (const [index, { resolve }] of group.entries()) resolve(outcomes[index] ?? 'ignored');
  };

  return {
    observe: (observation) =>
      new Promise<Outcome>((resolve, reject) => {
        waiting.push({ observation, resolve, reject });
        if (waiting.length >= groupSize) flush();
        else timer ??= setTimeout(flush, groupMs);
      }),
    observeAll,
    knownFile: (path) => ledger.channels.knownFile(path),
    scanEnded(channel, studies = 'whole') {
      flush();
      if (studies === 'whole') ledger.studies.quietNow(channel, now());
      changed();
    },
    toReadAgain: (limit) => ledger.sealing.toReadAgain(limit),
    cursor: (channel) => ledger.channels.cursor(channel),
    saveCursor: (channel, value) => ledger.channels.saveCursor(channel, value),
    channelState: (channel, state, problem) => ledger.channels.state(channel, state, problem, now()),
    close() {
      flush();
      return Promise.resolve();
    },
  };
}

/** What a study's row was told by an object. */
interface Told {
  readonly channel: string;
  readonly sampled: boolean;
  readonly AccessionNumber: Header['AccessionNumber'] | undefined;
  readonly StudyDate: Header['StudyDate'] | undefined;
}

/** What the observations of one commit have in common. */
interface Batch {
  readonly at: Instant;
  /** A study dated later is dated wrong: tomorrow, for the zones. */
  readonly latestDate: CalendarDate;
  /** False: nothing unreadable is known that a readable object could resolve. */
  anyUnreadable: boolean;
  /** Studies written to, each with what its row was told last; nothing yet of one that has only lost an object. */
  readonly touched: Map<string, Told | undefined>;
}

/** Writes observations inside the running transaction. */
function writeAll(ledger: Ledger, observations: readonly Observation[], at: Instant): Outcome[] {
  const batch: Batch = {
    at,
    latestDate: addDays(calendarDateAt(at), 1),
    anyUnreadable: ledger.unreadable.count() > 0,
    touched: new Map(),
  };
  const objects: SeenObject[] = [];
  const understood = observations.map((observation): Outcome | SeenObject => {
    const seen = takeIn(ledger, observation, batch);
    if (typeof seen === 'object') objects.push(seen);
    return seen;
  });
  const written = ledger.objects.putAll(objects, at).values();
  const perChannel = new Map<string, number>();
  const outcomes = understood.map((seen, index): Outcome => {
    const observation = observations[index];
    const outcome =
      typeof seen === 'object' ? told(ledger, seen, observation?.sampled === true, written.next().value, batch) : seen;
    if (observation?.file !== undefined) {
      ledger.channels.noteFile(observation.source, observation.file, outcome);
      if (outcome === 'unchanged' && typeof seen === 'object')
        ledger.channels.noteOtherPlace(seen.object.SOPInstanceUID, observation.source);
    }
    if (outcome !== 'ignored' && observation !== undefined) {
      perChannel.set(observation.channel, (perChannel.get(observation.channel) ?? 0) + (outcome === 'stored' ? 1 : 0));
    }
    return outcome;
  });
  for (const uid of batch.touched.keys()) ledger.studies.recount(uid);
  for (const [channel, count] of perChannel) ledger.channels.observed(channel, count, at);
  return outcomes;
}

/** What an observation is of: an object to be written with its company, or what has become of it already. */
function takeIn(ledger: Ledger, { channel, source, reading }: Observation, batch: Batch): Outcome | SeenObject {
  const understood = understand(reading);
  if (understood.kind === 'ignored') return 'ignored';
  if (understood.kind === 'unreadable') {
    const { reason, detail, study } = understood;
    const kept = ledger.unreadable.put({
      locator: locatorOf(source),
      channel,
      source,
      reason,
      seenAt: batch.at,
      ...(detail === undefined ? {} : { detail }),
      ...(study === undefined ? {} : { study }),
    });
    batch.anyUnreadable = true;
    if (kept === 'stored' && study !== undefined) ledger.studies.markDirty(study);
    return 'unreadable';
  }
  if (batch.anyUnreadable) ledger.unreadable.resolve(locatorOf(source), batch.at);
  return { object: understood.object, channel, source };
}

/** The study of an object that was written hears of it, and so does the one that held it before. */
function told(
  ledger: Ledger,
  { object, channel }: SeenObject,
  sampled: boolean,
  written: Written | undefined,
  batch: Batch,
): Outcome {
  if (written === undefined) throw new Error('an object was neither written nor known');
  if (written.outcome === 'unchanged') return 'unchanged';
  touchStudy(ledger, object, channel, sampled, batch);
  if (written.movedFrom !== undefined && !batch.touched.has(written.movedFrom))
    batch.touched.set(written.movedFrom, undefined);
  return written.outcome;
}

/** Tells the study's row of one more object; once for all objects of a commit that would tell it the same. */
function touchStudy(
  { studies }: Ledger,
  { header, StudyInstanceUID }: ObservedObject,
  channel: string,
  sampled: boolean,
  { at, latestDate, touched }: Batch,
): void {
  const { AccessionNumber, StudyDate } = header;
  const before = touched.get(StudyInstanceUID);
  const same =
    before !== undefined &&
    before.channel === channel &&
    before.sampled === sampled &&
    before.AccessionNumber === AccessionNumber &&
    before.StudyDate === StudyDate;
  if (same) return;
  touched.set(StudyInstanceUID, { channel, sampled, AccessionNumber, StudyDate });
  const text = textOf(header, 'AccessionNumber')?.trim();
  const accession = text === '' ? undefined : text;
  const headerDate = headerDateOf(header, latestDate);
  studies.touch(
    StudyInstanceUID,
    { channel, accession, headerDate, sampled, quietAt: instant(at + quietMinutes * 60_000) },
    at,
  );
}
