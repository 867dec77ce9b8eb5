/**
 * console/shell: the console as a running program. In: a configuration, agents' envelopes, people's clicks, receipts. Out: a served page and API, deliveries, a store.
 * Never: patient identity, an answer before the durable write, a port that other machines reach without TLS.
 */
export { ConfigFault, startConsole } from './start-console.ts';
