import type { BatchItem, DoseGroupItem, FindingItem } from '@center/contract';
import type { Database } from '../store/database.ts';
import { type Common, type ItemContext, itemColumns, ms, put } from './item-context.ts';

type DoseItem = Extract<BatchItem, { type: 'dose-coverage' | 'dose-group' | 'dose-coverage-day' }>;

const putDose = put(
  'dose_coverage',
  ['agent_id', 'device_id', 'month'],
  [...itemColumns, 'expected', 'present', 'as_of'],
);
const putGroup = put(
  'dose_group',
  ['agent_id', 'device_id', 'exam_class', 'age_band', 'measure', 'span', 'slot'],
  [...itemColumns, 'month', 'n', 'comparison', 'as_of'],
);
const dropGroup =
  'DELETE FROM dose_group WHERE agent_id = ? AND device_id = ? AND exam_class = ? AND age_band = ? AND measure = ? AND span = ? AND slot = ?';
const putDay = put('dose_day', ['agent_id', 'device_id', 'date'], [...itemColumns, 'expected', 'present', 'as_of']);
const dropDay = 'DELETE FROM dose_day WHERE agent_id = ? AND device_id = ? AND date = ?';
const putFindingDose = put(
  'finding_dose',
  ['facility_id', 'finding_id', 'measure'],
  ['date', 'device_id', 'exam_class', 'age_band', 'value', 'unit', 'source'],
);
const dropFindingDose = 'DELETE FROM finding_dose WHERE facility_id = ? AND finding_id = ?';

/** A group without exams is one no more. */
function applyGroup(db: Database, at: ItemContext, item: DoseGroupItem, common: Common): void {
  const { deviceId, examClass, ageBand, measure, span, month, n, excluded, comparison } = item;
  const key = [at.agentId, deviceId, examClass, ageBand, measure, span, span === 'year' ? '' : month] as const;
  if (n + excluded.phantom + excluded.phases === 0) db.prepare(dropGroup).run(...key);
  else db.prepare(putGroup).run(...key, ...common, month, n, comparison, ms(item.asOf));
}

/** The figures of the study behind a finding, for the chart of single exams; the last revision's only. */
export function applyFindingDose(db: Database, at: ItemContext, { findingId, revision, study }: FindingItem): void {
  if (revision > 1) db.prepare(dropFindingDose).run(at.facilityId, findingId);
  for (const { measure, value, unit, source } of study?.dose ?? [])
    db.prepare(putFindingDose).run(
      at.facilityId,
      findingId,
      measure,
      study?.date ?? '',
      study?.deviceId ?? null,
      study?.examClass ?? '',
      study?.ageBand ?? 'unknown',
      value,
      unit,
      source,
    );
}

/** What a center computed of its doses: records kept by month and by day, and its groups of exams. A day on which nothing is expected is one no more. */
export function applyDose(db: Database, at: ItemContext, item: DoseItem, common: Common): void {
  const { agentId } = at;
  switch (item.type) {
    case 'dose-coverage': {
      const { deviceId, month, expected, present, asOf } = item;
      db.prepare(putDose).run(agentId, deviceId, month, ...common, expected, present, ms(asOf));
      return;
    }
    case 'dose-group':
      applyGroup(db, at, item, common);
      return;
    case 'dose-coverage-day': {
      const { deviceId, date, expected, present, asOf } = item;
      if (expected === 0) db.prepare(dropDay).run(agentId, deviceId, date);
      else db.prepare(putDay).run(agentId, deviceId, date, ...common, expected, present, ms(asOf));
      return;
    }
  }
}
