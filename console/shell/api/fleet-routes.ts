import {
  ConsoleAgent,
  ConsoleAgentConfirm,
  ConsoleAgentRevoke,
  ConsoleAgents,
  ConsoleEnrolmentCode,
  ConsoleEnrolmentCodeCreate,
  ConsoleEnrolmentCodes,
  instant,
  instantToIso,
  Problem,
  SlugText,
} from '@center/contract';
import { Type } from 'typebox';
import { Refusal } from '../problems.ts';
import { agentById, confirmAgent, enrolmentCodes, makeEnrolmentCode, revokeAgent } from '../store/agents.ts';
import { allFacilities, facilityById } from '../store/facilities.ts';
import { actorOf, who, withinScope } from './access.ts';
import type { ConsoleContext, Person, Server } from './context.ts';
import { agentViews, isoOrNull } from './views.ts';

const agentParams = Type.Object({ id: SlugText });

/** The fleet of agents: enrolment codes, confirming a fingerprint, revoking. */
export function fleetRoutes(app: Server, context: ConsoleContext): void {
  const { db, clock } = context;

  const oneAgent = (agentId: string): ConsoleAgent => {
    const view = agentViews(context, 'all', clock()).find((agent) => agent.agentId === agentId);
    if (view === undefined) throw new Refusal('not-found');
    return view;
  };
  const inArea = (person: Person, agentId: string): void => {
    const agent = agentById(db, agentId);
    if (agent === undefined) throw new Refusal('not-found');
    withinScope(person, agent.facility_id);
  };

  app.get(
    '/api/agents',
    { config: { act: 'see' }, schema: { tags: ['agents'], response: { 200: ConsoleAgents, '4xx': Problem } } },
    async (request) => ({
      asOf: instantToIso(clock()),
      rows: agentViews(context, who(request).scope, clock()),
    }),
  );

  app.post(
    '/api/agents/:id/confirm',
    {
      config: { act: 'administer' },
      schema: {
        tags: ['agents'],
        params: agentParams,
        body: ConsoleAgentConfirm,
        response: { 200: ConsoleAgent, '4xx': Problem },
      },
    },
    async (request) => {
      inArea(who(request), request.params.id);
      confirmAgent(db, request.params.id, request.body.fingerprint, actorOf(request), clock());
      return oneAgent(request.params.id);
    },
  );

  app.post(
    '/api/agents/:id/revoke',
    {
      config: { act: 'administer' },
      schema: {
        tags: ['agents'],
        params: agentParams,
        body: ConsoleAgentRevoke,
        response: { 200: ConsoleAgent, '4xx': Problem },
      },
    },
    async (request) => {
      inArea(who(request), request.params.id);
      revokeAgent(db, request.params.id, request.body.reason, actorOf(request), clock());
      return oneAgent(request.params.id);
    },
  );

  app.post(
    '/api/enrolment-codes',
    {
      config: { act: 'administer' },
      schema: {
        tags: ['agents'],
        body: ConsoleEnrolmentCodeCreate,
        response: { 200: ConsoleEnrolmentCode, '4xx': Problem },
      },
    },
    async (request) => {
      const { facilityId } = request.body;
      withinScope(who(request), facilityId);
      if (facilityById(db, facilityId) === undefined) throw new Refusal('not-found');
      const { code, codeId, expiresAt } = makeEnrolmentCode(db, facilityId, actorOf(request), clock());
      return { codeId, code, facilityId, expiresAt: instantToIso(instant(expiresAt)) };
    },
  );

  app.get(
    '/api/enrolment-codes',
    {
      config: { act: 'administer' },
      schema: { tags: ['agents'], response: { 200: ConsoleEnrolmentCodes, '4xx': Problem } },
    },
    async (request) => {
      const person = who(request);
      const now = clock();
      const names = new Map(allFacilities(db).map((facility) => [facility.facility_id, facility.name]));
      return {
        rows: enrolmentCodes(db)
          .filter((row) => person.scope === 'all' || person.scope.includes(row.facility_id))
          .map((row) => ({
            codeId: row.code_id,
            facilityId: row.facility_id,
            facilityName: names.get(row.facility_id) ?? row.facility_id,
            createdAt: instantToIso(instant(row.created_at)),
            createdBy: row.created_by,
            expiresAt: instantToIso(instant(row.expires_at)),
            usedAt: isoOrNull(row.used_at),
            usedByAgent: row.used_by_agent,
            state:
              row.used_at === null
                ? row.expires_at <= now
                  ? ('expired' as const)
                  : ('waiting' as const)
                : ('used' as const),
          })),
      };
    },
  );
}
