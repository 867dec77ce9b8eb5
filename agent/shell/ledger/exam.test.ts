import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Ledger, openLedger } from './index.ts';
import { migrations } from './migrations.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'exam-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('a ledger of before', () => {
  it('is brought up to date in one step, its studies are judged anew and fill what is derived from them', () => {
    const old = new Database(join(folder, 'ledger.sqlite'));
    old.exec('CREATE TABLE migration (version INTEGER PRIMARY KEY, applied_at INTEGER NOT NULL) STRICT');
    old.exec(migrations[0] ?? '');
    old.exec('INSERT INTO migration VALUES (1, 0)');
    old.exec(
      "INSERT INTO study (uid, first_seen_at, changed_at, quiet_at, channel, dirty, arriving) VALUES ('1.2', 1, 1, 1, 'folder:0', 0, 0)",
    );
    old.close();
    const ledger = openLedger(folder);
    expect(ledger.store.db.prepare('SELECT max(version) AS v FROM migration').get()).toEqual({ v: migrations.length });
    expect(ledger.studies.get('1.2')).toMatchObject({ StudyInstanceUID: '1.2' });
    expect(ledger.store.db.prepare('SELECT dirty FROM study').all()).toEqual([{ dirty: 1 }]);
    expect(ledger.verifyChain().ok).toBe(true);
    ledger.close();
  });
});

describe('hot queries use their index', () => {
  let ledger: Ledger;
  beforeEach(() => {
    ledger = openLedger(undefined);
  });
  afterEach(() => ledger.close());

  it.each([
    [
      "SELECT uid FROM study WHERE patient_key = 'x' AND ionising = 1 AND date BETWEEN 'a' AND 'b' AND uid <> 'u' ORDER BY date DESC LIMIT 20",
      'study_patient',
    ],
    [
      "UPDATE study SET dirty = 1 WHERE patient_key = 'x' AND ionising = 1 AND date BETWEEN 'a' AND 'b' AND uid <> 'u' AND dirty = 0",
      'study_patient',
    ],
    [
      "SELECT date, device_id, count(*) FROM study WHERE dose_record IS NOT NULL AND device_id IS NOT NULL AND date BETWEEN 'a' AND 'b' GROUP BY date, device_id",
      'study_dose_day',
    ],
    [
      "SELECT value, phantom, phases FROM exam_dose WHERE device_id = 'd' AND exam_class = 'c' AND age_band = 'b' AND measure = 'm' AND month BETWEEN 'a' AND 'b'",
      'COVERING INDEX exam_dose_group',
    ],
    [
      "SELECT max(month) FROM exam_dose WHERE device_id = 'd' AND exam_class = 'c' AND age_band = 'b' AND measure = 'm'",
      'COVERING INDEX exam_dose_group',
    ],
    ['SELECT device_id FROM exam_group WHERE dirty = 1 ORDER BY device_id, exam_class, age_band', 'exam_group_dirty'],
    [
      "SELECT study FROM exposure_index WHERE device_id = 'd' AND date BETWEEN 'a' AND 'b' ORDER BY date",
      'exposure_index_device',
    ],
  ])('%s', (sql, index) => {
    const details = ledger.store.db
      .prepare(`EXPLAIN QUERY PLAN ${sql}`)
      .all()
      .map((row) => (row as { detail: string }).detail)
      .join('; ');
    expect(details).toContain(index);
    expect(details).not.toMatch(/SCAN (study|exam_dose|exposure_index)(?! USING)/);
  });
});
