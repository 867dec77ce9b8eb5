// Files per second of `agent scan` and of its header reader, beside other readers of the same files: npx node scripts/bench/folder-scan.mjs [--files N | --archive DIR] [--rounds N]
import '../../rules/contract/node-floor.mjs';

const { argv } = await import('node:process');
const { benchFolderScan } = await import('./folder-scan.ts');
process.exitCode = await benchFolderScan(argv.slice(2));
