import '../rules/contract/node-floor.mjs';

const { ensurePeers } = await import('./test-peers.ts');
process.exitCode = (await ensurePeers()).length === 0 ? 0 : 1;
