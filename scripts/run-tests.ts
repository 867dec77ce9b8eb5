// `npm test`: peers, pages, every suite, one total. In: the working tree. Out: the tests' own words as they come, the reason
// of every skip, and a last line `N passed, N failed, N skipped`. A run in which no test was executed has failed.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildPages } from './build-pages.ts';
import { closing, type Tally } from './tally.ts';
import { ensurePeers } from './test-peers.ts';
import { capture, stream } from './tool.ts';

/** The projects of vitest.config.ts, what needs nothing first. */
const projects = ['unit', 'integration'];

/**
 * A network of its own with nothing but loopback. Servers of other people that bind every interface (Orthanc, DCMTK) are
 * started only inside it; suites that need them look for LOOPBACK_ONLY and say aloud when they go without.
 */
const seclusion = ['unshare', '-rn', 'sh', '-c', 'ip link set lo up && exec "$@"', 'sh'];

/**
 * Runs the suites of one project on this terminal; the tally is written into `folder`. A project that ends without a
 * tally, or badly without a failed test, is one fault.
 */
async function run(project: string, folder: string): Promise<Tally> {
  const file = join(folder, `${project}.json`);
  const reporters = ['--reporter=default', '--reporter=./scripts/tally-reporter.ts'];
  const vitest = ['vitest', 'run', '--project', project, ...reporters];
  const [command = 'vitest', ...args] = project === 'integration' && secluded ? [...seclusion, ...vitest] : vitest;
  const code = await stream(command, args, { env: { TALLY_FILE: file, ...(secluded ? { LOOPBACK_ONLY: '1' } : {}) } });
  let tally: Tally;
  try {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written a moment ago by tally-reporter.ts
    tally = JSON.parse(readFileSync(file, 'utf8')) as Tally;
  } catch (cause) {
    process.stderr.write(`the ${project} suites left no tally (exit code ${code}): ${String(cause)}\n`);
    return { passed: 0, failed: 0, skipped: [], faults: 1 };
  }
  if (code !== 0 && tally.failed + tally.faults === 0) tally.faults = 1;
  return tally;
}

await ensurePeers();
const secluded = (await capture('unshare', [...seclusion.slice(1), 'true'])).code === 0;
if (!secluded) {
  process.stderr.write(
    '\n!!! No network namespace can be made here (unshare -rn, ip): the suites with a real PACS are SKIPPED.\n\n',
  );
}
const pages = await buildPages();

const folder = mkdtempSync(join(tmpdir(), 'tally-'));
const tallies: Tally[] = [{ passed: 0, failed: 0, skipped: [], faults: pages ? 0 : 1 }];
try {
  for (const project of projects) tallies.push(await run(project, folder));
} finally {
  rmSync(folder, { recursive: true, force: true });
}

const { text, code } = closing(tallies);
process.stdout.write(`\n${text}`);
process.exitCode = code;
