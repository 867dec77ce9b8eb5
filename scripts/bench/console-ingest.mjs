// Batches per second of the console, beside a route that only parses, checks and verifies: node scripts/bench/console-ingest.mjs [--agents N] [--batches N] [--rounds N]
import '@center/contract/node-floor';
import { argv } from 'node:process';

const { benchConsoleIngest } = await import('./console-ingest.ts');
process.exitCode = await benchConsoleIngest(argv.slice(2));
