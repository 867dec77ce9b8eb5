import type { ConsoleScope } from '@center/contract';
import type { Database } from './database.ts';
import { type ItemRow, itemRows } from './item-rows.ts';

/** Tables of what centers know of their archives. */
export const archiveTables = ['retention', 'retrieval', 'forecast', 'image_upload'] as const;
export type ArchiveTable = (typeof archiveTables)[number];

/** Items of one kind in a person's area, as the agents sent them. Years, months and modalities in order. */
export function archiveItems(db: Database, table: ArchiveTable, scope: ConsoleScope, facilityId?: string): ItemRow[] {
  const order = { retention: 'year', retrieval: 'modality', forecast: 'agent_id', image_upload: 'month' }[table];
  return itemRows(db, table, order, scope, facilityId);
}
