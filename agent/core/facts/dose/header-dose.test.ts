import { describe, expect, it } from 'vitest';
import type { Header } from '../header.ts';
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

  it('the most exact of rounded duplicates, whichever attribute it stands in', () => {
    const exposure = (header: Header): unknown => values({ CTDIvol: 1, ...header });
    // A whole number of mAs that is the other one rounded.
    expect(exposure({ ExposureInmAs: 1, ExposureInuAs: 1040, Exposure: 1 })).toMatchObject({
      Exposure: { quantity: { value: 1.04 } },
    });
    expect(exposure({ ExposureInuAs: 1, Exposure: 2.5 })).toMatchObject({ Exposure: { quantity: { value: 0.001 } } });
    expect(exposure({ ExposureInmAs: 7.25, ExposureInuAs: 7000, Exposure: 7 })).toMatchObject({
      Exposure: { quantity: { value: 7.25 } },
    });
    expect(exposure({ XRayTubeCurrentInuA: 0, XRayTubeCurrent: 250 })).toMatchObject({
      XRayTubeCurrent: { quantity: { value: 250 } },
    });
    expect(values({ EntranceDoseInmGy: 0, EntranceDose: 1 })).toMatchObject({ EntranceDose: mGy(100) });
    expect(values({ EntranceDoseInmGy: 5.2, EntranceDose: 0 })).toMatchObject({ EntranceDose: mGy(5.2) });
  });

  it('functional groups: shared by all frames before those of the first', () => {
    const header: Header = {
      SOPClassUID: '1.2.840.10008.5.1.4.1.1.2.1',
      Modality: 'CT',
      AcquisitionDateTime: '20240501093000',
      SharedFunctionalGroupsSequence: [
        {
          CTAcquisitionTypeSequence: [{ AcquisitionType: 'SPIRAL' }],
          CTExposureSequence: [
            {
              CTDIvol: 8.1,
              ExposureTimeInms: 400,
              XRayTubeCurrentInmA: 210,
              ExposureInmAs: 84,
              CTDIPhantomTypeCodeSequence: [
                { CodeValue: '113691', CodingSchemeDesignator: 'DCM', CodeMeaning: '体部体模' },
              ],
            },
          ],
        },
      ],
      PerFrameFunctionalGroupsSequence: [
        {
          CTXRayDetailsSequence: [{ KVP: 120 }],
          CTExposureSequence: [{ CTDIvol: 99 }],
          IrradiationEventIdentificationSequence: [{ IrradiationEventUID: '1.2.3' }],
        },
        { CTExposureSequence: [{ CTDIvol: 77 }] },
      ],
    };
    expect(amount(readHeaderDose(header)?.events)).toMatchObject([
      {
        IrradiationEventUID: '1.2.3',
        type: 'SpiralAcquisition',
        phantom: 'body-32cm',
        startedAt: '20240501093000',
        values: {
          CTDIvol: mGy(8.1),
          KVP: { quantity: { value: 120 } },
          ExposureTime: { quantity: { value: 0.4, unit: 's' } },
          XRayTubeCurrent: { quantity: { value: 210 } },
          Exposure: { quantity: { value: 84 } },
        },
      },
    ]);
  });

  it('breast tomosynthesis: the dose stands in its own sequence, in dGy', () => {
    const group = {
      XRayAcquisitionDoseSequence: [{ OrganDose: 0.0213, EntranceDoseInmGy: 8.4, HalfValueLayer: 0.55 }],
      FrameAnatomySequence: [{ FrameLaterality: 'R' }],
    };
    for (const header of [
      { Modality: 'MG', SharedFunctionalGroupsSequence: [group] },
      { Modality: 'MG', PerFrameFunctionalGroupsSequence: [group] },
    ])
      expect(amount(readHeaderDose(header)?.events)).toMatchObject([
        {
          laterality: 'right',
          values: {
            AverageGlandularDose: mGy(2.13),
            EntranceDose: mGy(8.4),
            HalfValueLayer: { quantity: { value: 0.55 } },
          },
        },
      ]);
  });

  it('cone beam: three-dimensional acquisition and its projections', () => {
    expect(
      values({
        Modality: 'XA',
        ImageAndFluoroscopyAreaDoseProduct: 12,
        XRay3DAcquisitionSequence: [{ KVP: 90, PerProjectionAcquisitionSequence: [{ XRayTubeCurrentInmA: 120 }] }],
      }),
    ).toMatchObject({
      DoseAreaProduct: { quantity: { value: 0.00012, unit: 'Gy.m2' } },
      KVP: { quantity: { value: 90 } },
      XRayTubeCurrent: { quantity: { value: 120 } },
    });
  });

  it('biplane images say their plane, a localiser that it is one', () => {
    const event = (header: Header) => readHeaderDose({ ImageAndFluoroscopyAreaDoseProduct: 1, ...header })?.events[0];
    expect(event({ Modality: 'XA', ImageType: ['ORIGINAL', 'PRIMARY', 'BIPLANE A'] })?.plane).toBe('A');
    expect(event({ Modality: 'XA', ImageType: ['ORIGINAL', 'PRIMARY', 'BIPLANE B'] })?.plane).toBe('B');
    expect(event({ Modality: 'XA', ImageType: ['ORIGINAL', 'PRIMARY', 'SINGLE PLANE'] })?.plane).toBeUndefined();
    expect(event({ Modality: 'CT', ImageType: ['ORIGINAL', 'PRIMARY', 'LOCALIZER'] })?.type).toBe(
      'ConstantAngleAcquisition',
    );
    expect(event({ Modality: 'CT', AcquisitionDate: '20240501', AcquisitionTime: '101112' })?.startedAt).toBe(
      '20240501101112',
    );
  });

  it('an image of several irradiation events names them all and gives its amounts once', () => {
    expect(readHeaderDose({ CTDIvol: 3, IrradiationEventUID: ['1.1', '1.2'] })?.events).toMatchObject([
      { IrradiationEventUID: '1.1', values: { CTDIvol: { kind: 'quantity' } } },
      { IrradiationEventUID: '1.2', values: {} },
    ]);
  });

  it('an activity that nobody is given was written in the other unit: kept raw', () => {
    const given = (header: Header, amount: number) =>
      readHeaderDose({ ...header, RadiopharmaceuticalInformationSequence: [{ RadionuclideTotalDose: amount }] })
        ?.events[0]?.values.AdministeredActivity;
    expect(given({ Modality: 'PT' }, 370)).toEqual({ kind: 'unit-unknown', rawValue: '370', rawUnit: 'Bq' });
    expect(given({ Modality: 'NM' }, 740_000_000)).toEqual({
      kind: 'unit-unknown',
      rawValue: '740000000',
      rawUnit: 'MBq',
    });
    expect(amount(given({ Modality: 'NM' }, 0))).toMatchObject({ quantity: { value: 0, unit: 'MBq' } });
  });

  it('each radiopharmaceutical is an administration, under its own identifier and time', () => {
    expect(
      readHeaderDose({
        Modality: 'NM',
        StudyDate: '20240501',
        RadiopharmaceuticalInformationSequence: [
          { RadionuclideTotalDose: 320, RadiopharmaceuticalAdministrationEventUID: '1.5' },
          { RadionuclideTotalDose: 80, RadiopharmaceuticalStartTime: '081500' },
          { RadionuclideTotalDose: 90, RadiopharmaceuticalStartDateTime: '20240430230000' },
          { RadiopharmaceuticalStartTime: '081500' },
        ],
      })?.events,
    ).toMatchObject([
      { IrradiationEventUID: '1.5', type: 'RadiopharmaceuticalAdministration' },
      { startedAt: '20240501081500' },
      { startedAt: '20240430230000' },
    ]);
  });
});

describe('performed procedure steps', () => {
  const step: Header = {
    SOPClassUID: '1.2.840.10008.3.1.2.3.3',
    SOPInstanceUID: '1.9',
    Modality: 'RF',
    PerformedProcedureStepStatus: 'COMPLETED',
    TotalTimeOfFluoroscopy: 185,
    TotalNumberOfExposures: 12,
    ImageAndFluoroscopyAreaDoseProduct: 420,
    EntranceDose: 0,
    EntranceDoseInmGy: 35.5,
    DistanceSourceToDetector: 1100,
    ExposureDoseSequence: [
      { KVP: 70, XRayTubeCurrentInuA: 400_000, ExposureTime: 80 },
      { KVP: 81, XRayTubeCurrentInuA: 350_000, ExposureTime: 100 },
    ],
  };
  it('the whole step is a total, its exposures are events', () => {
    expect(amount(readHeaderDose(step))).toMatchObject({
      source: 'mpps',
      SOPInstanceUID: '1.9',
      events: [
        { values: { KVP: { quantity: { value: 70 } }, ExposureTime: { quantity: { value: 0.08 } } } },
        { values: { KVP: { quantity: { value: 81 } }, XRayTubeCurrent: { quantity: { value: 350 } } } },
      ],
      totals: [
        {
          values: {
            TotalFluoroTime: { quantity: { value: 185, unit: 's' } },
            TotalNumberOfExposures: { quantity: { value: 12 } },
            DoseAreaProductTotal: { quantity: { value: 0.0042, unit: 'Gy.m2' } },
            EntranceDose: mGy(35.5),
            DistanceSourceToDetector: { quantity: { value: 1100 } },
          },
        },
      ],
    });
  });
  it('without a class, its status tells; without a dose, there is no report', () => {
    const { SOPClassUID: _class, ...bare } = step;
    expect(readHeaderDose(bare)?.source).toBe('mpps');
    expect(readHeaderDose({ PerformedProcedureStepStatus: 'DISCONTINUED' })).toBeUndefined();
  });
  it('an image with exposures of its own tells their sum as a total', () => {
    const { SOPClassUID: _class, PerformedProcedureStepStatus: _status, ...image } = step;
    const dose = readHeaderDose({ ...image, SOPClassUID: '1.2.840.10008.5.1.4.1.1.12.2', IrradiationEventUID: '1.1' });
    expect(dose?.source).toBe('header');
    expect(dose?.events).toHaveLength(2);
    expect(amount(dose?.totals)).toMatchObject([{ values: { DoseAreaProduct: { quantity: { value: 0.0042 } } } }]);
  });
});
