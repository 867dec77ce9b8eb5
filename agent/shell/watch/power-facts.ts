import {
  addDays,
  addMonths,
  type CalendarDate,
  calendarDateAt,
  type EquipmentCard,
  type Instant,
  type Interval,
  instant,
  type RoomFacts,
  startOfDay,
  type UpsFacts,
} from '@center/contract';
import {
  type GradedUps,
  lastSelfTest,
  normalise,
  type PowerWitness,
  roomClimate,
  roomSmoke,
  subtract,
  union,
  upsGrade,
  upsStanding,
} from '../../core/index.ts';
import type { Ledger } from '../ledger/index.ts';
import { probeSpansOf } from './account-of.ts';
import { loadInStepOf } from './shared-load.ts';
import type { FigureDeps } from './standing-contract.ts';
import { roomPolicyOf, roomTrackOf, upsTrackOf } from './track-keys.ts';

/** Episodes of this long ago still prove, or argue against, a UPS. */
const proofMonths = 24;
const roomDays = 30;
/** A wired smoke sensor is tested by its button once a month; what it said then looks like an alarm of less than this. */
const testButtonMs = 900_000;

/** Time in which the agent ran and looked: from its first run on, but for its gaps. */
function agentUpOf(ledger: Ledger, period: Interval, now: Instant): Interval[] {
  const first = ledger.runs.first();
  if (first === undefined || first.beganAt >= now) return [];
  const ran = { start: instant(Math.max(first.beganAt, period.start)), end: now };
  const away = ledger.runs.gaps(period).map(({ gap }) => gap);
  return subtract(
    [ran],
    away.filter(({ cause }) => cause !== 'clock-forward'),
  );
}

/** What PACS and agent did around the power events of a period. Restarts of a PACS are not seen, but as its being away. */
function powerWitnessOf({ ledger }: FigureDeps, period: Interval, now: Instant): PowerWitness {
  const spans = ledger.equipment
    .cards()
    .filter(({ kind }) => kind === 'pacs')
    .flatMap(({ id }) => probeSpansOf(ledger, id, period, now))
    .filter(({ grade }) => grade !== 'reachability');
  return {
    pacsUp: union(spans.filter(({ state }) => state === 'up')),
    pacsDown: normalise(spans.filter(({ state }) => state === 'down')),
    agentUp: agentUpOf(ledger, period, now),
    restarts: ledger.runs
      .gaps(period)
      .filter(({ gap }) => gap.cause === 'host-restart' || gap.cause === 'host-power-loss')
      .map(({ gap }) => ({ of: 'agent', at: gap.start, clean: gap.cause === 'host-restart' })),
  };
}

/** How well one UPS is proven, and why not better; undefined: there is no such UPS. */
export function upsGradeOf(deps: FigureDeps, equipmentId: string, now: Instant): GradedUps | undefined {
  const { ledger } = deps;
  const card = ledger.equipment.card(equipmentId);
  return card?.kind === 'ups' ? gradeOf(deps, card, now) : undefined;
}

function gradeOf(deps: FigureDeps, card: EquipmentCard, now: Instant): GradedUps {
  const { ledger } = deps;
  const period = { start: startOfDay(addMonths(calendarDateAt(now), -proofMonths)), end: instant(now + 1) };
  const status = upsTrackOf(ledger, card.id)?.status;
  const inStep = loadInStepOf(ledger, card.id);
  return upsGrade({
    card,
    declaredAbsent: ledger.equipment.noUps() !== undefined,
    ...(status === undefined ? {} : { status }),
    events: ledger.watch.events(card.id, period),
    witness: powerWitnessOf(deps, period, now),
    ...(inStep === undefined ? {} : { loadInStep: inStep }),
    now,
  });
}

const hostedOf = (ledger: Ledger): Pick<UpsFacts, 'hosted'> => {
  const hosted = ledger.equipment.hostedPacs();
  return hosted === undefined ? {} : { hosted: { certificateValidTo: hosted.certificateValidTo } };
};

/** Whether it feeds the PACS: by what its card names, or, where it names nothing, by there being no other. */
function feedsPacs(card: EquipmentCard, pacs: ReadonlySet<string>): boolean {
  const feeds = card.ups?.feeds ?? [];
  return feeds.length === 0 || pacs.size === 0 || feeds.some((id) => pacs.has(id));
}

/** The independent UPS of the center (MIDC-3.12b): of those that feed the PACS the one that is proven best. Always one; grade 0 when nothing is declared. */
export function upsFactsOf(deps: FigureDeps, _supervisionStart: CalendarDate, now: Instant): Omit<UpsFacts, 'reviews'> {
  const { ledger } = deps;
  const cards = ledger.equipment.cards();
  const pacs = new Set(cards.filter(({ kind }) => kind === 'pacs').map(({ id }) => id));
  const graded = cards
    .filter((card) => card.kind === 'ups' && feedsPacs(card, pacs))
    .map((card) => ({ card, graded: gradeOf(deps, card, now) }))
    .sort((a, b) => b.graded.grade - a.graded.grade);
  const [best] = graded;
  const declaredAbsent = ledger.equipment.noUps() !== undefined;
  const common = { subject: 'facility', declaredAbsent, ...hostedOf(ledger), asOf: calendarDateAt(now) } as const;
  if (best === undefined)
    return {
      ...common,
      grade: 0,
      against: declaredAbsent ? ['established-absent'] : [],
      heard: false,
      replaceBattery: false,
    };
  const { card, graded: grade } = best;
  const track = upsTrackOf(ledger, card.id);
  const standing = track === undefined ? undefined : upsStanding(track);
  const status = standing?.status;
  const since = { start: startOfDay(addMonths(calendarDateAt(now), -proofMonths)), end: instant(now + 1) };
  const test = lastSelfTest(status, ledger.watch.events(card.id, since));
  const batteryDate = card.ups?.batteryDate;
  const goal = card.ups?.runtimeGoalMinutes;
  // An agent that does not run asks nobody: what was heard then is old as well.
  const stale = track !== undefined && now - track.at > staleMs;
  const heard = standing !== undefined && !standing.silent && standing.heardAt !== undefined && !stale;
  return {
    ...common,
    equipmentId: card.id,
    grade: grade.grade,
    against: grade.against,
    heard,
    ...(heard || standing?.heardAt === undefined ? {} : { silentSince: calendarDateAt(standing.heardAt) }),
    ...(grade.provedOn === undefined ? {} : { provedOn: grade.provedOn }),
    ...(status?.runtimeS === undefined ? {} : { runtimeMinutes: Math.floor(status.runtimeS / 60) }),
    ...(goal === undefined ? {} : { runtimeGoalMinutes: goal }),
    ...(test === undefined ? {} : { selfTest: test }),
    ...(batteryDate === undefined ? {} : { batteryDate }),
    replaceBattery: status?.marks.includes('replace-battery') ?? false,
  };
}

/** Nobody has asked the UPS for so long. */
const staleMs = 300_000;

/** One room (MIDC-3.12c, 3.12d); undefined: there is no such room. */
export function roomFactsOf(
  deps: FigureDeps,
  equipmentId: string,
  now: Instant,
): Omit<RoomFacts, 'reviews'> | undefined {
  const { ledger } = deps;
  const card = ledger.equipment.card(equipmentId);
  if (card?.kind !== 'room' || card.room === undefined) return undefined;
  const track = roomTrackOf(ledger, equipmentId);
  const policy = roomPolicyOf(ledger, equipmentId);
  const today = calendarDateAt(now);
  const from = startOfDay(addDays(today, 1 - roomDays));
  const smoke = ledger.watch
    .events(equipmentId, { start: startOfDay(addMonths(today, -12)), end: instant(now + 1) })
    .filter(({ kind }) => kind === 'smoke');
  const tested = smoke.filter(({ start, end }) => end !== undefined && end - start <= testButtonMs).at(-1);
  return {
    subject: 'room',
    equipmentId,
    card: card.room,
    ...hostedOf(ledger),
    climate: roomClimate(track, now, roomDays, policy),
    smoke: {
      ...roomSmoke(track, card.room.smoke === 'wired', now, policy),
      ...(tested === undefined ? {} : { lastTestedOn: calendarDateAt(tested.start) }),
      alarms: smoke.filter(({ start }) => start >= from).length,
    },
    asOf: today,
  };
}
