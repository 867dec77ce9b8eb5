import type { AgeBand, CalendarDate, Instant, StudyFacts } from '@center/contract';
import type { Store } from './store.ts';
import { fromJson } from './stored-json.ts';

/** A study as the ledger knows it; the members from `date` on are set by the last judging and absent before the first. */
export interface StudyRow {
  readonly StudyInstanceUID: string;
  readonly firstSeenAt: Instant;
  readonly changedAt: Instant;
  readonly quietAt: Instant;
  readonly channel: string;
  readonly objects: number;
  readonly accession?: string;
  readonly arriving: boolean;
  /** Only some of its objects were asked for (one a series and every report): what is not there may be in the archive. */
  readonly sampled: boolean;
  /** When its objects were taken away, long after it had become quiet; it stays as it was judged. */
  readonly sealedAt?: Instant;
  /** Start of exposure as the last judging read it. */
  readonly acquiredAt?: Instant;
  readonly date?: CalendarDate;
  readonly modalities: readonly string[];
  readonly origin?: 'own' | 'imported' | 'unclassified';
  readonly sex?: StudyFacts['patient']['PatientSex'];
  readonly ageBand?: AgeBand;
  readonly deviceId?: string;
  readonly retentionClass?: StudyFacts['retention']['class'];
  readonly examClass?: string;
}

interface Row {
  uid: string;
  first_seen_at: Instant;
  changed_at: Instant;
  quiet_at: Instant;
  channel: string;
  objects: number;
  accession: string | null;
  arriving: number;
  sampled: number;
  opened_objects: number | null;
  acquired_at: Instant | null;
  sealed_at: Instant | null;
  date: CalendarDate | null;
  modalities: string | null;
  origin: 'own' | 'imported' | 'unclassified' | null;
  sex: StudyFacts['patient']['PatientSex'] | null;
  age_band: AgeBand | null;
  device_id: string | null;
  retention_class: StudyFacts['retention']['class'] | null;
  exam_class: string | null;
}

const columns =
  'uid, first_seen_at, changed_at, quiet_at, channel, objects, accession, arriving, sampled, opened_objects, acquired_at, sealed_at, date, modalities, origin, sex, age_band, device_id, retention_class, exam_class';

function studyOf(row: Row): StudyRow {
  return {
    StudyInstanceUID: row.uid,
    firstSeenAt: row.first_seen_at,
    changedAt: row.changed_at,
    quietAt: row.quiet_at,
    channel: row.channel,
    objects: row.objects,
    arriving: row.arriving === 1,
    // Of a study that was sealed and got a new object only that is known, until the others have been read again.
    sampled: row.sampled === 1 || (row.opened_objects !== null && row.opened_objects > row.objects),
    ...(row.acquired_at === null ? {} : { acquiredAt: row.acquired_at }),
    ...(row.sealed_at === null ? {} : { sealedAt: row.sealed_at }),
    modalities: row.modalities === null ? [] : fromJson<string[]>(row.modalities),
    ...(row.accession === null ? {} : { accession: row.accession }),
    ...(row.date === null ? {} : { date: row.date }),
    ...(row.origin === null ? {} : { origin: row.origin }),
    ...(row.sex === null ? {} : { sex: row.sex }),
    ...(row.age_band === null ? {} : { ageBand: row.age_band }),
    ...(row.device_id === null ? {} : { deviceId: row.device_id }),
    ...(row.retention_class === null ? {} : { retentionClass: row.retention_class }),
    ...(row.exam_class === null ? {} : { examClass: row.exam_class }),
  };
}

/** What the last judging learned of a study, kept for counting. */
export interface JudgedStudy {
  readonly facts: StudyFacts;
  readonly factSha256: string;
  /** Day on which the retention class changes next; absent once it is `older`. */
  readonly classChangesOn: CalendarDate | undefined;
  /** Some verdict may change by the calendar alone. */
  readonly waits: boolean;
  /** Nothing more is awaited, though it is not whole. */
  readonly sampled: boolean;
}

export interface StudySearch {
  readonly from?: string;
  readonly to?: string;
  /** Begins the StudyInstanceUID or the accession number. */
  readonly text?: string;
  readonly limit: number;
  readonly offset: number;
}

export interface StudyRepository {
  /** Makes or touches the study of an object about to be written. */
  touch(
    uid: string,
    seen: {
      channel: string;
      accession: string | undefined;
      headerDate: string | undefined;
      quietAt: Instant;
      sampled?: boolean;
    },
    at: Instant,
  ): void;
  /** Corrects the object count after objects were written, moved or became unreadable. */
  recount(uid: string): void;
  markDirty(uid: string): void;
  markDirtyByAccession(accession: string): void;
  markDirtyByDevice(deviceId: string): void;
  /** Studies that hold objects of a modality; returns how many. */
  markDirtyByModality(modality: string): number;
  markAllDirty(): void;
  markDirtySince(date: string): void;
  /** Studies whose evidence is held back by a channel that does not work yet. */
  markDirtyHeldBy(channel: string): void;
  /** Studies of this channel are complete as of now: no more waiting for quiet. */
  quietNow(channel: string, at: Instant): void;
  /** Studies to be judged now: changed, or quiet by now while last judged as arriving, or due by the calendar. At most `limit`, in a stable order. */
  due(now: Instant, today: CalendarDate, limit: number): string[];
  judged(uid: string, judged: JudgedStudy, today: CalendarDate): void;
  get(uid: string): StudyRow | undefined;
  byAccession(accession: string): StudyRow[];
  search(search: StudySearch): { total: number; rows: StudyRow[] };
  /** Every study, by date; one at a time. */
  all(): IterableIterator<StudyRow>;
  count(): number;
  /** Date of the earliest study by its header, for a supervision that starts there. */
  earliestDate(): CalendarDate | undefined;
}

export function studyRepository({ db }: Store): StudyRepository {
  // A channel that brings whole studies ends that one was only sampled.
  const upsert = db.prepare<[string, number, number, number, string, string | null, string | null, number]>(
    `INSERT INTO study (uid, first_seen_at, changed_at, quiet_at, channel, accession, header_date, sampled) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (uid) DO UPDATE SET changed_at = excluded.changed_at, quiet_at = excluded.quiet_at, channel = excluded.channel, arriving = 1, dirty = 1, sampled = min(sampled, excluded.sampled),
       opened_objects = CASE WHEN sealed IS NULL THEN opened_objects ELSE objects END, sealed = NULL, sealed_at = NULL, sealed_header = NULL,
       accession = coalesce(excluded.accession, accession), header_date = coalesce(min(header_date, excluded.header_date), header_date, excluded.header_date)`,
  );
  const recount = db.prepare<[{ readonly uid: string }]>(
    `UPDATE study SET dirty = 1, objects = (SELECT coalesce(sum(objects), 0) FROM pack WHERE study = @uid)
       - (SELECT count(*) FROM pack p CROSS JOIN superseded s ON s.pack = p.id WHERE p.study = @uid) WHERE uid = @uid`,
  );
  const dirty = db.prepare<[string]>('UPDATE study SET dirty = 1 WHERE uid = ?');
  const dirtyAccession = db.prepare<[string]>('UPDATE study SET dirty = 1 WHERE accession = ?');
  const dirtyDevice = db.prepare<[string]>(
    'UPDATE study SET dirty = 1 WHERE uid IN (SELECT study FROM study_device WHERE device_id = ?)',
  );
  const dirtyModality = db.prepare<[string]>(
    'UPDATE study SET dirty = 1 WHERE uid IN (SELECT s.uid FROM study s, json_each(s.modalities) m WHERE m.value = ?)',
  );
  const dirtyAll = db.prepare('UPDATE study SET dirty = 1');
  const dirtySince = db.prepare<[string]>('UPDATE study SET dirty = 1 WHERE date >= ?');
  const dirtyHeld = db.prepare<[string]>(
    'UPDATE study SET dirty = 1 WHERE uid IN (SELECT subject_key FROM judgement WHERE held_by = ?)',
  );
  const quiet = db.prepare<[number, string, number]>(
    'UPDATE study SET quiet_at = ? WHERE arriving = 1 AND channel = ? AND quiet_at > ?',
  );
  const changed = db.prepare<[number], { uid: string }>('SELECT uid FROM study WHERE dirty = 1 ORDER BY uid LIMIT ?');
  const settled = db.prepare<[number, number], { uid: string }>(
    'SELECT uid FROM study WHERE arriving = 1 AND dirty = 0 AND quiet_at <= ? ORDER BY quiet_at, uid LIMIT ?',
  );
  const waiting = db.prepare<[string, number], { uid: string }>(
    'SELECT uid FROM study WHERE waits = 1 AND judged_as_of < ? ORDER BY judged_as_of, uid LIMIT ?',
  );
  const ageing = db.prepare<[string, number], { uid: string }>(
    'SELECT uid FROM study WHERE class_changes_on IS NOT NULL AND class_changes_on <= ? AND sealed IS NULL ORDER BY class_changes_on, uid LIMIT ?',
  );
  const note = db.prepare(
    `UPDATE study SET dirty = 0, arriving = @arriving, date = @date, month = @month, modalities = @modalities, origin = @origin, sex = @sex, age_band = @ageBand,
       device_id = @deviceId, retention_class = @retentionClass, fact_sha256 = @factSha256, judged_as_of = @today, class_changes_on = @classChangesOn, waits = @waits, opened_objects = iif(opened_objects > objects, opened_objects, NULL) WHERE uid = @uid`,
  );
  const one = db.prepare<[string], Row>(`SELECT ${columns} FROM study WHERE uid = ?`);
  const accession = db.prepare<[string], Row>(`SELECT ${columns} FROM study WHERE accession = ? ORDER BY uid`);
  const where = `date >= @from AND date <= @to AND (@text = '' OR substr(uid, 1, length(@text)) = @text OR substr(accession, 1, length(@text)) = @text)`;
  const found = db.prepare<[object], Row>(
    `SELECT ${columns} FROM study WHERE ${where} ORDER BY date DESC, uid LIMIT @limit OFFSET @offset`,
  );
  const foundTotal = db.prepare<[object], { n: number }>(`SELECT count(*) AS n FROM study WHERE ${where}`);
  const everything = db.prepare<[], Row>(`SELECT ${columns} FROM study ORDER BY date, uid`);
  const total = db.prepare<[], { n: number }>('SELECT count(*) AS n FROM study');
  const earliest = db.prepare<[], { date: CalendarDate | null }>('SELECT min(header_date) AS date FROM study');

  return {
    touch(uid, seen, at) {
      const { quietAt, channel, accession, headerDate, sampled } = seen;
      upsert.run(uid, at, at, quietAt, channel, accession ?? null, headerDate ?? null, sampled === true ? 1 : 0);
    },
    recount: (uid) => void recount.run({ uid }),
    markDirty: (uid) => void dirty.run(uid),
    markDirtyByAccession: (text) => void dirtyAccession.run(text),
    markDirtyByDevice: (id) => void dirtyDevice.run(id),
    markDirtyByModality: (modality) => dirtyModality.run(modality).changes,
    markAllDirty: () => void dirtyAll.run(),
    markDirtyHeldBy: (channel) => void dirtyHeld.run(channel),
    markDirtySince: (date) => void dirtySince.run(date),
    quietNow: (channel, at) => void quiet.run(at, channel, at),
    due(now, today, limit) {
      const uids = new Set<string>();
      for (const rows of [
        () => changed.all(limit),
        () => settled.all(now, limit),
        () => waiting.all(today, limit),
        () => ageing.all(today, limit),
      ]) {
        if (uids.size >= limit) break;
        for (const { uid } of rows()) uids.add(uid);
      }
      return [...uids].slice(0, limit);
    },
    judged(uid, { facts, factSha256, classChangesOn, waits, sampled }, today) {
      note.run({
        uid,
        today,
        factSha256,
        arriving: facts.completeness === 'arriving' && !sampled ? 1 : 0,
        date: facts.date,
        month: facts.date.slice(0, 7),
        modalities: JSON.stringify(facts.modalities),
        origin: facts.origin.kind,
        sex: facts.patient.PatientSex,
        ageBand: facts.age.band ?? null,
        deviceId: facts.devices[0]?.deviceId ?? null,
        retentionClass: facts.retention.class,
        classChangesOn: classChangesOn ?? null,
        waits: waits ? 1 : 0,
      });
    },
    get(uid) {
      const row = one.get(uid);
      return row === undefined ? undefined : studyOf(row);
    },
    byAccession: (text) => accession.all(text).map(studyOf),
    search({ from, to, text, limit, offset }) {
      const asked = { from: from ?? '0000-01-01', to: to ?? '9999-12-31', text: text ?? '' };
      return { total: foundTotal.get(asked)?.n ?? 0, rows: found.all({ ...asked, limit, offset }).map(studyOf) };
    },
    *all() {
      for (const row of everything.iterate()) yield studyOf(row);
    },
    count: () => total.get()?.n ?? 0,
    earliestDate: () => earliest.get()?.date ?? undefined,
  };
}
