import type { CodedConcept } from '@center/contract';

/**
 * One content item of a structured report (PS3.3 §C.17.3), free of any library's shape. Concepts stand as they were written; they are normalised where they are
 * matched.
 */
export interface SrItem {
  /** CONTAINS, HAS OBS CONTEXT, HAS CONCEPT MOD … */
  readonly relationship?: string;
  /** CONTAINER, NUM, CODE, TEXT, UIDREF, DATETIME … */
  readonly valueType: string;
  /** Concept name: what the item is about. */
  readonly concept?: CodedConcept;
  /** Value of a CODE item. */
  readonly code?: CodedConcept;
  /** Value of a NUM item; absent when the measured value sequence is empty. `number` is absent when `raw` is none. */
  readonly measured?: { readonly raw: string; readonly number?: number; readonly unit?: CodedConcept };
  /** Value of TEXT, UIDREF, PNAME, DATETIME, DATE and TIME items. */
  readonly text?: string;
  readonly children: readonly SrItem[];
}
