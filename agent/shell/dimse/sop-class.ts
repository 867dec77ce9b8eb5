// SOP classes as far as a storage receiver must tell them apart: storage or another service, with pixels or without.

/** Verification, the class of C-ECHO (PS3.4 Annex A). */
export const VERIFICATION = '1.2.840.10008.1.1';

const STORAGE_ROOT = '1.2.840.10008.5.1.4.1.1.';

/** Storage classes of PS3.6 Table A-1 that stand outside the storage root. */
const STORAGE_ELSEWHERE: ReadonlySet<string> = new Set([
  '1.2.840.10008.5.1.4.34.7', // RT Beams Delivery Instruction
  '1.2.840.10008.5.1.4.34.10', // RT Brachy Application Setup Delivery Instruction
  '1.2.840.10008.5.1.4.38.1', // Hanging Protocol
  '1.2.840.10008.5.1.4.39.1', // Color Palette
  '1.2.840.10008.5.1.4.43.1', // Generic Implant Template
  '1.2.840.10008.5.1.4.44.1', // Implant Assembly Template
  '1.2.840.10008.5.1.4.45.1', // Implant Template Group
]);

/** Arcs below the storage root whose objects carry no pixel data of their own. */
const WITHOUT_PIXELS =
  /^(?:88\.|104\.|11\.|9\.|66$|66\.[1356]$|67$|68\.|78\.|79\.1$|80\.1$|90\.1$|131$|200\.|201\.|481\.(?:[3-9]|1\d|2\d)$|4\.2$)/;

/**
 * Whether a C-STORE with this class is taken: every storage class of the standard, also one that came after this was
 * written, and every private class. Other services of the standard (query, print, worklist, …) are not.
 */
export function isStorageClass(uid: string): boolean {
  if (!uid.startsWith('1.2.840.10008.')) return true;
  return uid.startsWith(STORAGE_ROOT) || STORAGE_ELSEWHERE.has(uid);
}

/**
 * Whether objects of the class are kept whole: structured reports, encapsulated documents, presentation states,
 * waveforms, plans, and private classes of which nobody can know. Their content is the header.
 */
export function isKeptWhole(uid: string): boolean {
  return uid.startsWith(STORAGE_ROOT) ? WITHOUT_PIXELS.test(uid.slice(STORAGE_ROOT.length)) : true;
}

/** What archives of imaging centers hold (PS3.4 Table B.5-1): proposed where nobody knows which classes will come. */
export const COMMON_STORAGE_CLASSES: readonly string[] = (
  '2 2.1 2.2 4 4.1 4.3 1 1.1 1.1.1 1.2 1.2.1 1.3 1.3.1 3.1 6.1 6.2 7 7.1 7.2 7.3 7.4 12.1 12.1.1 12.2 12.2.1 13.1.1 13.1.2 13.1.3 14.1 14.2 20 128 128.1 130 ' +
  '88.11 88.22 88.33 88.34 88.50 88.59 88.65 88.67 88.68 88.73 88.76 11.1 11.2 66 66.1 66.4 104.1 30 77.1.1 77.1.1.1 77.1.2 77.1.4 77.1.4.1 77.1.5.1 77.1.5.4 9.1.1 ' +
  '481.1 481.2 481.3 481.5 481.8'
)
  .split(' ')
  .map((suffix) => STORAGE_ROOT + suffix);
