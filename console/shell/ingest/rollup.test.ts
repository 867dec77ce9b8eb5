import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { cell } from '../../integration/testing/test-agent.ts';
import { countColumns } from '../store/counts.ts';
import { type Database, openDatabase } from '../store/database.ts';
import { applyItems, forgetUnnamed } from './apply-items.ts';

let folder: string;
let db: Database;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'rollup-'));
  db = openDatabase(folder);
});
afterAll(() => {
  db.close();
  rmSync(folder, { recursive: true, force: true });
});

const columns = countColumns.join(', ');
const sums = countColumns.map((column) => `sum(${column}) AS ${column}`).join(', ');
const rolled = () =>
  db.prepare(`SELECT clause, rule_id, agent_id, ${columns} FROM rollup ORDER BY clause, rule_id, agent_id`).all();
const added = () =>
  db
    .prepare(
      `SELECT clause, rule_id, agent_id, ${sums} FROM cell GROUP BY clause, rule_id, agent_id ORDER BY clause, rule_id, agent_id`,
    )
    .all();

const anyCell = fc.record({
  rule: fc.constantFrom('r-1', 'r-2', 'r-3'),
  clause: fc.constantFrom('MIDC-1.1a', 'MIDC-1.1a', 'MIDC-1.1a', 'MIDC-1.1b'),
  month: fc.constantFrom('2026-08', '2026-09', '2026-10'),
  counts: fc.dictionary(fc.constantFrom('compliant', 'non-compliant', 'not-applicable', 'awaiting-review'), fc.nat(50)),
});

it('is always the sum of the cells, whatever comes, moves to another clause, or is forgotten', () => {
  let seq = 0;
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.constantFrom('a1', 'a2'), fc.array(anyCell, { maxLength: 12 }), fc.boolean()), {
        minLength: 1,
        maxLength: 6,
      }),
      (batches) => {
        for (const [agentId, cells, dump] of batches) {
          seq += 1;
          const at = {
            agentId,
            facilityId: 'f',
            seq,
            bodySha256: '',
            receivedAt: seq,
            dumpId: dump ? `d${seq}` : null,
            dumping: dump,
          };
          db.transaction(() => {
            applyItems(
              db,
              at,
              cells.map((c) => cell(c.rule, c.clause, c.month, c.counts)),
              () => '',
            );
            if (at.dumpId !== null) forgetUnnamed(db, agentId, at.dumpId, seq);
          });
          expect(rolled()).toEqual(added());
        }
      },
    ),
    { numRuns: 60 },
  );
});
