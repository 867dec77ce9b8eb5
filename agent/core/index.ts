/**
 * core: what the agent thinks, without ever touching the world. Headers become facts, facts become judgements and findings, findings become wire items.
 * Never: files, sockets, clocks, chance.
 */
// The rules reach the shell through this door.
export { defaultRuleSet, defaultRuleSetSha256, ruleById, ruleCatalogue } from '@center/checks';
export * from './assess/index.ts';
export * from './availability/index.ts';
export * from './dose-audit/index.ts';
export * from './facts/index.ts';
export * from './notices/index.ts';
export * from './power/index.ts';
export * from './reconcile/index.ts';
export * from './redact/index.ts';
export * from './retention/index.ts';
