import {
  addDays,
  type DailyRecord,
  type DisputeRecord,
  dailyStatuses,
  type EquipmentRecord,
  type EquipmentRecordBody,
  type ExternalRecord,
  type FaultRecord,
  faultClasses,
  type Instant,
  instant,
  type OpeningHours,
  type Signature,
  type SuspensionRecord,
  type WindowRecord,
} from '@center/contract';
import { type AvailabilityInput, type EvidenceGrade, type ProbeSpan, usualAvailabilityPolicy } from '../evidence.ts';
import { at, ct, day, plainDigest } from './records.ts';
import type { Chance } from './seeded.ts';

/** All times of a random case are whole multiples of this. */
export const tickMs = 600_000;

/** Days on which something turns: a month, a holiday with its swapped workdays, the end of what is settled. */
const turns = ['2026-01-31', '2026-02-14', '2026-10-09', '2026-11-10', '2026-12-31'] as const;
const people = ['li', 'wang', 'zhao'] as const;
const someHours: readonly (readonly OpeningHours[])[] = [
  [],
  [{ from: '08:00', to: '18:00' }],
  [{ from: '08:00', to: '18:00' }],
  [{ from: '00:00', to: '24:00' }],
  [{ from: '00:00', to: '24:00' }],
  [{ from: '05:00', to: '23:00' }],
  [{ from: '20:00', to: '06:00' }],
  [{ from: '08:00', to: '08:00' }],
  [
    { from: '08:00', to: '12:00' },
    { from: '14:00', to: '17:30' },
  ],
  [
    { from: '06:00', to: '12:00' },
    { from: '12:00', to: '02:00' },
  ],
];

interface Draw {
  readonly chance: Chance;
  /** An instant on the grid, around the period. */
  readonly when: () => Instant;
  readonly maybe: <T>(times: number, make: () => T) => T | undefined;
}

export function randomCase(chance: Chance): AvailabilityInput {
  const base = at(`${chance.oneOf(turns)} 00:00`);
  const start = instant(base + chance.below(144) * tickMs);
  const ticks = 6 + chance.below(chance.once(4) ? 260 : 90);
  const end = instant(start + ticks * tickMs);
  const now = chance.once(3)
    ? instant(start + chance.below(ticks + 10) * tickMs)
    : instant(end + chance.below(300) * tickMs);
  const when = (): Instant => instant(start - 40 * tickMs + chance.below(ticks + 70) * tickMs);
  const draw: Draw = { chance, when, maybe: (times, make) => (chance.once(times) ? make() : undefined) };
  const zoneDay = (offset: number): ReturnType<typeof day> => addDays(day('2026-01-01'), offset + dayOf(start));
  return {
    card: {
      ...ct,
      inServiceFrom: zoneDay(chance.once(8) ? chance.below(3) - 1 : -20),
      ...(chance.once(8) ? { inServiceTo: zoneDay(chance.below(3)) } : {}),
      warmUpMinutes: chance.oneOf([0, 20, 60]),
      reachabilityIsAll: chance.once(4),
    },
    calendar: chance.once(40) ? undefined : randomCalendar(chance, zoneDay),
    holidays: {
      source: 'drawn',
      coversFrom: day('2026-01-01'),
      coversTo: day('2026-12-31'),
      holidays: [{ date: zoneDay(chance.below(3)), name: 'h' }],
      workdays: [zoneDay(3 + chance.below(2))],
    },
    records: {
      daily: list(chance, 3, (id) => randomDaily(draw, id, zoneDay)),
      faults: list(chance, 3, (id) => randomFault(draw, id)),
      windows: list(chance, 3, (id) => randomWindow(draw, id, zoneDay)),
      suspensions: list(chance, 2, (id) => randomSuspension(draw, id)),
      externals: list(chance, 2, (id) => randomExternal(draw, id)),
      disputes: list(chance, 2, (id) => randomDispute(draw, id)),
    },
    spans: randomSpans(chance, start, ticks),
    ...(chance.once(5) ? { probes: chance.below(2) } : {}),
    exposures: chance.once(2) ? [] : list(chance, 4, () => when()).sort((a, b) => a - b),
    policy: {
      ...usualAvailabilityPolicy,
      maintenanceCapMs: chance.below(20) * tickMs,
      useCoversMs: (1 + chance.below(3)) * tickMs,
    },
    period: { start, end },
    now,
    digest: plainDigest,
  };
}

/** Days from 2026-01-01 by the clock of Shanghai. */
export function dayOf(when: Instant): number {
  return Math.floor((when - firstDay) / 86_400_000);
}
const firstDay = at('2026-01-01 00:00');

function list<T>(chance: Chance, most: number, make: (id: string) => T): T[] {
  const count = chance.once(4) ? 0 : chance.below(most + 1);
  return Array.from({ length: count }, (_, index) => make(`${String.fromCharCode(97 + chance.below(26))}${index}`));
}

type ZoneDay = (offset: number) => ReturnType<typeof day>;

function randomCalendar(chance: Chance, zoneDay: ZoneDay): NonNullable<AvailabilityInput['calendar']> {
  const week = (): (readonly OpeningHours[])[] => Array.from({ length: 7 }, () => chance.oneOf(someHours));
  return {
    id: 'drawn',
    name: 'drawn',
    zone: 'Asia/Shanghai',
    patterns: [
      { effectiveFrom: zoneDay(-100), days: week() },
      ...(chance.once(3) ? [{ effectiveFrom: zoneDay(chance.below(3)), days: week() }] : []),
    ],
    onHolidays: chance.oneOf(['closed', 'as-usual', [{ from: '09:00', to: '12:00' }]] as const),
    ...(chance.once(2) ? { swappedWorkdayAs: chance.below(7) } : {}),
    overrides: chance.once(4) ? [{ date: zoneDay(chance.below(3)), hours: chance.oneOf(someHours), reason: 'r' }] : [],
  };
}

function sign({ chance, when }: Draw): Signature {
  return { by: chance.oneOf(people), at: when() };
}

/** Often signed as it should be, so that what counts is drawn too. */
function after(draw: Draw, from: Instant): Signature {
  const signature = sign(draw);
  return draw.chance.once(2) ? { ...signature, at: instant(from + draw.chance.below(60) * tickMs) } : signature;
}

function kept<B extends EquipmentRecordBody>(
  draw: Draw,
  id: string,
  body: B,
  entered = sign(draw),
): EquipmentRecord<B> {
  const first = draw.chance.once(5) ? sign(draw) : entered;
  return { id, revision: 1, body, entered, reason: '', firstEntered: first };
}

function stretch({ chance, when }: Draw): { from: Instant; to: Instant } {
  const from = when();
  // Now and then reversed or empty.
  return { from, to: instant(from + (chance.below(40) - 2) * tickMs) };
}

function randomDaily(draw: Draw, id: string, zoneDay: ZoneDay): EquipmentRecord<DailyRecord> {
  const body: DailyRecord = {
    kind: 'daily',
    equipmentId: 'ct-1',
    date: zoneDay(draw.chance.below(3)),
    status: draw.chance.once(2) ? 'normal' : draw.chance.oneOf(dailyStatuses),
    selfCheckDone: true,
    calibrationDone: true,
    remark: '',
    prefilled: {},
  };
  const entered = sign(draw);
  const late = draw.chance.once(6) ? instant(entered.at + draw.chance.below(1000) * tickMs) : entered.at;
  return kept(draw, id, body, { ...entered, at: late });
}

function randomFault(draw: Draw, id: string): EquipmentRecord<FaultRecord> {
  const { chance, maybe } = draw;
  const { from, to } = stretch(draw);
  const openedBy = chance.oneOf(['probe', 'person'] as const);
  const faultClass = maybe(2, () => chance.oneOf(faultClasses));
  const end = maybe(2, () => to);
  const accepted = maybe(2, () => ({ ...sign(draw), result: 'ok' }));
  const sawUp = openedBy === 'probe' ? maybe(2, () => to) : undefined;
  const classified = faultClass === undefined ? undefined : maybe(2, () => sign(draw));
  const countersigned =
    faultClass === undefined ? undefined : (maybe(2, () => after(draw, to)) ?? maybe(2, () => sign(draw)));
  const body: FaultRecord = {
    kind: 'fault',
    equipmentId: 'ct-1',
    start: from,
    openedBy,
    degraded: chance.once(4),
    description: '',
    ...(end === undefined ? {} : { end }),
    ...(accepted === undefined ? {} : { accepted }),
    ...(sawUp === undefined ? {} : { probeSawUpAt: sawUp }),
    ...(faultClass === undefined ? {} : { faultClass }),
    ...(classified === undefined ? {} : { classified }),
    ...(countersigned === undefined ? {} : { countersigned }),
  };
  return kept(draw, id, body, openedBy === 'probe' ? { by: 'agent', at: from } : sign(draw));
}

function randomWindow(draw: Draw, id: string, zoneDay: ZoneDay): EquipmentRecord<WindowRecord> {
  const { chance, maybe } = draw;
  const times = stretch(draw);
  const early = (): Signature => ({
    by: chance.oneOf(people),
    at: instant(times.from - (chance.below(30) - 4) * tickMs),
  });
  const requested = early();
  const approved = chance.once(5) ? undefined : early();
  const countersigned = maybe(3, () => sign(draw));
  const cancelled = maybe(6, () => sign(draw));
  const repeats = maybe(6, () => ({ every: 1, unit: chance.oneOf(['week', 'month'] as const), until: zoneDay(40) }));
  const weeksAgo = repeats?.unit === 'week' ? 7 * 86_400_000 : 0;
  const body: WindowRecord = {
    kind: 'window',
    equipmentIds: chance.once(10) ? ['mr-1'] : ['ct-1', 'mr-1'],
    from: instant(times.from - weeksAgo),
    to: instant(times.to - weeksAgo),
    reason: 'r',
    requested,
    ...(approved === undefined ? {} : { approved }),
    ...(countersigned === undefined ? {} : { countersigned }),
    ...(cancelled === undefined ? {} : { cancelled }),
    ...(repeats === undefined ? {} : { repeats }),
  };
  const entered = chance.once(3) ? (cancelled ?? countersigned ?? approved ?? requested) : requested;
  return { ...kept(draw, id, body, entered), firstEntered: chance.once(6) ? early() : requested };
}

function randomSuspension(draw: Draw, id: string): EquipmentRecord<SuspensionRecord> {
  const { from, to } = stretch(draw);
  const until = draw.maybe(2, () => to);
  const countersigned = draw.maybe(2, () => sign(draw)) ?? draw.maybe(2, () => sign(draw));
  const body: SuspensionRecord = {
    kind: 'suspension',
    equipmentId: 'ct-1',
    from,
    reason: 'r',
    ...(until === undefined ? {} : { to: until }),
    ...(countersigned === undefined ? {} : { countersigned }),
  };
  const entered = draw.chance.once(2) ? { by: draw.chance.oneOf(people), at: instant(from - 10 * tickMs) } : sign(draw);
  return kept(draw, id, body, entered);
}

function randomExternal(draw: Draw, id: string): EquipmentRecord<ExternalRecord> {
  const approved = draw.chance.once(4) ? undefined : sign(draw);
  return kept(draw, id, {
    kind: 'external',
    equipmentIds: draw.chance.once(10) ? ['mr-1'] : ['ct-1'],
    ...stretch(draw),
    cause: 'mains',
    document: draw.chance.once(8) ? ' ' : 'd',
    ...(approved === undefined ? {} : { approved }),
  });
}

function randomDispute(draw: Draw, id: string): EquipmentRecord<DisputeRecord> {
  const times = stretch(draw);
  const countersigned = draw.chance.once(4) ? undefined : after(draw, times.to);
  return kept(draw, id, {
    kind: 'dispute',
    equipmentId: 'ct-1',
    ...times,
    reason: draw.chance.once(8) ? '' : 'r',
    ...(countersigned === undefined ? {} : { countersigned }),
  });
}

const probes: readonly (readonly [string, EvidenceGrade])[] = [
  ['echo', 'service'],
  ['web', 'service'],
  ['ping', 'reachability'],
  ['activity', 'use'],
];

/** Of each probe, and within each epoch of its clock, one after another. */
function randomSpans(chance: Chance, start: Instant, ticks: number): ProbeSpan[] {
  const spans: ProbeSpan[] = [];
  for (const [probe, grade] of probes) {
    if (chance.once(3)) continue;
    const epochs = chance.once(3) ? 2 + chance.below(2) : 1;
    for (let epoch = 0; epoch < epochs; epoch += 1) {
      let from = start + (chance.below(epoch === 0 ? 20 : ticks) - 10) * tickMs;
      const most = 1 + chance.below(6);
      for (let index = 0; index < most; index += 1) {
        from += (chance.once(2) ? 0 : chance.below(12)) * tickMs;
        const to = from + (1 + chance.below(40)) * tickMs;
        spans.push({
          probe,
          grade,
          state: chance.oneOf(['up', 'up', 'down', 'down', 'unknown'] as const),
          start: instant(from),
          end: instant(to),
          stage: 's',
          code: '',
          samples: 3,
          clockEpoch: epoch,
          doubtful: chance.once(20),
        });
        from = to;
      }
    }
  }
  return spans;
}
