// `agent scan` of one folder, measured from the moment when the program is loaded: header → facts → rules → ledger. Its last line is what it used.
import { scanCommand } from '../shell/commands/scan-command.ts';

const folder = process.argv[2] ?? '';
const before = process.cpuUsage();
const began = performance.now();
const code = await scanCommand([folder, '--format', 'table']);
const { user, system } = process.cpuUsage(before);
process.stdout.write(`\n${JSON.stringify({ cpuMs: (user + system) / 1000, wallMs: performance.now() - began })}\n`);
process.exitCode = code;
