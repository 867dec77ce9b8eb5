// Mutates the fixtures (and real files, where a folder of them is given) and sees that the reader, the facts and the rules bear it; or the
// conversations of DICOM peers, and sees that receiver and requestor do:
// npm run -s fuzz -- [--what objects | pdu] [--mutants N] [--seed 1] [--only N] [--real DIR]
import '../../../rules/contract/node-floor.mjs';

const { argv } = await import('node:process');
const { runFuzz } = await import('./command.ts');
process.exitCode = await runFuzz(argv.slice(2));
