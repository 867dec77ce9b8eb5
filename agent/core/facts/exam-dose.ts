import {
  type CountedEvent,
  type DoseEvent,
  type DoseMeasure,
  type DoseReport,
  type DoseSource,
  doseSources,
  type ExamAmount,
  type ExamDose,
} from '@center/contract';
import {
  accumulatedIn,
  always,
  amountOf,
  amountsOf,
  highest,
  isFluoroscopy,
  isWhole,
  leastOf,
  listsFluoroscopy,
  type Meaning,
  named,
  overReports,
  sumOf,
  type Told,
} from './dose-amount.ts';
import { countedEvents, type DoseUnit, tellingsOf } from './dose-unit.ts';
import { atPoints } from './point-dose.ts';

/** CT acquisitions that take no diagnostic picture: localiser (constant angle) and bolus tracking (stationary). */
const notDiagnostic: ReadonlySet<string | undefined> = new Set(['ConstantAngleAcquisition', 'StationaryAcquisition']);

function isDiagnostic({ type }: DoseEvent): boolean {
  return !notDiagnostic.has(type);
}

const meanings: Readonly<Record<Exclude<DoseMeasure, 'CTDIvol' | 'DoseRP'>, Meaning>> = {
  DLP: { ofEvent: named('DLP'), expected: isDiagnostic, whole: ['CTDoseLengthProductTotal', 'DLP'], adds: 'sum' },
  DoseAreaProduct: {
    ofEvent: named('DoseAreaProduct'),
    expected: always,
    whole: ['DoseAreaProductTotal', 'DoseAreaProduct'],
    halves: ['FluoroDoseAreaProductTotal', 'AcquisitionDoseAreaProductTotal'],
    adds: 'sum',
  },
  AverageGlandularDose: { ofEvent: named('AverageGlandularDose'), expected: always, whole: [], adds: 'highest' },
  EntranceDose: {
    ofEvent: named('EntranceExposureAtRP', 'EntranceDose'),
    expected: always,
    whole: ['EntranceDose'],
    adds: 'highest',
  },
  FluoroTime: {
    ofEvent: (event) => (isFluoroscopy(event) ? event.values.IrradiationDuration : undefined),
    expected: isFluoroscopy,
    whole: ['TotalFluoroTime'],
    adds: 'sum',
  },
  AdministeredActivity: {
    ofEvent: named('AdministeredActivity'),
    expected: always,
    whole: ['AdministeredActivity'],
    adds: 'sum',
  },
};

/** One report's accumulated value over its planes; the total of all planes holds those of each. Images and performed steps may tell it once an exposure. */
function accumulated({ totals, events }: DoseReport, meaning: Meaning): number | 'not-known' | undefined {
  const all = totals.filter(({ plane }) => plane === 'all');
  const planes = [all, totals].map((each) => each.map((total) => accumulatedIn(total, meaning)));
  const told = planes.map((each) => each.filter((amount) => amount !== undefined)).find((each) => each.length > 0);
  if (told === undefined) {
    const running = meaning.whole.includes('TotalFluoroTime')
      ? events.flatMap(({ values }) => values.TotalFluoroTime ?? [])
      : [];
    const amounts = amountsOf(running);
    return amounts === 'not-known' ? 'not-known' : amounts.length === 0 ? undefined : Math.max(...amounts);
  }
  const amounts = told.filter((amount) => amount !== 'not-known');
  if (amounts.length < told.length) return 'not-known';
  return meaning.adds === 'sum' ? sumOf(amounts) : Math.max(...amounts);
}

function fromTotals(unit: DoseUnit, source: DoseSource, meaning: Meaning): number | 'not-known' | undefined {
  const told = tellingsOf(unit, source).map(({ report }) => ({ report, amount: accumulated(report, meaning) }));
  if (told.some(({ amount }) => amount === 'not-known')) return 'not-known';
  const amounts = told.flatMap(({ report, amount }) => (typeof amount === 'number' ? [{ report, amount }] : []));
  // Each performed step is of exposures of its own; reports may repeat each other.
  if (meaning.adds === 'sum')
    return source === 'mpps' && amounts.length > 0 ? sumOf(amounts.map(({ amount }) => amount)) : overReports(amounts);
  return amounts.length === 0 ? undefined : Math.max(...amounts.map(({ amount }) => amount));
}

/** A dose of zero was not measured; fluoroscopy may have lasted no time. */
function isTold(value: number, meaning: Meaning): boolean {
  return value > 0 || meaning === meanings.FluoroTime;
}

function fromEvents(events: readonly CountedEvent[], meaning: Meaning): Told {
  const { ofEvent, adds } = meaning;
  const amounts = amountsOf(events.flatMap((event) => ofEvent(event) ?? []));
  if (amounts === 'not-known') return 'not-known';
  const value = adds === 'sum' ? sumOf(amounts) : Math.max(...amounts);
  if (amounts.length === 0 || !isTold(value, meaning)) return undefined;
  return { value, source: leastOf(events.map(({ source }) => source)) };
}

/** The accumulated value of the first of `sources` that tells one. */
function firstTotal(unit: DoseUnit, sources: readonly DoseSource[], meaning: Meaning): Told {
  let notKnown: Told;
  for (const source of sources) {
    const total = fromTotals(unit, source, meaning);
    if (typeof total === 'number' && isTold(total, meaning)) return { value: total, source };
    if (total === 'not-known') notKnown = total;
  }
  return notKnown;
}

/**
 * One measure of one device: the sum over its exposures. Accumulated values stand for it where events do not tell it, or tell it only in part; and those of a better
 * source than the events', which may be a part only: images say nothing of the fluoroscopy between them.
 */
function ofUnit(unit: DoseUnit, meaning: Meaning): Told {
  const events = countedEvents(unit, (event) => meaning.ofEvent(event) !== undefined);
  const counted = fromEvents(events, meaning);
  const [best] = events;
  if (counted === undefined || counted === 'not-known' || best === undefined)
    return firstTotal(unit, doseSources, meaning) ?? counted;
  if (meaning.adds === 'highest') return counted;
  const first = doseSources.find((source) => events.some((event) => event.source === source)) ?? best.source;
  const better = firstTotal(unit, doseSources.slice(0, doseSources.indexOf(first)), meaning);
  if (better !== undefined && better !== 'not-known') return better;
  const [fluoroscopy] = meaning.halves ?? [];
  const whole =
    isWhole(unit, first, meaning) && (fluoroscopy === undefined || listsFluoroscopy(unit, first, fluoroscopy));
  const total = whole ? undefined : fromTotals(unit, first, meaning);
  return typeof total === 'number' && total > counted.value ? { value: total, source: first } : counted;
}

function overUnits(units: readonly DoseUnit[], meaning: Meaning): ExamAmount | undefined {
  const told = units.map((unit) => ofUnit(unit, meaning)).filter((each) => each !== undefined);
  const amounts = told.filter((each) => each !== 'not-known');
  if (amounts.length === 0 || amounts.length < told.length) return undefined;
  const values = amounts.map(({ value }) => value);
  return {
    value: meaning.adds === 'sum' ? sumOf(values) : Math.max(...values),
    source: leastOf(amounts.map(({ source }) => source)),
  };
}

const ctdiOf = named('MeanCTDIvol', 'CTDIvol');

/** Exposures of CT: as the best source tells them that knows CTDIvol and DLP of each; else that knows one of both. */
function ctSeries(unit: DoseUnit): readonly CountedEvent[] {
  const both = countedEvents(unit, (event) => ctdiOf(event) !== undefined && event.values.DLP !== undefined);
  if (both.length > 0) return both;
  return countedEvents(unit, (event) => ctdiOf(event) !== undefined || event.values.DLP !== undefined);
}

/** CTDIvol of the diagnostic series of the highest DLP; where no DLP is told, the highest CTDIvol. */
function diagnosticCtdi(
  events: readonly CountedEvent[],
): { readonly amount: ExamAmount; readonly phantom: DoseEvent['phantom'] } | undefined {
  const told = events.filter(isDiagnostic).flatMap((event) => {
    const value = ctdiOf(event);
    const dlp = event.values.DLP;
    return value === undefined ? [] : [{ event, value: amountOf(value), dlp: dlp === undefined ? -1 : amountOf(dlp) }];
  });
  if (told.some(({ value, dlp }) => value === 'not-known' || dlp === 'not-known')) return undefined;
  const most = highest(told.map(({ dlp }) => ({ value: Number(dlp) })))?.value;
  const best = highest(
    told.filter(({ dlp }) => dlp === most).map(({ event, value }) => ({ event, value: Number(value) })),
  );
  return best === undefined || best.value === 0
    ? undefined
    : { amount: { value: best.value, source: best.event.source }, phantom: best.event.phantom };
}

/** Diagnostic CT series. Image headers without event UIDs cannot tell a series from its reconstructions: then nobody knows. */
function phasesOf(events: readonly CountedEvent[]): number | undefined {
  const diagnostic = events.filter(isDiagnostic);
  if (diagnostic.some(({ source, IrradiationEventUID: uid }) => source === 'header' && uid === undefined))
    return undefined;
  return diagnostic.length === 0 ? undefined : diagnostic.length;
}

/**
 * The figures of a whole exam (domain §5): CTDIvol of the diagnostic series of the highest DLP, without localiser and bolus tracking; DLP, area dose product,
 * fluoroscopy time and activity as sums over its exposures, each counted once; the highest average glandular dose and entrance dose of one exposure; the dose at a
 * reference point of the plane and point where it is highest. `source` is the least of the sources that went into a figure. Units: `doseMeasureUnits`.
 */
export function examDose(units: readonly DoseUnit[]): ExamDose {
  const ct = units.filter(({ family }) => family === 'ct').flatMap(ctSeries);
  const ctdi = diagnosticCtdi(ct);
  const phases = phasesOf(ct);
  const points = units.map(atPoints);
  const point = points.includes('not-known')
    ? undefined
    : highest(
        points
          .filter((each) => each !== 'not-known')
          .flat()
          .filter(({ value }) => value > 0),
      );
  const others = Object.entries(meanings).flatMap(([measure, meaning]) => {
    const amount = overUnits(units, meaning);
    return amount === undefined ? [] : [[measure, amount] as const];
  });
  return {
    amounts: {
      ...(ctdi === undefined ? {} : { CTDIvol: ctdi.amount }),
      ...(point === undefined ? {} : { DoseRP: { value: point.value, source: point.source } }),
      ...Object.fromEntries(others),
    },
    ...(ctdi?.phantom === undefined ? {} : { phantom: ctdi.phantom }),
    ...(point?.point === undefined ? {} : { referencePoint: point.point }),
    ...(phases === undefined ? {} : { phases }),
  };
}
