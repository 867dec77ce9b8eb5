import type { BatchItem, RetentionItem } from '@center/contract';
import type { Database } from '../store/database.ts';
import { type Common, type ItemContext, itemColumns, ms, put } from './item-context.ts';

type ArchiveItem = Extract<BatchItem, { type: 'retention' | 'retrieval' | 'forecast' | 'image-upload' }>;

const putRetention = put('retention', ['agent_id', 'year'], [...itemColumns, 'known', 'proven', 'lost', 'as_of']);
const dropRetention = 'DELETE FROM retention WHERE agent_id = ? AND year = ?';
const putRetrieval = put('retrieval', ['agent_id', 'modality', 'age'], [...itemColumns, 'month', 'as_of']);
const dropRetrieval = 'DELETE FROM retrieval WHERE agent_id = ? AND modality = ? AND age = ?';
const putForecast = put('forecast', ['agent_id'], [...itemColumns, 'alarm', 'as_of']);
const putUpload = put(
  'image_upload',
  ['agent_id', 'month'],
  [...itemColumns, 'finished', 'receipted', 'overdue', 'as_of'],
);
const dropUpload = 'DELETE FROM image_upload WHERE agent_id = ? AND month = ?';

/** A year without a known study is one no more. What is stored as proven is what stands as proven now: a level that was reached once and is past does not count. */
function applyRetention(db: Database, { agentId }: ItemContext, item: RetentionItem, common: Common): void {
  const { year, standing, asOf } = item;
  const known = standing.proven + standing.claimed + standing.unlisted + standing.lost + standing.explained;
  if (known === 0) db.prepare(dropRetention).run(agentId, year);
  else db.prepare(putRetention).run(agentId, year, ...common, known, standing.proven, standing.lost, ms(asOf));
}

/** What a center knows of its archive: years and where their studies stand, how fast images come back, when space ends, what the regional platform has. */
export function applyArchive(db: Database, at: ItemContext, item: ArchiveItem, common: Common): void {
  const { agentId } = at;
  switch (item.type) {
    case 'retention':
      applyRetention(db, at, item, common);
      return;
    case 'retrieval': {
      const { modality, age, month, n, asOf } = item;
      if (n === 0) db.prepare(dropRetrieval).run(agentId, modality, age);
      else db.prepare(putRetrieval).run(agentId, modality, age, ...common, month, ms(asOf));
      return;
    }
    case 'forecast':
      db.prepare(putForecast).run(agentId, ...common, item.alarm, ms(item.asOf));
      return;
    case 'image-upload': {
      const { month, finished, receipted, refused, overdue, asOf } = item;
      if (finished + receipted + refused + overdue === 0) db.prepare(dropUpload).run(agentId, month);
      else db.prepare(putUpload).run(agentId, month, ...common, finished, receipted, overdue, ms(asOf));
      return;
    }
  }
}
