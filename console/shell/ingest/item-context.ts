import { must, parseInstant } from '@center/contract';

/** What every item of a batch is stored under. */
export interface ItemContext {
  readonly agentId: string;
  readonly facilityId: string;
  readonly seq: number;
  readonly bodySha256: string;
  readonly receivedAt: number;
  /** Id of the full dump that is under way, if one is. */
  readonly dumpId: string | null;
  /** The batch itself belongs to the dump: what it says replaces what is here, whatever its revision. */
  readonly dumping: boolean;
}

/** Columns that every kind of item has beside its own. */
export const itemColumns = ['facility_id', 'item', 'received_at', 'dump_id'] as const;

/** The values of `itemColumns`. */
export type Common = readonly [facilityId: string, item: string, receivedAt: number, dumpId: string | null];

/** A moment of the wire in milliseconds. The form of the batch has been checked before. */
export const ms = (text: string): number => must(parseInstant(text));

/** An upsert; `once` columns are written by the first row only. */
export const put = (
  table: string,
  keys: readonly string[],
  columns: readonly string[],
  once: readonly string[] = [],
): string => {
  const all = [...keys, ...columns, ...once];
  return `INSERT INTO ${table} (${all.join(', ')}) VALUES (${all.map(() => '?').join(', ')}) ON CONFLICT (${keys.join(', ')}) DO UPDATE SET ${columns.map((c) => `${c} = excluded.${c}`).join(', ')}`;
};
