import '../rules/contract/node-floor.mjs';

await import('./start/index.ts');
