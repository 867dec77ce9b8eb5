import type { DoseFacts } from '@center/contract';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { doseFacts } from './dose-facts.ts';
import { isAcquired } from './object-kind.ts';
import type { ObservedObject } from './observed-object.ts';
import { amount, doseReport, furlongs, scan, shot, telling } from './testing/doses.ts';
import { classes, observed } from './testing/observed.ts';

const dose = (...objects: readonly ObservedObject[]): DoseFacts => doseFacts(objects, objects.filter(isAcquired));
const amounts = (facts: DoseFacts): Readonly<Record<string, number>> =>
  Object.fromEntries(Object.entries(facts.exam.amounts).map(([measure, { value }]) => [measure, value]));
const dx = {
  Modality: 'DX',
  ImageType: ['ORIGINAL', 'PRIMARY'],
  ManufacturerModelName: 'DR 1',
  DeviceSerialNumber: 'S9',
};
const film = { sopClass: classes.dx } as const;

describe('one exposure counts once', () => {
  const parts = fc
    .uniqueArray(fc.integer({ min: 1, max: 2000 }), { minLength: 1, maxLength: 10 })
    .map((tenths) => tenths.map((tenth, index) => scan(`1.2.${String(index)}`, tenth / 10)))
    .chain((events) =>
      fc.record({
        events: fc.constant(events),
        reports: fc.array(fc.subarray([...events], { minLength: 1 }), { minLength: 1, maxLength: 6 }),
      }),
    );

  it('totals are those of the union, in any order, and never fall', () => {
    fc.assert(
      fc.property(parts, fc.infiniteStream(fc.nat()), ({ reports }, draws) => {
        const union = new Map(reports.flat().map((event) => [event.IrradiationEventUID, event]));
        const expected = [...union.values()].reduce(
          (sum, { values }) => sum + (values.DLP?.kind === 'quantity' ? values.DLP.quantity.value : 0),
          0,
        );
        const objects = reports.map((events, index) => doseReport(events, { uid: `1.9.${String(index)}` }));
        const mixed = objects
          .map((object) => ({ object, key: draws.next().value ?? 0 }))
          .toSorted((a, b) => a.key - b.key)
          .map(({ object }) => object);
        const facts = dose(...mixed);
        expect(facts.exam.amounts.DLP?.value).toBeCloseTo(expected, 9);
        expect(facts.exam).toEqual(dose(...objects).exam);
        expect(facts.events).toEqual(dose(...objects).events);
        const growing = objects.map((_, index) => dose(...objects.slice(0, index + 1)).exam.amounts.DLP?.value ?? 0);
        expect(growing).toEqual(growing.toSorted((a, b) => a - b));
      }),
    );
  });

  it('an earlier cumulative report that comes later changes nothing', () => {
    const events = [scan('1.1', 300), scan('1.2', 200), scan('1.3', 100)];
    const last = doseReport(events);
    const facts = dose(last, doseReport(events.slice(0, 1)), doseReport(events.slice(0, 2)));
    expect(facts.events).toEqual(dose(last).events);
    expect(facts.exam).toEqual(dose(last).exam);
    expect(facts.reports).toHaveLength(3);
  });

  it('header, performed step and dose page of the reported device tell the same exposures', () => {
    const report = doseReport([scan('1.1', 400, 10)]);
    const image = telling([{ values: { CTDIvol: amount(11, 'mGy') } }]);
    const page = telling(
      [scan(undefined, 420, 10.5)],
      {},
      { source: 'dose-screen', sopClass: classes.secondaryCapture },
    );
    const step = telling([scan(undefined, 420, 10.5)], {}, { source: 'mpps', sopClass: classes.performedStep });
    const facts = dose(report, image, page, step);
    expect(facts.events).toMatchObject([{ IrradiationEventUID: '1.1', source: 'rdsr' }]);
    expect(facts.exam).toEqual({
      amounts: { CTDIvol: { value: 10, source: 'rdsr' }, DLP: { value: 400, source: 'rdsr' } },
      phantom: 'body-32cm',
      phases: 1,
    });
    expect(dose(image, page).exam.amounts).toEqual({
      CTDIvol: { value: 10.5, source: 'dose-screen' },
      DLP: { value: 420, source: 'dose-screen' },
    });
    expect(dose(image).exam.amounts).toEqual({ CTDIvol: { value: 11, source: 'header' } });
  });

  it('an exposure that only a header names by its UID is one more', () => {
    const header = telling([shot('1.1', 1e-4), shot('1.3', 5e-5)], dx, film);
    const facts = dose(doseReport([shot('1.1', 1e-4), shot('1.2', 2e-4)], { serial: 'S9' }), header);
    expect(facts.events.map(({ IrradiationEventUID, source }) => [IrradiationEventUID, source])).toEqual([
      ['1.1', 'rdsr'],
      ['1.2', 'rdsr'],
      ['1.3', 'header'],
    ]);
    expect(facts.exam.amounts.DoseAreaProduct).toEqual({ value: 3.5e-4, source: 'header' });
  });

  it('a report hides no dose of another device, nor of another kind of exposure', () => {
    const ct = doseReport([scan('1.1', 400)]);
    const other = telling([shot(undefined, 1e-4)], dx, film);
    expect(amounts(dose(ct, other))).toEqual({ CTDIvol: 10, DLP: 400, DoseAreaProduct: 1e-4 });
    const first = telling([shot(undefined, 1e-4)], { ...dx, DeviceSerialNumber: 'S8' }, film);
    expect(amounts(dose(doseReport([shot('1.1', 2e-4)], { serial: 'S9' }), first, other)).DoseAreaProduct).toBe(3e-4);
    expect(amounts(dose(doseReport([shot('1.1', 2e-4)], { serial: '' }), first, other)).DoseAreaProduct).toBe(2e-4);
    const injected = { values: { AdministeredActivity: amount(370, 'MBq') } };
    const pet = { Modality: 'PT', DeviceSerialNumber: 'S1' };
    const images = [telling([injected], pet), telling([injected], pet, { series: '1.2.3.5' })];
    expect(amounts(dose(ct, ...images))).toEqual({ CTDIvol: 10, DLP: 400, AdministeredActivity: 370 });
  });

  it('a cone-beam scan that its images call CT is the rotation of the report', () => {
    const slice = () => telling([{ values: { DoseAreaProduct: amount(1.1e-4, 'Gy.m2'), CTDIvol: amount(4, 'mGy') } }]);
    const report = doseReport([shot('1.1', 1e-4, { type: 'RotationalAcquisition' })]);
    expect(amounts(dose(report, slice(), slice()))).toEqual({ DoseAreaProduct: 1e-4 });
    expect(amounts(dose(slice(), slice()))).toEqual({ DoseAreaProduct: 1.1e-4, CTDIvol: 4 });
  });

  it('one exposure stored as acquired and for viewing is one; two films are two', () => {
    const at = (AcquisitionTime: string, ImageType = ['ORIGINAL', 'PRIMARY']) =>
      telling([shot(undefined, 1e-4)], { ...dx, ImageType, AcquisitionTime }, film);
    expect(amounts(dose(at('093000.1'), at('093000.1'))).DoseAreaProduct).toBe(1e-4);
    expect(amounts(dose(at('093000.1'), at('093010.1'))).DoseAreaProduct).toBe(2e-4);
    expect(amounts(dose(at('093000.1', ['DERIVED', 'PRIMARY']))).DoseAreaProduct).toBe(1e-4);
    expect(amounts(dose(at('', ['DERIVED', 'SECONDARY'])))).toEqual({});
    const untimed = { ...dx, AcquisitionTime: '' };
    expect(
      amounts(dose(telling([shot(undefined, 1e-4)], untimed, film), telling([shot(undefined, 1e-4)], untimed, film)))
        .DoseAreaProduct,
    ).toBe(2e-4);
  });
});

describe('the figures of an exam', () => {
  it('CTDIvol of the diagnostic series of the highest DLP, DLP of all exposures', () => {
    const facts = dose(
      doseReport([
        scan('1.1', 4, 0.1, { type: 'ConstantAngleAcquisition' }),
        scan('1.2', 20, 40, { type: 'StationaryAcquisition' }),
        scan('1.3', 300, 8),
        scan('1.4', 500, 7, { phantom: 'head-16cm' }),
      ]),
    );
    expect(facts.exam).toEqual({
      amounts: { CTDIvol: { value: 7, source: 'rdsr' }, DLP: { value: 824, source: 'rdsr' } },
      phantom: 'head-16cm',
      phases: 2,
    });
  });

  it('images of one CT series are one exposure of their mean CTDIvol, without its localiser', () => {
    const slice = (CTDIvol: number, header = {}, series = '1.2.3.4') =>
      telling([{ values: { CTDIvol: amount(CTDIvol, 'mGy') } }], { AcquisitionNumber: 2, ...header }, { series });
    const localiser = slice(90, { ImageType: ['ORIGINAL', 'PRIMARY', 'LOCALIZER'] }, '1.2.3.5');
    const facts = dose(slice(8), slice(9), slice(13), localiser);
    expect(facts.exam).toEqual({ amounts: { CTDIvol: { value: 10, source: 'header' } } });
    expect(facts.events).toHaveLength(2);
    expect(facts.header).toHaveLength(1);
  });

  it('area dose product sums over planes, dose at a point only in one plane and at one point', () => {
    const point = (CodeValue: string) => ({ CodeValue, CodingSchemeDesignator: 'DCM' });
    const at = (uid: string, plane: 'A' | 'B', gray: number, code = '113860') =>
      shot(uid, 1e-3, {
        plane,
        referencePoint: point(code),
        values: { DoseAreaProduct: amount(1e-3, 'Gy.m2'), DoseRP: amount(gray, 'Gy') },
      });
    const facts = dose(
      doseReport([at('1.1', 'A', 0.2), at('1.1', 'B', 0.3), at('1.2', 'A', 0.15), at('1.3', 'A', 0.3, '113861')]),
    );
    expect(amounts(facts)).toEqual({ DoseAreaProduct: 4e-3, DoseRP: 0.35 });
    expect(facts.exam.referencePoint).toEqual(point('113860'));
  });

  it('accumulated values stand in for events that do not tell, once over overlapping reports', () => {
    const totals = (area: number, time: number) => [
      { values: { FluoroDoseAreaProductTotal: amount(area, 'Gy.m2'), TotalFluoroTime: amount(time, 's') } },
      { plane: 'all' as const, values: { DoseAreaProductTotal: amount(area + 1e-4, 'Gy.m2') } },
    ];
    const bare = (uid: string) => ({ IrradiationEventUID: uid, values: {} });
    const first = doseReport([bare('1.1')], { totals: totals(1e-4, 60) });
    const cumulative = doseReport([bare('1.1'), bare('1.2')], { totals: totals(3e-4, 90) });
    const continued = doseReport([bare('1.3')], { totals: totals(1e-4, 30) });
    expect(amounts(dose(first, cumulative))).toEqual({ DoseAreaProduct: 4e-4, FluoroTime: 90 });
    expect(amounts(dose(first, cumulative, continued))).toEqual({ DoseAreaProduct: 6e-4, FluoroTime: 120 });
  });

  it('a total that knows of more than its events outweighs their sum', () => {
    const untold = { IrradiationEventUID: '1.2', type: 'Fluoroscopy', values: {} };
    const totals = [{ values: { DoseAreaProductTotal: amount(5e-4, 'Gy.m2') } }];
    expect(amounts(dose(doseReport([shot('1.1', 1e-4), untold], { totals })))).toEqual({ DoseAreaProduct: 5e-4 });
    expect(amounts(dose(doseReport([shot('1.1', 1e-4)], { totals })))).toEqual({ DoseAreaProduct: 1e-4 });
  });

  it('fluoroscopy time of events, glandular and entrance dose of the worst exposure', () => {
    const beam = (uid: string, seconds: number) => ({
      IrradiationEventUID: uid,
      type: 'Fluoroscopy',
      values: { IrradiationDuration: amount(seconds, 's') },
    });
    expect(amounts(dose(doseReport([beam('1.1', 20), beam('1.2', 22.5)])))).toEqual({ FluoroTime: 42.5 });
    const breast = (uid: string, mGy: number) => ({
      IrradiationEventUID: uid,
      values: { AverageGlandularDose: amount(mGy, 'mGy'), EntranceExposureAtRP: amount(mGy * 4, 'mGy') },
    });
    expect(amounts(dose(doseReport([breast('1.1', 1.2), breast('1.2', 1.7)])))).toEqual({
      AverageGlandularDose: 1.7,
      EntranceDose: 6.8,
    });
  });

  it('an unknown unit takes the figure away unless an accumulated value is known; it is never left out of a sum', () => {
    const strange = scan('1.2', 1, 1, { values: { MeanCTDIvol: amount(9, 'mGy'), DLP: furlongs('3') } });
    const facts = dose(doseReport([scan('1.1', 400), strange]));
    expect(facts.exam.amounts).toEqual({});
    expect(facts.unitUnknown).toEqual(['DLP']);
    const totals = [{ values: { CTDoseLengthProductTotal: amount(500, 'mGy.cm') } }];
    expect(amounts(dose(doseReport([scan('1.1', 400), strange], { totals }))).DLP).toBe(500);
  });

  it('a total of a better source stands against a sum of lesser ones, which know no fluoroscopy', () => {
    const total = (name: string, gyM2: number) => ({ values: { [name]: amount(gyM2, 'Gy.m2') } });
    const images = [telling([shot(undefined, 1e-4)], dx, film), telling([shot(undefined, 2e-4)], dx, film)];
    const report = doseReport([], { serial: 'S9', totals: [total('DoseAreaProductTotal', 5e-3)] });
    expect(dose(report, ...images).exam.amounts).toEqual({ DoseAreaProduct: { value: 5e-3, source: 'rdsr' } });
    const empty = doseReport([], { serial: 'S9', totals: [total('DoseAreaProductTotal', 0)] });
    expect(dose(empty, ...images).exam.amounts).toEqual({ DoseAreaProduct: { value: 3e-4, source: 'header' } });
    const step = (gyM2: number) =>
      telling(
        [],
        { Modality: 'DX' },
        {
          source: 'mpps',
          sopClass: classes.performedStep,
          totals: [total('DoseAreaProductTotal', gyM2)],
        },
      );
    expect(dose(step(1e-3), step(2e-3), ...images).exam.amounts).toEqual({
      DoseAreaProduct: { value: 3e-3, source: 'mpps' },
    });
  });

  it('fluoroscopy that is told as a total only is in the figure', () => {
    const totals = [
      {
        values: {
          DoseAreaProductTotal: amount(5e-3, 'Gy.m2'),
          FluoroDoseAreaProductTotal: amount(4e-3, 'Gy.m2'),
          DoseRPTotal: amount(0.4, 'Gy'),
          FluoroDoseRPTotal: amount(0.3, 'Gy'),
        },
      },
    ];
    const picture = shot('1.1', 1e-3, {
      values: { DoseAreaProduct: amount(1e-3, 'Gy.m2'), DoseRP: amount(0.1, 'Gy') },
    });
    expect(amounts(dose(doseReport([picture], { totals })))).toEqual({ DoseAreaProduct: 5e-3, DoseRP: 0.4 });
    const beam = shot('1.2', 3.9e-3, { type: 'Fluoroscopy' });
    expect(amounts(dose(doseReport([picture, beam], { totals }))).DoseAreaProduct).toBe(4.9e-3);
  });

  it('a zero was not measured, and a number below zero is none', () => {
    const zero = dose(telling([shot(undefined, 0)], dx, film));
    expect([zero.exam.amounts, zero.headerDosePresent]).toEqual([{}, false]);
    expect(dose(telling([shot(undefined, -1e-5)], dx, film)).exam.amounts).toEqual({});
    expect(dose(doseReport([shot('1.1', -1), shot('1.2', 1e-4)])).exam.amounts).toEqual({});
    expect(dose(doseReport([scan('1.1', 0)])).exam.amounts).toEqual({});
    const given = (megabecquerel: number) =>
      dose(telling([{ values: { AdministeredActivity: amount(megabecquerel, 'MBq') } }], { Modality: 'PT' }, film));
    expect([given(0).administeredActivity, given(370).administeredActivity]).toEqual(['no', 'yes']);
    expect(given(0).exam.amounts).toEqual({});
  });

  it('a better source that lacks a measure leaves it to the next', () => {
    const report = doseReport([{ IrradiationEventUID: '1.1', values: { KVP: amount(80, 'kV') } }], { serial: 'S9' });
    const facts = dose(report, telling([shot(undefined, 1e-4)], dx, film));
    expect(facts.events).toMatchObject([{ source: 'rdsr' }]);
    expect(facts.exam.amounts).toEqual({ DoseAreaProduct: { value: 1e-4, source: 'header' } });
  });
});

describe('which device', () => {
  it('a serial number counts whatever its spelling; a model without one may be any of the model', () => {
    const image = (serial: string | undefined) =>
      telling(
        [shot(undefined, 1e-4)],
        { ...dx, ManufacturerModelName: 'CT 64', DeviceSerialNumber: serial ?? '' },
        film,
      );
    const report = doseReport([shot('1.1', 2e-4)], { serial: '00-s1' });
    expect(amounts(dose(report, image('S1'))).DoseAreaProduct).toBe(2e-4);
    expect(amounts(dose(doseReport([shot('1.1', 2e-4)], { serial: '0012' }), image('12'))).DoseAreaProduct).toBe(2e-4);
    expect(amounts(dose(report, image(undefined))).DoseAreaProduct).toBe(2e-4);
    const silent = observed({ ...dx, ManufacturerModelName: 'CT 64', DeviceSerialNumber: 'S1' }, film);
    expect(amounts(dose(report, image('S2'), silent)).DoseAreaProduct).toBe(3e-4);
  });

  it('a report without device observer is by the equipment in its header, where an image confirms it', () => {
    const alone = (DeviceSerialNumber: string) => {
      const report = doseReport([shot('1.1', 2e-4)], { serial: '' });
      return { ...report, header: { ...report.header, DeviceSerialNumber } };
    };
    const image = observed(dx, film);
    const observer = (DeviceSerialNumber: string) => dose(alone(DeviceSerialNumber), image).reports[0]?.deviceObserver;
    expect([observer('S9'), observer('WORKSTATION')]).toEqual([{ serial: 'S9' }, undefined]);
  });

  it('a report of a device that no image names tells the same exposures as the images', () => {
    const report = doseReport([shot('1.1', 2e-4)], { serial: 'WORKSTATION' });
    const image = telling([shot(undefined, 1e-4)], dx, film);
    expect(amounts(dose(report, image)).DoseAreaProduct).toBe(2e-4);
    const own = doseReport([shot('1.2', 1e-4)], { serial: 'S9' });
    expect(amounts(dose(report, own, image)).DoseAreaProduct).toBe(3e-4);
  });

  it('a performed step belongs to the images of its station', () => {
    const at = (StationName: string, DeviceSerialNumber: string) =>
      telling([shot(undefined, 1e-4)], { ...dx, StationName, DeviceSerialNumber }, film);
    const step = telling(
      [shot(undefined, 3e-4)],
      { Modality: 'DX', PerformedStationName: 'ROOM1' },
      { source: 'mpps', sopClass: classes.performedStep },
    );
    expect(amounts(dose(step, at('ROOM1', 'S1'), at('ROOM2', 'S2'))).DoseAreaProduct).toBe(4e-4);
    expect(amounts(dose(step, at('ROOM3', 'S1'), at('ROOM2', 'S2'))).DoseAreaProduct).toBe(3e-4);
  });
});

describe('departures from the standard', () => {
  it('each once, of dose objects and of exposure attributes', () => {
    const report = {
      ...doseReport([scan('1.1', 400)]),
      damage: [
        { code: 'unit-spelling', where: 'DLP', detail: 'mGycm' },
        { code: 'unit-spelling', where: 'DLP', detail: 'mGycm' },
        { code: 'measurement-empty', where: 'DoseRP' },
        { code: 'tags-out-of-order' },
      ],
    } as const;
    const image = observed(
      { KVP: 120 },
      {
        damage: [
          { code: 'number-form', where: 'Exposure' },
          { code: 'number-form', where: 'SliceLocation' },
          { code: 'number-unreadable', where: 'SharedFunctionalGroupsSequence.CTXRayDetailsSequence.KVP' },
        ],
      },
    );
    const distance = { kind: 'not-a-number', rawValue: '11.5', rawUnit: 'mm' } as const;
    const header = telling([{ values: { EntranceDose: furlongs('11.5'), DistanceSourceToDetector: distance } }]);
    const { departures } = dose(report, image, header);
    expect(departures).toEqual([
      { code: 'measurement-empty', where: 'DoseRP' },
      { code: 'number-form', where: 'DistanceSourceToDetector' },
      { code: 'number-form', where: 'Exposure' },
      { code: 'number-form', where: 'KVP' },
      { code: 'unit-spelling', where: 'DLP', raw: 'mGycm' },
      { code: 'unit-unknown', where: 'EntranceDose', raw: 'furlong' },
    ]);
  });
});
