import {
  type CalendarDate,
  canonicalJson,
  type Instant,
  type PinnedRuleSet,
  type RuleSetManifest,
  type Sha256,
} from '@center/contract';
import type { Store } from './store.ts';
import { fromJson } from './stored-json.ts';

export interface RuleSetRepository {
  /** Keeps a manifest. Writes nothing when it is there. Studies from its first day on are judged anew. */
  put(ruleSet: PinnedRuleSet, source: 'shipped' | 'console', at: Instant): boolean;
  /** The set in force on a study's date: the latest one effective by then, the console's before the shipped one; before all of them the earliest. Throws when none is kept. */
  inForce(date: CalendarDate): PinnedRuleSet;
  /** The set that the heartbeat names: the last one the console has published, else the shipped one. */
  current(): PinnedRuleSet | undefined;
  has(sha256: string): boolean;
}

export function ruleSetRepository(
  { db, append, transaction }: Store,
  studies: { markDirtySince(date: string): void },
): RuleSetRepository {
  type Row = { sha256: Sha256; body: string };
  const insert = db.prepare<[string, string, string, string, string, number, number]>(
    'INSERT INTO rule_set (sha256, version, effective_from, body, source, received_at, seq) VALUES (?, ?, ?, ?, ?, ?, ?)',
  );
  const has = db.prepare<[string], { sha256: string }>('SELECT sha256 FROM rule_set WHERE sha256 = ?');
  const inForce = db.prepare<[string], Row>(
    'SELECT sha256, body FROM rule_set WHERE effective_from <= ? ORDER BY effective_from DESC, seq DESC LIMIT 1',
  );
  const earliest = db.prepare<[], Row>('SELECT sha256, body FROM rule_set ORDER BY effective_from, seq LIMIT 1');
  const current = db.prepare<[], Row>(
    `SELECT sha256, body FROM rule_set ORDER BY source = 'console' DESC, seq DESC LIMIT 1`,
  );
  const parsed = new Map<string, PinnedRuleSet>();
  const pinned = (row: Row | undefined): PinnedRuleSet | undefined => {
    if (row === undefined) return undefined;
    const known = parsed.get(row.sha256) ?? { manifest: fromJson<RuleSetManifest>(row.body), sha256: row.sha256 };
    parsed.set(row.sha256, known);
    return known;
  };
  return {
    put: ({ manifest, sha256 }, source, at) =>
      transaction(() => {
        if (has.get(sha256) !== undefined) return false;
        const seq = append(
          'rule-set',
          { sha256, version: manifest.version, effectiveFrom: manifest.effectiveFrom, source },
          at,
        );
        insert.run(sha256, manifest.version, manifest.effectiveFrom, canonicalJson(manifest), source, at, seq);
        studies.markDirtySince(manifest.effectiveFrom);
        return true;
      }),
    inForce(date) {
      const found = pinned(inForce.get(date) ?? earliest.get());
      if (found === undefined) throw new Error('no rule set is kept in this ledger');
      return found;
    },
    current: () => pinned(current.get()),
    has: (sha256) => has.get(sha256) !== undefined,
  };
}
