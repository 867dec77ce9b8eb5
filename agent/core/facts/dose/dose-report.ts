import type {
  CodedConcept,
  DoseEvent,
  DosePlane,
  DoseReport,
  DoseTotal,
  DoseValue,
  Laterality,
} from '@center/contract';
import { isUnit, quantity } from '@center/contract';
import type { Damage } from '../damage.ts';
import { conceptByMeaning, type DoseConcept, dcm, type Matched, match, measuredConcept, typeName } from './concepts.ts';
import type { SrItem } from './sr-item.ts';
import { convert, unitOf } from './units.ts';

/** A dose report read, with what was unusual about it. */
export interface DoseReading {
  readonly report: DoseReport;
  readonly damage: readonly Damage[];
}

/** X-ray and radiopharmaceutical dose report, and the summary that a surgical C-arm writes under a scheme of its own. */
const rootConcepts = new Set([dcm('113701'), dcm('113500'), 'C-10|99SMS_RADSUM']);
/** X-Ray Radiation Dose SR and Radiopharmaceutical Radiation Dose SR Storage. */
const doseClasses = new Set(['1.2.840.10008.5.1.4.1.1.88.67', '1.2.840.10008.5.1.4.1.1.88.68']);
const eventConcepts = new Set([dcm('113706'), dcm('113819'), dcm('113502')]);
const totalConcepts = new Set([dcm('113702'), dcm('113811')]);
const typeConcepts = new Set([dcm('113721'), dcm('113820')]);
const uidConcepts = new Set([dcm('113769'), dcm('113853'), dcm('113503')]);
const planes = new Map<string, DosePlane>([
  [dcm('113620'), 'A'],
  [dcm('113621'), 'B'],
  [dcm('113622'), 'single'],
  [dcm('113890'), 'all'],
]);
const lateralityConcepts = new Set(['272741003|SCT', 'G-C171|SRT', dcm('111027')]);
const sides = new Map<string, Laterality>([
  ['7771000|SCT', 'left'],
  ['24028007|SCT', 'right'],
  ['51440002|SCT', 'both'],
  ['63762007|SCT', 'both'],
  ['80248007|SCT', 'left'],
  ['73056007|SCT', 'right'],
  ['G-A101|SRT', 'left'],
  ['G-A100|SRT', 'right'],
  ['G-A102|SRT', 'both'],
  ['T-04080|SRT', 'both'],
]);
const phantoms = new Map<string, NonNullable<DoseEvent['phantom']>>([
  [dcm('113690'), 'head-16cm'],
  [dcm('113691'), 'body-32cm'],
]);
const concepts = {
  plane: dcm('113764'),
  targetRegion: dcm('123014'),
  protocol: dcm('125203'),
  phantom: dcm('113835'),
  sourceOfDose: dcm('113854'),
  procedure: dcm('121058'),
  manufacturer: dcm('121014'),
  model: dcm('121015'),
  serial: dcm('121016'),
} as const;

class Notes {
  readonly #byKey = new Map<string, Damage>();

  add(code: Damage['code'], where: string, detail?: string): void {
    const key = `${code} ${where} ${detail ?? ''}`;
    if (!this.#byKey.has(key) && this.#byKey.size < 100)
      this.#byKey.set(key, { code, where, ...(detail === undefined ? {} : { detail }) });
  }

  all(): readonly Damage[] {
    return [...this.#byKey.values()];
  }
}

function keyOf(raw: CodedConcept | undefined): string {
  return raw === undefined ? '' : match(raw).key;
}

/** All items below, in document order; a nested container of one of `except` is left out with everything in it. */
function* below(item: SrItem, except: ReadonlySet<string>): Generator<SrItem> {
  for (const child of item.children) {
    if (except.size > 0 && except.has(keyOf(child.concept))) continue;
    yield child;
    yield* below(child, except);
  }
}

/** The number with its own unit, converted once; the unit beside it decides, whatever the concept says about the usual one. */
function doseValue(item: SrItem, concept: DoseConcept, notes: Notes): DoseValue | undefined {
  const { measured } = item;
  if (measured === undefined) {
    notes.add('measurement-empty', concept.name);
    return undefined;
  }
  const rawUnit = measured.unit?.CodeValue.trim() ?? '';
  if (measured.number === undefined) {
    notes.add('number-unreadable', concept.name);
    return { kind: 'not-a-number', rawValue: measured.raw, rawUnit };
  }
  const unit = unitOf(rawUnit);
  const value = unit === undefined ? undefined : convert(measured.number, unit, concept.unit);
  if (unit === undefined || value === undefined || !Number.isFinite(value) || !isUnit(concept.unit)) {
    notes.add('unit-unknown', concept.name, rawUnit);
    return { kind: 'unit-unknown', rawValue: measured.raw, rawUnit };
  }
  const scheme = measured.unit?.CodingSchemeDesignator.trim().toUpperCase() ?? '';
  const standardSpelling = unit.standardSpelling && scheme === 'UCUM';
  if (!standardSpelling)
    notes.add('unit-spelling', concept.name, scheme === 'UCUM' ? rawUnit : `${rawUnit} (${scheme})`);
  return { kind: 'quantity', quantity: quantity(value, concept.unit), rawUnit, standardSpelling };
}

interface Measured {
  readonly name: string;
  readonly value: DoseValue;
  readonly byMeaning: boolean;
}

/** Collects values by concept name: the first under `values`, and all of them under `several` where a concept has more than one (pulses, tubes). */
class Values {
  readonly values: Record<string, DoseValue> = {};
  readonly several: Record<string, DoseValue[]> = {};

  readonly #byMeaning = new Set<string>();

  /** A value known by its meaning only stands in for one known by its code, never beside it. */
  add({ name, value, byMeaning }: Measured): void {
    const before = this.values[name];
    const replaces = before !== undefined && !byMeaning && this.#byMeaning.delete(name);
    if (before === undefined || replaces) {
      this.values[name] = value;
      if (replaces) delete this.several[name];
      if (byMeaning) this.#byMeaning.add(name);
    } else if (byMeaning === this.#byMeaning.has(name)) (this.several[name] ??= [before]).push(value);
  }

  get empty(): boolean {
    return Object.keys(this.values).length === 0;
  }

  parts(): { values: Record<string, DoseValue>; several?: Record<string, readonly DoseValue[]> } {
    return { values: this.values, ...(Object.keys(this.several).length === 0 ? {} : { several: this.several }) };
  }
}

/** Whether the unit beside the number is one of the concept's kind. */
function fits({ measured }: SrItem, concept: DoseConcept): boolean {
  const unit = unitOf(measured?.unit?.CodeValue ?? '');
  return unit !== undefined && convert(1, unit, concept.unit) !== undefined;
}

function readMeasured(item: SrItem, notes: Notes): Measured | undefined {
  if (item.concept === undefined || (item.valueType !== 'NUM' && item.measured === undefined)) return undefined;
  const matched = match(item.concept);
  const coded = measuredConcept(matched);
  if (coded === undefined) return undefined;
  // A device may write another concept's code: then the unit fits only the concept that the meaning names.
  const named = fits(item, coded.concept) ? undefined : conceptByMeaning(matched);
  const found = named !== undefined && fits(item, named) ? { concept: named, byMeaning: true } : coded;
  if (found.byMeaning) notes.add('concept-by-meaning', found.concept.name);
  const value = doseValue(item, found.concept, notes);
  return value === undefined ? undefined : { name: found.concept.name, value, byMeaning: found.byMeaning };
}

function isContainer(item: SrItem): boolean {
  return item.valueType === 'CONTAINER' || item.children.length > 0;
}

function sideOf(item: SrItem): Laterality | undefined {
  return lateralityConcepts.has(keyOf(item.concept)) ? sides.get(keyOf(item.code)) : undefined;
}

function eventOf(container: SrItem, key: string, notes: Notes): DoseEvent {
  const values = new Values();
  let uid: string | undefined;
  let type: string | undefined;
  let plane: DosePlane | undefined;
  let laterality: Laterality | undefined;
  let region: Matched | undefined;
  let protocol: string | undefined;
  let phantom: DoseEvent['phantom'];
  for (const item of below(container, eventConcepts)) {
    const number = readMeasured(item, notes);
    if (number !== undefined) values.add(number);
    const concept = keyOf(item.concept);
    if (uidConcepts.has(concept)) uid ??= item.text?.trim();
    else if (typeConcepts.has(concept) && item.code !== undefined) type ??= typeName(match(item.code));
    else if (concept === concepts.plane) plane ??= planes.get(keyOf(item.code));
    else if (concept === concepts.targetRegion && item.code !== undefined) region ??= match(item.code);
    else if (concept === concepts.protocol) protocol ??= item.text;
    else if (concept === concepts.phantom) phantom ??= phantoms.get(keyOf(item.code));
    laterality ??= sideOf(item);
  }
  if (type === undefined && key === dcm('113502')) type = 'RadiopharmaceuticalAdministration';
  return {
    ...(uid === undefined || uid === '' ? {} : { IrradiationEventUID: uid }),
    ...(type === undefined ? {} : { type }),
    ...(plane === undefined ? {} : { plane }),
    ...(laterality === undefined ? {} : { laterality }),
    ...(region === undefined ? {} : { targetRegion: region.concept }),
    ...(protocol === undefined ? {} : { protocol }),
    ...(phantom === undefined ? {} : { phantom }),
    ...values.parts(),
  };
}

/** One total a plane, and one more a side where a value is given for the left and the right (mammography). */
function totalsOf(container: SrItem, notes: Notes): DoseTotal[] {
  const bySide = new Map<Laterality | undefined, Values>();
  let plane: DosePlane | undefined;
  for (const item of below(container, eventConcepts)) {
    if (keyOf(item.concept) === concepts.plane) plane ??= planes.get(keyOf(item.code));
    const number = readMeasured(item, notes);
    if (number === undefined) continue;
    const side = item.children.map(sideOf).find((each) => each !== undefined);
    const values = bySide.get(side) ?? new Values();
    bySide.set(side, values);
    values.add(number);
  }
  if (bySide.size === 0) bySide.set(undefined, new Values());
  return [...bySide].map(([laterality, values]) => ({
    ...(plane === undefined ? {} : { plane }),
    ...(laterality === undefined ? {} : { laterality }),
    ...values.parts(),
  }));
}

function isDoseReport(root: SrItem, notes: Notes): boolean {
  if (root.concept === undefined) return false;
  const matched = match(root.concept);
  if (rootConcepts.has(matched.key)) {
    if (matched.repaired) notes.add('concept-by-meaning', 'document title');
    return true;
  }
  const meaning = (matched.concept.CodeMeaning ?? '').replaceAll(/[^A-Za-z]/g, '').toLowerCase();
  const named =
    matched.concept.CodeValue === '' &&
    (meaning === 'xrayradiationdosereport' || meaning === 'radiopharmaceuticalradiationdosereport');
  if (named) notes.add('concept-by-meaning', 'document title');
  return named;
}

/**
 * Reads a dose report out of a structured report's content: X-ray (TID 10001 with 10002 to 10007, 10011 with 10012 to 10015) and radiopharmaceutical (TID 10021,
 * 10022), whatever SR class carries it. Events stand in the order of the document and are never merged within one report. `undefined`: no dose report.
 */
export function readDoseReport(
  root: SrItem,
  identity: { readonly SOPInstanceUID?: string; readonly SOPClassUID?: string } = {},
): DoseReading | undefined {
  const notes = new Notes();
  const { SOPInstanceUID, SOPClassUID } = identity;
  if (!isDoseReport(root, notes)) {
    // The class alone says what it is, when the title does not.
    if (SOPClassUID === undefined || !doseClasses.has(SOPClassUID)) return undefined;
    notes.add('concept-by-meaning', 'document title');
  }
  const events: DoseEvent[] = [];
  const totals: DoseTotal[] = [];
  let procedure: CodedConcept | undefined;
  let sourceOfDose: CodedConcept | undefined;
  const observer: { manufacturer?: string; model?: string; serial?: string } = {};
  const none = new Set<string>();
  for (const item of below(root, none)) {
    const key = keyOf(item.concept);
    if (eventConcepts.has(key) && isContainer(item)) events.push(eventOf(item, key, notes));
    else if (totalConcepts.has(key) && isContainer(item)) totals.push(...totalsOf(item, notes));
    else if (key === concepts.procedure && item.code !== undefined) procedure ??= match(item.code).concept;
    else if (key === concepts.sourceOfDose && item.code !== undefined) sourceOfDose ??= match(item.code).concept;
    else if (key === concepts.manufacturer && item.text !== undefined) observer.manufacturer ??= item.text;
    else if (key === concepts.model && item.text !== undefined) observer.model ??= item.text;
    else if (key === concepts.serial && item.text !== undefined) observer.serial ??= item.text;
  }
  // Older devices write totals beside the events, in no container of their own.
  const loose = new Values();
  for (const item of below(root, new Set([...eventConcepts, ...totalConcepts]))) {
    const number = readMeasured(item, notes);
    if (number !== undefined) loose.add(number);
  }
  if (!loose.empty) totals.push(loose.parts());
  const report: DoseReport = {
    source: 'rdsr',
    ...(SOPInstanceUID === undefined ? {} : { SOPInstanceUID }),
    ...(procedure === undefined ? {} : { procedure }),
    ...(sourceOfDose === undefined ? {} : { sourceOfDose }),
    ...(Object.keys(observer).length === 0 ? {} : { deviceObserver: observer }),
    events,
    totals,
  };
  return { report, damage: notes.all() };
}
