import type { CodedConcept } from '@center/contract';
import type { SrItem, SrMeasured, SrTable, SrTableCells, SrTableLine } from '../../core/facts/dose/sr-item.ts';
import type { Kind } from './report-tags.ts';
import { kinds, at as tags } from './report-tags.ts';
import type { TextReader } from './text-decoder.ts';

/** A content item. All are made here, with every member in place, so that whoever walks the tree meets objects of one shape. */
class ReportItem implements SrItem {
  readonly valueType: string;
  readonly relationship: string | undefined;
  readonly concept: CodedConcept | undefined;
  readonly code: CodedConcept | undefined;
  readonly measured: SrMeasured | undefined;
  readonly text: string | undefined;
  readonly table: SrTable | undefined;
  readonly template: string | undefined;
  readonly children: readonly SrItem[];

  constructor(frame: Frame) {
    this.valueType = frame.valueType;
    this.relationship = frame.relationship;
    this.concept = frame.concept;
    this.code = frame.code;
    this.measured = frame.measured;
    this.text = frame.text;
    this.table = frame.table;
    this.template = frame.template;
    this.children = frame.children;
  }
}

class Measured implements SrMeasured {
  readonly raw: string;
  readonly number: number | undefined;
  readonly numbers: readonly number[] | undefined;
  readonly unit: CodedConcept | undefined;

  constructor(
    raw: string,
    number: number | undefined,
    numbers: readonly number[] | undefined,
    unit: CodedConcept | undefined,
  ) {
    this.raw = raw;
    this.number = number;
    this.numbers = numbers;
    this.unit = unit;
  }
}

const nothing: SrItem[] = [];
/** Behind every text that an item can have. */
const noText = 99;

/** What has been read of the item that is being read. One frame a nesting level is used again for every item of that level. */
export class Frame {
  kind: Kind = kinds.skipped;
  reader: TextReader;
  // A content item.
  valueType = '';
  relationship: string | undefined;
  concept: CodedConcept | undefined;
  code: CodedConcept | undefined;
  measured: SrMeasured | undefined;
  text: string | undefined;
  /** Which of an item's texts `text` is; a lower one takes its place. */
  textRank = noText;
  table: SrTable | undefined;
  template: string | undefined;
  children: SrItem[] = nothing;
  /** The coded entry read last. */
  found: CodedConcept | undefined;
  // A coded entry.
  codeValue = '';
  longCode = '';
  urnCode = '';
  scheme = '';
  meaning: string | undefined;
  // A measured value.
  raw = '';
  number: number | undefined;
  numbers: readonly number[] | undefined;
  floating: number | undefined;
  numerator: number | undefined;
  denominator: number | undefined;
  // A measured value, a line or cells of a table.
  unit: CodedConcept | undefined;
  row: number | undefined;
  column: number | undefined;
  values: readonly (string | number)[] = [];
  codes: CodedConcept[] = [];
  rowDefinitions: SrTableLine[] = [];
  columnDefinitions: SrTableLine[] = [];
  cells: SrTableCells[] = [];

  constructor(reader: TextReader) {
    this.reader = reader;
  }

  /** Makes the frame ready for the next item. */
  begin(kind: Kind, reader: TextReader): void {
    this.kind = kind;
    this.reader = reader;
    switch (kind) {
      case kinds.skipped:
        break;
      case kinds.content:
        this.valueType = '';
        this.relationship = undefined;
        this.concept = undefined;
        this.code = undefined;
        this.measured = undefined;
        this.text = undefined;
        this.textRank = noText;
        this.table = undefined;
        this.template = undefined;
        this.children = nothing;
        break;
      case kinds.code:
        this.codeValue = '';
        this.longCode = '';
        this.urnCode = '';
        this.scheme = '';
        this.meaning = undefined;
        break;
      case kinds.measured:
        this.raw = '';
        this.number = undefined;
        this.numbers = undefined;
        this.floating = undefined;
        this.numerator = undefined;
        this.denominator = undefined;
        this.unit = undefined;
        break;
      case kinds.template:
        this.template = undefined;
        break;
      case kinds.table:
        this.row = undefined;
        this.column = undefined;
        this.rowDefinitions = [];
        this.columnDefinitions = [];
        this.cells = [];
        break;
      case kinds.line:
      case kinds.cell:
        this.row = undefined;
        this.column = undefined;
        this.concept = undefined;
        this.unit = undefined;
        this.values = [];
        this.codes = [];
        break;
    }
  }

  item(): SrItem {
    return new ReportItem(this);
  }

  /** Puts the concept of a code sequence where its tag says. */
  takeConcept(tag: number, concept: CodedConcept | undefined): void {
    switch (tag) {
      case tags.conceptName:
        this.concept = concept;
        break;
      case tags.conceptCode:
        this.code = concept;
        break;
      default:
        this.unit = concept;
    }
  }

  /** A content sequence begins: of two, the later one holds. */
  withoutChildren(): void {
    this.children = nothing;
  }

  addChild(child: SrItem): void {
    if (this.children === nothing) this.children = [child];
    else this.children.push(child);
  }

  /** The coded entry as written (PS3.3 table 8.8-1). */
  coded(): CodedConcept {
    const { meaning, codeValue, longCode, urnCode, scheme } = this;
    const code = codeValue !== '' ? codeValue : longCode !== '' ? longCode : urnCode;
    return meaning === undefined
      ? { CodeValue: code, CodingSchemeDesignator: scheme }
      : { CodeValue: code, CodingSchemeDesignator: scheme, CodeMeaning: meaning };
  }

  /** The number as text, else in one of the two forms that stand beside it for more precision; `undefined` when there is none of them. */
  measurement(): SrMeasured | undefined {
    const { raw, numerator, denominator } = this;
    const rational =
      numerator === undefined || denominator === undefined || denominator === 0 ? undefined : numerator / denominator;
    const number = this.number ?? this.floating ?? rational;
    if (raw === '' && number === undefined) return undefined;
    return new Measured(raw === '' ? String(number) : raw, number, this.numbers, this.unit);
  }

  tableRead(): SrTable {
    return {
      rows: this.row ?? 0,
      columns: this.column ?? 0,
      rowDefinitions: this.rowDefinitions,
      columnDefinitions: this.columnDefinitions,
      cells: this.cells,
    };
  }

  line(): SrTableLine {
    return { line: this.row ?? this.column, concept: this.concept, unit: this.unit };
  }

  cellsRead(): SrTableCells {
    return { row: this.row, column: this.column, values: this.values, codes: this.codes, unit: this.unit };
  }
}
