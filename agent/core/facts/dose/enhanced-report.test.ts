import { describe, expect, it } from 'vitest';
import { readDoseReport, type SrItem } from './index.ts';
import { choice, coded, container, moment, num, text, uid } from './written-items.ts';

const enhanced = '1.2.840.10008.5.1.4.1.1.88.76';
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value)) as unknown;
const amount = (value: number, unit: string): unknown => ({ kind: 'quantity', quantity: { value, unit } });
const source = (id: string): SrItem => text(coded('113832'), id);
const during = (from: string, to: string): SrItem[] => [moment('111526', from), moment('111527', to)];

function event(id: string, of: string, from: string, to: string, ...more: SrItem[]): SrItem {
  return container(
    coded('130501'),
    uid(id),
    ...during(from, to),
    source(of),
    choice(coded('113721'), coded('113613', 'DCM', 'Rotational Acquisition')),
    ...more,
  );
}
function total(of: string, ...more: SrItem[]): SrItem {
  return container(coded('130500'), source(of), ...more);
}
const report = (...children: SrItem[]): SrItem =>
  container(
    coded('113701'),
    choice(coded('121058'), coded('113704')),
    choice(coded('113705'), coded('113014', 'DCM', 'Study')),
    ...children,
  );
function read(item: SrItem) {
  const reading = readDoseReport(item, { SOPClassUID: enhanced });
  if (reading === undefined) throw new Error('no dose report');
  return reading;
}

describe('Enhanced X-Ray dose reports', () => {
  it('accumulated data by source: the area dose product over both, the dose at the point of each alone', () => {
    const point = container(
      coded('130502', 'DCM', 'Reference Point Dosimetry'),
      choice(coded('113780'), coded('113860', 'DCM', '15cm from Isocenter toward Source')),
      num(coded('113725'), '0.2', 'Gy'),
    );
    const { report: found, damage } = read(
      report(
        total(
          'A',
          container(
            coded('122505'),
            moment('113723', '20240301080000'),
            num(coded('122322'), '1.02', '1'),
            num(coded('113763'), '5', '%'),
            text(coded('113724'), 'ACME'),
          ),
          point,
        ),
        total('B', num(coded('113725'), '0.1', 'Gy')),
        total('A and B', num(coded('113722'), '0.003', 'Gy.m2'), num(coded('113730'), '120', 's')),
        event('1.1', 'A', '20240501100000', '20240501100005', num(coded('113738'), '0.15', 'Gy')),
        event('1.1', 'B', '20240501100000', '20240501100005', num(coded('113738'), '0.1', 'Gy')),
      ),
    );
    expect(damage).toEqual([]);
    expect(plain(found.totals)).toMatchObject([
      { plane: 'A', referencePoint: { CodeValue: '113860' }, values: { DoseRPTotal: amount(0.2, 'Gy') } },
      { plane: 'B', values: { DoseRPTotal: amount(0.1, 'Gy') } },
      { plane: 'all', values: { DoseAreaProductTotal: amount(0.003, 'Gy.m2'), TotalFluoroTime: amount(120, 's') } },
    ]);
    expect(found.totals[0]?.values.DoseAreaProductTotal).toBeUndefined();
    expect(plain(found.calibrations)).toMatchObject([
      {
        on: '20240301080000',
        party: 'ACME',
        values: { CalibrationFactor: amount(1.02, '1'), CalibrationUncertainty: amount(5, '%') },
      },
    ]);
    expect(found.scope).toMatchObject({ CodeValue: '113014' });
    expect(
      found.events.map(({ IrradiationEventUID, plane, type, startedAt, endedAt, referencePoint }) => [
        IrradiationEventUID,
        plane,
        type,
        startedAt,
        endedAt,
        referencePoint?.CodeValue,
      ]),
    ).toEqual([
      ['1.1', 'A', 'RotationalAcquisition', '20240501100000', '20240501100005', '113860'],
      ['1.1', 'B', 'RotationalAcquisition', '20240501100000', '20240501100005', '113860'],
    ]);
  });

  it('one source is the single plane; two numbered ones are A and B in their order, and named ones by their names', () => {
    const planes = (...ids: string[]): unknown =>
      read(report(...ids.map((id) => total(id)))).report.totals.map(({ plane }) => plane);
    expect(planes('Tube')).toEqual(['single']);
    expect(planes('1', '2', '1 and 2')).toEqual(['A', 'B', 'all']);
    expect(planes('B', 'A', 'A+B')).toEqual(['B', 'A', 'all']);
    expect(planes('1', '2', '3')).toEqual([undefined, undefined, undefined]);
  });

  it('rejected and repeated exposures carry their reasons', () => {
    const yes = coded('373066001', 'SCT', '是');
    const no = coded('373067005', 'SCT', '否');
    const { report: found } = read(
      report(
        event(
          '1',
          'A',
          '20240501',
          '20240501',
          choice(coded('130503'), yes),
          choice(coded('130504'), coded('113553', '99ACME', '体位不佳')),
        ),
        event('2', 'A', '20240501', '20240501', {
          ...choice(coded('128551'), yes),
          children: [choice(coded('128552'), coded('128553', 'DCM', 'Patient motion'))],
        }),
        event('3', 'A', '20240501', '20240501', choice(coded('128551'), no), choice(coded('130503'), no)),
      ),
    );
    expect(found.events.map(({ mark }) => mark)).toEqual([
      { kind: 'rejected', reason: { CodeValue: '113553', CodingSchemeDesignator: '99ACME', CodeMeaning: '体位不佳' } },
      {
        kind: 'repeated',
        reason: { CodeValue: '128553', CodingSchemeDesignator: 'DCM', CodeMeaning: 'Patient motion' },
      },
      undefined,
    ]);
  });

  it('technique and output stand apart from events and join them by source and time', () => {
    const table: SrItem = {
      valueType: 'TABLE',
      concept: coded('113734'),
      children: [],
      table: {
        // What the table claims to have is not believed.
        rows: 4_294_967_295,
        columns: 2,
        rowDefinitions: [],
        columnDefinitions: [
          { line: 1, concept: coded('111527') },
          { line: 2, concept: coded('113734'), unit: coded('mA', 'UCUM') },
        ],
        cells: [
          { column: 1, values: ['20240501100001', '20240501100002.5', '20240501100059'], codes: [] },
          { column: 2, values: [100, 110, 300], codes: [] },
        ],
      },
    };
    const details = container(
      coded('130505'),
      container(
        coded('130511'),
        ...during('20240501100000', '20240501100100'),
        source('A'),
        num(coded('113733'), '90', 'kV'),
        table,
      ),
      container(
        coded('130511'),
        ...during('20240501100000', '20240501100100'),
        source('B'),
        num(coded('113733'), '60', 'kV'),
      ),
      container(
        coded('130514'),
        ...during('20240501100000', '20240501100004'),
        source('A'),
        num(coded('130515'), '12', 'mGy'),
      ),
      container(
        coded('130514'),
        ...during('20240501100000', '20240501100100'),
        source('A'),
        num(coded('130515'), '99', 'mGy'),
      ),
    );
    const { report: found } = read(
      report(
        event('1', 'A', '20240501100000', '20240501100005'),
        event('2', 'A', '20240501110000', '20240501110005'),
        details,
      ),
    );
    expect(plain(found.events[0])).toMatchObject({
      values: {
        KVP: amount(90, 'kV'),
        XRayTubeCurrent: amount(100, 'mA'),
        AirKermaAtOutputMeasurementPoint: amount(12, 'mGy'),
      },
      several: { XRayTubeCurrent: [amount(100, 'mA'), amount(110, 'mA')] },
    });
    expect(found.events[1]?.values).toEqual({});
    expect(found.totals).toEqual([]);
  });
});
