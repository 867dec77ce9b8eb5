/**
 * Every request and response of the console's API that its page uses, as TypeBox schemas and their types. String fields carry a data class; no field
 * carries patient identity. Errors of every route are `Problem`. A request that changes something carries the header `consoleRequestHeader`.
 */
export * from './console-api/agents.ts';
export * from './console-api/archive.ts';
export * from './console-api/clauses.ts';
export * from './console-api/dose.ts';
export * from './console-api/equipment.ts';
export * from './console-api/equipment-places.ts';
export * from './console-api/facilities.ts';
export * from './console-api/findings.ts';
export * from './console-api/operation.ts';
export * from './console-api/parts.ts';
export * from './console-api/people.ts';
export * from './console-api/uploads.ts';
