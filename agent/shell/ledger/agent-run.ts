import type { Instant, Interval } from '@center/contract';
import type { AgentGap } from '../../core/index.ts';
import type { Store } from './store.ts';

/** Why the agent began to stop: it was asked to (SIGTERM, Ctrl-C), or its UPS said that power is ending. */
export type StopCause = 'asked' | 'forced-shutdown' | 'low-battery' | 'runtime';

/** One run of the program and the last sign of life it wrote. */
export interface AgentRun {
  readonly id: string;
  readonly beganAt: Instant;
  readonly program: string;
  /** Of the last sign: wall clock, boot, time since boot, and the process's own monotonic clock. Milliseconds. */
  readonly at: Instant;
  readonly bootId: string;
  readonly bootMs: number;
  readonly monotonicMs: number;
  readonly clockEpoch: number;
  readonly stopBeganAt?: Instant;
  readonly stopCause?: StopCause;
  /** The UPS as it stood then: its raw words. */
  readonly stopUps?: string;
  /** Everything was closed in order. */
  readonly stoppedAt?: Instant;
}

export type Sign = Pick<AgentRun, 'at' | 'bootId' | 'bootMs' | 'monotonicMs' | 'clockEpoch'>;

/** A gap with its number, by which it is told to the console once. */
export interface NumberedGap {
  readonly number: number;
  readonly gap: AgentGap;
  /** The run that found it. */
  readonly run: string;
}

/** How the agent itself fared. Begin and end of a run and each gap are entries of the chain; a sign of life is only written over the one before. */
export interface RunRepository {
  begin(id: string, program: string, sign: Sign): void;
  /** Durable when it returns, and no more than one row. */
  beat(id: string, sign: Sign): void;
  stopBegin(id: string, cause: StopCause, ups: string, at: Instant): void;
  /** Power came back, or the cause is gone: it goes on running. */
  stopUndone(id: string): void;
  stopClean(id: string, at: Instant): void;
  first(): AgentRun | undefined;
  last(): AgentRun | undefined;
  /** Those whose run lay in the period, oldest first. */
  runs(period: Interval): AgentRun[];
  addGap(gap: AgentGap, run: string, at: Instant): void;
  gaps(period: Interval): NumberedGap[];
  gapsAfter(number: number, limit: number): NumberedGap[];
}

interface Row {
  id: string;
  began_at: Instant;
  boot: string;
  program: string;
  at: Instant;
  boot_ms: number;
  monotonic_ms: number;
  epoch: number;
  stop_began_at: Instant | null;
  stop_cause: StopCause | null;
  stop_ups: string | null;
  stopped_at: Instant | null;
}

interface GapRow {
  number: number;
  begins: Instant;
  ends: Instant;
  cause: AgentGap['cause'];
  step_ms: number | null;
  run: string;
}

function runOf(row: Row): AgentRun {
  return {
    id: row.id,
    beganAt: row.began_at,
    program: row.program,
    at: row.at,
    bootId: row.boot,
    bootMs: row.boot_ms,
    monotonicMs: row.monotonic_ms,
    clockEpoch: row.epoch,
    ...(row.stop_began_at === null ? {} : { stopBeganAt: row.stop_began_at }),
    ...(row.stop_cause === null ? {} : { stopCause: row.stop_cause }),
    ...(row.stop_ups === null ? {} : { stopUps: row.stop_ups }),
    ...(row.stopped_at === null ? {} : { stoppedAt: row.stopped_at }),
  };
}

function gapOf({ number, begins, ends, cause, step_ms, run }: GapRow): NumberedGap {
  return { number, run, gap: { start: begins, end: ends, cause, ...(step_ms === null ? {} : { stepMs: step_ms }) } };
}

export function runRepository({ db, append, transaction }: Store): RunRepository {
  const insert = db.prepare<[string, number, string, string, number, number, number, number]>(
    'INSERT INTO agent_run (id, began_at, boot, program, at, boot_ms, monotonic_ms, epoch) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
  );
  const beat = db.prepare<[number, number, number, number, string]>(
    'UPDATE agent_run SET at = ?, boot_ms = ?, monotonic_ms = ?, epoch = ? WHERE id = ?',
  );
  const stopBegin = db.prepare<[number, string, string, string]>(
    'UPDATE agent_run SET stop_began_at = ?, stop_cause = ?, stop_ups = ? WHERE id = ?',
  );
  const undo = db.prepare<[string]>(
    'UPDATE agent_run SET stop_began_at = NULL, stop_cause = NULL, stop_ups = NULL WHERE id = ?',
  );
  const clean = db.prepare<[number, string]>('UPDATE agent_run SET stopped_at = ? WHERE id = ?');
  const last = db.prepare<[], Row>('SELECT * FROM agent_run ORDER BY number DESC LIMIT 1');
  const first = db.prepare<[], Row>('SELECT * FROM agent_run ORDER BY number LIMIT 1');
  const between = db.prepare<[number, number], Row>(
    'SELECT * FROM agent_run WHERE began_at < ? AND at >= ? ORDER BY number',
  );
  const addGap = db.prepare<[number, number, string, number | null, string]>(
    'INSERT INTO agent_gap (begins, ends, cause, step_ms, run) VALUES (?, ?, ?, ?, ?)',
  );
  const gaps = db.prepare<[number, number], GapRow>(
    'SELECT * FROM agent_gap WHERE ends > ? AND begins < ? ORDER BY ends, number',
  );
  const after = db.prepare<[number, number], GapRow>(
    'SELECT * FROM agent_gap WHERE number > ? ORDER BY number LIMIT ?',
  );

  return {
    begin: (id, program, { at, bootId, bootMs, monotonicMs, clockEpoch }) =>
      transaction(() => {
        append('agent-run', { id, program, bootId, bootMs: Math.round(bootMs) }, at);
        insert.run(id, at, bootId, program, at, Math.round(bootMs), Math.round(monotonicMs), clockEpoch);
      }),
    beat: (id, { at, bootMs, monotonicMs, clockEpoch }) =>
      void beat.run(at, Math.round(bootMs), Math.round(monotonicMs), clockEpoch, id),
    stopBegin: (id, cause, ups, at) =>
      transaction(() => {
        append('agent-run', { id, stopBegins: cause, ups }, at);
        stopBegin.run(at, cause, ups, id);
      }),
    stopUndone: (id) => void undo.run(id),
    stopClean: (id, at) =>
      transaction(() => {
        append('agent-run', { id, stopped: true }, at);
        clean.run(at, id);
      }),
    first() {
      const row = first.get();
      return row === undefined ? undefined : runOf(row);
    },
    last() {
      const row = last.get();
      return row === undefined ? undefined : runOf(row);
    },
    runs: ({ start, end }) => between.all(end, start).map(runOf),
    addGap: (gap, run, at) =>
      transaction(() => {
        append('agent-gap', { ...gap, run }, at);
        addGap.run(gap.start, gap.end, gap.cause, gap.stepMs ?? null, run);
      }),
    gaps: ({ start, end }) => gaps.all(start, end).map(gapOf),
    gapsAfter: (number, limit) => after.all(number, limit).map(gapOf),
  };
}
