import { baseline, device, importedStudy, studyFacts, testRule } from '@center/checks/testing';
import type { StudyFacts } from '@center/contract';
import { outreachProtectionRecorded } from './outreach-protection-recorded.ts';

const named = (StationName: string, name = '一号机'): Pick<StudyFacts, 'devices'> => ({
  devices: [device('CT', { StationName }, { name })],
});
const described = (text: string): Pick<StudyFacts, 'words'> => ({
  words: { texts: [{ keyword: 'StudyDescription', text }], procedureCodes: [] },
});

testRule(
  outreachProtectionRecorded,
  {},
  {
    conforms: [],
    deviates: [],
    indeterminate: [
      ['a station of a vehicle', 'evidence-missing', studyFacts(named('车载DR1')), ['records.outing']],
      ['a mobile station', 'evidence-missing', studyFacts(named('DR-MOBILE-2'))],
      ['a card that says so', 'evidence-missing', studyFacts(named('DR03', '移动体检车'))],
      ['a description that names an outing', 'evidence-missing', studyFacts(described('外出体检 胸部正位'))],
      ['radiation not known', 'evidence-missing', studyFacts({ ...named('VAN 1'), ionising: 'unknown' })],
    ],
    notApplicable: [
      ['a room of the house', studyFacts()],
      ['a bedside film', studyFacts(described('床旁移动DR胸片 mobile chest'))],
      ['a product name', studyFacts(named('MOBILEDIAGNOST'))],
      [
        'a workstation of a vehicle that acquired nothing',
        studyFacts({ ...named('车载'), objects: baseline.objects.map((group) => ({ ...group, acquired: false })) }),
      ],
      ['ultrasound in a vehicle', studyFacts({ ...named('车载US'), ionising: 'no' })],
      ['from outside', studyFacts({ ...named('车载DR1'), ...importedStudy })],
    ],
  },
  {
    cannotOccur: {
      conforms: 'no register holds the protection records of outings',
      deviates: 'a record that is not seen may be on paper',
    },
  },
);
