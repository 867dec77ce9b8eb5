import '../../rules/contract/node-floor.mjs';

await import('./agent-part.ts');
