import { describe, expect, it } from 'vitest';
import { account } from './account.ts';
import { bruteForce } from './testing/brute-force.ts';
import { randomCase, tickMs } from './testing/random-case.ts';
import { chance } from './testing/seeded.ts';

/** The whole is run with AVAILABILITY_CASES=100000; what runs otherwise is the first part of it. */
const cases = Number(process.env['AVAILABILITY_CASES'] ?? 2_000);

function compare(seed: number): Record<string, number> {
  const input = randomCase(chance(seed));
  const naive = bruteForce(input);
  const { spans, figures } = account(input);
  let index = 0;
  for (const { at, state, degraded, doubtful } of naive) {
    while ((spans[index]?.end ?? Infinity) <= at) index += 1;
    const span = spans[index];
    const counted = span !== undefined && span.start <= at ? span : undefined;
    const same =
      counted?.state === state &&
      (counted === undefined || (counted.degraded === degraded && counted.doubtful === doubtful));
    if (!same)
      throw new Error(
        `seed ${seed}, tick ${(at - input.period.start) / tickMs} ${new Date(at + 28_800_000).toISOString()}: counted ${JSON.stringify(counted)}, naive ${JSON.stringify({ state, degraded, doubtful })}`,
      );
  }
  const ms = (test: (tick: (typeof naive)[number]) => boolean): number => naive.filter(test).length * tickMs;
  const expected = {
    scheduledMs: ms(({ state }) => state !== undefined),
    maintenanceMs: ms(({ state }) => state === 'maintenance'),
    externalMs: ms(({ state }) => state === 'external'),
    upMs: ms(({ state }) => state === 'up'),
    downMs: ms(({ state }) => state === 'down'),
    unknownMs: ms(({ state }) => state === 'unknown'),
    silentMs: ms(({ silent }) => silent),
    degradedMs: ms(({ state, degraded }) => state === 'down' && degraded),
    doubtfulMs: ms(({ state, doubtful }) => state === 'down' && doubtful),
  };
  expect({ seed, ...figures }).toMatchObject({ seed, ...expected });
  return expected;
}

describe('account against counting tick by tick', () => {
  it(`agrees in ${cases} drawn cases`, { timeout: 900_000 }, () => {
    const total: Record<string, number> = {};
    for (let seed = 1; seed <= cases; seed += 1)
      for (const [key, value] of Object.entries(compare(seed))) if (value > 0) total[key] = (total[key] ?? 0) + 1;
    // No kind of time is missing from what was drawn.
    for (const key of [
      'maintenanceMs',
      'externalMs',
      'upMs',
      'downMs',
      'unknownMs',
      'silentMs',
      'degradedMs',
      'doubtfulMs',
    ])
      expect(total[key] ?? 0, key).toBeGreaterThan(cases / 100);
    console.info(`account: ${cases} cases agree tick by tick; cases with each kind of time: ${JSON.stringify(total)}`);
  });
});
