import type { FixtureObject } from '../objects/fixture-object.ts';
import type { Damage } from '../writer/damage.ts';
import type { Dataset } from '../writer/dataset.ts';
import type { ElementKeyword } from '../writer/element-table.ts';

/** Makes the objects of a faulty study from those of a conforming one. */
export type Alteration = (objects: readonly FixtureObject[]) => readonly FixtureObject[];

/** The same elements in every object. */
export const everywhere = (changes: Dataset): Alteration => (objects) => objects.map((object) => ({ ...object, dataset: { ...object.dataset, ...changes } }));

/** Elements left out of every object. */
export const without = (...keywords: readonly ElementKeyword[]): Alteration => (objects) =>
  objects.map((object) => {
    const gone: ReadonlySet<string> = new Set(keywords);
    const kept = Object.entries(object.dataset).filter(([keyword]) => !gone.has(keyword));
    return { ...object, dataset: Object.fromEntries(kept) };
  });

export const withoutDoseReport: Alteration = (objects) => objects.filter(({ role }) => role !== 'dose-report');

/** The first image only. */
export const firstDamaged = (damage: Damage): Alteration => (objects) => objects.map((object, index) => (index === 0 ? { ...object, damage } : object));

export const writtenAs = (choice: Partial<Pick<FixtureObject, 'transferSyntax' | 'characterSet'>>): Alteration => (objects) => objects.map((object) => ({ ...object, ...choice }));

export const inTurn = (...alterations: readonly Alteration[]): Alteration => (objects) => alterations.reduce((made, alter) => alter(made), objects);

function inContent(dataset: Dataset, change: (item: Dataset) => Dataset): Dataset {
  const changed = change(dataset);
  const { ContentSequence: content } = changed;
  if (!Array.isArray(content)) return changed;
  const items = content.filter((item): item is Dataset => typeof item === 'object' && item !== null);
  return { ...changed, ContentSequence: items.map((item) => inContent(item, change)) };
}

function firstCodeValue(item: Dataset, keyword: 'ConceptNameCodeSequence'): unknown {
  const sequence = item[keyword];
  const [first]: readonly unknown[] = Array.isArray(sequence) ? sequence : [];
  return typeof first === 'object' && first !== null && 'CodeValue' in first ? first.CodeValue : undefined;
}

/** Another unit beside every number of one concept in the dose report. */
export const withUnit = (concept: string, unit: string): Alteration => (objects) =>
  objects.map((object) => {
    if (object.role !== 'dose-report') return object;
    const change = (item: Dataset): Dataset => {
      if (firstCodeValue(item, 'ConceptNameCodeSequence') !== concept || !Array.isArray(item.MeasuredValueSequence)) return item;
      const measured = item.MeasuredValueSequence.filter((each): each is Dataset => typeof each === 'object' && each !== null);
      const units: Dataset = { CodeValue: unit, CodingSchemeDesignator: 'UCUM', CodeMeaning: unit };
      return { ...item, MeasuredValueSequence: measured.map((each) => ({ ...each, MeasurementUnitsCodeSequence: [units] })) };
    };
    return { ...object, dataset: inContent(object.dataset, change) };
  });
