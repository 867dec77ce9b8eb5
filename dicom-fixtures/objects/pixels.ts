/** Small pictures: a bright oval on a dark ground is enough for a viewer, and headers are what is read. */
export const side = 32;

function oval(inside: number, outside: number): number[] {
  return Array.from({ length: side * side }, (_, index) => {
    const x = ((index % side) + 0.5) / side - 0.5;
    const y = (Math.floor(index / side) + 0.5) / side - 0.5;
    return (x * x) / 0.16 + (y * y) / 0.12 < 1 ? inside + Math.round(40 * x) : outside;
  });
}

function words(values: readonly number[]): Uint8Array {
  const bytes = Buffer.alloc(values.length * 2);
  for (const [index, value] of values.entries()) bytes.writeInt16LE(value, index * 2);
  return bytes;
}

/** Signed Hounsfield-like values, 16 bits. */
export const ctPixels: Uint8Array = words(oval(40, -1000));
/** Unsigned, 12 of 16 bits. */
export const projectionPixels: Uint8Array = words(oval(1800, 300));

/** A JPEG baseline picture (ITU-T T.81) of 32 × 32 even grey: every block has DC difference 0 and no AC coefficient, two bits a block. */
export const greyJpeg: Uint8Array = Uint8Array.from(
  [
    [0xff, 0xd8],
    [0xff, 0xdb, 0x00, 0x43, 0x00, ...Array.from({ length: 64 }, () => 16)],
    [0xff, 0xc0, 0x00, 0x0b, 0x08, 0x00, side, 0x00, side, 0x01, 0x01, 0x11, 0x00],
    // One code of one bit in each table: DC category 0, and end of block.
    [0xff, 0xc4, 0x00, 0x14, 0x00, 0x01, ...Array.from({ length: 15 }, () => 0), 0x00],
    [0xff, 0xc4, 0x00, 0x14, 0x10, 0x01, ...Array.from({ length: 15 }, () => 0), 0x00],
    [0xff, 0xda, 0x00, 0x08, 0x01, 0x01, 0x00, 0x00, 0x3f, 0x00],
    [0x00, 0x00, 0x00, 0x00],
    [0xff, 0xd9],
  ].flat(),
);
