import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type Finding,
  instant,
  type Judgement,
  mGy,
  must,
  parseCalendarDate,
  parseClauseId,
  parseFindingId,
  parseRuleId,
  parseSha256,
  patientAttribute,
} from '@center/contract';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ObservedObject } from '../../core/index.ts';
import type { AgentError } from '../errors.ts';
import { branded, centerKeys, type Ledger, openLedger } from './index.ts';
import { migrations } from './migrations.ts';

let folder: string;
let ledger: Ledger;
const at = (n: number) => instant(1_790_000_000_000 + n);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ledger-'));
  ledger = openLedger(folder);
});
afterEach(() => {
  ledger.close();
  rmSync(folder, { recursive: true, force: true });
});

function reopen(): void {
  ledger.close();
  ledger = openLedger(folder);
}

function objectOf(sop: string, change: Record<string, unknown> = {}): ObservedObject {
  return {
    SOPInstanceUID: branded(sop),
    SOPClassUID: branded('1.2.840.10008.5.1.4.1.1.2'),
    StudyInstanceUID: branded('1.2.3'),
    SeriesInstanceUID: branded('1.2.3.1'),
    transferSyntaxUID: '1.2.840.10008.1.2.1',
    header: {
      PatientName: '张^伟',
      Modality: 'CT',
      InstanceNumber: 1,
      TransferSyntaxUID: '1.2.840.10008.1.2.1',
      ...change,
    },
    damage: [],
  };
}

function put(object: ObservedObject, n: number, channel = 'folder:0') {
  return ledger.transaction(() => {
    const [written] = ledger.objects.putAll([{ object, channel, source: `/a/${object.SOPInstanceUID}` }], at(n));
    if (written === undefined) throw new Error('nothing was written');
    if (written.outcome !== 'unchanged') {
      ledger.studies.touch(
        object.StudyInstanceUID,
        { channel, accession: 'A1', headerDate: '2026-01-02', quietAt: at(n + 1) },
        at(n),
      );
      ledger.studies.recount(object.StudyInstanceUID);
    }
    return written.outcome;
  });
}

const judgement = (change: Partial<Judgement> = {}): Judgement => ({
  ruleId: must(parseRuleId('real-name-present')),
  ruleVersion: 1,
  clause: must(parseClauseId('MIDC-2.2c')),
  severity: 'critical',
  subject: { kind: 'study', key: '1.2.3' },
  verdict: {
    kind: 'deviates',
    basis: 'measured',
    observed: [{ fact: 'PatientName', value: patientAttribute('TEST') }],
    limit: mGy(5),
  },
  informational: false,
  ruleSetSha256: must(parseSha256('a'.repeat(64))),
  factSha256: must(parseSha256('b'.repeat(64))),
  subjectDate: must(parseCalendarDate('2026-01-02')),
  judgedAt: at(0),
  ...change,
});

describe('the chain', () => {
  it('grows only, and is whole after closing and opening again', () => {
    put(objectOf('1'), 0);
    put(objectOf('2'), 1);
    reopen();
    put(objectOf('3'), 2);
    expect(ledger.verifyChain()).toMatchObject({ ok: true, entries: 3 });
    expect(() => ledger.store.db.exec("UPDATE entry SET body = '{}' WHERE seq = 1")).toThrow(/never changed/);
    expect(() => ledger.store.db.exec('DELETE FROM entry')).toThrow(/never removed/);
  });

  it.each([
    ['a changed body', 'UPDATE entry SET body = \'{"first":true}\' WHERE seq = 2', 2],
    ['a changed instant', 'UPDATE entry SET at = at + 1 WHERE seq = 2', 2],
    ['an entry taken out', 'DELETE FROM entry WHERE seq = 2', 2],
    ['a header changed behind the entries', "UPDATE header SET body = replace(body, '张', '李')", 1],
    ['an object taken out', 'DELETE FROM pack WHERE id = 3', 3],
    ['an object that nothing finds', 'DELETE FROM object WHERE pack = 3', 3],
    ['an object changed in its pack', "UPDATE pack SET body = replace(body, '/a/2', '/b/2')", 2],
  ])('names the first entry that is wrong: %s', (_name, sql, seq) => {
    for (const sop of ['1', '2', '3']) put(objectOf(sop), Number(sop));
    ledger.close();
    const raw = new Database(join(folder, 'ledger.sqlite'));
    raw.exec('DROP TRIGGER entry_no_update; DROP TRIGGER entry_no_delete;');
    raw.pragma('foreign_keys = OFF');
    raw.exec(sql);
    raw.close();
    ledger = openLedger(folder);
    expect(ledger.verifyChain()).toMatchObject({ ok: false, seq });
  });

  it('goes back with its transaction', () => {
    put(objectOf('1'), 0);
    const before = ledger.head();
    expect(() =>
      ledger.transaction(() => {
        ledger.store.append('audit', { what: 'x', who: 'y' }, at(1));
        throw new Error('power');
      }),
    ).toThrow('power');
    expect(ledger.head()).toEqual(before);
    put(objectOf('2'), 2);
    expect(ledger.verifyChain()).toMatchObject({ ok: true, entries: 2 });
  });

  it('is joined by two processes in turn', () => {
    const other = openLedger(folder);
    put(objectOf('1'), 0);
    other.audit.write('login', '', '', 'someone', at(1));
    put(objectOf('2'), 2);
    other.close();
    expect(ledger.verifyChain()).toMatchObject({ ok: true, entries: 3 });
  });
});

it('refuses a database of a newer program and leaves it as it is', () => {
  ledger.store.db.prepare('INSERT INTO migration (version, applied_at) VALUES (?, 0)').run(migrations.length + 1);
  ledger.close();
  expect(() => openLedger(folder)).toThrow(expect.objectContaining({ code: 'database-newer' }) as AgentError);
  const raw = new Database(join(folder, 'ledger.sqlite'));
  raw.prepare('DELETE FROM migration WHERE version > ?').run(migrations.length);
  raw.close();
  ledger = openLedger(folder);
});

it('is durable: WAL with a full sync, foreign keys on', () => {
  expect(ledger.store.db.pragma('journal_mode', { simple: true })).toBe('wal');
  expect(ledger.store.db.pragma('synchronous', { simple: true })).toBe(2);
  expect(ledger.store.db.pragma('foreign_keys', { simple: true })).toBe(1);
});

describe('objects', () => {
  it('the same content twice is one object and one entry, whoever brings it', () => {
    expect(put(objectOf('1'), 0)).toBe('stored');
    expect(put(objectOf('1'), 1)).toBe('unchanged');
    expect(put(objectOf('1', { TransferSyntaxUID: 'another file' }), 2, 'scp:0')).toBe('unchanged');
    expect(ledger.head().seq).toBe(1);
  });

  it('other content is a drift: told once a channel, never to and fro', () => {
    put(objectOf('1'), 0);
    expect(put(objectOf('1', { PatientName: '李^四' }), 1, 'dicomweb:0')).toBe('changed');
    expect(put(objectOf('1'), 2)).toBe('unchanged');
    expect(put(objectOf('1', { PatientName: '李^四' }), 3, 'dicomweb:0')).toBe('unchanged');
    expect(ledger.objects.drifted('1.2.3')).toBe(1);
    expect(ledger.verifyChain().ok).toBe(true);
  });

  it('come back as they went in, the shared part of the header kept once', () => {
    put(objectOf('1'), 0);
    put(objectOf('2', { InstanceNumber: 2 }), 1);
    reopen();
    const { TransferSyntaxUID: _file, ...header } = objectOf('2', { InstanceNumber: 2 }).header;
    const kept = ledger.objects.ofStudy('1.2.3')[1]?.header ?? {};
    // The shared part stands behind the own values.
    const whole: Record<string, unknown> = {};
    for (const keyword in kept) whole[keyword] = kept[keyword as keyof typeof kept];
    expect(whole).toEqual(header);
    expect(ledger.store.db.prepare('SELECT count(*) FROM header').pluck().get()).toBe(1);
  });

  it('that move to another study leave the counts right', () => {
    put(objectOf('1'), 0);
    const moved = {
      ...objectOf('1', { StudyInstanceUID: '9.9' }),
      StudyInstanceUID: branded<ObservedObject['StudyInstanceUID']>('9.9'),
    };
    ledger.transaction(() => {
      expect(ledger.objects.putAll([{ object: moved, channel: 'folder:0', source: '/a/1' }], at(1))).toEqual([
        { outcome: 'changed', movedFrom: '1.2.3' },
      ]);
      ledger.studies.touch(
        '9.9',
        { channel: 'folder:0', accession: undefined, headerDate: undefined, quietAt: at(2) },
        at(1),
      );
      for (const uid of ['9.9', '1.2.3']) ledger.studies.recount(uid);
    });
    expect([ledger.studies.get('1.2.3')?.objects, ledger.studies.get('9.9')?.objects]).toEqual([0, 1]);
    expect(ledger.verifyChain().ok).toBe(true);
  });
});

describe('judgements and findings', () => {
  it('judging the same again writes nothing; one change is one entry', () => {
    expect(ledger.transaction(() => ledger.judgements.put([judgement()], at(0)))).toHaveLength(1);
    const head = ledger.head();
    expect(ledger.transaction(() => ledger.judgements.put([judgement({ judgedAt: at(9) })], at(9)))).toEqual([]);
    expect(ledger.head()).toEqual(head);
    expect(ledger.judgements.staleMonths()).toEqual(['2026-01']);
  });

  it('identity and quantities come back under their types', () => {
    ledger.transaction(() => ledger.judgements.put([judgement()], at(0)));
    const [kept] = ledger.judgements.ofStudy('1.2.3');
    const verdict = kept?.verdict;
    if (verdict?.kind !== 'deviates') throw new Error('expected a deviation');
    expect(String(verdict.observed[0]?.value)).toBe('[patient identity]');
    expect(verdict.limit?.unit).toBe('mGy');
  });

  it('a rule that is judged no more has no cell', () => {
    ledger.transaction(() =>
      ledger.judgements.put([judgement(), judgement({ ruleId: must(parseRuleId('study-origin')) })], at(0)),
    );
    ledger.transaction(() => ledger.judgements.put([judgement()], at(1)));
    expect(ledger.judgements.cells().map(({ ruleId, counts }) => [ruleId, counts])).toEqual([
      ['real-name-present', { 'non-compliant': 1 }],
    ]);
  });

  it('what holds and is due soon is counted as such, and comes back so', () => {
    const near = judgement({ verdict: { kind: 'conforms', basis: 'attested', observed: [], dueSoon: true } });
    ledger.transaction(() => ledger.judgements.put([near], at(0)));
    expect(ledger.judgements.cells()).toMatchObject([{ counts: { 'due-soon': 1 } }]);
    reopen();
    expect(ledger.judgements.ofSubject('study', '1.2.3')).toMatchObject([{ verdict: { dueSoon: true } }]);
    const { dueSoon: _near, ...held } = near.verdict as Extract<Judgement['verdict'], { kind: 'conforms' }>;
    ledger.transaction(() => ledger.judgements.put([{ ...near, verdict: held }], at(1)));
    expect(ledger.judgements.cells()).toMatchObject([{ counts: { attested: 1 } }]);
  });

  it('a revision that does not follow is a broken invariant', () => {
    const finding = findingOf(1);
    ledger.transaction(() => ledger.findings.put(finding, must(parseCalendarDate('2026-01-02'))));
    expect(() =>
      ledger.transaction(() => ledger.findings.put(findingOf(3), must(parseCalendarDate('2026-01-02')))),
    ).toThrow(/does not follow/);
    ledger.transaction(() => ledger.findings.put(findingOf(2), must(parseCalendarDate('2026-01-02'))));
    expect(ledger.findings.revisions(finding.id).map(({ revision }) => revision)).toEqual([1, 2]);
    expect(ledger.findings.list({ state: 'open', limit: 10, offset: 0 })).toMatchObject({
      total: 1,
      rows: [{ revision: 2 }],
    });
  });
});

function findingOf(revision: number): Finding {
  const { ruleId, ruleVersion, clause, severity, subject, verdict, ruleSetSha256, factSha256 } = judgement();
  return {
    id: must(parseFindingId('f'.repeat(64))),
    revision,
    ruleId,
    ruleVersion,
    clause,
    severity,
    subject,
    state: 'open',
    verdict,
    openedAt: at(0),
    changedAt: at(revision),
    timesOpened: 1,
    ruleSetSha256,
    factSha256,
    evidence: [{ fact: 'PatientName', value: patientAttribute('TEST') }],
  };
}

describe('what people write', () => {
  it('a second person is another one, once', () => {
    const id = ledger.records.add(
      { StudyInstanceUID: '1.2.3', kind: 'consent', signedAt: at(0), body: { signers: ['self'] } },
      'li',
      at(1),
    );
    expect(() => ledger.records.review(id, 'li', at(2))).toThrow(
      expect.objectContaining({ code: 'same-person' }) as AgentError,
    );
    ledger.records.review(id, 'wang', at(3));
    expect(() => ledger.records.review(id, 'zhao', at(4))).toThrow(
      expect.objectContaining({ code: 'already-decided' }) as AgentError,
    );
    expect(ledger.records.ofStudy('1.2.3', undefined)).toMatchObject([{ reviewedBy: 'wang' }]);
  });

  it('the same form twice is one record', () => {
    const form = {
      recordId: 'form-1',
      StudyInstanceUID: '1.2.3',
      kind: 'inquiry',
      signedAt: at(0),
      body: { answer: 'pregnant' },
    } as const;
    expect([ledger.records.add(form, 'li', at(1)), ledger.records.add(form, 'li', at(2))]).toEqual([
      'form-1',
      'form-1',
    ]);
    expect(ledger.records.list({ limit: 10, offset: 0 }).total).toBe(1);
    expect(ledger.verifyChain().ok).toBe(true);
  });

  it('a record by accession number is found with its study, and wakes it', () => {
    put(objectOf('1'), 0);
    ledger.store.db.exec('UPDATE study SET dirty = 0, arriving = 0');
    ledger.records.add(
      { AccessionNumber: 'A1', kind: 'inquiry', signedAt: at(0), body: { answer: 'not-pregnant' } },
      'li',
      at(1),
    );
    expect(ledger.records.ofStudy('1.2.3', 'A1')).toHaveLength(1);
    expect(ledger.studies.due(at(5), must(parseCalendarDate('2026-01-02')), 10)).toEqual(['1.2.3']);
  });

  it('the first card makes everything due again', () => {
    put(objectOf('1'), 0);
    ledger.store.db.exec('UPDATE study SET dirty = 0, arriving = 0');
    const card = {
      deviceId: branded<never>('0'.repeat(32)),
      name: 'CT',
      Manufacturer: 'M',
      ManufacturerModelName: 'N',
      DeviceSerialNumber: '1',
      modality: 'CT',
      doseRecord: 'rdsr',
      validFrom: must(parseCalendarDate('2020-01-01')),
    } as const;
    ledger.cards.put(card, 'li', at(1));
    expect(ledger.studies.due(at(5), must(parseCalendarDate('2026-01-02')), 10)).toEqual(['1.2.3']);
    expect(ledger.cards.list()).toEqual([card]);
  });
});

describe('hot queries use their index', () => {
  it.each([
    ['SELECT uid FROM study WHERE dirty = 1 ORDER BY uid LIMIT 10', 'study_dirty'],
    [
      'SELECT uid FROM study WHERE arriving = 1 AND dirty = 0 AND quiet_at <= 5 ORDER BY quiet_at, uid LIMIT 10',
      'study_arriving',
    ],
    [
      "SELECT uid FROM study WHERE waits = 1 AND judged_as_of < '2026' ORDER BY judged_as_of, uid LIMIT 10",
      'study_waits',
    ],
    ['SELECT body FROM pack WHERE study = ? ORDER BY id', 'pack_study'],
    ['SELECT body FROM finding WHERE sent_revision < revision ORDER BY id LIMIT 400', 'finding_unsent'],
    [
      "SELECT body FROM finding WHERE 1 = 1 AND state = ? ORDER BY CASE severity WHEN 'critical' THEN 0 WHEN 'major' THEN 1 ELSE 2 END, subject_date DESC, id LIMIT 50",
      'finding_sorted',
    ],
    ['SELECT seq FROM batch WHERE delivered_at IS NULL ORDER BY seq LIMIT 1', 'batch_undelivered'],
    [
      "SELECT rule_id, count(*) FROM judgement WHERE month = '2026-01' GROUP BY month, rule_id, rule_version, clause, rule_set, kind, reason, basis, informational",
      'judgement_cell',
    ],
    ['SELECT subject_key FROM judgement WHERE held_by = ?', 'judgement_held'],
  ])('%s', (sql, index) => {
    const plan = ledger.store.db.prepare(`EXPLAIN QUERY PLAN ${sql}`);
    const details = (sql.includes('?') ? plan.all('x') : plan.all())
      .map((row) => (row as { detail: string }).detail)
      .join('; ');
    expect(details).toContain(index);
    expect(details).not.toContain('TEMP B-TREE');
  });
});

it('secrets are files that only their owner may read, and stay the same', () => {
  const first = centerKeys(folder).hmac('x');
  expect(centerKeys(folder).hmac('x')).toBe(first);
  expect(statSync(join(folder, 'keys', 'center.key')).mode & 0o777).toBe(0o600);
});
