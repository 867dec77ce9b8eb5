import { type CalendarDate, calendarDateAt, type EquipmentEvent, type Instant, type RoomFacts } from '@center/contract';
import { type RoomPolicy, usualRoomPolicy } from './policy.ts';
import { measured, type SensorTrack } from './sensor-track.ts';
import type { RoomTrack } from './step-room.ts';
import type { StandingAlarm } from './ups-standing.ts';

/** A room as it stands: the hottest and the dampest of its sensors, where they measure. */
export interface RoomStanding {
  readonly temperatureC?: number;
  readonly humidityPct?: number;
  readonly smoke: 'clear' | 'alarm' | 'fault' | 'unknown';
  /** When the newest of its sensors was heard. */
  readonly heardAt?: Instant;
  readonly sensors: readonly SensorTrack[];
  readonly open: readonly EquipmentEvent[];
}

function smokeOf(track: RoomTrack, now: Instant, policy: RoomPolicy): RoomStanding['smoke'] {
  if (track.open.some(({ event }) => event.kind === 'smoke')) return 'alarm';
  const smoke = Object.values(track.sensors).filter((sensor) => sensor.quantity === 'env.smoke');
  const heard = smoke.filter((sensor) => now - sensor.heardAt <= policy.staleMs);
  if (heard.some((sensor) => sensor.problem !== undefined)) return 'fault';
  // One that is not heard might be the one that would tell.
  return heard.length > 0 && heard.length === smoke.length && heard.every((sensor) => sensor.value === 'clear')
    ? 'clear'
    : 'unknown';
}

export function roomStanding(track: RoomTrack, now: Instant, policy: RoomPolicy = usualRoomPolicy): RoomStanding {
  const sensors = Object.values(track.sensors);
  const highest = (quantity: SensorTrack['quantity']): number | undefined => {
    const told = sensors.flatMap((sensor) => {
      const value = sensor.quantity === quantity ? measured(sensor, now, policy) : undefined;
      return value === undefined ? [] : [value];
    });
    return told.length === 0 ? undefined : Math.max(...told);
  };
  const temperatureC = highest('env.temperatureC');
  const humidityPct = highest('env.humidityPct');
  const heardAt = sensors.reduce<Instant | undefined>(
    (last, { heardAt: at }) => (last === undefined || at > last ? at : last),
    undefined,
  );
  return {
    ...(temperatureC === undefined ? {} : { temperatureC }),
    ...(humidityPct === undefined ? {} : { humidityPct }),
    smoke: smokeOf(track, now, policy),
    ...(heardAt === undefined ? {} : { heardAt }),
    sensors,
    open: track.open.map(({ event }) => event),
  };
}

/** Smoke for the rule (MIDC-3.12c): wired sensors by what they say, others as not wired. Tests and counts of alarms are the caller's. */
export function roomSmoke(
  track: RoomTrack | undefined,
  wired: boolean,
  now: Instant,
  policy: RoomPolicy = usualRoomPolicy,
): Pick<RoomFacts['smoke'], 'state'> & { readonly silentSince?: CalendarDate } {
  if (!wired) return { state: 'not-wired' };
  if (track === undefined) return { state: 'unknown' };
  const state = smokeOf(track, now, policy);
  const silent = track.smokeAt === undefined || now - track.smokeAt > policy.staleMs;
  return silent && state === 'unknown'
    ? { state, silentSince: calendarDateAt(track.smokeAt ?? track.firstAt) }
    : { state };
}

/** The alarms of a room that stand: those of it that are not among them are over. */
export function roomAlarms(
  track: RoomTrack,
  now: Instant,
  policy: RoomPolicy = usualRoomPolicy,
): readonly StandingAlarm[] {
  const { equipmentId } = track;
  const { temperatureC, humidityPct } = roomStanding(track, now, policy);
  const climate = {
    ...(temperatureC === undefined ? {} : { temperatureC }),
    ...(humidityPct === undefined ? {} : { humidityPct }),
  };
  return track.open.map(({ event }): StandingAlarm => {
    const base = { key: `room-${event.kind}:${equipmentId}`, equipmentId, since: event.start };
    const values = { ...climate, event: event.kind };
    if (event.kind === 'smoke') return { ...base, kind: 'room-smoke', urgency: 'critical', values };
    if (event.kind === 'sensor-fault' || event.kind === 'communication-lost')
      return {
        ...base,
        kind: 'sensor-fault',
        urgency: 'warning',
        values: { ...values, sensors: event.raw.join(', ').slice(0, 200) },
      };
    const urgent =
      event.kind === 'temperature-alarm' || event.kind === 'temperature-rise' || event.kind === 'humidity-alarm';
    return { ...base, kind: 'room-climate', urgency: urgent ? 'critical' : 'warning', values };
  });
}
