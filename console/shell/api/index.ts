/**
 * api: what agents and people ask over HTTP. In: requests checked by schema, a session or a signature. Out: contract types, or a Problem. Never: a route without a
 * stated right, a foreign origin, a value bent to fit.
 */

export type { ConsoleContext } from './context.ts';
export { buildServer } from './server.ts';
