import { describe, expect, it } from 'vitest';
import { readHeaderDose } from './index.ts';

const amount = (value: unknown) => JSON.parse(JSON.stringify(value)) as unknown;
const mGy = (value: number) => ({ kind: 'quantity', quantity: { value, unit: 'mGy' } });

describe('dose in image headers', () => {
  const values = (header: Parameters<typeof readHeaderDose>[0]) => amount(readHeaderDose(header)?.events[0]?.values);

  it.each([
    [
      'area dose product is in dGy·cm²',
      { ImageAndFluoroscopyAreaDoseProduct: 0.633 },
      { DoseAreaProduct: { quantity: { value: 0.00000633, unit: 'Gy.m2' } } },
    ],
    [
      'organ dose of a mammogram is in dGy',
      { Modality: 'MG', OrganDose: 0.01373, EntranceDose: 0, EntranceDoseInmGy: 5.2 },
      { AverageGlandularDose: mGy(1.373), EntranceDose: mGy(5.2) },
    ],
    [
      'a rounded zero gives way',
      { CTDIvol: 3, ExposureInuAs: 0, Exposure: 12 },
      { Exposure: { quantity: { value: 12, unit: 'mA.s' } } },
    ],
    [
      'the most exact attribute wins',
      { CTDIvol: 3, ExposureInuAs: 1040, Exposure: 1, ExposureTimeInuS: 4120, ExposureTime: 4 },
      { Exposure: { quantity: { value: 1.04 } }, ExposureTime: { quantity: { value: 0.00412 } } },
    ],
    [
      'enhanced CT, first frame',
      { PerFrameFunctionalGroupsSequence: [{ CTExposureSequence: [{ CTDIvol: 8.1 }] }] },
      { CTDIvol: mGy(8.1) },
    ],
    [
      'enhanced XA, per frame',
      {
        AcquiredImageAreaDoseProduct: 2.5,
        PerFrameFunctionalGroupsSequence: [{ FrameAcquisitionSequence: [{ KVP: 80 }] }],
      },
      { KVP: { quantity: { value: 80, unit: 'kV' } } },
    ],
    [
      'the class says the unit of an activity where the modality does not',
      {
        SOPClassUID: '1.2.840.10008.5.1.4.1.1.128',
        RadiopharmaceuticalInformationSequence: [{ RadionuclideTotalDose: 370_000_000 }],
      },
      { AdministeredActivity: { quantity: { value: 370, unit: 'MBq' } } },
    ],
    [
      'PET activity is in Bq',
      { Modality: 'PT', RadiopharmaceuticalInformationSequence: [{ RadionuclideTotalDose: 221_596_288 }] },
      { AdministeredActivity: { quantity: { value: 221.596288, unit: 'MBq' } } },
    ],
    [
      'nuclear medicine activity is in MBq',
      { Modality: 'NM', RadiopharmaceuticalInformationSequence: [{ RadionuclideTotalDose: 320 }] },
      { AdministeredActivity: { quantity: { value: 320, unit: 'MBq' } } },
    ],
    [
      'enhanced PET activity is in MBq',
      {
        Modality: 'PT',
        SOPClassUID: '1.2.840.10008.5.1.4.1.1.130',
        RadiopharmaceuticalInformationSequence: [{ RadionuclideTotalDose: 320 }],
      },
      { AdministeredActivity: { quantity: { value: 320 } } },
    ],
    [
      'exposures of a dose screen',
      { ExposureDoseSequence: [{ CTDIvol: 12.1, KVP: 120, XRayTubeCurrentInuA: 200_000 }] },
      { MeanCTDIvol: mGy(12.1), XRayTubeCurrent: { quantity: { value: 200, unit: 'mA' } } },
    ],
    ['zero is a dose', { CTDIvol: 0 }, { CTDIvol: mGy(0) }],
  ])('%s', (_name, header, expected) => {
    expect(values(header)).toMatchObject(expected);
  });

  it('technique alone is no dose', () => {
    expect(readHeaderDose({ KVP: 120, Exposure: 100, XRayTubeCurrent: 200 })).toBeUndefined();
    expect(readHeaderDose({ CTDIvol: '' })).toBeUndefined();
  });

  it('names the phantom and the side', () => {
    expect(
      readHeaderDose({ CTDIvol: 3, CTDIPhantomTypeCodeSequence: [{ CodeValue: '113691' }], ImageLaterality: 'L' })
        ?.events[0],
    ).toMatchObject({ phantom: 'body-32cm', laterality: 'left' });
  });
});
