import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { canonicalJson, instant } from '@center/contract';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { ObservedObject } from '../../core/index.ts';
import { branded, type Ledger, openLedger } from './index.ts';
import { migrations } from './migrations.ts';

let folder: string;
let ledger: Ledger | undefined;
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const shared = { Manufacturer: '甲', Modality: 'CT', PatientName: '张^伟', SeriesDescription: 'a "b" \\ c' };

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ledger-'));
});
afterEach(() => {
  ledger?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A ledger in which each object had a row and an entry of its own; `drifts` of the second one came once with another content. */
function ledgerOfRows(): void {
  const db = new Database(join(folder, 'ledger.sqlite'));
  db.exec('CREATE TABLE migration (version INTEGER PRIMARY KEY, applied_at INTEGER NOT NULL) STRICT');
  for (const [index, sql] of migrations.slice(0, 2).entries()) {
    db.exec(sql);
    db.prepare('INSERT INTO migration VALUES (?, 0)').run(index + 1);
  }
  db.exec(
    "INSERT INTO study (uid, first_seen_at, changed_at, quiet_at, channel, objects, dirty, arriving) VALUES ('1.2.3', 1, 1, 1, 'folder:0', 3, 0, 0)",
  );
  db.prepare('INSERT INTO header (id, digest, body) VALUES (1, ?, ?)').run(
    sha256(canonicalJson(shared)),
    canonicalJson(shared),
  );
  let prev = '0'.repeat(64);
  const entry = (seq: number, body: string): void => {
    const hash = sha256(`${prev}\n${String(seq)}\n5\nobservation\n${body}`);
    db.prepare('INSERT INTO entry (seq, at, kind, body, prev, hash) VALUES (?, 5, ?, ?, ?, ?)').run(
      seq,
      'observation',
      body,
      prev,
      hash,
    );
    prev = hash;
  };
  for (const [index, [sop, dose]] of (
    [
      ['1', null],
      ['2', null],
      ['3', '{"events":[],"source":"rdsr","totals":[]}'],
    ] as const
  ).entries()) {
    const own = canonicalJson({ InstanceNumber: index + 1, SOPInstanceUID: sop });
    const damage = index === 0 ? '[{"code":"odd-length"}]' : '[]';
    const digest = sha256(`${canonicalJson(shared)}\n${own}\n${damage}\n${dose ?? ''}`);
    if (sop === '2') entry(2, canonicalJson({ SOPInstanceUID: sop, digest: 'f'.repeat(64), first: true }));
    const seq = sop === '1' ? 1 : index + 2;
    entry(seq, canonicalJson({ SOPInstanceUID: sop, digest, first: sop !== '2' }));
    db.prepare(
      "INSERT INTO object (sop, study, series, class, transfer_syntax, header_id, own, damage, dose, digest, channel, source, drifts, seq) VALUES (?, '1.2.3', '1.2.3.1', '1.2', '1.2.840.10008.1.2.1', 1, ?, ?, ?, ?, 'folder:0', ?, ?, ?)",
    ).run(sop, own, damage, dose, digest, `/a/"${sop}"`, sop === '2' ? 1 : 0, seq);
  }
  db.close();
}

it('objects of a ledger that kept a row for each come back as they were, under the digests of their entries', () => {
  ledgerOfRows();
  ledger = openLedger(folder);
  expect(ledger.verifyChain()).toEqual(expect.objectContaining({ ok: true, entries: 4 }));
  const objects = ledger.objects.ofStudy('1.2.3');
  expect(objects.map(({ header }) => [header.InstanceNumber, header.PatientName, header.SeriesDescription])).toEqual([
    [1, '张^伟', 'a "b" \\ c'],
    [2, '张^伟', 'a "b" \\ c'],
    [3, '张^伟', 'a "b" \\ c'],
  ]);
  expect(objects.map(({ damage, dose }) => [damage.length, dose?.source])).toEqual([
    [1, undefined],
    [0, undefined],
    [0, 'rdsr'],
  ]);
  expect(ledger.objects.sourcesOf('1.2.3', 9)).toEqual(['/a/"1"', '/a/"2"', '/a/"3"']);
  expect(ledger.objects.drifted('1.2.3')).toBe(1);
});

it('such an object that comes again is known, and one that comes changed is counted once', () => {
  ledgerOfRows();
  const opened = openLedger(folder);
  ledger = opened;
  const [, second] = opened.objects.ofStudy('1.2.3');
  const put = (InstanceNumber: number): string | undefined => {
    const object: ObservedObject = {
      SOPInstanceUID: branded('2'),
      SOPClassUID: branded('1.2'),
      StudyInstanceUID: branded('1.2.3'),
      SeriesInstanceUID: branded('1.2.3.1'),
      transferSyntaxUID: second?.transferSyntaxUID ?? '',
      header: { ...shared, InstanceNumber, SOPInstanceUID: '2' },
      damage: [],
    };
    return opened.transaction(() => {
      const [written] = opened.objects.putAll([{ object, channel: 'scp:0', source: 'x' }], instant(9));
      opened.studies.recount('1.2.3');
      return written?.outcome;
    });
  };
  expect(put(2)).toBe('unchanged');
  expect(put(7)).toBe('changed');
  expect(opened.studies.get('1.2.3')?.objects).toBe(3);
  expect(opened.objects.drifted('1.2.3')).toBe(1);
  expect(opened.verifyChain().ok).toBe(true);
});

it('a study that was quiet before there was an archive ledger waits to be entered in it, and is not sealed by the change', () => {
  ledgerOfRows();
  ledger = openLedger(folder);
  expect(ledger.quietStudies.next(9)).toEqual(['1.2.3']);
  expect(ledger.archive.count()).toBe(0);
  expect(ledger.studies.get('1.2.3')).not.toHaveProperty('sealedAt');
});
