import type { Instant } from '@center/contract';
import { localTimeMs } from '../availability/index.ts';
import type { Alarm, NoticeKind, NoticeUrgency } from './alarm.ts';
import type { NoticeRules } from './settings.ts';

/**
 * What a receiver is told of an alarm.
 * - `begin`: for the first time. - `remind`: it lasts, and nobody took it up. - `escalate`: it lasts so long that this receiver is told as well.
 * - `end`: it is over. - `flapping`: it comes and goes; until that stops nothing more is told of it.
 */
export const toldKinds = ['begin', 'remind', 'escalate', 'end', 'flapping'] as const;
export type ToldKind = (typeof toldKinds)[number];

/** One lasting of an alarm, from its raising to its clearing, with what has been told of it to whom. */
export interface Incident {
  readonly id: number;
  readonly alarm: Alarm;
  /** When the agent raised it: `alarm.since` may lie earlier. */
  readonly raisedAt: Instant;
  readonly clearedAt?: Instant;
  readonly acknowledgedAt?: Instant;
  readonly told: readonly { readonly receiver: string; readonly kind: ToldKind; readonly at: Instant }[];
}

export interface NoticeLine {
  readonly incident: number;
  readonly kind: ToldKind;
  readonly alarm: Alarm;
  readonly clearedAt?: Instant;
  /** Alarms that this one explains. */
  readonly explains: readonly Alarm[];
}

export interface PlannedNotice {
  readonly receiver: string;
  readonly urgency: NoticeUrgency;
  readonly lines: readonly NoticeLine[];
}

export interface NoticeState {
  /** Those that last, and those that ended within the last day. */
  readonly incidents: readonly Incident[];
  /** Instants of the messages to each receiver within the last hour. */
  readonly sent: ReadonlyMap<string, readonly Instant[]>;
}

const hourMs = 3_600_000;
const rank: Readonly<Record<NoticeUrgency, number>> = { info: 0, warning: 1, critical: 2 };
/** What is over in the moment in which it is found, and told all the same. */
const momentary: ReadonlySet<NoticeKind> = new Set<NoticeKind>(['agent-gap', 'clock-step']);
/** Two lastings of one alarm within this time are told although each was too short. */
const twiceWithinMs = 600_000;

/**
 * Who is to be told what at `now`: at most one message a receiver. A function of what is kept, so that a restart, a lost tick or a tick that comes twice changes nothing:
 * what was told is kept with the message itself.
 */
export function planNotices(state: NoticeState, rules: NoticeRules, now: Instant): readonly PlannedNotice[] {
  const receivers = new Set(rules.chain.flatMap(({ receivers: names }) => names));
  return [...receivers].flatMap((receiver) => {
    const notice = forReceiver(receiver, state, rules, now);
    return notice === undefined ? [] : [notice];
  });
}

function forReceiver(
  receiver: string,
  { incidents, sent }: NoticeState,
  rules: NoticeRules,
  now: Instant,
): PlannedNotice | undefined {
  const due = incidents.flatMap((incident): NoticeLine[] => {
    const kind = dueKind(receiver, incident, incidents, rules, now);
    return kind === undefined ? [] : [lineOf(kind, incident, incidents)];
  });
  if (due.length === 0) return undefined;
  const loud = due.filter(({ kind, alarm }) => alarm.urgency === 'critical' && kind !== 'end');
  const recent = sent.get(receiver) ?? [];
  const last = recent.length === 0 ? undefined : Math.max(...recent);
  const held =
    recent.length >= rules.mostAnHour ||
    (last !== undefined && now - last < rules.groupIntervalMs) ||
    isQuiet(rules, now);
  const full = recent.length >= 2 * rules.mostAnHour;
  const lines = held ? loud : due;
  if (lines.length === 0 || full) return undefined;
  const urgency = lines.reduce<NoticeUrgency>(
    (worst, { kind, alarm }) => (kind !== 'end' && rank[alarm.urgency] > rank[worst] ? alarm.urgency : worst),
    'info',
  );
  return { receiver, urgency, lines };
}

function lineOf(kind: ToldKind, { id, alarm, clearedAt }: Incident, incidents: readonly Incident[]): NoticeLine {
  const explains =
    kind === 'end'
      ? []
      : incidents
          .filter((other) => other.clearedAt === undefined && other.alarm.causedBy === alarm.key)
          .map((other) => other.alarm);
  return { incident: id, kind, alarm, explains, ...(clearedAt === undefined ? {} : { clearedAt }) };
}

/** What the receiver is to be told of one incident now; undefined: nothing. */
function dueKind(
  receiver: string,
  incident: Incident,
  incidents: readonly Incident[],
  rules: NoticeRules,
  now: Instant,
): ToldKind | undefined {
  const { alarm, clearedAt, acknowledgedAt, told } = incident;
  const mine = told.filter((each) => each.receiver === receiver);
  const begun = mine.find(({ kind }) => kind === 'begin' || kind === 'escalate' || kind === 'flapping');
  if (clearedAt !== undefined) {
    if (begun === undefined)
      return isFirst(receiver, alarm, rules) && isWorthTelling(incident, incidents, rules, now) ? 'begin' : undefined;
    // Told when it was over already, or said to come and go: its end is no news.
    if (begun.kind === 'flapping' || begun.at >= clearedAt) return undefined;
    return mine.some(({ kind }) => kind === 'end') ? undefined : 'end';
  }
  if (isToldByCause(receiver, incident, incidents)) return undefined;
  if (begun === undefined) {
    if (acknowledgedAt !== undefined) return undefined;
    const step = stepOf(receiver, alarm, rules);
    if (step === undefined) return undefined;
    if (flaps(incident, incidents, rules, now))
      return step.afterMs > 0 || isMuted(receiver, incident, incidents, now) ? undefined : 'flapping';
    if (step.afterMs === 0) return now - incident.raisedAt >= rules.groupWaitMs ? 'begin' : undefined;
    const first = Math.min(...told.map(({ at }) => at));
    return told.length > 0 && now - first >= step.afterMs ? 'escalate' : undefined;
  }
  if (acknowledgedAt !== undefined || alarm.urgency === 'info' || begun.kind === 'flapping') return undefined;
  const last = Math.max(...mine.map(({ at }) => at));
  return now - last >= rules.repeatMs ? 'remind' : undefined;
}

/**
 * Its cause stands and names it in its own message; or the cause is over, this receiver was told of it, and it explains the alarm still: devices need their time to come back.
 */
function isToldByCause(receiver: string, { alarm }: Incident, incidents: readonly Incident[]): boolean {
  return (
    alarm.causedBy !== undefined &&
    incidents.some(
      ({ alarm: cause, clearedAt, told }) =>
        cause.key === alarm.causedBy && (clearedAt === undefined || told.some((each) => each.receiver === receiver)),
    )
  );
}

/** The earliest step of the chain on which the receiver is told of such an alarm. */
function stepOf(receiver: string, alarm: Alarm, { chain }: NoticeRules): NoticeRules['chain'][number] | undefined {
  return chain
    .filter(({ receivers, from }) => receivers.includes(receiver) && rank[alarm.urgency] >= rank[from])
    .toSorted((a, b) => a.afterMs - b.afterMs)[0];
}

const isFirst = (receiver: string, alarm: Alarm, rules: NoticeRules): boolean =>
  stepOf(receiver, alarm, rules)?.afterMs === 0;

/** An alarm that ended before anybody was told: a moment's news, or the second of two short ones. */
function isWorthTelling(incident: Incident, incidents: readonly Incident[], rules: NoticeRules, now: Instant): boolean {
  const { id, alarm, raisedAt } = incident;
  if (momentary.has(alarm.kind)) return true;
  if (alarm.causedBy !== undefined || now - raisedAt > hourMs || flaps(incident, incidents, rules, now)) return false;
  return incidents.some(
    (other) =>
      other.id < id &&
      other.alarm.key === alarm.key &&
      raisedAt - other.raisedAt <= twiceWithinMs &&
      other.told.length === 0,
  );
}

function beginsWithinHour({ alarm }: Incident, incidents: readonly Incident[], now: Instant): readonly Incident[] {
  return incidents.filter((other) => other.alarm.key === alarm.key && now - other.raisedAt <= hourMs);
}

function flaps(incident: Incident, incidents: readonly Incident[], rules: NoticeRules, now: Instant): boolean {
  return beginsWithinHour(incident, incidents, now).length > rules.flapping;
}

function isMuted(receiver: string, incident: Incident, incidents: readonly Incident[], now: Instant): boolean {
  return beginsWithinHour(incident, incidents, now).some(({ told }) =>
    told.some((each) => each.receiver === receiver && each.kind === 'flapping'),
  );
}

/** Whether `now` lies in the quiet hours, by the clock of their zone. */
export function isQuiet({ quiet }: Pick<NoticeRules, 'quiet'>, now: Instant): boolean {
  if (quiet === undefined || quiet.from === quiet.to) return false;
  const at = Math.floor(localTimeMs(quiet.zone, now) / 60_000);
  return quiet.from < quiet.to ? quiet.from <= at && at < quiet.to : at >= quiet.from || at < quiet.to;
}
