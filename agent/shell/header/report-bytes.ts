import { element, item, meta, type Style, sequence } from './part10-bytes.ts';

/** Builds a small CT dose report by hand for this room's tests; its texts are in GB 18030. Holds no real object. */
const sopClass = '1.2.840.10008.5.1.4.1.1.88.67';

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

/** The events of the report, as one content sequence. */
export function reportContent(style: Style): Buffer {
  return sequence(0x0040a730, [event('1.9.1', style), event('1.9.2', style)], style, true);
}

/** The report: two CT events, each with a mean CTDIvol of 55.5 mGy and a DLP text that holds two numbers. */
export function doseReport(syntax: string, style: Style): Buffer {
  return Buffer.concat([
    meta(syntax, sopClass),
    element(0x00080005, 'CS', 'GB18030', style),
    element(0x00080016, 'UI', sopClass, style),
    element(0x00080018, 'UI', '1.2.3.4', style),
    element(0x00080060, 'CS', 'SR', style),
    named(0x0040a043, '113701', 'DCM', 'X-Ray Radiation Dose Report', style),
    reportContent(style),
  ]);
}
