import {
  archiveAttentions,
  type ConsoleAgentArchive,
  ConsoleArchive,
  ConsoleArchives,
  ConsoleArchivesQuery,
  type ConsoleScope,
  ForecastItem,
  ImageUploadItem,
  instantToIso,
  Problem,
  RetentionItem,
  RetrievalItem,
  retrievalLimitsOf,
  SlugText,
} from '@center/contract';
import { Type } from 'typebox';
import { archiveRow, byAttention, inScope } from '../../core/index.ts';
import { Refusal } from '../problems.ts';
import { agentsOf } from '../store/agents.ts';
import { archiveItems } from '../store/archive.ts';
import { allFacilities, facilityById } from '../store/facilities.ts';
import { currentRuleSet, manifestOf } from '../store/rule-sets.ts';
import { who, withinScope } from './access.ts';
import type { ConsoleContext, Server } from './context.ts';
import { stored } from './stored.ts';
import { speakingAgents } from './views.ts';

const asRetention = stored(RetentionItem);
const asRetrieval = stored(RetrievalItem);
const asForecast = stored(ForecastItem);
const asUpload = stored(ImageUploadItem);

/** Archives of the facilities in scope, by facility; one for each agent that is confirmed or has told something. */
export function archivesOf(
  context: ConsoleContext,
  scope: ConsoleScope,
  facilityId?: string,
): ReadonlyMap<string, readonly ConsoleAgentArchive[]> {
  const { db, clock } = context;
  const agents = agentsOf(db, facilityId).filter((agent) => inScope(scope, agent.facility_id));
  const speaking = speakingAgents(context, agents, clock());
  const known = new Map<string, { facilityId: string; archive: ConsoleAgentArchive }>();
  const of = (agentId: string, facility: string): ConsoleAgentArchive => {
    const found = known.get(agentId);
    if (found !== undefined) return found.archive;
    const speaks = speaking.has(agentId);
    const archive: ConsoleAgentArchive = { agentId, speaks, years: [], retrieval: [], forecast: null, uploads: [] };
    known.set(agentId, { facilityId: facility, archive });
    return archive;
  };
  for (const agent of agents) if (agent.state === 'active') of(agent.agent_id, agent.facility_id);
  for (const row of archiveItems(db, 'retention', scope, facilityId))
    of(row.agent_id, row.facility_id).years.push(asRetention(JSON.parse(row.item)));
  for (const row of archiveItems(db, 'retrieval', scope, facilityId))
    of(row.agent_id, row.facility_id).retrieval.push(asRetrieval(JSON.parse(row.item)));
  for (const row of archiveItems(db, 'forecast', scope, facilityId))
    of(row.agent_id, row.facility_id).forecast = asForecast(JSON.parse(row.item));
  for (const row of archiveItems(db, 'image_upload', scope, facilityId))
    of(row.agent_id, row.facility_id).uploads.push(asUpload(JSON.parse(row.item)));
  const byFacility = new Map<string, ConsoleAgentArchive[]>();
  for (const { facilityId: facility, archive } of known.values())
    byFacility.set(facility, [...(byFacility.get(facility) ?? []), archive]);
  return byFacility;
}

/** How archives keep what they must: over centers, and one center with its years, retrieval times, forecast and uploads. */
export function archiveRoutes(app: Server, context: ConsoleContext): void {
  const { db, clock } = context;

  app.get(
    '/api/archives',
    {
      config: { act: 'see' },
      schema: {
        tags: ['archives'],
        querystring: ConsoleArchivesQuery,
        response: { 200: ConsoleArchives, '4xx': Problem },
      },
    },
    async (request): Promise<ConsoleArchives> => {
      const person = who(request);
      const { facility, attention, page = 1, pageSize = 50 } = request.query;
      if (facility !== undefined) withinScope(person, facility);
      const archives = archivesOf(context, person.scope, facility);
      const all = allFacilities(db)
        .filter((row) => inScope(person.scope, row.facility_id))
        .filter((row) => facility === undefined || row.facility_id === facility)
        .map((row) => archiveRow(row.facility_id, row.name, archives.get(row.facility_id) ?? []));
      const rows = all.filter((row) => attention === undefined || row.attention === attention).toSorted(byAttention);
      return {
        asOf: instantToIso(clock()),
        total: rows.length,
        page,
        pageSize,
        attention: archiveAttentions.map((each) => ({
          attention: each,
          centers: all.filter((row) => row.attention === each).length,
        })),
        rows: rows.slice((page - 1) * pageSize, page * pageSize),
      };
    },
  );

  app.get(
    '/api/facilities/:id/archive',
    {
      config: { act: 'see' },
      schema: {
        tags: ['archives'],
        params: Type.Object({ id: SlugText }),
        response: { 200: ConsoleArchive, '4xx': Problem },
      },
    },
    async (request): Promise<ConsoleArchive> => {
      const { id } = request.params;
      const person = who(request);
      withinScope(person, id);
      const facility = facilityById(db, id);
      if (facility === undefined) throw new Refusal('not-found');
      const archives = archivesOf(context, person.scope, id).get(id) ?? [];
      return {
        asOf: instantToIso(clock()),
        facilityId: id,
        facilityName: facility.name,
        row: archiveRow(id, facility.name, archives),
        limits: retrievalLimitsOf(manifestOf(currentRuleSet(db))),
        archives: [...archives],
      };
    },
  );
}
