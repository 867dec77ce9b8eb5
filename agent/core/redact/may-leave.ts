import {
  adultProtocolTerms,
  checkUpTerms,
  chestFluoroscopyTerms,
  fetalTerms,
  interventionalCodes,
  interventionalTerms,
  notPatientTerms,
  outreachStationTerms,
  outreachTerms,
} from '@center/register';

/** Decides by its text whether a value may leave. */
type Form = (text: string) => boolean;

/** A word of our own program: a closed list in the rules or in the contract, never a copy of a header. */
const ownWords: Form = () => true;
/** What a device says of itself; the console keeps a register of devices. */
const deviceText: Form = () => true;
/** A code string as DICOM defines it (PS3.5 §6.2, CS), several with blanks between. A header may hold anything else under the same tag. */
const coded: Form = (text) => /^[A-Z0-9_]{1,16}( [A-Z0-9_]{1,16})*$/.test(text) || ownStatus(text);
const ownStatus: Form = (text) =>
  ['absent', 'empty', 'undecodable', 'implausible', 'invalid', 'not-filled'].includes(text);
/** UIDs that DICOM itself has registered name a class and no object. */
const registeredUid: Form = (text) => /^1\.2\.840\.10008(\.\d+)+( 1\.2\.840\.10008(\.\d+)+)*$/.test(text);
const calendarDate: Form = (text) => /^\d{4}-\d{2}-\d{2}$/.test(text);
/** A digest over what a device says of itself. */
const deviceKey: Form = (text) => /^[0-9a-f]{32}$/.test(text);
/** Over how many images a name is filled; never the name. */
const filled: Form = (text) => ['all', 'some', 'none'].includes(text);
/** Flags of reports (PS3.3 C.17.2). */
const reportFlags: Form = (text) =>
  text.split(' ').every((flag) => ['COMPLETE', 'PARTIAL', 'VERIFIED', 'UNVERIFIED', 'absent'].includes(flag));
/** Codes of DICOM's own scheme with their scheme. */
const dicomCodes: Form = (text) => /^\d{5,6}\|DCM(?: \d{5,6}\|DCM)*$/.test(text) || ownStatus(text);
const month: Form = (text) => /^\d{4}-\d{2}$/.test(text);
const dayOrWord: Form = (text) => calendarDate(text) || text === 'past' || text === 'never';
const staffRoles: Form = (text) =>
  text.split(' ').every((role) => ['operator', 'performing', 'reading', 'report-signer'].includes(role));
/** A short name that the center gives to a device, a UPS or a room, as the wire takes it. */
const shortName: Form = (text) => /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(text);
const dayOrAbsent: Form = (text) => calendarDate(text) || text === 'absent';
const monthSpan: Form = (text) => /^\d{4}-\d{2}\/\d{4}-\d{2}$/.test(text);
/** Codes of damage, as the header reader names them. */
const damageCodes: Form = (text) => /^[a-z-]{1,40}(, [a-z-]{1,40}){0,20}$/.test(text);

/** DICOM keywords, blanks between, and how many more there are. */
const attributeNames: Form = (text) =>
  /^[A-Z][A-Za-z0-9]{0,79}( [A-Z][A-Za-z0-9]{0,79}){0,30}( \+\d{1,4})?$/.test(text);

const listed = new Set([
  ...interventionalTerms,
  ...fetalTerms,
  ...notPatientTerms,
  ...interventionalCodes,
  ...outreachStationTerms,
  ...outreachTerms,
  ...chestFluoroscopyTerms,
  ...checkUpTerms,
  ...adultProtocolTerms,
]);

/** Only terms of our own lists and blanks: what a rule found in a description, never the description. */
const listedTerms: Form = (text) => {
  const words = text.split(' ');
  const ends = [true];
  for (let end = 1; end <= words.length; end += 1)
    ends[end] = ends.some((reached, start) => reached && start < end && listed.has(words.slice(start, end).join(' ')));
  return ends[words.length] === true;
};

/**
 * Facts whose text may leave the center, and in what form. Free text of a header (descriptions, comments) may hold a name and stays; so does everything that is
 * not on this list.
 */
const forms: ReadonlyMap<string, Form> = new Map(
  Object.entries({
    BodyPartExamined: coded,
    Modality: coded,
    modalities: coded,
    PatientSex: coded,
    PregnancyStatus: coded,
    SOPClassUID: registeredUid,
    Manufacturer: deviceText,
    ManufacturerModelName: deviceText,
    DeviceSerialNumber: deviceText,
    StationName: deviceText,
    AETitlesSeen: deviceText,
    AETitlesOnCard: deviceText,
    AETitleSharedWith: deviceText,
    // Of identity only that it is not there.
    PatientName: ownStatus,
    PatientID: ownStatus,
    PatientBirthDate: ownStatus,
    LastMenstrualDate: ownStatus,
    OperatorsName: filled,
    PerformingPhysicianName: filled,
    NameOfPhysiciansReadingStudy: filled,
    CompletionFlag: reportFlags,
    VerificationFlag: reportFlags,
    discontinuationReason: dicomCodes,
    contrast: ownWords,
    // Days of a device, not of a patient.
    DateOfLastCalibration: calendarDate,
    DateOfLastDetectorCalibration: calendarDate,
    CalibrationDate: calendarDate,
    // What rules found in descriptions and codes.
    'deviceCard.name': listedTerms,
    StudyDescription: listedTerms,
    SeriesDescription: listedTerms,
    ProtocolName: listedTerms,
    RequestedProcedureDescription: listedTerms,
    PerformedProcedureStepDescription: listedTerms,
    ScheduledProcedureStepDescription: listedTerms,
    ProcedureCodeSequence: listedTerms,
    notPatientTerm: listedTerms,
    region: ownWords,
    // Days on which the center's people signed, entered or promised something.
    signedOn: calendarDate,
    enteredOn: calendarDate,
    resolveBy: calendarDate,
    provenOn: calendarDate,
    object: damageCodes,
    // How sightings of one object differ: names of attributes and of kinds of channels, never a value.
    changedAttributes: attributeNames,
    betweenChannels: ownWords,
    origin: ownWords,
    decidedBy: ownWords,
    why: ownWords,
    ionising: ownWords,
    rule: ownWords,
    fault: ownWords,
    identityNumberFrom: ownWords,
    identityNumberKind: ownWords,
    identityException: ownWords,
    entry: ownWords,
    inquiryAnswer: ownWords,
    inquiryEntry: ownWords,
    specialNeedEntry: ownWords,
    signers: ownWords,
    datedBy: ownWords,
    promised: ownWords,
    administeredActivity: ownWords,
    examClass: ownWords,
    // Exposures, as the rules name their parts and marks.
    modality: coded,
    part: ownWords,
    exposure: ownWords,
    plane: ownWords,
    chest: ownWords,
    abdomenOrPelvis: ownWords,
    doseCheck: ownWords,
    otherSources: ownWords,
    ageBand: ownWords,
    deviceId: deviceKey,
    period: monthSpan,
    referenceLevel: ownWords,
    phantom: ownWords,
    retentionClass: ownWords,
    clock: ownWords,
    proofLevel: ownWords,
    // What the archive answered: words of ours, days, and what the archive claims.
    retentionState: ownWords,
    stateOn: calendarDate,
    keepUntil: calendarDate,
    missingSince: calendarDate,
    foundOn: calendarDate,
    deliveredOn: calendarDate,
    changedOn: calendarDate,
    settingsReadOn: calendarDate,
    firstSeenOn: calendarDate,
    silentSince: calendarDate,
    plannedFrom: calendarDate,
    plannedTo: calendarDate,
    tenYearsEarly: calendarDate,
    tenYearsMedian: calendarDate,
    threeYearsEarly: calendarDate,
    threeYearsMedian: calendarDate,
    explanation: ownWords,
    explainedBy: ownWords,
    contentNote: ownWords,
    recall: ownWords,
    recycling: ownWords,
    reachesYoung: dayOrWord,
    forecastBasis: ownWords,
    alarm: ownWords,
    notMeasured: ownWords,
    InstanceAvailability: coded,
    month: month,
    // A device held against its registers; the people held against theirs are told as numbers and days.
    firstSeen: calendarDate,
    lastSeen: calendarDate,
    cardSince: calendarDate,
    deviceCard: ownWords,
    permitValidTo: calendarDate,
    stoppedFrom: calendarDate,
    liftedOn: calendarDate,
    lastStudyOn: calendarDate,
    roles: staffRoles,
    evidenceChannel: ownWords,
    // Devices as they are watched, UPS and rooms: words of ours and days; what people wrote beside them stays.
    equipmentId: shortName,
    equipmentCard: ownWords,
    uptimeDefinition: ownWords,
    nothingRequired: ownWords,
    downSince: calendarDate,
    lastMissing: calendarDate,
    lastMaintenance: calendarDate,
    dueOn: calendarDate,
    ups: ownWords,
    against: ownWords,
    batteryDate: dayOrAbsent,
    selfTestOn: calendarDate,
    certificateValidTo: calendarDate,
    roomPurpose: ownWords,
    smoke: ownWords,
    smokeTestedOn: calendarDate,
    fireInspectedOn: dayOrAbsent,
    outsideSince: calendarDate,
  }),
);

export function mayLeave(fact: string, text: string): boolean {
  return forms.get(fact)?.(text) ?? false;
}

/** Facts that tell the day of the last menstruation when the day of the study is known; the week of conception says enough. */
const staysAsNumber: ReadonlySet<string> = new Set(['LastMenstrualDate', 'daysFromMenstruation', 'age']);

export function numberMayLeave(fact: string): boolean {
  return !staysAsNumber.has(fact);
}

const ownPhrases: ReadonlySet<string> = new Set([
  'retention proof',
  'retention proof L2',
  'retention proof L4',
  'retention proof L5',
  'retention proof L6',
  'retention round',
  'retention samples',
  'retrieving channel',
  'archive settings',
  'archive growth',
  'capacity forecast',
  'upload receipts',
  'CTDIwPhantomType head-16cm',
  'CTDIwPhantomType body-32cm',
]);

/** A fact's name is a keyword or a name of ours; anything else (a UID, a path's digest) stands for an object and is not told. */
export function nameAsTold(name: string): string {
  return /^[A-Za-z][A-Za-z.-]{0,79}$/.test(name) || ownPhrases.has(name) ? name : 'object';
}

/** A modality as the wire takes it: a header may hold anything under this tag, and what is no code string is told as OT (other). */
export function modalityAsTold(modality: string): string {
  return /^[A-Z0-9_]{1,16}$/.test(modality) ? modality : 'OT';
}
