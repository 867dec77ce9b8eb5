import {
  baseline,
  ctReport,
  device,
  deviceWithoutCard,
  noDose,
  studyFacts,
  testRule,
  told,
} from '@center/checks/testing';
import {
  type DeviceModality,
  type DoseCapability,
  deviceModalities,
  must,
  parseDeviceId,
  type StudyFacts,
} from '@center/contract';
import { expect, test } from 'vitest';
import { judgeRule } from '../../evaluate.ts';
import { doseRecordPresent } from './dose-record-present.ts';

const study = (
  modality: DeviceModality,
  doseRecord: DoseCapability,
  dose: Partial<StudyFacts['dose']> = {},
  change: Partial<StudyFacts> = {},
): StudyFacts => {
  const held = device(modality, {}, { doseRecord });
  return studyFacts({
    modalities: [modality],
    devices: [held],
    objects: [{ Modality: modality, SOPClassUID: '1.2', deviceId: held.deviceId, count: 3, acquired: true }],
    dose: { ...noDose, ...dose },
    ...change,
  });
};
const ofAnother = { ...ctReport(), deviceObserver: { model: 'Model Nine', serial: 'SN-9999' } };
const ionising = deviceModalities.filter((modality) => !['US', 'MR', 'OT'].includes(modality));
const xray = ionising.filter((modality) => modality !== 'NM' && modality !== 'PT');

testRule(
  doseRecordPresent,
  {},
  {
    conforms: [
      ...xray.map(
        (modality) =>
          [`${modality} with the promised report`, study(modality, 'rdsr', { reports: [ctReport()] })] as const,
      ),
      [
        'a report that names no device',
        study('CT', 'rdsr', {
          reports: [{ source: 'rdsr', events: [], totals: [{ values: { TotalFluoroTime: told(40, 's') } }] }],
        }),
      ],
      [
        'a hybrid device that was used for its CT alone',
        study('PT', 'rdsr', { reports: [ctReport()] }, { devices: [device('PT', { modalities: ['CT'] })] }),
      ],
      ['a serial number spelled otherwise', study('CT', 'rdsr', { reports: [ctReport({ serial: '00 sn1001' })] })],
      [
        'a serial number that no device of the study has, but the same model',
        study('CT', 'rdsr', { reports: [ctReport({ serial: 'TUBE-77' })] }),
      ],
      ['dose in the header, as promised', study('DX', 'header', { headerDosePresent: true })],
      ['a report where only the header was promised', study('DX', 'header', { reports: [ctReport()] })],
      [
        'the performed step tells what the header promised',
        study('DX', 'header', {
          events: [{ source: 'mpps', values: { DoseAreaProduct: told(1e-6, 'Gy.m2') } }],
        }),
        { noted: true },
      ],
      [
        'the dose screen tells what the header promised',
        study('CT', 'header', { reports: [{ ...ctReport(), source: 'dose-screen' }] }),
        { noted: true },
      ],
      ['technique factors, as promised', study('IO', 'technique', { techniqueFactors: true })],
      ['administered activity of PT', study('PT', 'header', { administeredActivity: 'yes' })],
      ['administered activity of NM', study('NM', 'rdsr', { administeredActivity: 'yes' })],
    ],
    deviates: [
      ...xray.map(
        (modality) =>
          [
            `${modality} without the promised report`,
            study(modality, 'rdsr', { headerDosePresent: true, techniqueFactors: true }),
          ] as const,
      ),
      ['a report of another device', study('CT', 'rdsr', { reports: [ofAnother] })],
      [
        'a report of the same model that names another device of the study',
        study(
          'CT',
          'rdsr',
          { reports: [ctReport({ serial: 'SN-9999' })] },
          {
            devices: [
              device('CT'),
              device('CT', { deviceId: must(parseDeviceId('f'.repeat(32))), DeviceSerialNumber: 'SN-9999' }),
            ],
          },
        ),
      ],
      ['a dose screen is no report', study('CT', 'rdsr', { reports: [{ ...ctReport(), source: 'dose-screen' }] })],
      [
        'a report whose items are empty, where the header was promised',
        study('DX', 'header', { reports: [{ source: 'rdsr', events: [{ values: {} }], totals: [] }] }),
      ],
      [
        'a performed step that tells the technique only',
        study('DX', 'header', { events: [{ source: 'mpps', values: { KVP: told(70, 'kV') } }] }),
      ],
      ['no dose in the header', study('MG', 'header', { techniqueFactors: true })],
      ['no technique factors', study('PX', 'technique')],
      ['no activity', study('PT', 'header')],
      [
        'the report is on the CT of the examination, and no activity is told',
        study('PT', 'rdsr', { reports: [ctReport()], administeredActivity: 'no' }),
      ],
      [
        'a report of nothing but zeros',
        study('CT', 'rdsr', {
          reports: [
            { source: 'rdsr', events: [], totals: [{ values: { CTDoseLengthProductTotal: told(0, 'mGy.cm') } }] },
          ],
        }),
      ],
      [
        'a report without a single value',
        study('CT', 'rdsr', { reports: [{ source: 'rdsr', events: [], totals: [] }] }),
      ],
      [
        'a zero of a performed step',
        study('DX', 'header', {
          events: [{ source: 'mpps', values: { DoseAreaProduct: told(0, 'Gy.m2') } }],
        }),
      ],
    ],
    indeterminate: [
      ['no card', 'evidence-missing', studyFacts({ devices: [deviceWithoutCard('CT')] }), ['deviceCard']],
      [
        'activity unknown',
        'evidence-missing',
        study('NM', 'header', { administeredActivity: 'unknown' }),
        ['RadionuclideTotalDose'],
      ],
      [
        'missing, but an object could not be read',
        'evidence-unreadable',
        study('CT', 'rdsr', {}, { unreadable: [{ locator: '1.2.3', reason: 'truncated' }] }),
        ['1.2.3'],
      ],
      ['still arriving', 'not-yet-run', study('CT', 'rdsr', {}, { completeness: 'arriving' })],
    ],
    notApplicable: [
      ['card promises nothing', study('CR', 'none')],
      ['magnetic resonance', study('MR', 'rdsr')],
      ['ultrasound without card', studyFacts({ modalities: ['US'], devices: [deviceWithoutCard('US')] })],
      [
        'a workstation made it',
        studyFacts({ objects: baseline.objects.map((group) => ({ ...group, acquired: false })) }),
      ],
      ['from outside', study('CT', 'rdsr', {}, { origin: { kind: 'imported', by: 'institution' } })],
    ],
  },
);

test('every ionising modality of the contract is judged', () => {
  for (const modality of ionising)
    expect(judgeRule(doseRecordPresent, study(modality, 'rdsr'), {}).kind, modality).toBe('deviates');
});
