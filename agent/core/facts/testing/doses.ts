// Dose events, reports and the objects that carry them, for the tests of facts.
import {
  type DoseEvent,
  type DoseReport,
  type DoseSource,
  type DoseTotal,
  type DoseValue,
  quantity,
  type Unit,
} from '@center/contract';
import type { Header } from '../header.ts';
import type { ObservedObject } from '../observed-object.ts';
import { classes, observed } from './observed.ts';

export function amount(value: number, unit: Unit): DoseValue {
  return { kind: 'quantity', quantity: quantity(value, unit), rawUnit: unit, standardSpelling: true };
}

export const furlongs = (raw: string): DoseValue => ({ kind: 'unit-unknown', rawValue: raw, rawUnit: 'furlong' });

/** A helical scan: mGy, mGy·cm. */
export function scan(
  IrradiationEventUID: string | undefined,
  DLP: number,
  CTDIvol = DLP / 40,
  change: Partial<DoseEvent> = {},
): DoseEvent {
  return {
    ...(IrradiationEventUID === undefined ? {} : { IrradiationEventUID }),
    type: 'SpiralAcquisition',
    phantom: 'body-32cm',
    values: { MeanCTDIvol: amount(CTDIvol, 'mGy'), DLP: amount(DLP, 'mGy.cm') },
    ...change,
  };
}

/** A projection exposure: Gy·m². */
export function shot(
  IrradiationEventUID: string | undefined,
  DoseAreaProduct: number,
  change: Partial<DoseEvent> = {},
): DoseEvent {
  return {
    ...(IrradiationEventUID === undefined ? {} : { IrradiationEventUID }),
    values: { DoseAreaProduct: amount(DoseAreaProduct, 'Gy.m2') },
    ...change,
  };
}

/** A dose report object of the device with this serial number; `undefined`: it names none. */
export function doseReport(
  events: readonly DoseEvent[],
  {
    serial = 'S1',
    totals = [],
    uid,
  }: { serial?: string | undefined; totals?: readonly DoseTotal[]; uid?: string } = {},
): ObservedObject {
  const report: DoseReport = {
    source: 'rdsr',
    ...(serial === '' ? {} : { deviceObserver: { manufacturer: 'Huayun', model: 'CT 64', serial } }),
    events,
    totals,
  };
  const nobody = { Manufacturer: undefined, ManufacturerModelName: undefined, DeviceSerialNumber: undefined };
  return observed(
    { Modality: 'SR', ImageType: undefined, ...nobody },
    { sopClass: classes.doseReport, dose: report, ...(uid === undefined ? {} : { uid }) },
  );
}

/** An object whose own attributes tell the dose: an image, a dose page, a performed step. */
export function telling(
  events: readonly DoseEvent[],
  header: Header = {},
  {
    source = 'header',
    sopClass = classes.ct,
    totals = [],
    series,
  }: { source?: DoseSource; sopClass?: string; totals?: readonly DoseTotal[]; series?: string } = {},
): ObservedObject {
  return observed(header, { sopClass, dose: { source, events, totals }, ...(series === undefined ? {} : { series }) });
}
