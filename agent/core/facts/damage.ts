/**
 * What can be wrong with an object that was read all the same, or with one that was not. A damage is a fact about bytes; whether it matters is a rule's decision.
 * Each code says what it must not be mistaken for.
 */
export const damageCodes = {
  /** The 128-byte preamble and `DICM` are absent; the data set begins at once. Not "no DICOM". */
  'no-preamble': 'the file begins without the DICM prefix',
  /** No File Meta Information: the transfer syntax is inferred from the first element. */
  'no-meta-header': 'no File Meta Information; transfer syntax inferred from the first element',
  /** File Meta Information without (0002,0010); inferred likewise. */
  'transfer-syntax-missing': 'no transfer syntax declared; inferred from the first element',
  /** (0002,0000) disagrees with the group's real length. Harmless: the group is read to its real end. */
  'meta-length-wrong': 'File Meta Information group length is wrong',
  /** The data set is written with, or without, explicit value representations against the declared syntax. */
  'vr-contradicts-syntax': 'value representations are explicit where the syntax says implicit, or the reverse',
  /** Byte order against the declared syntax. */
  'byte-order-contradicts-syntax': 'the byte order contradicts the declared syntax',
  /** One element carries no legal value representation; read as far as its length is believable. */
  'vr-unknown': 'an element with an unknown value representation',
  /** A wanted attribute comes in a value representation of another kind: text for a number and the reverse are read as the attribute is defined, binary is no value. */
  'vr-unexpected': 'an attribute in a value representation that cannot hold it',
  /** The file ends inside the header: elements after the cut are unknown, never "absent". */
  'truncated-header': 'the file ends inside the header',
  /** The header is whole, the pixel data are shorter than they say. */
  'truncated-pixel-data': 'the file ends inside the pixel data',
  /** An image class without pixel data: the file may have been cut between two elements. */
  'pixel-data-absent': 'an image object without pixel data: possibly cut between two elements',
  /** An object that ends before the content its class is made of (a report's content, a plan's beams, a waveform): likewise. */
  'content-absent': 'an object without the content its class is made of: possibly cut between two elements',
  /** An element or item is longer than what holds it; the container's end is believed. */
  'length-overrun': 'a length runs past the end of its container',
  /** A sequence contains something else than items; what was read before is kept. */
  'sequence-broken': 'a sequence holds something else than items',
  /** A delimiter where none belongs; skipped. */
  'stray-delimiter': 'a delimiter outside of a sequence',
  /** Bytes behind the last element that are no element. */
  'trailing-bytes': 'bytes behind the last element that are no element',
  /** Tags do not ascend; everything is read all the same. */
  'tags-out-of-order': 'tags do not ascend',
  /** The same attribute twice in one data set; the later one is kept. */
  'duplicate-element': 'an attribute stands twice; the later one is kept',
  /** Sequences nested deeper than any real object; the inner levels are not read. */
  'nested-too-deep': 'sequences are nested too deep',
  /** The header is larger than the limit; elements behind it are unknown. */
  'header-too-large': 'the header is larger than the limit',
  /** A sequence has more items than any real object; the first ones are kept. */
  'sequence-too-long': 'a sequence has too many items to be kept',
  /** One value is longer than its kind allows by far; not kept. */
  'value-too-long': 'a value is too long to be kept',
  /** The deflated data set ends early or is corrupt; what was inflated is kept. */
  'deflate-broken': 'the deflated data set is corrupt or cut',
  /** A number text outside of its value representation that still is a number (`40.196` in IS). */
  'number-form': 'a number in a form that its value representation does not allow',
  /** A number text that is no number (`10.50/ 15.00`); the raw text is kept, never a guess. */
  'number-unreadable': 'a text that is no number where a number belongs',
  /** A binary value whose length is no multiple of its size; the whole part is kept. */
  'value-length': 'a binary value with an impossible length',
  /** Text bytes outside of the declared character set, read by another one that fits strictly. */
  'charset-misdeclared': 'text does not fit the declared character set; another one fits',
  /** A character set term outside of the standard. */
  'charset-unknown': 'an unknown character set term',
  /** Text that no character set explains; shown byte by byte and not to be judged. */
  'text-undecodable': 'text that no character set explains',
  /** A dose concept known by its meaning only, or under a missing scheme. */
  'concept-by-meaning': 'a dose concept recognised by its meaning only',
  /** A code that names something else than its meaning and its unit say; a table that names the vendor mends it. */
  'concept-code-wrong': 'a dose concept under the code of another one; mended by table',
  /** A unit in a spelling outside of UCUM that the table knows. */
  'unit-spelling': 'a unit in a non-standard spelling',
  /** A unit that the table does not know; the number is kept raw. */
  'unit-unknown': 'an unknown unit; the number is not converted',
  /** A numeric content item without a measured value: the device says that it does not know. */
  'measurement-empty': 'a measurement without a value',
  /** The object could not be opened or read by the operating system. */
  'read-failed': 'the file could not be read',
} as const;

export type DamageCode = keyof typeof damageCodes;

/** One damage. `where` is a DICOM keyword, a tag `(gggg,eeee)` or a concept name; `detail` never holds a patient's value. */
export interface Damage {
  readonly code: DamageCode;
  readonly where?: string;
  readonly detail?: string;
}
