import { payloadTypes, type RuleSetManifest } from '@center/contract';
import { defaultRuleSet, ruleSetBytes, ruleSetChanges, ruleSetProblems } from '../../core/index.ts';
import { type ConsoleKey, sha256Hex } from '../keys.ts';
import { Refusal } from '../problems.ts';
import { type Actor, system, writeAudit } from './audit.ts';
import type { Database } from './database.ts';
import type { RuleSetTable } from './tables.ts';

/** Newest first: the newest is in force. */
export function ruleSets(db: Database): RuleSetTable[] {
  return db.all(db.sql.selectFrom('rule_set').selectAll().orderBy('published_at', 'desc').orderBy('version', 'desc'));
}

export function currentRuleSet(db: Database): RuleSetTable {
  const [current] = ruleSets(db);
  if (current === undefined) throw new Error('a console without a rule set');
  return current;
}

/** The hash in force, for every receipt and heartbeat: one small row, without the manifests. */
export function ruleSetInForce(db: Database): string {
  const row = db
    .prepare<{ sha256: string }>('SELECT sha256 FROM rule_set ORDER BY published_at DESC, version DESC LIMIT 1')
    .get();
  if (row === undefined) throw new Error('a console without a rule set');
  return row.sha256;
}

/** Rows are written by `store` only, from a manifest. */
export function manifestOf(row: Pick<RuleSetTable, 'manifest'>): RuleSetManifest {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written by this room from a checked manifest
  return JSON.parse(row.manifest) as RuleSetManifest;
}

function store(
  db: Database,
  key: ConsoleKey,
  manifest: RuleSetManifest,
  changes: readonly string[],
  actor: Actor,
  now: number,
): RuleSetTable {
  const bytes = ruleSetBytes(manifest);
  const sha256 = sha256Hex(bytes);
  const row: RuleSetTable = {
    sha256,
    version: manifest.version,
    manifest: bytes,
    envelope: JSON.stringify(key.seal(payloadTypes.ruleSet, Buffer.from(bytes, 'utf8'))),
    published_at: now,
    published_by: actor.name,
    changes: JSON.stringify(changes),
  };
  db.run(db.sql.insertInto('rule_set').values(row));
  writeAudit(db, {
    at: now,
    actor,
    action: 'rule-set-published',
    object: sha256,
    beforeAfter: { after: { version: manifest.version, changes } },
  });
  return row;
}

/** Publishes the shipped default on the first start. */
export function ensureRuleSet(db: Database, key: ConsoleKey, now: number): void {
  db.transaction(() => {
    if (ruleSets(db).length === 0) store(db, key, defaultRuleSet, [], system, now);
  });
}

/** A new immutable rule set. Throws Refusal `rule-set-invalid` naming every problem. */
export function publishRuleSet(
  db: Database,
  key: ConsoleKey,
  manifest: RuleSetManifest,
  actor: Actor,
  now: number,
): RuleSetTable {
  return db.transaction(() => {
    const published = ruleSets(db);
    const current = published[0] === undefined ? undefined : manifestOf(published[0]);
    const problems = ruleSetProblems(published, current, manifest);
    if (problems.length > 0) throw new Refusal('rule-set-invalid', problems);
    return store(db, key, manifest, ruleSetChanges(current, manifest), actor, now);
  });
}
