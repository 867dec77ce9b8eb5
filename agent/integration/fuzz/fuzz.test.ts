import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { drawFrom } from './draw.ts';
import { type Mutation, mutate, mutations } from './mutate.ts';
import { mutatePdus, pduMutations } from './pdu-mutate.ts';
import { checkReading } from './pdu-reader-check.ts';
import { fuzzPdus } from './pdu-run.ts';
import { answerers, callers } from './pdu-specimens.ts';
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

describe('mutated conversations', () => {
  it('are the same of the same seed, and every kind of mutation is among few of them', () => {
    const [one, other] = callers;
    if (one === undefined || other === undefined) throw new Error('no conversations');
    const made = (seed: number): ReturnType<typeof mutatePdus> => mutatePdus(one.pdus, other.pdus, drawFrom(seed));
    expect(made(7).mutant.equals(made(7).mutant)).toBe(true);
    expect(made(8).mutant.equals(made(7).mutant)).toBe(false);
    const done = new Set(Array.from({ length: 400 }, (_, seed) => made(seed + 1).done).flat());
    expect([...done].toSorted()).toEqual([...pduMutations].toSorted());
  });

  it('that are not mutated are read alike in whatever pieces they come', () => {
    for (const { pdus } of [...callers, ...answerers])
      for (let seed = 1; seed <= 20; seed += 1) checkReading(Buffer.concat(pdus), drawFrom(seed));
  });

  it('with the whole receiver, and with ourselves as the caller: nothing throws, nothing hangs, honest callers are served', async () => {
    const result = await fuzzPdus({ mutants: 1600, seed: 20_260_301 });
    if (result.kind !== 'done') throw new Error(JSON.stringify(result));
    const { faults, received, requested, mutants } = result.report;
    expect(faults).toEqual([]);
    expect(mutants).toBe(2000);
    // Every way in which a conversation can end has been seen.
    for (const end of ['aborted', 'released', 'accepted', 'answered', 'rejected', 'nothing'])
      expect(received[end] ?? 0, end).toBeGreaterThan(0);
    for (const end of ['protocol-error', 'rejected', 'closed', 'final'])
      expect(requested[end] ?? 0, end).toBeGreaterThan(0);
  }, 180_000);
});
