// How fast and how large the programs are, beside others that do the same: npm run -s bench -- NAME …
import '../../rules/contract/node-floor.mjs';

const { argv } = await import('node:process');
const { bench } = await import('./main.ts');
process.exitCode = await bench(argv.slice(2));
