import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import {
  type Batch,
  BatchItem,
  type CalendarDate,
  type EquipmentEvent,
  type Instant,
  instant,
  must,
  parseCalendarDate,
  startOfDay,
} from '@center/contract';
import { Compile } from 'typebox/compile';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { ctCard, equipmentCard, seeDevice, usualHours } from '../intake/testing/watched.ts';
import { agentKey, centerKeys, type Ledger, openLedger } from '../ledger/index.ts';
import { keepShippedRules } from '../shipped-rules.ts';
import { buildBatches } from './build.ts';
import { saveEnrolment } from './enrolment.ts';

const day = (text: string): CalendarDate => must(parseCalendarDate(text));
const check = Compile(BatchItem);
const hour = 3_600_000;

let folder: string;
let ledger: Ledger;
let clock: Instant;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'told-equipment-'));
  ledger = openLedger(folder);
  clock = instant(startOfDay(day('2026-06-10')) + 12 * hour);
  keepShippedRules(ledger, clock);
  saveEnrolment(
    ledger,
    {
      console: { url: 'http://127.0.0.1:1' },
      agentId: 'agent-1',
      facilityId: 'center-1',
      facilityName: '示范',
      consolePublicKey: agentKey(folder).publicKey,
      fingerprint: '',
      state: 'active',
      afterSeq: 0,
    },
    clock,
  );
});
afterEach(() => {
  expect(ledger.verifyChain()).toMatchObject({ ok: true });
  ledger.close();
  rmSync(folder, { recursive: true, force: true });
});

/** What a build tells of equipment and of the agent itself, every item in the form of the wire. */
function told(): BatchItem[] {
  const last = ledger.batches.last()?.seq ?? 0;
  buildBatches(
    { ledger, keys: centerKeys(folder), agentKey: agentKey(folder), supervisionStart: () => day('2026-05-20') },
    clock,
  );
  const items: BatchItem[] = [];
  for (let seq = last + 1; seq <= (ledger.batches.last()?.seq ?? 0); seq += 1) {
    const bytes = ledger.batches.get(seq)?.bytes;
    if (bytes === undefined) continue;
    const { payload } = JSON.parse(gunzipSync(bytes).toString('utf8')) as { payload: string };
    const batch = JSON.parse(Buffer.from(payload, 'base64').toString('utf8')) as Batch;
    for (const item of batch.items) expect([item.type, check.Check(item)]).toEqual([item.type, true]);
    items.push(...batch.items);
  }
  const kinds = new Set(['equipment', 'uptime', 'ups', 'room', 'fleet-uptime', 'equipment-event', 'agent-gap']);
  return items.filter(({ type }) => kinds.has(type));
}
const typesOf = (items: readonly BatchItem[]): readonly string[] =>
  [...new Set(items.map(({ type }) => type))].toSorted();
const later = (ms: number): void => {
  clock = instant(clock + ms);
};

function keepAll(): void {
  ledger.equipment.putCalendar(usualHours, 'li', clock);
  ledger.equipment.putCard(ctCard({ name: '一号 CT' }), 'li', clock);
  ledger.equipment.putCard(
    equipmentCard('ups-1', 'ups', {
      ups: { ratedVa: 3000, batteryDate: day('2025-06-01'), dedicatedCircuit: true, feeds: [], runtimeGoalMinutes: 30 },
    }),
    'li',
    clock,
  );
  const band = { temperatureC: { min: 18, max: 27 }, humidityPct: { min: 20, max: 80 } };
  ledger.equipment.putCard(
    equipmentCard('room-1', 'room', { room: { purpose: 'pacs', smoke: 'wired', ...band } }),
    'li',
    clock,
  );
  seeDevice(ledger, 'ct-1', instant(startOfDay(day('2026-05-20'))), clock, () => 'ok');
}

it('an agent that watches nothing tells nothing of it', () => {
  expect(told()).toEqual([]);
});

it('what is watched is told with its figures by month and year; again only what changed', () => {
  keepAll();
  const items = told();
  expect(typesOf(items)).toEqual(['equipment', 'fleet-uptime', 'room', 'ups', 'uptime']);
  expect(items.find((item) => item.type === 'equipment' && item.equipmentId === 'ct-1')).toMatchObject({
    kind: 'imaging',
    name: '一号 CT',
    now: 'up',
    removed: false,
  });
  const uptime = items.filter((item) => item.type === 'uptime');
  expect(uptime.map(({ span, from, to, revision }) => [span, from, to, revision])).toEqual([
    ['month', '2026-05-01', '2026-06-01', 0],
    ['month', '2026-06-01', '2026-07-01', 0],
    ['year', '2026-05-20', '2026-06-11', 0],
  ]);
  // Nine whole days of ten hours and four of the tenth; half of the last interval is nobody's yet.
  expect(uptime[1]).toMatchObject({ requiredMs: 94 * hour, downMs: 0, nothingRequired: null, mustBeBackBy: null });
  expect(uptime[1]?.upMs).toBeGreaterThan(93.5 * hour);
  expect(items.find(({ type }) => type === 'fleet-uptime')).toMatchObject({ devices: 1 });
  expect(items.find(({ type }) => type === 'ups')).toMatchObject({ state: 'unknown', grade: 1, hosted: false });
  expect(items.find(({ type }) => type === 'room')).toMatchObject({
    smoke: 'unknown',
    temperatureC: null,
    temperatureBand: { min: 18, max: 27 },
    humidityBand: { min: 20, max: 80 },
  });
  later(30_000);
  expect(told()).toEqual([]);
  later(60_000);
  expect(told()).toEqual([]);
});

it('a device that turns down is told within the minute, with the figures that follow from it', () => {
  keepAll();
  told();
  const from = clock;
  later(3 * 600_000);
  seeDevice(ledger, 'ct-1', from, clock, () => 'fail');
  const items = told();
  expect(items.find(({ type }) => type === 'equipment')).toMatchObject({ equipmentId: 'ct-1', now: 'down' });
  const month = items.find((item) => item.type === 'uptime' && item.from === '2026-06-01' && item.span === 'month');
  expect(month).toMatchObject({ from: '2026-06-01', transitions: 1 });
  expect(month).not.toMatchObject({ mustBeBackBy: null });
});

it('a removed card is told once as removed, and all of it again when it comes back', () => {
  keepAll();
  const before = told();
  ledger.equipment.removeCard('ct-1', 'li', clock);
  const removed = told();
  expect(removed.filter(({ type }) => type === 'equipment')).toMatchObject([
    { equipmentId: 'ct-1', kind: 'imaging', removed: true, name: '' },
  ]);
  later(60_000);
  expect(told()).toEqual([]);
  ledger.equipment.putCard(ctCard({ name: '一号 CT' }), 'li', clock);
  const back = told();
  expect(back.filter(({ type }) => type === 'uptime')).toHaveLength(
    before.filter(({ type }) => type === 'uptime').length,
  );
  expect(back.find(({ type }) => type === 'equipment')).toMatchObject({ equipmentId: 'ct-1', removed: false });
});

it('episodes are told at begin and end under one id that names nothing, gaps of the agent once', () => {
  keepAll();
  told();
  const event: EquipmentEvent = {
    id: 'ups-1:on-battery:0:1',
    equipmentId: 'ups-1',
    kind: 'on-battery',
    start: clock,
    raw: ['OB DISCHRG'],
    clockEpoch: 0,
  };
  ledger.watch.putEvent(event, clock);
  ledger.runs.addGap({ start: instant(clock - hour), end: clock, cause: 'died' }, 'run-1', clock);
  const begun = told();
  expect(begun).toMatchObject([
    { type: 'equipment-event', kind: 'on-battery', end: null, endUnseen: false },
    { type: 'agent-gap', cause: 'died', number: 1 },
  ]);
  later(90_000);
  ledger.watch.putEvent({ ...event, end: clock, minChargePct: 92.5 }, clock);
  const ended = told().filter((item) => item.type === 'equipment-event');
  expect(ended).toMatchObject([
    { minChargePct: 92.5, eventId: begun[0]?.type === 'equipment-event' ? begun[0].eventId : '' },
  ]);
  expect(JSON.stringify([begun, ended])).not.toContain('DISCHRG');
  later(60_000);
  expect(told()).toEqual([]);
});

it('a hosted PACS and a declared absence are told without a card', () => {
  ledger.equipment.putHostedPacs({ contract: '合同秘密', certificateValidTo: day('2027-01-01') }, 'li', clock);
  expect(told()).toMatchObject([{ type: 'ups', equipmentId: 'hosted-pacs', hosted: true, state: 'unknown' }]);
  ledger.equipment.putHostedPacs(undefined, 'li', clock);
  ledger.equipment.putNoUps({ reason: '王芳说没有' }, 'li', clock);
  const items = told();
  expect(items).toMatchObject([
    { type: 'ups', equipmentId: 'hosted-pacs', removed: true },
    { type: 'ups', equipmentId: 'declared-absent', grade: 0, against: ['established-absent'] },
  ]);
  expect(JSON.stringify(items)).not.toContain('王芳');
});

it('a dump names everything that is there, episodes and gaps of before too', () => {
  keepAll();
  ledger.watch.putEvent(
    { id: 'e', equipmentId: 'ups-1', kind: 'bypass', start: clock, end: instant(clock + 1), raw: [], clockEpoch: 0 },
    clock,
  );
  const first = told();
  later(5000);
  ledger.meta.set('dump-wanted', 'dump-1');
  const dumped = told();
  expect(dumped.map(({ type }) => type).toSorted()).toEqual(first.map(({ type }) => type).toSorted());
});

it('a closed month is told as it was closed, with its revision', () => {
  keepAll();
  const may = told().find((item) => item.type === 'uptime' && item.from === '2026-05-01');
  if (may?.type !== 'uptime') throw new Error('May is not told');
  const { definition, nothingRequired: _nothing, scheduledMs, maintenanceMs, externalMs, requiredMs, upMs } = may;
  const figures = { definition, scheduledMs, maintenanceMs, externalMs, requiredMs, upMs: upMs - hour };
  const { downMs, unknownMs, silentMs, degradedMs, doubtfulMs, transitions, sampleMs, calendarCovers, basisSha256 } =
    may;
  const rest = { unknownMs, silentMs, degradedMs, doubtfulMs, transitions, sampleMs, calendarCovers, basisSha256 };
  const period = { start: instant(0), end: instant(1) };
  ledger.uptimeMonths.close('ct-1', '2026-05', { ...figures, ...rest, period, downMs: downMs + hour }, clock);
  later(hour);
  expect(told().find((item) => item.type === 'uptime' && item.from === '2026-05-01')).toMatchObject({
    revision: 1,
    downMs: downMs + hour,
  });
});
