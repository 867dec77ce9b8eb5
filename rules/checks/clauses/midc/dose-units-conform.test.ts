import { inUnknownUnit, noDose, studyFacts, testRule, withDose } from '@center/checks/testing';
import type { DoseDeparture } from '@center/contract';
import { doseUnitsConform } from './dose-units-conform.ts';

const departing = (...departures: readonly DoseDeparture[]) => withDose({ departures });

testRule(
  doseUnitsConform,
  {},
  {
    conforms: [
      ['a report as the standard spells it', studyFacts()],
      ['values in the header only', withDose({ reports: [], header: [{ source: 'header', events: [], totals: [] }] })],
    ],
    deviates: [
      [
        'mGycm instead of mGy.cm',
        departing({ code: 'unit-spelling', where: 'DLP', raw: 'mGycm' }),
        { observed: [{ fact: 'unit-spelling', value: 'DLP “mGycm”' }], noted: true },
      ],
      ['a wrong code', departing({ code: 'concept-code-wrong', where: '113745', raw: '113745|DCM' })],
      ['a concept known by its meaning only', departing({ code: 'concept-by-meaning', where: 'DLP' })],
      ['an empty measurement', departing({ code: 'measurement-empty', where: 'DoseAreaProduct' })],
      ['two numbers in one text', departing({ code: 'number-form', where: 'MeanCTDIvol', raw: '10.50/ 15.00' })],
      [
        'a departure where nothing else was read',
        withDose({ ...noDose, departures: [{ code: 'measurement-empty', where: 'DLP' }] }),
      ],
    ],
    indeterminate: [
      [
        'a unit outside the table',
        'unit-unknown',
        withDose({
          departures: [
            { code: 'unit-spelling', where: 'DLP', raw: 'mGycm' },
            { code: 'unit-unknown', where: 'MeanCTDIvol', raw: 'mGyW' },
          ],
          events: [{ source: 'rdsr', values: { MeanCTDIvol: inUnknownUnit('mGyW') } }],
        }),
        ['MeanCTDIvol “mGyW”'],
      ],
    ],
    notApplicable: [['no dose at all', withDose(noDose)]],
  },
);
