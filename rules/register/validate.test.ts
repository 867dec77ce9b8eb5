import { describe, expect, it } from 'vitest';
import {
  referenceLevelOf,
  referenceLevels,
  reportingCalendar,
  scoringItems,
  scoringTable,
  subItemsOf,
} from './documents.ts';
import { type RegisterTables, shippedTables, validateRegister } from './validate.ts';

function first<T>(list: readonly T[]): T {
  const [head] = list;
  if (head === undefined) throw new Error('the table is empty');
  return head;
}

function problemsWith(change: Partial<RegisterTables>): readonly string[] {
  return validateRegister({ ...shippedTables, ...change }).map(
    ({ table, row, problem }) => `${table} ${row}: ${problem}`,
  );
}

describe('validateRegister', () => {
  it('finds nothing wrong with the tables as shipped', () => {
    expect(validateRegister()).toEqual([]);
  });

  const { clauses, documents, calendar, scoring, levels } = shippedTables;
  const clause = first(clauses);
  // A kind that the types forbid, as a table written by hand could hold it.
  const foreign: never = JSON.parse('"hearsay"') as never;

  const faults: readonly (readonly [string, Partial<RegisterTables>, string])[] = [
    ['a clause twice', { clauses: [...clauses, clause] }, `clauses ${clause.id}: stands twice`],
    ['a document missing', { documents: documents.filter((each) => each.key !== 'GZ21') }, 'names the document GZ21'],
    ['an unknown evidence kind', { clauses: [{ ...clause, evidenceKind: foreign }] }, 'unknown evidence kind hearsay'],
    [
      'an unknown threshold origin',
      { clauses: [{ ...clause, thresholds: [{ origin: foreign, text: '1', confirmed: true }] }] },
      'unknown threshold origin hearsay',
    ],
    ['an unknown duty bearer', { clauses: [{ ...clause, who: foreign }] }, 'unknown duty bearer hearsay'],
    ['an id of another body', { clauses: [{ ...clause, id: 'JL21-1a' }] }, 'does not begin with its document MIDC'],
    ['no quote', { clauses: [{ ...clause, quote: ' ' }] }, 'quote is empty'],
    [
      'a calendar row without clause',
      { calendar: [{ ...first(calendar), clause: 'JL21-99' }] },
      'names the clause JL21-99',
    ],
    ['an unknown calendar kind', { calendar: [{ ...first(calendar), kind: foreign }] }, 'unknown kind hearsay'],
    [
      'a veto with points',
      { scoring: scoring.map((row) => (row.itemNo === '1.1' ? { ...row, points: 5 } : row)) },
      'a veto is an item without points',
    ],
    [
      'a veto flag on a scored item',
      { scoring: scoring.map((row) => (row.itemNo === '2.1' ? { ...row, veto: true } : row)) },
      'scoring 2.1: a veto is an item without points',
    ],
    [
      'sub-items that do not add up',
      { scoring: scoring.filter((row) => row.itemNo !== '5.3.C') },
      'scoring 5.3: its sub-items make 8 points, not 10',
    ],
    [
      'a total that is not 100',
      { scoring: scoring.filter((row) => !row.itemNo.startsWith('8.1')) },
      'scoring total: the items make 94 points',
    ],
    [
      'a date that is none',
      { documents: documents.map((each) => ({ ...each, date: '21.6.2024' })) },
      'is neither YYYY nor YYYY-MM-DD',
    ],
    [
      'falling percentiles',
      { levels: [{ ...first(levels), ctdivol: { ...first(levels).ctdivol, p25: { value: 999, unit: 'mGy' } } }] },
      'the percentiles do not rise',
    ],
  ];

  it.each(faults)('reports %s', (_name, change, expected) => {
    expect(problemsWith(change).join('\n')).toContain(expected);
  });
});

describe('the other tables', () => {
  it('keeps 38 calendar rows, each with a clause', () => {
    expect(reportingCalendar).toHaveLength(38);
    expect(reportingCalendar.find((row) => row.id === 'CAL-JL-01')?.machineRule).toContain('YYYY-01-10');
  });

  it('has three vetoes and thirteen scored items of 100 points', () => {
    expect(scoringTable).toHaveLength(59);
    expect(
      scoringItems()
        .filter((item) => item.veto)
        .map((item) => item.itemNo),
    ).toEqual(['1.1', '1.2', '1.3']);
    const scored = scoringItems().filter((item) => !item.veto);
    expect(scored).toHaveLength(13);
    expect(scored.reduce((sum, item) => sum + item.points, 0)).toBe(100);
    expect(scored.filter((item) => item.fieldRecheck).reduce((sum, item) => sum + item.points, 0)).toBe(45);
    expect(subItemsOf('5.2').map((row) => row.deductPerFinding)).toEqual([
      { kind: 'points', points: 1 },
      { kind: 'points', points: 1 },
      { kind: 'all' },
      { kind: 'points-or-all', points: 1 },
    ]);
  });

  it('marks every reference level as unverified', () => {
    expect(referenceLevels).toHaveLength(14);
    expect(referenceLevels.every((level) => !level.verified)).toBe(true);
    expect(referenceLevelOf('head')?.ctdivol.p75).toEqual({ value: 60, unit: 'mGy' });
    expect(referenceLevelOf('head')?.dlp.p75).toEqual({ value: 860, unit: 'mGy.cm' });
    expect(referenceLevelOf('toe')).toBeUndefined();
  });
});
