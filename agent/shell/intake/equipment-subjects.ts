import {
  addMonths,
  type CalendarDate,
  type DailyRecordFacts,
  type DeviceId,
  type DeviceUptimeFacts,
  type EquipmentCard,
  type Instant,
  instant,
  type MaintenanceFacts,
  type RoomFacts,
  type RuleId,
  type Subject,
  startOfDay,
  type UpsFacts,
  type UptimeFigures,
  uptimeDefinition,
  uptimeRates,
  uptimeVerdict,
} from '@center/contract';
import { ruleById } from '../../core/index.ts';
import {
  dailyRecordFactsOf,
  deviceUptimeFactsOf,
  maintenanceFactsOf,
  roomFactsOf,
  upsFactsOf,
} from '../watch/index.ts';
import type { AssessDeps } from './assess-deps.ts';

/** Facts of equipment by the reach that judges them; `lasting` is what is news when it changes, for figures move with every sample. */
export type EquipmentFacts =
  | { readonly reach: 'device-uptime'; readonly facts: Omit<DeviceUptimeFacts, 'reviews'>; readonly lasting: unknown }
  | { readonly reach: 'daily-record'; readonly facts: Omit<DailyRecordFacts, 'reviews'>; readonly lasting: unknown }
  | { readonly reach: 'maintenance'; readonly facts: Omit<MaintenanceFacts, 'reviews'>; readonly lasting: unknown }
  | { readonly reach: 'ups'; readonly facts: Omit<UpsFacts, 'reviews'>; readonly lasting: unknown }
  | { readonly reach: 'room'; readonly facts: Omit<RoomFacts, 'reviews'>; readonly lasting: unknown };

/** One device, the UPS or one room: the subject, the rules that may judge it, and its facts when it is its turn. */
export interface EquipmentSubject {
  readonly subject: Subject;
  readonly owns: (ruleId: RuleId) => boolean;
  readonly facts: () => readonly EquipmentFacts[];
}

/** When subjects are looked at. */
export interface Moment {
  readonly now: Instant;
  readonly today: CalendarDate;
  readonly supervisionStart: CalendarDate;
}

const reaches =
  (...names: readonly EquipmentFacts['reach'][]): ((ruleId: RuleId) => boolean) =>
  (ruleId) =>
    names.some((name) => name === ruleById(ruleId)?.reach);
const ofDevice = reaches('device-uptime', 'daily-record', 'maintenance');
const ofUps = reaches('ups');
const ofRoom = reaches('room');
export const ofEquipment = (ruleId: RuleId): boolean => ofDevice(ruleId) || ofUps(ruleId) || ofRoom(ruleId);

/** Key of the subject that a card of equipment, or a registered device without one, is judged under: a namespace of its own, so that no other reach shares it. */
const equipmentKey = (id: string): string => `equipment:${id}`;

/**
 * Every subject that equipment rules judge at a center: imaging devices on cards, registered imaging devices that nobody watches, the UPS, the rooms, and the room of a PACS that nobody has
 * described. What is retired for longer than a year, or not in service yet, is none.
 */
export function equipmentSubjects(deps: AssessDeps, moment: Moment): readonly EquipmentSubject[] {
  const cards = deps.ledger.equipment.cards();
  return [
    ...cards.filter(({ kind }) => kind === 'imaging').flatMap((card) => ofCard(deps, card, moment)),
    ...unwatched(deps, cards, moment),
    {
      subject: { kind: 'facility', key: `${deps.facility.id}/ups` },
      owns: ofUps,
      facts: () => [upsPart(upsFactsOf(deps, moment.supervisionStart, moment.now))],
    },
    ...rooms(deps, cards, moment),
  ];
}

function ofCard(deps: AssessDeps, card: EquipmentCard, moment: Moment): readonly EquipmentSubject[] {
  const { today, supervisionStart, now } = moment;
  const { id, inServiceFrom, inServiceTo } = card;
  if (inServiceFrom > today || (inServiceTo !== undefined && inServiceTo < addMonths(today, -12))) return [];
  const retired = inServiceTo !== undefined && inServiceTo < today;
  const facts = (): readonly EquipmentFacts[] => {
    const uptime = deviceUptimeFactsOf(deps, id, supervisionStart, now);
    const daily = retired ? undefined : dailyRecordFactsOf(deps, id, supervisionStart, now);
    const maintained = retired ? undefined : maintenanceFactsOf(deps, id, supervisionStart, now);
    return [
      // Nobody has to hear a device that is out of service.
      ...(uptime === undefined ? [] : [uptimePart(retired ? { ...uptime, silentMs: 0 } : uptime)]),
      ...(daily === undefined ? [] : [dailyPart(daily)]),
      ...(maintained === undefined ? [] : [maintenancePart(maintained, today)]),
    ];
  };
  return [{ subject: { kind: 'device', key: equipmentKey(id) }, owns: ofDevice, facts }];
}

/** Imaging devices of the register that are on no card of equipment: they owe the same, and nothing is known of them. */
function unwatched(
  { ledger }: AssessDeps,
  cards: readonly EquipmentCard[],
  moment: Moment,
): readonly EquipmentSubject[] {
  const { today } = moment;
  const watched = new Set(cards.flatMap(({ deviceId }) => (deviceId === undefined ? [] : [deviceId])));
  const registered = ledger.cards
    .list()
    .filter(
      ({ deviceId, modality, validFrom, validTo }) =>
        modality !== 'OT' &&
        !watched.has(deviceId) &&
        validFrom <= today &&
        (validTo === undefined || today <= validTo),
    );
  const first = new Map(registered.map((card) => [card.deviceId, card]));
  return [...first.values()].map(({ deviceId, validFrom }) => ({
    subject: { kind: 'device', key: equipmentKey(deviceId) },
    owns: ofDevice,
    facts: () => unknownDevice(deviceId, validFrom, moment),
  }));
}

function unknownDevice(
  deviceId: DeviceId,
  inServiceFrom: CalendarDate,
  { now, today, supervisionStart }: Moment,
): readonly EquipmentFacts[] {
  const start = startOfDay(supervisionStart);
  const figures: UptimeFigures = {
    definition: uptimeDefinition,
    period: { start: start < now ? start : instant(now - 1), end: now },
    scheduledMs: 0,
    maintenanceMs: 0,
    externalMs: 0,
    requiredMs: 0,
    upMs: 0,
    downMs: 0,
    unknownMs: 0,
    silentMs: 0,
    degradedMs: 0,
    doubtfulMs: 0,
    transitions: 0,
    sampleMs: 0,
    nothingRequired: 'no-calendar',
    calendarCovers: false,
    basisSha256: '0'.repeat(64),
  };
  const which = { subject: 'device', deviceId, asOf: today } as const;
  return [
    uptimePart({
      ...which,
      year: figures,
      month: figures,
      monthBudgetLeftMs: 0,
      monthWorstBudgetLeftMs: 0,
      unclassified: 0,
      unclassifiedOverdue: 0,
      probes: 0,
      silentMs: 0,
    }),
    dailyPart({
      ...which,
      from: today,
      due: 0,
      inTime: 0,
      late: 0,
      missing: 0,
      inGrace: 0,
      contradicting: 0,
      calendar: false,
    }),
    maintenancePart({ ...which, inServiceFrom, planned: 0, done: 0 }, today),
  ];
}

function rooms(deps: AssessDeps, cards: readonly EquipmentCard[], { now, today }: Moment): readonly EquipmentSubject[] {
  const described = cards.filter(({ kind, room }) => kind === 'room' && room !== undefined);
  const subjects = described.map(({ id }): EquipmentSubject => {
    const facts = (): readonly EquipmentFacts[] => {
      const room = roomFactsOf(deps, id, now);
      return room === undefined ? [] : [roomPart(room)];
    };
    return { subject: { kind: 'room', key: equipmentKey(id) }, owns: ofRoom, facts };
  });
  if (described.some(({ room }) => room?.purpose === 'pacs')) return subjects;
  const hosted = deps.ledger.equipment.hostedPacs();
  const nobodys: Omit<RoomFacts, 'reviews'> = {
    subject: 'room',
    ...(hosted === undefined ? {} : { hosted: { certificateValidTo: hosted.certificateValidTo } }),
    climate: { sensor: false, measuredS: 0, outsideS: 0, longestOutsideS: 0, coverage: 0 },
    smoke: { state: 'unknown', alarms: 0 },
    asOf: today,
  };
  return [
    ...subjects,
    { subject: { kind: 'room', key: `${deps.facility.id}/room` }, owns: ofRoom, facts: () => [roomPart(nobodys)] },
  ];
}

/** Side of the limits and whole percents: a figure that moves by a minute is no news. */
const figuresTold = (figures: UptimeFigures): readonly unknown[] => [
  uptimeVerdict(figures),
  figures.nothingRequired,
  Math.floor((uptimeRates(figures).rate ?? -100) / 100),
];

function uptimePart(facts: Omit<DeviceUptimeFacts, 'reviews'>): EquipmentFacts {
  const { equipmentId, deviceId, year, month, lastMonth, downSince, unclassified, unclassifiedOverdue } = facts;
  const lasting = {
    equipmentId,
    deviceId,
    year: figuresTold(year),
    month: [uptimeVerdict(month), facts.monthBudgetLeftMs < 0],
    lastMonth: lastMonth === undefined ? undefined : figuresTold(lastMonth),
    downSince,
    unclassified: [unclassified, unclassifiedOverdue],
    watched: facts.probes > 0,
  };
  return { reach: 'device-uptime', facts, lasting };
}

function dailyPart(facts: Omit<DailyRecordFacts, 'reviews'>): EquipmentFacts {
  const { equipmentId, deviceId, missing, inGrace, contradicting, calendar } = facts;
  return {
    reach: 'daily-record',
    facts,
    lasting: { equipmentId, deviceId, missing, inGrace, contradicting, calendar },
  };
}

function maintenancePart(facts: Omit<MaintenanceFacts, 'reviews'>, today: CalendarDate): EquipmentFacts {
  const { equipmentId, deviceId, everyMonths, last, dueOn } = facts;
  const overdue = dueOn !== undefined && dueOn < today;
  return { reach: 'maintenance', facts, lasting: { equipmentId, deviceId, everyMonths, last, dueOn, overdue } };
}

function upsPart(facts: Omit<UpsFacts, 'reviews'>): EquipmentFacts {
  const { asOf: _asOf, runtimeMinutes, runtimeGoalMinutes, ...lasting } = facts;
  const short = runtimeMinutes !== undefined && runtimeGoalMinutes !== undefined && runtimeMinutes < runtimeGoalMinutes;
  return { reach: 'ups', facts, lasting: { ...lasting, short } };
}

function roomPart(facts: Omit<RoomFacts, 'reviews'>): EquipmentFacts {
  const { equipmentId, card, hosted, climate, smoke } = facts;
  const lasting = {
    equipmentId,
    card,
    hosted,
    climate: [climate.sensor, climate.outsideSince, climate.silentSince],
    smoke: [smoke.state, smoke.lastTestedOn, smoke.silentSince],
  };
  return { reach: 'room', facts, lasting };
}
