/** One character set of PS3.3 §C.12.1.1.2: how its bytes become text, and how it enters by an escape sequence (PS3.3 table C.12-3 and C.12-4). */
export interface CharacterSet {
  /** The number of its ISO registration, or its own name. */
  readonly name: string;
  readonly decode: (bytes: Uint8Array) => string | undefined;
  /** Bytes of one character of its upper half; 0 for a set that is no code element of ISO 2022. */
  readonly width: 0 | 1 | 2;
}

/** Decodes strictly; `undefined` when the bytes are not of this encoding. */
function strict(label: string): (bytes: Uint8Array) => string | undefined {
  const decoder = new TextDecoder(label, { fatal: true, ignoreBOM: true });
  return (bytes) => {
    try {
      return decoder.decode(bytes);
    } catch (fault) {
      if (fault instanceof TypeError) return undefined;
      throw fault;
    }
  };
}

/** Below this length a loop beats the call into the runtime; most header values are below. */
const shortText = 24;

/** ISO 8859-1 byte by byte: the platform's `latin1` label would put typographic marks where ISO has control characters. */
export function latin1(bytes: Uint8Array): string {
  if (bytes.length <= shortText) {
    let text = '';
    for (const byte of bytes) text += String.fromCharCode(byte);
    return text;
  }
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
}

const set = (name: string, label: string, width: 0 | 1 | 2 = 1): CharacterSet => ({
  name,
  decode: strict(label),
  width,
});

export const utf8 = set('ISO_IR 192', 'utf-8', 0);
export const gb18030 = set('GB18030', 'gb18030', 0);
export const latin1Set: CharacterSet = { name: 'ISO_IR 100', decode: latin1, width: 1 };
export const asciiSet: CharacterSet = {
  name: 'ISO_IR 6',
  decode: (bytes) => (bytes.some((byte) => byte > 0x7f) ? undefined : latin1(bytes)),
  width: 1,
};
const japanese = strict('euc-jp');

/** Two seven-bit bytes a character; the platform knows the same tables with the high bits set. */
const jis = (name: string, lead: readonly number[]): CharacterSet => ({
  name,
  width: 2,
  decode: (bytes) => {
    const shifted: number[] = [];
    for (let at = 0; at + 1 < bytes.length; at += 2)
      shifted.push(...lead, (bytes[at] ?? 0) | 0x80, (bytes[at + 1] ?? 0) | 0x80);
    return bytes.length % 2 === 0 ? japanese(Uint8Array.from(shifted)) : undefined;
  },
});
export const jis0208 = jis('ISO 2022 IR 87', []);
export const jis0212 = jis('ISO 2022 IR 159', [0x8f]);
export const jis0201 = set('ISO_IR 13', 'shift_jis');
export const korean = set('ISO 2022 IR 149', 'euc-kr', 2);
export const gb2312 = set('ISO 2022 IR 58', 'gb18030', 2);

const latins: readonly (readonly [number, string, number])[] = [
  [101, 'iso-8859-2', 0x42],
  [109, 'iso-8859-3', 0x43],
  [110, 'iso-8859-4', 0x44],
  [144, 'iso-8859-5', 0x4c],
  [127, 'iso-8859-6', 0x47],
  [126, 'iso-8859-7', 0x46],
  [138, 'iso-8859-8', 0x48],
  [148, 'iso-8859-9', 0x4d],
  [166, 'windows-874', 0x54],
  [203, 'iso-8859-15', 0x62],
];

const byNumber = new Map<number, CharacterSet>([
  [6, asciiSet],
  [100, latin1Set],
  [13, jis0201],
  [192, utf8],
  [87, jis0208],
  [159, jis0212],
  [149, korean],
  [58, gb2312],
  ...latins.map(([number, label]) => [number, set(`ISO_IR ${String(number)}`, label)] as const),
]);

/** Final byte of `ESC - F` (96-character sets into the upper half) → set. */
export const upperHalfByFinal = new Map<number, CharacterSet>([
  [0x41, latin1Set],
  ...latins.flatMap(([number, , final]) => {
    const found = byNumber.get(number);
    return found === undefined ? [] : [[final, found] as const];
  }),
]);

/**
 * Finds the set a defined term names. Besides the terms of the standard it knows the forms devices write: `ISO-IR 100`, `ISO IR 100`, `ISO_IR_100`, `iso8859-1`,
 * `GB 18030`, `ISO 2022 GBK`, `ISO 2022 58`, `UTF-8`. `undefined`: no such term. An empty term is the default repertoire.
 */
export function characterSetOf(term: string): CharacterSet | undefined {
  const plain = term.toUpperCase().replaceAll(/[\s_-]/g, '');
  if (plain === '') return asciiSet;
  if (/^(?:ISO2022)?(?:GB18030|GBK|GB2312)$/.test(plain)) return gb18030;
  if (plain === 'UTF8') return utf8;
  if (plain === 'ISO88591' || plain === 'LATIN1') return latin1Set;
  const number = /^(?:ISO2022|ISO)(?:IR)?(\d+)$/.exec(plain)?.[1];
  return number === undefined ? undefined : byNumber.get(Number(number));
}
