import '../../rules/contract/node-floor.mjs';

await import('./console-part.ts');
