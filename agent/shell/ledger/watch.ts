import type { Instant, Interval } from '@center/contract';
import {
  type EvidenceGrade,
  type ProbeOutcome,
  type ProbeSpan,
  type ProbeTrack,
  probeOutcomes,
  type Sample,
} from '../../core/index.ts';
import type { Store } from './store.ts';
import { fromJson } from './stored-json.ts';
import { type EventRepository, eventRepository } from './watch-events.ts';
import { type ReadingRepository, readingRepository } from './watch-readings.ts';
import { addedSpans, type SpanEntry, spansDigest } from './watch-spans.ts';

/** A probe as its evidence is kept: one that is turned to other equipment, or changes its type, is another one, and what the old one saw stays. */
export interface WatchedProbe {
  readonly name: string;
  readonly equipmentId: string;
  readonly type: string;
  /** Absent: it gives readings and says nothing of serviceability. */
  readonly grade?: EvidenceGrade;
}

/** Number of a probe in the ledger. */
export type ProbeNumber = number;

export interface KeptProbe extends WatchedProbe {
  readonly number: ProbeNumber;
  /** As its last committed sample left it. */
  readonly track?: ProbeTrack;
}

/**
 * What probes saw. Calls that write join the running transaction: a group of samples, the tracks they lead to, the spans they closed and their readings are committed together, so
 * that a death between two groups loses the whole last one and nothing is there twice.
 */
export interface WatchRepository extends EventRepository, ReadingRepository {
  /** The number under which the probe is kept; a new one is noted. */
  probe(probe: WatchedProbe): ProbeNumber;
  /** Every probe that ever watched the equipment. */
  probesOf(equipmentId: string): KeptProbe[];
  /** The same sample twice is one. */
  addSample(probe: ProbeNumber, sample: Sample): void;
  /** Samples of a probe within a period, oldest first. */
  samples(probe: ProbeNumber, period: Interval): Omit<Sample, 'probe'>[];
  /** The last one that is not older than `since`. */
  lastSample(probe: ProbeNumber, since: Instant): Omit<Sample, 'probe'> | undefined;
  /** Forgets samples of whole hours that ended before; returns how many. */
  forgetSamplesBefore(at: Instant): number;
  setTrack(probe: ProbeNumber, track: ProbeTrack): void;
  /** Closed spans, one entry of the chain for all. */
  addSpans(spans: readonly { readonly probe: ProbeNumber; readonly span: ProbeSpan }[], at: Instant): void;
  /** Closed spans of all probes that ever watched the equipment, cut by nothing, that touch the period; by end. */
  spans(equipmentId: string, period: Interval): ProbeSpan[];
  /** Where the first span of a probe ended; undefined: it has none yet. */
  firstSpanEnd(probe: ProbeNumber): Instant | undefined;
  /** Number of the last span. */
  lastSpan(equipmentId: string): number;
  /** Whether any sample of a probe that may tell of serviceability was ever kept of one of these, and any reading: cheap. */
  heard(equipmentIds: readonly string[]): { readonly samples: boolean; readonly readings: boolean };
  /** Plain JSON of a stepper (UPS, room, path) by a key of its own. */
  step<T extends object>(key: string): T | undefined;
  setStep(key: string, body: object): void;
}

const hourMs = 3_600_000;
const states = ['up', 'down', 'unknown'] as const;

interface ProbeRow {
  id: number;
  name: string;
  equipment: string;
  type: string;
  grade: EvidenceGrade | '';
  track: string | null;
}

interface SampleRow {
  at: Instant;
  boot: string;
  boot_ms: number;
  outcome: number;
  word: string;
  latency_ms: number;
}

interface SpanRow {
  name: string;
  grade: EvidenceGrade;
  begins: Instant;
  ends: Instant;
  state: number;
  word: string;
  samples: number;
  epoch: number;
  doubtful: number;
}

/** Texts that come again and again are numbers. */
function watchWords({ db }: Pick<Store, 'db'>): (text: string) => number {
  const known = new Map<string, number>();
  const one = db.prepare<[string], { id: number }>('SELECT id FROM watch_word WHERE text = ?');
  const insert = db.prepare<[string]>('INSERT INTO watch_word (text) VALUES (?)');
  return (text) => {
    const before = known.get(text) ?? one.get(text)?.id;
    // A number given in a transaction that is undone is not remembered: only what was found is.
    if (before === undefined) return Number(insert.run(text).lastInsertRowid);
    known.set(text, before);
    return before;
  };
}

const wordOf = (stage: string, code: string): string => `${stage}\n${code}`;
function stageAndCode(word: string): { readonly stage: string; readonly code: string } {
  const [stage = '', ...code] = word.split('\n');
  return { stage, code: code.join('\n') };
}

function probeOf({ id, name, equipment, type, grade, track }: ProbeRow): KeptProbe {
  return {
    number: id,
    name,
    equipmentId: equipment,
    type,
    ...(grade === '' ? {} : { grade }),
    ...(track === null ? {} : { track: fromJson<ProbeTrack>(track) }),
  };
}

export function watchRepository(store: Store): WatchRepository {
  const { db, append, transaction } = store;
  const word = watchWords(store);
  const one = db.prepare<[string, string, string, string], { id: number }>(
    'SELECT id FROM watch_probe WHERE equipment = ? AND name = ? AND type = ? AND grade = ?',
  );
  const insert = db.prepare<[string, string, string, string]>(
    'INSERT INTO watch_probe (equipment, name, type, grade) VALUES (?, ?, ?, ?)',
  );
  const ofEquipment = db.prepare<[string], ProbeRow>(
    'SELECT id, name, equipment, type, grade, track FROM watch_probe WHERE equipment = ? ORDER BY id',
  );
  const setTrack = db.prepare<[string, number]>('UPDATE watch_probe SET track = ? WHERE id = ?');
  const addSample = db.prepare<[number, number, number, number, number, number, number, number]>(
    'INSERT OR IGNORE INTO watch_sample (hour, probe, at, boot_ms, boot, outcome, word, latency_ms) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
  );
  const samples = db.prepare<[number, number, number, number], SampleRow>(
    `SELECT s.at, b.text AS boot, s.boot_ms, s.outcome, w.text AS word, s.latency_ms
     FROM watch_sample s CROSS JOIN watch_word b ON b.id = s.boot CROSS JOIN watch_word w ON w.id = s.word
     WHERE s.hour = ? AND s.probe = ? AND s.at >= ? AND s.at < ? ORDER BY s.at, s.boot_ms`,
  );
  const newest = db.prepare<[number, number, number], SampleRow>(
    `SELECT s.at, b.text AS boot, s.boot_ms, s.outcome, w.text AS word, s.latency_ms
     FROM watch_sample s CROSS JOIN watch_word b ON b.id = s.boot CROSS JOIN watch_word w ON w.id = s.word
     WHERE s.hour = ? AND s.probe = ? AND s.at >= ? ORDER BY s.at DESC, s.boot_ms DESC LIMIT 1`,
  );
  const firstHour = db.prepare<[], { hour: number | null }>('SELECT min(hour) AS hour FROM watch_sample');
  const lastHour = db.prepare<[], { hour: number | null }>('SELECT max(hour) AS hour FROM watch_sample');
  const forget = db.prepare<[number]>('DELETE FROM watch_sample WHERE hour < ?');
  const spans = db.prepare<[string, number, number], SpanRow>(
    `SELECT p.name, p.grade, s.begins, s.ends, s.state, w.text AS word, s.samples, s.epoch, s.doubtful
     FROM watch_probe p CROSS JOIN watch_span s ON s.probe = p.id CROSS JOIN watch_word w ON w.id = s.word
     WHERE p.equipment = ? AND p.grade <> '' AND s.ends > ? AND s.begins < ?`,
  );
  const lastSpan = db.prepare<[string], { n: number | null }>(
    'SELECT max((SELECT number FROM watch_span s WHERE s.probe = p.id ORDER BY ends DESC, number DESC LIMIT 1)) AS n FROM watch_probe p WHERE p.equipment = ?',
  );
  const firstEnd = db.prepare<[number], { ends: Instant | null }>(
    'SELECT min(ends) AS ends FROM watch_span WHERE probe = ?',
  );
  const step = db.prepare<[string], { body: string }>('SELECT body FROM watch_track WHERE key = ?');
  const setStep = db.prepare<[string, string]>(
    'INSERT INTO watch_track (key, body) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET body = excluded.body',
  );
  const tracked = db.prepare<[string], { n: number }>(
    "SELECT EXISTS (SELECT 1 FROM json_each(?) e CROSS JOIN watch_probe p ON p.equipment = e.value WHERE p.grade <> '' AND p.track IS NOT NULL) AS n",
  );
  const read = db.prepare<[string], { n: number }>(
    'SELECT EXISTS (SELECT 1 FROM json_each(?) e CROSS JOIN watch_probe p ON p.equipment = e.value CROSS JOIN watch_reading r ON r.probe = p.id) AS n',
  );
  const adding = addedSpans(store);

  return {
    ...eventRepository(store),
    ...readingRepository(store, word),
    probe: ({ name, equipmentId, type, grade = '' as const }) =>
      one.get(equipmentId, name, type, grade)?.id ??
      transaction(() => Number(insert.run(equipmentId, name, type, grade).lastInsertRowid)),
    probesOf: (equipmentId) => ofEquipment.all(equipmentId).map(probeOf),
    addSample(probe, { at, bootId, bootMs, outcome, stage, code, latencyMs }) {
      addSample.run(
        Math.floor(at / hourMs),
        probe,
        at,
        Math.round(bootMs),
        word(bootId),
        probeOutcomes.indexOf(outcome),
        word(wordOf(stage, code)),
        Math.round(latencyMs),
      );
    },
    samples(probe, { start, end }) {
      const least = firstHour.get()?.hour;
      const most = lastHour.get()?.hour;
      if (least === null || least === undefined || most === null || most === undefined) return [];
      const found: Omit<Sample, 'probe'>[] = [];
      const until = Math.min(Math.floor((end - 1) / hourMs), most);
      for (let hour = Math.max(Math.floor(start / hourMs), least); hour <= until; hour += 1)
        for (const row of samples.all(hour, probe, start, end)) found.push(sampleOf(row));
      return found;
    },
    lastSample(probe, since) {
      const most = lastHour.get()?.hour;
      if (most === null || most === undefined) return undefined;
      for (let hour = most; hour >= Math.floor(since / hourMs); hour -= 1) {
        const row = newest.get(hour, probe, since);
        if (row !== undefined) return sampleOf(row);
      }
      return undefined;
    },
    forgetSamplesBefore: (at) => forget.run(Math.floor(at / hourMs)).changes,
    setTrack: (probe, track) => void setTrack.run(JSON.stringify(track), probe),
    addSpans: (added, at) =>
      transaction(() => {
        if (added.length === 0) return;
        const first = adding.last() + 1;
        const rows = added.map(({ probe, span }, index) => ({
          number: first + index,
          probe,
          begins: span.start,
          ends: span.end,
          state: states.indexOf(span.state),
          word: word(wordOf(span.stage, span.code)),
          samples: span.samples,
          epoch: span.clockEpoch,
          doubtful: span.doubtful ? 1 : 0,
        }));
        for (const row of rows) adding.insert(row);
        const entry: SpanEntry = { first, count: rows.length, sha256: spansDigest(store, rows) };
        append('spans', entry, at);
      }),
    spans: (equipmentId, { start, end }) =>
      spans.all(equipmentId, start, end).map((row) => ({
        probe: row.name,
        grade: row.grade,
        start: row.begins,
        end: row.ends,
        state: states[row.state] ?? 'unknown',
        ...stageAndCode(row.word),
        samples: row.samples,
        clockEpoch: row.epoch,
        doubtful: row.doubtful === 1,
      })),
    firstSpanEnd: (probe) => firstEnd.get(probe)?.ends ?? undefined,
    lastSpan: (equipmentId) => lastSpan.get(equipmentId)?.n ?? 0,
    heard(equipmentIds) {
      const list = JSON.stringify(equipmentIds);
      return { samples: tracked.get(list)?.n === 1, readings: read.get(list)?.n === 1 };
    },
    step<T extends object>(key: string): T | undefined {
      const row = step.get(key);
      return row === undefined ? undefined : fromJson<T>(row.body);
    },
    setStep: (key, body) => void setStep.run(key, JSON.stringify(body)),
  };
}

function sampleOf(row: SampleRow): Omit<Sample, 'probe'> {
  return {
    at: row.at,
    bootId: row.boot,
    bootMs: row.boot_ms,
    outcome: outcomeOf(row.outcome),
    ...stageAndCode(row.word),
    latencyMs: row.latency_ms,
  };
}

function outcomeOf(code: number): ProbeOutcome {
  const outcome = probeOutcomes[code];
  if (outcome === undefined) throw new RangeError(`a sample has the unknown outcome ${String(code)}`);
  return outcome;
}
