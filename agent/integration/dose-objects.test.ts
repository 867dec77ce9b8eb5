import type { DoseReport, DoseValue } from '@center/contract';
import { type DoseObject, doseObjects, fileBytes } from '@center/fixtures';
import { describe, expect, it } from 'vitest';
import { doseOf, readHeaderBytes } from '../shell/header/index.ts';

const objects = new Map(doseObjects('read').map((each) => [each.key, each]));
function read(key: string): { dose: DoseReport | undefined; damage: readonly string[]; made: DoseObject } {
  const made = objects.get(key);
  if (made === undefined) throw new RangeError(`no dose object ${key}`);
  const reading = readHeaderBytes(fileBytes(made.object), { complete: true });
  if (reading.kind !== 'readable') throw new Error(`${key}: ${reading.reason}`);
  return {
    made,
    dose: doseOf(reading),
    damage: reading.damage.map(({ code, where = '', detail = '' }) => `${code} ${where} ${detail}`.trim()),
  };
}

/** `12.3 mGy`, or what kind of number it is not. */
function shown(value: DoseValue): string {
  return value.kind === 'quantity' ? `${value.quantity.value} ${value.quantity.unit}` : value.kind;
}
function shownAll(values: Readonly<Record<string, DoseValue>>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, shown(value)]));
}

describe('dose objects as they come over the wire', () => {
  it('Enhanced X-Ray report: events by source and time, marks with reasons, technique from its table', () => {
    const { dose, damage } = read('enhanced');
    expect(damage).toEqual([]);
    expect(
      dose?.totals.map(({ plane, referencePoint, values }) => [plane, referencePoint?.CodeValue, shownAll(values)]),
    ).toEqual([
      ['A', '113860', { DoseRPTotal: '0.3 Gy' }],
      ['B', '113860', { DoseRPTotal: '0.1 Gy' }],
      [
        'all',
        undefined,
        {
          DoseAreaProductTotal: '0.0042 Gy.m2',
          FluoroDoseAreaProductTotal: '0.0012 Gy.m2',
          AcquisitionDoseAreaProductTotal: '0.003 Gy.m2',
          TotalFluoroTime: '20 s',
        },
      ],
    ]);
    const events = dose?.events ?? [];
    expect(events.map(({ type, plane, mark }) => [type, plane, mark?.kind, mark?.reason?.CodeValue])).toEqual([
      ['Fluoroscopy', 'A', undefined, undefined],
      ['Fluoroscopy', 'B', undefined, undefined],
      ['RotationalAcquisition', 'A', 'rejected', '128553'],
      ['RotationalAcquisition', 'A', 'repeated', '128553'],
    ]);
    expect(new Set(events.map(({ IrradiationEventUID }) => IrradiationEventUID)).size).toBe(3);
    expect(events.map(({ referencePoint }) => referencePoint?.CodeValue)).toEqual([
      '113860',
      '113860',
      '113860',
      '113860',
    ]);
    expect(events.every(({ startedAt = '', endedAt = '' }) => startedAt < endedAt)).toBe(true);
    expect(shownAll(events[2]?.values ?? {})).toEqual({ KVP: '90 kV', XRayTubeCurrent: '210 mA', DoseRP: '0.11 Gy' });
    expect(events[2]?.several?.XRayTubeCurrent?.map(shown)).toEqual(['210 mA', '250 mA']);
    expect(shownAll(events[1]?.values ?? {})).toEqual({ DoseRP: '0.1 Gy' });
  });

  it('biplane: planes, fluoroscopy and acquisition apart, calibrations', () => {
    const { dose, damage } = read('biplane');
    expect(damage).toEqual([]);
    expect(dose?.totals.map(({ plane, values }) => [plane, shownAll(values).DoseAreaProductTotal])).toEqual([
      ['A', '0.001 Gy.m2'],
      ['B', '0.0006 Gy.m2'],
    ]);
    expect(dose?.events.map(({ plane, type }) => [plane, type])).toEqual([
      ['A', 'Fluoroscopy'],
      ['B', 'Fluoroscopy'],
      ['A', 'StationaryAcquisition'],
      ['B', 'StationaryAcquisition'],
    ]);
    expect(dose?.calibrations?.map(({ plane, on, party }) => [plane, on, party])).toEqual([
      ['A', '20260105080000', '计量院'],
      ['B', '20260105080000', '计量院'],
    ]);
  });

  it('cone beam is a rotation, a dental panorama one exposure', () => {
    expect(read('cone-beam').dose?.events.map(({ type, values }) => [type, shownAll(values).DoseAreaProduct])).toEqual([
      ['RotationalAcquisition', '0.0021 Gy.m2'],
    ]);
    expect(read('dental').dose?.events.map(({ values }) => shownAll(values))).toEqual([
      { DoseAreaProduct: '0.0000095 Gy.m2', KVP: '66 kV', XRayTubeCurrent: '8 mA', ExposureTime: '14 s' },
    ]);
  });

  it('mammography: a total a breast', () => {
    const { dose } = read('mammography');
    expect(dose?.totals.map(({ laterality }) => laterality)).toEqual(['right', 'left']);
    expect(dose?.events.map(({ laterality, values }) => [laterality, values.AverageGlandularDose?.kind])).toEqual([
      ['right', 'quantity'],
      ['left', 'quantity'],
    ]);
  });

  it.each(['radiopharmaceutical', 'radiopharmaceutical-srt'])('%s: activity, half-life and time', (key) => {
    const { dose, damage } = read(key);
    expect(damage).toEqual([]);
    expect(dose?.events.map(({ type, values }) => [type, shownAll(values)])).toEqual([
      [
        'RadiopharmaceuticalAdministration',
        {
          RadionuclideHalfLife: '6586.2 s',
          AdministeredActivity: '370 MBq',
          PreAdministrationMeasuredActivity: '376 MBq',
          PostAdministrationMeasuredActivity: '6 MBq',
          RadiopharmaceuticalVolume: '2.1 cm3',
        },
      ],
    ]);
    expect(dose?.events[0]?.startedAt).toMatch(/^20260302\d{6}$/);
  });

  it('a legacy CT report in an Enhanced SR is one of dose; measurements in the same class are not', () => {
    const { dose, damage } = read('legacy-ct');
    expect(dose?.events.map(({ phantom, type, values }) => [phantom, type, shownAll(values)])).toEqual([
      ['head-16cm', 'SpiralAcquisition', { MeanCTDIvol: '52.1 mGy', DLP: '880.5 mGy.cm' }],
      ['body-32cm', 'SpiralAcquisition', { MeanCTDIvol: '9.5 mGy', DLP: '380 mGy.cm' }],
    ]);
    expect(damage).toEqual(['unit-spelling CTDoseLengthProductTotal mGycm', 'unit-spelling DLP mGycm']);
    expect(read('no-dose-report').dose).toBeUndefined();
  });

  it('C-arms: private codes, UCM, numbers without a value', () => {
    const summary = read('arm-summary');
    expect(summary.dose?.totals.map(({ values }) => shownAll(values))).toEqual([
      {
        TotalNumberOfRadiographicFrames: '14 1',
        TotalFluoroTime: '96 s',
        DoseAreaProductTotal: '0.000125 Gy.m2',
      },
    ]);
    expect(summary.damage).toEqual(['unit-spelling DoseAreaProductTotal Gy.cm^2']);
    expect(read('surgical-arm').damage).toEqual([
      'unit-spelling DoseAreaProductTotal Gy.m2 (UCM)',
      'measurement-empty DoseRPTotal',
      'unit-spelling TotalFluoroTime s (UCM)',
    ]);
  });

  it("another concept's code is named with its vendor, a glandular dose in dGy is read by its unit", () => {
    const { dose, damage } = read('wrong-code');
    expect(damage).toEqual(['concept-code-wrong XRayDetectorDataAvailable Hologic 113745 for 113945']);
    expect(dose?.totals.map(({ laterality, values }) => [laterality, shownAll(values)])).toEqual([
      ['right', { AccumulatedAverageGlandularDose: '1.64 mGy' }],
    ]);
  });

  it('a dose page and a performed step are told by their source', () => {
    const page = read('dose-page').dose;
    expect(page?.source).toBe('dose-screen');
    expect(page?.events.map(({ type, phantom, values }) => [type, phantom, shownAll(values).DLP])).toEqual([
      ['ConstantAngleAcquisition', 'body-32cm', '4.5 mGy.cm'],
      ['SpiralAcquisition', 'body-32cm', '608 mGy.cm'],
    ]);
    expect(page?.totals.map(({ values }) => shownAll(values).CTDoseLengthProductTotal)).toEqual(['612.5 mGy.cm']);
    const step = read('performed-step').dose;
    expect(step?.source).toBe('mpps');
    expect(step?.events).toHaveLength(2);
    expect(
      step?.totals.map(({ values }) => [shownAll(values).DoseAreaProductTotal, shownAll(values).TotalFluoroTime]),
    ).toEqual([['0.0042 Gy.m2', '185 s']]);
  });
});
