import { type CountedEvent, type DoseEvent, type DoseSource, doseSources } from '@center/contract';
import type { DoseTelling } from './dose-telling.ts';
import { ordered, unionOfEvents } from './event-union.ts';
import type { ExposureFamily } from './header-exposures.ts';

/** All that is told of the exposures of one device and family: what stands here twice is the same. */
export interface DoseUnit {
  readonly family: ExposureFamily;
  readonly tellings: readonly DoseTelling[];
  /** The union of the events of each source, best source first. */
  readonly told: readonly { readonly source: DoseSource; readonly events: readonly DoseEvent[] }[];
}

/** Joins what may be one device: a serial number is one; a model without a serial number is every device of that model; a telling that names no device may be any. */
function devicesOf(tellings: readonly DoseTelling[]): readonly (readonly DoseTelling[])[] {
  if (tellings.some(({ device }) => device === '')) return [tellings];
  const nameless = new Set(tellings.filter(({ device }) => device.startsWith('model ')).map(({ model }) => model));
  let groups: { readonly names: ReadonlySet<string>; readonly tellings: readonly DoseTelling[] }[] = [];
  for (const telling of tellings) {
    const names = new Set([telling.device, ...(nameless.has(telling.model) ? [`model ${telling.model}`] : [])]);
    const joined = groups.filter((group) => [...names].some((name) => group.names.has(name)));
    groups = [
      ...groups.filter((group) => !joined.includes(group)),
      {
        names: new Set([...joined.flatMap((group) => [...group.names]), ...names]),
        tellings: [...joined.flatMap((group) => group.tellings), telling],
      },
    ];
  }
  return groups.map((group) => group.tellings);
}

/** The tellings of a study by family and device. */
export function doseUnits(tellings: readonly DoseTelling[]): readonly DoseUnit[] {
  return (['ct', 'projection', 'nuclear'] as const).flatMap((family) => {
    const own = tellings.filter((telling) => telling.family === family);
    if (own.length === 0) return [];
    return devicesOf(own).map((group) => ({
      family,
      tellings: group,
      told: doseSources.map((source) => ({
        source,
        events: unionOfEvents(group.filter((telling) => telling.source === source).map(({ report }) => report.events)),
      })),
    }));
  });
}

/** What one source tells of a unit. */
export function tellingsOf(unit: DoseUnit, source: DoseSource): readonly DoseTelling[] {
  return unit.tellings.filter((telling) => telling.source === source);
}

/**
 * The exposures of a unit that carry what is asked for, each once. The best source that has any tells them; an exposure that a lesser source names by a UID which no
 * better source knows is one more, as long as all of those have UIDs. What carries no UID in a lesser source is the same as what the better one tells.
 */
export function countedEvents(
  { told }: DoseUnit,
  carries: (event: DoseEvent) => boolean = () => true,
): readonly CountedEvent[] {
  const counted: CountedEvent[] = [];
  const uids = new Set<string>();
  for (const { source, events } of told) {
    if (counted.some(({ IrradiationEventUID }) => IrradiationEventUID === undefined)) break;
    const best = counted.length === 0;
    const news = events.filter(
      (event) =>
        carries(event) && (best || (event.IrradiationEventUID !== undefined && !uids.has(event.IrradiationEventUID))),
    );
    for (const { IrradiationEventUID: uid } of news) if (uid !== undefined) uids.add(uid);
    counted.push(...news.map((event) => ({ ...event, source })));
  }
  return ordered(counted);
}
