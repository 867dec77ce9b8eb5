import type { DeviceId, ExposureIndexFact, TechniqueGroup } from '@center/contract';
import { isLocaliser } from './exposed-images.ts';
import { frameItems, numberIn } from './functional-groups.ts';
import { type Header, numberOf, textOf, textsOf } from './header.ts';
import { modalityOf } from './object-kind.ts';
import type { ObservedObject } from './observed-object.ts';
import { byKey } from './order.ts';

/** First number that is no zero, else a zero, else nothing: a rounded zero is less than an exact amount. */
function mostTelling(amounts: readonly (number | undefined)[]): number | undefined {
  const told = amounts.filter((amount) => amount !== undefined && amount >= 0);
  return told.find((amount) => amount !== 0) ?? told[0];
}

const scaled = (amount: number | undefined, by: number): number | undefined =>
  amount === undefined ? undefined : amount / by;

/** Tube charge of one image in mAs, out of the items of its frame: the exposure, the most exact attribute first, else tube current × exposure time. */
export function exposureOf(items: readonly Header[]): number | undefined {
  const exposure = mostTelling([
    numberIn(items, 'ExposureInmAs'),
    scaled(numberIn(items, 'ExposureInuAs'), 1000),
    numberIn(items, 'Exposure'),
  ]);
  if (exposure !== undefined) return exposure;
  const milliampere = mostTelling([
    numberIn(items, 'XRayTubeCurrentInmA'),
    scaled(numberIn(items, 'XRayTubeCurrentInuA'), 1000),
    numberIn(items, 'XRayTubeCurrent'),
  ]);
  const milliseconds = mostTelling([
    numberIn(items, 'ExposureTimeInms'),
    scaled(numberIn(items, 'ExposureTimeInuS'), 1000),
    numberIn(items, 'ExposureTime'),
  ]);
  return milliampere === undefined || milliseconds === undefined ? undefined : (milliampere * milliseconds) / 1000;
}

interface Range {
  min: number;
  max: number;
}

function widened(range: Range | undefined, amount: number | undefined): Range | undefined {
  // A zero is a field that nobody filled, or an amount rounded away.
  if (amount === undefined || amount <= 0) return range;
  return range === undefined
    ? { min: amount, max: amount }
    : { min: Math.min(range.min, amount), max: Math.max(range.max, amount) };
}

/** Twelve digits are more than any device gives; what a division leaves behind them is no difference. */
const rounded = (range: Range): Range => ({
  min: Number(range.min.toPrecision(12)),
  max: Number(range.max.toPrecision(12)),
});

interface Group {
  readonly deviceId: DeviceId | undefined;
  readonly Modality: string;
  readonly ProtocolName: string;
  images: number;
  kvp?: Range | undefined;
  mAs?: Range | undefined;
  sliceThickness?: Range | undefined;
  readonly modulation: Set<string>;
}

/**
 * Technique of X-ray images by device, modality and protocol, without localisers. Units: kV, mAs, mm. Modulation types that differ inside a group stand joined by
 * backslashes, in the order of their letters.
 */
export function techniqueGroups(
  images: readonly ObservedObject[],
  deviceIdOfObject: (object: ObservedObject) => DeviceId | undefined,
): readonly TechniqueGroup[] {
  const groups = new Map<string, Group>();
  for (const object of images) {
    if (isLocaliser(object)) continue;
    const { header } = object;
    const items = frameItems(header);
    const deviceId = deviceIdOfObject(object);
    const Modality = modalityOf(object);
    const ProtocolName = textOf(header, 'ProtocolName')?.trim() ?? '';
    const key = [deviceId ?? '', Modality, ProtocolName].join('\n');
    const group = groups.get(key) ?? { deviceId, Modality, ProtocolName, images: 0, modulation: new Set<string>() };
    groups.set(key, group);
    group.images += 1;
    group.kvp = widened(group.kvp, numberIn(items, 'KVP'));
    group.mAs = widened(group.mAs, exposureOf(items));
    group.sliceThickness = widened(group.sliceThickness, numberOf(header, 'SliceThickness'));
    for (const item of items)
      for (const type of textsOf(item, 'ExposureModulationType') ?? [])
        if (type.trim() !== '') group.modulation.add(type.trim());
  }
  return [...groups]
    .toSorted(byKey(([key]) => key))
    .map(([, { deviceId, Modality, ProtocolName, images: count, kvp, mAs, sliceThickness, modulation }]) => ({
      ...(deviceId === undefined ? {} : { deviceId }),
      Modality,
      ProtocolName,
      images: count,
      ...(kvp === undefined ? {} : { kvp: rounded(kvp) }),
      ...(mAs === undefined ? {} : { mAs: rounded(mAs) }),
      ...(sliceThickness === undefined ? {} : { sliceThickness: rounded(sliceThickness) }),
      ...(modulation.size === 0 ? {} : { ExposureModulationType: [...modulation].toSorted().join('\\') }),
    }));
}

/** More images than this of one study tell nothing more about a device. */
const mostIndices = 100;

/** Exposure indices of images (IEC 62494-1; PS3.3 §C.8.11.1.1.1), as written; at most 100, in the order of their UIDs. */
export function exposureIndices(
  images: readonly ObservedObject[],
  deviceIdOfObject: (object: ObservedObject) => DeviceId | undefined,
): readonly ExposureIndexFact[] {
  const found: ExposureIndexFact[] = [];
  for (const object of images) {
    if (found.length === mostIndices) break;
    const read = (['ExposureIndex', 'TargetExposureIndex', 'DeviationIndex'] as const).flatMap((keyword) => {
      const value = numberOf(object.header, keyword);
      return value === undefined ? [] : [[keyword, value] as const];
    });
    if (read.length === 0) continue;
    const deviceId = deviceIdOfObject(object);
    found.push({ ...(deviceId === undefined ? {} : { deviceId }), ...Object.fromEntries(read) });
  }
  return found;
}
