import { type EquipmentEvent, type Instant, instant, type RoomCard, type RoomEventKind } from '@center/contract';
import { EpisodeBook, type OpenEpisode } from './episodes.ts';
import { type RoomPolicy, usualRoomPolicy } from './policy.ts';
import type { RoomLook } from './readings.ts';
import { countClimate, isOutside, type RoomDay } from './room-days.ts';
import { hearSensor, measured, quantityOf, type RoomQuantity, riseOf, type SensorTrack } from './sensor-track.ts';

/** What is remembered of a room from look to look. Plain JSON; survives a restart. */
export interface RoomTrack {
  readonly equipmentId: string;
  readonly at: Instant;
  readonly firstAt: Instant;
  readonly clockEpoch: number;
  /** By quantity and sensor. */
  readonly sensors: Readonly<Record<string, SensorTrack>>;
  /** Smoke that waits for its confirming read, by sensor. */
  readonly smokeSaid: Readonly<Record<string, Instant>>;
  readonly open: readonly OpenEpisode[];
  /** The climate outside of the rule's band, since when and for how much measured time. */
  readonly outsideSince?: Instant;
  readonly outsideMs: number;
  /** When the climate, and smoke, was last known. */
  readonly climateAt?: Instant;
  readonly smokeAt?: Instant;
  /** Days that were watched, by date; figures of the rule's band. */
  readonly days: Readonly<Record<string, RoomDay>>;
}

export interface RoomStep {
  readonly track: RoomTrack;
  readonly events: readonly EquipmentEvent[];
  /** A sensor said smoke and was not confirmed yet: ask again at once. */
  readonly confirm: boolean;
}

/** A sensor that was not heard for so long is no longer of this room. */
const forgottenMs = 30 * 86_400_000;

/**
 * One look at the sensors of a room. Each reading counts once and in the order of time, per sensor; a look without readings lets time pass. What is no measurement is unknown and
 * a sensor-fault, never a climate that holds; what is not heard is communication-lost. Evidence for MIDC-3.12c and d, and no fire alarm.
 */
export function stepRoom(
  track: RoomTrack | undefined,
  look: RoomLook,
  card: RoomCard,
  policy: RoomPolicy = usualRoomPolicy,
): RoomStep {
  if (track !== undefined && look.clockEpoch < track.clockEpoch) return { track, events: [], confirm: false };
  const ended = track !== undefined && look.clockEpoch > track.clockEpoch ? endEpoch(track) : undefined;
  const before = ended?.track ?? track;
  const fresh = ended !== undefined || before === undefined;
  const at = fresh || look.at > before.at ? look.at : before.at;
  const counted = before === undefined || fresh ? undefined : countClimate(before, at, card, policy);
  const book = new EpisodeBook(look.equipmentId, look.clockEpoch, before?.open ?? []);
  const { sensors, heard } = hearAll(before?.sensors ?? {}, look, policy);
  const smokeSaid = keepSmoke(before?.smokeSaid ?? {}, sensors, heard, look.at, book);
  const list = Object.values(sensors).filter((sensor) => at - sensor.heardAt <= forgottenMs);
  keepTemperature(list, at, book, policy);
  keepHumidity(list, at, book, policy);
  keepSensors(list, at, book, policy);
  const known = climateKnown(list, at, policy);
  const smokeKnown = list.some(
    (each) => each.quantity === 'env.smoke' && each.problem === undefined && each.heardAt === at,
  );
  const climateAt = known ? at : before?.climateAt;
  const smokeAt = smokeKnown ? at : before?.smokeAt;
  const run = counted ?? { outsideSince: undefined, outsideMs: 0, days: before?.days ?? {} };
  // Where nobody knows, a stretch outside is neither longer nor over.
  const outside = known ? isOutside(list, at, card, policy) : run.outsideSince !== undefined;
  const outsideSince = outside ? (run.outsideSince ?? at) : undefined;
  return {
    track: {
      equipmentId: look.equipmentId,
      at,
      firstAt: before === undefined || look.at < before.firstAt ? look.at : before.firstAt,
      clockEpoch: look.clockEpoch,
      sensors: Object.fromEntries(list.map((sensor) => [keyOf(sensor.quantity, sensor.of), sensor])),
      smokeSaid,
      open: book.open(),
      ...(outsideSince === undefined ? {} : { outsideSince }),
      outsideMs: outside ? run.outsideMs : 0,
      ...(climateAt === undefined ? {} : { climateAt }),
      ...(smokeAt === undefined ? {} : { smokeAt }),
      days: run.days,
    },
    events: [...(ended?.events ?? []), ...book.told()],
    confirm: Object.keys(smokeSaid).length > 0,
  };
}

function endEpoch(track: RoomTrack): { readonly track: RoomTrack; readonly events: readonly EquipmentEvent[] } {
  const book = new EpisodeBook(track.equipmentId, track.clockEpoch, track.open);
  book.loseSight();
  book.finishAll(track.at);
  // Times of the old epoch cannot be compared with those of the new one.
  const { climateAt: _climate, smokeAt: _smoke, outsideSince: _outside, ...kept } = track;
  return { track: { ...kept, sensors: {}, smokeSaid: {}, open: [], outsideMs: 0 }, events: book.told() };
}

const keyOf = (quantity: RoomQuantity, of: string): string => `${quantity} ${of}`;

function hearAll(
  before: Readonly<Record<string, SensorTrack>>,
  look: RoomLook,
  policy: RoomPolicy,
): { readonly sensors: Readonly<Record<string, SensorTrack>>; readonly heard: ReadonlySet<string> } {
  const sensors: Record<string, SensorTrack> = { ...before };
  const heard = new Set<string>();
  for (const reading of look.readings) {
    const quantity = quantityOf(reading.name);
    if (quantity === undefined) continue;
    const key = keyOf(quantity, reading.of ?? '');
    const known = sensors[key];
    if (known !== undefined && look.at <= known.heardAt) continue;
    sensors[key] = hearSensor(known, quantity, reading, look.at, policy);
    heard.add(key);
  }
  return { sensors, heard };
}

/** Smoke is an episode from the first of two reads in a row that say so; an open loop right after an alarm confirms it: fires burn wires. */
function keepSmoke(
  before: Readonly<Record<string, Instant>>,
  sensors: Readonly<Record<string, SensorTrack>>,
  heard: ReadonlySet<string>,
  at: Instant,
  book: EpisodeBook,
): Readonly<Record<string, Instant>> {
  const said: Record<string, Instant> = { ...before };
  for (const key of heard) {
    const sensor = sensors[key];
    if (sensor?.quantity !== 'env.smoke') continue;
    const first = said[key];
    const alarm = sensor.value === 'alarm' && sensor.problem === undefined;
    if (book.find('smoke') !== undefined) {
      if (alarm) book.goOn('smoke', [`smoke ${sensor.of}`.trim()]);
    } else if (first !== undefined && sensor.value !== 'clear') {
      book.begin('smoke', first, [`smoke ${sensor.of}`.trim()]);
    } else if (alarm) {
      said[key] = at;
      continue;
    }
    delete said[key];
  }
  const smoke = Object.values(sensors).filter((sensor) => sensor.quantity === 'env.smoke');
  if (smoke.every((sensor) => sensor.value === 'clear' && sensor.problem === undefined)) book.finish('smoke', at);
  return said;
}

/** Begins, goes on or ends an episode: it begins beyond the line and ends within it by the hysteresis. `undefined`: nothing is measured, and nobody knows. */
function keep(
  kind: RoomEventKind,
  beyond: boolean | undefined,
  within: boolean,
  at: Instant,
  low: number,
  high: number,
  book: EpisodeBook,
): void {
  if (beyond === undefined) {
    book.loseSight([kind]);
    return;
  }
  const seen = { minValue: low, maxValue: high };
  if (book.find(kind) !== undefined) {
    if (within) book.finish(kind, at);
    else book.goOn(kind, [], seen);
  } else if (beyond) book.begin(kind, at, [], seen);
}

function values(
  list: readonly SensorTrack[],
  quantity: RoomQuantity,
  at: Instant,
  policy: RoomPolicy,
): readonly number[] {
  return list.flatMap((sensor) => {
    const value = sensor.quantity === quantity ? measured(sensor, at, policy) : undefined;
    return value === undefined ? [] : [value];
  });
}

/** The lines of a quantity: warned outside of the band, alarmed above the line; ended within them by the hysteresis. */
interface Lines {
  readonly warning: RoomEventKind;
  readonly alarm: RoomEventKind;
  readonly warn: { readonly min: number; readonly max: number };
  readonly alarmAbove: number;
  readonly by: number;
}

interface Told {
  readonly none: boolean;
  readonly low: number;
  readonly high: number;
}

function keepLines(told: readonly number[], lines: Lines, at: Instant, book: EpisodeBook): Told {
  const [low, high] = [Math.min(...told), Math.max(...told)];
  const none = told.length === 0;
  const { warning, alarm, warn, alarmAbove, by } = lines;
  const outside = low < warn.min || high > warn.max;
  const wellInside = low >= warn.min + by && high <= warn.max - by;
  keep(warning, none ? undefined : outside, wellInside, at, low, high, book);
  keep(alarm, none ? undefined : high > alarmAbove, high <= alarmAbove - by, at, low, high, book);
  return { none, low, high };
}

function keepTemperature(list: readonly SensorTrack[], at: Instant, book: EpisodeBook, policy: RoomPolicy): void {
  const by = policy.hysteresisC;
  const { none, low, high } = keepLines(
    values(list, 'env.temperatureC', at, policy),
    {
      warning: 'temperature-warning',
      alarm: 'temperature-alarm',
      warn: policy.warnTemperatureC,
      alarmAbove: policy.alarmTemperatureC,
      by,
    },
    at,
    book,
  );
  const rise = Math.max(
    0,
    ...list.filter((each) => each.quantity === 'env.temperatureC').map((each) => riseOf(each, at, policy)),
  );
  keep('temperature-rise', none ? undefined : rise > policy.riseC, rise <= policy.riseC - by, at, low, high, book);
}

function keepHumidity(list: readonly SensorTrack[], at: Instant, book: EpisodeBook, policy: RoomPolicy): void {
  const told = values(list, 'env.humidityPct', at, policy);
  const lines: Lines = {
    warning: 'humidity-warning',
    alarm: 'humidity-alarm',
    warn: policy.warnHumidityPct,
    alarmAbove: policy.alarmHumidityPct,
    by: policy.hysteresisPct,
  };
  keepLines(told, lines, at, book);
}

function keepSensors(list: readonly SensorTrack[], at: Instant, book: EpisodeBook, policy: RoomPolicy): void {
  const names = (sensors: readonly SensorTrack[]): readonly string[] =>
    sensors.map((sensor) => [sensor.quantity, sensor.of, sensor.problem ?? ''].join(' ').replace(/ +/g, ' ').trim());
  const silent = list.filter((sensor) => at - sensor.heardAt > policy.staleMs);
  const faulty = list.filter((sensor) => sensor.problem !== undefined && !silent.includes(sensor));
  if (silent.some((sensor) => sensor.quantity === 'env.smoke')) book.loseSight(['smoke']);
  for (const [kind, sensors] of [
    ['communication-lost', silent],
    ['sensor-fault', faulty],
  ] as const) {
    if (sensors.length === 0) {
      // A fault of a sensor that fell silent was not seen to end.
      if (kind === 'sensor-fault' && silent.some((sensor) => sensor.problem !== undefined)) book.loseSight([kind]);
      else book.finish(kind, at);
    } else if (book.find(kind) === undefined) {
      const since = sensors.map((each) =>
        kind === 'communication-lost' ? each.heardAt : each.problem === 'stuck' ? each.unchangedSince : at,
      );
      book.begin(kind, instant(Math.min(...since)), names(sensors));
    } else book.goOn(kind, names(sensors));
  }
}

/** The climate is known when the temperature is, and the humidity too where the room has a sensor of it. */
function climateKnown(list: readonly SensorTrack[], at: Instant, policy: RoomPolicy): boolean {
  const has = (quantity: RoomQuantity): boolean => list.some((sensor) => sensor.quantity === quantity);
  const known = (quantity: RoomQuantity): boolean => values(list, quantity, at, policy).length > 0;
  return known('env.temperatureC') && (!has('env.humidityPct') || known('env.humidityPct'));
}
