// Prints every clause of the register, the rules and duties that serve it, and the clauses that nothing serves yet.
import '@center/contract/node-floor';
import { argv } from 'node:process';

const { runRegisterReport } = await import('./register-report.ts');
process.exitCode = await runRegisterReport(argv.slice(2));
