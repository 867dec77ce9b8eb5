import {
  type EquipmentRecord,
  type FaultRecord,
  instant,
  type OpeningHours,
  type Signature,
  type WindowRecord,
} from '@center/contract';
import type { AvailabilityInput, CountedSpan, ProbeSpan } from '../evidence.ts';
import { dayOf, tickMs } from './random-case.ts';
import { at } from './records.ts';

/*
 * uptime-def/1 read word by word, one tick at a time, without interval algebra, without the code under test, and without speed. Only for Asia/Shanghai in 2026 and for
 * input on the grid of ticks: every question is asked anew at every tick.
 */

export interface NaiveTick {
  readonly at: number;
  /** Undefined: not scheduled. */
  readonly state: CountedSpan['state'] | undefined;
  readonly silent: boolean;
  readonly degraded: boolean;
  readonly doubtful: boolean;
}

const begin = at('2026-01-01 00:00');
const dayMs = 86_400_000;
const dayIndex = (time: number): number => dayOf(instant(time));

/** Of 2025, 2026 and 2027 alike. */
const monthLengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;
/** Months from January 2026 on, and the day of the month, of so many days after 2026-01-01. */
function monthAndDay(index: number): [number, number] {
  let month = Math.floor(index / 365) * 12;
  let left = ((index % 365) + 365) % 365;
  for (const length of monthLengths) {
    if (left < length) break;
    left -= length;
    month += 1;
  }
  return [month, left + 1];
}
function dayOfMonth(month: number, dayNumber: number): number {
  const inYear = ((month % 12) + 12) % 12;
  const before = monthLengths.slice(0, inYear).reduce<number>((sum, length) => sum + length, 0);
  return Math.floor(month / 12) * 365 + before + Math.min(dayNumber, monthLengths[inYear] ?? 0) - 1;
}
const dateOfDay = remembered((index): string => {
  const [month, dayNumber] = monthAndDay(index);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${2026 + Math.floor(month / 12)}-${two((((month % 12) + 12) % 12) + 1)}-${two(dayNumber)}`;
});

const minutesOfText = new Map<string, number>();
function minuteOf(text: string): number {
  const known = minutesOfText.get(text);
  if (known !== undefined) return known;
  const [hour, minute] = text.split(':').map(Number);
  const found = (hour ?? 0) * 60 + (minute ?? 0);
  minutesOfText.set(text, found);
  return found;
}

function hoursOfDay({ calendar, holidays }: AvailabilityInput, index: number): readonly OpeningHours[] {
  if (calendar === undefined) return [];
  const date = dateOfDay(index);
  const override = calendar.overrides.find((each) => each.date === date);
  if (override !== undefined) return override.hours;
  let pattern = calendar.patterns[0];
  for (const each of calendar.patterns) if (each.effectiveFrom <= date) pattern = each;
  const weekday = (index + 3) % 7; // 2026-01-01 is a Thursday
  const usual = (of: number): readonly OpeningHours[] => pattern?.days[((of % 7) + 7) % 7] ?? [];
  if (holidays.holidays.some((each) => each.date === date)) {
    if (calendar.onHolidays === 'closed') return [];
    return calendar.onHolidays === 'as-usual' ? usual(weekday) : calendar.onHolidays;
  }
  if (holidays.workdays.some((each) => each === date) && calendar.swappedWorkdayAs !== undefined)
    return usual(calendar.swappedWorkdayAs);
  return usual(weekday);
}

/** The day whose hours hold the moment, if any do. */
function openDays(input: AvailabilityInput, time: number): number[] {
  const today = dayIndex(time);
  return [today - 1, today].filter((index) => {
    const minute = (time - begin - index * 86_400_000) / 60_000;
    return hoursOfDay(input, index).some(({ from, to }) => {
      const begins = minuteOf(from);
      const ends = minuteOf(to) > begins ? minuteOf(to) : minuteOf(to) + 1440;
      return begins <= minute && minute < ends;
    });
  });
}

const other = (signature: Signature | undefined, ...than: (string | undefined)[]): boolean =>
  signature !== undefined && than.every((by) => by !== signature.by);

function kindOfFault({ body, firstEntered }: EquipmentRecord<FaultRecord>): string {
  const { faultClass, openedBy, countersigned, classified } = body;
  if (faultClass === 'fault' || (faultClass === undefined && openedBy === 'person')) return 'down';
  if (faultClass === undefined) return 'draft';
  if (!other(countersigned, classified?.by, firstEntered.by)) return openedBy === 'person' ? 'down' : 'draft';
  return faultClass;
}
const faultEnds = ({ body }: EquipmentRecord<FaultRecord>): number =>
  body.accepted !== undefined && body.end !== undefined ? body.end : Infinity;
const explains = ({ body }: EquipmentRecord<FaultRecord>, time: number): boolean =>
  body.start <= time && time < (body.probeSawUpAt ?? body.end ?? Infinity) && time < (body.countersigned?.at ?? 0);

function remembered<T>(ask: (time: number) => T): (time: number) => T {
  const answers = new Map<number, T>();
  return (time) => {
    const known = answers.get(time);
    if (known !== undefined) return known;
    const answer = ask(time);
    answers.set(time, answer);
    return answer;
  };
}

/** All that is asked of one case. */
export function bruteForce(input: AvailabilityInput): NaiveTick[] {
  const { period, now, card, records, policy, spans, exposures } = input;
  const horizon = Math.max(period.start, Math.min(now, period.end));
  const open = remembered((time) => openDays(input, time));

  const inService = (time: number): boolean => {
    const date = dateOfDay(dayIndex(time));
    return card.inServiceFrom <= date && (card.inServiceTo === undefined || date <= card.inServiceTo);
  };

  const spanAt = (probe: string, epoch: number, time: number): ProbeSpan | undefined =>
    spans.find((each) => each.probe === probe && each.clockEpoch === epoch && each.start <= time && time < each.end);
  /** up · down · suspect · nothing, by probes and exams alone. Only what touches the time that is asked of is evidence of it. */
  const probesIn = (from: number, until: number) => {
    const evident = spans.filter((each) => each.end > from && each.start < until);
    // An epoch reaches from its first span to its last.
    const reaches = new Map(
      [...new Set(evident.map((each) => each.probe))].map((probe) => {
        const own = evident.filter((each) => each.probe === probe);
        return [
          probe,
          [...new Set(own.map((each) => each.clockEpoch))].map((epoch) => {
            const of = own.filter((each) => each.clockEpoch === epoch);
            return [epoch, Math.min(...of.map((each) => each.start)), Math.max(...of.map((each) => each.end))] as const;
          }),
        ];
      }),
    );
    const epochsAt = (probe: string, time: number): number[] =>
      (reaches.get(probe) ?? []).filter(([, begins, ends]) => begins <= time && time < ends).map(([epoch]) => epoch);
    const probeState = (probe: string, time: number): string | undefined => {
      const epochs = epochsAt(probe, time);
      const states = epochs.map((epoch) => spanAt(probe, epoch, time)?.state ?? 'unknown');
      if (states.includes('down')) return 'down';
      if (states.includes('unknown')) return undefined;
      return states.includes('up') ? 'up' : undefined;
    };
    const names = [...new Map(evident.map((each) => [each.probe, each.grade])).entries()];
    const gradeSays = (grade: string, time: number, state: string): boolean =>
      names.some(([probe, of]) => of === grade && probeState(probe, time) === state);

    const decided = remembered((time): string => {
      if (time < from || time >= until) return 'nothing';
      if (exposures.some((each) => each <= time && time < each + policy.useCoversMs)) return 'up';
      if (gradeSays('use', time, 'up')) return 'up';
      if (gradeSays('service', time, 'down')) return 'down';
      if (gradeSays('service', time, 'up')) return 'up';
      if (gradeSays('reachability', time, 'down')) return card.reachabilityIsAll ? 'down' : 'suspect';
      if (gradeSays('reachability', time, 'up') && card.reachabilityIsAll) return 'up';
      return 'nothing';
    });
    return { decided, evident, epochsAt, names, gradeSays };
  };
  const { decided, evident, epochsAt, names, gradeSays } = probesIn(period.start, horizon);

  const holding = new Map(records.suspensions.map((each) => [each, suspensionHolds(each)]));
  function suspensionHolds(each: (typeof records.suspensions)[number]): boolean {
    const { from, to, countersigned } = each.body;
    if (!other(countersigned, each.firstEntered.by)) return false;
    const written = Math.max(from, each.firstEntered.at);
    const before = probesIn(from, Math.min(period.start, written + 1)).decided;
    for (let time: number = from; time <= written; time += tickMs) {
      if ((time < period.start ? before : decided)(time) === 'down') return false;
      for (const broken of records.faults) {
        const kind = kindOfFault(broken);
        const ends = kind === 'draft' ? (broken.body.probeSawUpAt ?? faultEnds(broken)) : faultEnds(broken);
        if ((kind === 'down' || kind === 'draft') && broken.body.start <= time && time < ends) return false;
      }
    }
    return !exposures.some((shot) => from <= shot && shot < (to ?? now));
  }
  const scheduled = (time: number): boolean =>
    open(time).length > 0 &&
    inService(time) &&
    !records.suspensions.some(
      (each) => each.body.from <= time && time < (each.body.to ?? Infinity) && holding.get(each) === true,
    );

  const occurrences = (body: WindowRecord): [number, number][] => {
    const found: [number, number][] = [[body.from, body.to]];
    if (body.repeats === undefined) return found;
    for (let index = 1; index < 8; index += 1) {
      const first = dayIndex(body.from);
      const [month, dayNumber] = monthAndDay(first);
      const target = body.repeats.unit === 'week' ? first + 7 * index : dayOfMonth(month + index, dayNumber);
      if (dateOfDay(target) > body.repeats.until) break;
      const shift = (target - first) * dayMs;
      found.push([body.from + shift, body.to + shift]);
    }
    return found;
  };
  const freed = (each: EquipmentRecord<WindowRecord>, begins: number): boolean => {
    const { requested, approved, countersigned, cancelled } = each.body;
    if (cancelled !== undefined && cancelled.at <= begins) return false;
    if (other(countersigned, requested.by, approved?.by)) return true;
    const isSigning = [approved, countersigned, cancelled].some(
      (signature) => signature?.at === each.entered.at && signature.by === each.entered.by,
    );
    if (!isSigning && each.entered.at > begins) return false;
    if (each.firstEntered.at > begins || requested.at > begins) return false;
    return approved !== undefined && other(approved, requested.by) && approved.at <= begins;
  };
  const planned = records.windows
    .filter((each) => each.body.equipmentIds.includes(card.id))
    .flatMap((each) =>
      occurrences(each.body)
        .filter(([begins]) => freed(each, begins))
        .map(([begins, ends]) => [begins, Math.min(ends, each.body.cancelled?.at ?? Infinity)] as const),
    );
  const unplanned = records.faults.filter((each) => kindOfFault(each) === 'maintenance-without-window');
  const wantsMaintenance = (time: number): boolean =>
    planned.some(([begins, ends]) => begins <= time && time < ends) || unplanned.some((each) => explains(each, time));
  const monthOf = (time: number): string => dateOfDay(dayIndex(time)).slice(0, 7);
  /** Ticks of maintenance in the local month before this one; none is drawn earlier than a day and a half before the period, but by repetition. */
  const maintainedBefore = remembered((time): number => {
    const previous = time - tickMs;
    if (monthOf(previous) !== monthOf(time)) return 0;
    return maintainedBefore(previous) + (wantsMaintenance(previous) && scheduled(previous) ? 1 : 0);
  });
  const inMaintenance = (time: number): boolean =>
    wantsMaintenance(time) && maintainedBefore(time) * tickMs < policy.maintenanceCapMs;
  const isExternal = (time: number): boolean =>
    records.externals.some(
      (each) =>
        each.body.equipmentIds.includes(card.id) &&
        each.body.document.trim() !== '' &&
        other(each.body.approved, each.firstEntered.by) &&
        each.body.from <= time &&
        time < each.body.to,
    );

  const faultAt = (time: number, degraded: boolean): boolean =>
    records.faults.some(
      (each) =>
        kindOfFault(each) === 'down' &&
        each.body.degraded === degraded &&
        each.body.start <= time &&
        time < faultEnds(each),
    );
  const dailyAt = (time: number, status: string): boolean =>
    open(time).some((index) =>
      records.daily.some((each) => {
        if (each.body.date !== dateOfDay(index) || each.body.status !== status) return false;
        if (status === 'normal') {
          let until = index;
          for (let left = 3; left > 0; ) {
            until += 1;
            const date = dateOfDay(until);
            const free = input.holidays.holidays.some((holiday) => holiday.date === date);
            const worked = input.holidays.workdays.some((workday) => workday === date);
            if (worked || (!free && (((until + 3) % 7) + 7) % 7 < 5)) left -= 1;
          }
          const begins = begin + index * 86_400_000;
          return begins <= each.entered.at && dayIndex(each.entered.at) <= until;
        }
        // Told to the minute by a fault record of that day.
        for (let minute = 0; minute < 2 * 1440; minute += tickMs / 60_000) {
          const moment = begin + index * 86_400_000 + minute * 60_000;
          if (openDays(input, moment).includes(index) && (faultAt(moment, true) || faultAt(moment, false)))
            return false;
        }
        return true;
      }),
    );

  /** End of the warm-up that the moment lies in. */
  const warmUpEnd = (time: number): number | undefined => {
    if (card.warmUpMinutes === 0) return undefined;
    let begins = time;
    while (open(begins - tickMs).length > 0 && time - begins < 2 * 3_600_000) begins -= tickMs;
    const ends = begins + card.warmUpMinutes * 60_000;
    if (open(begins - tickMs).length > 0 || time >= ends) return undefined;
    // Only the first opening of the local day.
    for (let earlier = begins - tickMs; dayIndex(earlier) === dayIndex(begins); earlier -= tickMs)
      if (open(earlier).length > 0 && open(earlier - tickMs).length === 0) return undefined;
    let last = begins;
    while (last < ends && open(last).length > 0) last += tickMs;
    return last;
  };

  const ticks: NaiveTick[] = [];
  for (let time: number = period.start; time < horizon; time += tickMs) {
    const doubtful = names.some(
      ([probe]) =>
        epochsAt(probe, time).length > 1 ||
        evident.some((each) => each.probe === probe && each.doubtful && each.start <= time && time < each.end),
    );
    const say = (state: CountedSpan['state'] | undefined, more: Partial<NaiveTick> = {}): void => {
      ticks.push({ at: time, state, silent: false, degraded: false, doubtful, ...more });
    };
    if (!scheduled(time)) say(undefined);
    else if (inMaintenance(time)) say('maintenance');
    else if (isExternal(time)) say('external');
    else if (faultAt(time, false) || dailyAt(time, 'fault')) say('down');
    else if (faultAt(time, true) || dailyAt(time, 'degraded')) say('down', { degraded: true });
    else if (
      records.disputes.some(
        (each) =>
          each.body.reason.trim() !== '' &&
          other(each.body.countersigned, each.firstEntered.by) &&
          each.body.from <= time &&
          time < each.body.to &&
          time < (each.body.countersigned?.at ?? 0),
      )
    )
      say('up');
    else {
      const evidence = decided(time);
      const failing = evidence === 'down' || evidence === 'suspect';
      const explained = (...kinds: string[]): boolean =>
        records.faults.some((each) => kinds.includes(kindOfFault(each)) && explains(each, time));
      const warm = failing ? warmUpEnd(time) : undefined;
      let comesUp = false;
      if (warm !== undefined)
        for (let later = time + tickMs; later <= warm; later += tickMs) comesUp ||= decided(later) === 'up';
      if (failing && explained('moved')) say('unknown');
      else if (failing && explained('switched-off', 'network')) say('up');
      else if (warm !== undefined && comesUp) say('up');
      else if (warm !== undefined && horizon < warm) say('unknown');
      else if (evidence === 'up') say('up');
      else if (evidence === 'down') say('down');
      else if (evidence === 'suspect') say('unknown');
      else if (dailyAt(time, 'normal')) say('up');
      else {
        const heard = gradeSays('reachability', time, 'up') || gradeSays('use', time, 'down');
        const watched = input.probes ?? new Set(spans.map((each) => each.probe)).size;
        say('unknown', { silent: !heard && watched > 0 });
      }
    }
  }
  return ticks;
}
