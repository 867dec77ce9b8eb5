import { createHash } from 'node:crypto';
import { canonicalJson, type DoseReport } from '@center/contract';
import type { Header, ObservedObject } from '../../core/index.ts';
import { sha256Hex } from './store.ts';

/** Elements that differ between the objects of one series; the rest of the header is kept once for all objects that share it. */
const ownKeywords: ReadonlySet<string> = new Set([
  'SOPInstanceUID',
  'InstanceNumber',
  'InstanceCreationDate',
  'InstanceCreationTime',
  'AcquisitionTime',
  'ContentTime',
  'AcquisitionDateTime',
  'ContentDate',
  'AcquisitionDate',
  'AcquisitionNumber',
  'SliceLocation',
  'TableHeight',
  'XRayTubeCurrent',
  'Exposure',
  'ExposureTime',
  'CTDIvol',
  'TemporalPositionIdentifier',
  'ImageComments',
  'EchoTime',
  'WaterEquivalentDiameter',
  'NumberOfFrames',
  'ExposureInuAs',
  'XRayTubeCurrentInuA',
  'ExposureTimeInuS',
  'SeriesTime',
  'ImageType',
]);

/** File Meta Information belongs to the file and not to the object: every channel writes its own. */
const transportKeywords: ReadonlySet<string> = new Set([
  'MediaStorageSOPClassUID',
  'MediaStorageSOPInstanceUID',
  'TransferSyntaxUID',
  'ImplementationClassUID',
  'ImplementationVersionName',
  'SourceApplicationEntityTitle',
]);

/** Which part of a stored object an attribute goes into. Absent: the part it shares with its series. */
const parts: ReadonlyMap<string, 'own' | 'transport'> = new Map([
  ...[...ownKeywords].map((keyword) => [keyword, 'own'] as const),
  ...[...transportKeywords].map((keyword) => [keyword, 'transport'] as const),
]);
/** In the order of canonical JSON. */
const ownInOrder = [...ownKeywords].toSorted();

export type Values = Readonly<Record<string, unknown>>;

/** The part of a header that its series shares, as canonical JSON, and the header it is of. */
export interface Shared {
  readonly header: Values;
  readonly attributes: number;
  readonly text: string;
  readonly digest: string;
}

/** The texts under which one object is kept; `dose` only of a report, since an image's dose values stand in its header. */
export interface ObjectTexts {
  readonly shared: Shared;
  readonly own: string;
  readonly damage: string;
  readonly dose: string | null;
}

/** One object as it stands in the body of a pack. */
export type Member = readonly [
  sop: string,
  source: string,
  own: Header,
  damage: ObservedObject['damage'],
  dose: DoseReport | null,
];

/** Whether another header has the very same values in its shared part; objects of one series mostly come one behind the other. */
function sharesWith({ header: last, attributes }: Shared, header: Values): boolean {
  let count = 0;
  for (const keyword in header) {
    if (parts.has(keyword)) continue;
    if (header[keyword] !== last[keyword]) return false;
    count += 1;
  }
  return count === attributes;
}

function sharedOf(header: Values): Shared {
  const shared: Record<string, unknown> = {};
  for (const [keyword, value] of Object.entries(header)) if (!parts.has(keyword)) shared[keyword] = value;
  const text = canonicalJson(shared);
  return { header, attributes: Object.keys(shared).length, text, digest: sha256Hex(text) };
}

const isNoNumber = (value: unknown): boolean => typeof value === 'number' && !Number.isFinite(value);

/** None of them is a sequence, so that their order is all that canonical JSON asks for beside JSON. */
function ownText(header: Values): string {
  const own: Record<string, unknown> = {};
  for (const keyword of ownInOrder) {
    const value = header[keyword];
    if (value === undefined) continue;
    // JSON would write it as null and say nothing.
    if (isNoNumber(value) || (Array.isArray(value) && value.some(isNoNumber)))
      throw new TypeError(`${keyword} is a number that has no JSON form`);
    own[keyword] = value;
  }
  return JSON.stringify(own);
}

/** Splits objects into the texts they are kept as. Objects of one series come one behind the other: then the shared part is the same object. */
export function splitter(): (object: ObservedObject) => ObjectTexts {
  let last: Shared | undefined;
  return ({ header, damage, dose }) => {
    const values: Values = header;
    const shared = last !== undefined && sharesWith(last, values) ? last : sharedOf(values);
    last = shared;
    return {
      shared,
      own: ownText(values),
      damage: damage.length === 0 ? '[]' : canonicalJson(damage),
      dose: dose === undefined || dose.source === 'header' ? null : canonicalJson(dose),
    };
  };
}

export function memberText(sop: string, source: string, { own, damage, dose }: ObjectTexts): string {
  return `[${JSON.stringify(sop)},${JSON.stringify(source)},${own},${damage},${dose ?? 'null'}]`;
}

/** SHA-256 over the texts of one object: header without File Meta Information, damage, dose. */
export function contentDigest(shared: string, own: string, damage: string, dose: string | null): string {
  return createHash('sha256')
    .update(`${shared}\n${own}\n${damage}\n${dose ?? ''}`)
    .digest('hex');
}

export function memberDigest(shared: string, [, , own, damage, dose]: Member): string {
  return contentDigest(shared, canonicalJson(own), canonicalJson(damage), dose === null ? null : canonicalJson(dose));
}

interface PackOf {
  readonly study: string;
  readonly series: string;
  readonly class: string;
  readonly transfer_syntax: string;
}

/** SHA-256 over whose objects they are, the shared header by its digest, and the body. */
export function packDigest(
  { study, series, class: sopClass, transfer_syntax }: PackOf,
  header: string,
  body: string,
): string {
  return sha256Hex(`${study}\n${series}\n${sopClass}\n${transfer_syntax}\n${header}\n${body}`);
}
