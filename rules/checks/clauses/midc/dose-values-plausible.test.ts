import { decided, inUnknownUnit, noDose, studyFacts, testRule, told, withDose } from '@center/checks/testing';
import type { CountedEvent, DoseMeasure, StudyFacts, Unit } from '@center/contract';
import { doseValuesPlausible } from './dose-values-plausible.ts';

const event = (name: string, value: number, unit: Unit, type = 'SpiralAcquisition'): StudyFacts =>
  withDose({ ...noDose, events: [{ source: 'rdsr', type, values: { [name]: told(value, unit) } }] });
const exam = (measure: DoseMeasure, value: number): StudyFacts =>
  withDose({ ...noDose, exam: { amounts: { [measure]: { value, source: 'header' } } } });
const unknown: CountedEvent = { source: 'rdsr', values: { MeanCTDIvol: inUnknownUnit('mGyW') } };

testRule(
  doseValuesPlausible,
  {},
  {
    conforms: [
      ['a CT of the chest', studyFacts()],
      ['both ends belong to the range', event('MeanCTDIvol', 200, 'mGy')],
      ['the lower end', event('CTDIvol', 0.1, 'mGy')],
      ['mammography', event('AverageGlandularDose', 1.4, 'mGy')],
      ['a bed-side film', exam('DoseAreaProduct', 1e-6)],
      ['activity', exam('AdministeredActivity', 300)],
      [
        'looked at and in order',
        { ...exam('DLP', 9000), ...decided('dose-values-plausible', 'dismissed') },
        { basis: 'attested' },
      ],
    ],
    deviates: [
      [
        'confirmed as an overdose',
        { ...event('MeanCTDIvol', 900, 'mGy'), ...decided('dose-values-plausible', 'confirmed') },
        { basis: 'attested' },
      ],
    ],
    indeterminate: [
      ['CTDIvol of microgray', 'awaiting-review', event('MeanCTDIvol', 12_000, 'mGy')],
      ['CTDIvol written in gray', 'awaiting-review', event('MeanCTDIvol', 0.012, 'mGy')],
      ['DLP', 'awaiting-review', exam('DLP', 8001)],
      ['a dose below zero', 'awaiting-review', event('DoseAreaProduct', -1, 'Gy.m2')],
      [
        'a total below zero',
        'awaiting-review',
        withDose({
          reports: [{ source: 'rdsr', events: [], totals: [{ values: { DoseAreaProductTotal: told(-1, 'Gy.m2') } }] }],
        }),
      ],
      ['dGy·cm² taken for Gy·m²', 'awaiting-review', exam('DoseAreaProduct', 1.2)],
      ['Gy·m² taken for dGy·cm²', 'awaiting-review', exam('DoseAreaProduct', 1e-10)],
      ['dose at the reference point in mGy', 'awaiting-review', exam('DoseRP', 80)],
      ['glandular dose in dGy', 'awaiting-review', event('AverageGlandularDose', 0.0137, 'mGy')],
      ['entrance dose', 'awaiting-review', event('EntranceDose', 600, 'mGy')],
      ['entrance dose of a report', 'awaiting-review', event('EntranceExposureAtRP', 0.0001, 'mGy')],
      ['tube voltage in volts', 'awaiting-review', event('KVP', 120_000, 'kV')],
      ['Bq taken for MBq', 'awaiting-review', exam('AdministeredActivity', 221_596_288)],
      ['milliseconds of fluoroscopy', 'awaiting-review', exam('FluoroTime', 95_000)],
      [
        'one exposure of several',
        'awaiting-review',
        withDose({
          events: [
            { source: 'rdsr', values: { KVP: told(120, 'kV') } },
            { source: 'rdsr', values: { KVP: told(1200, 'kV') } },
          ],
        }),
      ],
      ['an unknown unit', 'unit-unknown', withDose({ events: [unknown] }), ['MeanCTDIvol mGyW']],
    ],
    notApplicable: [
      ['no dose', withDose(noDose)],
      ['a meter that is not there writes zero', event('EntranceDose', 0, 'mGy')],
      ['a localiser has a small CTDIvol', event('MeanCTDIvol', 0.05, 'mGy', 'ConstantAngleAcquisition')],
      ['a quantity without range', event('HalfValueLayer', 900, 'mm')],
      ['from outside', { ...exam('DLP', 9000), origin: { kind: 'imported', by: 'institution' } }],
    ],
  },
);
