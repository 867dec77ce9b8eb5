import {
  addMonths,
  type CalendarDate,
  type DeviceId,
  daysBetween,
  type EarlierStudy,
  ionisingModalities,
  type ObjectGroup,
  type RetentionFacts,
  type StudyFacts,
  type Tri,
  type UnreadableObject,
} from '@center/contract';
import { ageFacts } from './age.ts';
import { calibrationFacts } from './calibrations.ts';
import { contrastGiven } from './contrast.ts';
import { type DeviceNamer, deviceNamer, originOf, reportedDeviceNamer, seenDevices, withAETitles } from './device.ts';
import { reportDocuments } from './documents.ts';
import { doseFacts } from './dose-facts.ts';
import { examClassOf } from './exam-class.ts';
import { exposedImages } from './exposed-images.ts';
import {
  isAcquired,
  isHeaderWhole,
  isPerformedStep,
  isReport,
  isXray,
  isXrayDoseReport,
  modalityOf,
} from './object-kind.ts';
import type { Digest, ObservedObject, StudyInput } from './observed-object.ts';
import { byKey, compared } from './order.ts';
import { patientFacts, textFact } from './patient.ts';
import { peopleFacts } from './people.ts';
import { performedSteps } from './performed-steps.ts';
import { pregnancyFacts } from './pregnancy.ts';
import { regionFacts, wordsFact } from './region.ts';
import { representatives } from './representatives.ts';
import { acquisitionSpan, studyDate } from './study-time.ts';
import { exposureIndices, techniqueGroups } from './technique.ts';

/** Modalities that say by themselves that no X-ray or radionuclide was used. */
const harmless = new Set([
  'US',
  'MR',
  'IVUS',
  'OCT',
  'OP',
  'OPT',
  'ES',
  'XC',
  'GM',
  'SM',
  'ECG',
  'HD',
  'EPS',
  'DOC',
  'SR',
  'KO',
  'PR',
  'BI',
  'AU',
]);

function anyOf(objects: readonly ObservedObject[], holds: (object: ObservedObject) => boolean): Tri {
  if (objects.some(holds)) return 'yes';
  return objects.length > 0 &&
    objects.every(
      (object) => harmless.has(modalityOf(object)) || modalityOf(object) === 'NM' || modalityOf(object) === 'PT',
    )
    ? 'no'
    : 'unknown';
}

function objectGroups(objects: readonly ObservedObject[], nameOf: DeviceNamer): readonly ObjectGroup[] {
  const groups = new Map<string, { group: Omit<ObjectGroup, 'count'>; count: number }>();
  for (const object of objects) {
    const deviceId: DeviceId | undefined = nameOf(object);
    const acquired = isAcquired(object);
    const Modality = modalityOf(object);
    const key = `${Modality}|${object.SOPClassUID}|${deviceId ?? ''}|${String(acquired)}`;
    const known = groups.get(key);
    if (known !== undefined) {
      known.count += 1;
      continue;
    }
    const { SOPClassUID } = object;
    groups.set(key, {
      group: { Modality, SOPClassUID, ...(deviceId === undefined ? {} : { deviceId }), acquired },
      count: 1,
    });
  }
  return [...groups.values()].map(({ group, count }) => ({ ...group, count }));
}

/** Completed months between two dates. */
function monthsBetween(from: CalendarDate, to: CalendarDate): number {
  const whole =
    (Number(to.slice(0, 4)) - Number(from.slice(0, 4))) * 12 + Number(to.slice(5, 7)) - Number(from.slice(5, 7));
  return addMonths(from, whole) > to ? whole - 1 : whole;
}

/** Domain §7: to 36 months online, to 120 months kept. */
function retentionFacts(date: CalendarDate, source: StudyFacts['dateSource'], asOf: CalendarDate): RetentionFacts {
  const ageMonths = Math.max(0, monthsBetween(date, asOf));
  const kind = ageMonths < 36 ? 'online' : ageMonths < 120 ? 'kept' : 'older';
  return {
    class: kind,
    ageMonths,
    clock: source === 'first-seen' ? 'first-seen' : 'StudyDate',
  };
}

/** The image itself is not whole, though its header may be. */
const cutPixels: ReadonlySet<string> = new Set(['truncated-pixel-data', 'pixel-data-absent', 'content-absent']);

/** Objects that were cut are kept for what they say and named for what they cannot say or show. */
function cutObjects(objects: readonly ObservedObject[]): readonly UnreadableObject[] {
  return objects
    .filter((object) => !isHeaderWhole(object) || object.damage.some(({ code }) => cutPixels.has(code)))
    .map((object) => ({ locator: object.SOPInstanceUID, reason: object.damage.map(({ code }) => code).join(', ') }));
}

/** How far back an earlier study still matters: a month, whatever its length. */
const earlierDays = 31;

/** Earlier studies inside the month before, newest first. */
function earlierStudies({ earlier, StudyInstanceUID }: StudyInput, date: CalendarDate): readonly EarlierStudy[] {
  return earlier
    .filter((study) => {
      const days = daysBetween(study.date, date);
      return study.StudyInstanceUID !== StudyInstanceUID && days >= 0 && days <= earlierDays;
    })
    .toSorted((a, b) =>
      a.date === b.date ? compared(a.StudyInstanceUID, b.StudyInstanceUID) : compared(b.date, a.date),
    );
}

/**
 * Folds everything that is known of one study into the facts that rules read. Acquired images speak for the patient, the region and the device; when there are
 * none, every readable object does. Pure: the day of judging and the digest are arguments.
 */
export function factsOfStudy(input: StudyInput, digest: Digest): StudyFacts {
  const { zoneOffsetMinutes, records } = input;
  // In one order whatever the order of arrival: then no fact depends on it.
  const objects = input.objects.toSorted(byKey(({ SOPInstanceUID }) => SOPInstanceUID));
  const nameOf = deviceNamer(digest);
  const acquired = objects.filter(isAcquired);
  // Many slices say one thing; what is said is asked of one of them, how often of all.
  const telling = representatives(acquired);
  const speaking = telling.length > 0 ? telling : objects;
  const { date, source } = studyDate(speaking, input.firstSeenAt, zoneOffsetMinutes);
  const exposed = speaking.filter(isXray);
  const inBeam = exposed.length > 0 ? exposed : speaking;
  const irradiating = speaking.filter((object) => ionisingModalities.has(modalityOf(object)));
  const words = wordsFact(inBeam);
  const devices = seenDevices(speaking, input.cards, date, nameOf);
  const span = acquisitionSpan(acquired.length > 0 ? acquired : objects, zoneOffsetMinutes);
  const at = span.from;
  const until = acquired.length > 0 ? span.until : undefined;
  const exposures = exposedImages(objects, acquired);
  const [first] = speaking;
  return {
    subject: 'study',
    StudyInstanceUID: input.StudyInstanceUID,
    completeness: input.completeness,
    date,
    dateSource: source,
    ...(at === undefined ? {} : { acquiredAt: at }),
    asOf: input.asOf,
    modalities: [...new Set(objects.map(modalityOf).filter((modality) => modality !== ''))].toSorted(),
    ionising: anyOf(
      speaking,
      (object) => ionisingModalities.has(modalityOf(object)) || (isReport(object) && object.dose !== undefined),
    ),
    xray: anyOf(speaking, (object) => isXray(object) || isXrayDoseReport(object)),
    origin: originOf(input, speaking, devices, objects.some(isPerformedStep)),
    patient: patientFacts(speaking, date),
    age: ageFacts(
      speaking.map(({ header }) => header),
      date,
    ),
    pregnancy: pregnancyFacts(
      [...telling, ...objects.filter((object) => !isAcquired(object))],
      date,
      input.planned ?? [],
    ),
    region: regionFacts(inBeam, objects.filter(isReport), words),
    words,
    objects: objectGroups(objects, nameOf),
    devices: withAETitles(devices, [...speaking, ...objects.filter(isPerformedStep)], nameOf),
    registerInUse: input.registerInUse,
    dose: doseFacts(objects, acquired),
    exam: examClassOf(input.examMapping, irradiating.length > 0 ? irradiating : speaking),
    technique: techniqueGroups(exposures, nameOf),
    exposureIndices: exposureIndices(exposures, nameOf),
    calibrations: calibrationFacts([...exposures, ...objects.filter(isReport)], reportedDeviceNamer(devices, nameOf)),
    people: peopleFacts(telling, objects.filter(isReport)),
    documents: reportDocuments(objects, zoneOffsetMinutes),
    ...(until === undefined ? {} : { acquiredUntil: until }),
    contrast: contrastGiven(
      telling,
      objects.flatMap(({ dose }) => (dose === undefined ? [] : [dose])),
    ),
    performedSteps: performedSteps(objects),
    earlier: earlierStudies(input, date),
    retention: retentionFacts(date, source, input.asOf),
    ...(input.drift === undefined ? {} : { drift: input.drift }),
    unreadable: [...input.unreadable, ...cutObjects(objects)].toSorted(
      byKey(({ locator, reason }) => `${locator} ${reason}`),
    ),
    AccessionNumber: first === undefined ? { status: 'absent' } : textFact(first, 'AccessionNumber'),
    records,
  };
}
