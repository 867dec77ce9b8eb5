import type { DoseReport } from '@center/contract';
import { describe, expect, it } from 'vitest';
import { contrastGiven } from './contrast.ts';
import { observed } from './testing/observed.ts';

const report = (contrast: 'with' | 'without'): DoseReport => ({
  source: 'rdsr',
  events: [{ values: {}, contrast }],
  totals: [],
});

describe('contrast agent', () => {
  it.each(['碘海醇', 'Omnipaque 350', 'ORAL & IV'])('%s is one', (ContrastBolusAgent) => {
    expect(contrastGiven([observed(), observed({ ContrastBolusAgent })], [])).toBe('yes');
  });

  it.each(['', 'NONE', 'none ', '无', '-', '0'])('"%s" is none', (ContrastBolusAgent) => {
    expect(contrastGiven([observed({ ContrastBolusAgent })], [])).toBe('no');
  });

  it('a coded agent, or the context of an event of the dose report', () => {
    const coded = { ContrastBolusAgentSequence: [{ CodeValue: '7140000', CodingSchemeDesignator: 'SCT' }] };
    expect(contrastGiven([observed(coded)], [])).toBe('yes');
    expect(contrastGiven([observed()], [report('with')])).toBe('yes');
    expect(contrastGiven([observed()], [report('without')])).toBe('no');
  });

  it('without a whole header nobody knows', () => {
    expect(contrastGiven([], [])).toBe('unknown');
    expect(contrastGiven([], [report('without')])).toBe('no');
    expect(contrastGiven([observed({}, { damage: [{ code: 'truncated-header' }] })], [])).toBe('unknown');
  });
});
