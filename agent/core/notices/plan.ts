import type { Instant } from '@center/contract';
import { localTimeMs } from '../availability/index.ts';
import type { Alarm, NoticeKind, NoticeUrgency } from './alarm.ts';
import type { NoticeRules } from './settings.ts';

/**
 * What a receiver is told of an alarm.
 * - `begin`: for the first time. - `remind`: it lasts, and nobody took it up. - `escalate`: it lasts so long that this receiver is told as well.
 * - `end`: it is over. - `past`: told for the first time when it is over already. - `flapping`: it comes and goes; until that stops nothing more is told of it.
 */
export const toldKinds = ['begin', 'remind', 'escalate', 'end', 'past', 'flapping'] as const;
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
  /** Those that last, and those that ended and are not settled. */
  readonly incidents: readonly Incident[];
  /** Instants of the messages to each receiver within the last hour. */
  readonly sent: ReadonlyMap<string, readonly Instant[]>;
}

const hourMs = 3_600_000;
const rank: Readonly<Record<NoticeUrgency, number>> = { info: 0, warning: 1, critical: 2 };
/** What is over in the moment in which it is found, and told all the same; each has a key of its own, so that these come and go by kind. */
const momentary: ReadonlySet<NoticeKind> = new Set<NoticeKind>(['agent-gap', 'clock-step']);
/** Two lastings of one alarm within this time are told although each was too short. */
const twiceWithinMs = 600_000;
/** A gap of no trouble, as an update leaves it, is told to nobody when it is shorter. */
const longGapMs = 600_000;

/** Incidents by what they are looked for; built once a plan, for there may be thousands. */
interface Known {
  readonly all: readonly Incident[];
  readonly byName: ReadonlyMap<string, readonly Incident[]>;
  readonly byCause: ReadonlyMap<string, readonly Incident[]>;
}

const nameOf = ({ key, kind }: Alarm): string => (momentary.has(kind) ? kind : key);

function knownOf(all: readonly Incident[]): Known {
  const caused = all.filter(({ clearedAt, alarm }) => clearedAt === undefined && alarm.causedBy !== undefined);
  return {
    all,
    byName: Map.groupBy(all, ({ alarm }) => nameOf(alarm)),
    byCause: Map.groupBy(caused, ({ alarm }) => alarm.causedBy ?? ''),
  };
}

/** Time since then; of an instant that lies ahead, because the clock was set back, nothing is known: long enough. */
const sinceMs = (at: Instant, now: Instant): number => (at > now ? Number.POSITIVE_INFINITY : now - at);

/**
 * Incidents of which nothing will be told any more, and that nothing else needs: over for an hour, with no receiver to be told of them, explaining nothing that lasts.
 */
export function settledIncidents(
  incidents: readonly Incident[],
  rules: NoticeRules,
  now: Instant,
): readonly Incident[] {
  const known = knownOf(incidents);
  const receivers = [...new Set(rules.chain.flatMap(({ receivers: names }) => names))];
  return incidents.filter(
    (incident) =>
      incident.clearedAt !== undefined &&
      now - incident.clearedAt > hourMs &&
      now - incident.raisedAt > hourMs &&
      !known.byCause.has(incident.alarm.key) &&
      receivers.every((receiver) => dueKind(receiver, incident, known, rules, now) === undefined),
  );
}

/**
 * Who is to be told what at `now`: at most one message a receiver. A function of what is kept, so that a restart, a lost tick or a tick that comes twice changes nothing:
 * what was told is kept with the message itself.
 */
export function planNotices(state: NoticeState, rules: NoticeRules, now: Instant): readonly PlannedNotice[] {
  const receivers = new Set(rules.chain.flatMap(({ receivers: names }) => names));
  const known = knownOf(state.incidents);
  return [...receivers].flatMap((receiver) => {
    const notice = forReceiver(receiver, known, state.sent, rules, now);
    return notice === undefined ? [] : [notice];
  });
}

function forReceiver(
  receiver: string,
  known: Known,
  sent: NoticeState['sent'],
  rules: NoticeRules,
  now: Instant,
): PlannedNotice | undefined {
  const due = known.all.flatMap((incident): NoticeLine[] => {
    const kind = dueKind(receiver, incident, known, rules, now);
    return kind === undefined ? [] : [lineOf(kind, incident, known)];
  });
  if (due.length === 0) return undefined;
  const loud = due.filter(({ kind, alarm }) => alarm.urgency === 'critical' && kind !== 'end');
  const recent = (sent.get(receiver) ?? []).filter((at) => at <= now);
  const last = recent.length === 0 ? undefined : Math.max(...recent);
  const held =
    recent.length >= rules.mostAnHour ||
    (last !== undefined && now - last < rules.groupIntervalMs) ||
    isQuiet(rules, now);
  const full = recent.length >= 2 * rules.mostAnHour;
  const weight = ({ kind, alarm }: NoticeLine): number => (kind === 'end' ? -1 : rank[alarm.urgency]);
  // The gravest first: a long message is cut at its end.
  const lines = (held ? loud : due).toSorted((a, b) => weight(b) - weight(a));
  const [gravest] = lines;
  if (gravest === undefined || full) return undefined;
  const urgency = gravest.kind === 'end' ? 'info' : gravest.alarm.urgency;
  return { receiver, urgency, lines };
}

function lineOf(kind: ToldKind, { id, alarm, clearedAt }: Incident, { byCause }: Known): NoticeLine {
  const explains = kind === 'end' ? [] : (byCause.get(alarm.key) ?? []).map((other) => other.alarm);
  return { incident: id, kind, alarm, explains, ...(clearedAt === undefined ? {} : { clearedAt }) };
}

/** What the receiver is to be told of one incident now; undefined: nothing. */
function dueKind(
  receiver: string,
  incident: Incident,
  known: Known,
  rules: NoticeRules,
  now: Instant,
): ToldKind | undefined {
  const { alarm, clearedAt, acknowledgedAt, told } = incident;
  const mine = told.filter((each) => each.receiver === receiver);
  const begun = mine.find(({ kind }) => kind !== 'remind' && kind !== 'end');
  if (clearedAt !== undefined) {
    if (begun === undefined)
      return isFirst(receiver, alarm, rules) ? pastKind(receiver, incident, known, rules, now) : undefined;
    // Told when it was over already, or said to come and go: its end is no news.
    if (begun.kind === 'flapping' || begun.kind === 'past') return undefined;
    return mine.some(({ kind }) => kind === 'end') ? undefined : 'end';
  }
  if (isToldByCause(receiver, incident, known)) return undefined;
  const reached = told.flatMap(({ at }) => (at <= now ? [at] : []));
  if (begun === undefined) {
    if (acknowledgedAt !== undefined) return undefined;
    const step = stepOf(receiver, alarm, rules);
    if (step === undefined) return undefined;
    if (flaps(incident, known, rules, now))
      return step.afterMs > 0 || isMuted(receiver, incident, known, now) ? undefined : 'flapping';
    if (step.afterMs === 0) return sinceMs(incident.raisedAt, now) >= rules.groupWaitMs ? 'begin' : undefined;
    return reached.length > 0 && now - Math.min(...reached) >= step.afterMs ? 'escalate' : undefined;
  }
  if (acknowledgedAt !== undefined || alarm.urgency === 'info' || begun.kind === 'flapping') return undefined;
  // What was told by a clock that has been set back since counts as told long ago: reminded once, and counted from there.
  const last = Math.max(...mine.flatMap(({ at }) => (at <= now ? [at] : [])));
  return now - last >= rules.repeatMs ? 'remind' : undefined;
}

/** An alarm that ended before this receiver was told. */
function pastKind(
  receiver: string,
  incident: Incident,
  known: Known,
  rules: NoticeRules,
  now: Instant,
): ToldKind | undefined {
  const { alarm, clearedAt } = incident;
  if (!momentary.has(alarm.kind)) return isWorthTelling(incident, known, rules, now) ? 'past' : undefined;
  if (alarm.urgency === 'info' && clearedAt !== undefined && clearedAt - alarm.since < longGapMs) return undefined;
  if (!flaps(incident, known, rules, now)) return 'past';
  return isMuted(receiver, incident, known, now) || incident !== beginsWithinHour(incident, known, now).at(-1)
    ? undefined
    : 'flapping';
}

/**
 * Its cause stands and names it in its own message; or the cause is over, this receiver was told of it, and it explains the alarm still: devices need their time to come back.
 */
function isToldByCause(receiver: string, { alarm }: Incident, { byName }: Known): boolean {
  return (
    alarm.causedBy !== undefined &&
    (byName.get(alarm.causedBy) ?? []).some(
      ({ clearedAt, told }) => clearedAt === undefined || told.some((each) => each.receiver === receiver),
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

/** An alarm that ended before anybody was told: news only as the second of two short ones. */
function isWorthTelling(incident: Incident, known: Known, rules: NoticeRules, now: Instant): boolean {
  const { id, alarm, raisedAt } = incident;
  if (alarm.causedBy !== undefined || now - raisedAt > hourMs || flaps(incident, known, rules, now)) return false;
  return (known.byName.get(nameOf(alarm)) ?? []).some(
    (other) => other.id < id && raisedAt - other.raisedAt <= twiceWithinMs && other.told.length === 0,
  );
}

function beginsWithinHour({ alarm }: Incident, { byName }: Known, now: Instant): readonly Incident[] {
  const same = byName.get(nameOf(alarm)) ?? [];
  return same.filter((other) => other.raisedAt <= now && now - other.raisedAt <= hourMs);
}

function flaps(incident: Incident, known: Known, rules: NoticeRules, now: Instant): boolean {
  return beginsWithinHour(incident, known, now).length > rules.flapping;
}

function isMuted(receiver: string, incident: Incident, known: Known, now: Instant): boolean {
  return beginsWithinHour(incident, known, now).some(({ told }) =>
    told.some((each) => each.receiver === receiver && each.kind === 'flapping'),
  );
}

/** Whether `now` lies in the quiet hours, by the clock of their zone. */
export function isQuiet({ quiet }: Pick<NoticeRules, 'quiet'>, now: Instant): boolean {
  if (quiet === undefined || quiet.from === quiet.to) return false;
  const at = Math.floor(localTimeMs(quiet.zone, now) / 60_000);
  return quiet.from < quiet.to ? quiet.from <= at && at < quiet.to : at >= quiet.from || at < quiet.to;
}
