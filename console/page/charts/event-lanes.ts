import type { ConsoleEventRow } from '@center/contract';

/** A piece of a lane, in hundredths of a percent of the whole width. */
export interface LanePiece {
  readonly row: ConsoleEventRow;
  readonly left: number;
  readonly width: number;
}

export interface Lane {
  readonly key: string;
  readonly facilityName: string;
  readonly name: string;
  readonly pieces: readonly LanePiece[];
}

export interface Lanes {
  readonly from: number;
  readonly to: number;
  readonly lanes: readonly Lane[];
}

const minute = 60_000;
/** What lasts a moment is still seen. */
const least = 60;

/**
 * Lays episodes on one time axis, a lane for each thing, in the order in which the things come first. An episode of which nobody knows whether it lasts ends where it was
 * told last. Undefined when there is nothing to lay.
 */
export function eventLanes(rows: readonly ConsoleEventRow[], asOf: string): Lanes | undefined {
  if (rows.length === 0) return undefined;
  const endOf = ({ event, standing }: ConsoleEventRow): number =>
    Date.parse(event.end ?? (standing === 'open' ? asOf : event.asOf));
  const from = Math.min(...rows.map(({ event }) => Date.parse(event.start)));
  const to = Math.max(...rows.map(endOf), from + minute);
  const share = (ms: number): number => Math.round((ms / (to - from)) * 10_000);
  const lanes = new Map<string, { facilityName: string; name: string; pieces: LanePiece[] }>();
  for (const row of rows) {
    const key = `${row.agentId}/${row.event.equipmentId}`;
    const lane = lanes.get(key) ?? {
      facilityName: row.facilityName,
      name: row.name === '' ? row.event.equipmentId : row.name,
      pieces: [],
    };
    const start = Date.parse(row.event.start);
    const width = Math.max(least, share(Math.max(0, endOf(row) - start)));
    lane.pieces.push({ row, left: Math.min(share(start - from), 10_000 - width), width });
    lanes.set(key, lane);
  }
  return { from, to, lanes: [...lanes].map(([key, lane]) => ({ key, ...lane })) };
}
