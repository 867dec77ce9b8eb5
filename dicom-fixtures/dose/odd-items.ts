import { type Code, dcm } from '../objects/content-item.ts';
import { codeItem } from '../objects/modules.ts';
import type { Dataset } from '../writer/dataset.ts';

/** A NUM item with its number as text and its unit as a device writes it, whatever the standard says. */
export function numericAs(concept: Code, NumericValue: string, unit: Code): Dataset {
  return {
    RelationshipType: 'CONTAINS',
    ValueType: 'NUM',
    ConceptNameCodeSequence: [codeItem(...concept)],
    MeasuredValueSequence: [{ NumericValue, MeasurementUnitsCodeSequence: [codeItem(...unit)] }],
  };
}

/** A NUM item without a measured value: the device does not know. */
export function numericUnknown(concept: Code): Dataset {
  return {
    RelationshipType: 'CONTAINS',
    ValueType: 'NUM',
    ConceptNameCodeSequence: [codeItem(...concept)],
    MeasuredValueSequence: null,
  };
}

/** A TABLE item (PS3.3 §C.18.10) of two columns: the moment until which each value held, and the values in one unit. */
export function valuesOverTime(
  concept: Code,
  unit: string,
  rows: readonly (readonly [until: string, value: number])[],
): Dataset {
  const table: Dataset = {
    NumberOfTableRows: rows.length,
    NumberOfTableColumns: 2,
    TableColumnDefinitionSequence: [
      { TableColumnNumber: 1, ConceptNameCodeSequence: [codeItem(...dcm('111527', 'DateTime Ended'))] },
      {
        TableColumnNumber: 2,
        ConceptNameCodeSequence: [codeItem(...concept)],
        MeasurementUnitsCodeSequence: [codeItem(unit, 'UCUM', unit)],
      },
    ],
    CellValuesSequence: [
      { TableColumnNumber: 1, SelectorAttributeVR: 'DT', SelectorDTValue: rows.map(([until]) => until) },
      { TableColumnNumber: 2, SelectorAttributeVR: 'FL', SelectorFLValue: rows.map(([, value]) => value) },
    ],
  };
  return {
    RelationshipType: 'CONTAINS',
    ValueType: 'TABLE',
    ConceptNameCodeSequence: [codeItem(...concept)],
    TabulatedValuesSequence: [table],
  };
}
