import { vrNumber } from './report-vr.ts';

/** Attributes of content items (PS3.3 §C.17.3, §C.18), of coded entries (§8.8) and of tables (§C.18.10), as far as a reader of dose reports uses them. */
export const at = {
  characterSet: 0x00080005,
  codeValue: 0x00080100,
  scheme: 0x00080102,
  meaning: 0x00080104,
  longCodeValue: 0x00080119,
  urnCodeValue: 0x00080120,
  units: 0x004008ea,
  relationship: 0x0040a010,
  valueType: 0x0040a040,
  conceptName: 0x0040a043,
  dateTime: 0x0040a120,
  date: 0x0040a121,
  time: 0x0040a122,
  personName: 0x0040a123,
  uid: 0x0040a124,
  text: 0x0040a160,
  floatingValue: 0x0040a161,
  numerator: 0x0040a162,
  denominator: 0x0040a163,
  conceptCode: 0x0040a168,
  measuredValue: 0x0040a300,
  numericValue: 0x0040a30a,
  template: 0x0040a504,
  content: 0x0040a730,
  tabulatedValues: 0x0040a801,
  tableRows: 0x0040a802,
  tableColumns: 0x0040a803,
  rowNumber: 0x0040a804,
  columnNumber: 0x0040a805,
  rowDefinitions: 0x0040a806,
  columnDefinitions: 0x0040a807,
  cellValues: 0x0040a808,
  templateIdentifier: 0x0040db00,
  selectorCodes: 0x00720080,
} as const;

/** What an item of a sequence is, which decides what is wanted of it. */
export const kinds = { skipped: 0, content: 1, code: 2, measured: 3, template: 4, table: 5, line: 6, cell: 7 } as const;
export type Kind = (typeof kinds)[keyof typeof kinds];

/** Selector attributes by value representation (PS3.3 table C.18.10-1 with §10.17.1), the ones that hold texts and numbers. */
const selectors: readonly (readonly [tag: number, vr: string])[] = [
  [0x0072005e, 'AE'],
  [0x0072005f, 'AS'],
  [0x00720061, 'DA'],
  [0x00720062, 'CS'],
  [0x00720063, 'DT'],
  [0x00720064, 'IS'],
  [0x00720066, 'LO'],
  [0x00720068, 'LT'],
  [0x0072006a, 'PN'],
  [0x0072006b, 'TM'],
  [0x0072006c, 'SH'],
  [0x0072006e, 'ST'],
  [0x0072006f, 'UC'],
  [0x00720070, 'UT'],
  [0x00720071, 'UR'],
  [0x00720072, 'DS'],
  [0x00720074, 'FD'],
  [0x00720076, 'FL'],
  [0x00720078, 'UL'],
  [0x0072007a, 'US'],
  [0x0072007c, 'SL'],
  [0x0072007e, 'SS'],
  [0x0072007f, 'UI'],
  [0x00720082, 'SV'],
  [0x00720083, 'UV'],
];

type Row = readonly [tag: number, vr: string, keyword: string];
const inCode: readonly Row[] = [
  [at.codeValue, 'SH', 'CodeValue'],
  [at.scheme, 'SH', 'CodingSchemeDesignator'],
  [at.meaning, 'LO', 'CodeMeaning'],
  [at.longCodeValue, 'UC', 'LongCodeValue'],
  [at.urnCodeValue, 'UR', 'URNCodeValue'],
];
const inContent: readonly Row[] = [
  [at.relationship, 'CS', 'RelationshipType'],
  [at.valueType, 'CS', 'ValueType'],
  [at.conceptName, 'SQ', 'ConceptNameCodeSequence'],
  [at.dateTime, 'DT', 'DateTime'],
  [at.date, 'DA', 'Date'],
  [at.time, 'TM', 'Time'],
  [at.personName, 'PN', 'PersonName'],
  [at.uid, 'UI', 'UID'],
  [at.text, 'UT', 'TextValue'],
  [at.conceptCode, 'SQ', 'ConceptCodeSequence'],
  [at.measuredValue, 'SQ', 'MeasuredValueSequence'],
  [at.template, 'SQ', 'ContentTemplateSequence'],
  [at.content, 'SQ', 'ContentSequence'],
  [at.tabulatedValues, 'SQ', 'TabulatedValuesSequence'],
];
const inMeasured: readonly Row[] = [
  [at.units, 'SQ', 'MeasurementUnitsCodeSequence'],
  [at.floatingValue, 'FD', 'FloatingPointValue'],
  [at.numerator, 'SL', 'RationalNumeratorValue'],
  [at.denominator, 'UL', 'RationalDenominatorValue'],
  [at.numericValue, 'DS', 'NumericValue'],
];
const inLine: readonly Row[] = [
  [at.rowNumber, 'UL', 'TableRowNumber'],
  [at.columnNumber, 'UL', 'TableColumnNumber'],
  [at.conceptName, 'SQ', 'ConceptNameCodeSequence'],
  [at.units, 'SQ', 'MeasurementUnitsCodeSequence'],
];

/** A wanted attribute: read as this value representation where the object does not say, and named so where it is damaged. */
export interface WantedInReport {
  readonly vr: number;
  readonly keyword: string;
}
const wantedOf = (rows: readonly Row[]): ReadonlyMap<number, WantedInReport> =>
  new Map(
    [[at.characterSet, 'CS', 'SpecificCharacterSet'] as const, ...rows].map(([tag, vr, keyword]) => [
      tag,
      { vr: vrNumber(vr), keyword },
    ]),
  );

/** What is wanted of an item, by its kind. */
export const wantedIn: Readonly<Record<Kind, ReadonlyMap<number, WantedInReport>>> = {
  [kinds.skipped]: new Map(),
  [kinds.content]: wantedOf(inContent),
  [kinds.code]: wantedOf(inCode),
  [kinds.measured]: wantedOf(inMeasured),
  [kinds.template]: wantedOf([[at.templateIdentifier, 'CS', 'TemplateIdentifier']]),
  [kinds.table]: wantedOf([
    [at.tableRows, 'UL', 'NumberOfTableRows'],
    [at.tableColumns, 'UL', 'NumberOfTableColumns'],
    [at.rowDefinitions, 'SQ', 'TableRowDefinitionSequence'],
    [at.columnDefinitions, 'SQ', 'TableColumnDefinitionSequence'],
    [at.cellValues, 'SQ', 'CellValuesSequence'],
  ]),
  [kinds.line]: wantedOf(inLine),
  [kinds.cell]: wantedOf([
    [at.rowNumber, 'UL', 'TableRowNumber'],
    [at.columnNumber, 'UL', 'TableColumnNumber'],
    [at.units, 'SQ', 'MeasurementUnitsCodeSequence'],
    [at.conceptCode, 'SQ', 'ConceptCodeSequence'],
    [at.selectorCodes, 'SQ', 'SelectorCodeSequenceValue'],
    ...selectors.map(([tag, vr]) => [tag, vr, `Selector${vr}Value`] as const),
  ]),
};
