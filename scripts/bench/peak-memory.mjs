// The agent's peak memory over an archive and over a quarter of it, scanning and running: npx node scripts/bench/peak-memory.mjs [--files N]
import '../../rules/contract/node-floor.mjs';

const { argv } = await import('node:process');
const { benchPeakMemory } = await import('./peak-memory.ts');
process.exitCode = await benchPeakMemory(argv.slice(2));
