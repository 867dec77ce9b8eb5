import { describe, expect, it } from 'vitest';
import { type HeaderReading, type ReadableHeader, readHeaderBytes } from './index.ts';
import { explicitBig, explicitLittle, implicitLittle } from './part10-bytes.ts';
import { doseReport, reportContent } from './report-bytes.ts';

function readable(bytes: Uint8Array, options = { complete: true }): ReadableHeader {
  const reading: HeaderReading = readHeaderBytes(bytes, options);
  if (reading.kind !== 'readable') throw new Error(`${reading.kind}: ${reading.reason}`);
  return reading;
}
const codes = (reading: ReadableHeader): string[] => reading.damage.map(({ code }) => code);

describe('structured reports', () => {
  it.each([
    ['1.2.840.10008.1.2.1', explicitLittle],
    ['1.2.840.10008.1.2', implicitLittle],
    ['1.2.840.10008.1.2.2', explicitBig],
  ] as const)('dose events of a report in %s, its texts in GB 18030', (syntax, style) => {
    const bytes = doseReport(syntax, style);
    const { dose, damage, header } = readable(bytes);
    expect(header.ConceptNameCodeSequence).toMatchObject([{ CodeValue: '113701' }]);
    expect(dose?.events.map(({ IrradiationEventUID, protocol }) => [IrradiationEventUID, protocol])).toEqual([
      ['1.9.1', '头部'],
      ['1.9.2', '头部'],
    ]);
    expect(dose?.events[0]?.values).toMatchObject({
      MeanCTDIvol: { kind: 'quantity', quantity: { value: 55.5, unit: 'mGy' } },
      DLP: { kind: 'not-a-number', rawValue: '10.50/ 15.00', rawUnit: 'mGy.cm' },
    });
    expect(damage.map(({ code: each, where }) => [each, where])).toEqual([
      ['number-unreadable', 'NumericValue'],
      ['number-form', 'DLP'],
    ]);
    const lost = bytes.subarray(0, bytes.length - 300);
    const cut = readable(lost);
    expect(codes(cut)).toContain('truncated-header');
    expect(cut.dose?.events[0]?.IrradiationEventUID).toBe('1.9.1');
    const bare = bytes.subarray(0, bytes.length - reportContent(style).length);
    expect(codes(readable(bare))).toContain('content-absent');
  });
});
