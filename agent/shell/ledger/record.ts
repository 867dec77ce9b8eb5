import { randomUUID } from 'node:crypto';
import {
  type CareRecords,
  canonicalJson,
  type EntryState,
  type IdentityException,
  type Instant,
  type ReviewDecision,
} from '@center/contract';
import { AgentError } from '../errors.ts';
import type { Store } from './store.ts';
import { fromJson } from './stored-json.ts';

export type RecordKind =
  | 'inquiry'
  | 'harm-explained'
  | 'consent'
  | 'special-need'
  | 'identity-exception'
  | 'imported'
  /** Where a study went that the archive no longer has: no matter of care, judged by the archive's ledger once it is accepted. */
  | 'archive-explanation';

/** What a person writes down for one study, known by its UID or, before the images are there, by its accession number. */
export interface NewRecord {
  /** Given by the form that made it, so that the same form sent twice is one record; else a new one. */
  readonly recordId?: string;
  readonly StudyInstanceUID?: string;
  readonly AccessionNumber?: string;
  readonly kind: RecordKind;
  readonly signedAt: Instant;
  /** The contract record's own fields: answer, signers, reason … */
  readonly body: Readonly<Record<string, unknown>>;
  /** SHA-256 of the signed page. */
  readonly pageSha256?: string;
}

export interface RecordRow extends NewRecord {
  readonly recordId: string;
  readonly enteredAt: Instant;
  readonly enteredBy: string;
  readonly reviewedBy?: string;
  readonly reviewedAt?: Instant;
  readonly withdrawnBy?: string;
  readonly withdrawnAt?: Instant;
  readonly withdrawnReason?: string;
}

interface Row {
  id: string;
  study: string | null;
  accession: string | null;
  kind: RecordKind;
  signed_at: Instant;
  entered_at: Instant;
  entered_by: string;
  body: string;
  page_sha256: string | null;
  reviewed_by: string | null;
  reviewed_at: Instant | null;
  withdrawn_by: string | null;
  withdrawn_at: Instant | null;
  withdrawn_reason: string | null;
}

function recordOf(row: Row): RecordRow {
  return {
    recordId: row.id,
    kind: row.kind,
    signedAt: row.signed_at,
    enteredAt: row.entered_at,
    enteredBy: row.entered_by,
    body: fromJson<Record<string, unknown>>(row.body),
    ...(row.study === null ? {} : { StudyInstanceUID: row.study }),
    ...(row.accession === null ? {} : { AccessionNumber: row.accession }),
    ...(row.page_sha256 === null ? {} : { pageSha256: row.page_sha256 }),
    ...(row.reviewed_by === null ? {} : { reviewedBy: row.reviewed_by }),
    ...(row.reviewed_at === null ? {} : { reviewedAt: row.reviewed_at }),
    ...(row.withdrawn_by === null ? {} : { withdrawnBy: row.withdrawn_by }),
    ...(row.withdrawn_at === null ? {} : { withdrawnAt: row.withdrawn_at }),
    ...(row.withdrawn_reason === null ? {} : { withdrawnReason: row.withdrawn_reason }),
  };
}

export interface RecordSearch {
  readonly study?: string;
  readonly accession?: string;
  /** Only those no second person has reviewed. */
  readonly waiting?: boolean;
  readonly limit: number;
  readonly offset: number;
}

export interface RecordRepository {
  /** Throws AgentError `not-found` when the record names neither a study nor an accession number. */
  add(record: NewRecord, who: string, at: Instant): string;
  /** A second person accepts; throws `same-person`, `already-decided`, `not-found`. */
  review(recordId: string, who: string, at: Instant): void;
  withdraw(recordId: string, reason: string, who: string, at: Instant): void;
  get(recordId: string): RecordRow | undefined;
  /** Valid records of a study, newest entry last; records known by accession number included. */
  ofStudy(uid: string, accession: string | undefined): RecordRow[];
  list(search: RecordSearch): { total: number; rows: RecordRow[] };
  /** The consent register is in use: it has ever carried a record about a pregnancy. */
  consentRegisterInUse(): boolean;
}

export function recordRepository(
  { db, append, transaction }: Store,
  studies: { markDirty(uid: string): void; markDirtyByAccession(text: string): void },
): RecordRepository {
  const insert = db.prepare<
    [string, string | null, string | null, string, number, number, string, string, string | null]
  >(
    'INSERT INTO care_record (id, study, accession, kind, signed_at, entered_at, entered_by, body, page_sha256) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
  );
  const one = db.prepare<[string], Row>('SELECT * FROM care_record WHERE id = ?');
  const review = db.prepare<[string, number, string]>(
    'UPDATE care_record SET reviewed_by = ?, reviewed_at = ? WHERE id = ?',
  );
  const withdraw = db.prepare<[string, number, string, string]>(
    'UPDATE care_record SET withdrawn_by = ?, withdrawn_at = ?, withdrawn_reason = ? WHERE id = ?',
  );
  const byStudy = db.prepare<[string], Row>('SELECT * FROM care_record WHERE study = ? AND withdrawn_at IS NULL');
  const byAccession = db.prepare<[string], Row>(
    'SELECT * FROM care_record WHERE accession = ? AND study IS NULL AND withdrawn_at IS NULL',
  );
  const where =
    '(@study IS NULL OR study = @study) AND (@accession IS NULL OR accession = @accession) AND (@waiting = 0 OR (reviewed_at IS NULL AND withdrawn_at IS NULL))';
  const list = db.prepare<[object], Row>(
    `SELECT * FROM care_record WHERE ${where} ORDER BY entered_at DESC, id LIMIT @limit OFFSET @offset`,
  );
  const total = db.prepare<[object], { n: number }>(`SELECT count(*) AS n FROM care_record WHERE ${where}`);
  const inUse = db.prepare<[], { n: number }>(
    `SELECT EXISTS (SELECT 1 FROM care_record WHERE kind IN ('inquiry', 'harm-explained', 'consent', 'special-need')) AS n`,
  );

  const standing = (id: string): Row => {
    const row = one.get(id);
    if (row === undefined) throw new AgentError('not-found', 'no such record', { recordId: id });
    if (row.withdrawn_at !== null)
      throw new AgentError('already-decided', 'the record has been withdrawn', { recordId: id });
    return row;
  };
  const touch = (study: string | null, accession: string | null): void => {
    if (study !== null) studies.markDirty(study);
    else if (accession !== null) studies.markDirtyByAccession(accession);
  };

  return {
    add: (record, who, at) =>
      transaction(() => {
        const [study, accession] = [record.StudyInstanceUID ?? null, record.AccessionNumber ?? null];
        if (study === null && accession === null)
          throw new AgentError('not-found', 'a record names a study or an accession number');
        const id = record.recordId ?? randomUUID();
        if (one.get(id) !== undefined) return id;
        append('care-record', { ...record, recordId: id, who }, at);
        insert.run(
          id,
          study,
          accession,
          record.kind,
          record.signedAt,
          at,
          who,
          canonicalJson(record.body),
          record.pageSha256 ?? null,
        );
        touch(study, accession);
        return id;
      }),
    review: (id, who, at) =>
      transaction(() => {
        const row = standing(id);
        if (row.entered_by === who)
          throw new AgentError('same-person', 'the second person must be another one', { recordId: id });
        if (row.reviewed_at !== null)
          throw new AgentError('already-decided', 'the record has been reviewed', { recordId: id });
        append('care-record', { recordId: id, reviewedBy: who }, at);
        review.run(who, at, id);
        touch(row.study, row.accession);
      }),
    withdraw: (id, reason, who, at) =>
      transaction(() => {
        const row = standing(id);
        append('care-record', { recordId: id, withdrawnBy: who, reason }, at);
        withdraw.run(who, at, reason, id);
        touch(row.study, row.accession);
      }),
    get(id) {
      const row = one.get(id);
      return row === undefined ? undefined : recordOf(row);
    },
    ofStudy: (uid, accession) =>
      [...byStudy.all(uid), ...(accession === undefined || accession === '' ? [] : byAccession.all(accession))]
        .sort((a, b) => (a.entered_at === b.entered_at ? (a.id < b.id ? -1 : 1) : a.entered_at - b.entered_at))
        .map(recordOf),
    list({ study = null, accession = null, waiting = false, limit, offset }) {
      const asked = { study, accession, waiting: waiting ? 1 : 0 };
      return { total: total.get(asked)?.n ?? 0, rows: list.all({ ...asked, limit, offset }).map(recordOf) };
    },
    consentRegisterInUse: () => inUse.get()?.n === 1,
  };
}

/** 补录: entered after the exposure. Without a known exposure time an entry up to the end of the study's day is in time. */
export function entryState(row: Pick<RecordRow, 'enteredAt' | 'reviewedAt'>, exposure: Instant): EntryState {
  if (row.enteredAt <= exposure) return 'in-time';
  return row.reviewedAt === undefined ? 'late-unreviewed' : 'late-reviewed';
}

/** The records of one study as the facts take them: the latest valid one of each kind. */
export function careRecordsOf(
  rows: readonly RecordRow[],
  reviews: readonly ReviewDecision[],
  exposure: Instant,
): CareRecords {
  const records: Record<string, unknown> = { reviews };
  for (const row of rows) {
    const common = {
      recordId: row.recordId,
      signedAt: row.signedAt,
      enteredAt: row.enteredAt,
      entry: entryState(row, exposure),
      ...(row.pageSha256 === undefined ? {} : { pageSha256: row.pageSha256 }),
    };
    switch (row.kind) {
      case 'inquiry':
        records['inquiry'] = { ...row.body, ...common };
        break;
      case 'harm-explained':
        records['harmExplained'] = { ...row.body, ...common };
        break;
      case 'consent':
        records['consent'] = { ...row.body, ...common };
        break;
      case 'special-need':
        records['specialNeed'] = { ...row.body, ...common };
        break;
      case 'identity-exception':
        records['identityException'] = {
          ...fromBody<IdentityException>(row),
          recordId: row.recordId,
          reviewed: row.reviewedAt !== undefined,
        };
        break;
      case 'archive-explanation':
        break;
      case 'imported':
        records['importedBy'] = { ...row.body, recordId: row.recordId };
        break;
    }
  }
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- each body was checked against its record's schema before it was written
  return records as unknown as CareRecords;
}

function fromBody<T>(row: RecordRow): T {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- checked before it was written
  return row.body as T;
}
