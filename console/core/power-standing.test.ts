import {
  type EquipmentEventItem,
  must,
  parseCalendarDate,
  parseInstant,
  type RoomItem,
  type UpsItem,
} from '@center/contract';
import { describe, expect, it } from 'vitest';
import { eventStanding, roomAttention, upsAttention, upsMissing } from './power-standing.ts';

const asOf = '2026-11-26T00:00:00Z';
const today = must(parseCalendarDate('2026-11-26'));
const ups = (more: Partial<UpsItem> = {}): UpsItem => ({
  type: 'ups',
  equipmentId: 'ups-1',
  state: 'on-line',
  marks: [],
  chargePct: 100,
  runtimeS: 3000,
  loadPct: 30,
  readAt: asOf,
  grade: 3,
  against: [],
  provedOn: null,
  selfTestOn: null,
  batteryDate: null,
  hosted: false,
  removed: false,
  asOf,
  ...more,
});
const room = (more: Partial<RoomItem> = {}): RoomItem => ({
  type: 'room',
  equipmentId: 'room-1',
  purpose: 'pacs',
  temperatureC: 22,
  humidityPct: 45,
  smoke: 'clear',
  readAt: asOf,
  measuredS: 1000,
  outsideS: 0,
  month: '2026-11',
  removed: false,
  asOf,
  ...more,
});

describe('an independent UPS', () => {
  it.each([
    ['none told is not none there', null, true, 'none-told'],
    ['grade 0 that nobody has declared', ups({ grade: 0, state: 'unknown' }), true, 'none-told'],
    ['declared absent', ups({ grade: 0, against: ['established-absent'] }), true, 'absent'],
    ['on battery now', ups({ state: 'on-battery' }), true, 'endangered'],
    ['its battery is to be replaced', ups({ marks: ['replace-battery'] }), true, 'endangered'],
    ['what it said before its agent fell silent is not how it stands', ups({ state: 'on-battery' }), false, 'silent'],
    ['power was lost and the UPS told of none', ups({ against: ['unseen-power-loss'] }), true, 'doubted'],
    ['its communication is lost: unknown, never on line', ups({ state: 'unknown' }), true, 'silent'],
    ['a card alone', ups({ grade: 1, state: 'unknown' }), true, 'attested'],
    ['in service', ups(), true, 'measured'],
    ['the PACS stands elsewhere', ups({ hosted: true, grade: 0, state: 'unknown' }), true, 'hosted'],
  ] as const)('%s', (_what, item, speaks, attention) => {
    expect(upsAttention(item, speaks)).toBe(attention);
  });

  it.each([
    [ups({ grade: 0 }), ['declare']],
    [ups({ grade: 1 }), ['reach']],
    [ups({ grade: 1, against: ['serial-differs'] }), ['serial']],
    [
      ups({ grade: 2, state: 'bypass', marks: ['replace-battery', 'alarm'], loadPct: null }),
      ['on-line', 'replace-battery', 'alarm', 'load-unknown'],
    ],
    [ups({ grade: 2, loadPct: 2 }), ['load-range']],
    [ups({ grade: 2, loadPct: 3 }), []],
    [ups({ grade: 2, loadPct: 80.5 }), ['load-range']],
    [ups(), ['prove']],
    [ups({ grade: 4, provedOn: '2025-11-25' }), ['prove-again']],
    [ups({ grade: 4, provedOn: '2025-11-26' }), ['runtime']],
    [ups({ grade: 5, provedOn: '2026-11-01' }), []],
    [ups({ grade: 1, hosted: true }), []],
  ] as const)('what grade %# waits for', (item, steps) => {
    expect(upsMissing(item, today)).toEqual(steps);
  });
});

describe('a room', () => {
  it.each([
    ['smoke', room({ smoke: 'alarm' }), [], true, 'smoke'],
    ['smoke that was told last stays, whoever falls silent', room({ smoke: 'alarm' }), [], false, 'smoke'],
    ['an open loop is not no smoke', room({ smoke: 'fault' }), [], true, 'smoke-fault'],
    ['out of its band', room(), ['humidity-alarm'], true, 'outside'],
    ['out of its band for a part of the month', room({ outsideS: 60 }), [], true, 'was-outside'],
    ['a sensor that says no measurement', room(), ['sensor-fault'], true, 'silent'],
    ['a sensor that has stopped', room({ temperatureC: null, humidityPct: null }), [], true, 'silent'],
    ['no sensor', room({ temperatureC: null, humidityPct: null, measuredS: 0 }), [], true, 'not-measured'],
    ['its agent does not speak', room(), [], false, 'silent'],
    ['in order', room(), [], true, 'quiet'],
  ] as const)('%s', (_what, item, open, speaks, attention) => {
    expect(roomAttention(item, open, speaks)).toBe(attention);
  });
});

describe('an episode', () => {
  const event = (end: string | null): EquipmentEventItem => ({
    type: 'equipment-event',
    eventId: '0'.repeat(32),
    equipmentId: 'ups-1',
    kind: 'on-battery',
    start: '2026-11-25T23:00:00Z',
    end,
    endUnseen: false,
    minChargePct: null,
    minRuntimeS: null,
    maxLoadPct: null,
    minValue: null,
    maxValue: null,
    asOf,
  });
  const now = must(parseInstant(asOf));
  it('lasts only as far as somebody knows', () => {
    expect(eventStanding(event('2026-11-25T23:02:00Z'), false, now)).toEqual({
      standing: 'ended',
      durationMs: 120_000,
    });
    expect(eventStanding(event(null), true, now)).toEqual({ standing: 'open', durationMs: 3_600_000 });
    expect(eventStanding(event(null), false, now)).toEqual({ standing: 'unknown', durationMs: null });
  });
});
