// How long agent and console take until they answer, and what that costs, beside Node alone: npx node scripts/bench/start-up.mjs [--rounds N]
import '../../rules/contract/node-floor.mjs';

const { argv } = await import('node:process');
const { benchStartUp } = await import('./start-up.ts');
process.exitCode = await benchStartUp(argv.slice(2));
