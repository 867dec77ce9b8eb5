import type { EquipmentEvent, Instant } from '@center/contract';

/** An alarm as the grouping sees it. */
export interface CausedAlarm {
  readonly key: string;
  readonly kind: string;
  readonly equipmentId?: string;
  readonly since: Instant;
  readonly urgency?: 'info' | 'warning' | 'critical';
}

export interface RootCauseInput {
  readonly alarms: readonly CausedAlarm[];
  /** Ids of the equipment that each UPS feeds, by the UPS's id. */
  readonly feeds: Readonly<Record<string, readonly string[]>>;
  /** Episodes of power, open ones and those that ended shortly before. */
  readonly powerEvents: readonly EquipmentEvent[];
  /** The site's network is away (gateway or most devices at once). */
  readonly site?: { readonly key: string; readonly since: Instant };
}

/** What may follow from a lost supply or a lost network: that something is not heard or does not work. */
const effects = new Set(['device-down', 'ups-silent', 'sensor-fault', 'must-be-back', 'room-climate']);
/** With the mains gone, each of these is a trouble of its own and explained by nothing. */
const supply = new Set(['on-battery', 'low-battery', 'forced-shutdown', 'off']);

/** An effect may be noticed a little before its cause: polls are not at one instant. */
const earlyMs = 120_000;
/** After the current is back, computers still need so long to start. */
const lateMs = 900_000;

const causeKeys: ReadonlyMap<string, (ups: string) => string> = new Map([
  ['on-battery', (ups: string) => `ups-on-battery:${ups}`],
  ['low-battery', (ups: string) => `ups-low-battery:${ups}:low-battery`],
  ['forced-shutdown', (ups: string) => `ups-low-battery:${ups}:forced-shutdown`],
  ['off', (ups: string) => `ups-fault:${ups}:off`],
]);

/** Which alarm each alarm follows from: `mains lost` explains the devices that went with it, the site's network the rest. Alarms that nothing explains are not in the map. A cause is an alarm that stands, so that none is told nowhere; none explains itself, and causes are never caused. */
export function rootCause(input: RootCauseInput): ReadonlyMap<string, string> {
  const out = new Map<string, string>();
  const standing = new Set(input.alarms.map((alarm) => alarm.key));
  if (input.site !== undefined) standing.add(input.site.key);
  const events = input.powerEvents.filter((event) => supply.has(event.kind));
  for (const alarm of input.alarms) {
    // A UPS that fell silent on its battery is told of whatever else stands.
    if (!effects.has(alarm.kind) || (alarm.kind === 'ups-silent' && alarm.urgency === 'critical')) continue;
    const causes = [powerCause(alarm, events, input), siteCause(alarm, input.site)];
    const cause = causes.find((key) => key !== undefined && key !== alarm.key && standing.has(key));
    if (cause !== undefined) out.set(alarm.key, cause);
  }
  return out;
}

/** The supply is lost to what the UPS feeds, and, since the mains are the same for all, to whatever hangs on no UPS at all. */
function powerCause(
  alarm: CausedAlarm,
  events: readonly EquipmentEvent[],
  { feeds }: RootCauseInput,
): string | undefined {
  const { equipmentId } = alarm;
  if (equipmentId === undefined) return undefined;
  const feeding = Object.entries(feeds)
    .filter(([, fed]) => fed.includes(equipmentId))
    .map(([ups]) => ups);
  const explaining = events
    .filter((event) => event.equipmentId !== equipmentId)
    .filter((event) => (feeding.length === 0 ? event.kind === 'on-battery' : feeding.includes(event.equipmentId)))
    .filter((event) => alarm.since >= event.start - earlyMs && alarm.since <= (event.end ?? alarm.since) + lateMs)
    .sort((a, b) => a.start - b.start);
  const event = explaining[0];
  return event === undefined ? undefined : causeKeys.get(event.kind)?.(event.equipmentId);
}

function siteCause(alarm: CausedAlarm, site: RootCauseInput['site']): string | undefined {
  if (site === undefined || alarm.kind === 'room-climate' || alarm.kind === 'must-be-back') return undefined;
  return alarm.since >= site.since - earlyMs ? site.key : undefined;
}
