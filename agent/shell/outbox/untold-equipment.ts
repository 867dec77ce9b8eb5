import { type BatchItem, type CalendarDate, type Instant, must, parseCalendarDate } from '@center/contract';
import { fromJson, type Ledger } from '../ledger/index.ts';
import { eventItem, gapItem, removedItems, standingItems } from './equipment-items.ts';
import { itemDigest, itemKey } from './items.ts';
import { fleetItems, uptimeItems } from './uptime-items.ts';

/** What was told last: the entry of the last episode, the number of the last gap, and by what standings and figures were told. */
interface Told {
  readonly event: number;
  readonly gap: number;
  readonly standing: string;
  readonly figures: string;
}

const portion = 200;
const standingEveryMs = 60_000;
const figuresEveryMs = 3_600_000;

/**
 * What the console has not been told of equipment: standings once a minute, figures once an hour, both at once when people have changed something or a device turned; episodes and gaps
 * of the agent each time. A dump names all of it.
 */
export function untoldEquipment(
  ledger: Ledger,
  whole: boolean,
  at: Instant,
  supervisionStart: CalendarDate | undefined,
): BatchItem[] {
  const before = fromJson<Told>(ledger.meta.get('equipment-told') ?? '{"event":0,"gap":0,"standing":"","figures":""}');
  const changed = String(ledger.equipment.lastChange());
  const standing = `${changed} ${String(Math.floor(at / standingEveryMs))}`;
  const standings = whole || before.standing !== standing ? untoldStandings(ledger, at) : [];
  const turned = standings.some((item) => item.type === 'equipment');
  const figures = `${changed} ${String(Math.floor(at / figuresEveryMs))}`;
  const start = supervisionStart ?? keptStart(ledger);
  const counted =
    start !== undefined && (whole || turned || before.figures !== figures)
      ? [
          ...uptimeItems(ledger, start, at),
          ...fleetItems(ledger, start, at, whole || !before.figures.startsWith(`${changed} `)),
        ].filter((item) => ledger.batches.tell(itemKey(item), itemDigest(item)))
      : [];
  const events = untoldEvents(ledger, whole ? 0 : before.event, at);
  const gaps = untoldGaps(ledger, whole ? 0 : before.gap);
  const told: Told = { event: events.last, gap: gaps.last, standing, figures };
  ledger.meta.set('equipment-told', JSON.stringify(told));
  return [...standings, ...counted, ...events.items, ...gaps.items];
}

function keptStart(ledger: Ledger): CalendarDate | undefined {
  const kept = ledger.meta.get('supervision-start');
  return kept === undefined ? undefined : must(parseCalendarDate(kept));
}

function untoldStandings(ledger: Ledger, at: Instant): BatchItem[] {
  const items = standingItems(ledger, at);
  const removed = removedItems(ledger, new Set(items.map(itemKey)), at);
  return [...removed, ...items.filter((item) => ledger.batches.tell(itemKey(item), itemDigest(item)))];
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
