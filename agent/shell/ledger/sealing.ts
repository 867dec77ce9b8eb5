import {
  addMonths,
  type CalendarDate,
  canonicalJson,
  type EvidenceChannel,
  type Instant,
  type Severity,
} from '@center/contract';
import type { Header } from '../../core/index.ts';
import { keyOfUid, packUid } from './archive-codes.ts';
import type { CellRow } from './judgement.ts';
import { type Store, sha256Hex } from './store.ts';
import { fromJson } from './stored-json.ts';
import { uidKey } from './uid-key.ts';

/** Why a study is not sealed yet. */
export type NotSealable =
  | 'recent'
  | 'not-judged'
  | 'waits'
  | 'open-finding'
  | 'not-a-patient'
  | 'not-in-archive-ledger'
  | 'lies-in-files'
  | 'sealed'
  | 'unknown';

/** A verdict of a sealed study: what cells count, without what was observed. */
export type SealedVerdict = Pick<
  CellRow,
  'rule_id' | 'rule_version' | 'clause' | 'rule_set' | 'kind' | 'reason' | 'basis' | 'informational'
> & { readonly severity: Severity; readonly held_by: EvidenceChannel | null };

/** One study of an entry `sealed`: what was taken away, and the entries that had written it. */
export interface SealedEntry {
  readonly StudyInstanceUID: string;
  readonly objects: number;
  readonly superseded: number;
  /** Numbers of the entries whose packs are gone. */
  readonly entries: readonly number[];
  /** Over the digests of these packs, in that order, one a line. */
  readonly sha256: string;
}

export interface SealingRepository {
  /** Studies whose turn it is to be looked at, at most `limit`. Those that cannot be sealed yet are to be put off. */
  due(now: Instant, limit: number): string[];
  /** Whether a study may be sealed: nothing of it has changed since `quietSince`, nothing of it is open, and the archive ledger has it. */
  hindrance(uid: string, quietSince: Instant): NotSealable | undefined;
  putOff(uid: string, until: Instant): void;
  /**
   * Takes away the objects of studies, their headers and verdicts, inside the running transaction and with one entry. `header`: what is kept to tell the patient and the
   * exam by. `folds`: rules whose verdicts rest on the objects; those of others stay. Throws for a study that may not be sealed.
   */
  seal(
    studies: readonly { readonly uid: string; readonly header: Header }[],
    quietSince: Instant,
    folds: (ruleId: string) => boolean,
    at: Instant,
  ): void;
  /** What is known of the patient and the exam of a sealed study; undefined when it is not sealed. */
  header(uid: string): Header | undefined;
  /** Verdicts of a sealed study as they stood; empty when it is not sealed. */
  verdicts(uid: string): SealedVerdict[];
  /** Studies that were opened by a new object, and of which the other objects have not come back yet. */
  toReadAgain(limit: number): string[];
  /** Moves sealed studies whose retention class changes with the calendar to the next one. */
  age(today: CalendarDate): void;
  count(): number;
}

interface PackRow {
  id: number;
  seq: number;
  header_id: number;
  objects: number;
  digest: string;
  body: string;
}

interface VerdictRow extends SealedVerdict {
  subject_key: string;
}

type Cell = readonly [
  ruleId: string,
  version: number,
  clause: string,
  severity: Severity,
  ruleSet: string,
  kind: CellRow['kind'],
  reason: CellRow['reason'],
  basis: CellRow['basis'],
  informational: number,
  heldBy: EvidenceChannel | null,
];

export function sealedDigest(digests: readonly string[]): string {
  return sha256Hex(digests.join('\n'));
}

function verdictOf(cell: Cell): SealedVerdict {
  const [rule_id, rule_version, clause, severity, rule_set, kind, reason, basis, informational, held_by] = cell;
  return { rule_id, rule_version, clause, severity, rule_set, kind, reason, basis, informational, held_by };
}

const verdictColumns = 'rule_id, rule_version, clause, severity, rule_set, kind, reason, basis, informational, held_by';

/** Reads lists of verdicts: for cells and for the page of one study. */
export function sealedLists({ db }: Pick<Store, 'db'>): { verdicts(list: number): SealedVerdict[] } {
  const list = db.prepare<[number], { cells: string }>('SELECT cells FROM sealed_list WHERE id = ?');
  const cell = db.prepare<[number], { text: string }>('SELECT text FROM sealed_cell WHERE id = ?');
  return {
    verdicts: (id) =>
      fromJson<number[]>(list.get(id)?.cells ?? '[]').flatMap((number) => {
        const row = cell.get(number);
        return row === undefined ? [] : [verdictOf(fromJson<Cell>(row.text))];
      }),
  };
}

export function sealingRepository(store: Store): SealingRepository {
  const { db, append } = store;
  const due = db.prepare<[number, number], { uid: string }>(
    'SELECT uid FROM study WHERE sealed IS NULL AND seal_after <= ? ORDER BY seal_after, uid LIMIT ?',
  );
  const state = db.prepare<
    [string],
    { dirty: number; arriving: number; waits: number; changed_at: number; sealed: number | null; month: string | null }
  >('SELECT dirty, arriving, waits, changed_at, sealed, month FROM study WHERE uid = ?');
  const openFinding = db.prepare<[string]>(
    `SELECT 1 FROM finding WHERE subject_kind = 'study' AND subject_key = ? AND state <> 'closed' LIMIT 1`,
  );
  // A person may still turn it. What only a channel that never worked would tell stays held, and is counted as held.
  const waiting = db.prepare<[string]>(
    `SELECT 1 FROM judgement WHERE subject_kind = 'study' AND subject_key = ? AND reason = 'awaiting-review' LIMIT 1`,
  );
  // Phantoms are counted beside the patients of a device, by this verdict.
  const phantom = db.prepare<[string]>(
    `SELECT 1 FROM judgement WHERE subject_kind = 'study' AND subject_key = ? AND rule_id = 'real-name-present' AND kind = 'notApplicable'`,
  );
  // The rounds ask for it by the files in which it was found.
  const inFolder = db.prepare<[string]>(`SELECT 1 FROM pack WHERE study = ? AND channel LIKE 'folder:%' LIMIT 1`);
  const queued = db.prepare<[string]>('SELECT 1 FROM quiet_study WHERE uid = ?');
  const inArchive = db.prepare<[number, Uint8Array]>(
    'SELECT 1 FROM kept_study WHERE key = ? AND uid = ? AND objects > 0',
  );
  const putOff = db.prepare<[number, string]>('UPDATE study SET seal_after = ? WHERE uid = ?');
  const packs = db.prepare<[string], PackRow>(
    'SELECT id, seq, header_id, objects, digest, body FROM pack WHERE study = ? ORDER BY seq',
  );
  const superseded = db.prepare<[number], { n: number }>('SELECT count(*) AS n FROM superseded WHERE pack = ?');
  const forgetSuperseded = db.prepare<[number]>('DELETE FROM superseded WHERE pack = ?');
  const forgetObject = db.prepare<[number, number, number]>(
    'DELETE FROM object WHERE key = ? AND pack = ? AND number = ?',
  );
  const forgetSeen = db.prepare<[string]>('DELETE FROM object_seen WHERE sop = ?');
  const forgetPlace = db.prepare<[string]>('DELETE FROM other_place WHERE sop = ?');
  const forgetPack = db.prepare<[number]>('DELETE FROM pack WHERE id = ?');
  const forgetHeader = db.prepare<[number]>(
    'DELETE FROM header WHERE id = ? AND NOT EXISTS (SELECT 1 FROM pack WHERE header_id = header.id)',
  );
  const verdicts = db.prepare<[string], VerdictRow>(
    `SELECT subject_key, ${verdictColumns} FROM judgement WHERE subject_kind = 'study' AND subject_key = ? ORDER BY rule_id`,
  );
  const forgetVerdict = db.prepare<[string, string]>(
    `DELETE FROM judgement WHERE subject_kind = 'study' AND subject_key = ? AND rule_id = ?`,
  );
  const findCell = db.prepare<[string], { id: number }>('SELECT id FROM sealed_cell WHERE text = ?');
  const addCell = db.prepare<[string], { id: number }>('INSERT INTO sealed_cell (text) VALUES (?) RETURNING id');
  const findList = db.prepare<[string], { id: number }>('SELECT id FROM sealed_list WHERE cells = ?');
  const addList = db.prepare<[string], { id: number }>('INSERT INTO sealed_list (cells) VALUES (?) RETURNING id');
  const mark = db.prepare<[number, number, string, string]>(
    'UPDATE study SET sealed = ?, sealed_at = ?, sealed_header = ?, objects = max(objects, coalesce(opened_objects, 0)), opened_objects = NULL WHERE uid = ?',
  );
  const header = db.prepare<[string], { sealed_header: string | null }>(
    'SELECT sealed_header FROM study WHERE uid = ? AND sealed IS NOT NULL',
  );
  const listOf = db.prepare<[string], { sealed: number }>(
    'SELECT sealed FROM study WHERE uid = ? AND sealed IS NOT NULL',
  );
  const again = db.prepare<[number], { uid: string }>(
    'SELECT uid FROM study WHERE opened_objects IS NOT NULL AND opened_objects > objects ORDER BY uid LIMIT ?',
  );
  const ageing = db.prepare<[string], { uid: string; date: CalendarDate; retention_class: string }>(
    'SELECT uid, date, retention_class FROM study WHERE class_changes_on <= ? AND sealed IS NOT NULL',
  );
  const aged = db.prepare<[string, string | null, string]>(
    'UPDATE study SET retention_class = ?, class_changes_on = ? WHERE uid = ?',
  );
  const total = db.prepare<[], { n: number }>('SELECT count(*) AS n FROM study WHERE sealed IS NOT NULL');
  const lists = sealedLists(store);

  const numberIn = (find: typeof findCell, add: typeof addCell, text: string): number => {
    const row = find.get(text) ?? add.get(text);
    if (row === undefined) throw new Error('a text was neither found nor written');
    return row.id;
  };

  const hindrance: SealingRepository['hindrance'] = (uid, quietSince) => {
    const row = state.get(uid);
    if (row === undefined) return 'unknown';
    if (row.sealed !== null) return 'sealed';
    if (row.changed_at > quietSince) return 'recent';
    if (row.dirty === 1 || row.arriving === 1 || row.month === null) return 'not-judged';
    if (row.waits === 1 || waiting.get(uid) !== undefined) return 'waits';
    if (openFinding.get(uid) !== undefined) return 'open-finding';
    if (phantom.get(uid) !== undefined) return 'not-a-patient';
    if (inFolder.get(uid) !== undefined) return 'lies-in-files';
    return queued.get(uid) !== undefined || !isInArchive(uid) ? 'not-in-archive-ledger' : undefined;
  };

  const isInArchive = (uid: string): boolean => {
    const packed = packUid(uid);
    return inArchive.get(keyOfUid(packed), packed) !== undefined;
  };

  const takeObjects = (uid: string): SealedEntry => {
    const rows = packs.all(uid);
    let gone = 0;
    for (const { id, body } of rows) {
      gone += superseded.get(id)?.n ?? 0;
      for (const [number, [sop]] of fromJson<[string][]>(body).entries()) {
        forgetObject.run(uidKey(sop), id, number);
        forgetSeen.run(sop);
        forgetPlace.run(sop);
      }
      forgetSuperseded.run(id);
      forgetPack.run(id);
    }
    for (const id of new Set(rows.map((row) => row.header_id))) forgetHeader.run(id);
    return {
      StudyInstanceUID: uid,
      objects: rows.reduce((sum, { objects }) => sum + objects, 0),
      superseded: gone,
      entries: rows.map(({ seq }) => seq),
      sha256: sealedDigest(rows.map(({ digest }) => digest)),
    };
  };

  const foldVerdicts = (uid: string, folds: (ruleId: string) => boolean): number => {
    const folded = verdicts.all(uid).filter(({ rule_id }) => folds(rule_id));
    const cells = folded.map((row) => {
      const cell: Cell = [
        row.rule_id,
        row.rule_version,
        row.clause,
        row.severity,
        row.rule_set,
        row.kind,
        row.reason,
        row.basis,
        row.informational,
        row.held_by,
      ];
      return numberIn(findCell, addCell, canonicalJson(cell));
    });
    for (const { rule_id } of folded) forgetVerdict.run(uid, rule_id);
    return numberIn(findList, addList, canonicalJson(cells));
  };

  return {
    due: (now, limit) => due.all(now, limit).map(({ uid }) => uid),
    hindrance,
    putOff: (uid, until) => void putOff.run(until, uid),
    seal(studies, quietSince, folds, at) {
      const entries = studies.map(({ uid, header: kept }) => {
        const hindered = hindrance(uid, quietSince);
        if (hindered !== undefined) throw new Error(`a study is to be sealed that may not be: ${hindered}`);
        const entry = takeObjects(uid);
        mark.run(foldVerdicts(uid, folds), at, canonicalJson(kept), uid);
        return entry;
      });
      if (entries.length > 0) append('sealed', { studies: entries }, at);
    },
    header(uid) {
      const row = header.get(uid);
      return row === undefined ? undefined : fromJson<Header>(row.sealed_header ?? '{}');
    },
    verdicts(uid) {
      const row = listOf.get(uid);
      return row === undefined ? [] : lists.verdicts(row.sealed);
    },
    toReadAgain: (limit) => again.all(limit).map(({ uid }) => uid),
    age(today) {
      for (const { uid, date, retention_class } of ageing.all(today)) {
        if (retention_class === 'online') aged.run('kept', addMonths(date, 120), uid);
        else aged.run('older', null, uid);
      }
    },
    count: () => total.get()?.n ?? 0,
  };
}
