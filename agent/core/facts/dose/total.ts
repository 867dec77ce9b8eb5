import type { CodedConcept, DoseCalibration, DosePlane, DoseTotal, Laterality } from '@center/contract';
import { describe } from './concepts.ts';
import { isContainer, isEvent, noteWords, planeOf, referencePointOf, sideOf } from './event.ts';
import { DoseValues, type Measured, readMeasured } from './measured-value.ts';
import type { ReadingNotes } from './reading-notes.ts';
import type { SrItem } from './sr-item.ts';

/** Calibration of the dose meter (TID 10002 rows 3 to 9, TID 10041 likewise). */
function readCalibration(container: SrItem, plane: DosePlane | undefined, notes: ReadingNotes): DoseCalibration {
  const values = new DoseValues();
  let on: string | undefined;
  let party: string | undefined;
  for (const item of container.children) {
    const role = item.concept === undefined ? undefined : describe(item.concept).role;
    if (role === 'calibrated-on') on ??= item.text?.trim();
    else if (role === 'calibrated-by') party ??= item.text?.trim();
    else {
      const measured = readMeasured(item, notes);
      if (measured !== undefined) values.add(measured);
    }
  }
  return {
    ...(plane === undefined ? {} : { plane }),
    ...(on === undefined || on === '' ? {} : { on }),
    ...(party === undefined || party === '' ? {} : { party }),
    values: values.values,
  };
}

/** Concept → step of its last printed digit, where that is a zero. */
type Steps = Record<string, number>;

const printed = /^[+-]?(\d*)\.?(\d*)(?:e([+-]?\d+))?$/i;

/** Keeps the step of a number that ends in zeros: as a number it has fewer digits than the device printed. */
function noteStep(item: SrItem, { concept: { name }, values: [value] }: Measured, steps: Steps): void {
  const { raw, number } = item.measured ?? {};
  const match = raw === undefined ? null : printed.exec(raw.trim());
  if (match === null || number === undefined || number === 0 || value?.kind !== 'quantity' || name in steps) return;
  const [, whole = '', decimals = '', exponent = '0'] = match;
  const factor = value.quantity.value / number;
  if (!(decimals === '' ? whole : decimals).endsWith('0') || (decimals === '' && factor === 1)) return;
  const step = 10 ** (Number(exponent) - decimals.length) * factor;
  steps[name] = Number(step.toPrecision(3));
}

interface Draft {
  readonly stepsBySide: Map<Laterality | undefined, Steps>;
  readonly bySide: Map<Laterality | undefined, DoseValues>;
  readonly calibrations: SrItem[];
  /** Totals of one phantom where head and body phantom were used; they stand in only where no total of both is told. */
  readonly ofOnePhantom: Measured[];
  plane?: DosePlane | undefined;
  sourceId?: string | undefined;
  referencePoint?: CodedConcept | undefined;
}

function sideBelow(item: SrItem): Laterality | undefined {
  for (const child of item.children) {
    if (child.concept === undefined || describe(child.concept).role !== 'laterality') continue;
    const side = sideOf(child);
    if (side !== undefined) return side;
  }
  return undefined;
}

function hasPhantom(item: SrItem): boolean {
  return item.children.some(({ concept }) => concept !== undefined && describe(concept).role === 'phantom');
}

function walk(container: SrItem, draft: Draft, notes: ReadingNotes): void {
  for (const item of container.children) {
    const about = item.concept === undefined ? undefined : describe(item.concept);
    if (about?.measure !== undefined) {
      const measured = readMeasured(item, notes);
      if (measured !== undefined && hasPhantom(item)) draft.ofOnePhantom.push(measured);
      else if (measured !== undefined) {
        const side = sideBelow(item);
        const values = draft.bySide.get(side) ?? new DoseValues();
        draft.bySide.set(side, values);
        values.add(measured);
        const steps = draft.stepsBySide.get(side) ?? {};
        draft.stepsBySide.set(side, steps);
        noteStep(item, measured, steps);
      }
    } else if (about?.role !== undefined) {
      noteWords(item, about.role, about, notes);
      if (about.role === 'calibration') {
        draft.calibrations.push(item);
        continue;
      }
      if (about.role === 'plane') draft.plane ??= planeOf(item);
      else if (about.role === 'source-id') draft.sourceId ??= item.text?.trim();
      else if (about.role === 'reference-point') draft.referencePoint ??= referencePointOf(item);
      else if (isEvent(about) && isContainer(item)) continue;
    }
    if (item.children.length > 0) walk(item, draft, notes);
  }
}

function addOfOnePhantom({ bySide, ofOnePhantom }: Draft): void {
  if (ofOnePhantom.length === 0) return;
  const values = bySide.get(undefined) ?? new DoseValues();
  bySide.set(undefined, values);
  const told = new Set(Object.keys(values.values));
  for (const measured of ofOnePhantom) if (!told.has(measured.concept.name)) values.add(measured);
}

/** One container of accumulated values as read. */
export interface ReadTotals {
  readonly totals: readonly DoseTotal[];
  readonly calibrations: readonly DoseCalibration[];
  readonly sourceId: string | undefined;
}

/**
 * Reads accumulated values (TID 10002, 10012, 10041): one total a plane, and one more a side where a value is given for the left and the right (mammography). The
 * reference point stays beside the doses at it.
 */
export function readTotals(container: SrItem, notes: ReadingNotes): ReadTotals {
  const draft: Draft = { bySide: new Map(), stepsBySide: new Map(), calibrations: [], ofOnePhantom: [] };
  walk(container, draft, notes);
  addOfOnePhantom(draft);
  const { bySide, stepsBySide, plane, referencePoint, sourceId } = draft;
  if (bySide.size === 0) bySide.set(undefined, new DoseValues());
  return {
    totals: [...bySide].map(([laterality, values]) => {
      const steps = stepsBySide.get(laterality) ?? {};
      return {
        ...(plane === undefined ? {} : { plane }),
        ...(laterality === undefined ? {} : { laterality }),
        ...(referencePoint === undefined ? {} : { referencePoint }),
        ...values.parts(),
        ...(Object.keys(steps).length === 0 ? {} : { steps }),
      };
    }),
    calibrations: draft.calibrations.map((each) => readCalibration(each, plane, notes)),
    sourceId: sourceId === '' ? undefined : sourceId,
  };
}
