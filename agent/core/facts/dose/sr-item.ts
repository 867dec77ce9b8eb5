import type { CodedConcept } from '@center/contract';

/** Value of a NUM item. `number` is absent when `raw` is none; `numbers` stands when `raw` holds several, which PS3.3 §C.18.1 does not allow. */
export interface SrMeasured {
  readonly raw: string;
  readonly number?: number | undefined;
  readonly numbers?: readonly number[] | undefined;
  readonly unit?: CodedConcept | undefined;
}

/** What a row or a column of a table is about, and the unit of its numbers. Lines are counted from 1. */
export interface SrTableLine {
  readonly line?: number | undefined;
  readonly concept?: CodedConcept | undefined;
  readonly unit?: CodedConcept | undefined;
}

/** Values of one cell; with the row (or the column) absent, one value for each row (or column) in their order. */
export interface SrTableCells {
  readonly row?: number | undefined;
  readonly column?: number | undefined;
  readonly values: readonly (string | number)[];
  readonly codes: readonly CodedConcept[];
  readonly unit?: CodedConcept | undefined;
}

/** Value of a TABLE item (PS3.3 §C.18.10). */
export interface SrTable {
  readonly rows: number;
  readonly columns: number;
  readonly rowDefinitions: readonly SrTableLine[];
  readonly columnDefinitions: readonly SrTableLine[];
  readonly cells: readonly SrTableCells[];
}

/**
 * One content item of a structured report (PS3.3 §C.17.3), free of any library's shape. Concepts stand as they were written; they are normalised where they are
 * matched. A reader may hand out one and the same concept object wherever the same code is written.
 */
export interface SrItem {
  /** CONTAINS, HAS OBS CONTEXT, HAS CONCEPT MOD … */
  readonly relationship?: string | undefined;
  /** CONTAINER, NUM, CODE, TEXT, UIDREF, DATETIME … */
  readonly valueType: string;
  /** Concept name: what the item is about. */
  readonly concept?: CodedConcept | undefined;
  /** Value of a CODE item. */
  readonly code?: CodedConcept | undefined;
  /** Value of a NUM item; absent when the measured value sequence is empty. */
  readonly measured?: SrMeasured | undefined;
  /** Value of TEXT, UIDREF, PNAME, DATETIME, DATE and TIME items. */
  readonly text?: string | undefined;
  readonly table?: SrTable | undefined;
  /** Template identifier of a container (PS3.3 §C.18.8), `10003`. */
  readonly template?: string | undefined;
  readonly children: readonly SrItem[];
}
