import '../rules/contract/node-floor.mjs';

await import('./check.ts');
