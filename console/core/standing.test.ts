import { type ConsoleNumbers, instant, must, parseCalendarDate } from '@center/contract';
import { centerClauses } from '@center/register';
import { describe, expect, it } from 'vitest';
import { closedMonths, dueOn, dueSoon, onTimeReporting, timelinessOf } from './calendar.ts';
import { clauseMatrix, type MeasuredRule } from './clause-matrix.ts';
import { csvField, csvText } from './csv.ts';
import { stateAfter, waitBeforeTry } from './delivery.ts';
import { livenessOf, speaksForNow, staleCounts } from './liveness.ts';
import { byStanding, ownClauseStates, poolNumbers, standingLight, standingNumbers, tallyClauses } from './standing.ts';

const day = (text: string) => must(parseCalendarDate(text));
const measured = (clause: string, counts: MeasuredRule['counts'], current = true): MeasuredRule => ({
  clause,
  ruleId: `rule-${clause.toLowerCase()}`,
  counts,
  openFindings: 0,
  asOf: 1_700_000_000_000,
  current,
});

describe('four numbers', () => {
  it('keeps an unserved clause in the denominator: silence is not perfect', () => {
    const tally = tallyClauses([
      'compliant',
      'unserved',
      'not-yet-run',
      'not-applicable',
      'waived',
      'non-compliant',
      'informational',
    ]);
    expect(standingNumbers(tally, 0, { onTime: 0, due: 0 })).toMatchObject({
      metRate: { met: 1, judged: 3 },
      coverage: { judged: 3, applicable: 6 },
    });
  });

  const numbers = (openCritical: number, met: number, judged: number, applicable: number): ConsoleNumbers => ({
    openCritical,
    metRate: { met, judged },
    coverage: { judged, applicable },
    onTimeReporting: { onTime: 0, due: 0 },
  });
  it.each([
    ['critical first, whatever the coverage', numbers(1, 10, 10, 100), 'red'],
    ['no grade under 90 %', numbers(0, 89, 89, 100), 'not-graded'],
    ['graded from exactly 90 %', numbers(0, 90, 90, 100), 'green'],
    ['a deviation', numbers(0, 89, 90, 100), 'amber'],
    ['nothing applies', numbers(0, 0, 0, 0), 'not-graded'],
  ])('%s', (_name, given, light) => {
    expect(standingLight(given)).toBe(light);
  });

  it('pools clauses and never averages rates', () => {
    expect(poolNumbers([numbers(1, 1, 1, 10), numbers(2, 50, 100, 100)])).toMatchObject({
      openCritical: 3,
      metRate: { met: 51, judged: 101 },
      coverage: { judged: 101, applicable: 110 },
    });
  });

  it('puts red first, then most critical, then lowest met rate', () => {
    const row = (name: string, light: 'red' | 'green' | 'amber' | 'not-graded', n: ConsoleNumbers) => ({
      name,
      light,
      numbers: n,
    });
    const rows = [
      row('d', 'green', numbers(0, 9, 9, 9)),
      row('b', 'red', numbers(1, 9, 9, 9)),
      row('c', 'not-graded', numbers(0, 0, 0, 9)),
      row('a', 'red', numbers(3, 9, 9, 9)),
      row('e', 'amber', numbers(0, 5, 9, 9)),
      row('f', 'amber', numbers(0, 2, 9, 9)),
    ];
    expect(rows.toSorted(byStanding).map((r) => r.name)).toEqual(['a', 'b', 'f', 'e', 'c', 'd']);
  });
});

describe('clause matrix', () => {
  it('holds every clause of the center, folds worst first, and keeps the counts', () => {
    const { own, others } = clauseMatrix([measured('MIDC-2.2c', { compliant: 9999, 'non-compliant': 1 })], true);
    expect(own).toHaveLength(centerClauses().length);
    expect(own.find((cell) => cell.law.clause === 'MIDC-2.2c')).toMatchObject({
      state: 'non-compliant',
      counts: { compliant: 9999, 'non-compliant': 1 },
      coverage: { judged: 10_000, applicable: 10_000 },
    });
    expect(others.some((cell) => cell.outside === 'authority-duty')).toBe(true);
  });

  it('waits for a known rule when an agent is there and says unserved when none is', () => {
    const state = (anyAgent: boolean) =>
      clauseMatrix([], anyAgent).own.find((cell) => cell.law.clause === 'MIDC-2.2c')?.state;
    expect([state(true), state(false)]).toEqual(['not-yet-run', 'unserved']);
  });

  it('agrees with the states used for lists', () => {
    const rows = [
      measured('MIDC-2.2c', { compliant: 3 }, false),
      measured('MIDC-2.9a', { 'not-applicable': 3 }),
      measured('MIDC-1.1a', { 'awaiting-review': 1, compliant: 5 }),
    ];
    expect(clauseMatrix(rows, true).own.map((cell) => cell.state)).toEqual(ownClauseStates(rows, true));
  });
});

describe('liveness', () => {
  const now = instant(1_700_000_000_000);
  it.each([
    [undefined, 'never-seen'],
    [0, 'online'],
    [210_000, 'online'],
    [210_001, 'late'],
    [600_000, 'late'],
    [600_001, 'silent'],
  ] as const)('%s ms ago: %s', (quiet, wanted) => {
    expect(livenessOf(quiet === undefined ? undefined : instant(now - quiet), now)).toBe(wanted);
  });

  it('takes the word of active agents that are heard, and no other', () => {
    expect([
      speaksForNow('active', 'online'),
      speaksForNow('active', 'late'),
      speaksForNow('active', 'silent'),
      speaksForNow('revoked', 'online'),
    ]).toEqual([true, true, false, false]);
  });

  it('turns what was met stale and mends nothing', () => {
    expect(
      staleCounts({ compliant: 2, attested: 1, 'due-soon': 1, stale: 1, 'non-compliant': 3, 'not-applicable': 4 }),
    ).toEqual({ stale: 5, 'non-compliant': 3, 'not-applicable': 4 });
    expect(staleCounts({ 'non-compliant': 1 })).toEqual({ 'non-compliant': 1 });
  });
});

describe('calendar', () => {
  it('is due on the tenth of the next month, over the turn of the year', () => {
    expect([dueOn('2026-10'), dueOn('2026-12'), dueOn('2026-01', { dueDay: 28 })]).toEqual([
      '2026-11-10',
      '2027-01-10',
      '2026-02-28',
    ]);
  });

  it('owes closed months from the month of registration on', () => {
    expect(closedMonths(day('2026-08-31'), day('2026-11-01'))).toEqual(['2026-08', '2026-09', '2026-10']);
    expect(closedMonths(day('2026-11-01'), day('2026-11-30'))).toEqual([]);
  });

  it.each([
    [day('2026-11-10'), day('2026-11-25'), 'on-time'],
    [day('2026-11-11'), day('2026-11-25'), 'late'],
    [undefined, day('2026-11-10'), 'waiting'],
    [undefined, day('2026-11-11'), 'overdue'],
  ] as const)('October accepted on %s, looked at on %s: %s', (accepted, today, wanted) => {
    expect(timelinessOf('2026-10', accepted, today)).toBe(wanted);
  });

  it('counts what is due and what was on time, and lists what is missing', () => {
    const delivered = [
      { month: '2026-08', acceptedOn: day('2026-09-10') },
      { month: '2026-09', acceptedOn: day('2026-10-11') },
    ];
    expect(onTimeReporting(day('2026-08-03'), delivered, day('2026-11-05'))).toEqual({ onTime: 1, due: 2 });
    expect(onTimeReporting(day('2026-08-03'), delivered, day('2026-11-11'))).toEqual({ onTime: 1, due: 3 });
    expect(dueSoon(day('2026-08-03'), delivered, day('2026-11-05'))).toEqual([
      { month: '2026-10', dueOn: '2026-11-10', daysLeft: 5 },
    ]);
  });
});

describe('delivery', () => {
  it('doubles the wait with jitter up to the longest, and never undercuts Retry-After', () => {
    const backOff = { firstMs: 30_000, longestMs: 3_600_000 };
    expect([
      waitBeforeTry(1, 0, backOff),
      waitBeforeTry(1, 0.999, backOff),
      waitBeforeTry(3, 0, backOff),
      waitBeforeTry(40, 0.5, backOff),
    ]).toEqual([15_000, 29_985, 60_000, 2_700_000]);
    expect(waitBeforeTry(1, 0, backOff, 7_200_000)).toBe(7_200_000);
  });

  it('asks before it sends again, and puts aside what breaks the connector five times', () => {
    expect(stateAfter({ kind: 'ambiguous' }, 0)).toBe('in-flight');
    expect(stateAfter({ kind: 'retry' }, 0)).toBe('queued');
    expect([stateAfter({ kind: 'poison' }, 4), stateAfter({ kind: 'poison' }, 5)]).toEqual([
      'in-flight',
      'dead-letter',
    ]);
    expect(stateAfter({ kind: 'duplicate' }, 0)).toBe('accepted');
  });
});

describe('csv', () => {
  it.each([
    ['=1+1', "'=1+1"],
    ['+86', "'+86"],
    ['-3', "'-3"],
    ['@x', "'@x"],
    [' =1', "' =1"],
    ['a,b', '"a,b"'],
    ['a"b', '"a""b"'],
    ['中心', '中心'],
    ['\t=1', "'\t=1"],
    ['＝1', "'＝1"],
  ])('%j', (given, wanted) => {
    expect(csvField(given)).toBe(wanted);
  });

  it('begins with the byte order mark and keeps numbers', () => {
    expect(csvText(['a', 'b'], [[-1, null]])).toBe('\ufeffa,b\r\n-1,\r\n');
  });
});
