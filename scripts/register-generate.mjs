// Writes the data modules of the register from the source tables. With --check nothing is written: exit code 1 says that the modules are out of date.
import '@center/contract/node-floor';
import { argv } from 'node:process';

const { runRegisterGenerate } = await import('./register-files.ts');
process.exitCode = runRegisterGenerate(argv.slice(2));
