import {
  addDays,
  calendarDateAt,
  type EquipmentCard,
  type EquipmentRecord,
  type FaultRecord,
  type Instant,
  instant,
  instantToIso,
  parseInstant,
  startOfDay,
  type WindowRecord,
} from '@center/contract';
import type { StationWindowForm } from '@center/contract/station-api';
import { calendarDay } from './calendar-day.ts';
import type { StationDeps } from './deps.ts';
import { Refusal } from './problems.ts';

/** Clocks of two desks differ a little. */
const deskSlackMs = 5 * 60_000;
const dayMs = 86_400_000;
const mostWindowMs = 31 * dayMs;
const farthestAheadMs = 400 * dayMs;
const mostRepeatYears = 3;

/** A moment as a form gives it. Throws `request-invalid` with the field's name: the border's pattern lets a 30th of February through. */
export function momentOf(text: string, field: string): Instant {
  const read = parseInstant(text);
  if (!read.ok || instantToIso(read.value).slice(0, 10) !== text.slice(0, 10))
    throw new Refusal('request-invalid', [field]);
  return read.value;
}

/** Throws `date-order`. */
export function spanOf(from: Instant, to: Instant, field = 'to'): void {
  if (to <= from) throw new Refusal('date-order', [field]);
}

/** Throws `too-far-ahead` for what cannot have happened yet. */
export function hasBeen(at: Instant, now: Instant, field: string): void {
  if (at > now + deskSlackMs) throw new Refusal('too-far-ahead', [field]);
}

/** Throws `too-far-ahead` for what nobody plans. */
export function isNear(at: Instant, now: Instant, field: string): void {
  if (at > now + farthestAheadMs) throw new Refusal('too-far-ahead', [field]);
}

/** The card of an equipment that people write of. Throws `not-found`. */
export function cardOf({ ledger }: StationDeps, equipmentId: string): EquipmentCard {
  const card = ledger.equipment.card(equipmentId);
  if (card === undefined) throw new Refusal('not-found', [equipmentId]);
  return card;
}

/** Throws `before-service`: nothing is said of a device before it was there. */
export function inService(card: EquipmentCard, at: Instant, { facility }: StationDeps, field: string): void {
  if (at < startOfDay(card.inServiceFrom, facility.zoneOffsetMinutes)) throw new Refusal('before-service', [field]);
}

/** A draft that nobody has classified and whose probe is gone will hear of no end: it tells nothing of what begins after. */
const isOverFor = ({ faultClass, probeGoneAt }: FaultRecord, start: Instant): boolean =>
  faultClass === undefined && probeGoneAt !== undefined && probeGoneAt <= start;

/**
 * One device has one fault at a time. Throws `fault-open` when one that is not accepted began before `end`, `fault-overlaps` when an accepted one touches [start, end); both name its
 * record and its begin.
 */
export function noOtherFault(
  { ledger }: StationDeps,
  equipmentId: string,
  { start, end }: Pick<FaultRecord, 'start' | 'end'>,
  except?: string,
): void {
  const latest = instant(8_640_000_000_000_000);
  const touching = ledger.equipmentRecords
    .ofKind('fault', { equipmentId, period: { start, end: end ?? latest } })
    .filter(({ id }) => id !== except);
  for (const { id, body } of touching) {
    const details = [id, instantToIso(body.start)];
    if (body.end === undefined && !isOverFor(body, start)) throw new Refusal('fault-open', details);
    if (body.end !== undefined && body.end > start) throw new Refusal('fault-overlaps', details);
  }
}

/** Repetition, checked. Throws `date-order`, `too-far-ahead`, `window-too-long`, `window-overlaps-itself`. */
export function repeatsOf(
  form: StationWindowForm,
  from: Instant,
  to: Instant,
  { facility }: StationDeps,
): WindowRecord['repeats'] {
  if (to - from > mostWindowMs) throw new Refusal('window-too-long', ['to']);
  if (form.repeats === undefined) return undefined;
  const { every, unit } = form.repeats;
  const until = calendarDay(form.repeats.until, 'repeats.until');
  const begins = calendarDateAt(from, facility.zoneOffsetMinutes);
  if (until < begins) throw new Refusal('date-order', ['repeats.until']);
  if (until > addDays(begins, mostRepeatYears * 366)) throw new Refusal('too-far-ahead', ['repeats.until']);
  const shortestMs = unit === 'week' ? every * 7 * dayMs : every * 28 * dayMs;
  if (to - from > shortestMs) throw new Refusal('window-overlaps-itself', ['repeats.every']);
  return { every, unit, until };
}

/** A window that was asked for or approved after it began frees nothing by itself. */
export function isLate({ from, requested, approved }: WindowRecord, now: Instant): boolean {
  return requested.at >= from || (approved === undefined ? now >= from : approved.at >= from);
}

/** A record as it stands. Throws `not-found`, `record-withdrawn`. */
export function standing({ ledger }: StationDeps, id: string): EquipmentRecord {
  const record = ledger.equipmentRecords.get(id);
  if (record === undefined) throw new Refusal('not-found');
  if (record.withdrawn !== undefined) throw new Refusal('record-withdrawn');
  return record;
}

/** An instant of a form that may be absent. */
export function maybeMoment(text: string | undefined, field: string): Instant | undefined {
  return text === undefined ? undefined : momentOf(text, field);
}

export const isoOrNull = (at: Instant | undefined): string | null => (at === undefined ? null : instantToIso(at));
