/** Storage classes the reader treats in a special way (PS3.4 annex B, PS3.6 annex A). */
const storage = '1.2.840.10008.5.1.4.1.1.';

/** Media Storage Directory: an index of files, no object of a patient. */
export const mediaStorageDirectory = '1.2.840.10008.1.3.10';

/** Structured reports: content to the end of the file, no pixel data. Also matches the X-ray, radiopharmaceutical and patient dose reports. */
export function isReport(sopClassUID: string): boolean {
  return sopClassUID.startsWith(`${storage}88.`);
}

/** Classes that always carry pixel data: an object of them without is incomplete. */
const imageClasses = new Set(
  (
    '1 1.1 1.1.1 1.2 1.2.1 1.3 1.3.1 2 2.1 2.2 3 3.1 4 4.1 4.3 5 6 6.1 6.2 7 7.1 7.2 7.3 7.4 12.1 12.1.1 12.2 12.2.1 12.3 13.1.1 13.1.2 13.1.3 13.1.4 13.1.5 14.1 14.2 20 ' +
    '30 77.1.1 77.1.1.1 77.1.2 77.1.2.1 77.1.3 77.1.4 77.1.4.1 77.1.5.1 77.1.5.2 77.1.5.4 77.1.6 128 128.1 130 481.1 66.4 66.7'
  )
    .split(' ')
    .map((suffix) => storage + suffix),
);

export function isImage(sopClassUID: string): boolean {
  return imageClasses.has(sopClassUID);
}

/**
 * Where the content of other classes begins that is never absent (PS3.3 type 1 and 2 elements): class, or family ending in a dot, and the lowest tag it can have.
 * An object that ends before was cut between two elements.
 */
const contentBegins: readonly (readonly [suffix: string, tag: number])[] = [
  ['88.', 0x0040a730],
  ['9.', 0x54000100],
  ['11.', 0x00700084],
  ['66.1', 0x00700084],
  ['66.2', 0x00700084],
  ['66.3', 0x00700084],
  ['66.5', 0x00660001],
  ['104.', 0x00420011],
  ['481.2', 0x30040001],
  ['481.3', 0x30060002],
  ['481.5', 0x300a0002],
  ['481.8', 0x300a0002],
  ['481.4', 0x30080020],
  ['481.6', 0x30080020],
  ['481.7', 0x30080020],
  ['481.9', 0x30080020],
  ['4.2', 0x56000020],
];
const colorPalette = '1.2.840.10008.5.1.4.39.1';

/** The tag at or behind which an object of this class has an element; `undefined` where nothing is known to be always there. */
export function contentBegin(sopClassUID: string): number | undefined {
  if (sopClassUID === mediaStorageDirectory) return 0x00041200;
  if (sopClassUID === colorPalette) return 0x00700084;
  if (!sopClassUID.startsWith(storage)) return undefined;
  const suffix = sopClassUID.slice(storage.length);
  return contentBegins.find(([of]) => (of.endsWith('.') ? suffix.startsWith(of) : suffix === of))?.[1];
}
