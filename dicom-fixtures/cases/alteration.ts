import type { FixtureObject } from '../objects/fixture-object.ts';
import type { Damage } from '../writer/damage.ts';
import { type Dataset, itemsOf } from '../writer/dataset.ts';
import type { ElementKeyword } from '../writer/element-table.ts';

/** Makes the objects of a faulty study from those of a conforming one. */
export type Alteration = (objects: readonly FixtureObject[]) => readonly FixtureObject[];

/** The same elements in every object. */
export const everywhere =
  (changes: Dataset): Alteration =>
  (objects) =>
    objects.map((object) => ({ ...object, dataset: { ...object.dataset, ...changes } }));

/** The same elements in every image. */
export const inImages =
  (changes: Dataset): Alteration =>
  (objects) =>
    objects.map((object) =>
      object.role === 'image' ? { ...object, dataset: { ...object.dataset, ...changes } } : object,
    );

/** Elements left out of every object. */
export const without =
  (...keywords: readonly ElementKeyword[]): Alteration =>
  (objects) =>
    objects.map((object) => {
      const gone: ReadonlySet<string> = new Set(keywords);
      const kept = Object.entries(object.dataset).filter(([keyword]) => !gone.has(keyword));
      return { ...object, dataset: Object.fromEntries(kept) };
    });

export const withoutDoseReport: Alteration = (objects) => objects.filter(({ role }) => role !== 'dose-report');

/** The first image only. */
export const firstDamaged =
  (damage: Damage): Alteration =>
  (objects) =>
    objects.map((object, index) => (index === 0 ? { ...object, damage } : object));

export const writtenAs =
  (choice: Partial<Pick<FixtureObject, 'transferSyntax' | 'characterSet'>>): Alteration =>
  (objects) =>
    objects.map((object) => ({ ...object, ...choice }));

export const inTurn =
  (...alterations: readonly Alteration[]): Alteration =>
  (objects) =>
    alterations.reduce((made, alter) => alter(made), objects);

/** The content items of the dose report, each kept, changed or (for undefined) taken out. */
export const reportItems =
  (change: (item: Dataset) => Dataset | undefined): Alteration =>
  (objects) => {
    const changed = (dataset: Dataset): Dataset => {
      const items = itemsOf(dataset.ContentSequence);
      if (items.length === 0) return dataset;
      return {
        ...dataset,
        ContentSequence: items.flatMap((item) => {
          const kept = change(item);
          return kept === undefined ? [] : [changed(kept)];
        }),
      };
    };
    return objects.map((object) =>
      object.role === 'dose-report' ? { ...object, dataset: changed(object.dataset) } : object,
    );
  };

/** The code value of a content item's concept name. */
export const conceptOf = (item: Dataset): string => {
  const value = itemsOf(item.ConceptNameCodeSequence)[0]?.CodeValue;
  return typeof value === 'string' ? value : '';
};

/** Another unit beside every number of one concept (by its code value) in the dose report. */
export const withUnit = (concept: string, unit: string): Alteration => {
  const units: Dataset = { CodeValue: unit, CodingSchemeDesignator: 'UCUM', CodeMeaning: unit };
  return reportItems((item) => {
    const measured = itemsOf(item.MeasuredValueSequence);
    if (measured.length === 0 || conceptOf(item) !== concept) return item;
    return {
      ...item,
      MeasuredValueSequence: measured.map((each) => ({ ...each, MeasurementUnitsCodeSequence: [units] })),
    };
  });
};
