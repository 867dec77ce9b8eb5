import type { DoseEvent } from '@center/contract';
import { describe } from './concepts.ts';
import { DoseValues, type Measured, readMeasured } from './measured-value.ts';
import type { ReadingNotes } from './reading-notes.ts';
import type { SrItem, SrTable } from './sr-item.ts';

/** Technique or output of one radiation source over a time (TID 10045, 10048), and when each value held. */
interface Detail {
  readonly kind: 'technique' | 'output';
  readonly sourceId: string | undefined;
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly values: readonly { readonly at?: string; readonly measured: Measured }[];
}

/** Digits of a DT text without its zone: all times of one report are of one clock, so they compare as texts. */
function clock(text: string | undefined): string | undefined {
  const digits = /^\d{8,14}(?:\.\d+)?/.exec(text?.trim() ?? '')?.[0];
  return digits;
}

/** Rows of a table that are read, and comparisons of events with details that are made: above any real report, and a bound for memory and time. */
const mostRows = 10_000;
const mostComparisons = 20_000_000;

type Cell = string | number;

/** What stands in the cells, by column and row. Only cells that are there count: how many rows a table claims to have says nothing. */
function cellsOf({ cells }: SrTable): ReadonlyMap<number, ReadonlyMap<number, Cell>> {
  const columns = new Map<number, Map<number, Cell>>();
  for (const { row, column, values } of cells) {
    values.forEach((value, index) => {
      const line = column ?? index + 1;
      const rows = columns.get(line) ?? new Map<number, Cell>();
      if (rows.size < mostRows) rows.set(row ?? index + 1, value);
      columns.set(line, rows);
    });
  }
  return columns;
}

/** The columns of a TABLE item as numbers under their concepts, each with the time of its row. */
function tableValues(table: SrTable, notes: ReadingNotes): Detail['values'] {
  const cells = cellsOf(table);
  const columns = table.columnDefinitions.map(({ line, concept, unit }, index) => ({
    line: line ?? index + 1,
    concept,
    unit,
  }));
  const time = columns.find(({ concept }) => {
    const role = concept === undefined ? undefined : describe(concept).role;
    return role === 'started' || role === 'ended';
  });
  const times = time === undefined ? undefined : cells.get(time.line);
  const found: { at?: string; measured: Measured }[] = [];
  for (const { line, concept, unit } of columns) {
    if (concept === undefined || describe(concept).measure === undefined) continue;
    for (const [row, value] of [...(cells.get(line) ?? [])].toSorted(([a], [b]) => a - b)) {
      const number = typeof value === 'number' && Number.isFinite(value) ? value : undefined;
      const measured = readMeasured(
        { valueType: 'NUM', concept, measured: { raw: String(value), number, unit }, children: [] },
        notes,
      );
      const at = clock(String(times?.get(row) ?? ''));
      if (measured !== undefined) found.push({ ...(at === undefined ? {} : { at }), measured });
    }
  }
  return found;
}

function readDetail(container: SrItem, kind: Detail['kind'], notes: ReadingNotes): Detail {
  const values: { at?: string; measured: Measured }[] = [];
  let sourceId: string | undefined;
  let from: string | undefined;
  let to: string | undefined;
  for (const item of container.children) {
    const about = item.concept === undefined ? undefined : describe(item.concept);
    if (about?.role === 'source-id') sourceId ??= item.text?.trim();
    else if (about?.role === 'started') from ??= clock(item.text);
    else if (about?.role === 'ended') to ??= clock(item.text);
    else if (item.table !== undefined) for (const each of tableValues(item.table, notes)) values.push(each);
    else {
      const measured = readMeasured(item, notes);
      if (measured !== undefined) values.push({ measured });
    }
  }
  return { kind, sourceId, from, to, values };
}

/**
 * Reads Irradiation Details (TID 10043): what the beam of each source was, by time and apart from events. None where there are too many of them to be laid beside so
 * many events.
 */
export function readDetails(containers: readonly SrItem[], events: number, notes: ReadingNotes): readonly Detail[] {
  const details = containers.flatMap(({ children }) =>
    children.flatMap((item) => {
      const role = item.concept === undefined ? undefined : describe(item.concept).role;
      return role === 'technique' || role === 'output' ? [readDetail(item, role, notes)] : [];
    }),
  );
  const values = details.reduce((sum, detail) => sum + 1 + detail.values.length, 0);
  if (values * events <= mostComparisons) return details;
  notes.add('sequence-too-long', 'IrradiationDetails');
  return [];
}

/** Whether a value held in an event: its own moment inside, or else its period; an output is the event's only when the whole period lies inside. */
function holds(detail: Detail, at: string | undefined, from: string, to: string): boolean {
  if (at !== undefined) return at >= from && at <= to;
  const { from: start, to: end } = detail;
  if (start === undefined || end === undefined) return false;
  return detail.kind === 'output' ? start >= from && end <= to : start <= to && end >= from;
}

/** The event with the technique and output of its source while it lasted; what the event says itself stands. */
export function withDetails(event: DoseEvent, sourceId: string | undefined, details: readonly Detail[]): DoseEvent {
  const from = clock(event.startedAt);
  const to = clock(event.endedAt);
  if (from === undefined || to === undefined) return event;
  const found = new DoseValues();
  for (const detail of details) {
    if (detail.sourceId !== sourceId) continue;
    for (const { at, measured } of detail.values)
      if (event.values[measured.concept.name] === undefined && holds(detail, at, from, to)) found.add(measured);
  }
  if (found.empty) return event;
  const { values, several } = found.parts();
  return {
    ...event,
    values: { ...values, ...event.values },
    ...(several === undefined && event.several === undefined ? {} : { several: { ...several, ...event.several } }),
  };
}
