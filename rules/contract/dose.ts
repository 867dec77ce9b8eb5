import type { CodedConcept } from './coded-concept.ts';
import type { Quantity } from './quantity.ts';

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

export type DosePlane = 'single' | 'A' | 'B' | 'all';
export type Laterality = 'left' | 'right' | 'both';

/** One irradiation event (TID 10003, 10013, 10022 …). Keys of `values` are concept names without blanks: MeanCTDIvol, DLP, DoseAreaProduct … */
export interface DoseEvent {
  readonly IrradiationEventUID?: string;
  /** Irradiation event type / CT acquisition type, as its concept name without blanks (Fluoroscopy, StationaryAcquisition, SpiralAcquisition, ConstantAngleAcquisition …). */
  readonly type?: string;
  readonly plane?: DosePlane;
  readonly laterality?: Laterality;
  readonly targetRegion?: CodedConcept;
  readonly protocol?: string;
  readonly phantom?: 'head-16cm' | 'body-32cm';
  /** The first value of each concept. */
  readonly values: Readonly<Record<string, DoseValue>>;
  /** Every value of the concepts that have more than one (pulses, tubes), in the order of the document. */
  readonly several?: Readonly<Record<string, readonly DoseValue[]>>;
}

/** Accumulated values of one plane or side. */
export interface DoseTotal {
  readonly plane?: DosePlane;
  readonly laterality?: Laterality;
  readonly values: Readonly<Record<string, DoseValue>>;
  readonly several?: Readonly<Record<string, readonly DoseValue[]>>;
}

/** One dose report object, or the header's own dose values standing in for one. */
export interface DoseReport {
  readonly source: 'rdsr' | 'header' | 'mpps' | 'dose-screen';
  readonly SOPInstanceUID?: string;
  readonly procedure?: CodedConcept;
  /** Automatic, typed by hand, copied …: the concept of 113854 Source of Dose Information. */
  readonly sourceOfDose?: CodedConcept;
  readonly deviceObserver?: { readonly manufacturer?: string; readonly model?: string; readonly serial?: string };
  readonly events: readonly DoseEvent[];
  readonly totals: readonly DoseTotal[];
}
