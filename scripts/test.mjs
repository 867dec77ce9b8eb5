import '../rules/contract/node-floor.mjs';

await import('./run-tests.ts');
