import { describe, expect, it } from 'vitest';
import { peopleFacts } from './people.ts';
import { observed } from './testing/observed.ts';

describe('staff attributes over the acquired images', () => {
  it.each([
    ['in every image', ['Li^Na', 'Li^Na'], 'all'],
    ['in a part of them', ['Li^Na', ''], 'some'],
    ['empty or of separators only', ['', '^^='], 'none'],
    ['absent', [undefined, undefined], 'none'],
  ] as const)('%s', (_, names, expected) => {
    expect(peopleFacts(names.map((OperatorsName) => observed({ OperatorsName }))).OperatorsName).toBe(expected);
  });

  it('a cut header does not say that nobody is named', () => {
    const cut = observed({}, { damage: [{ code: 'truncated-header' }] });
    expect(peopleFacts([observed({ PerformingPhysicianName: ['', '王^芳'] }), cut])).toMatchObject({
      OperatorsName: 'none',
      PerformingPhysicianName: 'all',
      NameOfPhysiciansReadingStudy: 'none',
    });
  });

  it('holds each name once in its role, wrapped', () => {
    const report = observed({
      VerifyingObserverSequence: [{ VerifyingObserverName: 'Zhao^Min' }, { VerifyingObserverName: '^' }],
    });
    const { names } = peopleFacts(
      [
        observed({ OperatorsName: ['Li^Na', 'Qian^Yi'] }),
        observed({ OperatorsName: 'Li^Na', PerformingPhysicianName: '' }),
      ],
      [report],
    );
    expect(names.map(({ role, name }) => [role, name.reveal()])).toEqual([
      ['operator', 'Li^Na'],
      ['operator', 'Qian^Yi'],
      ['report-signer', 'Zhao^Min'],
    ]);
    expect(() => JSON.stringify(names)).toThrow(/identity/);
  });
});
