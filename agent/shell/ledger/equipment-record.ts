import { randomUUID } from 'node:crypto';
import {
  canonicalJson,
  type EquipmentRecord,
  type EquipmentRecordBody,
  type EquipmentRecordKind,
  equipmentRecordKinds,
  type Instant,
  type Interval,
  startOfDay,
} from '@center/contract';
import type { EquipmentRecords } from '../../core/index.ts';
import { AgentError } from '../errors.ts';
import { changeNote } from './equipment.ts';
import type { Store } from './store.ts';
import { fromJson } from './stored-json.ts';

export type BodyOf<K extends EquipmentRecordKind> = Extract<EquipmentRecordBody, { readonly kind: K }>;

export interface EquipmentRecordSearch {
  readonly equipmentId?: string;
  readonly kind?: EquipmentRecordKind;
  /** Only those that touch it; a daily record by a day around its date, in any zone. */
  readonly period?: Interval;
  /** Withdrawn ones too. */
  readonly withdrawn?: boolean;
}

/** Records of people on equipment: append-only, each change a revision with its reason. */
export interface EquipmentRecordRepository {
  /** `id`: a key of the caller's own; the same key again returns what stands under it, by then perhaps revised, and writes nothing. */
  add<B extends EquipmentRecordBody>(
    record: { readonly id?: string; readonly body: B },
    who: string,
    at: Instant,
  ): EquipmentRecord<B>;
  /** Throws AgentError `not-found`, `already-decided` (withdrawn), `changed-meanwhile` when `from` is given and another revision stands. Unchanged content writes nothing. The kind stays. */
  revise<B extends EquipmentRecordBody>(
    id: string,
    revision: { readonly body: B; readonly reason: string; readonly from?: number },
    who: string,
    at: Instant,
  ): EquipmentRecord<B>;
  /** Throws like `revise`. */
  withdraw(id: string, withdrawal: { readonly reason: string; readonly from?: number }, who: string, at: Instant): void;
  get(id: string): EquipmentRecord | undefined;
  /** Every revision, first one first; empty when there is none. */
  history(id: string): EquipmentRecord[];
  /** By first entering, oldest first. */
  list(search: EquipmentRecordSearch): EquipmentRecord[];
  ofKind<K extends EquipmentRecordKind>(
    kind: K,
    search?: Omit<EquipmentRecordSearch, 'kind'>,
  ): EquipmentRecord<BodyOf<K>>[];
  /** Whether there ever was one of the kind, withdrawn or not. */
  has(kind: EquipmentRecordKind): boolean;
  /** Valid records of one equipment that touch the period, as an account takes them. */
  of(equipmentId: string, period: Interval): EquipmentRecords;
}

interface Row {
  id: string;
  kind: EquipmentRecordKind;
  revision: number;
  body: string;
  entered_by: string;
  entered_at: Instant;
  reason: string;
  first_by: string;
  first_at: Instant;
  withdrawn_by: string | null;
  withdrawn_at: Instant | null;
  withdrawn_reason: string | null;
}

/** Stands for an end that has not come. */
const never = Number.MAX_SAFE_INTEGER;
const dayMs = 86_400_000;

/** When a record touches time, generously: a day has another begin in each zone, and a night's opening ends on the next day. */
function extent(body: EquipmentRecordBody): { readonly begins: number; readonly ends: number } {
  switch (body.kind) {
    case 'daily': {
      const day = startOfDay(body.date, 0);
      return { begins: day - dayMs, ends: day + 3 * dayMs };
    }
    case 'fault':
      return { begins: body.start, ends: body.end ?? never };
    case 'maintenance':
    case 'suspension':
      return { begins: body.from, ends: body.to ?? never };
    case 'window':
      return {
        begins: body.from,
        ends:
          body.repeats === undefined ? body.to : startOfDay(body.repeats.until, 0) + 3 * dayMs + body.to - body.from,
      };
    case 'external':
    case 'dispute':
      return { begins: body.from, ends: body.to };
  }
}

const equipmentOf = (body: EquipmentRecordBody): readonly string[] =>
  'equipmentIds' in body ? [...new Set(body.equipmentIds)] : [body.equipmentId];

function recordOf(row: Row): EquipmentRecord {
  return {
    id: row.id,
    revision: row.revision,
    body: fromJson<EquipmentRecordBody>(row.body),
    entered: { by: row.entered_by, at: row.entered_at },
    reason: row.reason,
    firstEntered: { by: row.first_by, at: row.first_at },
    ...(row.withdrawn_by === null || row.withdrawn_at === null
      ? {}
      : { withdrawn: { by: row.withdrawn_by, at: row.withdrawn_at, reason: row.withdrawn_reason ?? '' } }),
  };
}

export function equipmentRecordRepository(store: Store): EquipmentRecordRepository {
  const { db, append, transaction } = store;
  const changed = changeNote(store);
  const columns =
    'r.id, r.kind, r.revision, r.body, r.entered_by, r.entered_at, r.reason, r.first_by, r.first_at, r.withdrawn_by, r.withdrawn_at, r.withdrawn_reason';
  const one = db.prepare<[string], Row>(`SELECT ${columns} FROM equipment_record r WHERE r.id = ?`);
  const insert = db.prepare<[string, string, string, string, number, string, number]>(
    `INSERT INTO equipment_record (id, kind, revision, body, entered_by, entered_at, reason, first_by, first_at) VALUES (?, ?, 1, ?, ?, ?, '', ?, ?)`,
  );
  const update = db.prepare<[number, string, string, number, string, string]>(
    'UPDATE equipment_record SET revision = ?, body = ?, entered_by = ?, entered_at = ?, reason = ? WHERE id = ?',
  );
  const addRevision = db.prepare<[string, number, string, string, number, string]>(
    'INSERT INTO equipment_record_revision (id, revision, body, entered_by, entered_at, reason) VALUES (?, ?, ?, ?, ?, ?)',
  );
  const withdraw = db.prepare<[string, number, string, string]>(
    'UPDATE equipment_record SET withdrawn_by = ?, withdrawn_at = ?, withdrawn_reason = ? WHERE id = ?',
  );
  const place = db.prepare<[string, string, number, number, string]>(
    'INSERT INTO equipment_record_of (equipment, kind, begins, ends, id) VALUES (?, ?, ?, ?, ?)',
  );
  const unplace = db.prepare<[string]>('DELETE FROM equipment_record_of WHERE id = ?');
  const history = db.prepare<[string], Row>(
    `SELECT v.id, r.kind, v.revision, v.body, v.entered_by, v.entered_at, v.reason, r.first_by, r.first_at, r.withdrawn_by, r.withdrawn_at, r.withdrawn_reason
     FROM equipment_record_revision v JOIN equipment_record r ON r.id = v.id WHERE v.id = ? ORDER BY v.revision`,
  );
  const byKind = db.prepare<[string], Row>(
    `SELECT ${columns} FROM equipment_record r WHERE r.kind = ? ORDER BY r.first_at, r.id`,
  );
  const byEquipment = db.prepare<[string, string, number, number], Row>(
    `SELECT ${columns} FROM equipment_record_of o CROSS JOIN equipment_record r ON r.id = o.id
     WHERE o.equipment = ? AND o.kind = ? AND o.ends > ? AND o.begins < ? ORDER BY o.ends, o.begins, o.id`,
  );

  const anyOf = db.prepare<[string], { n: number }>(
    'SELECT EXISTS (SELECT 1 FROM equipment_record WHERE kind = ?) AS n',
  );

  const write = (id: string, body: EquipmentRecordBody, seq: number): void => {
    const { begins, ends } = extent(body);
    unplace.run(id);
    for (const equipment of equipmentOf(body)) {
      place.run(equipment, body.kind, begins, ends, id);
      changed(equipment, seq);
    }
  };
  const standing = (id: string, from: number | undefined): Row => {
    const row = one.get(id);
    if (row === undefined) throw new AgentError('not-found', 'no such record', { recordId: id });
    if (row.withdrawn_at !== null)
      throw new AgentError('already-decided', 'the record has been withdrawn', { recordId: id });
    if (from !== undefined && from !== row.revision)
      throw new AgentError('changed-meanwhile', 'the record has another revision by now', {
        recordId: id,
        revision: row.revision,
      });
    return row;
  };
  const read = <B extends EquipmentRecordBody>(id: string, kind: B['kind']): EquipmentRecord<B> => {
    const row = one.get(id);
    const record = row === undefined ? undefined : recordOf(row);
    if (record === undefined || record.body.kind !== kind) throw new Error(`record ${id} is of another kind`);
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the kind tells the form of the body
    return record as EquipmentRecord<B>;
  };
  const list = ({ equipmentId, kind, period, withdrawn = false }: EquipmentRecordSearch): EquipmentRecord[] => {
    const wanted = kind === undefined ? equipmentRecordKinds : [kind];
    const { start, end } = period ?? { start: -never, end: never };
    const rows = wanted.flatMap((each) =>
      equipmentId === undefined ? byKind.all(each) : byEquipment.all(equipmentId, each, start, end),
    );
    const found = rows.filter((row) => withdrawn || row.withdrawn_at === null).map(recordOf);
    const touching =
      equipmentId === undefined && period !== undefined
        ? found.filter(({ body }) => {
            const { begins, ends } = extent(body);
            return ends > start && begins < end;
          })
        : found;
    return touching.sort((a, b) =>
      a.firstEntered.at === b.firstEntered.at ? (a.id < b.id ? -1 : 1) : a.firstEntered.at - b.firstEntered.at,
    );
  };
  const ofKind = <K extends EquipmentRecordKind>(
    kind: K,
    search: Omit<EquipmentRecordSearch, 'kind'> = {},
  ): EquipmentRecord<BodyOf<K>>[] =>
    list({ ...search, kind }).filter(
      (record): record is EquipmentRecord<BodyOf<K>> & EquipmentRecord => record.body.kind === kind,
    );

  return {
    add: ({ body, id = randomUUID() }, who, at) =>
      transaction(() => {
        if (one.get(id) === undefined) {
          const seq = append('equipment-record', { id, revision: 1, body, who }, at);
          const text = canonicalJson(body);
          insert.run(id, body.kind, text, who, at, who, at);
          addRevision.run(id, 1, text, who, at, '');
          write(id, body, seq);
        }
        return read(id, body.kind);
      }),
    revise: (id, { body, reason, from }, who, at) =>
      transaction(() => {
        const row = standing(id, from);
        if (row.kind !== body.kind) throw new Error('a record stays of its kind');
        const text = canonicalJson(body);
        if (text === row.body) return read(id, body.kind);
        const next = row.revision + 1;
        const seq = append('equipment-record', { id, revision: next, body, reason, who }, at);
        for (const equipment of equipmentOf(fromJson<EquipmentRecordBody>(row.body))) changed(equipment, seq);
        update.run(next, text, who, at, reason, id);
        addRevision.run(id, next, text, who, at, reason);
        write(id, body, seq);
        return read(id, body.kind);
      }),
    withdraw: (id, { reason, from }, who, at) =>
      transaction(() => {
        const row = standing(id, from);
        const seq = append('equipment-record', { id, withdrawn: true, reason, who }, at);
        withdraw.run(who, at, reason, id);
        for (const equipment of equipmentOf(fromJson<EquipmentRecordBody>(row.body))) changed(equipment, seq);
      }),
    get(id) {
      const row = one.get(id);
      return row === undefined ? undefined : recordOf(row);
    },
    history: (id) => history.all(id).map(recordOf),
    list,
    ofKind,
    has: (kind) => anyOf.get(kind)?.n === 1,
    of: (equipmentId, period) => ({
      daily: ofKind('daily', { equipmentId, period }),
      faults: ofKind('fault', { equipmentId, period }),
      windows: ofKind('window', { equipmentId, period }),
      suspensions: ofKind('suspension', { equipmentId, period }),
      externals: ofKind('external', { equipmentId, period }),
      disputes: ofKind('dispute', { equipmentId, period }),
    }),
  };
}
