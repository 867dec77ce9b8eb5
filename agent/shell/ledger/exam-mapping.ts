import type { ExamMappingRow, Instant } from '@center/contract';
import { shippedExamMapping } from '@center/register';
import { AgentError } from '../errors.ts';
import { type Store, sha256Hex } from './store.ts';

/** A row as a person of the center enters it. */
export interface NewMapping extends Omit<ExamMappingRow, 'origin'> {
  readonly reason: string;
}

export interface MappingRow extends NewMapping {
  readonly enteredBy: string;
  readonly enteredAt: Instant;
  readonly withdrawnBy?: string;
  readonly withdrawnAt?: Instant;
  readonly withdrawnReason?: string;
}

interface Row {
  id: string;
  keyword: ExamMappingRow['keyword'];
  modality: string;
  pattern: string;
  exam_class: string;
  reason: string;
  entered_by: string;
  entered_at: Instant;
  withdrawn_by: string | null;
  withdrawn_at: Instant | null;
  withdrawn_reason: string | null;
}

export interface MappingRepository {
  /** The mapping in force, first match wins: the center's rows, newest first, before the shipped ones. The same array until somebody changes it. */
  inForce(): readonly ExamMappingRow[];
  /** The center's rows, newest first, withdrawn ones included. */
  list(): MappingRow[];
  /** Studies of the row's modality are judged anew; returns how many. The same id again writes nothing. */
  add(row: NewMapping, who: string, at: Instant): number;
  /** Throws AgentError `not-found`, `already-decided`. */
  withdraw(id: string, reason: string, who: string, at: Instant): number;
}

/** Digest of the mapping that comes with the program: when a new program brings another one, everything is judged anew. */
export const shippedMappingSha256 = sha256Hex(JSON.stringify(shippedExamMapping));

export function mappingRepository(
  { db, append, transaction }: Store,
  studies: { markDirtyByModality(modality: string): number },
): MappingRepository {
  const all = db.prepare<[], Row>('SELECT * FROM exam_mapping ORDER BY number DESC');
  const one = db.prepare<[string], Row>('SELECT * FROM exam_mapping WHERE id = ?');
  const insert = db.prepare<[string, string, string, string, string, string, string, number]>(
    `INSERT INTO exam_mapping (id, number, keyword, modality, pattern, exam_class, reason, entered_by, entered_at)
     VALUES (?, (SELECT coalesce(max(number), 0) + 1 FROM exam_mapping), ?, ?, ?, ?, ?, ?, ?)`,
  );
  const withdraw = db.prepare<[string, number, string, string]>(
    'UPDATE exam_mapping SET withdrawn_by = ?, withdrawn_at = ?, withdrawn_reason = ? WHERE id = ?',
  );
  let known: readonly ExamMappingRow[] | undefined;
  const read = (): readonly ExamMappingRow[] =>
    Object.freeze([
      ...all
        .all()
        .filter(({ withdrawn_at }) => withdrawn_at === null)
        .map(
          ({ id, keyword, modality, pattern, exam_class }): ExamMappingRow => ({
            id,
            keyword,
            Modality: modality,
            pattern,
            examClass: exam_class,
            origin: 'center',
          }),
        ),
      ...shippedExamMapping,
    ]);
  return {
    inForce: () => (known ??= read()),
    list: () =>
      all.all().map((row) => ({
        id: row.id,
        keyword: row.keyword,
        Modality: row.modality,
        pattern: row.pattern,
        examClass: row.exam_class,
        reason: row.reason,
        enteredBy: row.entered_by,
        enteredAt: row.entered_at,
        ...(row.withdrawn_by === null ? {} : { withdrawnBy: row.withdrawn_by }),
        ...(row.withdrawn_at === null ? {} : { withdrawnAt: row.withdrawn_at }),
        ...(row.withdrawn_reason === null ? {} : { withdrawnReason: row.withdrawn_reason }),
      })),
    add: (row, who, at) =>
      transaction(() => {
        if (one.get(row.id) !== undefined) return 0;
        append('exam-mapping', { ...row, who }, at);
        insert.run(row.id, row.keyword, row.Modality, row.pattern, row.examClass, row.reason, who, at);
        known = undefined;
        return studies.markDirtyByModality(row.Modality);
      }),
    withdraw: (id, reason, who, at) =>
      transaction(() => {
        const row = one.get(id);
        if (row === undefined) throw new AgentError('not-found', 'no such mapping row', { id });
        if (row.withdrawn_at !== null)
          throw new AgentError('already-decided', 'the mapping row has been withdrawn', { id });
        append('exam-mapping', { id, withdrawnBy: who, reason }, at);
        withdraw.run(who, at, reason, id);
        known = undefined;
        return studies.markDirtyByModality(row.modality);
      }),
  };
}
