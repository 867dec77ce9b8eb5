import { addDays, type CalendarDate, type DoseMeasure, type DoseSource, type Tri } from '@center/contract';
import type { StudyRecord } from '../../core/index.ts';
import { type Store, sha256Hex } from './store.ts';

/** Digests under the center's key by which studies of one person are found again; never the texts themselves. */
export interface KeptKeys {
  readonly patient?: string;
  readonly number?: string;
  readonly hanName?: string;
  readonly latinName?: string;
}

/** One exam of a group. */
export interface ExamListed {
  readonly study: string;
  readonly date: CalendarDate;
  readonly value: number;
  readonly source: DoseSource;
  readonly phantom: string | null;
  readonly phases: number | null;
}

export interface ExamFilter {
  readonly deviceId?: string;
  readonly examClass?: string;
  readonly ageBand?: string;
  readonly measure?: string;
  /** Months YYYY-MM, both included. */
  readonly from: string;
  readonly to: string;
}

/** One exam and measure with everything that stands in an export. */
export interface ExamExported extends ExamListed {
  readonly deviceId: string;
  readonly examClass: string;
  readonly ageBand: string;
  readonly Modality: string;
  readonly measure: string;
}

export interface IndexPoint {
  readonly study: string;
  readonly date: CalendarDate;
  readonly examClass: string;
  readonly value: number;
  readonly ExposureIndex: number | null;
  readonly TargetExposureIndex: number | null;
}

export interface ExamRepository {
  /** Notes what a judged study is compared and found again by; the same again writes nothing. Groups that it leaves or joins become due, and so do later studies of the same patient. */
  note(
    uid: string,
    record: StudyRecord,
    keys: KeptKeys,
    doseRecord: 'present' | 'missing' | undefined,
    modalities: readonly string[],
  ): void;
  /** Exams of one group, newest first. */
  page(
    group: Required<Omit<ExamFilter, 'from' | 'to'>>,
    from: string,
    to: string,
    limit: number,
    offset: number,
  ): ExamListed[];
  count(group: Required<Omit<ExamFilter, 'from' | 'to'>>, from: string, to: string): number;
  /** Figures of one study. */
  amountsOf(uid: string): { readonly measure: DoseMeasure; readonly value: number; readonly source: DoseSource }[];
  /** Exams with a dose that no row of the mapping names. */
  withoutClass(deviceId: string, from: string, to: string): number;
  /** Every exam and measure that the filter lets through, by device, class, band, measure and month; one at a time. */
  exported(filter: ExamFilter): IterableIterator<ExamExported>;
  /** Deviation indices of one device, newest first. */
  indices(deviceId: string, from: string, to: string, limit: number): IndexPoint[];
  indexValues(deviceId: string, from: string, to: string): { readonly month: string; readonly value: number }[];
  indexDevices(): string[];
  /** Studies for which the device's card promises a dose record, and those that have one, by device and day. */
  coverage(from: string, to: string): { deviceId: string; date: CalendarDate; expected: number; present: number }[];
  unmapped(
    limit: number,
  ): { readonly keyword: string; readonly text: string; readonly Modality: string; readonly studies: number }[];
  /** Ionising studies without a class, and all ionising studies. */
  unmappedTotals(): { readonly studies: number; readonly ofStudies: number };
}

const triLetter: Readonly<Record<Tri, string>> = { yes: 'y', no: 'n', unknown: 'u' };

interface Before {
  record_sha256: string | null;
  patient_key: string | null;
  date: CalendarDate | null;
  ionising: number;
}
interface GroupOf {
  device_id: string;
  exam_class: string;
  age_band: string;
  month: string;
}

/** Days before a study in which an earlier one of the same patient is looked for. */
export const earlierDays = 31;

export function examRepository({ db }: Store): ExamRepository {
  const before = db.prepare<[string], Before>(
    'SELECT record_sha256, patient_key, date, ionising FROM study WHERE uid = ?',
  );
  const update = db.prepare(
    `UPDATE study SET patient_key = @patient, number_key = @number, han_name_key = @hanName, latin_name_key = @latinName, ionising = @ionising, acquired_at = @acquiredAt,
       exam_class = @examClass, region = @region, dose_record = @doseRecord, record_sha256 = @sha256 WHERE uid = @uid`,
  );
  const dirtyLater = db.prepare<[string, string, string, string]>(
    'UPDATE study SET dirty = 1 WHERE patient_key = ? AND ionising = 1 AND date BETWEEN ? AND ? AND uid <> ? AND dirty = 0',
  );
  const groupsOf = db.prepare<[string], GroupOf>(
    'SELECT DISTINCT device_id, exam_class, age_band, month FROM exam_dose WHERE study = ?',
  );
  const indexGroupsOf = db.prepare<[string], GroupOf>(
    "SELECT DISTINCT device_id, '' AS exam_class, 'all' AS age_band, month FROM exposure_index WHERE study = ?",
  );
  const forget = ['exam_dose', 'exposure_index', 'unmapped'].map((table) =>
    db.prepare<[string]>(`DELETE FROM ${table} WHERE study = ?`),
  );
  const addDose = db.prepare(
    `INSERT INTO exam_dose (study, measure, device_id, exam_class, age_band, date, month, modality, value, source, phases, phantom)
     VALUES (@study, @measure, @deviceId, @examClass, @ageBand, @date, @month, @modality, @value, @source, @phases, @phantom)`,
  );
  const addIndex = db.prepare(
    `INSERT INTO exposure_index (study, number, device_id, exam_class, date, month, value, index_value, target)
     VALUES (@study, @number, @deviceId, @examClass, @date, @month, @value, @index, @target)`,
  );
  const addUnmapped = db.prepare<[string, string, string, string]>(
    'INSERT INTO unmapped (study, modality, keyword, text) VALUES (?, ?, ?, ?)',
  );
  const groupDue = db.prepare<[string, string, string]>(
    `INSERT INTO exam_group (device_id, exam_class, age_band) VALUES (?, ?, ?) ON CONFLICT (device_id, exam_class, age_band) DO UPDATE SET dirty = 1 WHERE dirty = 0`,
  );
  const monthDue = db.prepare<[string, string, string, string]>(
    'INSERT OR IGNORE INTO exam_group_month (device_id, exam_class, age_band, month) VALUES (?, ?, ?, ?)',
  );
  const touch = (group: GroupOf): void => {
    groupDue.run(group.device_id, group.exam_class, group.age_band);
    monthDue.run(group.device_id, group.exam_class, group.age_band, group.month);
  };

  const inGroup =
    'device_id = @deviceId AND exam_class = @examClass AND age_band = @ageBand AND measure = @measure AND month BETWEEN @from AND @to';
  const page = db.prepare<[object], ExamListed>(
    `SELECT study, date, value, source, phantom, phases FROM exam_dose WHERE ${inGroup} ORDER BY date DESC, study LIMIT @limit OFFSET @offset`,
  );
  const count = db.prepare<[object], { n: number }>(`SELECT count(*) AS n FROM exam_dose WHERE ${inGroup}`);
  const amounts = db.prepare<[string], { measure: DoseMeasure; value: number; source: DoseSource }>(
    'SELECT measure, value, source FROM exam_dose WHERE study = ? ORDER BY measure',
  );
  const withoutClass = db.prepare<[string, string, string], { n: number }>(
    "SELECT count(DISTINCT study) AS n FROM exam_dose WHERE device_id = ? AND exam_class = '' AND month BETWEEN ? AND ?",
  );
  const exported = db.prepare<[object], ExamExported>(
    `SELECT study, date, value, source, phantom, phases, device_id AS deviceId, exam_class AS examClass, age_band AS ageBand, modality AS Modality, measure FROM exam_dose
     WHERE month BETWEEN @from AND @to AND (@deviceId IS NULL OR device_id = @deviceId) AND (@examClass IS NULL OR exam_class = @examClass)
       AND (@ageBand IS NULL OR age_band = @ageBand) AND (@measure IS NULL OR measure = @measure)
     ORDER BY device_id, exam_class, age_band, measure, month, study`,
  );
  const indices = db.prepare<[string, string, string, number], IndexPoint>(
    `SELECT study, date, exam_class AS examClass, value, index_value AS ExposureIndex, target AS TargetExposureIndex FROM exposure_index
     WHERE device_id = ? AND date BETWEEN ? AND ? ORDER BY date DESC, study, number LIMIT ?`,
  );
  const indexValues = db.prepare<[string, string, string], { month: string; value: number }>(
    'SELECT substr(date, 1, 7) AS month, value FROM exposure_index WHERE device_id = ? AND date BETWEEN ? AND ? ORDER BY date',
  );
  const indexDevices = db.prepare<[], { id: string }>(
    'SELECT DISTINCT device_id AS id FROM exposure_index ORDER BY device_id',
  );
  const coverage = db.prepare<
    [string, string],
    { deviceId: string; date: CalendarDate; expected: number; present: number }
  >(
    `SELECT device_id AS deviceId, date, count(*) AS expected, sum(dose_record) AS present FROM study
     WHERE dose_record IS NOT NULL AND device_id IS NOT NULL AND date BETWEEN ? AND ? GROUP BY date, device_id ORDER BY device_id, date`,
  );
  const unmapped = db.prepare<[number], { keyword: string; text: string; Modality: string; studies: number }>(
    `SELECT keyword, text, modality AS Modality, count(*) AS studies FROM unmapped GROUP BY modality, keyword, text
     ORDER BY studies DESC, modality, keyword, text LIMIT ?`,
  );
  const unmappedTotal = db.prepare<[], { studies: number; ofStudies: number }>(
    "SELECT (SELECT count(*) FROM unmapped) AS studies, (SELECT count(*) FROM study WHERE ionising = 1 AND origin <> 'imported') AS ofStudies",
  );

  const writeRows = (uid: string, record: StudyRecord): void => {
    const { date, examClass, ageBand, Modality, deviceId, phantom, phases } = record;
    const month = date.slice(0, 7);
    if (deviceId !== undefined)
      for (const { measure, value, source } of record.amounts) {
        addDose.run({
          study: uid,
          measure,
          deviceId,
          examClass,
          ageBand,
          date,
          month,
          modality: Modality,
          value,
          source,
          phases: phases ?? null,
          phantom: phantom ?? null,
        });
      }
    for (const [number, index] of record.indices.entries())
      addIndex.run({
        study: uid,
        number,
        deviceId: index.deviceId,
        examClass,
        date,
        month,
        value: index.value,
        index: index.ExposureIndex ?? null,
        target: index.TargetExposureIndex ?? null,
      });
    if (record.unmapped !== undefined) addUnmapped.run(uid, Modality, record.unmapped.keyword, record.unmapped.text);
  };
  const days = (from: string, to: string): { first: string; last: string } => ({
    first: `${from}-01`,
    last: `${to}-31`,
  });

  return {
    note(uid, record, keys, doseRecord, modalities) {
      const sha256 = sha256Hex(JSON.stringify([record, keys, doseRecord ?? null, modalities]));
      const was = before.get(uid);
      if (was === undefined) throw new Error('a judged study is not there');
      if (was.record_sha256 === sha256) return;
      const { region, date, ionising, acquiredAt } = record;
      update.run({
        uid,
        sha256,
        patient: keys.patient ?? null,
        number: keys.number ?? null,
        hanName: keys.hanName ?? null,
        latinName: keys.latinName ?? null,
        ionising: ionising ? 1 : 0,
        acquiredAt: acquiredAt ?? null,
        examClass: record.examClass === '' ? null : record.examClass,
        region: [region.abdomenOrPelvis, region.lowerAbdomen, region.chest, region.head]
          .map((each) => triLetter[each])
          .join(''),
        doseRecord: doseRecord === undefined ? null : doseRecord === 'present' ? 1 : 0,
      });
      // Who comes after it sees another earlier study now, or one no more.
      if (was.patient_key !== null && was.ionising === 1 && was.date !== null)
        dirtyLater.run(was.patient_key, was.date, addDays(was.date, earlierDays), uid);
      if (keys.patient !== undefined && ionising) dirtyLater.run(keys.patient, date, addDays(date, earlierDays), uid);
      const left = was.record_sha256 === null ? [] : [...groupsOf.all(uid), ...indexGroupsOf.all(uid)];
      if (was.record_sha256 !== null) for (const statement of forget) statement.run(uid);
      writeRows(uid, record);
      if (left.length === 0 && record.amounts.length === 0 && record.indices.length === 0) return;
      for (const group of [...left, ...groupsOf.all(uid), ...indexGroupsOf.all(uid)]) touch(group);
    },
    page: (group, from, to, limit, offset) => page.all({ ...group, from, to, limit, offset }),
    count: (group, from, to) => count.get({ ...group, from, to })?.n ?? 0,
    withoutClass: (deviceId, from, to) => withoutClass.get(deviceId, from, to)?.n ?? 0,
    amountsOf: (uid) => amounts.all(uid),
    *exported({ deviceId = null, examClass = null, ageBand = null, measure = null, from, to }) {
      yield* exported.iterate({ deviceId, examClass, ageBand, measure, from, to });
    },
    indices: (deviceId, from, to, limit) => {
      const { first, last } = days(from, to);
      return indices.all(deviceId, first, last, limit);
    },
    indexValues: (deviceId, from, to) => {
      const { first, last } = days(from, to);
      return indexValues.all(deviceId, first, last);
    },
    indexDevices: () => indexDevices.all().map(({ id }) => id),
    coverage: (from, to) => coverage.all(from, to),
    unmapped: (limit) => unmapped.all(limit),
    unmappedTotals: () => unmappedTotal.get() ?? { studies: 0, ofStudies: 0 },
  };
}
