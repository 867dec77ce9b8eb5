// clause         MIDC-3.5.3a: patient dose is kept under control; a total that is not the sum of its exposures hides one of them.
// sentence       The total of every dose report is the sum of the events of the same report: dose-length product of CT, dose-area product of each plane
//                (of its pictures alone, where fluoroscopy stands as a total only).
// applies to     reports that give a total and events of the same quantity. A cumulative report is compared with its own events only.
// facts needed   totals and events of each report, with their planes.
// verdict table  within the tolerance or one step of the digits in which the total is printed → conforms · apart → deviates · sum too small and an event
//                tells no value → evidence-missing · a unit outside the table → unit-unknown · no report with both → notApplicable
// cannot tell    which of the two is right; an exposure that stands neither in the total nor among the events.
import {
  type DoseReport,
  type DoseTotal,
  type Observed,
  Quantity,
  type StudyFacts,
  type Verdict,
} from '@center/contract';
import { amount, defineRule, ours } from '../../define-rule.ts';
import { amountIn, unknownUnitsOf } from '../../predicates/dose-values.ts';
import {
  conforms,
  deviates,
  evidenceMissing,
  notApplicable,
  remark,
  seen,
  unitUnknown,
} from '../../predicates/verdicts.ts';
import { worstOf } from '../../predicates/worst-of.ts';

type Summed =
  | { readonly total: 'CTDoseLengthProductTotal'; readonly event: 'DLP'; readonly unit: 'mGy.cm' }
  | {
      readonly total: 'DoseAreaProductTotal' | 'AcquisitionDoseAreaProductTotal';
      readonly event: 'DoseAreaProduct';
      readonly unit: 'Gy.m2';
    };
const summed: readonly Summed[] = [
  { total: 'CTDoseLengthProductTotal', event: 'DLP', unit: 'mGy.cm' },
  { total: 'DoseAreaProductTotal', event: 'DoseAreaProduct', unit: 'Gy.m2' },
];

/** One step of the last digit in which a number is printed: 12.5 → 0.1, 12.50 → 0.01 where the report keeps it. Zero does not tell its digits and has none. */
function printedStep(value: number, kept: number | undefined): number {
  if (kept !== undefined) return Math.min(1, kept);
  if (value === 0) return 0;
  const [digits = '', exponent = '0'] = Number(value.toPrecision(12)).toExponential().split('e');
  const decimals = digits.split('.')[1]?.length ?? 0;
  return Math.min(1, 10 ** (Number(exponent) - decimals));
}

/** Events of one plane; a total of all planes, of the only one or of an unnamed one takes every event. */
function eventsOf(report: DoseReport, { plane }: DoseTotal): DoseReport['events'] {
  return plane === 'A' || plane === 'B' ? report.events.filter((event) => event.plane === plane) : report.events;
}

/** Devices that list only the pictures as events tell their fluoroscopy in a total of its own: the events are then those of the total of acquisitions. */
function totalOf(events: DoseReport['events'], { values }: DoseTotal, what: Summed): Summed['total'] {
  if (what.total !== 'DoseAreaProductTotal' || events.some(({ type }) => type === 'Fluoroscopy')) return what.total;
  const fluoroscopy = amountIn(values.FluoroDoseAreaProductTotal, what.unit);
  const pictures = 'AcquisitionDoseAreaProductTotal';
  return fluoroscopy !== undefined && fluoroscopy.value > 0 && pictures in values ? pictures : what.total;
}

function judgeTotal(report: DoseReport, total: DoseTotal, asked: Summed, share: Quantity<'%'>): Verdict | undefined {
  const events = eventsOf(report, total);
  const what = { ...asked, total: totalOf(events, total, asked) };
  if (!(what.total in total.values) || !events.some(({ values }) => what.event in values)) return undefined;
  const names = new Set<string>([what.total, what.event]);
  const unknown = unknownUnitsOf([total, ...events], names);
  const plane = total.plane === undefined ? [] : seen({ plane: total.plane });
  if (unknown.length > 0) return unitUnknown(unknown, plane);
  const printed = amountIn(total.values[what.total], what.unit);
  if (printed === undefined) return evidenceMissing([what.total], plane);
  const told = events.map(({ values }) => amountIn(values[what.event], what.unit)).filter((each) => each !== undefined);
  const sum = new Quantity(Number(told.reduce((before, { value }) => before + value, 0).toPrecision(12)), what.unit);
  const allowed = Math.max((share.value / 100) * printed.value, printedStep(printed.value, total.steps?.[what.total]));
  const observed: readonly Observed[] = [
    ...plane,
    ...seen({ [what.total]: printed, [`${what.event}Sum`]: sum, events: told.length }),
  ];
  // A sum of binary fractions may miss the edge of the tolerance by its last digit.
  if (Math.abs(sum.value - printed.value) <= allowed * (1 + 1e-9)) return conforms(observed);
  const silent = events.length - told.length;
  if (sum < printed && silent > 0)
    return evidenceMissing(
      [what.event],
      [...observed, ...seen({ eventsWithoutValue: silent })],
      remark('部分曝光事件没有剂量值，合计无法核对。', 'Some exposures tell no value, so the total cannot be checked.'),
    );
  return deviates(observed, { limit: new Quantity(share.value, '%') });
}

function judgeReports(
  { dose }: StudyFacts,
  shares: Readonly<Record<Summed['event'], Quantity<'%'>>>,
): Verdict | undefined {
  // A performed step lists the exposures that it likes: its total is none of theirs.
  const reports = dose.reports.filter(({ source }) => source !== 'mpps');
  const verdicts = reports.flatMap((report) =>
    report.totals.flatMap((total) =>
      summed.flatMap((what) => judgeTotal(report, total, what, shares[what.event]) ?? []),
    ),
  );
  return worstOf(verdicts);
}

export const doseTotalIsSum = defineRule({
  id: 'dose-total-is-sum',
  version: 3,
  clause: 'MIDC-3.5.3a',
  severity: 'minor',
  channel: 'headers',
  title: { zh: '剂量合计等于各次曝光之和', en: 'The dose total is the sum of its exposures' },
  whatToDo: {
    zh: '对照设备控制台的剂量页查找遗漏或重复的曝光；属设备问题的请厂商更正。',
    en: 'Look for a missing or doubled exposure on the dose page of the console; have the vendor mend what the device does wrong.',
  },
  cannotTell: { zh: '合计与各次曝光中哪一个有误。', en: 'Which of the two is wrong, the total or an exposure.' },
  waitsForQuiet: false,
  judgesImported: false,
  reviewable: false,
  fourEyes: false,
  usesFacts: ['dose'],
  parameters: {
    dlpTolerance: amount(0.5, '%', ours('share of the total by which the sum of event DLP may differ')),
    dapTolerance: amount(2, '%', ours('share of the total by which the sum of event dose-area products may differ')),
  },
  judge: (facts, p) =>
    judgeReports(facts, { DLP: p.dlpTolerance, DoseAreaProduct: p.dapTolerance }) ??
    notApplicable('dose.totals', 'no report with a total and its events'),
});
