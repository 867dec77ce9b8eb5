// Publishes the wire schemas as JSON Schema files. With --check nothing is written: exit code 1 says that the files are out of date.
import '@center/contract/node-floor';
import { argv } from 'node:process';

const { runWireSchemas } = await import('./wire-schemas.ts');
process.exitCode = await runWireSchemas(argv.slice(2));
