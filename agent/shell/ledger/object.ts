import { createHash, type Hash } from 'node:crypto';
import { canonicalJson, type DoseReport, type Instant, type StudyInstanceUID } from '@center/contract';
import { readHeaderDose } from '../../core/facts/dose/index.ts';
import type { Header, ObservedObject } from '../../core/index.ts';
import { reviveDose } from './dose-json.ts';
import { type Store, sha256Hex } from './store.ts';
import { branded, fromJson } from './stored-json.ts';

export type ObjectOutcome = 'stored' | 'changed' | 'unchanged';

/** `movedFrom` names the study that held the object before, when its header names another one now. */
export interface Written {
  readonly outcome: ObjectOutcome;
  readonly movedFrom?: string;
}

export interface SeenObject {
  readonly object: ObservedObject;
  readonly channel: string;
  /** Path, address or AE title; stays in the center. */
  readonly source: string;
}

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

interface ObjectRow {
  readonly sop: string;
  readonly study: string;
  readonly series: string;
  readonly class: string;
  readonly transfer_syntax: string;
  readonly header_id: number;
  readonly own: string;
  readonly damage: string;
  readonly dose: string | null;
}

/** Which part of a stored object an attribute goes into. Absent: the part it shares with its series. */
const parts: ReadonlyMap<string, 'own' | 'transport'> = new Map([
  ...[...ownKeywords].map((keyword) => [keyword, 'own'] as const),
  ...[...transportKeywords].map((keyword) => [keyword, 'transport'] as const),
]);
/** In the order of canonical JSON. */
const ownInOrder = [...ownKeywords].toSorted();

interface Split {
  readonly shared: string;
  readonly sharedDigest: string;
  readonly own: string;
  readonly damage: string;
  readonly dose: string | null;
  readonly digest: string;
}

type Values = Readonly<Record<string, unknown>>;

/** The shared part of one header as text, and the header it is of. */
interface Shared {
  readonly header: Values;
  readonly attributes: number;
  readonly text: string;
  readonly digest: string;
  /** The content digest as far as the text goes; what is each object's own is added to a copy. */
  readonly begun: Hash;
}

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
  const begun = createHash('sha256').update(`${text}\n`);
  return { header, attributes: Object.keys(shared).length, text, digest: sha256Hex(text), begun };
}

function ownText(header: Values): string {
  let text = '';
  for (const keyword of ownInOrder) {
    const value = header[keyword];
    if (value !== undefined) text += `${text === '' ? '' : ','}"${keyword}":${canonicalJson(value)}`;
  }
  return `{${text}}`;
}

/** Splits objects into the stored texts and takes the content digest over them: header without File Meta Information, damage, dose. */
function splitter(): (object: ObservedObject) => Split {
  let last: Shared | undefined;
  return ({ header, damage, dose }) => {
    const values: Values = header;
    const shared = last !== undefined && sharesWith(last, values) ? last : sharedOf(values);
    last = shared;
    const texts = {
      shared: shared.text,
      sharedDigest: shared.digest,
      own: ownText(values),
      damage: damage.length === 0 ? '[]' : canonicalJson(damage),
      dose: dose === undefined || dose.source === 'header' ? null : canonicalJson(dose),
    };
    return { ...texts, digest: shared.begun.copy().update(ownLines(texts)).digest('hex') };
  };
}

function ownLines({ own, damage, dose }: Pick<Split, 'own' | 'damage' | 'dose'>): string {
  return `${own}\n${damage}\n${dose ?? ''}`;
}

export function contentDigest(texts: Pick<Split, 'shared' | 'own' | 'damage' | 'dose'>): string {
  return sha256Hex(`${texts.shared}\n${ownLines(texts)}`);
}

export interface ObjectRepository {
  /** Writes one object inside the running transaction. The same content again, or content that this channel has shown before, writes nothing. */
  put(seen: SeenObject, at: Instant): Written;
  ofStudy(uid: string): ObservedObject[];
  /** Where the objects of a study were seen, in order; at most `limit`. */
  sourcesOf(uid: string, limit: number): string[];
  count(): number;
  drifted(uid: string): number;
}

export function objectRepository({ db, append }: Store): ObjectRepository {
  const find = db.prepare<[string], { digest: string; channel: string; study: string }>(
    'SELECT digest, channel, study FROM object WHERE sop = ?',
  );
  const seenBy = db.prepare<[string, string], { digest: string }>(
    'SELECT digest FROM object_seen WHERE sop = ? AND channel = ?',
  );
  const noteSeen = db.prepare<[string, string, string]>(
    'INSERT INTO object_seen (sop, channel, digest) VALUES (?, ?, ?) ON CONFLICT (sop, channel) DO UPDATE SET digest = excluded.digest',
  );
  const findHeader = db.prepare<[string], { id: number }>('SELECT id FROM header WHERE digest = ?');
  const addHeader = db.prepare<[string, string], { id: number }>(
    'INSERT INTO header (digest, body) VALUES (?, ?) RETURNING id',
  );
  const insert = db.prepare<
    [string, string, string, string, string, number, string, string, string | null, string, string, string, number]
  >(
    `INSERT INTO object (sop, study, series, class, transfer_syntax, header_id, own, damage, dose, digest, channel, source, seq) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (sop) DO UPDATE SET study = excluded.study, series = excluded.series, class = excluded.class, transfer_syntax = excluded.transfer_syntax,
       header_id = excluded.header_id, own = excluded.own, damage = excluded.damage, dose = excluded.dose, digest = excluded.digest, channel = excluded.channel,
       source = excluded.source, drifts = drifts + 1, seq = excluded.seq`,
  );
  const select = db.prepare<[string], ObjectRow>(
    'SELECT sop, study, series, class, transfer_syntax, header_id, own, damage, dose FROM object WHERE study = ? ORDER BY sop',
  );
  const header = db.prepare<[number], { body: string }>('SELECT body FROM header WHERE id = ?');
  const sources = db.prepare<[string, number], { source: string }>(
    'SELECT source FROM object WHERE study = ? ORDER BY source LIMIT ?',
  );
  const total = db.prepare<[], { n: number }>('SELECT count(*) AS n FROM object');
  const drifts = db.prepare<[string], { n: number }>('SELECT count(*) AS n FROM object WHERE study = ? AND drifts > 0');

  const splitObject = splitter();
  // Asked of the database each time: a transaction that was rolled back has taken its header rows with it.
  const headerId = ({ shared, sharedDigest }: Split): number => {
    const row = findHeader.get(sharedDigest) ?? addHeader.get(sharedDigest, shared);
    if (row === undefined) throw new Error('a header row was neither found nor written');
    return row.id;
  };

  return {
    put({ object, channel, source }, at) {
      const split = splitObject(object);
      const sop = object.SOPInstanceUID;
      const known = find.get(sop);
      if (known !== undefined) {
        if (known.digest === split.digest || seenBy.get(sop, channel)?.digest === split.digest)
          return { outcome: 'unchanged' };
        noteSeen.run(sop, known.channel, known.digest);
        noteSeen.run(sop, channel, split.digest);
      }
      const seq = append(
        'observation',
        {
          SOPInstanceUID: sop,
          StudyInstanceUID: object.StudyInstanceUID,
          SOPClassUID: object.SOPClassUID,
          digest: split.digest,
          channel,
          source,
          first: known === undefined,
          ...(known === undefined || known.study === object.StudyInstanceUID ? {} : { movedFrom: known.study }),
        },
        at,
      );
      insert.run(
        sop,
        object.StudyInstanceUID,
        object.SeriesInstanceUID,
        object.SOPClassUID,
        object.transferSyntaxUID,
        headerId(split),
        split.own,
        split.damage,
        split.dose,
        split.digest,
        channel,
        source,
        seq,
      );
      if (known === undefined) return { outcome: 'stored' };
      return known.study === object.StudyInstanceUID
        ? { outcome: 'changed' }
        : { outcome: 'changed', movedFrom: known.study };
    },
    ofStudy(uid) {
      const shared = new Map<number, Header>();
      const sharedHeader = (id: number): Header => {
        const kept = shared.get(id) ?? fromJson<Header>(header.get(id)?.body ?? '{}');
        shared.set(id, kept);
        return kept;
      };
      return select.all(uid).map((row) => {
        const whole: Header = { ...sharedHeader(row.header_id), ...fromJson<Header>(row.own) };
        // Dose values of an image stand in its header and are read from there again; only a report's are kept.
        const dose = row.dose === null ? readHeaderDose(whole) : reviveDose(fromJson<DoseReport>(row.dose));
        return {
          SOPInstanceUID: branded(row.sop),
          SOPClassUID: branded(row.class),
          StudyInstanceUID: branded<StudyInstanceUID>(row.study),
          SeriesInstanceUID: branded(row.series),
          transferSyntaxUID: row.transfer_syntax,
          header: whole,
          damage: fromJson<ObservedObject['damage']>(row.damage),
          ...(dose === undefined ? {} : { dose }),
        };
      });
    },
    sourcesOf: (uid, limit) => sources.all(uid, limit).map(({ source }) => source),
    count: () => total.get()?.n ?? 0,
    drifted: (uid) => drifts.get(uid)?.n ?? 0,
  };
}
