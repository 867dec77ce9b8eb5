import { instant, uptimeRates, uptimeVerdict } from '@center/contract';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { account } from './account.ts';
import { lengthMs } from './algebra.ts';
import { deviceDays } from './days.ts';
import type { AvailabilityInput } from './evidence.ts';
import { dueDaily } from './people.ts';
import { randomCase, tickMs } from './testing/random-case.ts';
import { chance } from './testing/seeded.ts';

const drawn = fc.integer({ min: 200_000, max: 2_000_000_000 });

function shuffled<T>(list: readonly T[], seed: number): T[] {
  const drawing = chance(seed);
  const rest = [...list];
  const found: T[] = [];
  while (rest.length > 0) found.push(...rest.splice(drawing.below(rest.length), 1));
  return found;
}

function turned(input: AvailabilityInput, seed: number): AvailabilityInput {
  const { records } = input;
  return {
    ...input,
    spans: shuffled(input.spans, seed),
    records: {
      daily: shuffled(records.daily, seed),
      faults: shuffled(records.faults, seed + 1),
      windows: shuffled(records.windows, seed + 2),
      suspensions: shuffled(records.suspensions, seed + 3),
      externals: shuffled(records.externals, seed + 4),
      disputes: shuffled(records.disputes, seed + 5),
    },
  };
}

describe('laws of an account', () => {
  it('its spans tile scheduled time without gap or overlap, and its figures sum', () => {
    fc.assert(
      fc.property(drawn, (seed) => {
        const input = randomCase(chance(seed));
        const { spans, figures, requiredWholeMs, budgetLeftMs, worstBudgetLeftMs, mustBeBackBy, worstMustBeBackBy } =
          account(input);
        for (const [index, { start, end }] of spans.entries()) {
          expect(end).toBeGreaterThan(start);
          expect(start).toBeGreaterThanOrEqual(spans[index - 1]?.end ?? input.period.start);
        }
        const { scheduledMs, maintenanceMs, externalMs, requiredMs, upMs, downMs, unknownMs, silentMs, degradedMs } =
          figures;
        expect(lengthMs(spans)).toBe(scheduledMs);
        expect(requiredMs).toBe(scheduledMs - maintenanceMs - externalMs);
        expect(upMs + downMs + unknownMs).toBe(requiredMs);
        expect(silentMs).toBeLessThanOrEqual(unknownMs);
        expect(degradedMs).toBeLessThanOrEqual(downMs);
        expect(requiredWholeMs).toBeGreaterThanOrEqual(requiredMs);
        expect(worstBudgetLeftMs).toBeLessThanOrEqual(budgetLeftMs);
        expect(worstMustBeBackBy ?? 0).toBeLessThanOrEqual(mustBeBackBy ?? Number.POSITIVE_INFINITY);
        expect(figures.nothingRequired === undefined).toBe(requiredMs > 0);
        // low ≤ rate ≤ high, and the verdict agrees with the bounds.
        const { low = 0, rate = low, high = 10_000 } = uptimeRates(figures);
        expect(low).toBeLessThanOrEqual(rate);
        expect(rate).toBeLessThanOrEqual(high);
        if (uptimeVerdict(figures) === 'conforms') expect(low).toBeGreaterThanOrEqual(9_500);
        if (uptimeVerdict(figures) === 'deviates') expect(high).toBeLessThanOrEqual(9_500);
      }),
      { numRuns: 400 },
    );
  });

  it('the order in which evidence and records come changes nothing', () => {
    fc.assert(
      fc.property(drawn, (seed) => {
        const input = randomCase(chance(seed));
        expect(account(turned(input, seed))).toEqual(account(input));
      }),
      { numRuns: 200 },
    );
  });

  it('a later moment of asking never changes what was counted of people and closed spans, but for what is open', () => {
    fc.assert(
      fc.property(drawn, (seed) => {
        const input = randomCase(chance(seed));
        const { period } = input;
        const whole = account({ ...input, now: period.end, records: { ...input.records, suspensions: [] } });
        const middle = instant(period.start + Math.floor((period.end - period.start) / tickMs / 2) * tickMs);
        const half = account({ ...input, now: middle, records: { ...input.records, suspensions: [] } });
        // Warm-up is decided when it is over, epochs when they are known; nothing else.
        const lately = middle - 7_200_000;
        const before = (spans: typeof whole.spans): unknown[] =>
          spans.filter(({ end }) => end <= lately).map(({ start, end, state }) => [start, end, state]);
        if (input.spans.every(({ clockEpoch }) => clockEpoch === 0)) {
          const [short, long] = [before(half.spans), before(whole.spans)];
          expect(short.slice(0, -1)).toEqual(long.slice(0, Math.max(0, short.length - 1)));
        }
      }),
      { numRuns: 200 },
    );
  });

  it('its days sum to it', () => {
    fc.assert(
      fc.property(drawn, (seed) => {
        const input = randomCase(chance(seed));
        const counted = account(input);
        const days = deviceDays(counted, input);
        const sum = (of: (day: (typeof days)[number]) => number): number =>
          days.reduce((total, day) => total + of(day), 0);
        expect(sum(({ upMs }) => upMs)).toBe(counted.figures.upMs);
        expect(sum(({ downMs }) => downMs)).toBe(counted.figures.downMs);
        expect(sum(({ unknownMs }) => unknownMs)).toBe(counted.figures.unknownMs);
        expect(sum(({ scheduledMs }) => scheduledMs)).toBe(counted.figures.scheduledMs);
        const dates = dueDaily(input).map(({ date }) => date);
        expect(new Set(dates).size).toBe(dates.length);
      }),
      { numRuns: 200 },
    );
  });
});
