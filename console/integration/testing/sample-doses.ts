import type { BatchItem } from '@center/contract';

type Group = Extract<BatchItem, { type: 'dose-group' }>;

const level = { p25: 6, p50: 8, p75: 15, source: 'WS/T 637-2018', verified: false };

/** Twenty bins a decade, as the centers send them. */
function histogram(n: number): Group['histogram'] {
  const edges = Array.from({ length: 6 }, (_, at) => 10 ** ((18 + at) / 20));
  const third = Math.floor(n / 3);
  return { edges, counts: [third, 0, third, n - 2 * third, 0], zero: 0 };
}

/** Doses of a CT over these months: enough adults' chests, too few children's; a DX's deviation index; dose records by day with a gap. */
export function sampleDoses(ct: string, dx: string, months: readonly string[], asOf: string): BatchItem[] {
  const last = months.at(-1) ?? '';
  const group = (more: Partial<Group>): Group => ({
    type: 'dose-group',
    deviceId: ct,
    examClass: 'chest',
    ageBand: 'adult',
    measure: 'CTDIvol',
    unit: 'mGy',
    span: 'year',
    month: last,
    n: 264,
    excluded: { phantom: 2, phases: 0 },
    requiredN: 20,
    quartiles: { p25: 8.1, median: 9.25, p75: 11.5 },
    histogram: histogram(264),
    level,
    comparison: 'conforms',
    informational: true,
    asOf,
    ...more,
  });
  const few = {
    n: 3,
    quartiles: null,
    histogram: null,
    level: null,
    comparison: 'no-level',
    informational: false,
  } as const;
  return [
    group({}),
    group({ ageBand: '1-<5', ...few }),
    group({
      deviceId: dx,
      examClass: '',
      ageBand: 'all',
      measure: 'DeviationIndex',
      unit: 'dB',
      n: 90,
      excluded: { phantom: 0, phases: 0 },
      quartiles: { p25: -0.8, median: 0.1, p75: 0.9 },
      histogram: { edges: [-1, -0.5, 0, 0.5, 1], counts: [20, 25, 25, 20], zero: 0 },
      level: null,
      comparison: 'no-level',
      informational: false,
    }),
    ...months.map((month, at) =>
      group({
        span: 'month',
        month,
        n: 16 + at,
        quartiles: { p25: 8, median: 9 + at / 20, p75: 11 },
        histogram: null,
        comparison: at < 4 ? 'not-enough-data' : 'conforms',
      }),
    ),
    ...[8, 8, 0].map(
      (present, at): BatchItem => ({
        type: 'dose-coverage-day',
        deviceId: ct,
        date: `${last}-0${String(at + 1)}`,
        expected: at === 1 ? 9 : 8,
        present,
        asOf,
      }),
    ),
  ];
}
