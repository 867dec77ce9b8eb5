import {
  addDays,
  type CalendarDate,
  type Instant,
  instant,
  type ReceiptSource,
  startOfDay,
  type UploadReceipt,
} from '@center/contract';
import type { FinishedStudy } from '../../core/index.ts';
import type { Store } from './store.ts';
import { fromJson } from './stored-json.ts';

/** Receipts named by one entry of the chain, so that no entry grows without a bound. */
const perEntry = 500;
/** Modalities without a picture of their own: a study of nothing else has no image to upload. */
const beside: ReadonlySet<string> = new Set(['SR', 'KO', 'PR', 'DOC', 'PLAN', '']);

export interface ReceiptRepository {
  /** Keeps receipts, each once; returns how many were new. */
  add(receipts: readonly UploadReceipt[], source: ReceiptSource, who: string, at: Instant): number;
  count(): number;
  lastAt(): Instant | undefined;
  /** The center's own studies with images, dated from … to, that have come to rest, with what the platform said of them. */
  finished(from: CalendarDate, to: CalendarDate, zoneOffsetMinutes: number): FinishedStudy[];
  /** Studies of those days that no receipt accepts, oldest first. */
  backlog(from: CalendarDate, to: CalendarDate, limit: number): BacklogRow[];
}

export interface BacklogRow {
  readonly StudyInstanceUID: string;
  readonly AccessionNumber?: string;
  readonly date: CalendarDate;
  readonly refusedCode?: string;
}

interface FinishedRow {
  uid: string;
  date: CalendarDate;
  accession: string | null;
  modalities: string;
  acquired_at: Instant | null;
  accepted: number | null;
  refused: string | null;
}

export function receiptRepository({ db, append, transaction }: Store): ReceiptRepository {
  const insert = db.prepare<[string, string, number, string, string, string, number]>(
    'INSERT OR IGNORE INTO upload_receipt (study, accession, at, outcome, code, source, imported_at) VALUES (?, ?, ?, ?, ?, ?, ?)',
  );
  const known = db.prepare<[string, string, number, string]>(
    'SELECT 1 FROM upload_receipt WHERE study = ? AND accession = ? AND at = ? AND outcome = ?',
  );
  const total = db.prepare<[], { n: number }>('SELECT count(*) AS n FROM upload_receipt');
  const last = db.prepare<[], { at: Instant | null }>('SELECT max(imported_at) AS at FROM upload_receipt');
  const finished = db.prepare<[string, string], FinishedRow>(
    `SELECT s.uid, s.date, s.accession, s.modalities, s.acquired_at, min(CASE WHEN r.outcome = 'accepted' THEN r.at END) AS accepted,
       max(CASE WHEN r.outcome = 'refused' THEN r.code END) AS refused
     FROM study s LEFT JOIN upload_receipt r ON r.study = s.uid WHERE s.date BETWEEN ? AND ? AND s.origin = 'own' AND s.arriving = 0
     GROUP BY s.date, s.uid ORDER BY s.date, s.uid`,
  );
  const anyByAccession = db.prepare("SELECT 1 FROM upload_receipt WHERE study = '' LIMIT 1");
  const byAccession = db.prepare<[string, number], Pick<FinishedRow, 'accepted' | 'refused'>>(
    `SELECT min(CASE WHEN outcome = 'accepted' THEN at END) AS accepted, max(CASE WHEN outcome = 'refused' THEN code END) AS refused
     FROM upload_receipt WHERE accession = ? AND study = '' AND at >= ?`,
  );
  /**
   * A receipt without a UID means the study of its accession number; one that names a UID means no other study, whatever number stands beside it. One from before the day of the
   * study means an earlier one: numbers begin anew.
   */
  const withAccession = (row: FinishedRow): FinishedRow => {
    if (row.accepted !== null || row.accession === null) return row;
    const other = byAccession.get(row.accession, startOfDay(row.date));
    return { ...row, accepted: other?.accepted ?? null, refused: row.refused ?? other?.refused ?? null };
  };
  const hasImages = (modalities: string): boolean =>
    fromJson<string[]>(modalities).some((modality) => !beside.has(modality));
  const rowsOf = (from: CalendarDate, to: CalendarDate): FinishedRow[] => {
    const known = new Map<string, boolean>();
    const rows = finished.all(from, to).filter(({ modalities }) => {
      const before = known.get(modalities) ?? hasImages(modalities);
      known.set(modalities, before);
      return before;
    });
    return anyByAccession.get() === undefined ? rows : rows.map(withAccession);
  };

  return {
    add: (receipts, source, who, at) =>
      transaction(() => {
        const fresh = receipts.filter(
          ({ StudyInstanceUID = '', AccessionNumber = '', at: when, outcome }) =>
            known.get(StudyInstanceUID, AccessionNumber, when, outcome) === undefined,
        );
        for (let start = 0; start < fresh.length; start += perEntry) {
          const rows = fresh.slice(start, start + perEntry);
          append('register', { register: 'upload-receipts', source, rows, who }, at);
        }
        return fresh
          .map(
            ({ StudyInstanceUID = '', AccessionNumber = '', at: when, outcome, code }) =>
              insert.run(StudyInstanceUID, AccessionNumber, when, outcome, code, source, at).changes,
          )
          .reduce((a, b) => a + b, 0);
      }),
    count: () => total.get()?.n ?? 0,
    lastAt: () => last.get()?.at ?? undefined,
    finished(from, to, zoneOffsetMinutes) {
      const ends = new Map<CalendarDate, Instant>();
      const endOf = (date: CalendarDate): Instant => {
        const end = ends.get(date) ?? startOfDay(addDays(date, 1), zoneOffsetMinutes);
        ends.set(date, end);
        return end;
      };
      return rowsOf(from, to).map(({ date, acquired_at, accepted, refused }) => ({
        date,
        finishedAt: acquired_at ?? endOf(date),
        ...(accepted === null ? {} : { acceptedAt: instant(accepted) }),
        refused: accepted === null && refused !== null,
      }));
    },
    backlog: (from, to, limit) =>
      rowsOf(from, to)
        .filter(({ accepted }) => accepted === null)
        .slice(0, limit)
        .map(({ uid, accession, date, refused }) => ({
          StudyInstanceUID: uid,
          ...(accession === null ? {} : { AccessionNumber: accession }),
          date,
          ...(refused === null ? {} : { refusedCode: refused }),
        })),
  };
}
