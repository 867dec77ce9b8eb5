/**
 * contract: the nouns that agent, console and rules share: ids, quantities, coded concepts, instants, facts, verdicts, findings, intervals, wire messages.
 * In: nothing but TypeBox. Out: types, one parser for each id, pure arithmetic and JSON Schemas. Never: a file, a socket, a clock, a judgement.
 */
export * from './canonical-json.ts';
export * from './coded-concept.ts';
export * from './console-api.ts';
export * from './device-text.ts';
export * from './dose.ts';
export * from './equipment.ts';
export * from './equipment-facts.ts';
export * from './fact.ts';
export * from './finding.ts';
export * from './group-facts.ts';
export * from './identity.ts';
export * from './ids.ts';
export * from './instant.ts';
export * from './interval.ts';
export * from './parsed.ts';
export * from './power.ts';
export * from './quantity.ts';
export * from './reconcile-facts.ts';
export * from './record.ts';
export * from './registers.ts';
export * from './retention-facts.ts';
export * from './retrieval-limits.ts';
export * from './rule-set.ts';
export * from './sop-class.ts';
export * from './uptime.ts';
export * from './verdict.ts';
export * from './wire/archive.ts';
export * from './wire/batch.ts';
export * from './wire/compliance-summary.ts';
export * from './wire/dose.ts';
export * from './wire/dsse.ts';
export * from './wire/enrolment.ts';
export * from './wire/equipment.ts';
export * from './wire/parts.ts';
export * from './wire/rule-set.ts';
export * from './wire/schemas.ts';
export * from './workbook.ts';
