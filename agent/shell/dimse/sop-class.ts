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
