import type { CodedConcept } from './coded-concept.ts';
import type { Quantity, Unit } from './quantity.ts';

/** A number as read: converted once by table, or kept raw when its unit is outside the table (`unit-unknown`, never a guess). */
export type DoseValue =
  | {
      readonly kind: 'quantity';
      readonly quantity: Quantity;
      readonly rawUnit: string;
      readonly standardSpelling: boolean;
    }
  | { readonly kind: 'unit-unknown'; readonly rawValue: string; readonly rawUnit: string }
  | { readonly kind: 'not-a-number'; readonly rawValue: string; readonly rawUnit: string };

/** Where a dose was told, best first: a dose report, the modality performed procedure step, the image header, a secondary capture of the console's dose page. */
export const doseSources = ['rdsr', 'mpps', 'header', 'dose-screen'] as const;
export type DoseSource = (typeof doseSources)[number];

export const dosePlanes = ['single', 'A', 'B', 'all'] as const;
export type DosePlane = (typeof dosePlanes)[number];
export const lateralities = ['left', 'right', 'both'] as const;
export type Laterality = (typeof lateralities)[number];

/** Phantom of 16 or 32 cm to which a CTDIvol refers. */
export const phantoms = ['head-16cm', 'body-32cm'] as const;
export type Phantom = (typeof phantoms)[number];

/** One irradiation event (TID 10003, 10013, 10022 …). Keys of `values` are concept names without blanks: MeanCTDIvol, DLP, DoseAreaProduct … */
export interface DoseEvent {
  readonly IrradiationEventUID?: string;
  /** Irradiation event type / CT acquisition type, as its concept name without blanks (Fluoroscopy, StationaryAcquisition, SpiralAcquisition, ConstantAngleAcquisition …). */
  readonly type?: string;
  readonly plane?: DosePlane;
  readonly laterality?: Laterality;
  readonly targetRegion?: CodedConcept;
  readonly protocol?: string;
  readonly phantom?: Phantom;
  /** DateTimeStarted (111526) as a DICOM DT text, in the device's own zone. */
  readonly startedAt?: string;
  /** DateTimeEnded (111527), likewise. */
  readonly endedAt?: string;
  /** Procedure Context of a CT event (CID 10014): contrast agent given or not. */
  readonly contrast?: 'with' | 'without';
  /** Reference point (113780) that a dose at it refers to; doses of different points are never compared. A text instead of a code stands as the meaning alone. */
  readonly referencePoint?: CodedConcept;
  /** The device or its operator marked the exposure as repeated (128551) or rejected, with the reason (128552). */
  readonly mark?: { readonly kind: 'repeated' | 'rejected'; readonly reason?: CodedConcept };
  /** The first value of each concept. */
  readonly values: Readonly<Record<string, DoseValue>>;
  /** Every value of the concepts that have more than one (pulses, tubes), in the order of the document. */
  readonly several?: Readonly<Record<string, readonly DoseValue[]>>;
}

/** Accumulated values of one plane or side. */
export interface DoseTotal {
  readonly plane?: DosePlane;
  readonly laterality?: Laterality;
  /** Reference point that the doses at it refer to, as in an event. */
  readonly referencePoint?: CodedConcept;
  readonly values: Readonly<Record<string, DoseValue>>;
  readonly several?: Readonly<Record<string, readonly DoseValue[]>>;
  /** What one step of the last printed digit counts, in the unit of the value, where that digit is a zero which the number does not show: 0.0010 → 0.0001. */
  readonly steps?: Readonly<Record<string, number>>;
}

/** Calibration of the dose meter as the report tells it (122505 with 113723, 122322, 113763, 113724). */
export interface DoseCalibration {
  readonly plane?: DosePlane;
  /** Date of the calibration as a DICOM DT text. */
  readonly on?: string;
  readonly party?: string;
  readonly values: Readonly<Record<string, DoseValue>>;
}

/** Dose Check (TID 10015): what the scanner would warn of, what it warned of, and the reason that a person gave for going on. */
export interface DoseCheck {
  readonly kind: 'alert' | 'notification';
  /** Set on the scanner at all (113901, 113902, 113909, 113910). */
  readonly configured?: boolean;
  readonly reason?: string;
  readonly values: Readonly<Record<string, DoseValue>>;
}

/** One dose report object, or the header's own dose values standing in for one. */
export interface DoseReport {
  readonly source: DoseSource;
  readonly SOPInstanceUID?: string;
  readonly procedure?: CodedConcept;
  /** Automatic, typed by hand, copied …: the concept of 113854 Source of Dose Information. */
  readonly sourceOfDose?: CodedConcept;
  readonly deviceObserver?: { readonly manufacturer?: string; readonly model?: string; readonly serial?: string };
  /** Scope of Accumulation (113705): study, series, performed procedure step … */
  readonly scope?: CodedConcept;
  readonly events: readonly DoseEvent[];
  readonly totals: readonly DoseTotal[];
  readonly calibrations?: readonly DoseCalibration[];
  readonly doseChecks?: readonly DoseCheck[];
}

/** One exposure of the study, counted once whatever told of it. `source` is the best that did. */
export interface CountedEvent extends DoseEvent {
  readonly source: DoseSource;
}

/** Something that a dose object wrote against the standard and that was read nevertheless (or was not), to be mended by the vendor. */
export interface DoseDeparture {
  readonly code:
    | 'unit-spelling'
    | 'unit-unknown'
    | 'concept-code-wrong'
    | 'concept-by-meaning'
    | 'measurement-empty'
    | 'number-form';
  /** Concept name or DICOM keyword. */
  readonly where: string;
  /** The raw spelling, where there is one. */
  readonly raw?: string;
}

/** What an exam is compared by. Units: mGy, mGy·cm, Gy·m², Gy (at one reference point), mGy, mGy, s, MBq. */
export const doseMeasures = [
  'CTDIvol',
  'DLP',
  'DoseAreaProduct',
  'DoseRP',
  'AverageGlandularDose',
  'EntranceDose',
  'FluoroTime',
  'AdministeredActivity',
] as const;
export type DoseMeasure = (typeof doseMeasures)[number];
export const doseMeasureUnits = {
  CTDIvol: 'mGy',
  DLP: 'mGy.cm',
  DoseAreaProduct: 'Gy.m2',
  DoseRP: 'Gy',
  AverageGlandularDose: 'mGy',
  EntranceDose: 'mGy',
  FluoroTime: 's',
  AdministeredActivity: 'MBq',
} as const satisfies Record<DoseMeasure, Unit>;

/** One figure of a whole exam. */
export interface ExamAmount {
  readonly value: number;
  readonly source: DoseSource;
}

/**
 * The figures of a whole exam by which it is compared (domain §5): CTDIvol of the diagnostic series of the highest DLP, without localiser and bolus tracking; DLP as the
 * sum over the union of events; area dose product, dose at the reference point and fluoroscopy time as sums; the highest average glandular dose of one exposure.
 */
export interface ExamDose {
  readonly amounts: Readonly<Partial<Record<DoseMeasure, ExamAmount>>>;
  /** The phantom that CTDIvol refers to. */
  readonly phantom?: Phantom;
  /** The point that DoseRP refers to. */
  readonly referencePoint?: CodedConcept;
  /** Diagnostic CT series; DLP is compared for single-phase exams only. */
  readonly phases?: number;
}
