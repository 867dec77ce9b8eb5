/**
 * console/shell: the console as a running program. In: a configuration, agents' envelopes, people's clicks, receipts. Out: a served page and API, deliveries, a store.
 * Never: patient identity, an answer before the durable write, a port that other machines reach without TLS.
 */
export { type LocalReceiver, type ReceivedPackage, startLocalReceiver } from './local-receiver.ts';
export { ConfigFault, consoleVersion, type RunningConsole, type StartOptions, startConsole } from './start-console.ts';
