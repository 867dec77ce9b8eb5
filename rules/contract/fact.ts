import type { CodedConcept } from './coded-concept.ts';
import type { CountedEvent, DoseDeparture, DoseReport, ExamDose } from './dose.ts';
import type { PatientAttribute } from './identity.ts';
import type { DeviceId, StudyInstanceUID } from './ids.ts';
import type { CalendarDate, Instant } from './instant.ts';
import type { PersonRole } from './reconcile-facts.ts';
import type { CareRecords } from './record.ts';

/** A header text: absent (no element), empty (element without value), undecodable (bytes that no character set explains), or there. */
export type TextFact<T extends string = string> =
  | { readonly status: 'absent' }
  | { readonly status: 'empty' }
  | { readonly status: 'undecodable'; readonly why: string }
  | { readonly status: 'present'; readonly value: PatientAttribute<T> };

/** PatientName with its three component groups (PS3.5 §6.2.1.2); each group still holds its `^` components. */
export type NameFact =
  | { readonly status: 'absent' | 'empty' }
  | { readonly status: 'undecodable'; readonly why: string }
  | {
      readonly status: 'present';
      readonly alphabetic: PatientAttribute;
      readonly ideographic?: PatientAttribute;
      readonly phonetic?: PatientAttribute;
    };

/** An 18-character GB 11643 number found anywhere in the header, or a residence permit of the same form. Form only: the check digit is the rule's matter. */
export interface IdentityNumberFact {
  readonly value: PatientAttribute;
  /** DICOM keyword where it stood. */
  readonly where: string;
  readonly kind: 'resident-id' | 'residence-permit';
}

export interface PatientFacts {
  readonly PatientName: NameFact;
  readonly PatientID: TextFact;
  /** Plausible birth date, or why there is none. */
  readonly PatientBirthDate:
    | TextFact<CalendarDate>
    | { readonly status: 'implausible'; readonly raw: PatientAttribute };
  readonly PatientSex: 'M' | 'F' | 'O' | 'absent' | 'invalid';
  readonly identityNumbers: readonly IdentityNumberFact[];
}

/** Domain §3. `years` are completed years; `days` are exact and given where the source is exact to the day. */
export interface AgeFacts {
  readonly years?: number;
  /** Completed months, of a child under two years. */
  readonly months?: number;
  readonly days?: number;
  readonly source: 'dates' | 'PatientAge' | 'none';
  readonly band?: AgeBand;
  /** Years by which StudyDate − PatientBirthDate and PatientAge differ, when both are there. */
  readonly differenceYears?: number;
}
/** Half-open: [0,1) [1,5) [5,10) [10,15) years; 15–17 its own band; adult from 18. */
export const ageBands = ['0-<1', '1-<5', '5-<10', '10-<15', '15-17', 'adult'] as const;
export type AgeBand = (typeof ageBands)[number];

/** Three-valued: what the codes, body part and words say; `unknown` is not safe. */
export type Tri = 'yes' | 'no' | 'unknown';
export interface RegionFacts {
  readonly abdomenOrPelvis: Tri;
  readonly lowerAbdomen: Tri;
  readonly chest: Tri;
  readonly head: Tri;
  readonly fetal: Tri;
  /** Where it was decided: `BodyPartExamined=ABDOMEN`, `AnatomicRegionSequence 818981001|SCT`, `StudyDescription 腹` … */
  readonly decidedBy: readonly string[];
}

/** PregnancyStatus (0010,21C0) as filled: 1 no, 2 possibly, 3 definitely, 4 unknown; 0 and absent are "not filled". */
export interface PregnancyFacts {
  readonly PregnancyStatus: 1 | 2 | 3 | 4 | 'not-filled';
  /** Some object carries the value 0, which the standard does not know: devices write it for men and women alike. */
  readonly zeroWritten?: true;
  /** Usable LastMenstrualDate: not after the study and at most 300 days old; else why not. */
  readonly lastMenstrual:
    | { readonly status: 'absent' }
    | { readonly status: 'unusable'; readonly why: string }
    | { readonly status: 'usable'; readonly date: CalendarDate; readonly daysAtStudy: number };
  /** The worklist said something of pregnancy for the step that was planned; what is said here holds it too. */
  readonly fromWorklist?: true;
  /** More than one value over the objects of the study and the worklist. */
  readonly contradictory: boolean;
}

/** What the device can give (signed card). `technique` = kV/mAs only; `none` = neither. */
export type DoseCapability = 'rdsr' | 'header' | 'technique' | 'none';
export const deviceModalities = ['CT', 'DX', 'CR', 'MG', 'XA', 'RF', 'PX', 'IO', 'NM', 'PT', 'US', 'MR', 'OT'] as const;
export type DeviceModality = (typeof deviceModalities)[number];
/** Modalities whose images come from X-rays given to the patient. */
export const xrayModalities: ReadonlySet<string> = new Set([
  'CT',
  'DX',
  'CR',
  'MG',
  'XA',
  'RF',
  'PX',
  'IO',
  'BMD',
  'RG',
]);
/** X-ray modalities and those with an administered radionuclide. */
export const ionisingModalities: ReadonlySet<string> = new Set([...xrayModalities, 'NM', 'PT']);

export interface DeviceCard {
  readonly deviceId: DeviceId;
  readonly name: string;
  readonly Manufacturer: string;
  readonly ManufacturerModelName: string;
  readonly DeviceSerialNumber: string;
  readonly modality: DeviceModality;
  readonly doseRecord: DoseCapability;
  /** Number on the 放射诊疗许可证; ionising devices only. */
  readonly permitNumber?: string;
  /** AE titles under which it works in the network (PS3.8); absent: nobody has listed them. A title is no identity: that is the serial number. */
  readonly AETitles?: readonly string[];
  readonly validFrom: CalendarDate;
  readonly validTo?: CalendarDate;
}

/** A device as it names itself in its objects. */
export interface SeenDevice {
  readonly deviceId: DeviceId;
  readonly Manufacturer: string;
  readonly ManufacturerModelName: string;
  /** '' when the objects carry none: then the device cannot be matched for certain. */
  readonly DeviceSerialNumber: string;
  readonly StationName: string;
  readonly modalities: readonly string[];
  /** PerformedStationAETitle (0040,0241) of its images and of the performed steps that are its own; absent: none tells. */
  readonly AETitles?: readonly string[];
  /** The card in force on the study date. */
  readonly card?: DeviceCard;
}

/** Domain §1 "Whose study is it?" `by` says what decided; `presumption` = the center keeps no device register yet. */
export type Origin =
  | { readonly kind: 'own'; readonly by: 'device-register' | 'mpps' | 'presumption' }
  | { readonly kind: 'imported'; readonly by: 'institution' | 'record' }
  | { readonly kind: 'unclassified'; readonly why: string };

/** Objects of one modality, class and device inside the study. */
export interface ObjectGroup {
  readonly Modality: string;
  readonly SOPClassUID: string;
  readonly deviceId?: DeviceId;
  readonly count: number;
  /** ORIGINAL\PRIMARY acquired images; derived, AI, workstation, SR, KO, PR objects are not. */
  readonly acquired: boolean;
}

/** An object that could not be read, or was read with damage that matters. */
export interface UnreadableObject {
  /** Where it came from, without identity: SOPInstanceUID if known, else a digest of its path. */
  readonly locator: string;
  readonly reason: string;
}

export interface WordsFact {
  /** keyword → text, of the descriptions that rules search: StudyDescription, SeriesDescription, ProtocolName, RequestedProcedureDescription, PerformedProcedureStepDescription … */
  readonly texts: readonly { readonly keyword: string; readonly text: string }[];
  readonly procedureCodes: readonly CodedConcept[];
}

export interface DoseFacts {
  /** Dose reports, performed steps and dose pages that tell dose, each by itself. */
  readonly reports: readonly DoseReport[];
  /** What image headers tell, one pseudo-report a device and kind of exposure (CT, projection, radionuclide). */
  readonly header: readonly DoseReport[];
  /** kV and mAs (or current × time) are filled in acquired images. */
  readonly techniqueFactors: boolean;
  readonly headerDosePresent: boolean;
  readonly administeredActivity: Tri;
  readonly unitUnknown: readonly string[];
  /** Every exposure of the study once: the union over reports, performed steps, headers and dose screens. */
  readonly events: readonly CountedEvent[];
  readonly exam: ExamDose;
  /** What dose objects wrote against the standard; each kind, place and spelling once. */
  readonly departures: readonly DoseDeparture[];
}

/** Exam class of the center's mapping; `unmapped` is counted and listed, never guessed. */
export interface ExamFacts {
  readonly class?: string;
  /** Keyword and pattern (of several alternatives the one that matched) of the mapping row that decided, as `keyword=pattern`, or why none did. */
  readonly decidedBy: string;
}

/** Technique of the acquired images of one device and protocol. Units: kV, mAs, mm. */
export interface TechniqueGroup {
  readonly deviceId?: DeviceId;
  readonly Modality: string;
  /** ProtocolName, '' when absent. */
  readonly ProtocolName: string;
  readonly images: number;
  readonly kvp?: { readonly min: number; readonly max: number };
  readonly mAs?: { readonly min: number; readonly max: number };
  readonly sliceThickness?: { readonly min: number; readonly max: number };
  /** ExposureModulationType (0018,9323) as written; absent when no image tells. */
  readonly ExposureModulationType?: string;
}

/** Exposure index of one image with its target and deviation (IEC 62494-1), as written. */
export interface ExposureIndexFact {
  readonly deviceId?: DeviceId;
  readonly ExposureIndex?: number;
  readonly TargetExposureIndex?: number;
  readonly DeviationIndex?: number;
}

/** The latest calibration that images or reports of one device name. */
export interface CalibrationFact {
  readonly deviceId?: DeviceId;
  readonly what: 'device' | 'detector' | 'dose-meter';
  readonly on: CalendarDate;
}

/** Whether a staff attribute is filled over the acquired images: `some` when only in a part of them. */
export type Filled = 'all' | 'some' | 'none';
export interface PeopleFacts {
  /** Whom images and reports name in which role, each name and role once; wrapped, for names leave no center. No rule on a study reads them. */
  readonly names: readonly { readonly role: PersonRole; readonly name: PatientAttribute }[];
  readonly OperatorsName: Filled;
  readonly PerformingPhysicianName: Filled;
  readonly NameOfPhysiciansReadingStudy: Filled;
}

/** A structured report or encapsulated document of the study that is no dose report. */
export interface ReportDocument {
  readonly SOPInstanceUID: string;
  readonly SOPClassUID: string;
  readonly CompletionFlag?: 'COMPLETE' | 'PARTIAL';
  readonly VerificationFlag?: 'VERIFIED' | 'UNVERIFIED';
  /** VerificationDateTime of the last verifying observer. */
  readonly verifiedAt?: Instant;
  readonly observerNamed: boolean;
}

/** A modality performed procedure step of the study. */
export interface PerformedStep {
  readonly PerformedProcedureStepStatus: 'IN PROGRESS' | 'DISCONTINUED' | 'COMPLETED' | 'other';
  readonly discontinuationReason?: CodedConcept;
}

/** An earlier ionising study of the same PatientID; regions as they were judged then. */
export interface EarlierStudy {
  readonly StudyInstanceUID: StudyInstanceUID;
  readonly date: CalendarDate;
  readonly modalities: readonly string[];
  readonly examClass?: string;
  readonly region: Pick<RegionFacts, 'abdomenOrPelvis' | 'lowerAbdomen' | 'chest' | 'head'>;
}

/** By what term a study must be kept; what the archive answered for it is told by the facts of a kept study. */
export interface RetentionFacts {
  /** `online` to 36 months from the study date, `kept` to 120, then `older`. */
  readonly class: 'online' | 'kept' | 'older';
  /** Completed months from the retention clock date to the day of judging. */
  readonly ageMonths: number;
  readonly clock: 'StudyDate' | 'first-seen';
}

/** What an attribute is about: whose images they are; what people write down of patient, order and study and correct with reason; what the device made and said of it. */
export const driftTouches = ['acquisition', 'identity', 'registration'] as const;
export type DriftTouch = (typeof driftTouches)[number];
/** Most keywords that are named. */
export const driftKeywordsShown = 20;

/** Objects that were seen anew with other content, held against what was seen before by meaning and not by spelling. Never a value. */
export interface DriftFacts {
  /** Objects in which some attribute differs, or that belonged to another study. */
  readonly objects: number;
  /** Objects among them that another study held before. */
  readonly moved: number;
  readonly compared: number;
  /** Objects seen with other content that were too many to be compared. */
  readonly uncompared: number;
  /** DICOM keywords of the attributes that differ, sorted; those of identity go before others when there are too many. */
  readonly keywords: readonly string[];
  readonly moreKeywords: number;
  /** Sorted. */
  readonly touches: readonly DriftTouch[];
  /** Kinds of the channels that the differing sightings came by, sorted; one when a channel contradicts itself. */
  readonly channels: readonly string[];
}

/** The documented bag of facts about one study: the vocabulary that rule authors write in. */
export interface StudyFacts {
  readonly subject: 'study';
  readonly StudyInstanceUID: StudyInstanceUID;
  /** `quiet` for 60 minutes or the scan ended; rules on absence wait while `arriving`. */
  readonly completeness: 'quiet' | 'arriving';
  /** StudyDate, or the first-seen day when it is missing or impossible. */
  readonly date: CalendarDate;
  readonly dateSource:
    | 'StudyDate'
    | 'AcquisitionDate'
    | 'SeriesDate'
    | 'ContentDate'
    | 'PerformedProcedureStepStartDate'
    | 'first-seen';
  /** Start of exposure if the headers name it, with the assumed zone. */
  readonly acquiredAt?: Instant;
  /** The day of judging: an argument, never asked from a clock. Not part of the fact hash. */
  readonly asOf: CalendarDate;
  readonly modalities: readonly string[];
  /** Some acquired object is X-ray or nuclear medicine. */
  readonly ionising: Tri;
  readonly xray: Tri;
  readonly origin: Origin;
  readonly patient: PatientFacts;
  readonly age: AgeFacts;
  readonly pregnancy: PregnancyFacts;
  readonly region: RegionFacts;
  readonly words: WordsFact;
  readonly objects: readonly ObjectGroup[];
  readonly devices: readonly SeenDevice[];
  /** The center keeps device cards. Without any, an unknown device is no deviation of the device but a register that is not in use yet. */
  readonly registerInUse: boolean;
  readonly dose: DoseFacts;
  readonly exam: ExamFacts;
  readonly technique: readonly TechniqueGroup[];
  /** At most 100 images that carry an exposure index. */
  readonly exposureIndices: readonly ExposureIndexFact[];
  readonly calibrations: readonly CalibrationFact[];
  readonly people: PeopleFacts;
  readonly documents: readonly ReportDocument[];
  /** End of the last acquisition that the images name; reports signed before it saw nothing. */
  readonly acquiredUntil?: Instant;
  /** Contrast agent given (ContrastBolusAgent, its sequence, contrast context of the dose report). */
  readonly contrast: Tri;
  readonly performedSteps: readonly PerformedStep[];
  /** Ionising studies of the same PatientID in the 31 days before this one, newest first; several patients under one placeholder number are none. */
  readonly earlier: readonly EarlierStudy[];
  readonly retention: RetentionFacts;
  /** Absent when no object of the study was ever seen with other content. */
  readonly drift?: DriftFacts;
  readonly unreadable: readonly UnreadableObject[];
  readonly AccessionNumber: TextFact;
  readonly records: CareRecords;
}
