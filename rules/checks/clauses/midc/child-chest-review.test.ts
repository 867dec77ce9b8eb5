import { ageUnknown, chest, decided, nowhereKnown, pelvis, studyFacts, testRule, years } from '@center/checks/testing';
import type { StudyFacts } from '@center/contract';
import { childChestReview } from './child-chest-review.ts';

const study = (description: string, age: StudyFacts['age'], change: Partial<StudyFacts> = {}): StudyFacts =>
  studyFacts({
    modalities: ['DX'],
    region: chest,
    age,
    words: { texts: [{ keyword: 'RequestedProcedureDescription', text: description }], procedureCodes: [] },
    ...change,
  });

testRule(
  childChestReview,
  {},
  {
    conforms: [
      ['a child with a cough', study('胸部正位片 咳嗽', years(6))],
      ['no age and no check-up', study('胸部正位片', ageUnknown)],
      ['a part that nobody knows', study('正位片', years(6), { region: nowhereKnown })],
      [
        'looked at and in order',
        { ...study('入托体检 胸片', years(3)), ...decided('child-chest-review', 'dismissed') },
        { basis: 'attested' },
      ],
    ],
    deviates: [
      [
        'confirmed',
        { ...study('入学体检', years(6)), ...decided('child-chest-review', 'confirmed') },
        { basis: 'attested' },
      ],
    ],
    indeterminate: [
      ['school entry', 'awaiting-review', study('入学体检 胸片', years(6))],
      ['an infant', 'awaiting-review', study('Chest PA health examination', years(0.5))],
      ['at 14', 'awaiting-review', study('CHEST SCREENING', years(14))],
      ['a part that nobody knows', 'awaiting-review', study('体检', years(6), { region: nowhereKnown })],
      [
        'a check-up at an unknown age',
        'evidence-missing',
        study('体检 胸片', ageUnknown),
        ['PatientBirthDate', 'PatientAge'],
      ],
    ],
    notApplicable: [
      ['an adult', study('体检 胸片', years(40))],
      ['at 15', study('体检 胸片', years(15))],
      ['the pelvis', study('体检', years(6), { region: pelvis })],
      ['no radiation', study('体检', years(6), { ionising: 'no' })],
      ['from outside', study('体检 胸片', years(6), { origin: { kind: 'imported', by: 'institution' } })],
    ],
  },
);
