import { performedStepClass } from '@center/contract';
import type { DriftedObject, Header, SeenContent } from '../../core/index.ts';
import type { Member } from './object-text.ts';
import type { Store } from './store.ts';
import { fromJson } from './stored-json.ts';

/** Most objects of one study that are held against what was seen before: a series that was sent anew says of the first ones what it says of all. */
const mostCompared = 2000;
/** Most sightings of one object that are followed back. */
const mostSteps = 64;

export interface Drift {
  /** Objects of the study that were seen with other content before, the first 2000 in the order of their packs; none without an earlier content. */
  readonly objects: readonly DriftedObject[];
  /** How many more there are. */
  readonly uncompared: number;
}

interface PackRow {
  readonly study: string;
  readonly transfer_syntax: string;
  readonly channel: string;
  readonly body: string;
  readonly header_id: number;
  readonly entry: string;
}

interface ReadPack {
  readonly row: PackRow;
  readonly members: readonly Member[];
  readonly shared: Header;
  /** Where the object stood that the pack's only member replaces. */
  readonly supersedes?: { readonly pack: number; readonly number: number };
}

/**
 * Reads what the objects of a study said when they were seen otherwise. The entry of a pack names the place that its member replaces; from there it goes back step
 * by step, while what stood there is still kept. Costs nothing for objects that were never seen otherwise.
 */
export function driftReader({ db }: Pick<Store, 'db'>): (uid: string) => Drift {
  const drifted =
    'FROM pack p CROSS JOIN object o ON o.pack = p.id AND o.drifts > 0 WHERE p.study = ? AND p.class <> ?';
  const present = db.prepare<[string, string, number], { pack: number; number: number }>(
    `SELECT o.pack, o.number ${drifted} ORDER BY o.pack, o.number LIMIT ?`,
  );
  const count = db.prepare<[string, string], { n: number }>(`SELECT count(*) AS n ${drifted}`);
  const onePack = db.prepare<[number], PackRow>(
    `SELECT p.study, p.transfer_syntax, p.channel, p.body, p.header_id, e.body AS entry
     FROM pack p JOIN entry e ON e.seq = p.seq WHERE p.id = ?`,
  );
  const header = db.prepare<[number], { body: string }>('SELECT body FROM header WHERE id = ?');

  return (uid) => {
    const packs = new Map<number, ReadPack | undefined>();
    const headers = new Map<number, Header>();
    const sharedOf = (id: number): Header => {
      const kept = headers.get(id) ?? fromJson<Header>(header.get(id)?.body ?? '{}');
      headers.set(id, kept);
      return kept;
    };
    const packOf = (id: number): ReadPack | undefined => {
      if (packs.has(id)) return packs.get(id);
      const row = onePack.get(id);
      const read: ReadPack | undefined =
        row === undefined
          ? undefined
          : {
              row,
              members: fromJson<Member[]>(row.body),
              shared: sharedOf(row.header_id),
              ...fromJson<Pick<ReadPack, 'supersedes'>>(row.entry),
            };
      packs.set(id, read);
      return read;
    };
    const contentOf = ({ row, shared }: ReadPack, [, , own, damage]: Member): SeenContent => ({
      channel: row.channel,
      study: row.study,
      transferSyntaxUID: row.transfer_syntax,
      header: { ...shared, ...own },
      damage,
    });
    /** Every earlier content, the latest first. */
    const earlier = (from: ReadPack, sop: string): SeenContent[] => {
      const contents: SeenContent[] = [];
      for (let at = from.supersedes; at !== undefined && contents.length < mostSteps; ) {
        const pack = packOf(at.pack);
        const member = pack?.members[at.number];
        if (pack === undefined || member?.[0] !== sop) break;
        contents.push(contentOf(pack, member));
        at = pack.supersedes;
      }
      return contents;
    };
    // A performed step changes by its nature.
    const objects = present.all(uid, performedStepClass, mostCompared).flatMap(({ pack, number }): DriftedObject[] => {
      const read = packOf(pack);
      const member = read?.members[number];
      if (read === undefined || member === undefined) throw new Error('an object names a pack that is not there');
      const before = heldAgainst(earlier(read, member[0]), read.row.channel);
      return before.length === 0 ? [] : [{ SOPInstanceUID: member[0], now: contentOf(read, member), before }];
    });
    const all = count.get(uid, performedStepClass)?.n ?? 0;
    return { objects, uncompared: Math.max(0, all - mostCompared) };
  };
}

/** The first sighting, and the last of every channel but the one whose word stands: what was changed and changed back by all who said so is no difference any more. */
function heldAgainst(earlier: readonly SeenContent[], standing: string): readonly SeenContent[] {
  const first = earlier.at(-1);
  const chosen = new Map<string, SeenContent>();
  for (const content of earlier)
    if (content.channel !== standing && !chosen.has(content.channel)) chosen.set(content.channel, content);
  const last = [...chosen.values()];
  return first === undefined || last.includes(first) ? last : [...last, first];
}
