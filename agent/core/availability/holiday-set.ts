import type { HolidaySet } from '@center/contract';

export interface HolidayProblem {
  /** Row of the CSV (1 the first), or 0 for the whole. */
  readonly row: number;
  readonly kind:
    | 'no-such-form'
    | 'no-rows'
    | 'bad-date'
    | 'bad-kind'
    | 'twice'
    | 'both'
    | 'outside-coverage'
    | 'coverage-reversed'
    | 'too-many';
  readonly text: string;
}
export type ParsedHolidaySet =
  | { readonly ok: true; readonly value: HolidaySet }
  | { readonly ok: false; readonly problems: readonly HolidayProblem[] };
/** Reads a holiday set as CSV (`date,kind,name`) or JSON (`HolidaySet`). */
export function parseHolidaySet(_text: string, _source: string): ParsedHolidaySet {
  throw new Error('being written');
}
