import type { CodedConcept } from '@center/contract';
import { describe, expect, it } from 'vitest';
import { readDoseReport, readHeaderDose, type SrItem } from './index.ts';
import { choice, coded, container, num, silent, text, uid } from './written-items.ts';

const root = (...children: SrItem[]): SrItem => container(coded('113701'), ...children);
const projection = (...children: SrItem[]): SrItem => container(coded('113706'), ...children);
const ct = (...children: SrItem[]): SrItem => container(coded('113819'), ...children);
function read(item: SrItem, SOPClassUID?: string) {
  const reading = readDoseReport(item, SOPClassUID === undefined ? {} : { SOPClassUID });
  if (reading === undefined) throw new Error('no dose report');
  return reading;
}
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value)) as unknown;
const amount = (value: number, unit: string): unknown => ({ kind: 'quantity', quantity: { value, unit } });
const enhancedSr = '1.2.840.10008.5.1.4.1.1.88.22';

describe('GE CT', () => {
  const report = root(
    choice(coded('121058', 'DCM', 'Procedure Reported'), coded('P5-08000', 'SRT', 'Computed Tomography X-ray')),
    ct(
      choice(coded('123014'), coded('X-UNKNOWN', '99GEMS', 'Unknown')),
      container(coded('113829'), num(coded('113838'), '512.4', 'mGycm')),
    ),
  );
  it('writes its report as Enhanced SR: the title 113701 makes it one of dose', () => {
    const { report: found, damage } = read(report, enhancedSr);
    expect(plain(found.events)).toMatchObject([
      { targetRegion: { CodingSchemeDesignator: '99GEMS' }, values: { DLP: amount(512.4, 'mGy.cm') } },
    ]);
    expect(found.procedure?.CodeValue).toBe('77477000');
    expect(damage).toEqual([{ code: 'unit-spelling', where: 'DLP', detail: 'mGycm' }]);
  });
  it('other Enhanced and Comprehensive SRs are not taken, whatever numbers they hold', () => {
    const measurements = container(coded('126000', 'DCM', 'Imaging Measurement Report'), ...report.children);
    for (const sopClass of [enhancedSr, '1.2.840.10008.5.1.4.1.1.88.33', '1.2.840.10008.5.1.4.1.1.88.73'])
      expect(readDoseReport(measurements, { SOPClassUID: sopClass })).toBeUndefined();
  });
  it('head and body phantom stand in one report', () => {
    const phantoms = read(
      root(ct(choice(coded('113835'), coded('113690'))), ct(choice(coded('113835'), coded('113691')))),
    );
    expect(phantoms.report.events.map(({ phantom }) => phantom)).toEqual(['head-16cm', 'body-32cm']);
  });
});

describe('GE surgical C-arms', () => {
  it('write the scheme UCM, numbers without a value, no template and no intent', () => {
    const { report, damage } = read(
      root(
        choice(coded('121058'), coded('113704')),
        container(
          coded('113702'),
          num(coded('113722'), '0.00012', 'Gy.m2', 'UCM'),
          silent(coded('113725')),
          num(coded('113730'), '12', 's', 'UCM'),
        ),
      ),
    );
    expect(plain(report.totals)).toMatchObject([
      { values: { DoseAreaProductTotal: amount(0.00012, 'Gy.m2'), TotalFluoroTime: amount(12, 's') } },
    ]);
    expect(report.totals[0]?.values.DoseRPTotal).toBeUndefined();
    expect(damage).toEqual([
      { code: 'unit-spelling', where: 'DoseAreaProductTotal', detail: 'Gy.m2 (UCM)' },
      { code: 'measurement-empty', where: 'DoseRPTotal' },
      { code: 'unit-spelling', where: 'TotalFluoroTime', detail: 's (UCM)' },
    ]);
  });
});

describe('GE mammography', () => {
  it('RelativeXRayExposure repeats the entrance dose in µGy and is not read as one', () => {
    const dose = readHeaderDose({
      Modality: 'MG',
      RelativeXRayExposure: 5200,
      EntranceDoseInmGy: 5.2,
      CompressionForce: 80,
    });
    expect(plain(dose?.events[0]?.values)).toMatchObject({
      EntranceDose: amount(5.2, 'mGy'),
      CompressionForce: amount(80, 'N'),
    });
    expect(readHeaderDose({ Modality: 'MG', RelativeXRayExposure: 5200 })).toBeUndefined();
  });
  it('a compression of 8 N was not written in newtons: kept raw', () => {
    const force = (CompressionForce: number) =>
      readHeaderDose({ Modality: 'MG', OrganDose: 0.01, CompressionForce })?.events[0]?.values.CompressionForce;
    expect(force(8)).toEqual({ kind: 'not-a-number', rawValue: '8', rawUnit: 'N' });
    expect(plain(force(0))).toMatchObject(amount(0, 'N') as object);
  });
});

describe('Siemens', () => {
  it('a wrong meaning beside the right code makes no difference', () => {
    const { report, damage } = read(root(ct(num(coded('113734', 'DCM', 'mA'), '100', 'mA'))));
    expect(plain(report.events[0]?.values)).toMatchObject({ XRayTubeCurrent: amount(100, 'mA') });
    expect(damage).toEqual([]);
  });
  it('dose check settings are told once, though every event repeats them', () => {
    const check = container(
      coded('113900'),
      choice(coded('113901'), coded('R-00339', 'SRT', 'No')),
      choice(coded('113902'), coded('R-0038D', 'SRT', 'Yes')),
      num(coded('113904'), '1000', 'mGy'),
    );
    const passed = container(
      coded('113908'),
      choice(coded('113910'), coded('373066001', 'SCT')),
      num(coded('113912'), '60', 'mGy'),
      num(coded('113914'), '71.5', 'mGy'),
      text(coded('113907'), '急诊'),
    );
    const { report } = read(root(ct(check), ct(check, passed)));
    expect(plain(report.doseChecks)).toMatchObject([
      { kind: 'alert', configured: true, values: { CTDIvolAlertValue: amount(1000, 'mGy') } },
      {
        kind: 'notification',
        configured: true,
        reason: '急诊',
        values: { CTDIvolNotificationValue: amount(60, 'mGy'), CTDIvolForwardEstimate: amount(71.5, 'mGy') },
      },
    ]);
  });
  it('Zee and Artis: Gym2 and uAs', () => {
    const { report, damage } = read(
      root(projection(num(coded('122130'), '0.00001', 'Gym2'), num(coded('113736'), '1488', 'uAs'))),
    );
    expect(plain(report.events[0]?.values)).toMatchObject({
      DoseAreaProduct: amount(0.00001, 'Gy.m2'),
      Exposure: amount(1.488, 'mA.s'),
    });
    expect(damage.map(({ detail }) => detail)).toEqual(['Gym2', 'uAs']);
  });
  it('Arcadis: private codes, Gy.cm^2, no air kerma', () => {
    const own = '99SMS_RADSUM';
    const { report, damage } = read(
      container(
        coded('C-10', own, 'Radiation Summary'),
        num(coded('C-200', own), '12', '1'),
        num(coded('C-202', own), '95', 's'),
        num(coded('C-204', own), '1.25', 'Gy.cm^2'),
        silent(coded('C-206', own)),
      ),
    );
    expect(plain(report.totals)).toMatchObject([
      {
        values: {
          TotalNumberOfRadiographicFrames: amount(12, '1'),
          TotalFluoroTime: amount(95, 's'),
          DoseAreaProductTotal: amount(0.000125, 'Gy.m2'),
        },
      },
    ]);
    expect(damage).toEqual([{ code: 'unit-spelling', where: 'DoseAreaProductTotal', detail: 'Gy.cm^2' }]);
  });
});

describe('Philips', () => {
  it('Allura and Azurion: a scheme of their own beside the standard codes, an empty value, a point told in words', () => {
    const { report, damage } = read(
      root(
        choice(coded('122142'), coded('113959', 'DCM', 'Cassette-based Projection Radiography System')),
        projection(
          text(coded('113780'), '15cm below BeamIsocenter'),
          num(coded('113738'), '0.004', 'Gy'),
          silent(coded('113742')),
          num(coded('003', '99PHI-IXR-XPER', 'Number of Frames'), '5', '1'),
          container(
            coded('005', '99PHI-IXR-XPER', 'Wedges and Shutters'),
            num(coded('006', '99PHI-IXR-XPER', 'Bottom Shutter'), '163.5', 'mm'),
          ),
        ),
      ),
    );
    expect(plain(report.events)).toMatchObject([
      {
        referencePoint: { CodeValue: '', CodeMeaning: '15cm below BeamIsocenter' },
        values: { DoseRP: amount(0.004, 'Gy') },
      },
    ]);
    expect(Object.keys(report.events[0]?.values ?? {})).toEqual(['DoseRP']);
    expect(damage).toEqual([{ code: 'measurement-empty', where: 'IrradiationDuration' }]);
  });

  const page = {
    SOPClassUID: '1.2.840.10008.5.1.4.1.1.7',
    Modality: 'CT',
    Manufacturer: 'Philips',
    SeriesDescription: 'Dose Info',
    TotalNumberOfExposures: 2,
    ElscintPrivateCreator00E1: 'ELSCINT1',
    ElscintDoseLengthProduct: 612.5,
    ExposureDoseSequence: [
      {
        AcquisitionType: 'CONSTANT_ANGLE',
        CTDIvol: 0.1,
        XRayTubeCurrentInuA: 30_000,
        KVP: 120,
        ElscintPrivateCreator00E1: 'ELSCINT1',
        ElscintDoseLengthProduct: 4.5,
      },
      {
        AcquisitionType: 'SPIRAL',
        AcquisitionDateTime: '20240101101500',
        CTDIvol: 12.2,
        XRayTubeCurrentInuA: 201_000,
        ExposureTime: 4200,
        SpiralPitchFactor: 0.9,
        ElscintDoseLengthProduct: 608,
        ElscintPhantomType: '32 CM',
      },
      { CTDIvol: 12.3 },
    ],
  };
  it('older CT: the dose page gives CTDIvol, current in µA, and privately DLP and phantom', () => {
    expect(plain(readHeaderDose(page))).toMatchObject({
      source: 'dose-screen',
      events: [
        { type: 'ConstantAngleAcquisition', values: { MeanCTDIvol: amount(0.1, 'mGy'), DLP: amount(4.5, 'mGy.cm') } },
        {
          type: 'SpiralAcquisition',
          phantom: 'body-32cm',
          startedAt: '20240101101500',
          values: {
            MeanCTDIvol: amount(12.2, 'mGy'),
            DLP: amount(608, 'mGy.cm'),
            XRayTubeCurrent: amount(201, 'mA'),
            ExposureTime: amount(4.2, 's'),
            PitchFactor: amount(0.9, '{ratio}'),
          },
        },
      ],
      totals: [
        {
          values: {
            CTDoseLengthProductTotal: amount(612.5, 'mGy.cm'),
            TotalNumberOfIrradiationEvents: amount(2, '{events}'),
          },
        },
      ],
    });
    expect(readHeaderDose(page)?.events).toHaveLength(2);
  });
  it('a dose page may have no total, and another creator owns its private numbers', () => {
    const { ElscintDoseLengthProduct: _total, TotalNumberOfExposures: _count, ...bare } = page;
    expect(readHeaderDose(bare)?.totals).toEqual([]);
    const stranger = readHeaderDose({
      ...page,
      ElscintPrivateCreator00E1: 'ACME 1.0',
      ExposureDoseSequence: page.ExposureDoseSequence.map((item) => ({
        ...item,
        ElscintPrivateCreator00E1: 'ACME 1.0',
      })),
    });
    expect(stranger?.events.map(({ values }) => values.DLP)).toEqual([undefined, undefined]);
    expect(stranger?.totals[0]?.values.CTDoseLengthProductTotal).toBeUndefined();
  });
});

describe('Canon', () => {
  it('two numbers in one value: the first will do for a technique, neither is a dose', () => {
    const { report, damage } = read(
      root(ct(num(coded('113834'), '0.50/ 0.75', 's'), num(coded('113838'), '10.50/ 15.00', 'mGy.cm'))),
    );
    expect(plain(report.events[0])).toMatchObject({
      values: {
        ExposureTimePerRotation: amount(0.5, 's'),
        DLP: { kind: 'not-a-number', rawValue: '10.50/ 15.00', rawUnit: 'mGy.cm' },
      },
      several: { ExposureTimePerRotation: [amount(0.5, 's'), amount(0.75, 's')] },
    });
    expect(damage).toEqual([
      { code: 'number-form', where: 'ExposureTimePerRotation', detail: '0.50/ 0.75' },
      { code: 'number-form', where: 'DLP', detail: '10.50/ 15.00' },
    ]);
    const header = readHeaderDose({ CTDIvol: 5, KVP: '100/ 140' });
    expect(plain(header?.events[0])).toMatchObject({
      values: { KVP: amount(100, 'kV') },
      several: { KVP: [amount(100, 'kV'), amount(140, 'kV')] },
    });
    expect(plain(readHeaderDose({ CTDIvol: '10.50/ 15.00' })?.events[0]?.values.CTDIvol)).toEqual({
      kind: 'not-a-number',
      rawValue: '10.50/ 15.00',
      rawUnit: 'mGy',
    });
  });
  it('Ultimax: dGy.cm2 and mGy inside of a report are read by their unit', () => {
    const { report, damage } = read(
      root(container(coded('113702'), num(coded('113722'), '420', 'dGy.cm2'), num(coded('113725'), '85', 'mGy'))),
    );
    expect(plain(report.totals[0]?.values)).toMatchObject({
      DoseAreaProductTotal: amount(0.0042, 'Gy.m2'),
      DoseRPTotal: amount(0.085, 'Gy'),
    });
    expect(damage).toEqual([
      { code: 'unit-spelling', where: 'DoseAreaProductTotal', detail: 'dGy.cm2 for Gy.m2' },
      { code: 'unit-spelling', where: 'DoseRPTotal', detail: 'mGy for Gy' },
    ]);
  });
  it('CXDI: dose items with an empty sequence where there is no meter', () => {
    const { report, damage } = read(root(projection(silent(coded('122130')), silent(coded('113738')))));
    expect(report.events[0]?.values).toEqual({});
    expect(damage).toEqual([
      { code: 'measurement-empty', where: 'DoseAreaProduct' },
      { code: 'measurement-empty', where: 'DoseRP' },
    ]);
  });
});

describe('Hologic mammography', () => {
  it('113745 with a yes is 113945, and the vendor is named; with a position it is itself', () => {
    const yes = coded('R-0038D', 'SRT', 'Yes');
    const { damage } = read(
      root(choice(coded('113745', 'DCM', 'X-Ray Detector Data Available'), yes), container(coded('113702'))),
    );
    expect(damage).toEqual([
      { code: 'concept-code-wrong', where: 'XRayDetectorDataAvailable', detail: 'Hologic 113745 for 113945' },
    ]);
    expect(read(root(choice(coded('113745'), coded('F-10470', 'SRT', 'headfirst')))).damage).toEqual([]);
    expect(
      read(root(choice(coded('113745', 'DCM', '有探测器数据'), coded('373066001', 'SCT', '是')))).damage,
    ).toHaveLength(1);
  });
});

describe('DRGEM, Kodak and others', () => {
  it('a whole-number attribute with decimals is the amount', () => {
    expect(
      plain(
        readHeaderDose({ ImageAndFluoroscopyAreaDoseProduct: 1.2, Exposure: 40.196, ExposureTime: 161.3 })?.events[0]
          ?.values,
      ),
    ).toMatchObject({ Exposure: amount(40.196, 'mA.s'), ExposureTime: amount(0.1613, 's') });
  });
  it('a distance of 11.5 mm between source and detector is none: kept raw', () => {
    expect(
      readHeaderDose({ Manufacturer: 'KODAK', EntranceDoseInmGy: 1, DistanceSourceToDetector: 11.5 })?.events[0]?.values
        .DistanceSourceToDetector,
    ).toEqual({ kind: 'not-a-number', rawValue: '11.5', rawUnit: 'mm' });
  });
  it('SRT codes under SNM3 and 99SDM are the same codes', () => {
    const region = (scheme: string): CodedConcept | undefined =>
      read(root(ct(choice(coded('123014'), coded('T-D3000', scheme, 'Chest'))))).report.events[0]?.targetRegion;
    for (const scheme of ['SRT', 'SNM3', '99SDM'])
      expect(region(scheme)).toMatchObject({ CodeValue: '816094009', CodingSchemeDesignator: 'SCT' });
  });
  it('a truncated region code stays what it is, an empty one says nothing', () => {
    const { report } = read(
      root(
        ct(choice(coded('123014'), coded('T-D400', 'SRT'))),
        ct(choice(coded('123014'), coded('', '', '')), uid('1.2')),
      ),
    );
    expect(report.events[0]?.targetRegion?.CodeValue).toBe('T-D400');
    expect(report.events[1]?.targetRegion).toBeUndefined();
  });
  it('a panoramic image stored as DX carries its area dose product', () => {
    expect(
      plain(readHeaderDose({ Modality: 'PX', ImageAndFluoroscopyAreaDoseProduct: 0.98, KVP: 73 })?.events[0]?.values),
    ).toMatchObject({ DoseAreaProduct: amount(0.0000098, 'Gy.m2') });
  });
});

describe('thirty-five numbers in one value', () => {
  it('are all there', () => {
    const raw = Array.from({ length: 35 }, (_, index) => String(60 + index)).join('\\');
    const { report, damage } = read(root(projection(num(coded('113733'), raw, 'kV'))));
    expect(report.events[0]?.several?.KVP).toHaveLength(35);
    expect(plain(report.events[0]?.values.KVP)).toMatchObject(amount(60, 'kV') as object);
    expect(damage).toEqual([{ code: 'number-form', where: 'KVP', detail: '35 numbers in one value' }]);
  });
});
