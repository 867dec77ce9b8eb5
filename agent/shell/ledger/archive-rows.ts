import { canonicalJson, type Instant, shanghaiOffsetMinutes } from '@center/contract';
import {
  clockDateOf,
  type KeptStudy,
  keepUntilOf,
  levelOf,
  type ProofLevel,
  standingOf,
  stateOnOf,
  stratumOf,
} from '../../core/index.ts';
import {
  availabilities,
  dateOf,
  dayOf,
  digestBytes,
  keyOfUid,
  packUid,
  standings,
  stateCode,
  stateOf,
  undatedDay,
  unpackUid,
} from './archive-codes.ts';
import type { Words } from './archive-words.ts';
import type { Store } from './store.ts';
import { fromJson } from './stored-json.ts';

/** What is looked for in lists: each kind has a bit in `flags`. */
const studyFlags = [
  'fewer-objects',
  'new-syntax',
  'header-changed',
  'pixels-changed',
  'content-changed',
  'newly-lossy',
  'smaller',
  'fewer-bits',
  'expiry-early',
  'not-delivered',
  'needed-recall',
] as const;
export type StudyFlag = (typeof studyFlags)[number];

const keyBytes = 16;
const levels: readonly ProofLevel[] = [0, 1, 2, 3, 4, 5, 6];

export interface StudyRecord {
  id: number;
  key: number;
  uid: Uint8Array;
  day: number;
  first_seen: number;
  stratum: number;
  modalities: number;
  series: number;
  objects: number;
  most: number;
  bytes: number | null;
  whole: number;
  accession: Uint8Array | null;
  patient: Uint8Array | null;
  devices: number;
  availability: number | null;
  state: number;
  state_on: number;
  level: number;
  standing: number;
  l0: number;
  l1: number;
  l2: number;
  l3: number;
  l4: number;
  l5: number;
  l6: number;
  flags: number;
  notable: number;
  detail: string | null;
  changed: number;
}

/** What few studies have: kept as one text. */
type Rare = Partial<
  Pick<
    KeptStudy,
    | 'refuted'
    | 'unlistedAt'
    | 'checkedAt'
    | 'absences'
    | 'candidate'
    | 'explained'
    | 'retrieved'
    | 'found'
    | 'content'
    | 'expires'
    | 'notMeasured'
  >
>;

/** A study by its number, with what is kept of its row. */
export interface Kept {
  readonly id: number;
  readonly study: KeptStudy;
  readonly row: StudyRecord;
}

function flagsOf(study: KeptStudy): readonly StudyFlag[] {
  const { found, expires, retrieved } = study;
  return [
    ...(found !== undefined && found.objects < study.mostObjects ? (['fewer-objects'] as const) : []),
    ...study.content.map(({ note }) => note),
    ...(expires !== undefined && expires.on < keepUntilOf(study) ? (['expiry-early'] as const) : []),
    ...(retrieved !== undefined && !retrieved.delivered ? (['not-delivered'] as const) : []),
    ...(retrieved?.recall === 'needed' ? (['needed-recall'] as const) : []),
  ];
}

export const flagBit = (flag: StudyFlag): number => 1 << studyFlags.indexOf(flag);

/** A count that found what is known says nothing more than its day; it is told from the columns. */
function plainCount(study: KeptStudy): NonNullable<KeptStudy['found']> | undefined {
  const at = study.confirmed[2];
  return at === undefined ? undefined : { at, objects: study.objects, how: 'counted' };
}

function rareOf(study: KeptStudy): string | null {
  const { refuted, unlistedAt, checkedAt, absences, candidate, explained, retrieved, found, content, expires } = study;
  const count = plainCount(study);
  const plain =
    found !== undefined &&
    count !== undefined &&
    found.at === count.at &&
    found.objects === count.objects &&
    found.how === count.how;
  const text = canonicalJson({
    ...(Object.keys(refuted).length === 0 ? {} : { refuted }),
    unlistedAt,
    checkedAt,
    ...(absences.length === 0 ? {} : { absences }),
    candidate,
    explained,
    retrieved,
    ...(plain ? {} : { found }),
    ...(content.length === 0 ? {} : { content }),
    expires,
    notMeasured: study.notMeasured,
  });
  return text === '{}' ? null : text;
}

export interface StudyRows {
  byUid(uid: string): Kept | undefined;
  byId(id: number): Kept | undefined;
  read(row: StudyRecord): Kept;
  /** Writes the study under its number, or as a new one behind all others; `changed` is the number of the observation. */
  write(before: Kept | undefined, study: KeptStudy, changed: number): Kept;
}

const names = [
  'id',
  'key',
  'uid',
  'day',
  'first_seen',
  'stratum',
  'modalities',
  'series',
  'objects',
  'most',
  'bytes',
  'whole',
  'accession',
  'patient',
  'devices',
  'availability',
  'state',
  'state_on',
  'level',
  'standing',
  'l0',
  'l1',
  'l2',
  'l3',
  'l4',
  'l5',
  'l6',
  'flags',
  'notable',
  'detail',
  'changed',
] as const satisfies readonly (keyof StudyRecord)[];

/** Rows of the studies and back. Freshness by day is not in here: a row tells what the observations that named the study told. */
export function studyRows({ db }: Pick<Store, 'db'>, words: Words): StudyRows {
  const byKey = db.prepare<[number], StudyRecord>('SELECT * FROM kept_study WHERE key = ?');
  const byId = db.prepare<[number], StudyRecord>('SELECT * FROM kept_study WHERE id = ?');
  const next = db.prepare<[], { id: number }>('SELECT coalesce(max(id), 0) + 1 AS id FROM kept_study');
  const insert = db.prepare<[StudyRecord]>(
    `INSERT INTO kept_study (${names.join(', ')}) VALUES (${names.map((name) => `@${name}`).join(', ')})`,
  );
  const update = db.prepare<[StudyRecord]>(
    `UPDATE kept_study SET ${names
      .filter((name) => name !== 'id')
      .map((name) => `${name} = @${name}`)
      .join(', ')} WHERE id = @id`,
  );
  const findStratum = db.prepare<[number, string, string], { id: number }>(
    'SELECT id FROM kept_stratum WHERE year = ? AND modality = ? AND tier = ?',
  );
  const addStratum = db.prepare<[number, string, string], { id: number }>(
    'INSERT INTO kept_stratum (year, modality, tier) VALUES (?, ?, ?) RETURNING id',
  );

  const stratumId = (study: KeptStudy): number => {
    const { year, modality } = stratumOf(study);
    const tier = study.availability ?? '';
    const row = findStratum.get(year, modality, tier) ?? addStratum.get(year, modality, tier);
    if (row === undefined) throw new Error('a stratum was neither found nor written');
    return row.id;
  };

  const read = (row: StudyRecord): Kept => {
    const rare = row.detail === null ? {} : fromJson<Rare>(row.detail);
    const confirmed: Partial<Record<ProofLevel, Instant>> = {};
    for (const level of levels) {
      const at = row[`l${level}`];
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written from an instant
      if (at !== 0) confirmed[level] = at as Instant;
    }
    const availability = row.availability === null ? undefined : availabilities[row.availability];
    const study: KeptStudy = {
      StudyInstanceUID: unpackUid(row.uid),
      ...(row.day === undatedDay ? {} : { date: dateOf(row.day) }),
      firstSeenOn: dateOf(row.first_seen),
      modalities: fromJson<string[]>(words.textOf(row.modalities)),
      series: row.series,
      objects: row.objects,
      mostObjects: row.most,
      ...(row.bytes === null ? {} : { bytes: row.bytes }),
      whole: row.whole === 1,
      ...(row.accession === null ? {} : { accessionKey: Buffer.from(row.accession).toString('hex') }),
      ...(row.patient === null ? {} : { patientKey: Buffer.from(row.patient).toString('hex') }),
      deviceIds: fromJson<string[]>(words.textOf(row.devices)),
      ...(availability === undefined ? {} : { availability }),
      state: stateOf(row.state),
      confirmed,
      refuted: {},
      absences: [],
      content: [],
      ...rare,
    };
    const count = rare.found === undefined ? plainCount(study) : undefined;
    return { id: row.id, row, study: count === undefined ? study : { ...study, found: count } };
  };

  return {
    read,
    byId(id) {
      const row = byId.get(id);
      return row === undefined ? undefined : read(row);
    },
    byUid(uid) {
      const packed = packUid(uid);
      const row = byKey.all(keyOfUid(packed)).find((each) => packed.equals(each.uid));
      return row === undefined ? undefined : read(row);
    },
    write(before, study, changed) {
      const flags = flagsOf(study).reduce((bits, flag) => bits | flagBit(flag), 0);
      const code = stateCode(study.state);
      const uid = before?.row.uid ?? packUid(study.StudyInstanceUID);
      const row: StudyRecord = {
        id: before?.id ?? next.get()?.id ?? 1,
        key: before?.row.key ?? keyOfUid(uid),
        uid,
        day: study.date === undefined ? undatedDay : dayOf(study.date),
        first_seen: dayOf(study.firstSeenOn),
        stratum: stratumId(study),
        modalities: words.numberOf(canonicalJson(study.modalities)),
        series: study.series,
        objects: study.objects,
        most: study.mostObjects,
        bytes: study.bytes ?? null,
        whole: study.whole ? 1 : 0,
        accession: study.accessionKey === undefined ? null : digestBytes(study.accessionKey, keyBytes),
        patient: study.patientKey === undefined ? null : digestBytes(study.patientKey, keyBytes),
        devices: words.numberOf(canonicalJson(study.deviceIds)),
        availability: study.availability === undefined ? null : availabilities.indexOf(study.availability),
        state: code,
        state_on: code > 1 ? dayOf(stateOnOf(study)) : 0,
        level: levelOf(study),
        standing: standings.indexOf(standingOf(study)),
        l0: study.confirmed[0] ?? 0,
        l1: study.confirmed[1] ?? 0,
        l2: study.confirmed[2] ?? 0,
        l3: study.confirmed[3] ?? 0,
        l4: study.confirmed[4] ?? 0,
        l5: study.confirmed[5] ?? 0,
        l6: study.confirmed[6] ?? 0,
        flags,
        // Once there was something to say of it, its end has to be said as well. An expiry that is set too early is a matter of the whole archive.
        notable:
          before?.row.notable === 1 ||
          code > 1 ||
          (flags & ~flagBit('expiry-early')) !== 0 ||
          study.retrieved !== undefined
            ? 1
            : 0,
        detail: rareOf(study),
        changed,
      };
      (before === undefined ? insert : update).run(row);
      return { id: row.id, study, row };
    },
  };
}

/** Day from which the terms of a study run, as a number. */
export const clockDayOf = (study: KeptStudy): number => dayOf(clockDateOf(study));

/** Calendar day of an instant in the zone of the center. */
export const dayAt = (at: Instant): number => Math.floor((at + shanghaiOffsetMinutes * 60_000) / 86_400_000);
