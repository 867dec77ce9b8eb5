import { canonicalJson } from '@center/contract';
import type { ObjectSight, SeriesSight } from '../../core/index.ts';
import { digestBytes, packUid, unpackUid } from './archive-codes.ts';
import type { Words } from './archive-words.ts';
import type { Store } from './store.ts';
import { fromJson } from './stored-json.ts';

const digestBytesMost = 32;

export interface PartRows {
  series(study: number): SeriesSight[];
  putSeries(study: number, before: readonly SeriesSight[], series: readonly SeriesSight[]): void;
  samples(study: number): ObjectSight[];
  putSample(study: number, sample: ObjectSight): void;
}

interface SeriesRecord {
  uid: Uint8Array;
  kind: number;
  objects: number;
  digest: Uint8Array | null;
  bytes: number | null;
}

interface SampleRecord {
  sop: Uint8Array;
  kind: number;
  bytes: number;
  sha256: Uint8Array;
  pixel_sha256: Uint8Array | null;
  complete: number;
}

type SampleKind = Omit<ObjectSight, 'SOPInstanceUID' | 'bytes' | 'sha256' | 'pixelSha256' | 'complete'>;

const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

/** The series of a study, and the objects that deliveries are compared with. */
export function partRows({ db }: Pick<Store, 'db'>, words: Words): PartRows {
  const series = db.prepare<[number], SeriesRecord>(
    'SELECT uid, kind, objects, digest, bytes FROM kept_series WHERE study = ? ORDER BY n',
  );
  const clear = db.prepare<[number]>('DELETE FROM kept_series WHERE study = ?');
  const insert = db.prepare<[number, number, Uint8Array, number, number, Uint8Array | null, number | null]>(
    'INSERT INTO kept_series (study, n, uid, kind, objects, digest, bytes) VALUES (?, ?, ?, ?, ?, ?, ?)',
  );
  const samples = db.prepare<[number], SampleRecord>(
    'SELECT sop, kind, bytes, sha256, pixel_sha256, complete FROM kept_sample WHERE study = ? ORDER BY sop',
  );
  const sample = db.prepare<[number, Uint8Array, number, number, Uint8Array, Uint8Array | null, number]>(
    `INSERT INTO kept_sample (study, sop, kind, bytes, sha256, pixel_sha256, complete) VALUES (?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (study, sop) DO UPDATE SET kind = excluded.kind, bytes = excluded.bytes, sha256 = excluded.sha256, pixel_sha256 = excluded.pixel_sha256,
       complete = excluded.complete`,
  );
  return {
    series: (study) =>
      series.all(study).map((row) => {
        const [Modality = '', ...classes] = fromJson<string[]>(words.textOf(row.kind));
        return {
          SeriesInstanceUID: unpackUid(row.uid),
          Modality,
          classes,
          objects: row.objects,
          ...(row.digest === null ? {} : { uidDigest: hexOf(row.digest) }),
          ...(row.bytes === null ? {} : { bytes: row.bytes }),
        };
      }),
    putSeries(study, before, after) {
      if (canonicalJson(before) === canonicalJson(after)) return;
      if (before.length > 0) clear.run(study);
      for (const [n, each] of after.entries()) {
        const digest = each.uidDigest === undefined ? null : digestBytes(each.uidDigest, digestBytesMost);
        insert.run(
          study,
          n,
          packUid(each.SeriesInstanceUID),
          words.numberOf(canonicalJson([each.Modality, ...each.classes])),
          each.objects,
          digest,
          each.bytes ?? null,
        );
      }
    },
    samples: (study) =>
      samples.all(study).map((row) => ({
        SOPInstanceUID: unpackUid(row.sop),
        ...fromJson<SampleKind>(words.textOf(row.kind)),
        bytes: row.bytes,
        sha256: hexOf(row.sha256),
        ...(row.pixel_sha256 === null ? {} : { pixelSha256: hexOf(row.pixel_sha256) }),
        complete: row.complete === 1,
      })),
    putSample(study, { SOPInstanceUID, bytes, sha256, pixelSha256, complete, ...kind }) {
      sample.run(
        study,
        packUid(SOPInstanceUID),
        words.numberOf(canonicalJson(kind)),
        bytes,
        digestBytes(sha256, digestBytesMost),
        pixelSha256 === undefined ? null : digestBytes(pixelSha256, digestBytesMost),
        complete ? 1 : 0,
      );
    },
  };
}
