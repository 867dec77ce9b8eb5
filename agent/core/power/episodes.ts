import type { EquipmentEvent, Instant, PowerEventKind, RoomEventKind } from '@center/contract';

export type EpisodeKind = PowerEventKind | RoomEventKind;

/** An episode that lasts. `unseen`: nobody looked for a while since it was last seen, so that its end would be dated by the look that finds it over. */
export interface OpenEpisode {
  readonly event: EquipmentEvent;
  readonly unseen: boolean;
}

/** Tokens that one episode keeps; a device that invents words is not given more. */
const mostTokens = 60;

type Extremes = Pick<
  EquipmentEvent,
  'minChargePct' | 'minRuntimeS' | 'maxLoadPct' | 'minValue' | 'maxValue' | 'result'
>;

const least = (a: number | undefined, b: number | undefined): number | undefined =>
  a === undefined ? b : b === undefined ? a : Math.min(a, b);
const most = (a: number | undefined, b: number | undefined): number | undefined =>
  a === undefined ? b : b === undefined ? a : Math.max(a, b);

/** The later extremes over the earlier ones; members that neither told stay out. */
function widened(event: EquipmentEvent, seen: Extremes): EquipmentEvent {
  const minChargePct = least(event.minChargePct, seen.minChargePct);
  const minRuntimeS = least(event.minRuntimeS, seen.minRuntimeS);
  const maxLoadPct = most(event.maxLoadPct, seen.maxLoadPct);
  const minValue = least(event.minValue, seen.minValue);
  const maxValue = most(event.maxValue, seen.maxValue);
  const result = seen.result ?? event.result;
  return {
    ...event,
    ...(minChargePct === undefined ? {} : { minChargePct }),
    ...(minRuntimeS === undefined ? {} : { minRuntimeS }),
    ...(maxLoadPct === undefined ? {} : { maxLoadPct }),
    ...(minValue === undefined ? {} : { minValue }),
    ...(maxValue === undefined ? {} : { maxValue }),
    ...(result === undefined ? {} : { result }),
  };
}

const same = (a: EquipmentEvent, b: EquipmentEvent): boolean => JSON.stringify(a) === JSON.stringify(b);

/** The episodes of one piece of equipment during one step: at most one of a kind is open. Its id is made of what happened, so that seeing it twice makes one. */
export class EpisodeBook {
  readonly #equipmentId: string;
  readonly #epoch: number;
  readonly #open: Map<EpisodeKind, OpenEpisode>;
  readonly #told = new Map<string, EquipmentEvent>();

  constructor(equipmentId: string, epoch: number, open: readonly OpenEpisode[]) {
    this.#equipmentId = equipmentId;
    this.#epoch = epoch;
    this.#open = new Map(open.map((episode) => [episode.event.kind, episode]));
  }

  find(kind: EpisodeKind): OpenEpisode | undefined {
    return this.#open.get(kind);
  }

  /** From now on nobody can say when an open episode ends; without kinds: any of them. */
  loseSight(kinds?: readonly EpisodeKind[]): void {
    for (const [kind, { event }] of this.#open)
      if (kinds === undefined || kinds.includes(kind)) this.#open.set(kind, { event, unseen: true });
  }

  begin(kind: EpisodeKind, start: Instant, raw: readonly string[], seen: Extremes = {}): void {
    const event = widened(
      {
        id: `${this.#equipmentId}:${kind}:${String(this.#epoch)}:${String(start)}`,
        equipmentId: this.#equipmentId,
        kind,
        start,
        raw: raw.slice(0, mostTokens),
        clockEpoch: this.#epoch,
      },
      seen,
    );
    this.#open.set(kind, { event, unseen: false });
    this.#told.set(event.id, event);
  }

  /** It is still there. */
  goOn(kind: EpisodeKind, raw: readonly string[], seen: Extremes = {}): void {
    const before = this.#open.get(kind);
    if (before === undefined) return;
    const tokens = [...new Set([...before.event.raw, ...raw])].slice(0, mostTokens);
    const event = widened({ ...before.event, raw: tokens }, seen);
    this.#open.set(kind, { event, unseen: false });
    if (!same(event, before.event)) this.#told.set(event.id, event);
  }

  /** It is over, at the latest at `end`. Gives the closed episode. */
  finish(kind: EpisodeKind, end: Instant, seen: Extremes = {}): EquipmentEvent | undefined {
    const before = this.#open.get(kind);
    if (before === undefined) return undefined;
    this.#open.delete(kind);
    const event = { ...widened(before.event, seen), end, ...(before.unseen ? { endUnseen: true } : {}) };
    this.#told.set(event.id, event);
    return event;
  }

  finishAll(end: Instant): void {
    for (const kind of [...this.#open.keys()]) this.finish(kind, end);
  }

  /** Something that has no length: a date changed, a result arrived. */
  note(kind: EpisodeKind, at: Instant, raw: readonly string[], seen: Extremes = {}): void {
    const before = this.#open.get(kind);
    this.begin(kind, at, raw, seen);
    this.finish(kind, at);
    if (before !== undefined) this.#open.set(kind, before);
  }

  /** A closed episode of which more became known. */
  amend(event: EquipmentEvent): void {
    this.#told.set(event.id, event);
  }

  open(): readonly OpenEpisode[] {
    return [...this.#open.values()];
  }

  told(): readonly EquipmentEvent[] {
    return [...this.#told.values()];
  }
}
