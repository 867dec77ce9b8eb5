// `npm run check`: types, lint, format, what is unused, and the catalogue of rules. In: the working tree. Out: one line a
// step, the words of the steps that failed, and an exit code. It changes no file.
import { existsSync, globSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { capture, root } from './tool.ts';

interface Outcome {
  ok: boolean;
  /** What was looked at. */
  note: string;
  /** The words of the tool; they matter only when it failed. */
  output: string;
}

/** Runs one tool over the tree. */
async function tool(note: string, command: string, args: readonly string[]): Promise<Outcome> {
  const { code, output } = await capture(command, args);
  return { ok: code === 0, note, output };
}

/** Every tsconfig that names files, two at a time. */
async function types(): Promise<Outcome> {
  const projects = globSync('**/tsconfig*.json', {
    cwd: root,
    exclude: (path) => ['node_modules', 'dist', 'data'].includes(path.split('/').at(-1) ?? ''),
  }).filter((path) => path !== 'tsconfig.json');
  const waiting = projects.toSorted().values();
  const faults: string[] = [];
  const worker = async (): Promise<void> => {
    for (const project of waiting) {
      const { code, output } = await capture('tsc', ['-p', project, '--pretty', 'false']);
      if (code !== 0) faults.push(`${dirname(project)}:\n${output}`);
    }
  };
  await Promise.all([worker(), worker()]);
  return {
    ok: projects.length > 0 && faults.length === 0,
    note: `${projects.length} tsconfigs`,
    output: projects.length === 0 ? 'no tsconfig.json was found' : faults.join('\n'),
  };
}

/** The catalogue is a test beside the rules; a tree without it has unchecked rules. */
async function catalogue(): Promise<Outcome> {
  const test = 'rules/checks/catalogue.test.ts';
  if (!existsSync(join(root, test))) return { ok: false, note: test, output: `${test} is missing` };
  return tool(test, 'vitest', ['run', '--project', 'unit', test]);
}

const steps: readonly (readonly [name: string, step: () => Promise<Outcome>])[] = [
  ['types', types],
  ['lint', () => tool('oxlint, type-aware', 'oxlint', [])],
  ['format', () => tool('biome', 'biome', ['check', '--error-on-warnings', '.'])],
  ['unused', () => tool('knip', 'knip', ['--no-progress', '--no-config-hints'])],
  ['catalogue', catalogue],
];

let failed = 0;
for (const [name, step] of steps) {
  const started = performance.now();
  const { ok, note, output } = await step();
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  process.stdout.write(`${ok ? 'ok    ' : 'FAILED'}  ${name.padEnd(9)}  ${seconds.padStart(5)} s  ${note}\n`);
  if (!ok) {
    failed += 1;
    process.stdout.write(`${output.trimEnd()}\n\n`);
  }
}
process.stdout.write(failed === 0 ? 'check: clean\n' : `check: ${failed} of ${steps.length} steps failed\n`);
process.exitCode = failed === 0 ? 0 : 1;
