import { ctReport, inUnknownUnit, noDose, studyFacts, testRule, told, withDose } from '@center/checks/testing';
import { type DoseEvent, type DosePlane, type DoseReport, type DoseValue, quantity } from '@center/contract';
import { doseTotalIsSum } from './dose-total-is-sum.ts';

const reported = (...reports: readonly DoseReport[]) => withDose({ reports });

function ct(total: number | DoseValue | undefined, ...dlp: readonly (number | DoseValue | undefined)[]): DoseReport {
  const value = (each: number | DoseValue): DoseValue => (typeof each === 'number' ? told(each, 'mGy.cm') : each);
  return {
    source: 'rdsr',
    events: dlp.map((each): DoseEvent => ({ values: each === undefined ? {} : { DLP: value(each) } })),
    totals: [{ values: total === undefined ? {} : { CTDoseLengthProductTotal: value(total) } }],
  };
}

function projection(
  plane: DosePlane | undefined,
  total: number,
  ...events: readonly [DosePlane, number][]
): DoseReport {
  return {
    source: 'rdsr',
    events: events.map(([of, dap]) => ({ plane: of, values: { DoseAreaProduct: told(dap, 'Gy.m2') } })),
    totals: [{ ...(plane === undefined ? {} : { plane }), values: { DoseAreaProductTotal: told(total, 'Gy.m2') } }],
  };
}

const withSteps = (report: DoseReport, step: number): DoseReport => ({
  ...report,
  totals: report.totals.map((total) => ({ ...total, steps: { DoseAreaProductTotal: step } })),
});

/** 1.25 mGy·m² of pictures and more of fluoroscopy, which no event tells. */
const picturesOnly = (listed: number): DoseReport => {
  const report = projection('single', 0.005, ['single', listed]);
  return {
    ...report,
    totals: report.totals.map(({ values }) => ({
      values: {
        ...values,
        FluoroDoseAreaProductTotal: told(0.004, 'Gy.m2'),
        AcquisitionDoseAreaProductTotal: told(0.00125, 'Gy.m2'),
      },
    })),
  };
};

testRule(
  doseTotalIsSum,
  {},
  {
    conforms: [
      ['one event', studyFacts()],
      ['the edge of half a per cent', reported(ct(1000, 900, 105))],
      ['one step of the digit printed', reported(ct(12.3, 12, 0.4))],
      ['binary fractions', reported(ct(0.3, 0.1, 0.2))],
      ['a localiser without value', reported(ct(200, 200, undefined))],
      ['a cumulative report beside the earlier one', reported(ct(100, 100), ct(300, 100, 200))],
      ['the edge of two per cent', reported(projection('single', 0.001, ['single', 0.00102]))],
      ['a coarse meter', reported(projection(undefined, 0.00009, ['single', 0.0000804], ['single', 0.0000001]))],
      [
        'two planes, each its own',
        reported({
          ...projection('A', 0.0002, ['A', 0.0002], ['B', 0.0003]),
          totals: [
            { plane: 'A', values: { DoseAreaProductTotal: told(0.0002, 'Gy.m2') } },
            { plane: 'B', values: { DoseAreaProductTotal: told(0.0003, 'Gy.m2') } },
          ],
        }),
      ],
      ['all planes together', reported(projection('all', 0.0005, ['A', 0.0002], ['B', 0.0003]))],
      ['nothing given, nothing summed', reported(ct(0, 0))],
      ['pictures listed alone, beside a total of fluoroscopy', reported(picturesOnly(0.00125))],
      ['a coarse zero', reported(withSteps(projection('single', 0.001, ['single', 0.00093]), 1e-4))],
    ],
    deviates: [
      ['an event too many', reported(ct(1000, 900, 105.1)), { limit: quantity(0.5, '%') }],
      ['an event too few', reported(ct(1000.5, 900.1))],
      ['a total of zero', reported(ct(0, 120))],
      ['a picture too few beside a total of fluoroscopy', reported(picturesOnly(0.0005))],
      [
        'a round total that was printed to more digits',
        reported(withSteps(projection('single', 0.001, ['single', 0.0002]), 1e-5)),
      ],
      ['the second of two reports', reported(ct(100, 100), ct(150.25, 100))],
      [
        'the other plane counted too',
        reported(projection('A', 0.00025, ['A', 0.0002], ['B', 0.00005])),
        { limit: quantity(2, '%') },
      ],
    ],
    indeterminate: [
      ['an event without value and the sum too small', 'evidence-missing', reported(ct(250, 100, undefined)), ['DLP']],
      [
        'the total is no number',
        'evidence-missing',
        reported(ct({ kind: 'not-a-number', rawValue: 'n/a', rawUnit: 'mGy.cm' }, 100)),
        ['CTDoseLengthProductTotal'],
      ],
      ['an event in an unknown unit', 'unit-unknown', reported(ct(100, inUnknownUnit('mGyW'))), ['DLP mGyW']],
      [
        'the total in an unknown unit',
        'unit-unknown',
        reported(ct(inUnknownUnit('mGyW'), 100)),
        ['CTDoseLengthProductTotal mGyW'],
      ],
    ],
    notApplicable: [
      ['no report', withDose(noDose)],
      [
        'a performed step lists some exposures',
        reported({ ...projection('single', 0.001, ['single', 0.0002]), source: 'mpps' }),
      ],
      ['a report without totals', reported({ ...ctReport(), totals: [] })],
      ['totals without events', reported({ ...ctReport(), events: [] })],
      ['a total of a plane without events', reported(projection('B', 0.1, ['A', 0.1]))],
      ['from outside', withDose({ reports: [ct(1, 2)] }, { origin: { kind: 'imported', by: 'institution' } })],
    ],
  },
);

testRule(
  doseTotalIsSum,
  { dlpTolerance: 10 },
  {
    conforms: [['within a wider tolerance', reported(ct(1000.5, 900.5))]],
    deviates: [['beyond it', reported(ct(1000.5, 900))]],
    indeterminate: [['an unknown unit', 'unit-unknown', reported(ct(100, inUnknownUnit('R')))]],
    notApplicable: [['no report', withDose(noDose)]],
  },
);
