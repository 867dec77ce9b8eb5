import type { DoseDeparture, DoseReport } from '@center/contract';
import type { Damage, DamageCode } from './damage.ts';
import { isDoseScreen, isPerformedStep, isReport } from './object-kind.ts';
import type { ObservedObject } from './observed-object.ts';
import { byKey } from './order.ts';

const codes: Partial<Record<DamageCode, DoseDeparture['code']>> = {
  'unit-spelling': 'unit-spelling',
  'unit-unknown': 'unit-unknown',
  'concept-code-wrong': 'concept-code-wrong',
  'concept-by-meaning': 'concept-by-meaning',
  'measurement-empty': 'measurement-empty',
  'number-form': 'number-form',
  'number-unreadable': 'number-form',
};

/** Attributes of an image that tell of its exposure; a number ill-formed elsewhere is no matter of dose. */
const ofExposure =
  /^(?:CTDIvol|KVP|Exposure\w*|XRayTubeCurrent\w*|\w*Dose\w*|\w*AreaDoseProduct|TotalTimeOfFluoroscopy|DeviationIndex|TargetExposureIndex|HalfValueLayer|BodyPartThickness|CompressionForce|DistanceSourceTo\w+)$/;
/** More kinds than this of one study tell nothing more. */
const most = 100;

function isDoseObject(object: ObservedObject): boolean {
  return object.dose !== undefined && (isReport(object) || isPerformedStep(object) || isDoseScreen(object));
}

/** The concept or keyword itself, without the sequences around it. */
function placeOf({ where }: Damage): string {
  return where?.split('.').at(-1) ?? '';
}

function departure(damage: Damage): DoseDeparture | undefined {
  const { code, detail } = damage;
  const known = codes[code];
  return known === undefined
    ? undefined
    : { code: known, where: placeOf(damage), ...(detail === undefined ? {} : { raw: detail }) };
}

/**
 * What dose objects, and the images in `images` under attributes of their exposure, wrote against the standard: each kind, place and spelling once, in one order.
 * `header` are the amounts read from image headers, of which some may stand under a unit that cannot be.
 */
export function doseDepartures(
  objects: readonly ObservedObject[],
  images: readonly ObservedObject[],
  header: readonly DoseReport[],
): readonly DoseDeparture[] {
  const found = new Map<string, DoseDeparture>();
  const keep = (each: DoseDeparture | undefined): void => {
    if (each !== undefined) found.set([each.code, each.where, each.raw ?? ''].join('\n'), each);
  };
  for (const object of objects) if (isDoseObject(object)) object.damage.map(departure).forEach(keep);
  for (const { damage } of images) for (const each of damage) if (ofExposure.test(placeOf(each))) keep(departure(each));
  for (const { values } of header.flatMap(({ events, totals }) => [...events, ...totals]))
    for (const [where, value] of Object.entries(values))
      if (value.kind === 'unit-unknown') keep({ code: 'unit-unknown', where, raw: value.rawUnit });
      else if (value.kind === 'not-a-number') keep({ code: 'number-form', where });
  return [...found]
    .toSorted(byKey(([key]) => key))
    .map(([, each]) => each)
    .slice(0, most);
}
