import type { ConsoleScope } from '@center/contract';
import type { Database } from './database.ts';

/** An item of an agent as it was sent. */
export interface ItemRow {
  readonly facility_id: string;
  readonly agent_id: string;
  readonly item: string;
}

/** The facilities that a person may see of those asked for; undefined: all. */
export function facilitiesWithin(scope: ConsoleScope, facilityId?: string): readonly string[] | undefined {
  if (scope === 'all') return facilityId === undefined ? undefined : [facilityId];
  return scope.filter((id) => facilityId === undefined || id === facilityId);
}

/** Items of one table in a person's area, by facility, agent and `order`; `more` narrows them further, with its own values. */
export function itemRows(
  db: Database,
  table: string,
  order: string,
  scope: ConsoleScope,
  facilityId?: string,
  more: { readonly where: string; readonly values: readonly (string | number)[] } = { where: '', values: [] },
): ItemRow[] {
  const within = facilitiesWithin(scope, facilityId);
  if (within?.length === 0) return [];
  const conditions = [
    ...(within === undefined ? [] : [`facility_id IN (${within.map(() => '?').join(', ')})`]),
    ...(more.where === '' ? [] : [more.where]),
  ];
  const where = conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`;
  return db
    .prepare<ItemRow>(
      `SELECT facility_id, agent_id, item FROM ${table} ${where} ORDER BY facility_id, agent_id, ${order}`,
    )
    .all(...(within ?? []), ...more.values);
}
