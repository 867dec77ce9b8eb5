import { execFile, execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from './tool.ts';

/** What people type leads to these files; package.json is the list. */
const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: Record<string, string> };
const entries = Object.values(scripts).map((command) => command.replace(/^node (--\S+ )*/, ''));

interface Ending {
  code: number;
  stdout: string;
  stderr: string;
}

/** Runs an entry as an older Node would see it; a floor that let it through would be seen starting the program. */
function start(node: string, args: readonly string[]): Promise<Ending> {
  return new Promise((resolve) => {
    execFile(node, args, { cwd: root, timeout: 15_000 }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr });
    });
  });
}

function expectRefusal({ code, stdout, stderr }: Ending): void {
  expect(code).toBe(1);
  expect(stdout).toBe('');
  const lines = stderr.trimEnd().split('\n');
  expect(lines).toHaveLength(2);
  expect(lines[0]).toMatch(/需要 Node\.js 24 或更高版本.*npm ci.*npm start/);
  expect(lines[1]).toMatch(/needs Node\.js 24 or later.*npm ci.*npm start/);
}

/** The first Node below the floor that this machine has outside the project. */
function olderNode(): string | undefined {
  return ['/usr/bin/node', '/usr/local/bin/node'].find((path) => {
    if (!existsSync(path)) return false;
    const version = execFileSync(path, ['--version'], { encoding: 'utf8' });
    return Number(/^v(\d+)/.exec(version)?.[1]) < 24;
  });
}

describe('an entry started on an older Node', () => {
  it.each(entries)('%s says in both languages what to do, and loads nothing', async (entry) => {
    const pretence = 'Object.defineProperty(process,"versions",{value:{...process.versions,node:"20.20.2"}})';
    expectRefusal(await start(process.execPath, ['--import', `data:text/javascript,${pretence}`, entry]));
  });

  const older = olderNode();
  it.for(entries)('%s does so on a real one', async (entry, context) => {
    if (older === undefined) return context.skip('this machine has no Node below the floor');
    expectRefusal(await start(older, [entry]));
  });
});

it('every command that people type is an entry of ours', () => {
  for (const entry of entries) expect(existsSync(join(root, entry)), entry).toBe(true);
  expect(entries).toContain('scripts/start.mjs');
});
