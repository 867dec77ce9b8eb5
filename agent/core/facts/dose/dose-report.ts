import type {
  CodedConcept,
  DoseCalibration,
  DoseCheck,
  DoseEvent,
  DosePlane,
  DoseReport,
  DoseTotal,
} from '@center/contract';
import type { Damage } from '../damage.ts';
import { givenByHand, type Role, wrongCodes } from './code-tables.ts';
import { type Described, describe } from './concepts.ts';
import { type EventSink, isContainer, isEvent, noteWords, readEvent, referencePointOf } from './event.ts';
import { readDetails, withDetails } from './irradiation-details.ts';
import { DoseValues, readMeasured } from './measured-value.ts';
import { ReadingNotes } from './reading-notes.ts';
import type { SrItem } from './sr-item.ts';
import { readTotals } from './total.ts';

/** A dose report read, with what was unusual about it. */
export interface DoseReading {
  readonly report: DoseReport;
  readonly damage: readonly Damage[];
}

/** X-Ray, Radiopharmaceutical and Enhanced X-Ray Radiation Dose SR Storage (PS3.4 B.5). */
const doseClasses: ReadonlySet<string> = new Set([
  '1.2.840.10008.5.1.4.1.1.88.67',
  '1.2.840.10008.5.1.4.1.1.88.68',
  '1.2.840.10008.5.1.4.1.1.88.76',
]);

/** A report while it is being read. */
class Draft implements EventSink {
  readonly notes = new ReadingNotes();
  readonly events: { readonly event: DoseEvent; readonly sourceId: string | undefined }[] = [];
  readonly totals: { readonly total: DoseTotal; readonly sourceId: string | undefined }[] = [];
  readonly calibrations: DoseCalibration[] = [];
  readonly checks = new Map<string, DoseCheck>();
  readonly details: SrItem[] = [];
  readonly loose = new DoseValues();
  readonly observer: { manufacturer?: string; model?: string; serial?: string } = {};
  procedure: CodedConcept | undefined;
  sourceOfDose: Described | undefined;
  scope: CodedConcept | undefined;
  referencePoint: CodedConcept | undefined;

  event(event: DoseEvent, sourceId: string | undefined): void {
    this.events.push({ event, sourceId });
  }

  /** A scanner repeats its settings on every event. */
  check(check: DoseCheck): void {
    this.checks.set(JSON.stringify(check), check);
  }
}

/** A code that a vendor is known to write for another concept; where it stands with the value that only the other can have, the vendor is named. */
function noteWrongCode(item: SrItem, draft: Draft): void {
  const wrong = wrongCodes['patient-table'];
  if (item.code === undefined || describe(item.code).choice?.of !== wrong.when) return;
  draft.notes.add('concept-code-wrong', wrong.name, `${wrong.vendor} ${wrong.written} for ${wrong.meant}`);
}

/** Of several sources of dose information one given by hand is told; else the first. */
function takeSource(draft: Draft, item: SrItem): void {
  const source = item.code === undefined ? undefined : describe(item.code);
  if (source === undefined) return;
  const before = draft.sourceOfDose;
  if (before === undefined || (givenByHand.has(source.key) && !givenByHand.has(before.key)))
    draft.sourceOfDose = source;
}

/** What an item of each role says of the whole report; the first that says it stands. */
const takers: Readonly<Partial<Record<Role, (draft: Draft, item: SrItem) => void>>> = {
  procedure: (draft, item) => {
    if (item.code !== undefined) draft.procedure ??= describe(item.code).concept;
  },
  'source-of-dose': takeSource,
  scope: (draft, item) => {
    if (item.code !== undefined) draft.scope ??= describe(item.code).concept;
  },
  manufacturer: ({ observer }, item) => {
    if (item.text !== undefined) observer.manufacturer ??= item.text;
  },
  model: ({ observer }, item) => {
    if (item.text !== undefined) observer.model ??= item.text;
  },
  serial: ({ observer }, item) => {
    if (item.text !== undefined) observer.serial ??= item.text;
  },
  'reference-point': (draft, item) => {
    draft.referencePoint ??= referencePointOf(item);
  },
  'patient-table': (draft, item) => {
    noteWrongCode(item, draft);
  },
};

/** One pass over the whole document, in its order; what belongs to an event or to accumulated values is read by their own functions. */
function walk(container: SrItem, draft: Draft): void {
  const { notes } = draft;
  for (const item of container.children) {
    if (item.concept !== undefined) {
      const about = describe(item.concept);
      if (about.measure !== undefined) {
        // Older devices write totals beside the events, in no container of their own.
        const measured = about.measure.total ? readMeasured(item, notes) : undefined;
        if (measured?.concept.total === true) draft.loose.add(measured);
      } else if (about.role !== undefined) {
        if (isEvent(about) && isContainer(item)) {
          readEvent(item, about, draft);
          continue;
        }
        noteWords(item, about.role, about, notes);
        if (about.role === 'total' && isContainer(item)) {
          const { totals, calibrations, sourceId } = readTotals(item, notes);
          for (const total of totals) draft.totals.push({ total, sourceId });
          for (const calibration of calibrations) draft.calibrations.push(calibration);
          continue;
        }
        if (about.role === 'details' && isContainer(item)) {
          draft.details.push(item);
          continue;
        }
        takers[about.role]?.(draft, item);
      }
    }
    if (item.children.length > 0) walk(item, draft);
  }
}

/**
 * Planes of the radiation sources that an Enhanced X-Ray report names by texts of its own: a text that names several is all of them, one source alone is the single
 * plane, of two the first named is A.
 */
function planesOfSources(ids: readonly (string | undefined)[]): ReadonlyMap<string, DosePlane> {
  const distinct = [...new Set(ids.filter((id) => id !== undefined))];
  const isJoint = (id: string): boolean => /[&+,;/]|\band\b|和|与/i.test(id);
  const joint = distinct.filter(isJoint);
  const alone = distinct.filter((id) => !isJoint(id));
  const planes = new Map<string, DosePlane>(joint.map((id) => [id, 'all']));
  const [first, second, third] = alone;
  if (third !== undefined) return planes;
  if (first !== undefined && second === undefined) planes.set(first, joint.length === 0 ? 'single' : 'A');
  if (first !== undefined && second !== undefined) {
    const secondIsA = /^(?:plane ?)?a$/i.test(second) || /^(?:plane ?)?b$/i.test(first);
    planes.set(first, secondIsA ? 'B' : 'A').set(second, secondIsA ? 'A' : 'B');
  }
  return planes;
}

/** The point of doses at a reference point, where only the accumulated values name it: that of the same plane, or the only one there is. */
function pointsOfPlanes(totals: readonly DoseTotal[]): (plane: DosePlane | undefined) => CodedConcept | undefined {
  const byPlane = new Map<DosePlane | undefined, CodedConcept>();
  const distinct = new Map<string, CodedConcept>();
  for (const { plane, referencePoint: point } of totals) {
    if (point === undefined) continue;
    if (!byPlane.has(plane)) byPlane.set(plane, point);
    distinct.set(`${point.CodeValue} ${point.CodeMeaning ?? ''}`, point);
  }
  const [only, another] = distinct.values();
  return (plane) => byPlane.get(plane) ?? (another === undefined ? only : undefined);
}

function withReferencePoint(event: DoseEvent, pointOf: ReturnType<typeof pointsOfPlanes>): DoseEvent {
  if (event.referencePoint !== undefined || event.values.DoseRP === undefined) return event;
  const referencePoint = pointOf(event.plane);
  return referencePoint === undefined ? event : { ...event, referencePoint };
}

function finished(draft: Draft): Pick<DoseReport, 'events' | 'totals'> {
  const planes = planesOfSources([...draft.totals, ...draft.events].map(({ sourceId }) => sourceId));
  const planeOfSource = (id: string | undefined): { plane?: DosePlane } => {
    const plane = id === undefined ? undefined : planes.get(id);
    return plane === undefined ? {} : { plane };
  };
  const totals: DoseTotal[] = draft.totals.map(({ total, sourceId }) =>
    sourceId === undefined ? total : { ...planeOfSource(sourceId), ...total },
  );
  if (!draft.loose.empty) {
    const { referencePoint } = draft;
    totals.push({ ...(referencePoint === undefined ? {} : { referencePoint }), ...draft.loose.parts() });
  }
  const pointOf = pointsOfPlanes(totals);
  const details = readDetails(draft.details, draft.events.length, draft.notes);
  const events = draft.events.map(({ event, sourceId }) => {
    const detailed = details.length === 0 ? event : withDetails(event, sourceId, details);
    const placed = sourceId === undefined ? detailed : { ...planeOfSource(sourceId), ...detailed };
    return withReferencePoint(placed, pointOf);
  });
  return { events, totals };
}

function isDoseReport(root: SrItem, notes: ReadingNotes): boolean {
  if (root.concept === undefined) return false;
  const about = describe(root.concept);
  if (about.role !== 'report') return false;
  noteWords(root, 'report', about, notes);
  return true;
}

/**
 * Reads a dose report out of a structured report's content: X-ray (TID 10001 with 10002 to 10007, 10011 with 10012 to 10015), Enhanced X-Ray (TID 10040 with 10041 to
 * 10054) and radiopharmaceutical (TID 10021, 10022), whatever SR class carries it: only the title, or a class that holds nothing else, makes a report one of dose.
 * Events stand in the order of the document and are never merged within one report: in an Enhanced X-Ray report the sources of one event stand beside each other.
 * `undefined`: no dose report.
 */
export function readDoseReport(
  root: SrItem,
  identity: { readonly SOPInstanceUID?: string; readonly SOPClassUID?: string } = {},
): DoseReading | undefined {
  const draft = new Draft();
  const { SOPInstanceUID, SOPClassUID } = identity;
  if (!isDoseReport(root, draft.notes)) {
    // The class alone says what it is, when the title does not.
    if (SOPClassUID === undefined || !doseClasses.has(SOPClassUID)) return undefined;
    draft.notes.add('concept-by-meaning', 'document title');
  }
  walk(root, draft);
  const { procedure, sourceOfDose, scope, observer, calibrations, checks } = draft;
  const report: DoseReport = {
    source: 'rdsr',
    ...(SOPInstanceUID === undefined ? {} : { SOPInstanceUID }),
    ...(procedure === undefined ? {} : { procedure }),
    ...(sourceOfDose === undefined ? {} : { sourceOfDose: sourceOfDose.concept }),
    ...(Object.keys(observer).length === 0 ? {} : { deviceObserver: observer }),
    ...(scope === undefined ? {} : { scope }),
    ...finished(draft),
    ...(calibrations.length === 0 ? {} : { calibrations }),
    ...(checks.size === 0 ? {} : { doseChecks: [...checks.values()] }),
  };
  return { report, damage: draft.notes.all() };
}
