import { addDays, addMonths, type EquipmentCard, type Instant, instant, monthOf } from '@center/contract';
import {
  dueDaily,
  expandCalendar,
  localDate,
  localMidnight,
  maintenanceStanding,
  monthPeriod,
  roomAlarms,
  rootCause,
  unclassifiedOf,
  upsAlarms,
} from '../../core/index.ts';
import type { Alarm, NoticeKind, Notices } from '../notices/index.ts';
import {
  accountOf,
  availabilityInputOf,
  centerZone,
  holidaysOf,
  monthAccountOf,
  policyOf,
  zoneOf,
} from './account-of.ts';
import type { FigureDeps } from './standing-contract.ts';
import { roomPolicyOf, roomTrackOf, upsTrackOf } from './track-keys.ts';

/** Alarms that this room raises and clears; those of others it leaves alone. */
const quickKinds: ReadonlySet<NoticeKind> = new Set([
  'device-down',
  'must-be-back',
  'ups-on-battery',
  'ups-low-battery',
  'ups-fault',
  'ups-silent',
  'room-climate',
  'room-smoke',
  'sensor-fault',
  'site-network',
]);
const slowKinds: ReadonlySet<NoticeKind> = new Set([
  'fault-unclassified',
  'daily-record-overdue',
  'maintenance-overdue',
  'calendar-ends',
  'disk-full',
]);

const hourMs = 3_600_000;
/** Power events that ended so long ago may still explain what has not come back. */
const explainsForMs = hourMs;
/** Less than this share of a disk, per thousand, is full. */
const freePerMille = 50;

const siteNetworkKey = 'site-network';

/** Raises what begins and clears what ended; what lasts unchanged is touched by nobody. */
function settleAlarms(notices: Notices, due: readonly Alarm[], kinds: ReadonlySet<NoticeKind>, now: Instant): void {
  const before = new Map(
    notices
      .standing()
      .filter(({ kind }) => kinds.has(kind))
      .map((alarm) => [alarm.key, alarm]),
  );
  for (const alarm of due) {
    const standing = before.get(alarm.key);
    before.delete(alarm.key);
    // Since when it lasts stays as it was first told.
    const next = standing === undefined ? alarm : { ...alarm, since: standing.since };
    if (standing === undefined || JSON.stringify(standing) !== JSON.stringify(next)) notices.raise(next);
  }
  for (const key of before.keys()) notices.clear(key, now);
}

/** Alarms that follow from what probes see, as they stand at `now`. */
function quickAlarms(
  deps: FigureDeps,
  incidentSince: Instant | undefined,
  only: ReadonlySet<string> | undefined,
  now: Instant,
): Alarm[] {
  const { ledger } = deps;
  const cards = ledger.equipment.cards();
  const alarms: Alarm[] = cards.flatMap((card) => [
    ...(only === undefined || only.has(card.id) ? downAlarms(deps, card, now) : []),
    ...powerAlarms(deps, card, now),
  ]);
  // In the evening devices are switched off one after another, which looks the same and troubles nobody.
  const site =
    incidentSince === undefined || !isOpen(deps, cards, now)
      ? undefined
      : { key: siteNetworkKey, since: incidentSince };
  const powerEvents = cards
    .filter(({ kind }) => kind === 'ups')
    .flatMap(({ id }) => ledger.watch.events(id, { start: instant(now - explainsForMs), end: instant(now + 1) }));
  const causes = rootCause({
    alarms,
    feeds: Object.fromEntries(cards.flatMap(({ id, ups }) => (ups === undefined ? [] : [[id, ups.feeds]]))),
    powerEvents,
    ...(site === undefined ? {} : { site }),
  });
  const caused = alarms.map((alarm) => {
    const causedBy = causes.get(alarm.key);
    return causedBy === undefined ? alarm : { ...alarm, causedBy };
  });
  return site === undefined
    ? caused
    : [...caused, { ...site, kind: 'site-network', urgency: 'critical', values: {} } satisfies Alarm];
}

/** Whether anything is open now; what has no calendar always is. */
function isOpen({ ledger }: FigureDeps, cards: readonly EquipmentCard[], now: Instant): boolean {
  const period = { start: now, end: instant(now + 1) };
  return cards.some(({ calendarId }) => {
    const calendar = calendarId === undefined ? undefined : ledger.equipment.calendar(calendarId);
    return calendar === undefined || expandCalendar(calendar, holidaysOf(ledger), period).open.length > 0;
  });
}

/** Equipment that is told to be down. */
export function downNow(notices: Notices): ReadonlySet<string> {
  return new Set(
    notices
      .standing()
      .flatMap(({ kind, equipmentId }) => (kind === 'device-down' && equipmentId !== undefined ? [equipmentId] : [])),
  );
}

/** Settles what probes and UPS give. `only`: of all others it is known that they are not down. */
export function settleQuickAlarms(
  deps: FigureDeps,
  notices: Notices,
  incidentSince: Instant | undefined,
  only: ReadonlySet<string> | undefined,
  now: Instant,
): void {
  settleAlarms(notices, quickAlarms(deps, incidentSince, only, now), quickKinds, now);
}

function downAlarms(deps: FigureDeps, card: EquipmentCard, now: Instant): Alarm[] {
  const { id, kind, name, calendarId } = card;
  if (kind === 'ups' || kind === 'room' || calendarId === undefined) return [];
  const zone = zoneOf(deps.ledger, card);
  const counted = accountOf(deps, id, { start: instant(now - 24 * hourMs), end: instant(now + 1) }, now);
  const last = counted?.spans.at(-1);
  if (counted === undefined || last?.state !== 'down' || last.end < now) return [];
  let since = last.start;
  for (let index = counted.spans.length - 1; index >= 0; index -= 1) {
    const span = counted.spans[index];
    if (span?.state !== 'down') break;
    since = span.start;
  }
  const base = { equipmentId: id, since, values: { name, because: last.because } };
  const down: Alarm = {
    ...base,
    key: `device-down:${id}`,
    kind: 'device-down',
    urgency: kind === 'network' ? 'warning' : 'critical',
  };
  if (kind !== 'imaging') return [down];
  const month = monthAccountOf(deps, id, monthOf(localDate(zone, now)), now);
  const by = month?.account.mustBeBackBy;
  if (by === undefined) return [down];
  return [down, { ...base, key: `must-be-back:${id}`, kind: 'must-be-back', urgency: 'warning', values: { name, by } }];
}

function powerAlarms({ ledger }: FigureDeps, { id, kind, name }: EquipmentCard, now: Instant): Alarm[] {
  const ups = kind === 'ups' ? upsTrackOf(ledger, id) : undefined;
  const room = kind === 'room' ? roomTrackOf(ledger, id) : undefined;
  const told = [
    ...(ups === undefined ? [] : upsAlarms(ups, now)),
    ...(room === undefined ? [] : roomAlarms(room, now, roomPolicyOf(ledger, id))),
  ];
  // Values that change with every look would make the alarm another one each time.
  return told.map((alarm) => ({ ...alarm, values: { name, ...eventOf(alarm.values) } }));
}

function eventOf(values: Alarm['values']): Alarm['values'] {
  return Object.fromEntries(
    ['event', 'onBattery', 'sensors'].flatMap((key) => {
      const value = values[key];
      return value === undefined ? [] : [[key, value]];
    }),
  );
}

/** Alarms that follow from days and records, as they stand at `now`. */
function slowAlarms(deps: FigureDeps, now: Instant): Alarm[] {
  const { ledger } = deps;
  const cards = ledger.equipment.cards();
  return [
    ...cards.filter(({ kind }) => kind === 'imaging').flatMap((card) => recordAlarms(deps, card, now)),
    ...calendarAlarm(deps, now),
    ...cards.flatMap((card) => diskAlarms(deps, card, now)),
  ];
}

export function settleSlowAlarms(deps: FigureDeps, notices: Notices, now: Instant): void {
  settleAlarms(notices, slowAlarms(deps, now), slowKinds, now);
}

function recordAlarms(deps: FigureDeps, card: EquipmentCard, now: Instant): Alarm[] {
  const { ledger } = deps;
  const { id: equipmentId, name } = card;
  const zone = zoneOf(ledger, card);
  const today = localDate(zone, now);
  const alarms: Alarm[] = [];
  const faults = ledger.equipmentRecords.ofKind('fault', { equipmentId });
  const { overdue } = unclassifiedOf(faults, now, zone, holidaysOf(ledger), policyOf(deps));
  const [oldest] = overdue;
  if (oldest !== undefined)
    alarms.push({
      key: `fault-unclassified:${equipmentId}`,
      kind: 'fault-unclassified',
      urgency: 'warning',
      equipmentId,
      since: oldest.firstEntered.at,
      values: { name, count: overdue.length },
    });
  const input = availabilityInputOf(
    deps,
    equipmentId,
    { start: localMidnight(zone, today), end: instant(now + 1) },
    now,
  );
  const missing = input === undefined ? [] : dueDaily(input).filter(({ standing }) => standing === 'missing');
  const last = missing.at(-1);
  if (last !== undefined)
    alarms.push({
      key: `daily-record-overdue:${equipmentId}`,
      kind: 'daily-record-overdue',
      urgency: 'info',
      equipmentId,
      since: last.dueAt,
      values: { name, date: last.date },
    });
  const records = ledger.equipmentRecords.ofKind('maintenance', { equipmentId });
  const plan = maintenanceStanding(card, records, today, zone);
  if (plan.overdue && plan.dueOn !== undefined)
    alarms.push({
      key: `maintenance-overdue:${equipmentId}`,
      kind: 'maintenance-overdue',
      urgency: 'warning',
      equipmentId,
      since: localMidnight(zone, plan.dueOn),
      values: { name, date: plan.dueOn },
    });
  return alarms;
}

/** The holiday list must reach over the next month, as soon as any calendar heeds it. */
function calendarAlarm({ ledger }: FigureDeps, now: Instant): Alarm[] {
  if (ledger.equipment.calendars().every(({ onHolidays }) => onHolidays === 'as-usual')) return [];
  const { coversTo } = holidaysOf(ledger);
  const today = localDate(centerZone, now);
  const needed = addDays(addMonths(today, 1), 31);
  if (coversTo >= needed) return [];
  const { start } = monthPeriod(monthOf(today), centerZone);
  return [{ key: 'calendar-ends', kind: 'calendar-ends', urgency: 'warning', since: start, values: { coversTo } }];
}

function diskAlarms({ ledger }: FigureDeps, { id, name }: EquipmentCard, now: Instant): Alarm[] {
  const latest = ledger.watch.latest(id);
  return latest.flatMap((reading): Alarm[] => {
    if (reading.name !== 'disk.freeBytes' || !reading.valid || now - reading.at > hourMs) return [];
    const total = latest.find((each) => each.name === 'disk.totalBytes' && each.of === reading.of && each.valid)?.value;
    if (typeof total !== 'number' || typeof reading.value !== 'number') return [];
    if (reading.value * 1000 >= total * freePerMille) return [];
    return [
      {
        key: `disk-full:${id}:${reading.of}`,
        kind: 'disk-full',
        urgency: 'critical',
        equipmentId: id,
        since: reading.at,
        values: { name, mount: reading.of },
      },
    ];
  });
}
