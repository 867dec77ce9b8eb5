import { canonicalJson, type Instant, type StudyInstanceUID } from '@center/contract';
import { readHeaderDose } from '../../core/facts/dose/index.ts';
import type { Header, ObservedObject } from '../../core/index.ts';
import { reviveDose } from './dose-json.ts';
import { type Drift, driftReader } from './object-drift.ts';
import {
  contentDigest,
  type Member,
  memberDigest,
  memberText,
  type ObjectTexts,
  packDigest,
  type Shared,
  splitter,
} from './object-text.ts';
import type { Store } from './store.ts';
import { branded, fromJson } from './stored-json.ts';
import { uidKey } from './uid-key.ts';

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

/** An object without what is its own in the header: which it is, by what channel it came, where it lies. */
export interface ObjectPlace {
  readonly SOPInstanceUID: string;
  readonly SOPClassUID: string;
  readonly SeriesInstanceUID: string;
  readonly transferSyntaxUID: string;
  readonly channel: string;
  readonly source: string;
  /** The part that the objects of its series share. */
  readonly header: Header;
}

/** Where a known object stands, with what it is there. */
interface Known {
  readonly pack: number;
  readonly number: number;
  readonly drifts: number;
  readonly study: string;
  readonly channel: string;
  readonly shared: string;
  readonly member: Member;
}

interface PackRow {
  readonly id: number;
  readonly study: string;
  readonly series: string;
  readonly class: string;
  readonly transfer_syntax: string;
  readonly header_id: number;
  readonly channel: string;
  readonly body: string;
}

/** A pack that is being filled: members follow as long as they share everything that a pack names. */
interface OpenPack {
  readonly study: string;
  readonly series: string;
  readonly class: string;
  readonly transfer_syntax: string;
  readonly channel: string;
  readonly shared: Shared;
  body: string;
  readonly sops: Set<string>;
  /** The object that its only member replaces. */
  readonly before?: Known;
}

export interface ObjectRepository {
  /**
   * Writes objects inside the running transaction, in order, those of one series together. The same content again, or content that this channel has shown before,
   * writes nothing.
   */
  putAll(seen: readonly SeenObject[], at: Instant): Written[];
  ofStudy(uid: string): ObservedObject[];
  /** Where the objects of a study were seen, in order; at most `limit`. */
  sourcesOf(uid: string, limit: number): string[];
  placesOf(uid: string): ObjectPlace[];
  count(): number;
  drifted(uid: string): number;
  /** What the objects of a study said when they were seen otherwise. */
  driftOf(uid: string): Drift;
}

function fits(open: OpenPack, { object, channel }: SeenObject, shared: Shared): boolean {
  return (
    open.before === undefined &&
    open.shared === shared &&
    open.study === object.StudyInstanceUID &&
    open.series === object.SeriesInstanceUID &&
    open.class === object.SOPClassUID &&
    open.transfer_syntax === object.transferSyntaxUID &&
    open.channel === channel
  );
}

function opened({ object, channel }: SeenObject, shared: Shared, before?: Known): OpenPack {
  return {
    study: object.StudyInstanceUID,
    series: object.SeriesInstanceUID,
    class: object.SOPClassUID,
    transfer_syntax: object.transferSyntaxUID,
    channel,
    shared,
    body: '',
    sops: new Set(),
    ...(before === undefined ? {} : { before }),
  };
}

function isSame({ shared, member }: Known, texts: ObjectTexts): boolean {
  const [, , own, damage, dose] = member;
  return (
    shared === texts.shared.text &&
    canonicalJson(own) === texts.own &&
    canonicalJson(damage) === texts.damage &&
    (dose === null ? null : canonicalJson(dose)) === texts.dose
  );
}

/** A header whose shared part is the same object for all images of the series and stands behind what is each one's own: a thousand slices do not hold it a thousand times. */
function behind(shared: Header, own: Header): Header {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what goes in comes out
  return Object.setPrototypeOf(own, shared) as Header;
}

const bySop = (a: ObservedObject, b: ObservedObject): number =>
  a.SOPInstanceUID < b.SOPInstanceUID ? -1 : a.SOPInstanceUID > b.SOPInstanceUID ? 1 : 0;

export function objectRepository({ db, append }: Store): ObjectRepository {
  const find = db.prepare<[number], { pack: number; number: number; drifts: number }>(
    'SELECT pack, number, drifts FROM object WHERE key = ?',
  );
  const place = db.prepare<[number, number, number, number]>(
    'INSERT INTO object (key, pack, number, drifts) VALUES (?, ?, ?, ?)',
  );
  const displace = db.prepare<[number, number, number]>('DELETE FROM object WHERE key = ? AND pack = ? AND number = ?');
  const supersede = db.prepare<[number, number]>('INSERT INTO superseded (pack, number) VALUES (?, ?)');
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
  const header = db.prepare<[number], { body: string }>('SELECT body FROM header WHERE id = ?');
  const insert = db.prepare<
    [string, string, string, string, number, string, number, string, string, number],
    { id: number }
  >(
    `INSERT INTO pack (study, series, class, transfer_syntax, header_id, channel, objects, body, digest, seq) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id`,
  );
  const columns = 'id, study, series, class, transfer_syntax, header_id, channel, body';
  const onePack = db.prepare<[number], PackRow>(`SELECT ${columns} FROM pack WHERE id = ?`);
  const packs = db.prepare<[string], PackRow>(`SELECT ${columns} FROM pack WHERE study = ? ORDER BY id`);
  const gone = db.prepare<[string], { pack: number; number: number }>(
    'SELECT s.pack, s.number FROM pack p CROSS JOIN superseded s ON s.pack = p.id WHERE p.study = ?',
  );
  const total = db.prepare<[], { n: number }>('SELECT coalesce(sum(objects), 0) AS n FROM study');
  const drifts = db.prepare<[string], { n: number }>(
    'SELECT count(*) AS n FROM pack p CROSS JOIN object o ON o.pack = p.id AND o.drifts > 0 WHERE p.study = ?',
  );

  const split = splitter();
  // Asked of the database each time: a transaction that was rolled back has taken its header rows with it.
  const headerId = ({ text, digest }: Shared): number => {
    const row = findHeader.get(digest) ?? addHeader.get(digest, text);
    if (row === undefined) throw new Error('a header row was neither found nor written');
    return row.id;
  };

  /** Members of the packs that one call has looked at: whoever sends a series anew sends it whole. */
  const knownIn = (read: Map<number, { row: PackRow; members: readonly Member[] }>, sop: string): Known | undefined => {
    for (const { pack, number, drifts: before } of find.all(uidKey(sop))) {
      let held = read.get(pack);
      if (held === undefined) {
        const row = onePack.get(pack);
        if (row === undefined) throw new Error('an object names a pack that is not there');
        held = { row, members: fromJson<Member[]>(row.body) };
        read.set(pack, held);
      }
      const member = held.members[number];
      if (member?.[0] !== sop) continue;
      const { study, channel, header_id } = held.row;
      return { pack, number, drifts: before, study, channel, shared: header.get(header_id)?.body ?? '', member };
    }
    return undefined;
  };

  const close = (open: OpenPack | undefined, at: Instant): void => {
    if (open === undefined || open.sops.size === 0) return;
    const { study, series, class: sopClass, transfer_syntax: syntax, channel, shared, sops, before } = open;
    const body = `[${open.body}]`;
    const digest = packDigest(open, shared.digest, body);
    const seq = append(
      'observation',
      {
        StudyInstanceUID: study,
        SeriesInstanceUID: series,
        objects: sops.size,
        digest,
        channel,
        ...(before === undefined ? {} : { supersedes: { pack: before.pack, number: before.number } }),
        ...(before === undefined || before.study === study ? {} : { movedFrom: before.study }),
      },
      at,
    );
    const row = insert.get(study, series, sopClass, syntax, headerId(shared), channel, sops.size, body, digest, seq);
    if (row === undefined) throw new Error('a pack was not written');
    let number = 0;
    for (const sop of sops) {
      const key = uidKey(sop);
      if (before !== undefined) {
        displace.run(key, before.pack, before.number);
        supersede.run(before.pack, before.number);
      }
      place.run(key, row.id, number, before === undefined ? 0 : before.drifts + 1);
      number += 1;
    }
  };

  /** Content that the channel has shown before is no news; else both contents are remembered. */
  const isShownBefore = (known: Known, { object, channel }: SeenObject, texts: ObjectTexts): boolean => {
    const sop = object.SOPInstanceUID;
    const digest = contentDigest(texts.shared.text, texts.own, texts.damage, texts.dose);
    if (seenBy.get(sop, channel)?.digest === digest) return true;
    noteSeen.run(sop, known.channel, memberDigest(known.shared, known.member));
    noteSeen.run(sop, channel, digest);
    return false;
  };

  return {
    putAll(all, at) {
      const read = new Map<number, { row: PackRow; members: readonly Member[] }>();
      let open: OpenPack | undefined;
      const written = all.map((seen): Written => {
        const { object, source } = seen;
        const sop = object.SOPInstanceUID;
        const texts = split(object);
        if (open?.sops.has(sop) === true) {
          close(open, at);
          open = undefined;
        }
        const known = knownIn(read, sop);
        if (known !== undefined && (isSame(known, texts) || isShownBefore(known, seen, texts)))
          return { outcome: 'unchanged' };
        if (known !== undefined || open === undefined || !fits(open, seen, texts.shared)) {
          close(open, at);
          open = opened(seen, texts.shared, known);
        }
        open.body += `${open.body === '' ? '' : ','}${memberText(sop, source, texts)}`;
        open.sops.add(sop);
        if (known === undefined) return { outcome: 'stored' };
        close(open, at);
        open = undefined;
        return known.study === object.StudyInstanceUID
          ? { outcome: 'changed' }
          : { outcome: 'changed', movedFrom: known.study };
      });
      close(open, at);
      return written;
    },
    ofStudy(uid) {
      const shared = new Map<number, Header>();
      const sharedHeader = (id: number): Header => {
        const kept = shared.get(id) ?? fromJson<Header>(header.get(id)?.body ?? '{}');
        shared.set(id, kept);
        return kept;
      };
      const left = new Set(gone.all(uid).map(({ pack, number }) => `${String(pack)}:${String(number)}`));
      const objects: ObservedObject[] = [];
      for (const row of packs.all(uid)) {
        const common = sharedHeader(row.header_id);
        for (const [number, [sop, , own, damage, kept]] of fromJson<Member[]>(row.body).entries()) {
          if (left.size > 0 && left.has(`${String(row.id)}:${String(number)}`)) continue;
          const whole = behind(common, own);
          // Dose values of an image stand in its header and are read from there again; only a report's are kept.
          const dose = kept === null ? readHeaderDose(whole) : reviveDose(kept);
          objects.push({
            SOPInstanceUID: branded(sop),
            SOPClassUID: branded(row.class),
            StudyInstanceUID: branded<StudyInstanceUID>(row.study),
            SeriesInstanceUID: branded(row.series),
            transferSyntaxUID: row.transfer_syntax,
            header: whole,
            damage,
            ...(dose === undefined ? {} : { dose }),
          });
        }
      }
      return objects.sort(bySop);
    },
    sourcesOf(uid, limit) {
      const left = new Set(gone.all(uid).map(({ pack, number }) => `${String(pack)}:${String(number)}`));
      return packs
        .all(uid)
        .flatMap(({ id, body }) =>
          fromJson<Member[]>(body).flatMap(([, source], number) =>
            left.has(`${String(id)}:${String(number)}`) ? [] : [source],
          ),
        )
        .toSorted()
        .slice(0, limit);
    },
    placesOf(uid) {
      const left = new Set(gone.all(uid).map(({ pack, number }) => `${String(pack)}:${String(number)}`));
      return packs.all(uid).flatMap((row) => {
        const shared = fromJson<Header>(header.get(row.header_id)?.body ?? '{}');
        return fromJson<Member[]>(row.body).flatMap(([SOPInstanceUID, source], number) =>
          left.has(`${String(row.id)}:${String(number)}`)
            ? []
            : [
                {
                  SOPInstanceUID,
                  SOPClassUID: row.class,
                  SeriesInstanceUID: row.series,
                  transferSyntaxUID: row.transfer_syntax,
                  channel: row.channel,
                  source,
                  header: shared,
                },
              ],
        );
      });
    },
    count: () => total.get()?.n ?? 0,
    drifted: (uid) => drifts.get(uid)?.n ?? 0,
    driftOf: driftReader({ db }),
  };
}
