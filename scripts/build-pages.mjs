import '../rules/contract/node-floor.mjs';

const { buildPages } = await import('./build-pages.ts');
process.exitCode = (await buildPages()) ? 0 : 1;
