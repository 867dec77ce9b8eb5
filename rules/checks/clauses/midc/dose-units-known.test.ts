import { noDose, studyFacts, testRule, withDose } from '@center/checks/testing';
import { doseUnitsKnown } from './dose-units-known.ts';

testRule(
  doseUnitsKnown,
  {},
  {
    conforms: [
      ['a report', studyFacts()],
      [
        'an odd spelling that the table knows',
        withDose({ departures: [{ code: 'unit-spelling', where: 'DLP', raw: 'mGycm' }] }),
      ],
      ['values in the header only', withDose({ reports: [], header: [{ source: 'header', events: [], totals: [] }] })],
    ],
    deviates: [],
    indeterminate: [
      [
        'a unit outside the table',
        'unit-unknown',
        withDose({
          departures: [{ code: 'unit-unknown', where: 'MeanCTDIvol', raw: 'mGyW' }],
          unitUnknown: ['MeanCTDIvol'],
        }),
        ['MeanCTDIvol'],
      ],
      [
        'a number without any unit',
        'unit-unknown',
        withDose({ departures: [{ code: 'unit-unknown', where: 'DLP', raw: '' }] }),
        ['DLP'],
      ],
      ['named by the facts alone', 'unit-unknown', withDose({ unitUnknown: ['DLP'] }), ['DLP']],
    ],
    notApplicable: [['no dose at all', withDose(noDose)]],
  },
  { cannotOccur: { deviates: 'a number that cannot be read proves nothing against anybody' } },
);
