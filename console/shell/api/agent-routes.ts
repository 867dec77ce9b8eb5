import { createGunzip } from 'node:zlib';
import {
  Batch,
  batchLimits,
  EnrolRequest,
  EnrolResponse,
  Envelope,
  enrolmentProofText,
  Heartbeat,
  HeartbeatReply,
  instant,
  instantToIso,
  must,
  Problem,
  parseInstant,
  payloadTypes,
  type Receipt,
} from '@center/contract';
import type { FastifyReply } from 'fastify';
import { Type } from 'typebox';
import { nextBeatSeconds, openSigned } from '../ingest/index.ts';
import { publicKeyOf, verifyWith } from '../keys.ts';
import { Refusal } from '../problems.ts';
import { agentById, enrol } from '../store/agents.ts';
import { facilityById } from '../store/facilities.ts';
import { currentRuleSet, ruleSetInForce } from '../store/rule-sets.ts';
import type { ConsoleContext, Server } from './context.ts';

/** Base64 of the largest body and the envelope around it. */
const envelopeBytes = Math.ceil(batchLimits.bytes / 3) * 4 + 4096;

/** Sealed answers are JSON whose bytes were signed; they are sent as they are. */
function sendSealed(reply: FastifyReply, sealed: unknown): FastifyReply {
  return reply.type('application/json').send(sealed);
}

/** What agents use: nothing here needs a login, everything is signed by the agent's own key (enrolment: shown by proof). */
export function agentRoutes(app: Server, context: ConsoleContext): void {
  const { db, clock, key } = context;
  const openBatch = openSigned(Batch, payloadTypes.batch, 'batch-invalid', batchLimits.bytes);
  const openHeartbeat = openSigned(Heartbeat, payloadTypes.heartbeat, 'request-invalid', 8192);

  app.post(
    '/api/agent/enrol',
    {
      config: { act: 'open', rateLimit: { max: 30, timeWindow: 60_000 } },
      schema: { tags: ['agent'], body: EnrolRequest, response: { 200: EnrolResponse, '4xx': Problem } },
    },
    async (request) => {
      const { code, publicKey, proof } = request.body;
      const agentKey = publicKeyOf(publicKey);
      if (
        agentKey === undefined ||
        !verifyWith(agentKey, Buffer.from(enrolmentProofText(code, publicKey)), Buffer.from(proof, 'base64'))
      )
        throw new Refusal('proof-invalid');
      const agent = enrol(db, request.body, clock());
      const facility = facilityById(db, agent.facility_id);
      if (facility === undefined) throw new Error('an enrolment code of no facility');
      return {
        agentId: agent.agent_id,
        facilityId: agent.facility_id,
        facilityName: facility.name,
        consolePublicKey: key.publicKey,
        fingerprint: agent.fingerprint,
        state: agent.state,
      };
    },
  );

  const answerBeat = (envelope: Envelope, record: boolean): HeartbeatReply => {
    const opened = openHeartbeat(envelope, context.agentKeys);
    if (!opened.ok) throw new Refusal(opened.code, opened.details);
    const now = clock();
    const { agentId } = opened.value;
    const agent = agentById(db, agentId);
    if (agent === undefined) throw new Refusal('agent-unknown');
    // A beat that was heard before, sent again by whoever kept it, is answered and is no sign of life.
    if (record && context.witness.beat(opened.value, now)) context.heartbeats.beat(opened.value, now);
    return {
      state: agent.state,
      serverTime: instantToIso(now),
      ruleSetSha256: ruleSetInForce(db),
      nextSeconds: nextBeatSeconds(agentId, now),
      lastSeq: agent.last_seq,
    };
  };
  const beatSchema = { tags: ['agent'], body: Envelope, response: { 200: HeartbeatReply, '4xx': Problem } };
  app.post('/api/agent/heartbeat', { config: { act: 'open' }, schema: beatSchema }, async (request) =>
    answerBeat(request.body, true),
  );
  app.post('/api/agent/status', { config: { act: 'open' }, schema: beatSchema }, async (request) =>
    answerBeat(request.body, false),
  );

  app.post(
    '/api/agent/batches',
    {
      config: { act: 'open' },
      bodyLimit: envelopeBytes,
      schema: { tags: ['agent'], body: Envelope, response: { 200: Envelope, '4xx': Problem, '5xx': Problem } },
      preParsing: async (request, _reply, payload) => {
        if (request.headers['content-encoding'] !== 'gzip') return payload;
        // The length that the sender announced is of the compressed bytes; the body limit then counts what comes out.
        const gunzip = Object.assign(createGunzip(), {
          receivedEncodedLength: Number(request.headers['content-length'] ?? 0),
        });
        payload.on('error', (error) => gunzip.destroy(error));
        return payload.pipe(gunzip);
      },
    },
    async (request, reply) => {
      if (context.ingest.full()) {
        void reply.header('retry-after', '5');
        throw new Refusal('overloaded');
      }
      const opened = openBatch(request.body, context.agentKeys);
      if (!opened.ok) throw new Refusal(opened.code, opened.details);
      const { value: batch, bodySha256 } = opened;
      const outcome = await context.ingest.submit({
        batch,
        bodySha256,
        signature: request.body.signatures[0]?.sig ?? '',
      });
      if (outcome.kind === 'refused') throw new Refusal(outcome.code, outcome.details);
      if (outcome.kind === 'stored') context.witness.batch(batch.agentId, clock(), must(parseInstant(batch.createdAt)));
      const receipt: Receipt = {
        kind: 'receipt/1',
        agentId: batch.agentId,
        seq: batch.seq,
        bodySha256,
        committedAt: instantToIso(instant(outcome.committedAt)),
        duplicate: outcome.kind === 'duplicate',
        wantFull: outcome.wantFull,
        ruleSetSha256: ruleSetInForce(db),
      };
      return sendSealed(reply, key.seal(payloadTypes.receipt, Buffer.from(JSON.stringify(receipt), 'utf8')));
    },
  );

  app.get(
    '/api/agent/rule-set/current',
    { config: { act: 'open' }, schema: { tags: ['agent'], response: { 200: Envelope } } },
    async (_request, reply) => {
      const current = currentRuleSet(db);
      void reply.header('etag', `"${current.sha256}"`);
      return sendSealed(reply, JSON.parse(current.envelope));
    },
  );

  app.get(
    '/api/agent/console-key',
    {
      config: { act: 'open' },
      schema: {
        tags: ['agent'],
        response: { 200: Type.Object({ publicKey: Type.String(), fingerprint: Type.String() }) },
      },
    },
    async () => ({ publicKey: key.publicKey, fingerprint: key.fingerprint }),
  );
}
