import { describe, expect, it } from 'vitest';
import { readDoseReport, type SrItem } from './index.ts';
import { choice, coded, container, num, uid } from './written-items.ts';

const report = (...children: SrItem[]): SrItem => container(coded('113701'), ...children);
const read = (root: SrItem) => {
  const reading = readDoseReport(root, { SOPInstanceUID: '1.2.3' });
  if (reading === undefined) throw new Error('no dose report');
  return reading;
};
const amount = (value: unknown) => JSON.parse(JSON.stringify(value)) as unknown;
const mGy = (value: number) => ({ kind: 'quantity', quantity: { value, unit: 'mGy' } });

describe('CT reports', () => {
  const event = (id: string, dlp: string, unit = 'mGy.cm'): SrItem =>
    container(
      coded('113819'),
      { valueType: 'TEXT', concept: coded('125203'), text: 'Head', children: [] },
      choice(coded('123014'), coded('T-D1100', 'SRT', 'Head')),
      choice(coded('113820'), coded('P5-08001', 'SRT', 'Spiral Acquisition')),
      uid(id),
      container(
        coded('113822'),
        num(coded('113824'), '3.33', 's'),
        container(coded('113831'), num(coded('113733'), '120', 'kV')),
        container(coded('113831'), num(coded('113733'), '140', 'kV')),
      ),
      container(
        coded('113829'),
        num(coded('113830'), '55.5', 'mGy'),
        choice(coded('113835'), coded('113690')),
        num(coded('113838'), dlp, unit),
      ),
    );

  it('events in the order of the document, totals, device and source', () => {
    const { report: found, damage } = read(
      report(
        choice(coded('121058'), coded('P5-08000', 'SRT', 'CT')),
        { valueType: 'TEXT', concept: coded('121016'), text: 'SN-1', children: [] },
        container(coded('113811'), num(coded('113812'), '2', '{events}'), num(coded('113813'), '1500', 'mGy.cm')),
        event('1.1', '1000'),
        event('1.2', '500'),
        choice(coded('113854'), coded('113856')),
      ),
    );
    expect(damage).toEqual([]);
    expect(found).toMatchObject({
      source: 'rdsr',
      SOPInstanceUID: '1.2.3',
      procedure: { CodeValue: '77477000', CodingSchemeDesignator: 'SCT' },
      sourceOfDose: { CodeValue: '113856' },
      deviceObserver: { serial: 'SN-1' },
    });
    expect(
      found.events.map(({ IrradiationEventUID, type, phantom, protocol }) => [
        IrradiationEventUID,
        type,
        phantom,
        protocol,
      ]),
    ).toEqual([
      ['1.1', 'SpiralAcquisition', 'head-16cm', 'Head'],
      ['1.2', 'SpiralAcquisition', 'head-16cm', 'Head'],
    ]);
    expect(found.events[0]?.targetRegion).toMatchObject({ CodeValue: '69536005', CodingSchemeDesignator: 'SCT' });
    expect(amount(found.events[0]?.values.MeanCTDIvol)).toMatchObject(mGy(55.5));
    expect(amount(found.events[0]?.several?.KVP)).toMatchObject([
      { quantity: { value: 120 } },
      { quantity: { value: 140 } },
    ]);
    expect(amount(found.totals)).toMatchObject([
      { values: { CTDoseLengthProductTotal: { quantity: { value: 1500, unit: 'mGy.cm' } } } },
    ]);
  });

  it('spellings are named, unknown units kept raw, empty and broken numbers told apart', () => {
    const spelt = read(report(event('1.1', '1000', 'mGycm')));
    expect(amount(spelt.report.events[0]?.values.DLP)).toEqual({
      kind: 'quantity',
      quantity: { value: 1000, unit: 'mGy.cm' },
      rawUnit: 'mGycm',
      standardSpelling: false,
    });
    expect(spelt.damage).toEqual([{ code: 'unit-spelling', where: 'DLP', detail: 'mGycm' }]);
    const unknown = read(report(event('1.1', '1000', 'mGy')));
    expect(unknown.report.events[0]?.values.DLP).toEqual({ kind: 'unit-unknown', rawValue: '1000', rawUnit: 'mGy' });
    expect(unknown.damage.map(({ code }) => code)).toEqual(['unit-unknown']);
    const broken = read(report(event('1.1', '10.50/ 15.00')));
    expect(broken.report.events[0]?.values.DLP).toEqual({
      kind: 'not-a-number',
      rawValue: '10.50/ 15.00',
      rawUnit: 'mGy.cm',
    });
    const { measured: _measured, ...empty } = num(coded('113838'), '1', 'mGy.cm');
    const silent = read(report(container(coded('113819'), empty)));
    expect(silent.report.events[0]?.values).toEqual({});
    expect(silent.damage).toEqual([{ code: 'measurement-empty', where: 'DLP' }]);
  });

  it('totals beside the events are totals too, and what lacks its value type is read by what it holds', () => {
    const total = { ...num(coded('113813'), '12', 'mGy.cm'), valueType: '' };
    const { report: found } = read(report(total, { ...event('1.1', '12'), valueType: '' }));
    expect(amount(found.totals)).toMatchObject([{ values: { CTDoseLengthProductTotal: { quantity: { value: 12 } } } }]);
    expect(found.events).toHaveLength(1);
  });

  it('keeps what the last digit of a total counts where that is a zero', () => {
    const stepsOf = (raw: string, unit: string): unknown =>
      read(report(container(coded('113702'), num(coded('113722'), raw, unit)))).report.totals[0]?.steps;
    expect(stepsOf('0.00100', 'Gy.m2')).toEqual({ DoseAreaProductTotal: 1e-5 });
    expect(stepsOf('1.0E-3', 'Gy.m2')).toEqual({ DoseAreaProductTotal: 1e-4 });
    expect(stepsOf('100', 'dGy.cm2')).toEqual({ DoseAreaProductTotal: 1e-5 });
    for (const raw of ['0.00125', '0.000', '0', '0.0010\\0.0020', 'n/a'])
      expect(stepsOf(raw, 'Gy.m2'), raw).toBeUndefined();
  });

  it('a total of one phantom is none of the whole, unless it is alone', () => {
    const of = (phantom: string, dlp: string): SrItem =>
      num(coded('113813'), dlp, 'mGy.cm', 'UCUM', [choice(coded('113835'), coded(phantom))]);
    const both = read(
      report(
        container(coded('113811'), of('113690', '300'), of('113691', '700'), num(coded('113813'), '1000', 'mGy.cm')),
      ),
    );
    expect(amount(both.report.totals)).toEqual([
      { values: { CTDoseLengthProductTotal: expect.objectContaining({ quantity: { value: 1000, unit: 'mGy.cm' } }) } },
    ]);
    const sub = (phantom: string, dlp: string): SrItem =>
      num(coded('130745'), dlp, 'mGy.cm', 'UCUM', [choice(coded('113835'), coded(phantom))]);
    const subs = read(
      report(
        container(
          coded('113811'),
          num(coded('113813'), '1000', 'mGy.cm', 'UCUM', [sub('113690', '300'), sub('113691', '700')]),
        ),
      ),
    );
    expect(amount(subs.report.totals)).toMatchObject([
      {
        values: { CTDoseLengthProductTotal: { quantity: { value: 1000 } } },
        several: { CTDoseLengthProductSubTotal: [{ quantity: { value: 300 } }, { quantity: { value: 700 } }] },
      },
    ]);
    const alone = read(report(container(coded('113811'), of('113690', '300'))));
    expect(amount(alone.report.totals)).toMatchObject([
      { values: { CTDoseLengthProductTotal: { quantity: { value: 300 } } } },
    ]);
  });

  it('one source of dose given by hand among several is told', () => {
    const source = (code: string): SrItem => choice(coded('113854'), coded(code));
    const told = (...codes: string[]) => read(report(...codes.map(source))).report.sourceOfDose?.CodeValue;
    expect(told('113856')).toBe('113856');
    expect(told('113856', '113857')).toBe('113857');
    expect(told('113857', '113856')).toBe('113857');
    expect(told('113867', '113856')).toBe('113867');
  });

  it('contrast is told by the procedure context in codes of three families', () => {
    const contrast = (...codes: [string, string][]) =>
      codes.map(
        ([code, scheme]) =>
          read(report(container(coded('113819'), choice(coded('G-C32C', 'SRT'), coded(code, scheme))))).report.events[0]
            ?.contrast,
      );
    expect(
      contrast(
        ['P5-00100', 'SRT'],
        ['27483000', 'SCT'],
        ['1331946003', 'SCT'],
        ['P5-0808E', 'SNM3'],
        ['399331006', 'SCT'],
        ['X', '99X'],
      ),
    ).toEqual(['with', 'with', 'with', 'without', 'without', undefined]);
  });

  it('a missing scheme and a missing code are repaired aloud; a private code stands in for an absent one only', () => {
    const byMeaning = read(
      report(
        container(
          coded('113819', ''),
          num(coded('', '', 'Mean CTDIvol'), '9', 'mGy'),
          num(coded('C-200', '99ACME', 'DLP'), '90', 'mGy.cm'),
        ),
      ),
    );
    expect(Object.keys(byMeaning.report.events[0]?.values ?? {})).toEqual(['MeanCTDIvol', 'DLP']);
    expect(byMeaning.damage).toEqual([
      { code: 'concept-by-meaning', where: 'IrradiationEventXRayData' },
      { code: 'concept-by-meaning', where: 'MeanCTDIvol' },
      { code: 'concept-by-meaning', where: 'DLP' },
    ]);
    const both = read(
      report(
        container(
          coded('113819'),
          num(coded('7', '99ACME', 'DLP'), '90', 'mGy.cm'),
          num(coded('113838'), '91', 'mGy.cm'),
          num(coded('8', '99ACME', 'DLP'), '92', 'mGy.cm'),
        ),
      ),
    );
    expect(amount(both.report.events[0]?.values.DLP)).toMatchObject({ quantity: { value: 91 } });
    expect(both.report.events[0]?.several).toBeUndefined();
    expect(
      read(report(container(coded('113819'), num(coded('113830', 'DCM', 'wrong words'), '9', 'mGy')))).report.events[0]
        ?.values.MeanCTDIvol,
    ).toBeDefined();
  });
});

describe('projection reports', () => {
  const side = (code: string): SrItem => choice(coded('G-C171', 'SRT'), coded(code, 'SRT'));

  it('planes, sides, and an exposure time read by its unit', () => {
    const { report: found } = read(
      report(
        container(
          coded('113702'),
          choice(coded('113764'), coded('113620')),
          num(coded('113722'), '10', 'dGy.cm2'),
          num(coded('113725'), '2', 'mGy'),
          num(coded('113730'), '2', 'min'),
        ),
        container(coded('113702'), choice(coded('113764'), coded('113621')), num(coded('113722'), '0', 'Gy.m2')),
        container(
          coded('113706'),
          choice(coded('113764'), coded('113620')),
          choice(coded('113721'), coded('P5-06000', 'SRT')),
          uid('2.1', '113853'),
          num(coded('113824'), '667.08', 'ms'),
          num(coded('113736'), '1488', 'uAs', 'UCM'),
        ),
      ),
    );
    expect(amount(found.totals)).toMatchObject([
      {
        plane: 'A',
        values: {
          DoseAreaProductTotal: { quantity: { value: 1e-4, unit: 'Gy.m2' } },
          DoseRPTotal: { quantity: { value: 0.002, unit: 'Gy' } },
          TotalFluoroTime: { quantity: { value: 120, unit: 's' } },
        },
      },
      { plane: 'B', values: { DoseAreaProductTotal: { quantity: { value: 0, unit: 'Gy.m2' } } } },
    ]);
    expect(amount(found.events)).toMatchObject([
      {
        IrradiationEventUID: '2.1',
        type: 'Fluoroscopy',
        plane: 'A',
        values: {
          ExposureTime: { quantity: { value: 0.66708, unit: 's' } },
          Exposure: { quantity: { value: 1.488, unit: 'mA.s' } },
        },
      },
    ]);
  });

  it('mammography: one total a side', () => {
    const { report: found } = read(
      report(
        container(
          coded('113702'),
          choice(coded('113764'), coded('113622')),
          num(coded('111637'), '0', 'mGy', 'UCUM', [side('T-04030')]),
          num(coded('111637'), '0.0109', 'dGy', 'UCUM', [side('T-04020')]),
        ),
        container(
          coded('113706'),
          choice(coded('123014'), coded('T-04000', 'SRT')),
          side('G-A100'),
          num(coded('111631'), '1.09', 'mGy'),
        ),
      ),
    );
    expect(amount(found.totals)).toMatchObject([
      { plane: 'single', laterality: 'left', values: { AccumulatedAverageGlandularDose: mGy(0) } },
      { plane: 'single', laterality: 'right', values: { AccumulatedAverageGlandularDose: mGy(1.09) } },
    ]);
    expect(found.events[0]?.laterality).toBe('right');
  });

  it('two events that share a UID inside one report both stand', () => {
    const twin = container(coded('113706'), uid('3.1'), num(coded('122130'), '1', 'Gy.m2'));
    expect(read(report(twin, twin)).report.events).toHaveLength(2);
  });
});

describe('other documents', () => {
  it('radiopharmaceuticals', () => {
    const { report: found } = read(
      container(
        coded('113500'),
        container(
          coded('113502'),
          uid('4.1', '113503'),
          num(coded('113507'), '370000', 'kBq'),
          num(coded('R-42806', 'SRT'), '109.8', 'min'),
        ),
      ),
    );
    expect(amount(found.events)).toMatchObject([
      {
        IrradiationEventUID: '4.1',
        type: 'RadiopharmaceuticalAdministration',
        values: {
          AdministeredActivity: { quantity: { value: 370, unit: 'MBq' } },
          RadionuclideHalfLife: { quantity: { value: 6588, unit: 's' } },
        },
      },
    ]);
  });

  it('the class speaks where the title does not', () => {
    const untitled = container(coded('1', '99ACME'), container(coded('113819'), num(coded('113830'), '1', 'mGy')));
    expect(readDoseReport(untitled)).toBeUndefined();
    const reading = readDoseReport(untitled, { SOPClassUID: '1.2.840.10008.5.1.4.1.1.88.67' });
    expect(reading?.report.events).toHaveLength(1);
    expect(reading?.damage).toEqual([{ code: 'concept-by-meaning', where: 'document title' }]);
  });

  it('a report of another kind is no dose report', () => {
    expect(
      readDoseReport(container(coded('126000'), container(coded('113819'), num(coded('113830'), '1', 'mGy')))),
    ).toBeUndefined();
    expect(readDoseReport({ valueType: 'CONTAINER', children: [] })).toBeUndefined();
  });
});

describe('a summary of its own scheme', () => {
  it('is read by its private codes, without the air kerma that it lacks', () => {
    const own = '99SMS_RADSUM';
    const { report: found } = read(
      container(
        coded('C-10', own, 'Radiation Summary'),
        num(coded('C-200', own), '3', '1'),
        num(coded('C-202', own), '61', 's'),
        num(coded('C-204', own), '0.5', 'Gy.cm^2'),
        { valueType: 'NUM', concept: coded('C-206', own), children: [] },
      ),
    );
    expect(amount(found.totals)).toMatchObject([
      {
        values: {
          TotalNumberOfRadiographicFrames: { quantity: { value: 3, unit: '1' } },
          TotalFluoroTime: { quantity: { value: 61, unit: 's' } },
          DoseAreaProductTotal: { quantity: { value: 0.00005, unit: 'Gy.m2' } },
        },
      },
    ]);
    expect(found.events).toEqual([]);
  });
});

describe("another concept's code", () => {
  const event = (...items: SrItem[]): SrItem => report(container(coded('113706'), ...items));

  it('gives way to the meaning when the unit fits that one alone', () => {
    const { report: found, damage } = read(event(num(coded('113730', 'DCM', 'Pulse Rate'), '15', '{pulse}/s')));
    expect(amount(found.events[0]?.values)).toMatchObject({ PulseRate: { quantity: { value: 15 } } });
    expect(Object.keys(found.events[0]?.values ?? {})).toEqual(['PulseRate']);
    expect(damage).toEqual([{ code: 'concept-code-wrong', where: 'PulseRate', detail: '113730 for PulseRate' }]);
  });

  it('stands when its own unit fits, and when neither does', () => {
    const own = read(event(num(coded('113730', 'DCM', 'Pulse Rate'), '15', 's')));
    expect(Object.keys(own.report.events[0]?.values ?? {})).toEqual(['TotalFluoroTime']);
    const none = read(event(num(coded('113730', 'DCM', 'Pulse Rate'), '15', 'furlong')));
    expect(amount(none.report.events[0]?.values)).toMatchObject({ TotalFluoroTime: { kind: 'unit-unknown' } });
  });
});
