import { type DriftFacts, type DriftTouch, driftKeywordsShown } from '@center/contract';
import { attributes } from './attributes.ts';
import type { Damage, DamageCode } from './damage.ts';
import type { Header, Keyword } from './header.ts';
import { type DriftVR, isMissing, sameValue } from './same-value.ts';

/** What one sighting of an object said of it. */
export interface SeenContent {
  /** Name of the channel, `kind:number`. */
  readonly channel: string;
  readonly study: string;
  readonly transferSyntaxUID: string;
  readonly header: Header;
  readonly damage: readonly Damage[];
}

/** An object that was seen with other content: as it stands, and the sightings that it is held against (the first, and the last of every other channel). */
export interface DriftedObject {
  readonly SOPInstanceUID: string;
  readonly now: SeenContent;
  readonly before: readonly SeenContent[];
}

/** One attribute in which two sightings differ; a value is `undefined` where the element is absent or empty. */
export interface Difference {
  readonly keyword: Keyword;
  readonly before: unknown;
  readonly now: unknown;
}

/** Channels that bring the object itself. The others bring what a server picks for its metadata, so that an attribute which is not there may be in the object. */
const wholeKinds: ReadonlySet<string> = new Set(['folder', 'scp', 'dimse']);

/** What is told of the file, of its spelling, or by an archive of its own index. A study that is another one is told as a move. */
const noContent: ReadonlySet<string> = new Set<Keyword>([
  'MediaStorageSOPClassUID',
  'MediaStorageSOPInstanceUID',
  'TransferSyntaxUID',
  'ImplementationClassUID',
  'ImplementationVersionName',
  'SourceApplicationEntityTitle',
  'SpecificCharacterSet',
  'TimezoneOffsetFromUTC',
  'StudyInstanceUID',
  'QueryRetrieveLevel',
  'InstanceAvailability',
  'ModalitiesInStudy',
  'SOPClassesInStudy',
  'NumberOfPatientRelatedStudies',
  'NumberOfStudyRelatedSeries',
  'NumberOfStudyRelatedInstances',
  'NumberOfSeriesRelatedInstances',
  'PixelDataProviderURL',
  'StudyStatusID',
]);

/** Whose images they are (PS3.3 C.7.1.1). */
const identity: ReadonlySet<string> = new Set<Keyword>([
  'PatientName',
  'PatientID',
  'IssuerOfPatientID',
  'PatientBirthDate',
  'PatientSex',
  'OtherPatientIDs',
  'OtherPatientIDsSequence',
  'OtherPatientNames',
  'PatientBirthName',
  'PatientMotherBirthName',
]);

/** What people write down before and after an exam and correct with reason: patient beside identity, order, study, names of staff, the state of a report. */
const registration: ReadonlySet<string> = new Set<Keyword>([
  'StudyDate',
  'StudyTime',
  'StudyID',
  'StudyDescription',
  'AccessionNumber',
  'IssuerOfAccessionNumberSequence',
  'ProcedureCodeSequence',
  'SeriesDescription',
  'InstitutionName',
  'InstitutionAddress',
  'InstitutionCodeSequence',
  'ReferringPhysicianName',
  'ReferringPhysicianAddress',
  'ReferringPhysicianIdentificationSequence',
  'NameOfPhysiciansReadingStudy',
  'PhysiciansOfRecord',
  'PerformingPhysicianName',
  'OperatorsName',
  'MedicalAlerts',
  'Allergies',
  'PregnancyStatus',
  'LastMenstrualDate',
  'ResponsiblePerson',
  'ResponsiblePersonRole',
  'ImageComments',
  'ReasonForStudy',
  'RequestingPhysician',
  'RequestingService',
  'RequestedContrastAgent',
  'AdmissionID',
  'RequestAttributesSequence',
  'ReferencedRequestSequence',
  'CommentsOnThePerformedProcedureStep',
  'CompletionFlag',
  'CompletionFlagDescription',
  'VerificationFlag',
  'VerificationDateTime',
  'VerifyingOrganization',
  'VerifyingObserverSequence',
  'DocumentTitle',
  'EthnicGroup',
  'Occupation',
  'SmokingStatus',
  'AdditionalPatientHistory',
  'CountryOfResidence',
  'RegionOfResidence',
  'ReasonForTheRequestedProcedure',
  'ReasonForRequestedProcedureCodeSequence',
  'PlacerOrderNumberImagingServiceRequest',
  'FillerOrderNumberImagingServiceRequest',
]);
const isRegistration = (keyword: string): boolean =>
  registration.has(keyword) ||
  /^(?:Patient(?!Position$|Orientation$)|RequestedProcedure|ScheduledP|PerformedP(?:rocedureStep(?:ID|Description)|rocedureType))/.test(
    keyword,
  );

/** What an attribute is about. */
export function touchOf(keyword: string): DriftTouch {
  return identity.has(keyword) ? 'identity' : isRegistration(keyword) ? 'registration' : 'acquisition';
}

/** Behind such damage elements are unknown, never absent. */
const cuts: ReadonlySet<DamageCode> = new Set<DamageCode>([
  'truncated-header',
  'header-too-large',
  'deflate-broken',
  'length-overrun',
  'vr-contradicts-syntax',
  'byte-order-contradicts-syntax',
]);
/** An attribute named by such damage was not read as it was meant. */
const blurs: ReadonlySet<DamageCode> = new Set<DamageCode>([
  'text-undecodable',
  'charset-misdeclared',
  'charset-unknown',
  'vr-unexpected',
  'vr-unknown',
  'value-too-long',
  'value-length',
  'number-form',
  'number-unreadable',
  'duplicate-element',
  'sequence-broken',
  'sequence-too-long',
  'nested-too-deep',
]);
/** Which text other programs make of bytes that do not fit their character set, nobody can say. */
const misread: ReadonlySet<DamageCode> = new Set<DamageCode>([
  'text-undecodable',
  'charset-misdeclared',
  'charset-unknown',
]);

export const channelKind = (channel: string): string => channel.split(':')[0] ?? channel;

interface Sight {
  readonly values: Readonly<Record<string, unknown>>;
  readonly tellsAbsence: boolean;
}

function sightOf({ channel, header, damage }: SeenContent): Sight {
  return {
    values: header,
    tellsAbsence: wholeKinds.has(channelKind(channel)) && !damage.some(({ code }) => cuts.has(code)),
  };
}

/** DICOM table of what is not told by name: its value representation; of an unknown keyword none. */
const vrOf: ReadonlyMap<string, DriftVR> = new Map(
  Object.entries(attributes).map(([keyword, [, vr]]) => [keyword, vr]),
);

function sameItems(before: readonly unknown[], now: readonly unknown[], a: Sight, b: Sight, lax: boolean): boolean {
  return (
    before.length === now.length &&
    before.every((item, at) => {
      const left: Sight = { ...a, values: recordOf(item) };
      const right: Sight = { ...b, values: recordOf(now[at]) };
      return keywordsOf(left, right).every((keyword) => isSame(keyword, left, right, lax));
    })
  );
}

function recordOf(item: unknown): Readonly<Record<string, unknown>> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a data set is read by name, whatever it holds
  return typeof item === 'object' && item !== null ? (item as Readonly<Record<string, unknown>>) : {};
}

/** Keywords of two data sets whose values are not the very same, each once; values that a series shares stand behind the own ones. */
function keywordsOf({ values: a }: Sight, { values: b }: Sight): readonly string[] {
  const apart: string[] = [];
  for (const keyword in a) if (a[keyword] !== b[keyword]) apart.push(keyword);
  for (const keyword in b) if (b[keyword] !== undefined && a[keyword] === undefined) apart.push(keyword);
  return apart;
}

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** Whether two sightings mean the same by an attribute, or one of them cannot tell it. `lax`: text outside of ASCII may have been misread. */
function isSame(keyword: string, a: Sight, b: Sight, lax: boolean): boolean {
  const before = a.values[keyword];
  const now = b.values[keyword];
  if (noContent.has(keyword)) return true;
  const [hadNone, hasNone] = [isMissing(before), isMissing(now)];
  if (hadNone || hasNone) return (hadNone && hasNone) || !(hadNone ? a : b).tellsAbsence;
  const vr = vrOf.get(keyword) ?? 'LO';
  if (vr === 'SQ') return sameItems(listOf(before), listOf(now), a, b, lax);
  return sameValue(vr, before, now, lax);
}

/**
 * The attributes whose values differ between two sightings of one object, by meaning and not by spelling, sorted by keyword. What a channel cannot tell, what was
 * read with damage, the character set, and what only the file or the archive's index says is no difference.
 */
export function differencesOf(before: SeenContent, now: SeenContent): readonly Difference[] {
  const [a, b] = [sightOf(before), sightOf(now)];
  const damage = [...before.damage, ...now.damage];
  const blurred = new Set(damage.flatMap(({ code, where }) => (where !== undefined && blurs.has(code) ? [where] : [])));
  const lax = damage.some(({ code }) => misread.has(code));
  // An image that is sent in another coding names its colours by another word.
  const recoded = before.transferSyntaxUID !== now.transferSyntaxUID;
  const shown = (value: unknown): unknown => (isMissing(value) ? undefined : value);
  return keywordsOf(a, b)
    .filter(
      (keyword): keyword is Keyword =>
        vrOf.has(keyword) &&
        !isSame(keyword, a, b, lax) &&
        !blurred.has(keyword) &&
        !(recoded && keyword === 'PhotometricInterpretation'),
    )
    .toSorted()
    .map((keyword) => ({ keyword, before: shown(a.values[keyword]), now: shown(b.values[keyword]) }));
}

/**
 * What the objects of a study that were seen with other content amount to: in how many and in which attributes the sightings differ, never by what values.
 * `uncompared` counts those that nobody held against each other.
 */
export function driftFacts(objects: readonly DriftedObject[], uncompared: number): DriftFacts {
  const keywords = new Set<string>();
  const channels = new Set<string>();
  let [differing, moved] = [0, 0];
  for (const { now, before } of objects) {
    let [differs, isMoved] = [false, false];
    for (const earlier of before) {
      const differences = differencesOf(earlier, now);
      const elsewhere = earlier.study !== now.study;
      if (differences.length === 0 && !elsewhere) continue;
      for (const { keyword } of differences) keywords.add(keyword);
      channels.add(channelKind(earlier.channel)).add(channelKind(now.channel));
      differs = true;
      isMoved ||= elsewhere;
    }
    if (differs) differing += 1;
    if (isMoved) moved += 1;
  }
  const sorted = [...keywords].toSorted();
  // Identity first: the list is cut at its end.
  const ranked = sorted.toSorted((x, y) => Number(touchOf(x) !== 'identity') - Number(touchOf(y) !== 'identity'));
  return {
    objects: differing,
    moved,
    compared: objects.length,
    uncompared,
    keywords: ranked.slice(0, driftKeywordsShown).toSorted(),
    moreKeywords: Math.max(0, sorted.length - driftKeywordsShown),
    touches: [...new Set(sorted.map(touchOf))].toSorted(),
    channels: [...channels].toSorted(),
  };
}
