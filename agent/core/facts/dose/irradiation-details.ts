import type { DoseEvent } from '@center/contract';
import { describe } from './concepts.ts';
import { DoseValues, type Measured, readMeasured } from './measured-value.ts';
import type { ReadingNotes } from './reading-notes.ts';
import type { SrItem } from './sr-item.ts';

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

/** The columns of a TABLE item as numbers under their concepts, each with the time of its row. */
function tableValues(item: SrItem, notes: ReadingNotes): Detail['values'] {
  const { table } = item;
  if (table === undefined) return [];
  const columns = table.columnDefinitions.map((definition, index) => ({
    line: definition.line ?? index + 1,
    concept: definition.concept,
    unit: definition.unit,
  }));
  const cell = new Map<string, number | string>();
  for (const { row, column, values } of table.cells) {
    values.forEach((value, index) => {
      cell.set(`${String(column ?? index + 1)} ${String(row ?? index + 1)}`, value);
    });
  }
  const time = columns.find(({ concept }) => {
    const role = concept === undefined ? undefined : describe(concept).role;
    return role === 'started' || role === 'ended';
  });
  const found: { at?: string; measured: Measured }[] = [];
  for (const { line, concept, unit } of columns) {
    if (concept === undefined || describe(concept).measure === undefined) continue;
    for (let row = 1; row <= table.rows; row += 1) {
      const value = cell.get(`${String(line)} ${String(row)}`);
      if (value === undefined) continue;
      const measured = readMeasured(
        {
          valueType: 'NUM',
          concept,
          measured: {
            raw: String(value),
            ...(typeof value === 'number' ? { number: value } : {}),
            ...(unit === undefined ? {} : { unit }),
          },
          children: [],
        },
        notes,
      );
      const at = time === undefined ? undefined : clock(String(cell.get(`${String(time.line)} ${String(row)}`) ?? ''));
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
    else if (item.table !== undefined) values.push(...tableValues(item, notes));
    else {
      const measured = readMeasured(item, notes);
      if (measured !== undefined) values.push({ measured });
    }
  }
  return { kind, sourceId, from, to, values };
}

/** Reads Irradiation Details (TID 10043): what the beam of each source was, by time and apart from events. */
export function readDetails(container: SrItem, notes: ReadingNotes): readonly Detail[] {
  return container.children.flatMap((item) => {
    const role = item.concept === undefined ? undefined : describe(item.concept).role;
    return role === 'technique' || role === 'output' ? [readDetail(item, role, notes)] : [];
  });
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
