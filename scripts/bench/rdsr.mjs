// Dose reports a second beside other readers: npx node scripts/bench/rdsr.mjs [DIR] [--reports N] [--rounds N]
import '../../rules/contract/node-floor.mjs';

const { argv } = await import('node:process');
const { benchRdsr } = await import('./rdsr.ts');
process.exitCode = await benchRdsr(argv.slice(2));
