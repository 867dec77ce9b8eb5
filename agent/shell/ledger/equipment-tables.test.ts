import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { instant } from '@center/contract';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { equipmentTables } from './equipment-tables.ts';
import { openLedger } from './index.ts';
import { migrations } from './migrations.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ledger-before-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it('a ledger from before knows when its devices exposed, where a study names one device and a time', () => {
  const db = new Database(join(folder, 'ledger.sqlite'));
  db.function('uid_key', { deterministic: true }, (uid) => String(uid).length);
  db.exec('CREATE TABLE migration (version INTEGER PRIMARY KEY, applied_at INTEGER NOT NULL) STRICT');
  for (const [index, sql] of migrations.slice(0, migrations.indexOf(equipmentTables)).entries()) {
    db.exec(sql);
    db.prepare('INSERT INTO migration VALUES (?, 0)').run(index + 1);
  }
  const study = db.prepare(
    "INSERT INTO study (uid, first_seen_at, changed_at, quiet_at, channel, acquired_at) VALUES (?, 1, 1, 1, 'folder:0', ?)",
  );
  const device = db.prepare('INSERT INTO study_device (study, device_id) VALUES (?, ?)');
  study.run('1.1', 5_000);
  device.run('1.1', 'ct');
  study.run('1.2', 6_000);
  device.run('1.2', 'ct');
  device.run('1.2', 'workstation');
  study.run('1.3', null);
  device.run('1.3', 'ct');
  db.close();

  const ledger = openLedger(folder);
  expect(ledger.exposures.between('ct', { start: instant(0), end: instant(10_000) })).toEqual([5_000]);
  expect(ledger.exposures.latest('ct', instant(5_000))).toBeUndefined();
  expect(ledger.exposures.latest('ct', instant(5_001))).toBe(5_000);
  expect(ledger.equipment.cards()).toEqual([]);
  expect(ledger.verifyChain()).toMatchObject({ ok: true });
  ledger.close();
});
