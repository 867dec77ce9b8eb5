import type { TSchema } from 'typebox';
import { Batch, Receipt } from './batch.ts';
import { ComplianceSummary, DeliveryReceipt } from './compliance-summary.ts';
import { Envelope } from './dsse.ts';
import { EnrolRequest, EnrolResponse, Heartbeat, HeartbeatReply, Problem } from './enrolment.ts';
import { RuleSetManifestSchema } from './rule-set.ts';

/** Every message that crosses a border between center, console and regulator, by the name under which its JSON Schema is published. */
export const wireSchemas: Readonly<Record<string, TSchema>> = {
  batch: Batch,
  receipt: Receipt,
  'compliance-summary': ComplianceSummary,
  'delivery-receipt': DeliveryReceipt,
  envelope: Envelope,
  'enrol-request': EnrolRequest,
  'enrol-response': EnrolResponse,
  heartbeat: Heartbeat,
  'heartbeat-reply': HeartbeatReply,
  problem: Problem,
  'rule-set-manifest': RuleSetManifestSchema,
};

/** The published form of one of them: plain JSON, JSON Schema 2020-12, with our annotation `dataClass` on every text. */
export function publishedSchema(name: string): unknown {
  const schema = wireSchemas[name];
  if (schema === undefined) throw new RangeError(`no wire schema is called ${name}`);
  return JSON.parse(
    JSON.stringify({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      $id: `urn:center-monitor:wire:${name}`,
      title: name,
      ...schema,
    }),
  );
}
