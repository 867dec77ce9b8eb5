import { type DoseReport, type DoseValue, quantity, type StudyFacts, type Unit } from '@center/contract';

/** A dose value as the standard spells its unit. */
export const told = (value: number, unit: Unit): DoseValue => ({
  kind: 'quantity',
  quantity: quantity(value, unit),
  rawUnit: unit,
  standardSpelling: true,
});
/** A dose value whose unit is outside the table. */
export const inUnknownUnit = (rawUnit: string): DoseValue => ({ kind: 'unit-unknown', rawValue: '12', rawUnit });

export interface CtDose {
  readonly CTDIvol?: number;
  readonly DLP?: number;
  readonly phantom?: 'head-16cm' | 'body-32cm' | 'none';
  readonly serial?: string;
}

/** An RDSR with one helical event (mGy, mGy·cm). */
export function ctReport({
  CTDIvol = 6,
  DLP = 240,
  phantom = 'body-32cm',
  serial = 'SN-1001',
}: CtDose = {}): DoseReport {
  return {
    source: 'rdsr',
    deviceObserver: { manufacturer: 'TESTMED', model: 'Model One', serial },
    events: [
      {
        type: 'SpiralAcquisition',
        ...(phantom === 'none' ? {} : { phantom }),
        values: { MeanCTDIvol: told(CTDIvol, 'mGy'), DLP: told(DLP, 'mGy.cm') },
      },
    ],
    totals: [{ values: { CTDoseLengthProductTotal: told(DLP, 'mGy.cm') } }],
  };
}

/** No object of the study tells a dose. */
export const noDose: StudyFacts['dose'] = {
  reports: [],
  header: [],
  techniqueFactors: false,
  headerDosePresent: false,
  administeredActivity: 'no',
  unitUnknown: [],
  events: [],
  exam: { amounts: {} },
  departures: [],
};
