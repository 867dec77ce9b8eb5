import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import {
  type Batch,
  type BatchItem,
  instant,
  must,
  parseCalendarDate,
  parseDeviceId,
  parseSOPInstanceUID,
  stateDigestText,
} from '@center/contract';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { defaultRuleSet } from '../../core/index.ts';
import { now } from '../clock/index.ts';
import type { AgentError } from '../errors.ts';
import type { ReadableHeader } from '../header/index.ts';
import { type AssessDeps, assessDue, createIntake } from '../intake/index.ts';
import { agentKey, centerKeys, type Ledger, openLedger, sha256Hex } from '../ledger/index.ts';
import { keepShippedRules } from '../shipped-rules.ts';
import { backOffMs } from './back-off.ts';
import { noteState } from './enrolment.ts';
import { buildBatches, type Courier, enrol, enrolmentOf, saveEnrolment, startCourier } from './index.ts';
import { type SmallConsole, startSmallConsole } from './testing/small-console.ts';

const log = pino({ level: 'silent' });
let folder: string;
let ledger: Ledger;
let console_: SmallConsole;
let courier: Courier | undefined;
/** Rules that could not judge. */
let faults: string[];

beforeEach(async () => {
  faults = [];
  folder = mkdtempSync(join(tmpdir(), 'outbox-'));
  ledger = openLedger(folder);
  keepShippedRules(ledger, now());
  console_ = await startSmallConsole();
});
afterEach(async () => {
  await courier?.stop();
  courier = undefined;
  ledger.close();
  await console_.close();
  rmSync(folder, { recursive: true, force: true });
});

const enrolNow = () => enrol(ledger, agentKey(folder), { url: console_.url }, 'good-code', now());

function start(): Courier {
  courier = startCourier({
    ledger,
    keys: centerKeys(folder),
    agentKey: agentKey(folder),
    dataFolder: folder,
    now,
    log,
    ruleSetTaken: () => undefined,
    chance: () => 0,
    pace: { idleMs: 20, heartbeatSeconds: 1 },
  });
  return courier;
}

/** Waits for a condition; a deadline ends a wait that would be for ever. */
async function until(holds: () => boolean, what: string): Promise<void> {
  const deadline = Date.now() + 15_000;
  while (!holds()) {
    if (Date.now() > deadline) throw new Error(`did not happen: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

const delivered = () =>
  until(() => ledger.batches.backlog() === 0 && ledger.batches.last() !== undefined, 'all batches delivered');

function deps(): AssessDeps {
  return {
    ledger,
    keys: centerKeys(folder),
    facility: { id: 'demo-center', institutionNames: [], zoneOffsetMinutes: 480 },
    supervisionStart: 'earliest-study',
    now,
    onFault: (what) => faults.push(what),
  };
}

/** One CT object of a study; an empty name is a deviation, an identity number with another birth date too. */
function see(study: string, PatientName: string, PatientID = 'P123'): void {
  const reading: ReadableHeader = {
    kind: 'readable',
    object: 'instance',
    transferSyntaxUID: '1.2.840.10008.1.2.1',
    damage: [],
    declaredCharset: [],
    header: {
      SOPInstanceUID: must(parseSOPInstanceUID(`${study}.1.1`)),
      SOPClassUID: '1.2.840.10008.5.1.4.1.1.2',
      StudyInstanceUID: study,
      SeriesInstanceUID: `${study}.1`,
      Modality: 'CT',
      ImageType: ['ORIGINAL', 'PRIMARY', 'AXIAL'],
      StudyDate: '20260901',
      PatientName,
      PatientID,
      PatientSex: 'M',
      PatientBirthDate: '19800101',
      Manufacturer: 'M',
      ManufacturerModelName: 'X',
      DeviceSerialNumber: 'S1',
      StationName: 'CT1',
      BodyPartExamined: 'HEAD',
    },
  };
  const intake = createIntake({ ledger, now, changed: () => undefined });
  intake.observeAll([{ channel: 'folder:0', source: `/archive/${PatientName}/${study}`, reading }]);
  intake.scanEnded('folder:0');
  assessDue(deps(), 1_000);
}

const itemsOf = (batches: readonly Batch[]): BatchItem[] => batches.flatMap(({ items }) => items);

/** What the console would hold after taking these batches in order. */
function held(batches: readonly Batch[]) {
  const findings = new Map<string, { findingId: string; revision: number; state: string }>();
  const cells = new Map<string, { ruleId: string; month: string; counts: Record<string, number> }>();
  for (const item of itemsOf(batches)) {
    if (item.type === 'finding') findings.set(item.findingId, item);
    if (item.type === 'cell') cells.set(`${item.ruleId}|${item.month}`, item);
  }
  return sha256Hex(stateDigestText([...findings.values()], [...cells.values()]));
}

describe('enrolment', () => {
  it('pins the console and waits for a person', async () => {
    console_.state = 'pending';
    expect(await enrolNow()).toMatchObject({ agentId: 'agent-1', state: 'pending' });
    see('1.2.3', '');
    start();
    await until(() => console_.heartbeats > 0, 'a heartbeat');
    expect(console_.batches).toEqual([]);
    console_.state = 'active';
    await delivered();
    expect(enrolmentOf(ledger)?.state).toBe('active');
  });

  it('tells the console’s own words when the code is wrong, and can be tried again', async () => {
    await expect(enrol(ledger, agentKey(folder), { url: console_.url }, 'wrong-code', now())).rejects.toMatchObject({
      code: 'console-refused',
    } satisfies Partial<AgentError>);
    await enrolNow();
    await expect(enrolNow()).rejects.toMatchObject({ code: 'already-enrolled' } satisfies Partial<AgentError>);
  });
});

it('a revoked agent enrols as a new one, counts from one again and tells everything', async () => {
  await enrolNow();
  see('1.2.3', '');
  start();
  await delivered();
  see('1.2.4', '');
  console_.state = 'revoked';
  await until(() => enrolmentOf(ledger)?.state === 'revoked', 'revoked');
  await courier?.stop();
  console_.batches.length = 0;
  console_.state = 'active';
  await enrolNow();
  start();
  await until(() => ledger.batches.backlog() === 0 && console_.batches.length > 0, 'told anew');
  expect(console_.batches[0]).toMatchObject({ seq: 1, prevSha256: null });
  expect(itemsOf(console_.batches).filter(({ type }) => type === 'finding')).toHaveLength(
    ledger.findings.told().length,
  );
  expect(ledger.verifyChain().ok).toBe(true);
});

it('what a console says of an identity is void once the agent has enrolled anew', async () => {
  const old = await enrolNow();
  noteState(ledger, old.agentId, 'revoked', now());
  const fresh = { ...old, agentId: 'agent-fresh', state: 'pending' } as const;
  saveEnrolment(ledger, fresh, now());
  // The answer to a beat of the old identity comes late.
  noteState(ledger, old.agentId, 'revoked', now());
  expect(enrolmentOf(ledger)).toEqual(fresh);
});

describe('what is told', () => {
  it('everything once, then only what changed, with numbers without gap', async () => {
    await enrolNow();
    see('1.2.3', '');
    start();
    await delivered();
    const first = console_.batches.length;
    const types = new Set(itemsOf(console_.batches).map(({ type }) => type));
    expect([...types].sort()).toEqual(['cell', 'channel', 'device', 'finding', 'intake', 'state-digest']);
    see('1.2.4', '张^伟');
    courier?.wake();
    await until(() => console_.batches.length > first, 'a second batch');
    await delivered();
    const later = itemsOf(console_.batches.slice(first));
    expect(
      later.filter(({ type }) => type === 'cell').every((item) => item.type === 'cell' && item.month === '2026-09'),
    ).toBe(true);
    expect(console_.batches.map(({ seq }) => seq)).toEqual(console_.batches.map((_, index) => index + 1));
    expect(console_.batches.slice(1).map(({ prevSha256 }) => prevSha256)).not.toContain(null);
  });

  it('the same again is not told again', async () => {
    await enrolNow();
    see('1.2.3', '');
    expect(buildBatches({ ledger, keys: centerKeys(folder), agentKey: agentKey(folder) }, now())).toBe(1);
    see('1.2.3', '');
    expect(buildBatches({ ledger, keys: centerKeys(folder), agentKey: agentKey(folder) }, now())).toBe(0);
  });

  it('no name, number or path leaves', async () => {
    await enrolNow();
    see('1.2.3.444.555', '欧阳^建国', '11010519491231002X');
    start();
    await delivered();
    const text = JSON.stringify(console_.batches);
    expect(text).toContain('identity-number-birth-date');
    for (const secret of [
      '欧阳',
      '建国',
      '11010519491231002X',
      '1949-12-31',
      '19800101',
      '1980-01-01',
      '1.2.3.444.555',
      '/archive',
    ])
      expect(text).not.toContain(secret);
  });

  it('what is there no more is told as empty, once', async () => {
    await enrolNow();
    see('1.2.3', 'ZHANG^SAN');
    const card = {
      deviceId: must(parseDeviceId('d'.repeat(32))),
      name: '误录',
      Manufacturer: 'M',
      ManufacturerModelName: 'Y',
      DeviceSerialNumber: 'S9',
      modality: 'CT',
      doseRecord: 'rdsr',
      validFrom: must(parseCalendarDate('2020-01-01')),
    } as const;
    ledger.cards.put(card, 'officer', now());
    start();
    await delivered();
    const devices = () => itemsOf(console_.batches).filter((item) => item.type === 'device');
    expect(devices().find(({ deviceId }) => deviceId === card.deviceId)).toMatchObject({ registered: true });
    ledger.cards.remove(card.deviceId, 'officer', now());
    courier?.wake();
    const removed = () => devices().filter(({ deviceId, registered }) => deviceId === card.deviceId && !registered);
    await until(() => removed().length > 0, 'the removal is told');
    expect(removed()).toMatchObject([{ studies: 0 }]);
    courier?.wake();
    see('1.2.4', 'LI^SI');
    courier?.wake();
    await until(() => devices().some(({ studies }) => studies === 2), 'the next study is told');
    expect(removed()).toHaveLength(1);
  });

  it('the state digest agrees with what the console has been told', async () => {
    await enrolNow();
    see('1.2.3', '');
    start();
    await delivered();
    const digest = itemsOf(console_.batches).find(({ type }) => type === 'state-digest');
    expect(digest).toMatchObject({ sha256: held(console_.batches) });
  });

  it('a wish for everything is answered by a dump', async () => {
    await enrolNow();
    see('1.2.3', '');
    console_.wantFull = true;
    start();
    await until(() => console_.batches.some(({ dump }) => dump?.last === true), 'a dump');
    const dump = console_.batches.filter((batch) => batch.dump !== undefined);
    const findings = (batches: readonly Batch[]) => itemsOf(batches).filter(({ type }) => type === 'finding').length;
    expect(findings(dump)).toBe(findings(console_.batches.filter((batch) => batch.dump === undefined)));
    expect(itemsOf(dump).at(-1)).toMatchObject({ type: 'state-digest', sha256: held(dump) });
  });
});

describe('a console that fails', () => {
  it('gets the same bytes again after every failure, and takes them once', async () => {
    await enrolNow();
    see('1.2.3', '');
    console_.mishaps.push(
      { kind: 'drop-before' },
      { kind: 'drop-after' },
      { kind: 'forged-receipt' },
      { kind: 'status', status: 503, code: 'overloaded', retryAfter: '0' },
      { kind: 'status', status: 429, code: 'slow' },
    );
    start();
    await delivered();
    expect(console_.batches.map(({ seq }) => seq)).toEqual([1]);
    const tries = console_.tries.get(1) ?? [];
    expect(tries).toHaveLength(6);
    expect(new Set(tries).size).toBe(1);
  });

  it('gets after a restart of the agent the bytes that were sealed before it', async () => {
    await enrolNow();
    see('1.2.3', '');
    buildBatches({ ledger, keys: centerKeys(folder), agentKey: agentKey(folder) }, now());
    const sealed = ledger.batches.get(1)?.bytes;
    ledger.close();
    ledger = openLedger(folder);
    start();
    await delivered();
    expect(console_.tries.get(1)).toEqual([gunzipSync(sealed ?? Buffer.alloc(0)).toString('utf8')]);
    expect(ledger.batches.dropBytesBefore(instant(now() + 1))).toBe(1);
    expect(ledger.batches.again(1)).toBe(0);
  });

  it('that is away keeps nobody from working; all is told afterwards', async () => {
    const enrolment = await enrolNow();
    await console_.close();
    start();
    for (const study of ['1.2.3', '1.2.4']) {
      see(study, '');
      buildBatches({ ledger, keys: centerKeys(folder), agentKey: agentKey(folder) }, now());
    }
    await until(() => courier?.state().reachable === false, 'the console is missed');
    expect(ledger.findings.list({ state: 'open', limit: 100, offset: 0 }).total).toBeGreaterThan(1);
    expect(ledger.batches.backlog()).toBeGreaterThan(0);
    expect(enrolment.console.url).toBe(console_.url);
    console_ = await startSmallConsole();
  });

  it.each([
    ['agent-revoked', 403, 'revoked'],
    ['agent-quarantined', 403, 'quarantined'],
    ['sequence-fork', 409, 'quarantined'],
  ] as const)('that says %s is not asked on', async (code, status, state) => {
    await enrolNow();
    see('1.2.3', '');
    console_.state = state;
    console_.mishaps.push({ kind: 'status', status, code });
    start();
    await until(() => enrolmentOf(ledger)?.state === state, state);
    expect(courier?.state()).toMatchObject({ enrolment: state });
  });

  it('that lacks batches gets them again from where it says', async () => {
    await enrolNow();
    see('1.2.3', '');
    start();
    await delivered();
    console_.batches.length = 0;
    see('1.2.5', '');
    courier?.wake();
    await until(() => console_.batches.length >= 2, 'both batches again');
    expect(console_.batches.map(({ seq }) => seq).slice(0, 2)).toEqual([1, 2]);
    expect(new Set(console_.tries.get(1)).size).toBe(1);
  });
});

describe('rule sets of the console', () => {
  it('are taken under the pinned key, and a rule unknown here answers rule-fault', async () => {
    await enrolNow();
    const [rule] = defaultRuleSet.rules;
    if (rule === undefined) throw new Error('no rule');
    console_.ruleSet = {
      ...defaultRuleSet,
      version: '2.0.0',
      effectiveFrom: must(parseCalendarDate('2026-01-01')),
      rules: [...defaultRuleSet.rules, { ...rule, id: 'rule-of-tomorrow' }],
    };
    start();
    await until(() => ledger.ruleSets.current()?.manifest.version === '2.0.0', 'the rule set');
    see('1.2.3', '张^伟');
    expect(ledger.ruleSets.inForce(must(parseCalendarDate('2025-12-31'))).manifest.version).toBe(
      defaultRuleSet.version,
    );
    const verdicts = ledger.judgements.ofStudy('1.2.3');
    expect(verdicts.every(({ ruleSetSha256 }) => ruleSetSha256 === ledger.ruleSets.current()?.sha256)).toBe(true);
    expect(faults).toEqual(['rule-of-tomorrow']);
    expect(verdicts.length).toBeGreaterThan(10);
  });
});

it('back-off doubles up to ten minutes with full jitter', () => {
  expect([1, 2, 3].map((n) => backOffMs(n, 1))).toEqual([2_000, 4_000, 8_000]);
  expect(backOffMs(50, 1)).toBe(600_000);
  expect(backOffMs(5, 0)).toBe(0);
});
