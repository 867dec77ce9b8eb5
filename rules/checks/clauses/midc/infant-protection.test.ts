import { absent, ageUnknown, decided, name, patient, studyFacts, testRule, years } from '@center/checks/testing';
import type { StudyFacts, TechniqueGroup } from '@center/contract';
import { infantProtection } from './infant-protection.ts';

const technique = (kv: number | undefined, Modality = 'CT'): readonly TechniqueGroup[] => [
  { Modality, ProtocolName: 'X', images: 1, ...(kv === undefined ? {} : { kvp: { min: kv, max: kv } }) },
];
const study = (age: StudyFacts['age'], protocol: string, change: Partial<StudyFacts> = {}): StudyFacts =>
  studyFacts({
    age,
    technique: technique(100),
    words: { texts: [{ keyword: 'ProtocolName', text: protocol }], procedureCodes: [] },
    ...change,
  });

testRule(
  infantProtection,
  {},
  {
    conforms: [
      ['a child with a child’s protocol', study(years(6), 'Head Child')],
      ['a child of three', study(years(3), 'Thorax')],
      ['120 kV at seven', study(years(7), 'Thorax', { technique: technique(120) })],
      [
        'an adult spoken of elsewhere',
        study(years(6), 'Head', {
          words: { texts: [{ keyword: 'StudyDescription', text: '成人陪同' }], procedureCodes: [] },
        }),
      ],
      [
        'looked at and in order',
        { ...study(years(6), 'ADULT HEAD'), ...decided('infant-protection', 'dismissed') },
        { basis: 'attested' },
      ],
    ],
    deviates: [
      [
        'confirmed',
        { ...study(years(6), '成人头颅'), ...decided('infant-protection', 'confirmed') },
        { basis: 'attested' },
      ],
    ],
    indeterminate: [
      ['an adult protocol', 'awaiting-review', study(years(6), 'AdultHead')],
      ['in Chinese', 'awaiting-review', study(years(1), '头颅(成人)')],
      ['an infant at 120 kV', 'awaiting-review', study(years(2), 'Head', { technique: technique(120) })],
      ['an infant, shielding unknown', 'evidence-missing', study(years(2), 'Head'), ['shieldingRecord']],
      [
        'an infant’s chest film at 120 kV',
        'evidence-missing',
        study(years(0), 'Chest', { technique: technique(120, 'DX') }),
      ],
      ['an infant, voltage unknown', 'evidence-missing', study(years(0), 'Chest', { technique: technique(undefined) })],
      ['no age', 'evidence-missing', study(ageUnknown, 'Head'), ['PatientBirthDate', 'PatientAge']],
    ],
    notApplicable: [
      ['an adult', study(years(40), 'Adult')],
      ['at fifteen', study(years(15), 'Adult')],
      [
        'the daily check of a scanner, born today',
        study(years(0), 'Head', {
          ...patient({ PatientName: name('QA^PHANTOM') }),
          AccessionNumber: absent,
          technique: technique(120),
        }),
      ],
      ['no X-rays', study(years(1), 'Brain', { xray: 'no' })],
      ['from outside', study(years(1), 'Adult', { origin: { kind: 'imported', by: 'institution' } })],
    ],
  },
);
