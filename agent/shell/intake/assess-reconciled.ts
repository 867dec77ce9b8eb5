import {
  addDays,
  addMonths,
  type CalendarDate,
  calendarDateAt,
  type DeviceStandingFacts,
  type Judgement,
  must,
  type PinnedRuleSet,
  parseCalendarDate,
  type RuleId,
  type SeenPersonFacts,
  type UploadMonthFacts,
} from '@center/contract';
import {
  type AssessContext,
  assessWider,
  type DeviceSighting,
  deviceStandings,
  ruleById,
  seenPeople,
  uploadMonths,
} from '../../core/index.ts';
import { branded, type KnownDevice, type Ledger, reviewDecision } from '../ledger/index.ts';
import { closeOthers, stepAll } from './assess-archive-ledger.ts';
import type { AssessDeps } from './assess-deps.ts';
import { assessContext, type Round } from './assess-round.ts';

/** Months of studies whose uploads are judged, the running one included. */
const uploadedMonths = 13;
const slotMs = 600_000;

const reaches =
  (reach: string): ((ruleId: RuleId) => boolean) =>
  (ruleId) =>
    ruleById(ruleId)?.reach === reach;
const ofDevice = reaches('device');
const ofPerson = reaches('person');

/**
 * Holds devices, people and uploads against the registers: at once when a person has changed a register or decided something, on a new day or rule set, and every ten minutes for
 * what new studies name.
 */
export function assessReconciled(deps: AssessDeps): Round {
  const { ledger, facility } = deps;
  const at = deps.now();
  const today = calendarDateAt(at, facility.zoneOffsetMinutes);
  const ruleSet = ledger.ruleSets.inForce(today);
  const changes = [
    ledger.registers.digest(),
    ledger.receipts.lastAt() ?? 0,
    ledger.cards.count(),
    ledger.reviews.lastChange(),
  ];
  const basis = `${today} ${ruleSet.sha256} ${changes.join(' ')} ${String(Math.floor(at / slotMs))}`;
  if (ledger.meta.get('reconciled') === basis || ledger.studies.count() + ledger.archive.count() === 0)
    return { judged: 0, revisions: 0 };
  const context = assessContext(deps, at, today);
  return ledger.transaction(() => {
    ledger.meta.set('reconciled', basis);
    const rounds = [devices, people, uploads].map((judge) => judge(deps, today, ruleSet, context));
    return {
      judged: rounds.map(({ judged }) => judged).reduce((a, b) => a + b, 0),
      revisions: rounds.map(({ revisions }) => revisions).reduce((a, b) => a + b, 0),
    };
  });
}

function reviewsOf({ ledger }: AssessDeps, key: string): DeviceStandingFacts['reviews'] {
  return ledger.reviews.ofStudy(key).map(reviewDecision);
}

const dateOf = (text: string): CalendarDate => must(parseCalendarDate(text));

function sightingOf(
  device: KnownDevice,
  archived: ReadonlyMap<
    string,
    { readonly firstOn: CalendarDate; readonly lastOn: CalendarDate; readonly studies: number }
  >,
): DeviceSighting {
  const { Manufacturer, ManufacturerModelName, DeviceSerialNumber, StationName, modalities, firstSeen, lastSeen } =
    device;
  const kept = archived.get(device.deviceId);
  const firsts = [
    ...(firstSeen === undefined ? [] : [dateOf(firstSeen)]),
    ...(kept === undefined ? [] : [kept.firstOn]),
  ];
  const lasts = [...(lastSeen === undefined ? [] : [dateOf(lastSeen)]), ...(kept === undefined ? [] : [kept.lastOn])];
  const [first] = firsts.toSorted();
  const last = lasts.toSorted().at(-1);
  return {
    deviceId: branded(device.deviceId),
    Manufacturer,
    ManufacturerModelName,
    DeviceSerialNumber,
    StationName,
    modalities,
    AETitles: device.AETitles.map(({ title, last: on }) => ({ title, last: dateOf(on) })),
    // A judged study stands in the archive ledger as well: the larger number holds both.
    ...(first === undefined || last === undefined
      ? {}
      : { seen: { first, last, studies: Math.max(device.studies, kept?.studies ?? 0) } }),
  };
}

/** Devices that images of the archive or cards name, each held against cards, permits and stop orders. */
function standingDevices(ledger: Ledger, today: CalendarDate): readonly Omit<DeviceStandingFacts, 'reviews'>[] {
  const archived = new Map(ledger.archive.devices().map((device) => [device.deviceId, device]));
  return deviceStandings(
    ledger.devices.list().map((device) => sightingOf(device, archived)),
    {
      cards: ledger.cards.list(),
      permits: ledger.registers.inForce('permits'),
      stops: ledger.registers.inForce('stop-orders'),
    },
    (deviceId, from, until) => ledger.devices.studiesBetween(deviceId, from, until),
    today,
  );
}

function put(
  deps: AssessDeps,
  judgements: readonly Judgement[],
  owns: (ruleId: RuleId) => boolean,
  ruleSet: PinnedRuleSet,
  context: AssessContext,
): number {
  const [first] = judgements;
  if (first === undefined) return 0;
  deps.ledger.judgements.put(judgements, context.judgedAt, owns);
  return (
    stepAll(deps, judgements, context) +
    closeOthers(deps, first.subject, judgements, ruleSet, first.subjectDate, context, owns)
  );
}

type Judge = (deps: AssessDeps, today: CalendarDate, ruleSet: PinnedRuleSet, context: AssessContext) => Round;

const devices: Judge = (deps, today, ruleSet, context) => {
  const standing = standingDevices(deps.ledger, today);
  const revisions = standing.map((known) => {
    const facts: DeviceStandingFacts = { ...known, reviews: reviewsOf(deps, known.deviceId) };
    const { card, cardsInUse, permitsInUse, permits, stops, ionising } = known;
    const lasting = {
      deviceId: known.deviceId,
      card: card?.validFrom,
      AETitles: [card?.AETitles, known.AETitles.map(({ title, sharedWith }) => [title, sharedWith])],
      uses: [cardsInUse, permitsInUse],
      ionising,
      permits,
      stops: stops.map(({ orderId, liftedOn, studies }) => [orderId, liftedOn, studies]),
    };
    const subject = { kind: 'device', key: known.deviceId } as const;
    const judgements = assessWider(
      { reach: 'device', facts, subjectOf: () => subject, lasting, date: today },
      ruleSet,
      context,
    );
    return put(deps, judgements, ofDevice, ruleSet, context);
  });
  return { judged: standing.length, revisions: revisions.reduce((a, b) => a + b, 0) };
};

const people: Judge = (deps, today, ruleSet, context) => {
  const { ledger } = deps;
  const seen = seenPeople(ledger.people.list(), ledger.registers.inForce('staff'), today);
  const revisions = seen.map(({ key, facts: known }) => {
    const facts: SeenPersonFacts = { ...known, reviews: reviewsOf(deps, key) };
    const lasting = {
      key,
      roles: known.roles,
      staff: known.staff,
      uses: known.staffInUse,
      comparable: known.comparable,
    };
    const subject = { kind: 'person', key } as const;
    const judgements = assessWider(
      { reach: 'person', facts, subjectOf: () => subject, lasting, date: known.lastSeen },
      ruleSet,
      context,
    );
    return put(deps, judgements, ofPerson, ruleSet, context);
  });
  return { judged: seen.length, revisions: revisions.reduce((a, b) => a + b, 0) };
};

/** Figures of the uploads of the last thirteen months, none before supervision began. */
function uploadFigures(
  ledger: Ledger,
  {
    now,
    today,
    from,
    zoneOffsetMinutes,
  }: {
    readonly now: AssessContext['judgedAt'];
    readonly today: CalendarDate;
    readonly from: CalendarDate;
    readonly zoneOffsetMinutes: number;
  },
): ReturnType<typeof uploadMonths> {
  const first = dateOf(`${addMonths(today, 1 - uploadedMonths).slice(0, 7)}-01`);
  return uploadMonths(
    ledger.receipts.finished(from > first ? from : first, today, zoneOffsetMinutes),
    now,
    zoneOffsetMinutes,
  );
}

/** A year of studies is read for the uploads: once an hour, and when receipts have come. */
const uploadSlotMs = 3_600_000;

const uploads: Judge = (deps, today, ruleSet, context) => {
  const { ledger, facility } = deps;
  const slot = Math.floor(context.judgedAt / uploadSlotMs);
  const basis = [today, slot, ruleSet.sha256, context.supervisionStart, ledger.receipts.lastAt() ?? 0].join(' ');
  if (ledger.meta.get('uploads-judged') === basis) return { judged: 0, revisions: 0 };
  ledger.meta.set('uploads-judged', basis);
  const { zoneOffsetMinutes } = facility;
  const from = context.supervisionStart;
  const months = uploadFigures(ledger, { now: context.judgedAt, today, from, zoneOffsetMinutes });
  ledger.meta.set('upload-figures', JSON.stringify(months));
  const revisions = months.map(({ figures, pending }) => {
    const keyOf = (ruleId: string): string => `${facility.id}/${ruleId}/${figures.month}`;
    const facts: UploadMonthFacts = {
      subject: 'archive',
      figures,
      pending,
      receiptsInUse: ledger.receipts.count() > 0,
      reviews: [],
      asOf: today,
    };
    const judgements = assessWider(
      {
        reach: 'upload-month',
        facts,
        subjectOf: (ruleId) => ({ kind: 'archive', key: keyOf(ruleId) }),
        lasting: { month: figures.month, uses: facts.receiptsInUse },
        date: monthDate(figures.month, today),
      },
      ruleSet,
      context,
    );
    for (const judgement of judgements) ledger.judgements.put([judgement], context.judgedAt);
    return stepAll(deps, judgements, context);
  });
  return { judged: months.length, revisions: revisions.reduce((a, b) => a + b, 0) };
};

/** The last day of a month that is over, else today. */
function monthDate(month: string, today: CalendarDate): CalendarDate {
  return today.startsWith(month) ? today : addDays(addMonths(dateOf(`${month}-01`), 1), -1);
}
