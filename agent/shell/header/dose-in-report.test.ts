import { describe, expect, it } from 'vitest';
import { type HeaderReading, type ReadableHeader, readHeaderBytes } from './index.ts';
import {
  element,
  explicitBig,
  explicitLittle,
  implicitLittle,
  item,
  meta,
  type Style,
  sequence,
} from './part10-bytes.ts';

function readable(bytes: Uint8Array, options = { complete: true }): ReadableHeader {
  const reading: HeaderReading = readHeaderBytes(bytes, options);
  if (reading.kind !== 'readable') throw new Error(`${reading.kind}: ${reading.reason}`);
  return reading;
}
const codes = (reading: ReadableHeader): string[] => reading.damage.map(({ code }) => code);

describe('structured reports', () => {
  const named = (tag: number, code: string, scheme: string, meaning: Buffer | string, style: Style): Buffer =>
    sequence(
      tag,
      [
        item(
          Buffer.concat([
            element(0x00080100, 'SH', code, style),
            element(0x00080102, 'SH', scheme, style),
            element(0x00080104, 'LO', meaning, style),
          ]),
          style,
          true,
        ),
      ],
      style,
    );
  const contentItem = (kind: string, code: string, style: Style, ...rest: Buffer[]): Buffer =>
    item(
      Buffer.concat([
        element(0x0040a010, 'CS', 'CONTAINS', style),
        element(0x0040a040, 'CS', kind, style),
        named(0x0040a043, code, 'DCM', Buffer.from('d5c5', 'hex'), style),
        ...rest,
      ]),
      style,
    );
  const number = (code: string, raw: string, unit: string, style: Style): Buffer =>
    contentItem(
      'NUM',
      code,
      style,
      sequence(
        0x0040a300,
        [
          item(
            Buffer.concat([named(0x004008ea, unit, 'UCUM', unit, style), element(0x0040a30a, 'DS', raw, style)]),
            style,
          ),
        ],
        style,
        true,
      ),
    );
  const event = (id: string, style: Style): Buffer =>
    contentItem(
      'CONTAINER',
      '113819',
      style,
      sequence(
        0x0040a730,
        [
          contentItem('UIDREF', '113769', style, element(0x0040a124, 'UI', id, style)),
          contentItem('TEXT', '125203', style, element(0x0040a160, 'UT', Buffer.from('cdb7b2bf', 'hex'), style)),
          number('113830', '55.5', 'mGy', style),
          number('113838', '10.50/ 15.00', 'mGy.cm', style),
        ],
        style,
        true,
      ),
    );

  it.each([
    ['1.2.840.10008.1.2.1', explicitLittle],
    ['1.2.840.10008.1.2', implicitLittle],
    ['1.2.840.10008.1.2.2', explicitBig],
  ] as const)('dose events of a report in %s, its texts in GB 18030', (syntax, style) => {
    const sopClass = '1.2.840.10008.5.1.4.1.1.88.67';
    const bytes = Buffer.concat([
      meta(syntax, sopClass),
      element(0x00080005, 'CS', 'GB18030', style),
      element(0x00080016, 'UI', sopClass, style),
      element(0x00080018, 'UI', '1.2.3.4', style),
      element(0x00080060, 'CS', 'SR', style),
      named(0x0040a043, '113701', 'DCM', 'X-Ray Radiation Dose Report', style),
      sequence(0x0040a730, [event('1.9.1', style), event('1.9.2', style)], style, true),
    ]);
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
      ['number-unreadable', 'DLP'],
    ]);
    const lost = bytes.subarray(0, bytes.length - 300);
    const cut = readable(lost);
    expect(codes(cut)).toContain('truncated-header');
    expect(cut.dose?.events[0]?.IrradiationEventUID).toBe('1.9.1');
    expect(
      codes(
        readable(
          bytes.subarray(
            0,
            bytes.length - sequence(0x0040a730, [event('1.9.1', style), event('1.9.2', style)], style, true).length,
          ),
        ),
      ),
    ).toContain('content-absent');
  });
});
