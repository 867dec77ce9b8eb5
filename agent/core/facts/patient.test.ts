import { must, type NameFact, parseCalendarDate } from '@center/contract';
import { describe, expect, it } from 'vitest';
import { patientFacts } from './patient.ts';
import { observed } from './testing/observed.ts';

const on = must(parseCalendarDate('2026-03-10'));
const nameOf = (PatientName: string): NameFact => patientFacts([observed({ PatientName })], on).PatientName;
const shown = (fact: NameFact): readonly (string | undefined)[] =>
  fact.status === 'present'
    ? [fact.alphabetic.reveal(), fact.ideographic?.reveal(), fact.phonetic?.reveal()]
    : [fact.status];

describe('the three groups of a name', () => {
  it.each([
    ['Wang^XiaoDong=王^小东=wáng^xiǎodōng', ['Wang^XiaoDong', '王^小东', 'wáng^xiǎodōng']],
    ['Wang^XiaoDong', ['Wang^XiaoDong', undefined, undefined]],
    ['=王^小东', ['', '王^小东', undefined]],
    ['Yamada^Tarou==やまだ^たろう', ['Yamada^Tarou', undefined, 'やまだ^たろう']],
    ['王小东', ['王小东', undefined, undefined]],
    ['^^^^=^', ['empty']],
    ['==', ['empty']],
    ['', ['empty']],
  ])('%s', (raw, expected) => {
    expect(shown(nameOf(raw))).toEqual(expected);
  });

  it('bytes that no character set explains are not judged as a name', () => {
    const broken = observed(
      { PatientName: '\u00cd\u00f5' },
      { damage: [{ code: 'text-undecodable', where: 'PatientName' }] },
    );
    expect(patientFacts([broken], on).PatientName.status).toBe('undecodable');
  });

  it('no name leaves by being written out', () => {
    expect(() => JSON.stringify(nameOf('Wang^XiaoDong=王^小东'))).toThrow(/patient identity/);
  });
});
