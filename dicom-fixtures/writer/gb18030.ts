/**
 * The GB18030 encoder that the platform lacks: every two-byte sequence is decoded once and the table turned round.
 * What has no two bytes gets four, found by walking the four-byte ranges the same way.
 */
let twoBytes: ReadonlyMap<string, number> | undefined;
let fourBytes: ReadonlyMap<string, number> | undefined;

function twoByteTable(): ReadonlyMap<string, number> {
  if (twoBytes !== undefined) return twoBytes;
  const decoder = new TextDecoder('gb18030');
  const table = new Map<string, number>();
  for (let lead = 0x81; lead <= 0xfe; lead += 1) {
    for (let trail = 0x40; trail <= 0xfe; trail += 1) {
      if (trail === 0x7f) continue;
      const text = decoder.decode(Uint8Array.of(lead, trail));
      if (!text.includes('\ufffd') && !table.has(text)) table.set(text, (lead << 8) | trail);
    }
  }
  twoBytes = table;
  return table;
}

function fourByteTable(): ReadonlyMap<string, number> {
  if (fourBytes !== undefined) return fourBytes;
  const decoder = new TextDecoder('gb18030');
  const table = new Map<string, number>();
  // 0x81–0x84 hold the rest of the basic plane, 0x90–0x9b the second plane with the rarer ideographs of names.
  for (const lead of [0x81, 0x82, 0x83, 0x84, ...Array.from({ length: 12 }, (_, index) => 0x90 + index)]) {
    for (let second = 0x30; second <= 0x39; second += 1) {
      for (let third = 0x81; third <= 0xfe; third += 1) {
        for (let fourth = 0x30; fourth <= 0x39; fourth += 1) {
          const text = decoder.decode(Uint8Array.of(lead, second, third, fourth));
          const packed = ((lead << 24) | (second << 16) | (third << 8) | fourth) >>> 0;
          if (!text.includes('\ufffd') && !table.has(text)) table.set(text, packed);
        }
      }
    }
  }
  fourBytes = table;
  return table;
}

/** Text as GB18030 bytes. A character outside the planes held here throws: it would be a mistake in a fixture. */
export function encodeGb18030(text: string): Uint8Array {
  const bytes: number[] = [];
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    if (code < 0x80) {
      bytes.push(code);
      continue;
    }
    const two = twoByteTable().get(character);
    if (two !== undefined) {
      bytes.push(two >> 8, two & 0xff);
      continue;
    }
    const four = fourByteTable().get(character);
    if (four === undefined) throw new RangeError(`no GB18030 bytes for U+${code.toString(16)}`);
    bytes.push(four >>> 24, (four >>> 16) & 0xff, (four >>> 8) & 0xff, four & 0xff);
  }
  return Uint8Array.from(bytes);
}

/** The two bytes of a GB 2312 character (both from 0xA1 on), or undefined when it is not in that set. */
export function gb2312Bytes(character: string): readonly [number, number] | undefined {
  const two = twoByteTable().get(character);
  if (two === undefined || two >> 8 < 0xa1 || two >> 8 > 0xf7 || (two & 0xff) < 0xa1) return undefined;
  return [two >> 8, two & 0xff];
}
