import {
  ConsoleAudit,
  ConsoleAuditQuery,
  ConsoleRuleSet,
  ConsoleRuleSetPublish,
  ConsoleRuleSets,
  instant,
  instantToIso,
  Problem,
  parseCalendarDate,
  RuleSetManifestSchema,
} from '@center/contract';
import { Type } from 'typebox';
import { Compile } from 'typebox/compile';
import { ruleWords } from '../../core/index.ts';
import { Refusal } from '../problems.ts';
import { agentsOf } from '../store/agents.ts';
import { walkAudit } from '../store/audit.ts';
import { publishRuleSet, ruleSets } from '../store/rule-sets.ts';
import type { RuleSetTable } from '../store/tables.ts';
import { actorOf, who } from './access.ts';
import type { ConsoleContext, Server } from './context.ts';

const isManifest = Compile(RuleSetManifestSchema);
const isLines = Compile(Type.Array(Type.String()));

function ruleSetView(context: ConsoleContext, row: RuleSetTable, inForce: boolean): ConsoleRuleSet {
  const manifest: unknown = JSON.parse(row.manifest);
  const changes: unknown = JSON.parse(row.changes);
  if (!isManifest.Check(manifest) || !isLines.Check(changes)) throw new Error('a stored rule set lost its form');
  const running = agentsOf(context.db).filter(
    (agent) =>
      agent.state === 'active' &&
      (context.heartbeats.of(agent.agent_id)?.ruleSetSha256 ?? agent.rule_set_sha256) === row.sha256,
  );
  return {
    sha256: row.sha256,
    version: row.version,
    effectiveFrom: manifest.effectiveFrom,
    publishedAt: instantToIso(instant(row.published_at)),
    publishedBy: row.published_by,
    inForce,
    agentsRunningIt: running.length,
    changes,
    manifest,
  };
}

/** Rule sets and the audit log. */
export function operationRoutes(app: Server, context: ConsoleContext): void {
  const { db, clock, key } = context;

  app.get(
    '/api/rule-sets',
    { config: { act: 'see' }, schema: { tags: ['rule sets'], response: { 200: ConsoleRuleSets, '4xx': Problem } } },
    async () => ({
      asOf: instantToIso(clock()),
      rows: ruleSets(db).map((row, index) => ruleSetView(context, row, index === 0)),
      rules: ruleWords.map((words) => ({ ruleId: words.id, title: { ...words.title }, clause: words.clause })),
    }),
  );

  app.post(
    '/api/rule-sets',
    {
      config: { act: 'administer' },
      bodyLimit: 512 * 1024,
      schema: { tags: ['rule sets'], body: ConsoleRuleSetPublish, response: { 200: ConsoleRuleSet, '4xx': Problem } },
    },
    async (request) => {
      const effectiveFrom = parseCalendarDate(request.body.manifest.effectiveFrom);
      if (!effectiveFrom.ok) throw new Refusal('rule-set-invalid', [effectiveFrom.problem]);
      const row = publishRuleSet(
        db,
        key,
        { ...request.body.manifest, effectiveFrom: effectiveFrom.value },
        actorOf(request),
        clock(),
      );
      return ruleSetView(context, row, true);
    },
  );

  app.get(
    '/api/audit',
    {
      config: { act: 'administer' },
      schema: { tags: ['audit'], querystring: ConsoleAuditQuery, response: { 200: ConsoleAudit, '4xx': Problem } },
    },
    async (request) => {
      const { scope } = who(request);
      const { action, facility, actor, page = 1, pageSize = 50 } = request.query;
      let base = db.sql.selectFrom('audit');
      if (scope !== 'all') base = base.where('facility_id', 'in', scope.length > 0 ? [...scope] : ['']);
      if (action !== undefined) base = base.where('action', '=', action);
      if (facility !== undefined) base = base.where('facility_id', '=', facility);
      if (actor !== undefined) base = base.where('actor', '=', actor);
      const total = db.first(base.select(({ fn }) => fn.countAll<number>().as('n')))?.n ?? 0;
      const rows = db.all(
        base
          .selectAll()
          .orderBy('seq', 'desc')
          .limit(pageSize)
          .offset((page - 1) * pageSize),
      );
      return {
        asOf: instantToIso(clock()),
        total,
        page,
        pageSize,
        rows: rows.map((row) => ({
          seq: row.seq,
          at: instantToIso(instant(row.at)),
          actor: row.actor,
          role: row.role,
          action: row.action,
          object: row.object,
          facilityId: row.facility_id,
          reason: row.reason,
          hash: row.hash,
        })),
        chain: walkAudit(db),
      };
    },
  );
}
