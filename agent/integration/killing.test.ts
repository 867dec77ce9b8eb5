import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { calendarDateAt, instant } from '@center/contract';
import { buildCenter } from '@center/fixtures';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { now } from '../shell/clock/index.ts';
import { agentKey, centerKeys, type Ledger, openLedger } from '../shell/ledger/index.ts';
import { enrolmentOf, saveEnrolment } from '../shell/outbox/index.ts';

/** Kills for each way of taking in; together more than the fifty that are asked for. */
const kills = 26;
const child = fileURLToPath(new URL('./ingest-child.ts', import.meta.url));
const seed = Number(process.env['KILL_SEED'] ?? Date.now() % 1_000_000);

let root: string;
let archive: string;
let template: string;

/** Small seeded generator (mulberry32): a failure is repeated with KILL_SEED. */
function chance(from: number): () => number {
  let state = from;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

beforeAll(async () => {
  console.log(`killing: KILL_SEED=${String(seed)}`);
  root = mkdtempSync(join(tmpdir(), 'killing-'));
  archive = join(root, 'archive');
  await buildCenter({
    out: archive,
    seed: 'killing',
    until: calendarDateAt(now()),
    // More files than a scan commits at once, so that kills fall between two commits of it too.
    studies: 26,
    imagesPerSeries: 20,
    cases: false,
  });
  template = join(root, 'template');
  // One center: the same keys and the same enrolment for every run, so that ids agree.
  const ledger = openLedger(template);
  centerKeys(template);
  const enrolment = {
    console: { url: 'http://127.0.0.1:9' },
    agentId: 'agent-1',
    facilityId: 'demo-center',
    facilityName: 'demo',
    consolePublicKey: agentKey(template).publicKey,
    fingerprint: 'none',
    state: 'active',
    afterSeq: 0,
  } as const;
  saveEnrolment(ledger, enrolment, instant(0));
  expect(enrolmentOf(ledger)).toMatchObject(enrolment);
  ledger.close();
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

interface Run {
  /** Sources of what was acknowledged as new, and of what was acknowledged as unreadable. */
  readonly stored: string[];
  readonly unreadable: string[];
  readonly finished: boolean;
  /** From its first sign to its end. */
  readonly workMs: number;
}

/** Runs the child; kills it `afterMs` after it has begun, or lets it finish. */
async function run(folder: string, way: string, afterMs: number | undefined): Promise<Run> {
  const process_: ChildProcess = spawn(process.execPath, [child, folder, archive, way], {
    stdio: ['ignore', 'pipe', 'pipe'],
    // The undisturbed run leaves compiled code behind: of a killed child's life most would be its start otherwise.
    env: { ...process.env, NODE_COMPILE_CACHE: join(root, 'compiled') },
  });
  const stored: string[] = [];
  const unreadable: string[] = [];
  let finished = false;
  let errors = '';
  let begunAt = Date.now();
  process_.stderr?.on('data', (part: Buffer) => {
    errors += part.toString('utf8');
  });
  const ended = new Promise<NodeJS.Signals | null>((resolve) =>
    process_.on('close', (_code, signal) => resolve(signal)),
  );
  if (process_.stdout === null) throw new Error('the child has no output');
  for await (const line of createInterface({ input: process_.stdout })) {
    if (line === 'begun') begunAt = Date.now();
    if (line === 'begun' && afterMs !== undefined) setTimeout(() => process_.kill('SIGKILL'), afterMs);
    if (line.startsWith('ack stored ')) stored.push(line.slice('ack stored '.length));
    if (line.startsWith('ack unreadable ')) unreadable.push(line.slice('ack unreadable '.length));
    if (line.startsWith('done ')) finished = true;
  }
  const signal = await ended;
  if (!finished && signal !== 'SIGKILL') throw new Error(`the child failed by itself: ${errors}`);
  return { stored, unreadable, finished, workMs: Date.now() - begunAt };
}

function sourcesIn(ledger: Ledger): Set<string> {
  const rows = ledger.store.db.prepare<[], { source: string }>(
    `SELECT json_extract(m.value, '$[1]') AS source FROM pack p, json_each(p.body) m
     UNION ALL SELECT json_extract(body, '$.source') FROM entry WHERE kind = 'unreadable'`,
  );
  return new Set(rows.all().map(({ source }) => source));
}

const timeColumns = new Set([
  'at',
  'first_seen_at',
  'changed_at',
  'quiet_at',
  'seen_at',
  'judged_at',
  'opened_at',
  'received_at',
  'created_at',
  'since',
  'last_observation_at',
  'applied_at',
]);
/** They hash, sign or hold instants, and are compared by what they are made of. */
const derivedColumns = new Set(['hash', 'prev', 'bytes', 'prev_sha256']);

function withoutTimes(value: unknown): unknown {
  if (typeof value !== 'string' || !value.startsWith('{')) return value;
  const parsed: unknown = JSON.parse(value);
  return JSON.stringify(parsed, (key, member: unknown) =>
    ['openedAt', 'changedAt', 'judgedAt', 'asOf', 'createdAt', 'sha256', 'prevSha256'].includes(key)
      ? undefined
      : member,
  );
}

/**
 * Which objects share a pack, and an entry, goes by what came at once and so by when the power went: told instead is what is kept of each object, and how many of each
 * series the entries name.
 */
const asWritten: Readonly<Record<string, string>> = {
  pack: `SELECT p.study, p.series, p.class, p.transfer_syntax, p.channel, h.digest AS header, m.value AS member
    FROM pack p JOIN header h ON h.id = p.header_id, json_each(p.body) m ORDER BY json_extract(m.value, '$[0]'), p.id`,
  object: 'SELECT key, drifts FROM object ORDER BY key',
  superseded: 'SELECT count(*) AS n FROM superseded',
  header: 'SELECT digest, body FROM header ORDER BY digest',
  entry: `SELECT kind, json_extract(body, '$.StudyInstanceUID') AS study, json_extract(body, '$.SeriesInstanceUID') AS series, json_extract(body, '$.channel') AS channel,
      sum(json_extract(body, '$.objects')) AS objects, '' AS body FROM entry WHERE kind = 'observation' GROUP BY 1, 2, 3, 4
    UNION ALL SELECT kind, NULL, NULL, NULL, NULL, body FROM entry WHERE kind <> 'observation' ORDER BY 1, 2, 3, 4, 6`,
};

/** Every table, every row, without instants and what is hashed over them. */
function contentOf(folder: string): Record<string, unknown[]> {
  const ledger = openLedger(folder);
  try {
    const tables = ledger.store.db
      .prepare<[], { name: string }>(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name",
      )
      .all();
    return Object.fromEntries(
      tables.map(({ name }) => {
        const rows = ledger.store.db
          .prepare<[], Record<string, unknown>>(asWritten[name] ?? `SELECT * FROM ${name} ORDER BY 1`)
          .all();
        const kept = rows.map((row) =>
          Object.fromEntries(
            Object.entries(row)
              .filter(
                ([column]) =>
                  !timeColumns.has(column) &&
                  !derivedColumns.has(column) &&
                  !(name === 'batch' && column === 'sha256') &&
                  !(name === 'sent' && String(row['key']).startsWith('channel|')) &&
                  // Up to which minute the standing of equipment was told.
                  !(name === 'meta' && row['key'] === 'equipment-told'),
              )
              .map(([column, value]) => [column, withoutTimes(value)]),
          ),
        );
        return [name, kept];
      }),
    );
  } finally {
    ledger.close();
  }
}

describe.each(['scan', 'observe'])('killed while it takes in by %s', (way) => {
  it(`loses nothing acknowledged, repeats nothing, and ends as if nothing had happened (${String(kills)} kills)`, {
    timeout: 600_000,
  }, async () => {
    const random = chance(seed + way.length);
    const control = join(root, `control-${way}`);
    cpSync(template, control, { recursive: true });
    const whole = await run(control, way, undefined);
    expect(whole.finished).toBe(true);
    expect(whole.stored.length).toBeGreaterThan(200);
    // Kills fall anywhere between the first sign and the end of an undisturbed run.
    const spanMs = Math.max(50, whole.workMs);
    const wanted = contentOf(control);
    let killed = 0;
    for (let round = 0; killed < kills; round += 1) {
      const folder = join(root, `${way}-${String(round)}`);
      cpSync(template, folder, { recursive: true });
      const acked = new Set<string>();
      for (let finished = false; !finished; ) {
        // At most six kills a round, so that later stages are reached too.
        const last = killed >= kills || (killed > 0 && killed % 6 === 0 && acked.size > 0 && random() < 0.5);
        const done = await run(folder, way, last ? undefined : random() * spanMs);
        finished = done.finished;
        if (!finished) killed += 1;
        for (const source of done.stored) {
          expect(acked.has(source), 'acknowledged twice as new').toBe(false);
          acked.add(source);
        }
        for (const source of done.unreadable) acked.add(source);
        const ledger = openLedger(folder);
        expect(ledger.verifyChain(), `after kill ${String(killed)}`).toMatchObject({ ok: true });
        const sources = sourcesIn(ledger);
        ledger.close();
        expect([...acked].filter((source) => !sources.has(source))).toEqual([]);
      }
      const content = contentOf(folder);
      expect(Object.keys(content)).toEqual(Object.keys(wanted));
      for (const [table, rows] of Object.entries(wanted)) expect(content[table], table).toEqual(rows);
      rmSync(folder, { recursive: true, force: true });
    }
    expect(killed).toBeGreaterThanOrEqual(kills);
  });
});
