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
