import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  addDays,
  type CalendarDate,
  type DailyRecord,
  type Instant,
  instant,
  type Judgement,
  must,
  parseCalendarDate,
  type Subject,
  startOfDay,
} from '@center/contract';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { deviceIdOf } from '../../core/index.ts';
import { centerKeys, type Ledger, openLedger, sha256Hex } from '../ledger/index.ts';
import { keepShippedRules } from '../shipped-rules.ts';
import { equipmentRounds } from './assess-equipment.ts';
import { type AssessDeps, assessDue, assessEquipment } from './index.ts';
import { ctCard, equipmentCard, seeDevice, usualHours } from './testing/watched.ts';

const day = (text: string): CalendarDate => must(parseCalendarDate(text));
const hour = 3_600_000;
const at = (text: string, hours: number): Instant => instant(startOfDay(day(text)) + hours * hour);
const ct = deviceIdOf('ACME', 'M1', 'SN-ct-1', sha256Hex);

let folder: string;
let ledger: Ledger;
let clock: Instant;
let supervisionStart: AssessDeps['supervisionStart'];
let faults: unknown[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'equipment-'));
  ledger = openLedger(folder);
  clock = at('2026-06-10', 12);
  supervisionStart = day('2026-06-01');
  faults = [];
  keepShippedRules(ledger, clock);
});
afterEach(() => {
  expect(ledger.verifyChain()).toMatchObject({ ok: true });
  ledger.close();
  rmSync(folder, { recursive: true, force: true });
  expect(faults).toEqual([]);
});

const deps = (): AssessDeps => ({
  ledger,
  keys: centerKeys(folder),
  facility: { id: 'demo-center', institutionNames: [], zoneOffsetMinutes: 480 },
  supervisionStart,
  now: () => clock,
  onFault: (what, fault) => faults.push([what, fault]),
});
const device: Subject = { kind: 'device', key: 'equipment:ct-1' };
const ups: Subject = { kind: 'facility', key: 'demo-center/ups' };
const judgement = ({ kind, key }: Subject, rule: string): Judgement | undefined =>
  ledger.judgements.ofSubject(kind, key).find(({ ruleId }) => String(ruleId) === rule);
const said = (subject: Subject, rule: string): string => {
  const verdict = judgement(subject, rule)?.verdict;
  return verdict === undefined ? 'nothing' : verdict.kind === 'indeterminate' ? verdict.reason : verdict.kind;
};
const finding = ({ kind, key }: Subject, rule: string) => ledger.findings.find(kind, key, rule);

function keepCt(): void {
  ledger.equipment.putCalendar(usualHours, 'li', clock);
  ledger.equipment.putCard(ctCard(), 'li', clock);
}
const up = (): 'ok' => 'ok';
const daily = (date: CalendarDate): DailyRecord => ({
  kind: 'daily',
  equipmentId: 'ct-1',
  date,
  status: 'normal',
  selfCheckDone: true,
  calibrationDone: true,
  remark: '',
  prefilled: {},
});

describe('a device', () => {
  it('that is up conforms; down for long enough it deviates, and conforms again when a second person says that it was switched off', () => {
    keepCt();
    seeDevice(ledger, 'ct-1', at('2026-06-01', 0), clock, up);
    assessEquipment(deps());
    expect(said(device, 'device-availability')).toBe('conforms');
    expect(said(device, 'device-faults-followed')).toBe('conforms');
    expect(finding(device, 'device-availability')).toBeUndefined();
    // Nine days of ten hours and four: down for the fifth day.
    const later = at('2026-06-11', 12);
    seeDevice(ledger, 'ct-1', clock, later, () => 'fail');
    clock = later;
    assessEquipment(deps());
    expect(said(device, 'device-availability')).toBe('deviates');
    expect(finding(device, 'device-availability')).toMatchObject({ state: 'open', severity: 'major', timesOpened: 1 });
    expect(judgement(device, 'availability-month-warning')?.verdict).toMatchObject({ kind: 'conforms', dueSoon: true });
    expect(
      ledger.judgements.cells(['2026-06']).find(({ ruleId }) => ruleId === 'availability-month-warning'),
    ).toMatchObject({
      counts: { 'due-soon': 1 },
    });
    ledger.equipmentRecords.add(
      {
        body: {
          kind: 'fault',
          equipmentId: 'ct-1',
          start: at('2026-06-10', 12),
          end: later,
          openedBy: 'person',
          faultClass: 'switched-off',
          classified: { by: 'li', at: later },
          countersigned: { by: 'wang', at: later },
          degraded: false,
          description: '',
        },
      },
      'li',
      later,
    );
    clock = instant(later + 60_000);
    assessEquipment(deps());
    expect(said(device, 'device-availability')).toBe('conforms');
    expect(finding(device, 'device-availability')).toMatchObject({ state: 'closed' });
  });

  it('judged again without news writes nothing, and nothing at all within the ten minutes', () => {
    keepCt();
    seeDevice(ledger, 'ct-1', at('2026-06-01', 0), clock, up);
    expect(assessEquipment(deps()).judged).toBe(3);
    const entries = ledger.verifyChain();
    expect(assessEquipment(deps())).toEqual({ judged: 0, revisions: 0 });
    clock = instant(clock + 600_000);
    seeDevice(ledger, 'ct-1', at('2026-06-10', 12), clock, up);
    expect(assessEquipment(deps())).toEqual({ judged: 3, revisions: 0 });
    expect(ledger.verifyChain()).toEqual(entries);
  });

  it('whose card is removed has no verdict any more, and its findings close; back again, they open again', () => {
    keepCt();
    seeDevice(ledger, 'ct-1', at('2026-06-01', 0), clock, () => 'fail');
    assessEquipment(deps());
    expect(finding(device, 'device-availability')).toMatchObject({ state: 'open' });
    ledger.equipment.removeCard('ct-1', 'li', clock);
    assessEquipment(deps());
    expect(ledger.judgements.ofSubject('device', 'equipment:ct-1')).toEqual([]);
    expect(finding(device, 'device-availability')).toMatchObject({
      state: 'closed',
      verdict: { kind: 'notApplicable', because: { fact: 'equipmentCard' } },
    });
    ledger.equipment.putCard(ctCard(), 'li', clock);
    assessEquipment(deps());
    expect(finding(device, 'device-availability')).toMatchObject({ state: 'open', timesOpened: 2 });
  });

  it('of the register that nobody watches is missing evidence: not yet run while the center is new, one finding of the clause after thirty days', () => {
    ledger.cards.put(
      {
        deviceId: ct,
        name: '一号 CT',
        Manufacturer: 'ACME',
        ManufacturerModelName: 'M1',
        DeviceSerialNumber: 'SN-ct-1',
        modality: 'CT',
        doseRecord: 'rdsr',
        validFrom: day('2024-01-01'),
      },
      'li',
      clock,
    );
    const registered: Subject = { kind: 'device', key: `equipment:${ct}` };
    assessEquipment(deps());
    expect(said(registered, 'device-availability')).toBe('not-yet-run');
    clock = at('2026-07-15', 12);
    assessEquipment(deps());
    expect(judgement(registered, 'device-availability')).toMatchObject({
      heldBy: 'device-watch',
      verdict: { reason: 'evidence-missing' },
    });
    assessDue(deps(), 10);
    expect(finding(registered, 'device-availability')).toBeUndefined();
    const clause: Subject = { kind: 'facility', key: 'demo-center/device-availability' };
    expect(finding(clause, 'device-availability')).toMatchObject({ state: 'open' });
    // On a card with a calendar and a probe, it is watched: the clause's finding closes.
    ledger.equipment.putCalendar(usualHours, 'li', clock);
    ledger.equipment.putCard(ctCard({ deviceId: ct }), 'li', clock);
    seeDevice(ledger, 'ct-1', at('2026-07-15', 8), clock, up);
    clock = instant(clock + 600_000);
    assessEquipment(deps());
    assessDue(deps(), 10);
    expect(ledger.judgements.ofSubject('device', `equipment:${ct}`)).toEqual([]);
    expect(finding(clause, 'device-availability')).toMatchObject({ state: 'closed' });
    // Most of the year so far was watched by nobody: nothing is said in its favour for that.
    expect(said(device, 'device-availability')).toBe('source-silent');
  });

  it('without daily records owes them, three working days each; filed ones are a word that a second person accepts', () => {
    keepCt();
    ledger.equipmentRecords.add({ body: daily(day('2026-06-01')) }, 'li', at('2026-06-01', 8.5));
    assessEquipment(deps());
    expect(said(device, 'daily-device-record')).toBe('evidence-missing');
    expect(finding(device, 'daily-device-record')).toMatchObject({ state: 'open' });
    for (let date = day('2026-06-02'); date <= day('2026-06-10'); date = addDays(date, 1))
      ledger.equipmentRecords.add({ body: daily(date) }, 'li', clock);
    clock = instant(clock + 60_000);
    assessEquipment(deps());
    expect(judgement(device, 'daily-device-record')?.verdict).toMatchObject({ kind: 'conforms', basis: 'attested' });
    expect(finding(device, 'daily-device-record')).toMatchObject({ state: 'open', verdict: { kind: 'conforms' } });
    const accept = {
      study: device.key,
      ruleId: 'daily-device-record',
      decision: 'accepted',
      reason: '已核对',
    } as const;
    ledger.reviews.decide(accept, 'li', clock);
    ledger.reviews.second(device.key, 'daily-device-record', 'wang', clock);
    clock = instant(clock + 60_000);
    assessEquipment(deps());
    expect(finding(device, 'daily-device-record')).toMatchObject({ state: 'closed' });
  });

  it('that is not in service yet, or was retired more than a year ago, is no subject', () => {
    ledger.equipment.putCard(ctCard({ inServiceFrom: day('2026-06-11') }), 'li', clock);
    ledger.equipment.putCard(equipmentCard('mr-1', 'imaging', { inServiceTo: day('2025-06-09') }), 'li', clock);
    assessEquipment(deps());
    expect(ledger.judgements.ofSubject('device', 'equipment:ct-1')).toEqual([]);
    expect(ledger.judgements.ofSubject('device', 'equipment:mr-1')).toEqual([]);
  });
});

describe('UPS and room', () => {
  const room: Subject = { kind: 'room', key: 'equipment:room-1' };
  const nobodys: Subject = { kind: 'room', key: 'demo-center/room' };

  it('are owed by every center, described or not', () => {
    assessEquipment(deps());
    expect(said(ups, 'independent-ups')).toBe('not-yet-run');
    expect(said(nobodys, 'smoke-detection')).toBe('not-yet-run');
    ledger.equipment.putCard(
      equipmentCard('room-1', 'room', {
        room: {
          purpose: 'pacs',
          smoke: 'none',
          temperatureC: { min: 18, max: 27 },
          humidityPct: { min: 20, max: 80 },
        },
      }),
      'li',
      clock,
    );
    ledger.equipment.putNoUps({ reason: '尚未采购' }, 'li', clock);
    assessEquipment(deps());
    expect(ledger.judgements.ofSubject('room', nobodys.key)).toEqual([]);
    expect(said(room, 'smoke-detection')).toBe('deviates');
    expect(finding(room, 'smoke-detection')).toMatchObject({ state: 'open', severity: 'critical' });
    expect(said(room, 'room-climate')).toBe('evidence-missing');
    expect(said(ups, 'independent-ups')).toBe('deviates');
    expect(said(ups, 'ups-battery-care')).toBe('notApplicable');
    ledger.equipment.putNoUps(undefined, 'li', clock);
    ledger.equipment.putCard(
      equipmentCard('ups-1', 'ups', {
        ups: {
          ratedVa: 3000,
          batteryDate: day('2025-06-01'),
          dedicatedCircuit: true,
          feeds: [],
          runtimeGoalMinutes: 30,
        },
      }),
      'li',
      clock,
    );
    clock = instant(clock + 60_000);
    assessEquipment(deps());
    expect(judgement(ups, 'independent-ups')?.verdict).toMatchObject({ kind: 'conforms', basis: 'attested' });
  });

  it('of a hosted PACS are shown by the certificate of the host, and never do not apply', () => {
    ledger.equipment.putHostedPacs({ contract: '托管 2026-01', certificateValidTo: day('2027-01-01') }, 'li', clock);
    assessEquipment(deps());
    for (const [subject, rule] of [
      [ups, 'independent-ups'],
      [ups, 'ups-battery-care'],
      [nobodys, 'smoke-detection'],
      [nobodys, 'room-climate'],
    ] as const)
      expect(judgement(subject, rule)?.verdict).toMatchObject({ kind: 'conforms', basis: 'attested' });
  });
});

it('a folder that is scanned has no rooms', () => {
  supervisionStart = 'earliest-study';
  expect(assessEquipment(deps())).toEqual({ judged: 0, revisions: 0 });
});

it('a round that was cut short is done again', () => {
  keepCt();
  seeDevice(ledger, 'ct-1', at('2026-06-01', 0), clock, up);
  const rounds = equipmentRounds(deps());
  rounds.next();
  rounds.return();
  expect(assessEquipment(deps()).judged).toBe(3);
});
