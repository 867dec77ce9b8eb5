// clause         MIDC-3.5.3a: patient dose is kept under control.
// sentence       Every dose value of the study lies in the range in which such values occur; one that does not has been looked at by a person.
// applies to     studies with a dose value of a quantity that has a range. Zero is a value that was not measured, and is left out;
//                a dose below zero lies outside of every range.
// facts needed   exposures counted once, figures of the whole exam, review decisions.
// verdict table  all inside → conforms · one outside → awaiting-review (wrong unit or a real overdose: no machine can tell), looked at and in order →
//                conforms, attested, confirmed → deviates, attested · a unit outside the table → unit-unknown · no such value → notApplicable
// cannot tell    whether a value inside the range is right. The ranges are wide: they find a factor of ten and more, no unusual dose.
import { type CountedEvent, Quantity, type StudyFacts, type Unit } from '@center/contract';
import { amount, defineRule, ours } from '../../define-rule.ts';
import { amountIn, ctdivolOf, diagnosticCt, dosesBelowZero, unknownUnitsOf } from '../../predicates/dose-values.ts';
import { within } from '../../predicates/limits.ts';
import { awaitingReview, conforms, notApplicable, remark, seen, unitUnknown } from '../../predicates/verdicts.ts';

/** All values of one quantity, with the range in which they are expected. */
interface Ranged<U extends Unit = Unit> {
  readonly what: string;
  readonly values: readonly Quantity<U>[];
  readonly from: Quantity<U>;
  readonly to: Quantity<U>;
}

function ranged<U extends Unit>(
  what: string,
  values: readonly (Quantity<U> | undefined)[],
  from: Quantity<NoInfer<U>>,
  to: Quantity<NoInfer<U>>,
): Ranged<U> {
  return { what, values: values.filter((value) => value !== undefined).filter(({ value }) => value !== 0), from, to };
}

function valuesOf<U extends Unit>(events: readonly CountedEvent[], name: string, unit: U): (Quantity<U> | undefined)[] {
  return events.map(({ values }) => amountIn(values[name], unit));
}

const judgedNames: ReadonlySet<string> = new Set([
  'MeanCTDIvol',
  'CTDIvol',
  'DLP',
  'DoseAreaProduct',
  'DoseRP',
  'AverageGlandularDose',
  'EntranceDose',
  'EntranceExposureAtRP',
  'KVP',
  'AdministeredActivity',
]);

const usual = (what: string): ReturnType<typeof ours> =>
  ours(`${what}: beyond it a wrong unit is likelier than the dose`);

export const doseValuesPlausible = defineRule({
  id: 'dose-values-plausible',
  version: 3,
  clause: 'MIDC-3.5.3a',
  severity: 'minor',
  channel: 'headers',
  title: { zh: '剂量数值在合理范围内', en: 'Dose values lie in a plausible range' },
  whatToDo: {
    zh: '由医学物理师核对单位、设备剂量页和检查经过：单位错误请厂商更正；确系过量的，按放射事件处理。',
    en: 'A physicist compares unit, dose page and course of the exam: have a wrong unit mended by the vendor; treat a real overdose as a radiation event.',
  },
  cannotTell: {
    zh: '范围内的数值是否正确；范围很宽，只能发现量级错误。',
    en: 'Whether a value inside the range is right; the wide ranges find errors of a factor of ten and more.',
  },
  waitsForQuiet: false,
  judgesImported: false,
  reviewable: true,
  fourEyes: false,
  usesFacts: ['dose'],
  parameters: {
    ctdivolFrom: amount(0.1, 'mGy', usual('CTDIvol of a diagnostic series')),
    ctdivolTo: amount(200, 'mGy', usual('CTDIvol of a diagnostic series')),
    dlpFrom: amount(1, 'mGy.cm', usual('DLP of a whole exam')),
    dlpTo: amount(8000, 'mGy.cm', usual('DLP of a whole exam')),
    dapFrom: amount(1e-8, 'Gy.m2', usual('dose-area product of a whole exam')),
    dapTo: amount(0.05, 'Gy.m2', usual('dose-area product of a whole exam')),
    doseRpFrom: amount(1e-6, 'Gy', usual('dose at the reference point of a whole exam')),
    doseRpTo: amount(5, 'Gy', usual('dose at the reference point of a whole exam')),
    glandularFrom: amount(0.1, 'mGy', usual('average glandular dose of one exposure')),
    glandularTo: amount(20, 'mGy', usual('average glandular dose of one exposure')),
    entranceFrom: amount(0.001, 'mGy', usual('entrance dose of one exposure')),
    entranceTo: amount(150, 'mGy', usual('entrance dose of one exposure')),
    kvFrom: amount(20, 'kV', ours('lowest tube voltage of mammography')),
    kvTo: amount(150, 'kV', ours('highest tube voltage of diagnostic tubes')),
    activityFrom: amount(0.1, 'MBq', usual('activity given for a picture')),
    activityTo: amount(3000, 'MBq', usual('activity given for a picture')),
    fluoroTimeTo: amount(7200, 's', usual('fluoroscopy time of a whole exam')),
  },
  judge: ({ dose }: StudyFacts, p) => {
    const { events, exam } = dose;
    const figure = <U extends Unit>(name: keyof typeof exam.amounts, unit: U): (Quantity<U> | undefined)[] => {
      const found = exam.amounts[name];
      return [found === undefined ? undefined : new Quantity(found.value, unit)];
    };
    const ctdivol = diagnosticCt(events).map(({ values }) => amountIn(ctdivolOf(values), 'mGy'));
    const entrance = ['EntranceExposureAtRP', 'EntranceDose'].flatMap((name) => valuesOf(events, name, 'mGy'));
    const all: readonly Ranged[] = [
      ranged('CTDIvol', ctdivol, p.ctdivolFrom, p.ctdivolTo),
      ranged('DLP', figure('DLP', 'mGy.cm'), p.dlpFrom, p.dlpTo),
      ranged('DoseAreaProduct', figure('DoseAreaProduct', 'Gy.m2'), p.dapFrom, p.dapTo),
      ranged('DoseRP', figure('DoseRP', 'Gy'), p.doseRpFrom, p.doseRpTo),
      ranged('AverageGlandularDose', valuesOf(events, 'AverageGlandularDose', 'mGy'), p.glandularFrom, p.glandularTo),
      ranged('EntranceDose', entrance, p.entranceFrom, p.entranceTo),
      ranged('KVP', valuesOf(events, 'KVP', 'kV'), p.kvFrom, p.kvTo),
      ranged('AdministeredActivity', figure('AdministeredActivity', 'MBq'), p.activityFrom, p.activityTo),
      ranged('FluoroTime', figure('FluoroTime', 's'), new Quantity(0, 's'), p.fluoroTimeTo),
    ].filter(({ values }) => values.length > 0);
    const outside = all.flatMap(({ what, values, from, to }) => {
      const first = values.find((value) => !within(from, to)(value));
      return first === undefined ? [] : seen({ [what]: first, [`${what}From`]: from, [`${what}To`]: to });
    });
    const below = dosesBelowZero([...events, ...dose.reports.flatMap(({ totals }) => totals)]);
    if (outside.length + below.length > 0)
      return awaitingReview(
        [...outside, ...seen(Object.fromEntries(below))],
        remark(
          '超出合理范围：单位错误或确系过量，须由人核对。',
          'Outside the plausible range: a wrong unit or a real overdose. A person must look.',
        ),
      );
    const unknown = unknownUnitsOf(events, judgedNames);
    if (unknown.length > 0) return unitUnknown(unknown, []);
    if (all.length === 0) return notApplicable('dose', 'no value of a quantity that has a range');
    return conforms(all.flatMap(({ what, values }) => seen({ [what]: values.reduce((a, b) => (b > a ? b : a)) })));
  },
});
