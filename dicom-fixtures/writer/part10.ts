import { deflateRawSync } from 'node:zlib';
import { type CharacterSet, encodeText } from './character-set.ts';
import { type Dataset, type ElementValue, isItems, placedElements } from './dataset.ts';
import type { ValueRepresentation } from './element-table.ts';
import { type TransferSyntax, transferSyntaxes } from './transfer-syntax.ts';

/** Under this root the files say who wrote them (0002,0012). */
const implementationClassUid = '2.25.302183045160431337152836437298312160897';
const implementationVersionName = 'CENTER_FIXTURES';

export interface WriteChoice {
  readonly transferSyntax: TransferSyntax;
  /** What is done to the bytes of texts. SpecificCharacterSet in the dataset says what is declared; the two may disagree on purpose. */
  readonly characterSet: CharacterSet;
}

interface Form {
  readonly explicit: boolean;
  readonly little: boolean;
  readonly encapsulated: boolean;
  readonly characterSet: CharacterSet;
}

const textual: ReadonlySet<ValueRepresentation> = new Set(['PN', 'LO', 'SH', 'ST', 'LT', 'UT', 'UC']);
/** VRs whose explicit form has two reserved bytes and a 32-bit length (PS3.5 §7.1.2). */
const longForm: ReadonlySet<ValueRepresentation> = new Set(['OB', 'OW', 'SQ', 'UN', 'UT', 'UC']);
/** Bytes of one binary number. */
const width: Partial<Record<ValueRepresentation, number>> = { US: 2, SS: 2, UL: 4, SL: 4, FL: 4, FD: 8 };

function numberBytes(values: readonly number[], vr: ValueRepresentation, little: boolean): Buffer {
  const size = width[vr] ?? 0;
  const bytes = Buffer.alloc(values.length * size);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (const [index, value] of values.entries()) {
    const at = index * size;
    if (vr === 'US') view.setUint16(at, value, little);
    else if (vr === 'SS') view.setInt16(at, value, little);
    else if (vr === 'UL') view.setUint32(at, value, little);
    else if (vr === 'SL') view.setInt32(at, value, little);
    else if (vr === 'FL') view.setFloat32(at, value, little);
    else view.setFloat64(at, value, little);
  }
  return bytes;
}

function swapped(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes).swap16();
}

function padded(bytes: Uint8Array, vr: ValueRepresentation): Buffer {
  if (bytes.length % 2 === 0) return Buffer.from(bytes);
  return Buffer.concat([bytes, Uint8Array.of(vr === 'UI' || vr === 'OB' || vr === 'UN' ? 0 : 0x20)]);
}

function valueBytes(value: ElementValue, vr: ValueRepresentation, form: Form): Buffer {
  if (value === null) return Buffer.alloc(0);
  if (value instanceof Uint8Array) return vr === 'OW' && !form.little ? swapped(value) : padded(value, vr);
  const list = Array.isArray(value) ? value : [value];
  if (width[vr] !== undefined) return numberBytes(list.map(Number), vr, form.little);
  const text = list.join('\\');
  return padded(encodeText(text, textual.has(vr) ? form.characterSet : 'ascii'), vr);
}

function u16(value: number, little: boolean): Buffer {
  const bytes = Buffer.alloc(2);
  if (little) bytes.writeUInt16LE(value);
  else bytes.writeUInt16BE(value);
  return bytes;
}

function u32(value: number, little: boolean): Buffer {
  const bytes = Buffer.alloc(4);
  if (little) bytes.writeUInt32LE(value);
  else bytes.writeUInt32BE(value);
  return bytes;
}

function tagBytes(tag: number, little: boolean): Buffer {
  return Buffer.concat([u16(tag >>> 16, little), u16(tag & 0xffff, little)]);
}

function head(tag: number, vr: ValueRepresentation, length: number, form: Form): Buffer {
  const parts: Buffer[] = [tagBytes(tag, form.little)];
  if (!form.explicit) parts.push(u32(length, form.little));
  else if (longForm.has(vr)) parts.push(Buffer.from(vr, 'latin1'), Buffer.alloc(2), u32(length, form.little));
  else parts.push(Buffer.from(vr, 'latin1'), u16(length, form.little));
  return Buffer.concat(parts);
}

/** One frame behind an empty offset table (PS3.5 §A.4). */
function encapsulated(tag: number, frame: Uint8Array, form: Form): Buffer {
  const even = padded(frame, 'OB');
  return Buffer.concat([
    head(tag, 'OB', 0xffffffff, form),
    tagBytes(0xfffee000, true),
    u32(0, true),
    tagBytes(0xfffee000, true),
    u32(even.length, true),
    even,
    tagBytes(0xfffee0dd, true),
    u32(0, true),
  ]);
}

function itemBytes(item: Dataset, form: Form): Buffer {
  const content = datasetBytes(item, form);
  return Buffer.concat([tagBytes(0xfffee000, form.little), u32(content.length, form.little), content]);
}

function datasetBytes(dataset: Dataset, form: Form): Buffer {
  const parts: Buffer[] = [];
  for (const { tag, vr, value } of placedElements(dataset)) {
    if (tag === 0x7fe00010 && form.encapsulated && value instanceof Uint8Array) {
      parts.push(encapsulated(tag, value, form));
      continue;
    }
    const content =
      value !== null && isItems(value)
        ? Buffer.concat(value.map((item) => itemBytes(item, form)))
        : valueBytes(value, vr, form);
    parts.push(head(tag, vr, content.length, form), content);
  }
  return Buffer.concat(parts);
}

/** The elements of group 0002, as any writer needs them (PS3.10 §7.1). */
export function metaElements(dataset: Dataset, transferSyntax: TransferSyntax): Dataset {
  return {
    FileMetaInformationVersion: Uint8Array.of(0, 1),
    MediaStorageSOPClassUID: dataset.SOPClassUID ?? null,
    MediaStorageSOPInstanceUID: dataset.SOPInstanceUID ?? null,
    TransferSyntaxUID: transferSyntaxes[transferSyntax],
    ImplementationClassUID: implementationClassUid,
    ImplementationVersionName: implementationVersionName,
  };
}

/** A DICOM file (PS3.10): preamble, group 0002 in explicit little endian, then the dataset in the chosen syntax and character set. */
export function writePart10(dataset: Dataset, choice: WriteChoice): Buffer {
  const meta = datasetBytes(metaElements(dataset, choice.transferSyntax), {
    explicit: true,
    little: true,
    encapsulated: false,
    characterSet: 'ascii',
  });
  const groupLength = Buffer.concat([
    head(0x00020000, 'UL', 4, { explicit: true, little: true, encapsulated: false, characterSet: 'ascii' }),
    u32(meta.length, true),
  ]);
  const body = datasetBytes(dataset, {
    explicit: choice.transferSyntax !== 'implicit-le',
    little: choice.transferSyntax !== 'explicit-be',
    encapsulated: choice.transferSyntax === 'jpeg-baseline',
    characterSet: choice.characterSet,
  });
  const deflated = choice.transferSyntax === 'deflated' ? padded(deflateRawSync(body), 'OB') : body;
  return Buffer.concat([Buffer.alloc(128), Buffer.from('DICM', 'latin1'), groupLength, meta, deflated]);
}
