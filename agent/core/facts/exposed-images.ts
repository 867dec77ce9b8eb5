import { frameText } from './functional-groups.ts';
import { textOf, textsOf } from './header.ts';
import { isAcquired, isXray, modalityOf } from './object-kind.ts';
import type { ObservedObject } from './observed-object.ts';

/** Modalities in which one image is one exposure, so that an image processed for viewing still tells of the exposure it came from. */
const oneShot = new Set(['DX', 'CR', 'MG', 'PX', 'IO', 'RG', 'XA', 'RF']);

/** Processed for viewing from one exposure (DERIVED\PRIMARY). */
function isProcessed(object: ObservedObject): boolean {
  const [pixels, exam] = textsOf(object.header, 'ImageType') ?? [];
  return pixels === 'DERIVED' && exam === 'PRIMARY' && oneShot.has(modalityOf(object));
}

/** The device and modality that an image belongs to, as it names them. */
function makerOf({ header }: ObservedObject): string {
  return (['Modality', 'ManufacturerModelName', 'DeviceSerialNumber'] as const)
    .map((keyword) => textOf(header, keyword)?.trim() ?? '')
    .join('|');
}

/**
 * The images that speak for exposures: acquired ones; of a device that keeps only its processed projection images, those. `acquired` are the acquired objects among
 * `objects`.
 */
export function exposedImages(
  objects: readonly ObservedObject[],
  acquired: readonly ObservedObject[],
): readonly ObservedObject[] {
  const xray = acquired.filter(isXray);
  const processed = objects.filter((object) => isProcessed(object) && !isAcquired(object));
  if (processed.length === 0) return xray;
  const known = new Set(xray.map(makerOf));
  return [...xray, ...processed.filter((object) => !known.has(makerOf(object)))];
}

/** A CT localiser (PS3.3 §C.8.2.1.1.1, §C.8.15.3.2): a picture for planning, whose technique is none of the examination. */
export function isLocaliser({ header }: ObservedObject): boolean {
  if (textsOf(header, 'ImageType')?.[2] === 'LOCALIZER') return true;
  return frameText(header, 'AcquisitionType') === 'CONSTANT_ANGLE';
}
