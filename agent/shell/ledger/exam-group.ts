import { doseMeasures, type GroupComparison, type GroupMeasure } from '@center/contract';
import type { ExamPoint } from '../../core/index.ts';
import type { Store } from './store.ts';
import { fromJson } from './stored-json.ts';

export interface GroupKey {
  readonly deviceId: string;
  readonly examClass: string;
  readonly ageBand: string;
}

/** First day on which the median of a measure lay above the level, or under the hint, without interruption since. */
export type GroupSince = Readonly<Record<string, { readonly above?: string; readonly low?: string }>>;

export interface GroupState {
  readonly since: GroupSince;
  /** On which side of the levels the measures lay when the group was last judged, as text; undefined before the first time. */
  readonly outcome?: string;
  readonly judgedOn?: string;
}

/** Figures of a group and measure as they were last computed and told: a month, or the twelve months that end with it. */
export interface KeptFigures extends GroupKey {
  readonly measure: GroupMeasure;
  readonly span: 'month' | 'year';
  readonly n: number;
  readonly comparison: GroupComparison;
  readonly computedOn: string;
  /** The month, or '' for the judged twelve months. */
  readonly month: string;
  /** JSON of what the console is told beside these. */
  readonly body: string;
}

export interface GroupRepository {
  /** Groups whose exams changed, and those that wait for a person, or for another day to tell their figures, and were not looked at today. `urgent`: only those that were never judged, or whose judging is asked for at once. */
  due(today: string, urgent?: boolean): GroupKey[];
  /** Groups of which a person has just decided something, or whose judging is asked for at once. */
  markDue(group: GroupKey): void;
  markAllDue(): void;
  /** Every group that holds an exam, or was judged. */
  all(): GroupKey[];
  state(group: GroupKey): GroupState;
  judged(group: GroupKey, state: { since: GroupSince; outcome: string; waits: boolean }, today: string): void;
  /** Months of the group whose exams changed since the last call; they are taken as seen. */
  takeMonths(group: GroupKey): string[];
  /** The month is looked at again with the group. */
  noteMonth(group: GroupKey, month: string): void;
  measures(group: GroupKey, from: string, to: string): GroupMeasure[];
  points(group: GroupKey, measure: GroupMeasure, from: string, to: string): IterableIterator<ExamPoint>;
  pointsByMonth(
    group: GroupKey,
    measure: GroupMeasure,
    from: string,
    to: string,
  ): IterableIterator<ExamPoint & { readonly month: string }>;
  /** Last month in which the device made an exam with a dose, as it was last noted. */
  lastMonth(deviceId: string): string | undefined;
  /** Looks at the devices of groups that are due; where the last month has moved, all groups of the device become due. */
  noteLastMonths(): void;
  modalityOf(group: GroupKey): string;
  figures(group: GroupKey, measure: GroupMeasure, span: 'month' | 'year', month: string): KeptFigures | undefined;
  /** Measures of which figures are kept for the span and month; a year has no month of its own. */
  keptMeasures(group: GroupKey, span: 'month' | 'year', month: string): GroupMeasure[];
  /** Nothing of the group is left: it is forgotten as a group; what was told of it stands until it is told as empty. */
  forget(group: GroupKey): void;
  /** The group has held an exam at any time. */
  holdsExams(group: GroupKey): boolean;
  keep(figures: KeptFigures): void;
  /** Figures to be told: those that changed, or all of them for a full dump. */
  untold(all: boolean): KeptFigures[];
  markTold(): void;
}

interface FigureRow {
  device_id: string;
  exam_class: string;
  age_band: string;
  measure: GroupMeasure;
  span: 'month' | 'year';
  month: string;
  n: number;
  comparison: GroupComparison;
  computed_on: string;
  body: string;
}

function figuresOf(row: FigureRow): KeptFigures {
  const { device_id: deviceId, exam_class: examClass, age_band: ageBand, computed_on: computedOn, ...rest } = row;
  return { deviceId, examClass, ageBand, computedOn, ...rest };
}

export function groupRepository({ db }: Store): GroupRepository {
  type Key = [string, string, string];
  const keyOf = ({ deviceId, examClass, ageBand }: GroupKey): Key => [deviceId, examClass, ageBand];
  const key = 'device_id = ? AND exam_class = ? AND age_band = ?';
  const columns = 'device_id AS deviceId, exam_class AS examClass, age_band AS ageBand';
  const dirty = db.prepare<[], GroupKey>(
    `SELECT ${columns} FROM exam_group WHERE dirty = 1 ORDER BY device_id, exam_class, age_band`,
  );
  const urgent = db.prepare<[], GroupKey>(
    `SELECT ${columns} FROM exam_group WHERE dirty = 1 AND outcome IS NULL ORDER BY device_id, exam_class, age_band`,
  );
  const waiting = db.prepare<[string], GroupKey>(
    `SELECT ${columns} FROM exam_group WHERE waits = 1 AND judged_on < ? AND dirty = 0 ORDER BY device_id, exam_class, age_band`,
  );
  const all = db.prepare<[], GroupKey>(`SELECT ${columns} FROM exam_group ORDER BY device_id, exam_class, age_band`);
  const markDue = db.prepare<Key>(`UPDATE exam_group SET dirty = 1, outcome = NULL WHERE ${key}`);
  const markAll = db.prepare('UPDATE exam_group SET dirty = 1, outcome = NULL');
  const state = db.prepare<Key, { since: string; outcome: string | null; judged_on: string | null }>(
    `SELECT since, outcome, judged_on FROM exam_group WHERE ${key}`,
  );
  const judged = db.prepare<[string, string, number, string, ...Key]>(
    `UPDATE exam_group SET dirty = 0, since = ?, outcome = ?, waits = ?, judged_on = ? WHERE ${key}`,
  );
  const months = db.prepare<Key, { month: string }>(`SELECT month FROM exam_group_month WHERE ${key} ORDER BY month`);
  const addMonth = db.prepare<[...Key, string]>(
    'INSERT OR IGNORE INTO exam_group_month (device_id, exam_class, age_band, month) VALUES (?, ?, ?, ?)',
  );
  const clearMonths = db.prepare<Key>(`DELETE FROM exam_group_month WHERE ${key}`);
  const measures = db.prepare<[...Key, string, string], { measure: GroupMeasure }>(
    `SELECT DISTINCT measure FROM exam_dose WHERE ${key} AND month BETWEEN ? AND ?`,
  );
  const points = db.prepare<[...Key, string, string, string], ExamPoint>(
    `SELECT value, phantom, phases FROM exam_dose WHERE ${key} AND measure = ? AND month BETWEEN ? AND ?`,
  );
  const byMonth = db.prepare<[...Key, string, string, string], ExamPoint & { month: string }>(
    `SELECT month, value, phantom, phases FROM exam_dose WHERE ${key} AND measure = ? AND month BETWEEN ? AND ? ORDER BY month`,
  );
  const indexPoints = db.prepare<[string, string, string], ExamPoint & { month: string }>(
    'SELECT month, value, NULL AS phantom, NULL AS phases FROM exposure_index WHERE device_id = ? AND date BETWEEN ? AND ? ORDER BY date',
  );
  const lastIndex = db.prepare<[string], { study: string }>(
    'SELECT study FROM exposure_index WHERE device_id = ? LIMIT 1',
  );
  const modality = db.prepare<Key, { modality: string }>(`SELECT modality FROM exam_dose WHERE ${key} LIMIT 1`);
  // A look at the end of each group's index, for a device makes more exams than it has groups.
  const lastMonth = db.prepare<[string, string, string], { month: string | null }>(
    `SELECT max(month) AS month FROM (
       SELECT (SELECT max(e.month) FROM exam_dose e WHERE e.device_id = g.device_id AND e.exam_class = g.exam_class AND e.age_band = g.age_band AND e.measure = m.value) AS month
       FROM exam_group g, json_each(?) m WHERE g.device_id = ?
       UNION ALL SELECT substr(max(date), 1, 7) AS month FROM exposure_index WHERE device_id = ?)`,
  );
  const everyMeasure = JSON.stringify(doseMeasures);
  const dirtyDevices = db.prepare<[], { id: string }>(
    'SELECT DISTINCT device_id AS id FROM exam_group WHERE dirty = 1',
  );
  const keptLast = db.prepare<[string], { month: string }>(
    'SELECT last_month AS month FROM exam_device WHERE device_id = ?',
  );
  const keepLast = db.prepare<[string, string]>(
    'INSERT INTO exam_device (device_id, last_month) VALUES (?, ?) ON CONFLICT (device_id) DO UPDATE SET last_month = excluded.last_month',
  );
  const dirtyDevice = db.prepare<[string]>('UPDATE exam_group SET dirty = 1 WHERE device_id = ? AND dirty = 0');
  const figures = db.prepare<[...Key, string, string, string], FigureRow>(
    `SELECT * FROM group_figures WHERE ${key} AND measure = ? AND span = ? AND month = ?`,
  );
  const keptMeasures = db.prepare<[...Key, string, string], { measure: GroupMeasure }>(
    `SELECT measure FROM group_figures WHERE ${key} AND span = ? AND month = ? AND n > 0`,
  );
  const forget = db.prepare<Key>(`DELETE FROM exam_group WHERE ${key}`);
  const keep = db.prepare(
    `INSERT INTO group_figures (device_id, exam_class, age_band, measure, span, month, n, comparison, computed_on, body)
     VALUES (@deviceId, @examClass, @ageBand, @measure, @span, @month, @n, @comparison, @computedOn, @body)
     ON CONFLICT (device_id, exam_class, age_band, measure, span, month) DO UPDATE SET n = excluded.n, comparison = excluded.comparison, computed_on = excluded.computed_on,
       body = excluded.body, changed = 1`,
  );
  const changed = db.prepare<[], FigureRow>('SELECT * FROM group_figures WHERE changed = 1');
  const everything = db.prepare<[], FigureRow>('SELECT * FROM group_figures');
  const told = db.prepare('UPDATE group_figures SET changed = 0 WHERE changed = 1');
  const lastOf = (deviceId: string): string | undefined =>
    lastMonth.get(everyMeasure, deviceId, deviceId)?.month ?? undefined;

  return {
    due: (today, urgentOnly = false) => (urgentOnly ? urgent.all() : [...dirty.all(), ...waiting.all(today)]),
    markDue: (group) => void markDue.run(...keyOf(group)),
    markAllDue: () => void markAll.run(),
    all: () => all.all(),
    state(group) {
      const row = state.get(...keyOf(group));
      return {
        since: row === undefined ? {} : fromJson<GroupSince>(row.since),
        ...(row?.outcome === null || row === undefined ? {} : { outcome: row.outcome }),
        ...(row?.judged_on === null || row === undefined ? {} : { judgedOn: row.judged_on }),
      };
    },
    judged: (group, { since, outcome, waits }, today) =>
      void judged.run(JSON.stringify(since), outcome, waits ? 1 : 0, today, ...keyOf(group)),
    takeMonths(group) {
      const taken = months.all(...keyOf(group)).map(({ month }) => month);
      if (taken.length > 0) clearMonths.run(...keyOf(group));
      return taken;
    },
    noteMonth: (group, month) => void addMonth.run(...keyOf(group), month),
    measures: (group, from, to) =>
      group.ageBand === 'all'
        ? ['DeviationIndex']
        : measures.all(...keyOf(group), from, to).map(({ measure }) => measure),
    *points(group, measure, from, to) {
      if (measure === 'DeviationIndex') yield* indexPoints.iterate(group.deviceId, `${from}-01`, `${to}-31`);
      else yield* points.iterate(...keyOf(group), measure, from, to);
    },
    *pointsByMonth(group, measure, from, to) {
      if (measure === 'DeviationIndex') yield* indexPoints.iterate(group.deviceId, `${from}-01`, `${to}-31`);
      else yield* byMonth.iterate(...keyOf(group), measure, from, to);
    },
    lastMonth(deviceId) {
      const month = keptLast.get(deviceId)?.month ?? '';
      return month === '' ? undefined : month;
    },
    noteLastMonths() {
      for (const { id } of dirtyDevices.all()) {
        const now = lastOf(id) ?? '';
        if (keptLast.get(id)?.month === now) continue;
        keepLast.run(id, now);
        dirtyDevice.run(id);
      }
    },
    modalityOf: (group) => modality.get(...keyOf(group))?.modality ?? '',
    figures(group, measure, span, month) {
      const row = figures.get(...keyOf(group), measure, span, month);
      return row === undefined ? undefined : figuresOf(row);
    },
    keptMeasures: (group, span, month) => keptMeasures.all(...keyOf(group), span, month).map(({ measure }) => measure),
    forget: (group) => void forget.run(...keyOf(group)),
    holdsExams: (group) =>
      group.ageBand === 'all'
        ? lastIndex.get(group.deviceId) !== undefined
        : modality.get(...keyOf(group)) !== undefined,
    keep: (kept) => void keep.run(kept),
    untold: (whole) => (whole ? everything : changed).all().map(figuresOf),
    markTold: () => void told.run(),
  };
}
