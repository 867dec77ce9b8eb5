/** Text stands as text: a cell of an office file is a formula only where the file says so, and this one never does. */
export type WorkbookCell = string | number | null;

export interface WorkbookSheet {
  /** At most 31 characters, none of []:*?/\ */
  readonly name: string;
  /** The first row stays in sight. */
  readonly rows: readonly (readonly WorkbookCell[])[];
}

/** XML 1.0 knows no other control characters than tab, line feed and carriage return. */
const noXml =
  /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g;

function escaped(text: string): string {
  return text
    .replace(noXml, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

/** 0 → A, 25 → Z, 26 → AA. */
function columnName(index: number): string {
  const rest = index % 26;
  const letter = String.fromCharCode(65 + rest);
  return index < 26 ? letter : columnName((index - rest) / 26 - 1) + letter;
}

function cellXml(cell: WorkbookCell, reference: string): string {
  if (cell === null || cell === '') return '';
  if (typeof cell === 'number') return Number.isFinite(cell) ? `<c r="${reference}"><v>${String(cell)}</v></c>` : '';
  return `<c r="${reference}" t="inlineStr"><is><t xml:space="preserve">${escaped(cell.slice(0, 32_767))}</t></is></c>`;
}

const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const packageRelations = 'http://schemas.openxmlformats.org/package/2006/relationships';

function sheetXml({ rows }: WorkbookSheet): string {
  const frozen =
    rows.length > 1
      ? '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/><selection pane="bottomLeft"/>'
      : '';
  const body = rows.map((row, at) => {
    const number = String(at + 1);
    return `<row r="${number}">${row.map((cell, column) => cellXml(cell, columnName(column) + number)).join('')}</row>`;
  });
  return `${head}<worksheet xmlns="${main}"><sheetViews><sheetView workbookViewId="0">${frozen}</sheetView></sheetViews><sheetData>${body.join('')}</sheetData></worksheet>`;
}

function partsOf(sheets: readonly WorkbookSheet[]): readonly (readonly [name: string, text: string])[] {
  const numbered = sheets.map((sheet, index) => ({ sheet, number: String(index + 1) }));
  const type = 'application/vnd.openxmlformats-officedocument.spreadsheetml';
  return [
    [
      '[Content_Types].xml',
      `${head}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${type}.sheet.main+xml"/>${numbered
        .map(
          ({ number }) =>
            `<Override PartName="/xl/worksheets/sheet${number}.xml" ContentType="${type}.worksheet+xml"/>`,
        )
        .join('')}</Types>`,
    ],
    [
      '_rels/.rels',
      `${head}<Relationships xmlns="${packageRelations}"><Relationship Id="rId1" Type="${relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    ],
    [
      'xl/workbook.xml',
      `${head}<workbook xmlns="${main}" xmlns:r="${relations}"><sheets>${numbered
        .map(({ sheet, number }) => `<sheet name="${escaped(sheet.name)}" sheetId="${number}" r:id="rId${number}"/>`)
        .join('')}</sheets></workbook>`,
    ],
    [
      'xl/_rels/workbook.xml.rels',
      `${head}<Relationships xmlns="${packageRelations}">${numbered
        .map(
          ({ number }) =>
            `<Relationship Id="rId${number}" Type="${relations}/worksheet" Target="worksheets/sheet${number}.xml"/>`,
        )
        .join('')}</Relationships>`,
    ],
    ...numbered.map(({ sheet, number }) => [`xl/worksheets/sheet${number}.xml`, sheetXml(sheet)] as const),
  ];
}

/** 1980-01-01 00:00 in the form of the archive: the same rows give the same bytes. */
const noDate = 0x00210000;
const utf8Names = 0x0800;
const deflated = 8;

/** What only a shell can do: UTF-8, the check sum of the archive (CRC-32, IEEE 802.3) and raw deflate (RFC 1951). */
export interface WorkbookTools {
  readonly utf8: (text: string) => Uint8Array;
  readonly crc32: (bytes: Uint8Array) => number;
  readonly deflateRaw: (bytes: Uint8Array) => Uint8Array;
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** Little-endian numbers of two and four bytes, one after the other. */
function numbers(...fields: readonly (readonly [bytes: 2 | 4, value: number])[]): Uint8Array {
  const part = new Uint8Array(fields.reduce((sum, [bytes]) => sum + bytes, 0));
  const view = new DataView(part.buffer);
  let at = 0;
  for (const [bytes, value] of fields) {
    if (bytes === 2) view.setUint16(at, value, true);
    else view.setUint32(at, value, true);
    at += bytes;
  }
  return part;
}

const localSignature = 0x04034b50;
const centralSignature = 0x02014b50;
const endSignature = 0x06054b50;

/** A ZIP archive (PKWARE APPNOTE 6.3) of deflated files below 4 GiB. */
function zipOf(files: readonly (readonly [name: string, text: string])[], tools: WorkbookTools): Uint8Array {
  const local: Uint8Array[] = [];
  const central: Uint8Array[] = [];
  let offset = 0;
  for (const [name, text] of files) {
    const content = tools.utf8(text);
    const packed = tools.deflateRaw(content);
    const nameBytes = tools.utf8(name);
    const fixed = numbers(
      [2, 20],
      [2, utf8Names],
      [2, deflated],
      [4, noDate],
      [4, tools.crc32(content)],
      [4, packed.length],
      [4, content.length],
      [2, nameBytes.length],
      [2, 0],
    );
    const entry = joined([numbers([4, localSignature]), fixed, nameBytes, packed]);
    // No comment, first disk, no attributes, and where the entry begins.
    const rest = numbers([2, 0], [2, 0], [2, 0], [4, 0], [4, offset]);
    central.push(joined([numbers([4, centralSignature], [2, 20]), fixed, rest, nameBytes]));
    local.push(entry);
    offset += entry.length;
  }
  const directory = joined(central);
  const end = numbers(
    [4, endSignature],
    [2, 0],
    [2, 0],
    [2, files.length],
    [2, files.length],
    [4, directory.length],
    [4, offset],
    [2, 0],
  );
  return joined([...local, directory, end]);
}

export const workbookType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** An office workbook (ECMA-376) of plain sheets: numbers are numbers, everything else is text. */
export function workbookOf(sheets: readonly WorkbookSheet[], tools: WorkbookTools): Uint8Array {
  return zipOf(partsOf(sheets), tools);
}
