import {
  type CodedConcept,
  type DoseReport,
  type DoseValue,
  doseMeasures,
  doseMeasureUnits,
  type StudyFacts,
} from '@center/contract';
import type {
  StationDoseEvent,
  StationDoseTotal,
  StationDoseValue,
  StationStudyDose,
} from '@center/contract/station-api';
import { examClassById } from '@center/register';

type Values = Readonly<Record<string, DoseValue>>;
type Concept = StationDoseEvent['targetRegion'];

/** Longest text of an object that is shown. */
const most = 400;
const cut = (text: string | undefined): string => (text ?? '').slice(0, most);

function valueView(name: string, read: DoseValue): StationDoseValue {
  const rawUnit = cut(read.rawUnit);
  if (read.kind === 'quantity') {
    const { value, unit } = read.quantity;
    return { name, value, unit, rawValue: '', rawUnit, standardSpelling: read.standardSpelling };
  }
  return { name, value: null, unit: '', rawValue: cut(read.rawValue), rawUnit, standardSpelling: false };
}

/** Every value of a concept, where there are several; they keep the order of the document. */
function valuesView(values: Values, several: Readonly<Record<string, readonly DoseValue[]>> = {}): StationDoseValue[] {
  return Object.entries(values).flatMap(([name, first]) =>
    (several[name] ?? [first]).map((value) => valueView(name, value)),
  );
}

function conceptView(concept: CodedConcept | undefined): Concept {
  if (concept === undefined) return null;
  const { CodeMeaning, CodeValue, CodingSchemeDesignator } = concept;
  return { meaning: cut(CodeMeaning), code: CodeValue === '' ? '' : cut(`${CodeValue}|${CodingSchemeDesignator}`) };
}

function totalsOf({ source, SOPInstanceUID, totals }: DoseReport): StationDoseTotal[] {
  return totals.map(({ plane, laterality, values, several }) => ({
    source,
    SOPInstanceUID: SOPInstanceUID ?? '',
    plane: plane ?? null,
    laterality: laterality ?? null,
    values: valuesView(values, several),
  }));
}

/** The dose of one study as its facts tell it, for the center's own page. */
export function studyDoseView({ dose, exam }: Pick<StudyFacts, 'dose' | 'exam'>): Omit<StationStudyDose, 'asOf'> {
  const examClass = exam.class === undefined ? undefined : examClassById(exam.class);
  const told = [...dose.reports, ...dose.header];
  return {
    exam: { examClass: exam.class ?? '', title: examClass?.name ?? null, decidedBy: cut(exam.decidedBy) },
    measures: doseMeasures.flatMap((measure) => {
      const amount = dose.exam.amounts[measure];
      return amount === undefined ? [] : [{ measure, ...amount, unit: doseMeasureUnits[measure] }];
    }),
    phantom: dose.exam.phantom ?? null,
    referencePoint: conceptView(dose.exam.referencePoint),
    phases: dose.exam.phases ?? null,
    reports: told.map(({ source, SOPInstanceUID, procedure, sourceOfDose, deviceObserver }) => ({
      source,
      SOPInstanceUID: SOPInstanceUID ?? '',
      procedure: conceptView(procedure),
      sourceOfDose: conceptView(sourceOfDose),
      device: cut(
        [deviceObserver?.manufacturer, deviceObserver?.model, deviceObserver?.serial]
          .filter((part) => part !== undefined && part !== '')
          .join(' '),
      ),
    })),
    events: dose.events.map((event) => ({
      uid: event.IrradiationEventUID ?? '',
      type: event.type ?? '',
      plane: event.plane ?? null,
      laterality: event.laterality ?? null,
      targetRegion: conceptView(event.targetRegion),
      protocol: cut(event.protocol),
      phantom: event.phantom ?? null,
      startedAt: event.startedAt ?? '',
      referencePoint: conceptView(event.referencePoint),
      mark: event.mark?.kind ?? null,
      source: event.source,
      values: valuesView(event.values, event.several),
    })),
    totals: told.flatMap(totalsOf),
    departures: dose.departures.map(({ code, where, raw }) => ({ code, where, raw: cut(raw) })),
  };
}
