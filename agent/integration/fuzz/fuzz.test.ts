import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { drawFrom } from './draw.ts';
import { type Mutation, mutate, mutations } from './mutate.ts';
import { fuzz } from './run.ts';
import { specimens } from './specimens.ts';

const realFiles = fileURLToPath(new URL('../../../../shared/data/dicom/', import.meta.url));

describe('the mutator', () => {
  it('makes the same mutants of the same seed', () => {
    const [one, other] = specimens(undefined);
    if (one === undefined || other === undefined) throw new Error('no specimens');
    const twice = [1, 2].map(() => mutate(one.bytes, other.bytes, drawFrom(7)));
    expect(twice[0]?.mutant.equals(twice[1]?.mutant ?? Buffer.alloc(0))).toBe(true);
    expect(mutate(one.bytes, other.bytes, drawFrom(8)).mutant.equals(twice[0]?.mutant ?? Buffer.alloc(0))).toBe(false);
  });

  it('has every kind of mutation change something somewhere', () => {
    const [one, other] = specimens(undefined);
    if (one === undefined || other === undefined) throw new Error('no specimens');
    const idle = (Object.keys(mutations) as Mutation[]).filter((name) =>
      Array.from({ length: 40 }, (_, seed) =>
        mutations[name](Buffer.from(one.bytes), drawFrom(seed + 1), other.bytes).equals(one.bytes),
      ).every(Boolean),
    );
    expect(idle).toEqual([]);
  });
});

describe('mutated objects', () => {
  it('go through header, facts and rules: nothing throws, nothing hangs, and no reading takes more than 64 MiB of its file', async () => {
    if (!existsSync(realFiles)) console.warn(`SKIPPED mutants of real files: there are none at ${realFiles}`);
    const result = await fuzz({ mutants: 4000, seed: 20_260_301, realFiles });
    if (result.kind !== 'done') throw new Error(JSON.stringify(result));
    const { report } = result;
    expect(report.faults).toEqual([]);
    expect(report.files).toBe(20);
    expect(report.mostBytesRead).toBeLessThanOrEqual(64 * 1024 ** 2 + 64 * 1024);
    for (const [outcome, count] of Object.entries(report.outcomes)) expect(count, outcome).toBeGreaterThan(0);
  }, 180_000);
});
