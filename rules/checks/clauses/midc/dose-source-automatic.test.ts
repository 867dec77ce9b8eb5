import { ctReport, device, noDose, testRule, told, withDose } from '@center/checks/testing';
import type { DoseReport, StudyFacts } from '@center/contract';
import { doseSourceAutomatic } from './dose-source-automatic.ts';

const from = (CodeValue: string, CodingSchemeDesignator = 'DCM'): StudyFacts =>
  withDose({ reports: [{ ...ctReport(), sourceOfDose: { CodeValue, CodingSchemeDesignator } }] });
const silent = (deviceObserver: DoseReport['deviceObserver'] | undefined): StudyFacts => {
  const { deviceObserver: _own, ...report } = ctReport();
  return withDose({ reports: [deviceObserver === undefined ? report : { ...report, deviceObserver }] });
};

testRule(
  doseSourceAutomatic,
  {},
  {
    conforms: [
      ['automatic', from('113856'), { noted: false }],
      ['from the performed step', from('113858')],
      ['copied from image attributes', from('113866')],
      ['computed from image attributes', from('113867')],
      ['calculated by the system', from('113940')],
      ['a dosimeter', from('15869005', 'SCT')],
      ['a dosimeter by its older code', from('A-2C090', 'SRT')],
      ['not told, and the scanner wrote it', silent({ serial: 'sn-1001 ' }), { noted: true }],
      ['not told, and the serial number spelled otherwise', silent({ serial: '00 SN 1001' }), { noted: true }],
      ['not told, and no serial number, but the model', silent({ model: 'MODEL ONE' }), { noted: true }],
    ],
    deviates: [
      ['typed by hand', from('113857')],
      ['read off a printed report', from('113868')],
      [
        'one of two reports',
        withDose({
          reports: [
            ctReport(),
            { ...ctReport(), sourceOfDose: { CodeValue: '113857', CodingSchemeDesignator: 'DCM' } },
          ],
        }),
      ],
    ],
    indeterminate: [
      ['not told, another serial number', 'evidence-missing', silent({ serial: 'PC-7', model: 'Model One' })],
      ['not told by nobody', 'evidence-missing', silent(undefined), ['SourceOfDoseInformation']],
      [
        'not told, and the images have not come yet',
        'not-yet-run',
        { ...silent({ serial: 'SN-1001' }), devices: [], completeness: 'arriving' },
      ],
      ['a private code', 'evidence-missing', from('X1', '99ACME'), ['SourceOfDoseInformation']],
    ],
    notApplicable: [
      ['no report', withDose(noDose)],
      [
        'the report of an administered activity',
        withDose({
          reports: [
            {
              source: 'rdsr',
              events: [
                { type: 'RadiopharmaceuticalAdministration', values: { AdministeredActivity: told(370, 'MBq') } },
              ],
              totals: [],
            },
          ],
        }),
      ],
      ['a dose screen', withDose({ reports: [{ ...ctReport(), source: 'dose-screen' }] })],
      ['from outside', { ...from('113857'), origin: { kind: 'imported', by: 'record' }, devices: [device('CT')] }],
    ],
  },
);
