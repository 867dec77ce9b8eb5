import {
  type CalendarDate,
  type EquipmentCard,
  type HolidaySet,
  type Instant,
  type Interval,
  instant,
} from '@center/contract';
import { shippedHolidays } from '@center/register';
import {
  type Account,
  type AvailabilityInput,
  type AvailabilityPolicy,
  account,
  joinHolidays,
  localMidnight,
  monthPeriod,
  openSpan,
  type ProbeSpan,
  type ProbeTrack,
  usualAvailabilityPolicy,
  usualSampleRule,
  yearPeriod,
} from '../../core/index.ts';
import { type Ledger, sha256Hex } from '../ledger/index.ts';
import { pathVerdictMs } from './path.ts';
import type { FigureDeps, MonthFigures } from './standing-contract.ts';

/** Where the center stands, unless a calendar says otherwise. */
export const centerZone = 'Asia/Shanghai';

export const policyOf = ({ policy }: FigureDeps): AvailabilityPolicy => policy ?? usualAvailabilityPolicy;

/** The shipped holiday set, and where the center has entered its own, that one for the days it settles. */
export function holidaysOf(ledger: Ledger): HolidaySet {
  const own = ledger.equipment.holidays();
  if (own === undefined) return shippedHolidays;
  const set = joined.get(own) ?? joinHolidays(shippedHolidays, own);
  joined.set(own, set);
  return set;
}

const joined = new WeakMap<HolidaySet, HolidaySet>();

/** Zone of the equipment's calendar; without one that of the center. */
export function zoneOf(ledger: Ledger, card: Pick<EquipmentCard, 'calendarId'>): string {
  const { calendarId } = card;
  return (calendarId === undefined ? undefined : ledger.equipment.calendar(calendarId))?.zone ?? centerZone;
}

/**
 * A track as far as its probe has spoken. A failing waits a minute for the verdict on the path, and until then the probe says what it said before: it is not silent, and nobody's daily record speaks in
 * its place.
 */
export function heardTrack(ledger: Ledger, number: number, track: ProbeTrack, now: Instant): ProbeTrack {
  const { last, interrupted, holdMs } = track;
  if (interrupted || now - last.at > 2 * (holdMs + pathVerdictMs)) return track;
  const heard = ledger.watch.lastSample(number, last.at);
  if (heard === undefined || heard.at <= last.at || heard.at > now || heard.bootId !== last.bootId) return track;
  return { ...track, last: { at: heard.at, bootId: heard.bootId, bootMs: heard.bootMs } };
}

/** What every probe of the equipment said over the period: closed spans, and those that last. */
export function probeSpansOf(ledger: Ledger, equipmentId: string, period: Interval, now: Instant): ProbeSpan[] {
  const open = ledger.watch.probesOf(equipmentId).flatMap(({ number, track }) => {
    const span = track === undefined ? undefined : openSpan(heardTrack(ledger, number, track, now), now);
    return span === undefined || span.end <= period.start || span.start >= period.end ? [] : [span];
  });
  return [...ledger.watch.spans(equipmentId, period), ...open];
}

/**
 * All that the ledger knows of one piece of equipment over a period. Undefined: there is no such card. Without a calendar the input has none. `probes` are those that watched it within
 * the period, or had spoken before it.
 */
export function availabilityInputOf(
  deps: FigureDeps,
  equipmentId: string,
  period: Interval,
  now: Instant,
): AvailabilityInput | undefined {
  const { ledger } = deps;
  const card = ledger.equipment.card(equipmentId);
  return card === undefined ? undefined : inputOf(deps, card, period, now);
}

/** Windows of the whole month use up its cap, and a month begins at most so long before any of its moments. */
const capReachMs = 32 * 86_400_000;

/** From when on evidence matters to the period: what a suspension that touches it began with, and what lay in it, may lie long before. */
function reachOf(ledger: Ledger, equipmentId: string, period: Interval): Interval {
  const begins = ledger.equipmentRecords
    .ofKind('suspension', { equipmentId, period })
    .map(({ body }) => Math.min(body.from, period.start));
  return { start: instant(Math.min(period.start, ...begins.map((from) => from - 1))), end: period.end };
}

/** A probe that was set up later was not silent then. */
function spokeBefore(ledger: Ledger, number: number, { last, open }: ProbeTrack, end: Instant): boolean {
  const first = ledger.watch.firstSpanEnd(number);
  return last.at < end || (open !== null && open.start < end) || (first !== undefined && first < end);
}

function inputOf(deps: FigureDeps, card: EquipmentCard, period: Interval, now: Instant): AvailabilityInput {
  const { ledger } = deps;
  const policy = policyOf(deps);
  const reach = reachOf(ledger, card.id, period);
  const exposed = exposedIn(deps, reach, now);
  const holds = ledger.watch
    .probesOf(card.id)
    .flatMap(({ number, grade, track }) =>
      grade === undefined || track === undefined || !spokeBefore(ledger, number, track, period.end)
        ? []
        : [track.holdMs],
    );
  const recorded = { start: instant(reach.start - capReachMs), end: period.end };
  return {
    card,
    calendar: card.calendarId === undefined ? undefined : ledger.equipment.calendar(card.calendarId),
    holidays: holidaysOf(ledger),
    records: ledger.equipmentRecords.of(card.id, recorded),
    spans: probeSpansOf(ledger, card.id, reach, now),
    probes: holds.length,
    ...(holds.length === 0 ? {} : { sampleMs: Math.round(Math.max(...holds) / usualSampleRule.gapFactor) }),
    exposures:
      card.deviceId === undefined || exposed.end <= exposed.start
        ? []
        : ledger.exposures.between(card.deviceId, exposed),
    policy,
    period,
    now,
    digest: sha256Hex,
  };
}

/** Exposures that may count within a reach: also those shortly before it, and none that claims to lie ahead. */
function exposedIn(deps: FigureDeps, reach: Interval, now: Instant): Interval {
  return {
    start: instant(reach.start - policyOf(deps).useCoversMs),
    end: instant(Math.min(reach.end, now + 1)),
  };
}

interface Cached {
  readonly basis: string;
  readonly account: Account;
}

const kept = new WeakMap<Ledger, Map<string, Cached>>();
/** Accounts that are remembered of one ledger: two years of months for fifty devices. */
const mostKept = 1_200;

/** Everything on which the account of a period that is over rests, in few reads: the same text, the same account. */
function basisOf(deps: FigureDeps, card: EquipmentCard, period: Interval, now: Instant): string {
  const { ledger } = deps;
  const open = ledger.watch.probesOf(card.id).flatMap(({ track }) => {
    const span = track === undefined ? undefined : openSpan(track, now);
    // A span that lasts tells the same of a past period for as long as it reaches over it.
    return span === undefined || span.start >= period.end
      ? []
      : [`${span.probe}:${span.state}:${String(span.start)}:${String(Math.min(span.end, period.end))}`];
  });
  const exposures =
    card.deviceId === undefined
      ? ''
      : ledger.exposures.mark(card.deviceId, exposedIn(deps, reachOf(ledger, card.id, period), now));
  const policy = deps.policy === undefined ? '' : JSON.stringify(deps.policy);
  return `${String(ledger.equipment.changed(card.id))} ${String(ledger.watch.lastSpan(card.id))} ${open.join(',')} ${exposures} ${policy}`;
}

/**
 * The account of one piece of equipment over a period, its future included. Undefined: there is no such card. What is asked again of a period that is over, and of which nothing has
 * changed, is not counted anew.
 */
export function accountOf(deps: FigureDeps, equipmentId: string, period: Interval, now: Instant): Account | undefined {
  const { ledger } = deps;
  const card = ledger.equipment.card(equipmentId);
  if (card === undefined) return undefined;
  // What ends now is another period with each asking: remembered, it would drive out the months.
  if (period.end >= now) return account(inputOf(deps, card, period, now));
  const cache = kept.get(ledger) ?? new Map<string, Cached>();
  kept.set(ledger, cache);
  const key = `${equipmentId} ${String(period.start)} ${String(period.end)}`;
  const basis = basisOf(deps, card, period, now);
  const before = cache.get(key);
  if (before?.basis === basis) return before.account;
  const counted = account(inputOf(deps, card, period, now));
  cache.delete(key);
  cache.set(key, { basis, account: counted });
  for (const oldest of cache.keys()) {
    if (cache.size <= mostKept) break;
    cache.delete(oldest);
  }
  return counted;
}

/** A month (YYYY-MM, in the zone of its calendar) of one device: the running one up to now with its future required, or a past one beside its closing. */
export function monthAccountOf(
  deps: FigureDeps,
  equipmentId: string,
  month: string,
  now: Instant,
): MonthFigures | undefined {
  const { ledger } = deps;
  const card = ledger.equipment.card(equipmentId);
  if (card === undefined) return undefined;
  const period = monthPeriod(month, zoneOf(ledger, card));
  const counted = period.start >= now ? undefined : accountOf(deps, equipmentId, period, now);
  if (counted === undefined) return undefined;
  const closed = ledger.uptimeMonths.last(equipmentId, month, now);
  return {
    month,
    account: counted,
    revision: closed?.revision ?? 0,
    ...(closed === undefined ? {} : { closedAt: closed.closedAt, closed: closed.figures }),
  };
}

/** The year of the rule: from the start of supervision, at most twelve months back. Undefined: no such card, or the start lies ahead. */
export function yearAccountOf(
  deps: FigureDeps,
  equipmentId: string,
  supervisionStart: CalendarDate,
  now: Instant,
): Account | undefined {
  const { ledger } = deps;
  const card = ledger.equipment.card(equipmentId);
  if (card === undefined) return undefined;
  const zone = zoneOf(ledger, card);
  const start = localMidnight(zone, supervisionStart);
  if (start >= now) return undefined;
  return accountOf(deps, equipmentId, yearPeriod(start, now, zone), now);
}
