import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  addDays,
  type CalendarDate,
  calendarDateAt,
  type Instant,
  instant,
  must,
  parseCalendarDate,
  type StudyInstanceUID,
  startOfDay,
} from '@center/contract';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  type ArchiveObservation,
  keptStudyFactsOf,
  type RetentionParameters,
  retentionDefaults,
} from '../../core/index.ts';
import { branded, type Ledger, openLedger, passingCenterKeys } from '../ledger/index.ts';
import { archiveYears } from './figures.ts';
import { seriesSights } from './sight.ts';
import { type ArchiveRounds, startArchive } from './start-archive.ts';
import { Archive, imageFile } from './testing/archive-model.ts';
import { type ModelPort, modelPort } from './testing/model-port.ts';
import { openGate } from './testing/open-gate.ts';

const firstDay = must(parseCalendarDate('2026-03-02'));
const log = pino({ level: 'silent' });
const keys = passingCenterKeys();
const hourMs = 3_600_000;
// Weeks of a center are many turns: on a busy machine one test takes longer than most.
vi.setConfig({ testTimeout: 60_000 });

let folder: string;
let ledger: Ledger;
let archive: Archive;
let port: ModelPort;
let gate: ReturnType<typeof openGate>;
let now: Instant;
let rounds: ArchiveRounds;
let written: ArchiveObservation[];

const begin = async (parameters: Partial<RetentionParameters> = {}): Promise<void> => {
  rounds = await startArchive({
    ledger,
    keys,
    ways: [{ port, gate }],
    now: () => now,
    log,
    changed: () => undefined,
    parameters: { ...retentionDefaults, recallMs: 1_000, ...parameters },
  });
};

/** All that is written from now on is seen by the test. */
function watched(into: Ledger): Ledger {
  const { apply, applyAll } = into.archive;
  const note = (observations: readonly ArchiveObservation[]): void => void written.push(...observations);
  return {
    ...into,
    archive: {
      ...into.archive,
      apply: (observation) => {
        note([observation]);
        return apply(observation);
      },
      applyAll: (observations) => {
        note(observations);
        return applyAll(observations);
      },
    },
  };
}

const dicomDate = (day: CalendarDate): string => day.replaceAll('-', '');

/** Twelve studies, four a day, known to the ledger as live intake tells of them. */
function fill(days: number, perDay: number, before = firstDay): string[] {
  const uids: string[] = [];
  for (let day = 0; day < days; day += 1) {
    for (let number = 0; number < perDay; number += 1) {
      const uid = `1.2.${String(day + 1)}.${String(number + 1)}`;
      archive.add({ uid, date: dicomDate(addDays(before, day - days)), objects: 3 });
      uids.push(uid);
    }
  }
  ledger.archive.apply({
    kind: 'seen',
    at: now,
    channel: 'scp:0',
    studies: uids.map((uid) => {
      const study = archive.of(uid);
      const objects = [...study.series].flatMap(([SeriesInstanceUID, each]) =>
        each.map(({ sop, sopClass }) => ({
          SeriesInstanceUID,
          SOPInstanceUID: sop,
          SOPClassUID: sopClass,
          Modality: 'CT',
        })),
      );
      return {
        StudyInstanceUID: uid,
        date: must(parseCalendarDate(study.date)),
        series: seriesSights(objects),
        whole: true,
        accessionKey: keys.hmac(`accession\n${study.accession}`).slice(0, 32),
        patientKey: keys.hmac(`patient\n${study.patient}`).slice(0, 32),
      };
    }),
  });
  return uids;
}

/** Turns of some days, `hours` apart; returns how many there were. */
async function live(days: number, hours = 6): Promise<void> {
  const until = now + days * 24 * hourMs;
  while (now < until) {
    await rounds.turn();
    now = instant(now + hours * hourMs);
  }
}

const states = (): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const uid of [...known]) {
    const state = ledger.archive.study(uid)?.state ?? 'unknown';
    counts[state] = (counts[state] ?? 0) + 1;
  }
  return counts;
};
let known: string[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rounds-'));
  written = [];
  ledger = watched(openLedger(folder, { durable: false }));
  archive = new Archive();
  port = modelPort(archive);
  gate = openGate('pacs');
  now = instant(startOfDay(firstDay) + 22 * hourMs);
});
afterEach(async () => {
  await rounds.stop();
  ledger.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('an honest archive', () => {
  it('has every study listed, counted and sampled, and nothing in doubt', async () => {
    known = fill(3, 4);
    await begin();
    await live(3);
    expect(states()).toEqual({ present: 12 });
    expect(written.filter(({ kind }) => kind === 'not-measured')).toEqual([]);
    expect(written.filter(({ kind }) => kind === 'retrieved').length).toBeGreaterThan(0);
    const counted = written.flatMap((each) => (each.kind === 'counted-as-known' ? each.studies : []));
    expect(new Set(counted).size).toBe(12);
  });

  it('is asked nothing outside of the hours and while its gate is stopped', async () => {
    known = fill(3, 4);
    await begin();
    gate.offHours = false;
    await live(1);
    expect(port.asked).toBe(0);
    gate.offHours = true;
    gate.stopped = true;
    await live(1);
    expect(port.asked).toBe(0);
    expect(written.filter(({ kind }) => kind === 'not-measured')).toMatchObject([{ why: 'stopped' }]);
    expect(states()).toEqual({ expected: 12 });
  });

  it('is asked for no more than a day needs, also after a restart', async () => {
    known = fill(3, 4);
    await begin();
    await rounds.turn();
    const first = port.asked;
    await rounds.stop();
    await begin();
    await rounds.turn();
    const listed = written.filter(({ kind }) => kind === 'listed').length;
    expect(listed).toBe(4);
    // The second start lists nothing again: only the sample of its hour is drawn.
    expect(port.asked - first).toBeLessThan(10);
  });
});

describe('real losses', () => {
  it('of one study are found at the third confirmation and not before seven days', async () => {
    known = fill(6, 4);
    await begin();
    await live(2);
    archive.drop('1.2.3.2');
    const lostOn = now;
    let days = 0;
    for (; days < 20 && ledger.archive.study('1.2.3.2')?.state !== 'lost'; days += 1) await live(1);
    expect(states()).toEqual({ present: 23, lost: 1 });
    expect(now - lostOn).toBeGreaterThanOrEqual(7 * 24 * hourMs);
    expect(days).toBeLessThan(11);
    const checks = written.filter((each) => each.kind === 'checked');
    expect(checks.every(({ found, controls }) => found === 'nowhere' && controls === 3)).toBe(true);
    expect(checks.length).toBe(3);
  });

  it('of a whole day are found, though its list looks like one that failed', async () => {
    known = fill(6, 4);
    await begin();
    await live(2);
    for (let number = 1; number <= 4; number += 1) archive.drop(`1.2.3.${String(number)}`);
    await live(12);
    expect(states()).toEqual({ present: 20, lost: 4 });
  });

  it('of half of all studies are found', async () => {
    known = fill(5, 2);
    await begin();
    await live(2);
    for (const uid of known.slice(0, 5)) archive.drop(uid);
    await live(16);
    expect(states()).toEqual({ present: 5, lost: 5 });
  });

  it('of objects make the study one with fewer objects than were seen', async () => {
    known = fill(6, 4);
    await begin();
    await live(2);
    archive.dropObjects('1.2.2.1', 1);
    await live(3);
    expect(ledger.archive.study('1.2.2.1')).toMatchObject({ state: 'present', found: { objects: 2 }, mostObjects: 3 });
  });
});

describe('what has gone elsewhere', () => {
  it('is explained by a merge', async () => {
    known = fill(6, 4);
    await begin();
    await live(2);
    archive.merge('1.2.3.1', '1.2.3.2');
    await live(10);
    expect(ledger.archive.study('1.2.3.1')).toMatchObject({ state: 'explained', explained: { otherUID: '1.2.3.2' } });
    expect(states()).toMatchObject({ explained: 1, present: 23 });
  });

  it('under wholly new UIDs waits for a person, and is not lost', async () => {
    known = fill(6, 4);
    await begin();
    await live(2);
    archive.renumber('1.2.3.1', '1.2.99.1');
    await live(14);
    expect(ledger.archive.study('1.2.3.1')).toMatchObject({ state: 'missing', candidate: { otherUID: '1.2.99.1' } });
  });
});

describe('an archive that does not answer well', () => {
  const lies: readonly (readonly [string, () => void])[] = [
    [
      'is away',
      () => {
        port.broken = 'unreachable';
      },
    ],
    [
      'breaks off',
      () => {
        port.broken = 'not-final';
      },
    ],
    [
      'is too slow',
      () => {
        port.broken = 'timed-out';
      },
    ],
    [
      'finds nothing at all',
      () => {
        port.empty = true;
      },
    ],
    [
      'gives two rows of each window',
      () => {
        port.limit = 2;
      },
    ],
  ];
  for (const [what, lie] of lies) {
    it(`and ${what} for nine days loses nothing`, async () => {
      known = fill(6, 4);
      await begin();
      await live(2);
      lie();
      await live(9);
      expect(states()).toEqual({ present: 24 });
      expect(written.filter(({ kind }) => kind === 'not-measured').length).toBeGreaterThan(0);
      port.broken = undefined;
      port.empty = false;
      port.limit = Number.MAX_SAFE_INTEGER;
      await live(4);
      expect(states()).toEqual({ present: 24 });
    });
  }
});

describe('what is told of the years', () => {
  const years = () =>
    archiveYears(ledger, calendarDateAt(now)).map(({ figures, silentSince }) => [
      figures.year,
      figures.seenWhole,
      figures.notMeasured,
      silentSince !== undefined,
    ]);

  it('is silence while the archive is away, and no more when it is back', async () => {
    known = fill(6, 4);
    await begin();
    await live(2);
    expect(years()).toEqual([[2026, false, null, false]]);
    port.broken = 'unreachable';
    await live(2);
    expect(years()).toEqual([[2026, false, 'unreachable', true]]);
    port.broken = undefined;
    await live(2);
    expect(years()).toEqual([[2026, false, null, false]]);
  });

  it('is silence when lists bear times of a clock that was set forward and back', async () => {
    known = fill(6, 4);
    await begin();
    await live(2);
    const right = now;
    now = instant(right + 700 * 24 * hourMs);
    await live(1);
    now = instant(right + 24 * hourMs);
    await live(2);
    expect(years()).toEqual([[2026, false, 'stopped', true]]);
    const study = ledger.archive.study('1.2.3.2');
    const facts =
      study === undefined
        ? undefined
        : keptStudyFactsOf(study, branded<StudyInstanceUID>('1.2.3.2'), calendarDateAt(now));
    expect(facts).not.toHaveProperty('proof');
    expect(facts).toMatchObject({ notMeasured: { why: 'stopped' } });
  });

  it('is that a year was not seen whole in which the agent was off for weeks', async () => {
    const today = must(parseCalendarDate('2025-12-28'));
    now = instant(startOfDay(today) + 22 * hourMs);
    fill(2, 4, today);
    archive.add({ uid: '1.2.8.1', date: '20260101' });
    await begin();
    await live(10, 24);
    const seen = () => years().map(([year, seenWhole]) => [year, seenWhole]);
    expect(seen()).toEqual([
      [2025, false],
      [2026, true],
    ]);
    now = instant(now + 16 * 24 * hourMs);
    await live(3, 24);
    expect(seen()).toEqual([
      [2025, false],
      [2026, false],
    ]);
  });
});

describe('an archive that is taken out of the configuration', () => {
  it('while the agent is off takes no study along', async () => {
    known = fill(4, 4);
    await begin();
    await live(2);
    await rounds.stop();
    const other = new Archive();
    for (const uid of known.slice(0, 8)) other.studies.set(uid, archive.of(uid));
    port = modelPort(other, 'model:1', 'another');
    now = instant(now + 40 * 24 * hourMs);
    await begin();
    await live(14, 12);
    expect(states()).not.toHaveProperty('lost');
    expect(states()).not.toHaveProperty('missing');
  });
});

describe('timed retrieves', () => {
  it('tell a recall from slowness by asking again', async () => {
    known = fill(6, 4);
    await begin();
    await rounds.turn();
    written = [];
    port.times.push(5_000, 20, 5_000, 20, 5_000, 20);
    now = instant(now + hourMs);
    await rounds.turn();
    expect(written.find((each) => each.kind === 'retrieved')).toMatchObject({ firstImageMs: 5_000, repeatMs: 20 });
  });

  it('of a whole study whose objects were replaced by as many others prove no whole study', async () => {
    known = fill(3, 4);
    await begin({ wholeOneIn: 1, untouchedDays: 0 });
    await live(2);
    for (const uid of known) {
      const study = archive.of(uid);
      for (const [series, [first, ...others]] of study.series) {
        if (first === undefined) continue;
        const sop = `${first.sop}.9`;
        study.series.set(series, [{ ...first, sop, bytes: imageFile(study, series, sop, 64) }, ...others]);
      }
    }
    written = [];
    await live(2);
    const whole = written.filter((each) => each.kind === 'retrieved');
    expect(whole.length).toBeGreaterThan(0);
    expect(new Set(whole.map(({ absent }) => absent))).toEqual(new Set([1]));
  });

  it('that bring nothing count only when another study is delivered', async () => {
    known = fill(2, 4);
    await begin();
    await live(31, 24);
    for (const uid of known) port.withheld.add(uid);
    written = [];
    await live(40, 24);
    expect(written.filter(({ kind }) => kind === 'retrieved')).toEqual([]);
    expect(written.filter((each) => each.kind === 'not-measured' && each.round === 'retrieve').length).toBeGreaterThan(
      0,
    );
    port.withheld.clear();
    port.withheld.add('1.2.1.1');
    await live(40, 24);
    const bad = written.filter((each) => each.kind === 'retrieved' && each.absent > 0);
    expect(new Set(bad.map((each) => 'StudyInstanceUID' in each && each.StudyInstanceUID))).toEqual(
      new Set(['1.2.1.1']),
    );
  });
});
