import {
  type DoseEvent,
  type DosePlane,
  type DoseReport,
  type DoseSource,
  type DoseTotal,
  type Laterality,
  performedStepClass,
} from '@center/contract';
import { type Header, itemsOf, type TextKeyword, textOf, textsOf } from '../header.ts';
import { describe } from './concepts.ts';
import { amountParts, isEmpty, itemsIn, noAmounts, placesOf, readAmounts } from './header-amounts.ts';
import {
  acquisitionTypes,
  activityInBq,
  activityInMBq,
  breastDose,
  doseAmounts,
  exposureAmounts,
  organDose,
  pageExposures,
  privateDlp,
  privateDlpTotal,
  stepAmounts,
  techniqueAmounts,
} from './header-attributes.ts';

const secondaryCapture = '1.2.840.10008.5.1.4.1.1.7';
/** PET Image and Legacy Converted Enhanced PET Image: Bq. */
const inBq: ReadonlySet<string> = new Set(['1.2.840.10008.5.1.4.1.1.128', '1.2.840.10008.5.1.4.1.1.128.1']);
/** Enhanced PET Image and Nuclear Medicine Image: MBq. */
const inMBq: ReadonlySet<string> = new Set(['1.2.840.10008.5.1.4.1.1.130', '1.2.840.10008.5.1.4.1.1.20']);

function textIn(places: readonly Header[], keyword: TextKeyword): string | undefined {
  for (const place of places) {
    const text = textOf(place, keyword);
    if (text !== undefined && text !== '') return text;
  }
  return undefined;
}

function phantomIn(places: readonly Header[]): DoseEvent['phantom'] {
  const [item] = itemsIn(places, 'CTDIPhantomTypeCodeSequence');
  if (item === undefined) return undefined;
  const CodeValue = textOf(item, 'CodeValue') ?? '';
  if (CodeValue === '113690') return 'head-16cm';
  if (CodeValue === '113691') return 'body-32cm';
  const CodeMeaning = textOf(item, 'CodeMeaning') ?? '';
  const { choice } = describe({
    CodeValue,
    CodingSchemeDesignator: textOf(item, 'CodingSchemeDesignator') ?? '',
    CodeMeaning,
  });
  return choice?.of === 'phantom' ? choice.phantom : undefined;
}

/** Phantom of a Philips CT's dose page, private to ELSCINT1: its diameter. */
function privatePhantom(item: Header): DoseEvent['phantom'] {
  const text = textOf(item, 'ElscintPhantomType') ?? '';
  if (/16|head/i.test(text)) return 'head-16cm';
  return /32|body/i.test(text) ? 'body-32cm' : undefined;
}

const sides: ReadonlyMap<string, Laterality> = new Map([
  ['L', 'left'],
  ['R', 'right'],
  ['B', 'both'],
]);

/** Laterality of the image, of the series, or of the functional groups of a multi-frame image (PS3.3 §C.7.6.16.2.8). */
function sideIn(places: readonly Header[]): Laterality | undefined {
  for (const keyword of ['ImageLaterality', 'Laterality', 'FrameLaterality'] as const) {
    const side = sides.get(textIn(places, keyword) ?? '');
    if (side !== undefined) return side;
  }
  return undefined;
}

/** Moment of the exposure as a DT text. */
function startedIn(places: readonly Header[]): string | undefined {
  const moment = textIn(places, 'AcquisitionDateTime');
  if (moment !== undefined) return moment;
  const date = textIn(places, 'AcquisitionDate');
  return date === undefined ? undefined : `${date}${textIn(places, 'AcquisitionTime') ?? ''}`;
}

/** Event type of a CT image (0018,9302); a localiser says so in ImageType only (PS3.3 §C.8.2.1.1.1). */
function typeIn(places: readonly Header[], header: Header): string | undefined {
  const type = acquisitionTypes.get(textIn(places, 'AcquisitionType') ?? '');
  if (type !== undefined) return type;
  return textOf(header, 'Modality') === 'CT' && (textsOf(header, 'ImageType') ?? []).includes('LOCALIZER')
    ? 'ConstantAngleAcquisition'
    : undefined;
}

/** Plane of a biplane angiography image, third value of ImageType (PS3.3 §C.8.7.1.1.1). */
function planeOf(header: Header): DosePlane | undefined {
  const [, , third] = textsOf(header, 'ImageType') ?? [];
  if (third === 'BIPLANE A') return 'A';
  return third === 'BIPLANE B' ? 'B' : undefined;
}

/** One exposure an item of ExposureDoseSequence; where some are of an acquisition type, the others are none. */
function exposures(header: Header, sequence: readonly Header[]): DoseEvent[] {
  const typed = sequence.filter((item) => (textOf(item, 'AcquisitionType') ?? '') !== '');
  return (typed.length > 0 ? typed : sequence).flatMap((item) => {
    const amounts = noAmounts();
    readAmounts([item], exposureAmounts, amounts);
    const elscint = isElscint(header) || isElscint(item);
    if (elscint) readAmounts([item], [privateDlp], amounts);
    if (isEmpty(amounts)) return [];
    const type = acquisitionTypes.get(textOf(item, 'AcquisitionType') ?? '');
    const phantom = phantomIn([item]) ?? (elscint ? privatePhantom(item) : undefined);
    const startedAt = startedIn([item]);
    const protocol = textOf(item, 'SeriesDescription') ?? '';
    return [
      {
        ...uidOf(textIn([item], 'IrradiationEventUID')),
        ...(type === undefined ? {} : { type }),
        ...(protocol === '' ? {} : { protocol }),
        ...(phantom === undefined ? {} : { phantom }),
        ...(startedAt === undefined ? {} : { startedAt }),
        ...amountParts(amounts),
      },
    ];
  });
}

function isElscint(header: Header): boolean {
  return [header.ElscintPrivateCreator00E1, header.ElscintPrivateCreator01E1].includes('ELSCINT1');
}

function uidOf(uid: string | undefined): { readonly IrradiationEventUID?: string } {
  return uid === undefined || uid === '' ? {} : { IrradiationEventUID: uid };
}

function administered(header: Header): DoseEvent[] {
  const items = itemsOf(header, 'RadiopharmaceuticalInformationSequence');
  if (items.length === 0) return [];
  const sopClass = textOf(header, 'SOPClassUID') ?? '';
  const becquerel = inBq.has(sopClass) || (!inMBq.has(sopClass) && textOf(header, 'Modality') === 'PT');
  return items.flatMap((item) => {
    const amounts = noAmounts();
    readAmounts([item], [becquerel ? activityInBq : activityInMBq], amounts);
    if (isEmpty(amounts)) return [];
    const time = textOf(item, 'RadiopharmaceuticalStartTime') ?? '';
    const date = textOf(header, 'StudyDate') ?? '';
    const startedAt =
      textIn([item], 'RadiopharmaceuticalStartDateTime') ?? (time === '' || date === '' ? undefined : `${date}${time}`);
    return [
      {
        ...uidOf(textOf(item, 'RadiopharmaceuticalAdministrationEventUID')),
        type: 'RadiopharmaceuticalAdministration',
        ...(startedAt === undefined ? {} : { startedAt }),
        ...amountParts(amounts),
      },
    ];
  });
}

/** The exposure behind an image itself. An image of several events carries their identifiers; its amounts stand with the first. */
function imageEvents(header: Header): DoseEvent[] {
  const places = placesOf(header);
  const amounts = noAmounts();
  readAmounts(places, doseAmounts, amounts);
  readAmounts(places, [textOf(header, 'Modality') === 'MG' ? breastDose : organDose], amounts);
  if (isEmpty(amounts)) return [];
  readAmounts(places, techniqueAmounts, amounts);
  const uids = places.flatMap((place) => textsOf(place, 'IrradiationEventUID') ?? []).filter((uid) => uid !== '');
  const [uid, ...more] = new Set(uids);
  const type = typeIn(places, header);
  const plane = planeOf(header);
  const laterality = sideIn(places);
  const phantom = phantomIn(places);
  const startedAt = startedIn(places);
  return [
    {
      ...uidOf(uid),
      ...(type === undefined ? {} : { type }),
      ...(plane === undefined ? {} : { plane }),
      ...(laterality === undefined ? {} : { laterality }),
      ...(phantom === undefined ? {} : { phantom }),
      ...(startedAt === undefined ? {} : { startedAt }),
      ...amountParts(amounts),
    },
    ...more.map((IrradiationEventUID) => ({ IrradiationEventUID, values: {} })),
  ];
}

function isPerformedStep(header: Header): boolean {
  const sopClass = textOf(header, 'SOPClassUID') ?? '';
  return sopClass === performedStepClass || (sopClass === '' && header.PerformedProcedureStepStatus !== undefined);
}

function imageTotals([first]: readonly DoseEvent[]): DoseTotal[] {
  if (first === undefined) return [];
  const { values, several } = first;
  return [{ values, ...(several === undefined ? {} : { several }) }];
}

function stepTotals(header: Header): DoseTotal[] {
  const amounts = noAmounts();
  readAmounts([header], stepAmounts, amounts);
  return isEmpty(amounts) ? [] : [amountParts(amounts)];
}

function pageTotals(header: Header): DoseTotal[] {
  const amounts = noAmounts();
  if (isElscint(header)) readAmounts([header], [privateDlpTotal], amounts);
  readAmounts([header], [pageExposures, ...stepAmounts], amounts);
  return isEmpty(amounts) ? [] : [amountParts(amounts)];
}

/**
 * The dose values that an object other than a report carries, as a report of its own: an image of one exposure (or one a radiopharmaceutical), a modality performed
 * procedure step (`mpps`: the whole step as a total, its exposures as events), the page that a Philips CT console writes as secondary capture (`dose-screen`). Units are
 * those that PS3.3 gives each attribute: area dose product dGy·cm², organ dose and entrance dose dGy, PET activity Bq and nuclear medicine MBq. An image's CTDIvol is of
 * that image and no mean of an event, so it is not called one. `undefined`: no dose value.
 */
export function readHeaderDose(header: Header): DoseReport | undefined {
  const sequence = itemsOf(header, 'ExposureDoseSequence');
  const step = isPerformedStep(header);
  const page = sequence.length > 0 && (textOf(header, 'SOPClassUID') ?? '').startsWith(secondaryCapture);
  const source: DoseSource = step ? 'mpps' : page ? 'dose-screen' : 'header';
  const exposed = sequence.length === 0 ? [] : exposures(header, sequence);
  const image = source === 'header' ? imageEvents(header) : [];
  // Beside exposures of their own, the amounts of the object are their sum: counted as a total, not once more.
  const summed = exposed.length > 0 && image.length > 0;
  const events: DoseEvent[] = [...administered(header), ...exposed, ...(summed ? [] : image)];
  const totals = step ? stepTotals(header) : page ? pageTotals(header) : summed ? imageTotals(image) : [];
  if (events.length === 0 && totals.length === 0) return undefined;
  const instance = textOf(header, 'SOPInstanceUID');
  return { source, ...(instance === undefined ? {} : { SOPInstanceUID: instance }), events, totals };
}
