import type { ConsoleScope } from '@center/contract';
import type { Database } from './database.ts';

/** Tables of what centers know of their archives. */
export const archiveTables = ['retention', 'retrieval', 'forecast', 'image_upload'] as const;
export type ArchiveTable = (typeof archiveTables)[number];

export interface ArchiveItemRow {
  readonly facility_id: string;
  readonly agent_id: string;
  readonly item: string;
}

/** Items of one kind in a person's area, as the agents sent them. Years, months and modalities in order. */
export function archiveItems(
  db: Database,
  table: ArchiveTable,
  scope: ConsoleScope,
  facilityId?: string,
): ArchiveItemRow[] {
  const order = { retention: 'year', retrieval: 'modality', forecast: 'agent_id', image_upload: 'month' }[table];
  const known = scope === 'all' ? (facilityId === undefined ? undefined : [facilityId]) : scope;
  const within = known?.filter((id) => facilityId === undefined || id === facilityId);
  const where = within === undefined ? '' : `WHERE facility_id IN (${within.map(() => '?').join(', ')})`;
  if (within?.length === 0) return [];
  return db
    .prepare<ArchiveItemRow>(
      `SELECT facility_id, agent_id, item FROM ${table} ${where} ORDER BY facility_id, agent_id, ${order}`,
    )
    .all(...(within ?? []));
}
