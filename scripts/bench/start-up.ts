import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { machineLine, median, ratioText, usedBy } from './measured.ts';
import { agentArguments, consoleArguments, endProgram, startedProgram } from './running.ts';

const usage = `npm run -s bench -- start-up [--rounds 5]
Starts Node alone, the agent with an empty folder, and the console, in turn; each until it answers. Reads /proc, so Linux only.
`;

interface StartUp {
  readonly readyMs: number;
  readonly cpuMs: number;
  readonly rssMb: number;
}

async function startUp(args: readonly string[]): Promise<StartUp> {
  const running = await startedProgram(args);
  try {
    const { cpuMs, rssMb } = usedBy(running.child);
    return { readyMs: running.readyMs, cpuMs, rssMb };
  } finally {
    await endProgram(running);
  }
}

function line(name: string, runs: readonly StartUp[], bare: readonly StartUp[]): string {
  const figures = (['readyMs', 'cpuMs', 'rssMb'] as const).map((figure) => {
    const ratios = runs.map((run, round) => run[figure] / (bare[round]?.[figure] ?? Number.NaN));
    return `${median(runs.map((run) => run[figure])).toFixed(0)} × ${ratioText(ratios)}`.padStart(30);
  });
  return `${name.padEnd(10)}${figures.join('')}\n`;
}

/** Prints the figures. Exit code 0. */
export async function benchStartUp(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: { rounds: { type: 'string', default: '5' }, help: { type: 'boolean', default: false } },
  });
  if (values.help) {
    process.stdout.write(usage);
    return 0;
  }
  const folder = mkdtempSync(join(tmpdir(), 'bench-start-'));
  try {
    const empty = join(folder, 'empty');
    mkdirSync(empty);
    let round = 0;
    const fresh = (name: string): string => join(folder, `${name}-${round}`);
    const programs = {
      'Node alone': () => ['-e', 'console.log("ready"); setInterval(() => {}, 1e6)'],
      agent: () => agentArguments(fresh('agent'), empty),
      console: () => consoleArguments(fresh('console')),
    };
    const results: Record<string, StartUp[]> = {};
    // The first round fills the caches of files and of compiled code, and is not counted.
    for (; round <= Number(values.rounds); round += 1) {
      for (const [name, arguments_] of Object.entries(programs)) {
        const figures = await startUp(arguments_());
        if (round > 0) (results[name] ??= []).push(figures);
      }
    }
    const bare = results['Node alone'] ?? [];
    process.stdout.write(
      `${''.padEnd(10)}${['until it answers, ms', 'CPU ms', 'resident MB'].map((head) => head.padStart(30)).join('')}\n`,
    );
    for (const [name, runs] of Object.entries(results)) process.stdout.write(line(name, runs, bare));
    process.stdout.write(`× Node alone in the same round: median (least–most). ${machineLine()}`);
    return 0;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
