import { instant } from '@center/contract';
import { describe, expect, it } from 'vitest';
import { complianceSummary, type SummaryInput } from './summary.ts';

const of = (retention: SummaryInput['retention']) =>
  complianceSummary({
    packageId: 'p',
    version: 1,
    supersedes: undefined,
    facility: { id: 'c1', name: '一', licenceNumber: null, divisionCode: null },
    month: '2026-10',
    builtAt: instant(0),
    cells: [],
    openFindings: { critical: 0, major: 0, minor: 0 },
    dose: [],
    retention,
  }).retention;

describe('retention in the compliance summary', () => {
  it('is not measured while everything rests on the archive’s word', () => {
    expect(of([{ year: 2020, known: 900, proven: 0, lost: 0, seenWhole: true }])).toMatchObject({ measured: false });
  });

  it('counts as proven only what came back, and says of each year whether it was ever seen whole', () => {
    expect(
      of([
        { year: 2019, known: 900, proven: 300, lost: 7, seenWhole: false },
        { year: 2020, known: 40, proven: 38, lost: 2, seenWhole: true },
      ]),
    ).toEqual({
      measured: true,
      years: [
        { year: 2019, known: 900, proven: 300, lost: 7, seenWhole: false },
        { year: 2020, known: 40, proven: 'withheld', lost: '<5', seenWhole: true },
      ],
    });
  });
});
