// The archive ledger at the size of a large center: written, asked and measured in one process. In: studies, days of rounds, seed. Out: lines of figures; 1 when a goal is not met.
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { addDays, addMonths, type CalendarDate, instant, must, parseCalendarDate, startOfDay } from '@center/contract';
import type { ArchiveObservation } from '../core/index.ts';
import { type Ledger, openLedger } from '../shell/ledger/index.ts';
import { type DayMaker, dayMaker, objectsOf, readingOf, readingOrder } from './archive-ledger-days.ts';

const goals = { bytesPerObject: 5, megabytes: 1000, yearsMs: 100, nextMs: 10 } as const;
const channel = 'dicomweb:0';

interface Run {
  readonly ledger: Ledger;
  readonly file: string;
  readonly made: DayMaker;
  logMb: number;
}

const megabytes = (file: string): number => {
  try {
    return statSync(file).size / 1e6;
  } catch {
    return 0;
  }
};

function noteLog(run: Run): void {
  run.logMb = Math.max(run.logMb, megabytes(`${run.file}-wal`));
}

function apply(run: Run, observations: readonly ArchiveObservation[]): void {
  run.ledger.archive.applyAll(observations);
  noteLog(run);
}

function readAll(
  run: Run,
  first: CalendarDate,
  today: CalendarDate,
  studies: number,
): { objects: number; series: number } {
  const days = readingOrder(first, today);
  let objects = 0;
  let series = 0;
  let left = studies;
  for (const [index, day] of days.entries()) {
    const n = Math.round(left / (days.length - index));
    left -= n;
    const made = run.made.day(day, n);
    for (const study of made.studies) {
      series += study.series.length;
      for (const each of study.series) objects += each.objects;
    }
    apply(run, [readingOf(made, today, channel)]);
  }
  return { objects, series };
}

/** The lists of one night, a window a day, with one entry for all. */
function lists(run: Run, first: CalendarDate, today: CalendarDate): ArchiveObservation[] {
  const observations: ArchiveObservation[] = [];
  const at = instant(startOfDay(today) + 23 * 3_600_000);
  const list = (day: CalendarDate, round: 'recent' | 'online' | 'kept'): void => {
    const window = { from: day, to: day };
    const known = run.ledger.archive.ofWindow(window);
    // One list in twenty lacks a study, and finds it again the next time.
    const unlisted = known.length > 0 && run.made.below(20) === 0 ? known.slice(0, 1) : [];
    observations.push({
      kind: 'listed',
      at,
      channel,
      round,
      window,
      rows: known.length - unlisted.length,
      controls: 3,
      unlisted: unlisted.map(({ StudyInstanceUID }) => StudyInstanceUID),
      counts: [],
    });
  };
  for (let n = 0; n < 60; n += 1) list(addDays(today, -n), 'recent');
  for (let n = 60 + run.made.below(7); n < 1_096; n += 7) list(addDays(today, -n), 'online');
  for (let day = addDays(addMonths(today, -36), -run.made.below(30)); day >= first; day = addDays(day, -30))
    list(day, 'kept');
  return observations;
}

function counts(run: Run, today: CalendarDate): ArchiveObservation[] {
  const due = run.ledger.archive.countDue(today, Math.ceil(run.ledger.archive.count() / 90));
  const observations: ArchiveObservation[] = [];
  for (let from = 0; from < due.length; from += 500)
    observations.push({
      kind: 'counted-as-known',
      at: instant(startOfDay(today) + 25 * 3_600_000 + from),
      channel,
      studies: due.slice(from, from + 500).map(({ StudyInstanceUID }) => StudyInstanceUID),
    });
  return observations;
}

function retrieves(run: Run, today: CalendarDate, n: number): ArchiveObservation[] {
  const strata = run.ledger.archive.strata();
  return Array.from({ length: n }, (_, index): ArchiveObservation => {
    const stratum = strata[run.made.below(strata.length)];
    if (stratum === undefined) throw new Error('an archive without studies');
    const study = run.ledger.archive.ofStratum(stratum, run.made.below(stratum.studies));
    if (study === undefined) throw new Error('a stratum with fewer studies than it says');
    const whole = run.made.below(10) === 0;
    const first = 200 + run.made.below(2_500);
    return {
      kind: 'retrieved',
      at: instant(startOfDay(today) + 26 * 3_600_000 + index * 1_800_000),
      channel,
      StudyInstanceUID: study.StudyInstanceUID,
      seed: run.made.hex(16),
      stratum: `${String(stratum.year)}/${stratum.modality}`,
      whole,
      firstImageMs: first,
      ...(whole ? { wholeMs: first * 9 } : {}),
      bytes: 520_000,
      objects: objectsOf(run.made, whole ? study.objects : 1),
      absent: 0,
      short: false,
    };
  });
}

function rounds(run: Run, first: CalendarDate, from: CalendarDate, days: number, studiesADay: number): void {
  for (let n = 1; n <= days; n += 1) {
    const today = addDays(from, n);
    const { studies } = run.made.day(today, studiesADay);
    for (let at = 0; at < studies.length; at += 20)
      apply(run, [
        {
          kind: 'seen',
          at: instant(startOfDay(today) + 36_000_000 + at * 60_000),
          channel: 'scp:0',
          studies: studies.slice(at, at + 20),
        },
      ]);
    apply(run, lists(run, first, today));
    apply(run, counts(run, today));
    for (const observation of retrieves(run, today, 16)) apply(run, [observation]);
    apply(run, [
      {
        kind: 'settings',
        at: instant(startOfDay(today) + 3_600_000),
        channel,
        usedBytes: 9e13 + n * 1e10,
        freeBytes: 2e13 - n * 1e10,
        recycling: false,
      },
    ]);
  }
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}

/** Processor time of one call, milliseconds: other programs of the machine do not count. */
function timed(call: () => unknown, times: number): number {
  const taken: number[] = [];
  for (let n = 0; n < times; n += 1) {
    const began = process.cpuUsage();
    call();
    const { user, system } = process.cpuUsage(began);
    taken.push((user + system) / 1000);
  }
  return median(taken);
}

function sizes(ledger: Ledger): string {
  const rows = ledger.store.db
    .prepare<[], { name: string; bytes: number }>(
      'SELECT name, sum(pgsize) AS bytes FROM dbstat GROUP BY name HAVING sum(pgsize) > 1000000 ORDER BY 2 DESC',
    )
    .all();
  return rows.map(({ name, bytes }) => `  ${name.padEnd(28)} ${(bytes / 1e6).toFixed(1).padStart(8)} MB\n`).join('');
}

const met = (value: number, goal: number): string => (value <= goal ? 'met' : 'NOT MET');

/** `ledger`: size and speed of the archive ledger at the size of a large center. 1 when a goal is not met. */
function work(args: readonly string[]): number {
  const { values } = parseArgs({
    args: [...args],
    options: {
      studies: { type: 'string', default: '600000' },
      days: { type: 'string', default: '90' },
      seed: { type: 'string', default: '1' },
      keep: { type: 'boolean', default: false },
      rebuild: { type: 'boolean', default: false },
    },
  });
  const [studies, days, seed] = [Number(values.studies), Number(values.days), Number(values.seed)];
  const folder = mkdtempSync(join(tmpdir(), 'bench-ledger-'));
  const file = join(folder, 'ledger.sqlite');
  const today = must(parseCalendarDate('2026-08-01'));
  const first = addMonths(today, -120);
  const run: Run = { ledger: openLedger(folder), file, made: dayMaker(seed), logMb: 0 };
  try {
    const began = performance.now();
    const { objects, series } = readAll(run, first, today, studies);
    const readMs = performance.now() - began;
    const readMb = megabytes(file);
    process.stdout.write(
      `read: ${String(studies)} studies, ${String(series)} series, ${(objects / 1e6).toFixed(1)} M objects in ${(readMs / 1000).toFixed(0)} s, ${(studies / (readMs / 1000)).toFixed(0)} studies/s; ${readMb.toFixed(0)} MB, ${((readMb * 1e6) / objects).toFixed(2)} bytes an object\n`,
    );
    const roundsBegan = performance.now();
    rounds(run, first, today, days, Math.round(studies / 3_653));
    const roundsMs = performance.now() - roundsBegan;
    run.ledger.store.db.pragma('wal_checkpoint(TRUNCATE)');
    const allMb = megabytes(file);
    const now = addDays(today, days);
    process.stdout.write(
      `rounds: ${String(days)} days in ${(roundsMs / 1000).toFixed(0)} s, ${(roundsMs / Math.max(1, days) / 1000).toFixed(2)} s of work a day; ${((allMb - readMb) / Math.max(1, days)).toFixed(2)} MB a day; log at most ${run.logMb.toFixed(0)} MB\n`,
    );
    run.ledger.close();
    const reopened = openLedger(folder);
    const coldMs = timed(() => reopened.archive.yearRows(now), 1);
    const { archive } = reopened;
    const yearsMs = timed(
      () => [archive.yearRows(now), archive.yearLooks(), archive.samplesByYear(addMonths(now, -12))],
      15,
    );
    const nextMs = timed(() => archive.countDue(addDays(now, 1), 1000), 15);
    const stratum = archive.strata().reduce((a, b) => (a.studies >= b.studies ? a : b));
    const drawMs = timed(() => archive.ofStratum(stratum, stratum.studies - 1), 15);
    const windowMs = timed(() => archive.ofWindow({ from: addDays(now, -400), to: addDays(now, -400) }), 15);
    const controlMs = timed(() => archive.confirmed(instant(startOfDay(now)), 20, (n) => Math.floor(n / 2)), 15);
    const perObject = (allMb * 1e6) / objects;
    process.stdout.write(
      [
        `size: ${allMb.toFixed(0)} MB (goal < ${String(goals.megabytes)}: ${met(allMb, goals.megabytes)}), ${perObject.toFixed(2)} bytes an object (goal <= ${String(goals.bytesPerObject)}: ${met(perObject, goals.bytesPerObject)})`,
        `processor time of the years with looks and samples: ${yearsMs.toFixed(1)} ms, first after opening ${coldMs.toFixed(1)} ms (goal < ${String(goals.yearsMs)}: ${met(Math.max(yearsMs, coldMs), goals.yearsMs)})`,
        `next 1000 to count: ${nextMs.toFixed(1)} ms; last study of a stratum of ${String(stratum.studies)}: ${drawMs.toFixed(2)} ms; studies of a day: ${windowMs.toFixed(1)} ms; 20 controls: ${controlMs.toFixed(1)} ms`,
        sizes(reopened),
      ].join('\n'),
    );
    if (values.rebuild) {
      const rebuildBegan = performance.now();
      const { same, observations } = archive.rebuild();
      process.stdout.write(
        `rebuilt from ${String(observations)} observations in ${((performance.now() - rebuildBegan) / 1000).toFixed(0)} s: ${same ? 'the same rows' : 'OTHER ROWS'}\n`,
      );
    }
    reopened.close();
    const failed =
      allMb > goals.megabytes || perObject > goals.bytesPerObject || Math.max(yearsMs, coldMs) > goals.yearsMs;
    return failed ? 1 : 0;
  } finally {
    if (values.keep) process.stdout.write(`kept: ${folder}\n`);
    else rmSync(folder, { recursive: true, force: true });
  }
}

process.exitCode = work(process.argv.slice(2));
