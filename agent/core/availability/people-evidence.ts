import {
  addDays,
  type CalendarDate,
  type EquipmentRecord,
  type ExternalRecord,
  type FaultRecord,
  type Instant,
  type Interval,
  instant,
  type Signature,
  type SuspensionRecord,
} from '@center/contract';
import { intersect, normalise } from './algebra.ts';
import { openingOn } from './calendar.ts';
import type { AvailabilityInput } from './evidence.ts';
import { layer, type Mark, overlay } from './marks.ts';
import { addWorkingDays } from './working-days.ts';
import { localMidnight } from './zone.ts';

/*
 * What people wrote, as far as it counts. A record alone only ever makes things worse for the device, but for the daily record that is signed in its time; what frees time or makes down time up
 * counts by the signature of another person, and never beyond the moment of that signature where it speaks of what was.
 */

/** Far beyond every period: what is open has no end. */
const never = instant(8_640_000_000_000_000);

/** The signature is there, and is that of another person than all of those. */
export function bySecond(
  signature: Signature | undefined,
  ...others: readonly (string | undefined)[]
): signature is Signature {
  return signature !== undefined && !others.includes(signature.by);
}

/** How a fault record counts. `draft`: a probe opened it and nobody has classified it: the probes decide. */
export type FaultWeight = 'down' | 'draft' | 'explained-up' | 'explained-unknown' | 'maintenance';

export function faultWeight({ body, firstEntered }: EquipmentRecord<FaultRecord>): FaultWeight {
  const { faultClass, openedBy } = body;
  if (faultClass === 'fault') return 'down';
  if (faultClass === undefined) return openedBy === 'person' ? 'down' : 'draft';
  if (!bySecond(body.countersigned, body.classified?.by, firstEntered.by))
    return openedBy === 'person' ? 'down' : 'draft';
  switch (faultClass) {
    case 'switched-off':
    case 'network':
      return 'explained-up';
    case 'moved':
      return 'explained-unknown';
    case 'maintenance-without-window':
      return 'maintenance';
  }
}

/** From its beginning to the acceptance of the repair, and to nothing else; open, it has no end. */
export function faultTime({ body }: EquipmentRecord<FaultRecord>): Interval {
  const end = body.accepted === undefined || body.end === undefined ? never : body.end;
  return { start: body.start, end };
}

/** What a classification that a second person signed speaks of: until the device was seen up again, and never beyond that signature. */
export function explainedTime({ body }: EquipmentRecord<FaultRecord>): Interval {
  const end = Math.min(body.probeSawUpAt ?? body.end ?? never, body.countersigned?.at ?? body.start);
  return { start: body.start, end: instant(end) };
}

export interface PeopleEvidence {
  readonly faults: readonly Mark[];
  readonly degraded: readonly Mark[];
  readonly disputes: readonly Mark[];
  /** Counts only where probes say down, or suspect it. */
  readonly explained: readonly Mark[];
  readonly daily: readonly Mark[];
}

export function peopleEvidence(input: AvailabilityInput, range: Interval): PeopleEvidence {
  const { faults, disputes } = input.records;
  const ofWeight = (weight: FaultWeight): readonly EquipmentRecord<FaultRecord>[] =>
    faults.filter((record) => faultWeight(record) === weight);
  const down = ofWeight('down');
  const faultMark = (record: EquipmentRecord<FaultRecord>): Mark => ({
    ...faultTime(record),
    state: 'down',
    because: 'fault-record',
    ref: record.id,
    degraded: record.body.degraded,
  });
  const explain = (record: EquipmentRecord<FaultRecord>, state: 'up' | 'unknown'): Mark => ({
    ...explainedTime(record),
    state,
    because: state === 'up' ? 'dispute' : 'record-due',
    ref: record.id,
    degraded: false,
  });
  const says = dailySays(input, range, down.map(faultTime));
  return {
    faults: layer([...down.filter(({ body }) => !body.degraded).map(faultMark), ...says.fault]),
    degraded: layer([...down.filter(({ body }) => body.degraded).map(faultMark), ...says.degraded]),
    disputes: layer(
      disputes.flatMap(({ id, body, firstEntered }) =>
        bySecond(body.countersigned, firstEntered.by) && body.reason.trim() !== ''
          ? [
              {
                start: body.from,
                end: earlier(body.to, body.countersigned.at),
                state: 'up',
                because: 'dispute',
                ref: id,
                degraded: false,
              },
            ]
          : [],
      ),
    ),
    // Of two explanations the one that credits nothing goes first.
    explained: overlay(
      [
        layer(ofWeight('explained-unknown').map((record) => explain(record, 'unknown'))),
        layer(ofWeight('explained-up').map((record) => explain(record, 'up'))),
      ],
      [range],
    ),
    daily: says.normal,
  };
}

function earlier(one: Instant, other: Instant): Instant {
  return one < other ? one : other;
}

/** Working days of grace in which a day's paper record may be entered. */
const filingGraceDays = 3;

/** A daily record is evidence of its day when what it says was written from the beginning of the day on and within the filing grace. */
function dailyIsTimely(
  { body, entered }: AvailabilityInput['records']['daily'][number],
  { calendar, holidays }: Pick<AvailabilityInput, 'calendar' | 'holidays'>,
): boolean {
  if (calendar === undefined) return false;
  const written = body.countersigned === undefined ? entered.at : (body.writtenAt ?? entered.at);
  const until = addDays(addWorkingDays(body.date, filingGraceDays, holidays).date, 1);
  return localMidnight(calendar.zone, body.date) <= written && written < localMidnight(calendar.zone, until);
}

type DailySays = Readonly<Record<'normal' | 'degraded' | 'fault', readonly Mark[]>>;

/** Each for the opening hours of its own day. A fault or a defect that the fault record tells to the minute is told by that one. 停用 and 保养 say neither that it works nor that it does not. */
function dailySays(input: AvailabilityInput, range: Interval, faults: readonly Interval[]): DailySays {
  const { calendar, holidays, records } = input;
  const said = { normal: new Array<Mark>(), degraded: new Array<Mark>(), fault: new Array<Mark>() };
  if (calendar === undefined) return said;
  const known = normalise(faults);
  const hours = new Map<CalendarDate, Interval[]>();
  for (const record of records.daily) {
    const { status, date } = record.body;
    if (status === 'suspended' || status === 'maintenance') continue;
    const open = hours.get(date) ?? openingOn(calendar, holidays, date);
    hours.set(date, open);
    if (!open.some(({ start, end }) => start < range.end && range.start < end)) continue;
    if (status === 'normal' ? !dailyIsTimely(record, input) : intersect(open, known).length > 0) continue;
    const state = status === 'normal' ? 'up' : 'down';
    const degraded = status === 'degraded';
    for (const { start, end } of open)
      said[status].push({ start, end, state, because: 'daily-record', ref: record.id, degraded });
  }
  return { normal: layer(said.normal), degraded: layer(said.degraded), fault: layer(said.fault) };
}

/** Approved by another than who wrote it, with its document. */
export function externalTime(
  records: readonly EquipmentRecord<ExternalRecord>[],
  equipmentId: string,
): readonly (Interval & { readonly ref: string })[] {
  return records
    .filter(
      ({ body, firstEntered }) =>
        body.equipmentIds.includes(equipmentId) &&
        body.document.trim() !== '' &&
        bySecond(body.approved, firstEntered.by),
    )
    .map(({ id, body }) => ({ start: body.from, end: body.to, ref: id }));
}

/** Why a suspension frees nothing. */
export type SuspensionStanding = 'in-force' | 'not-countersigned' | 'during-fault' | 'exposures';

/**
 * A suspension frees its time when a second person signed it, nothing was broken at its begin (nor, if it was written later, until then: it is not to be dated before a fault), and no image was made in it.
 */
export function suspensionStanding(
  { body, firstEntered }: EquipmentRecord<SuspensionRecord>,
  { records, exposures, now }: Pick<AvailabilityInput, 'records' | 'exposures' | 'now'>,
  probesSayDown: readonly Interval[],
): SuspensionStanding {
  if (!bySecond(body.countersigned, firstEntered.by)) return 'not-countersigned';
  const written = instant(Math.max(body.from, firstEntered.at) + 1);
  const touches = ({ start, end }: Interval): boolean => start < end && start < written && body.from < end;
  if (records.faults.some((record) => brokenTime(record).some(touches)) || probesSayDown.some(touches))
    return 'during-fault';
  const until = body.to ?? now;
  return exposures.some((at) => body.from <= at && at < until) ? 'exposures' : 'in-force';
}

function brokenTime(record: EquipmentRecord<FaultRecord>): Interval[] {
  switch (faultWeight(record)) {
    case 'down':
      return [faultTime(record)];
    case 'draft':
      return [{ start: record.body.start, end: record.body.probeSawUpAt ?? faultTime(record).end }];
    case 'explained-up':
    case 'explained-unknown':
    case 'maintenance':
      return [];
  }
}

export function suspendedTime({ body }: EquipmentRecord<SuspensionRecord>): Interval {
  return { start: body.from, end: body.to ?? never };
}
