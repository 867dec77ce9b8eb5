import { canonicalJson, type DoseReport, type DoseValue, Quantity, quantity } from '@center/contract';
import { expect, it } from 'vitest';
import { reviveDose } from './dose-json.ts';

const mGy = (value: number): DoseValue => ({
  kind: 'quantity',
  quantity: quantity(value, 'mGy'),
  rawUnit: 'mGy',
  standardSpelling: true,
});
const report: DoseReport = {
  source: 'rdsr',
  events: [{ values: { MeanCTDIvol: mGy(1) }, several: { MeanCTDIvol: [mGy(1), mGy(2)] } }],
  totals: [
    { values: { OrganDose: { kind: 'unit-unknown', rawValue: '1', rawUnit: '' } }, several: { OrganDose: [mGy(4)] } },
  ],
  calibrations: [{ on: '20260101', values: { CalibrationFactor: mGy(5) } }],
  doseChecks: [{ kind: 'alert', values: { CTDIvolAlertValue: mGy(1000) } }],
};

it('a report comes back from its stored text as it was, amounts as amounts', () => {
  const back = reviveDose(JSON.parse(canonicalJson(report)) as DoseReport);
  expect(back).toEqual(report);
  const told = [
    back.events[0]?.values.MeanCTDIvol,
    back.events[0]?.several?.MeanCTDIvol?.[1],
    back.totals[0]?.several?.OrganDose?.[0],
    back.calibrations?.[0]?.values.CalibrationFactor,
    back.doseChecks?.[0]?.values.CTDIvolAlertValue,
  ];
  for (const value of told) expect(value?.kind === 'quantity' && value.quantity instanceof Quantity).toBe(true);
});

it('a unit that the product does not know is a broken ledger', () => {
  const text = canonicalJson(report).replace('"unit":"mGy"', '"unit":"furlong"');
  expect(() => reviveDose(JSON.parse(text) as DoseReport)).toThrow(/furlong/);
});
