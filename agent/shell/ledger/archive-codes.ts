import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { type CalendarDate, canonicalJson } from '@center/contract';
import { type ArchiveObservation, type DayWindow, type RetentionState, retentionStates } from '../../core/index.ts';
import { sha256Hex } from './store.ts';
import { branded } from './stored-json.ts';

const dayMs = 86_400_000;
/** Stands for "no date" in a column that an index shall cover; no calendar day has it. */
export const undatedDay = -1_000_000;

export function dayOf(date: CalendarDate): number {
  return Date.parse(`${date}T00:00:00Z`) / dayMs;
}

export function dateOf(day: number): CalendarDate {
  return branded<CalendarDate>(new Date(day * dayMs).toISOString().slice(0, 10));
}

export function yearOfDay(day: number): number {
  return new Date(day * dayMs).getUTCFullYear();
}

/** First and last day of a window; twice `undatedDay` for the studies without a date. */
export function daysOfWindow(window: DayWindow): { readonly first: number; readonly last: number } {
  if (window === 'undated') return { first: undatedDay, last: undatedDay };
  return { first: dayOf(window.from), last: dayOf(window.to) };
}

const digits = '0123456789.';
const filler = 15;
/** Begins what is not packed; a packed UID begins with a digit or a dot. */
const asText = 0xff;

/** A UID (PS3.5 §9: digits and dots) with two characters a byte; any other text as it is behind a mark. */
export function packUid(uid: string): Buffer {
  if (!/^[0-9.]+$/.test(uid)) return Buffer.concat([Buffer.of(asText), Buffer.from(uid, 'utf8')]);
  const packed = Buffer.alloc((uid.length + 1) >> 1);
  for (let at = 0; at < uid.length; at += 2) {
    const low = at + 1 < uid.length ? digits.indexOf(uid.charAt(at + 1)) : filler;
    packed[at >> 1] = (digits.indexOf(uid.charAt(at)) << 4) | low;
  }
  return packed;
}

export function unpackUid(packed: Uint8Array): string {
  if (packed[0] === asText) return Buffer.from(packed.subarray(1)).toString('utf8');
  let uid = '';
  for (const byte of packed) {
    uid += digits.charAt(byte >> 4);
    if ((byte & 15) !== filler) uid += digits.charAt(byte & 15);
  }
  return uid;
}

/** 48 bits of a hexadecimal digest: found by them, told apart by what they were taken from. */
export function keyOfDigest(hex: string): number {
  return Number.parseInt(hex.slice(0, 12), 16);
}

export function keyOfUid(packed: Uint8Array): number {
  return keyOfDigest(sha256Hex(packed));
}

/** Bytes of a hexadecimal digest, at most `most` of them. Throws RangeError for anything else. */
export function digestBytes(hex: string, most: number): Buffer {
  if (!/^([0-9a-f]{2})+$/.test(hex)) throw new RangeError('a digest is given in lower-case hexadecimal digits');
  return Buffer.from(hex.slice(0, most * 2), 'hex');
}

export const stateCode = (state: RetentionState): number => retentionStates.indexOf(state);
export function stateOf(code: number): RetentionState {
  const state = retentionStates[code];
  if (state === undefined) throw new RangeError(`no retention state has the number ${String(code)}`);
  return state;
}

export const standings = ['claimed', 'proven', 'unlisted', 'lost', 'explained'] as const;
export type Standing = (typeof standings)[number];
export function standingOfCode(code: number): Standing {
  const standing = standings[code];
  if (standing === undefined) throw new RangeError(`no standing has the number ${String(code)}`);
  return standing;
}

export const availabilities = ['ONLINE', 'NEARLINE', 'OFFLINE', 'UNAVAILABLE'] as const;

/** What observations have in common; known to both sides, it need not be kept with each. Part of the form of the rows: never edited, only followed by another form. */
const dictionary = Buffer.from(
  [
    '"SOPInstanceUID":"1.2.840.113619.2.","TransferSyntaxUID":"1.2.840.10008.1.2.4.70","TransferSyntaxUID":"1.2.840.10008.1.2.1","LossyImageCompression":"00","Rows":512,"bytes":5',
    '"BitsStored":16,"Columns":512,"NumberOfFrames":1,"SOPClassUID":"1.2.840.10008.5.1.4.1.1.2","complete":true,"sha256":"',
    '{"absent":0,"asBaseline":0,"at":17,"bytes":,"channel":"dimse:0","firstImageMs":,"kind":"retrieved","objects":[],"repeatMs":,"seed":"","short":false,"stratum":"20","whole":true,"wholeMs":',
    '{"asked":["study","series","object","accession-patient"],"at":17,"channel":"dimse:0","controls":3,"found":"as-known","kind":"checked"',
    '{"at":17,"channel":"dicomweb:0","committed":,"failed":[],"kind":"committed","transactionUID":"2.25.',
    '{"at":17,"channel":"dicomweb:0","freeBytes":,"instances":,"kind":"settings","maximumBytes":,"recycling":false,"studies":,"usedBytes":',
    '{"at":17,"channel":"dicomweb:0","detail":"","kind":"not-measured","round":"retrieve","why":"control-failed"',
    '{"at":17,"channel":"dicomweb:0","kind":"counted-as-known","studies":[',
    '{"Modality":"MR","SeriesInstanceUID":"1.3.12.2.1107.5.","classes":["1.2.840.10008.5.1.4.1.1.4"],"objects":',
    '{"Modality":"DX","SeriesInstanceUID":"1.2.826.0.1.","classes":["1.2.840.10008.5.1.4.1.1.1.1"],"objects":1,"uidDigest":"',
    '{"Modality":"SR","SeriesInstanceUID":"2.25.","classes":["1.2.840.10008.5.1.4.1.1.88.67"],"objects":1,"uidDigest":"',
    '"},{"Modality":"CT","SeriesInstanceUID":"1.2.840.113619.2.","classes":["1.2.840.10008.5.1.4.1.1.2"],"objects":1,"uidDigest":"',
    '"}],"whole":true},{"StudyInstanceUID":"1.2.840.113619.2.","accessionKey":"","availability":"ONLINE","date":"201","deviceIds":["',
    '"],"patientKey":"","series":[{"Modality":"CT","SeriesInstanceUID":"1.2.840.10008.","bytes":',
    '{"at":17,"channel":"dicomweb:0","kind":"seen","studies":[{"StudyInstanceUID":"1.2.840.113619.2.","date":"202',
    '"}],"window":{"from":"20","to":"20',
    '{"at":17,"channel":"dicomweb:0","controls":3,"counts":[],"kind":"listed","round":"recent","rows":1,"unlisted":[],"window":{"from":"2026-0","to":"2026-',
  ].join(''),
);
const plain = 0;
const deflated = 1;

export interface ObservationText {
  /** Canonical JSON: what the digest is taken over, whatever the form in which it is kept. */
  readonly text: string;
  readonly sha256: string;
}

export function observationText(observation: ArchiveObservation): ObservationText {
  const text = canonicalJson(observation);
  return { text, sha256: sha256Hex(text) };
}

/** The bytes of a row: the text, deflated when that is smaller. */
export function packText(text: string): Buffer {
  const bytes = Buffer.from(text, 'utf8');
  const small = deflateRawSync(bytes, { dictionary, level: 9, memLevel: 9 });
  return small.length < bytes.length
    ? Buffer.concat([Buffer.of(deflated), small])
    : Buffer.concat([Buffer.of(plain), bytes]);
}

/** Throws RangeError for a form that is not known, and what zlib throws for a row that was damaged. */
export function unpackText(body: Uint8Array): string {
  const rest = body.subarray(1);
  if (body[0] === plain) return Buffer.from(rest).toString('utf8');
  if (body[0] === deflated) return inflateRawSync(rest, { dictionary }).toString('utf8');
  throw new RangeError('an observation is kept in a form that is not known');
}
