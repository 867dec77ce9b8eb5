import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  BatchItem,
  type CalendarDate,
  type Instant,
  instant,
  must,
  parseCalendarDate,
  startOfDay,
} from '@center/contract';
import { Compile } from 'typebox/compile';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { ArchiveObservation } from '../../core/index.ts';
import { type AssessDeps, assessKeptStudies } from '../intake/index.ts';
import { agentKey, centerKeys, type Ledger, openLedger } from '../ledger/index.ts';
import { keepShippedRules } from '../shipped-rules.ts';
import { archiveItems, archiveTold, emptiedArchiveItems, noteArchiveTold } from './archive-items.ts';
import { buildBatches } from './build.ts';
import { saveEnrolment } from './enrolment.ts';
import { findingItem, itemKey } from './items.ts';

const day = (text: string): CalendarDate => must(parseCalendarDate(text));
const check = Compile(BatchItem);
const secret = '1.2.826.0.1.3680043.9.9999.8.77';

let folder: string;
let ledger: Ledger;
let clock: Instant;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'told-'));
  ledger = openLedger(folder);
  clock = instant(startOfDay(day('2026-03-10')) + 12 * 3_600_000);
  keepShippedRules(ledger, clock);
});
afterEach(() => {
  ledger.close();
  rmSync(folder, { recursive: true, force: true });
});

function tell(told: object): void {
  ledger.archive.apply({ at: clock, channel: 'dicomweb:0', ...told } as unknown as ArchiveObservation);
}

function observe(): void {
  tell({
    kind: 'seen',
    studies: [
      {
        StudyInstanceUID: secret,
        date: '2021-03-10',
        series: [{ SeriesInstanceUID: `${secret}.1`, Modality: 'CT', classes: [], objects: 2 }],
        whole: true,
        patientKey: 'ab'.repeat(16),
        deviceIds: ['0f'.repeat(16)],
      },
    ],
  });
  tell({
    kind: 'retrieved',
    StudyInstanceUID: secret,
    seed: 's',
    stratum: '2021 CT',
    whole: true,
    firstImageMs: 400,
    wholeMs: 900,
    bytes: 2000,
    objects: [],
    absent: 2,
    short: false,
  });
}

it('an archive that nobody has asked tells nothing; one that answered tells years, delivery and forecast in the form of the wire', () => {
  expect(archiveItems(ledger, clock)).toEqual([]);
  observe();
  ledger.meta.set(
    'upload-figures',
    JSON.stringify([
      {
        figures: {
          month: '2026-03',
          finished: 3,
          receipted: 2,
          late: 1,
          refused: 0,
          overdue: 1,
          delayP50Hours: 4,
          delayP95Hours: 9,
        },
        pending: 0,
      },
    ]),
  );
  expect(archiveItems(ledger, clock).map(itemKey)).not.toContain('image-upload|2026-03');
  ledger.receipts.add([{ AccessionNumber: 'A1', at: clock, outcome: 'accepted', code: '' }], 'csv', 'li', clock);
  const items = archiveItems(ledger, clock);
  expect(items.map(itemKey)).toEqual(expect.arrayContaining(['retention|2021', 'forecast', 'image-upload|2026-03']));
  for (const item of items) expect([item.type, check.Check(item)]).toEqual([item.type, true]);
  expect(items.find(({ type }) => type === 'retention')).toMatchObject({ year: 2021, kept: 1, online: 0, lost: 0 });
  const text = JSON.stringify(items);
  for (const word of [secret, 'abab', 'A1', 'li"']) expect(text).not.toContain(`"${word}`);
});

it('the first figures of an archive do not wait for the next hour', () => {
  saveEnrolment(
    ledger,
    {
      console: { url: 'http://127.0.0.1:1' },
      agentId: 'agent-1',
      facilityId: 'c1',
      facilityName: 'c1',
      consolePublicKey: '',
      fingerprint: '',
      state: 'active',
      afterSeq: 0,
    },
    clock,
  );
  const build = () => buildBatches({ ledger, keys: centerKeys(folder), agentKey: agentKey(folder) }, clock);
  build();
  expect(ledger.batches.toldKeys('retention')).toEqual([]);
  observe();
  build();
  expect(ledger.batches.toldKeys('retention')).toEqual(['retention|2021']);
});

it('figures are told once an hour', () => {
  expect(archiveTold(ledger, clock)).toBe(false);
  noteArchiveTold(ledger, clock);
  expect([archiveTold(ledger, clock), archiveTold(ledger, instant(clock + 3_600_000))]).toEqual([true, false]);
});

it('what is there no more is told as empty', () => {
  for (const key of ['retention|2014', 'retrieval|CT|kept', 'image-upload|2025-01', 'retention|2021'])
    ledger.batches.tell(key, 'x');
  const emptied = emptiedArchiveItems(ledger, new Set(['retention|2021']), clock);
  expect(emptied.map(itemKey)).toEqual(['retention|2014', 'retrieval|CT|kept', 'image-upload|2025-01']);
  for (const item of emptied) expect(check.Check(item)).toBe(true);
});

it('a finding on a study that was never a live object names day, modality and device, and nothing of the patient', () => {
  observe();
  const deps: AssessDeps = {
    ledger,
    keys: centerKeys(folder),
    facility: { id: 'demo-center', institutionNames: [], zoneOffsetMinutes: 480 },
    supervisionStart: day('2026-01-01'),
    now: () => clock,
    onFault: (what, fault) => {
      throw new Error(what, { cause: fault });
    },
  };
  assessKeptStudies(deps, 100);
  const finding = ledger.findings.find('study', secret, 'study-objects-complete');
  if (finding === undefined) throw new Error('two objects are gone');
  const item = findingItem(ledger, centerKeys(folder), finding);
  expect(check.Check(item)).toBe(true);
  expect(item.study).toEqual({ date: '2021-03-10', modalities: ['CT'], sex: 'unknown', deviceId: '0f'.repeat(16) });
  expect(item.evidence).toContainEqual({ fact: 'absentObjects', value: 2 });
  expect(item.masked).toEqual([]);
  expect(JSON.stringify(item)).not.toContain(secret);
});
