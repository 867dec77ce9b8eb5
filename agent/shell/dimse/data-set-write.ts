// Data sets of our own: search keys, and the few values that services carry. Implicit or explicit VR little endian.
import { IMPLICIT_VR_LITTLE_ENDIAN } from '../object-meter/index.ts';
import { EXPLICIT_VR_LITTLE_ENDIAN } from './transfer-syntax.ts';

/** Value representations of PS3.5 section 6.2. */
export type ValueRepresentation =
  | 'AE'
  | 'AS'
  | 'AT'
  | 'CS'
  | 'DA'
  | 'DS'
  | 'DT'
  | 'FD'
  | 'FL'
  | 'IS'
  | 'LO'
  | 'LT'
  | 'OB'
  | 'OD'
  | 'OF'
  | 'OL'
  | 'OV'
  | 'OW'
  | 'PN'
  | 'SH'
  | 'SL'
  | 'SQ'
  | 'SS'
  | 'ST'
  | 'SV'
  | 'TM'
  | 'UC'
  | 'UI'
  | 'UL'
  | 'UN'
  | 'UR'
  | 'US'
  | 'UT'
  | 'UV';

/**
 * One element. Without a value, or with `''`, it has zero length, whatever its VR: an empty number must never become 0, which
 * as a search key would mean "is 0" (PS3.4 section C.2.2.2.3, universal matching).
 */
export interface WrittenElement {
  readonly tag: number;
  readonly vr: ValueRepresentation;
  /** Text as it stands, several values as an array; numbers for US and UL. */
  readonly value?: string | number | readonly string[];
  /** Items of a sequence. */
  readonly items?: readonly (readonly WrittenElement[])[];
}

/** VRs whose explicit form has two reserved bytes and a 32-bit length (PS3.5 section 7.1.2). */
const LONG: ReadonlySet<ValueRepresentation> = new Set([
  'OB',
  'OD',
  'OF',
  'OL',
  'OV',
  'OW',
  'SQ',
  'SV',
  'UC',
  'UN',
  'UR',
  'UT',
  'UV',
]);
const SPECIFIC_CHARACTER_SET = 0x00080005;
const ITEM = 0xfffee000;

function head(tag: number, vr: ValueRepresentation | undefined, length: number): Buffer {
  const long = vr === undefined || LONG.has(vr);
  const bytes = Buffer.alloc(vr !== undefined && long ? 12 : 8);
  bytes.writeUInt16LE(Math.floor(tag / 0x10000), 0);
  bytes.writeUInt16LE(tag % 0x10000, 2);
  if (vr === undefined) bytes.writeUInt32LE(length, 4);
  else {
    bytes.write(vr, 4, 'latin1');
    if (long) bytes.writeUInt32LE(length, 8);
    else bytes.writeUInt16LE(length, 6);
  }
  return bytes;
}

function numberBytes(vr: ValueRepresentation, value: number): Buffer {
  const bytes = Buffer.alloc(vr === 'US' ? 2 : 4);
  if (vr === 'US') bytes.writeUInt16LE(value);
  else if (vr === 'UL') bytes.writeUInt32LE(value);
  else throw new RangeError(`a number is written as US or UL, not as ${vr}`);
  return bytes;
}

function valueBytes({ vr, value }: WrittenElement): Buffer {
  if (value === undefined || value === '' || (typeof value === 'object' && value.length === 0)) return Buffer.alloc(0);
  if (typeof value === 'number') return numberBytes(vr, value);
  const text = Buffer.from(typeof value === 'string' ? value : value.join('\\'), 'utf8');
  return text.length % 2 === 0 ? text : Buffer.concat([text, Buffer.from(vr === 'UI' ? '\0' : ' ')]);
}

/** Without a VR, as under implicit VR, when `explicit` is false. */
function encodeElements(elements: readonly WrittenElement[], explicit: boolean): Buffer {
  const parts = elements
    .toSorted((a, b) => a.tag - b.tag)
    .map((element) => {
      const { tag, vr, items } = element;
      const value =
        items === undefined
          ? valueBytes(element)
          : Buffer.concat(
              items.map((item) => {
                const content = encodeElements(item, explicit);
                return Buffer.concat([head(ITEM, undefined, content.length), content]);
              }),
            );
      return Buffer.concat([head(tag, explicit ? vr : undefined, value.length), value]);
    });
  return Buffer.concat(parts);
}

function isAscii({ value, items }: WrittenElement): boolean {
  const texts = typeof value === 'string' ? [value] : typeof value === 'object' ? value : [];
  const within = items?.every((item) => item.every((element) => isAscii(element))) ?? true;
  return within && texts.every((text) => /^[\x20-\x7e]*$/.test(text));
}

/**
 * Writes a data set, elements ascending. Text beyond ASCII is written as UTF-8 and declared (ISO_IR 192); without such text no
 * SpecificCharacterSet is written, since some archives search by it.
 *
 * @throws RangeError for a transfer syntax other than implicit or explicit VR little endian: no other is ever proposed for this
 */
export function encodeDataSet(elements: readonly WrittenElement[], transferSyntaxUID: string): Buffer {
  if (transferSyntaxUID !== IMPLICIT_VR_LITTLE_ENDIAN && transferSyntaxUID !== EXPLICIT_VR_LITTLE_ENDIAN)
    throw new RangeError(`cannot write a data set in ${transferSyntaxUID}`);
  const declared: readonly WrittenElement[] = elements.every((element) => isAscii(element))
    ? []
    : [{ tag: SPECIFIC_CHARACTER_SET, vr: 'CS', value: 'ISO_IR 192' }];
  const own = elements.filter(({ tag }) => declared.length === 0 || tag !== SPECIFIC_CHARACTER_SET);
  return encodeElements([...declared, ...own], transferSyntaxUID === EXPLICIT_VR_LITTLE_ENDIAN);
}
