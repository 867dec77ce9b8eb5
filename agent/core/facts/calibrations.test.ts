import { must, parseDeviceId } from '@center/contract';
import { expect, it } from 'vitest';
import { calibrationFacts } from './calibrations.ts';
import { classes, observed } from './testing/observed.ts';

const device = must(parseDeviceId('0b'.repeat(16)));

it('the latest date of each kind; what is no date is dropped and a future one stays', () => {
  const images = [
    observed({ DateOfLastCalibration: ['20250101', '20260102'], DateOfLastDetectorCalibration: '20991231' }),
    observed({ DateOfLastCalibration: '20251231' }),
    observed({ DateOfLastCalibration: '00000000' }),
  ];
  const report = observed(
    { Modality: 'SR' },
    {
      sopClass: classes.doseReport,
      dose: {
        source: 'rdsr',
        events: [],
        totals: [],
        calibrations: [{ on: '20240601120000', values: {} }, { on: 'unknown', values: {} }, { values: {} }],
      },
    },
  );
  expect(calibrationFacts([...images, report], () => device)).toEqual([
    { deviceId: device, what: 'detector', on: '2099-12-31' },
    { deviceId: device, what: 'device', on: '2026-01-02' },
    { deviceId: device, what: 'dose-meter', on: '2024-06-01' },
  ]);
  expect(calibrationFacts([observed({ DateOfLastCalibration: '' })], () => undefined)).toEqual([]);
});
