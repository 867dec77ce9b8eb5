import {
  type BatchItem,
  type CalendarDate,
  calendarDateAt,
  type Instant,
  must,
  parseCalendarDate,
} from '@center/contract';
import { fromJson, type Ledger } from '../ledger/index.ts';
import { eventItem, gapItem, removedItems, standingItems } from './equipment-items.ts';
import { itemDigest, itemKey } from './items.ts';
import { fleetItems, imagingCards, uptimeItems } from './uptime-items.ts';

/** What was told last: the entry of the last episode, the number of the last gap, and by what standings and figures were told. */
interface Told {
  readonly event: number;
  readonly gap: number;
  readonly standing: string;
  /** By device: the last change that its figures hold, and their hour. */
  readonly devices: Readonly<Record<string, string>>;
  /** Hour of the running month's fleet figures, and day of those of the months before. */
  readonly fleet: string;
  readonly fleetBefore: string;
}

const nothingTold: Told = { event: 0, gap: 0, standing: '', devices: {}, fleet: '', fleetBefore: '' };

const portion = 200;
/** Devices whose figures are counted in one go: a year of each takes long, and probes run in the same process. A dump has to name all at once. */
const devicesAtOnce = 4;
const minuteMs = 60_000;
const hourMs = 3_600_000;

/**
 * What the console has not been told of equipment: standings once a minute; figures of each device once an hour, the devices one after the other over the hour, and at once when people have
 * changed something of it or it turned; episodes and gaps of the agent each time. A dump names all of it.
 */
export function untoldEquipment(
  ledger: Ledger,
  whole: boolean,
  at: Instant,
  supervisionStart: CalendarDate | undefined,
  complete = false,
): BatchItem[] {
  const kept = ledger.meta.get('equipment-told');
  const before: Told = { ...nothingTold, ...(whole || kept === undefined ? {} : fromJson<Partial<Told>>(kept)) };
  const standing = `${String(ledger.equipment.lastChange())} ${String(Math.floor(at / minuteMs))}`;
  const standings = before.standing === standing ? [] : untoldStandings(ledger, at);
  const start = supervisionStart ?? keptStart(ledger);
  const figures =
    start === undefined ? undefined : untoldFigures(ledger, before, start, at, turnedIn(standings), complete);
  const events = untoldEvents(ledger, before.event, at);
  const gaps = untoldGaps(ledger, before.gap);
  const told: Told = { ...before, ...figures?.told, event: events.last, gap: gaps.last, standing };
  const text = JSON.stringify(told);
  if (text !== kept) ledger.meta.set('equipment-told', text);
  return [...standings, ...(figures?.items ?? []), ...events.items, ...gaps.items];
}

/** Whether figures of devices still wait for the next build. */
export function figuresWait(ledger: Ledger): boolean {
  const kept = ledger.meta.get('equipment-told');
  return kept !== undefined && Object.values(fromJson<Partial<Told>>(kept).devices ?? {}).includes('');
}

function keptStart(ledger: Ledger): CalendarDate | undefined {
  const kept = ledger.meta.get('supervision-start');
  return kept === undefined ? undefined : must(parseCalendarDate(kept));
}

const turnedIn = (items: readonly BatchItem[]): ReadonlySet<string> =>
  new Set(items.flatMap((item) => (item.type === 'equipment' ? [item.equipmentId] : [])));

const untold = (ledger: Ledger, items: readonly Exclude<BatchItem, { type: 'finding' }>[]): BatchItem[] =>
  items.filter((item) => ledger.batches.tell(itemKey(item), itemDigest(item)));

function untoldStandings(ledger: Ledger, at: Instant): BatchItem[] {
  const items = standingItems(ledger, at);
  const removed = removedItems(ledger, new Set(items.map(itemKey)), at);
  return [...removed, ...untold(ledger, items)];
}

/** Figures of the devices whose turn it is, and of the fleet. What lies in months before is corrected seldom: the fleet of then is counted once a day. */
function untoldFigures(
  ledger: Ledger,
  before: Told,
  start: CalendarDate,
  at: Instant,
  turned: ReadonlySet<string>,
  complete: boolean,
): { readonly items: readonly BatchItem[]; readonly told: Pick<Told, 'devices' | 'fleet' | 'fleetBefore'> } {
  const cards = imagingCards(ledger);
  const turns = cards.map(({ id }, index) => {
    const offset = Math.floor((index * hourMs) / cards.length);
    return [id, `${String(ledger.equipment.changed(id))} ${String(Math.floor((at + offset) / hourMs))}`] as const;
  });
  const waiting = turns.filter(([id, turn]) => turned.has(id) || before.devices[id] !== turn).map(([id]) => id);
  const due = complete ? waiting : waiting.slice(0, devicesAtOnce);
  const left = new Set(waiting.slice(due.length));
  const fleet = String(Math.floor(at / hourMs));
  const fleetBefore = calendarDateAt(at);
  const items = [
    ...due.flatMap((id) => uptimeItems(ledger, id, start, at)),
    ...(due.length > 0 && left.size === 0 && before.fleet !== fleet ? fleetItems(ledger, start, at, 'running') : []),
    ...(left.size > 0 || before.fleetBefore === fleetBefore ? [] : fleetItems(ledger, start, at, 'before')),
  ];
  return {
    items: untold(ledger, items),
    told: {
      // Of those that wait it stands that they were not told.
      devices: Object.fromEntries(turns.map(([id, turn]) => [id, left.has(id) ? '' : turn])),
      fleet: due.length > 0 && left.size === 0 ? fleet : before.fleet,
      fleetBefore: left.size > 0 ? before.fleetBefore : fleetBefore,
    },
  };
}

function untoldEvents(
  ledger: Ledger,
  after: number,
  at: Instant,
): { readonly items: readonly BatchItem[]; readonly last: number } {
  const items: BatchItem[] = [];
  let last = after;
  for (;;) {
    const rows = ledger.watch.eventsChanged(last, portion);
    items.push(...rows.map(({ event }) => eventItem(event, at)));
    last = rows.at(-1)?.seq ?? last;
    if (rows.length < portion) return { items, last };
  }
}

function untoldGaps(ledger: Ledger, after: number): { readonly items: readonly BatchItem[]; readonly last: number } {
  const items: BatchItem[] = [];
  let last = after;
  for (;;) {
    const rows = ledger.runs.gapsAfter(last, portion);
    items.push(...rows.map(gapItem));
    last = rows.at(-1)?.number ?? last;
    if (rows.length < portion) return { items, last };
  }
}
