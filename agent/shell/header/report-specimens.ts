/** Content sequences built by hand for the tests of the report reader, and the reader over them. Holds no real object. */
import dicomParser from 'dicom-parser';
import type { SrItem } from '../../core/facts/dose/sr-item.ts';
import { ByteWindow } from './byte-window.ts';
import { DamageList } from './damage-list.ts';
import { element, item, type Style, sequence } from './part10-bytes.ts';
import { readReportContent } from './report-reader.ts';
import { TextReader } from './text-decoder.ts';

/** How everything is written: encoding, and sequences and items with delimiters or with lengths. */
export interface Writing {
  readonly style: Style;
  readonly delimited: boolean;
}

export type Code = readonly [code: string, scheme: string, meaning: string | Buffer];

export function codes(tag: number, writing: Writing, ...entries: readonly Code[]): Buffer {
  const { style, delimited } = writing;
  const items = entries.map(([code, scheme, meaning]) =>
    item(
      Buffer.concat([
        element(0x00080100, 'SH', code, style),
        element(0x00080102, 'SH', scheme, style),
        element(0x00080104, 'LO', meaning, style),
      ]),
      style,
      delimited,
    ),
  );
  return sequence(tag, items, style, delimited);
}

export function content(writing: Writing, ...items: readonly Buffer[]): Buffer {
  return sequence(0x0040a730, items, writing.style, writing.delimited);
}

/** A content item; `before` stands for elements below group 0040. */
export function contentItem(
  writing: Writing,
  type: string,
  name: Code,
  rest: readonly Buffer[] = [],
  before: readonly Buffer[] = [],
): Buffer {
  const { style, delimited } = writing;
  return item(
    Buffer.concat([
      ...before,
      element(0x0040a010, 'CS', 'CONTAINS', style),
      element(0x0040a040, 'CS', type, style),
      codes(0x0040a043, writing, name),
      ...rest,
    ]),
    style,
    delimited,
  );
}

/** A NUM item whose measured value holds the unit and the given elements. */
export function measured(writing: Writing, name: Code, unit: string, values: readonly Buffer[]): Buffer {
  const { style, delimited } = writing;
  const value = item(Buffer.concat([codes(0x004008ea, writing, [unit, 'UCUM', unit]), ...values]), style, delimited);
  return contentItem(writing, 'NUM', name, [sequence(0x0040a300, [value], style, delimited)]);
}

export function number(writing: Writing, name: Code, unit: string, raw: string): Buffer {
  return measured(writing, name, unit, [element(0x0040a30a, 'DS', raw, writing.style)]);
}

export interface Read {
  readonly items: readonly SrItem[];
  readonly next: number;
  /** `code where` of each damage. */
  readonly damage: readonly string[];
}

/** Reads a content sequence built by `content`, cut or not, whose value begins behind its own head. */
export function readContent(bytes: Buffer, { style, delimited }: Writing, charset: readonly string[] = []): Read {
  const damage = new DamageList();
  const position = style.explicit ? 12 : 8;
  const length = delimited
    ? 0xffffffff
    : style.big
      ? bytes.readUInt32BE(position - 4)
      : bytes.readUInt32LE(position - 4);
  const { items, next } = readReportContent(
    ByteWindow.ofBytes(bytes),
    { position, length, end: bytes.length, ...style },
    new TextReader(charset),
    damage,
  );
  return {
    items,
    next,
    damage: damage.toArray().map(({ code, where }) => (where === undefined ? code : `${code} ${where}`)),
  };
}

/** The content of a whole object; where it begins another reader says. `undefined`: no content. */
export function contentOf(bytes: Buffer): readonly SrItem[] | undefined {
  const set = dicomParser.parseDicom(bytes);
  const syntax = set.string('x00020010');
  const found = set.elements.x0040a730;
  if (found === undefined) return undefined;
  const place = {
    position: found.dataOffset,
    length: found.hadUndefinedLength === true ? 0xffffffff : found.length,
    end: bytes.length,
    explicit: syntax !== '1.2.840.10008.1.2',
    big: syntax === '1.2.840.10008.1.2.2',
  };
  const charset = set.string('x00080005')?.split('\\') ?? [];
  return readReportContent(ByteWindow.ofBytes(bytes), place, new TextReader(charset), new DamageList()).items;
}
