import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readlinkSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { capture, root } from './tool.ts';

/** A line in a room, and the lock that must stop it; no lock when it must get through. */
interface Plant {
  file: string;
  code: string;
  lock?: string;
}

const restricted = 'eslint(no-restricted-imports)';
const forbidden = (folder: string, ...modules: string[]): Plant[] =>
  modules.map((module) => ({ file: `${folder}/planted.ts`, code: `import '${module}';`, lock: restricted }));

/** The import table of the house, read backwards. */
const linted: Plant[] = [
  ...forbidden('rules/contract', 'node:fs', '@center/register', '@center/checks', 'dcmjs'),
  ...forbidden('rules/register', 'node:fs', '@center/checks', '@center/agent', 'typebox'),
  ...forbidden('rules/checks', '@center/display', '@center/agent', 'node:fs', './testing/index.ts'),
  ...forbidden('rules/display', '@center/checks', '@center/console', 'node:fs'),
  ...forbidden('dicom-fixtures', '@center/register', '@center/checks', '../agent/core/index.ts', 'dicom-parser'),
  ...forbidden('agent/core', '../shell/index.ts', '../page/index.ts', 'node:fs', 'dcmjs', 'better-sqlite3'),
  ...forbidden('agent/core', '@center/fixtures', '@center/console', '@center/display', '@center/checks/testing'),
  ...forbidden('console/core', '../shell/index.ts', '@center/agent', 'kysely', 'node:fs'),
  ...forbidden('agent/shell', '@center/console', '@center/checks', '@center/fixtures', '../page/main.tsx'),
  ...forbidden('agent/shell', 'dcmjs', 'dicom-parser', 'dcmjs-dimse', 'modbus-serial', 'smtp-server'),
  ...forbidden('agent/shell', 'net-snmp', 'nodemailer', 'pdfkit'),
  ...forbidden('agent/shell/header', 'dcmjs-dimse', 'net-snmp', '@center/console', '@center/fixtures'),
  ...forbidden('agent/shell/probes', 'net-snmp', 'modbus-serial'),
  ...forbidden('agent/shell/probes/snmp', 'nodemailer', 'modbus-serial', 'dcmjs', '@center/console'),
  ...forbidden('agent/shell/notices', 'nodemailer'),
  ...forbidden('agent/shell/notices/senders', 'smtp-server', 'net-snmp', 'dcmjs', '@center/checks'),
  ...forbidden('agent/shell/report', 'nodemailer', 'dcmjs', '../../page/main.tsx', '@center/fixtures'),
  ...forbidden('console/shell', '@center/agent', '@center/checks', 'dcmjs', 'dicom-parser', '../page/main.tsx'),
  ...forbidden('console/shell', '@center/contract/station-api'),
  ...forbidden('console/page', '@center/contract/station-api'),
  ...forbidden('agent/page', '../core/index.ts', '../shell/index.ts', '@center/checks', '@center/console', 'node:fs'),
  ...forbidden('console/page', '../core/index.ts', '../shell/index.ts', '@center/checks', '@center/agent'),
  ...forbidden('agent/integration', '@center/console', '../../console/shell/index.ts'),
  ...forbidden('console/integration', '@center/agent', '../../agent/shell/index.ts'),
  ...forbidden(
    'scripts/integration',
    '@center/agent',
    '../../agent/core/index.ts',
    '../../console/shell/api/server.ts',
  ),
  ...forbidden('scripts', '@center/agent', '@center/console', '../agent/core/index.ts', '../rules/checks/index.ts'),
  ...['rules/contract', 'rules/register', 'rules/checks', 'agent/core', 'console/core'].flatMap((folder) => [
    { file: `${folder}/planted.ts`, code: 'export const now = Date.now();', lock: 'eslint(no-restricted-globals)' },
    { file: `${folder}/planted.ts`, code: 'export const n = Math.random();', lock: 'eslint(no-restricted-properties)' },
  ]),
  { file: 'agent/core/planted.ts', code: 'export default 1;', lock: 'import(no-default-export)' },
];

/** What the same table allows; a fence that stops everything holds nothing. */
const allowed: Plant[] = [
  { file: 'rules/contract/planted.ts', code: "import 'typebox';" },
  { file: 'rules/checks/planted.ts', code: "import '@center/contract';\nimport '@center/register';" },
  { file: 'dicom-fixtures/planted.ts', code: "import 'dcmjs';\nimport 'node:fs/promises';" },
  { file: 'agent/core/planted.ts', code: "import '@center/contract';\nimport '@center/checks';" },
  { file: 'agent/shell/planted.ts', code: "import '../core/index.ts';\nimport 'node:fs';\nimport '@center/contract';" },
  { file: 'agent/shell/header/planted.ts', code: "import 'dcmjs';\nimport 'dicom-parser';" },
  { file: 'agent/shell/probes/snmp/planted.ts', code: "import 'net-snmp';\nimport '@center/contract';" },
  { file: 'agent/shell/notices/senders/planted.ts', code: "import 'nodemailer';" },
  { file: 'agent/shell/report/planted.ts', code: "import 'pdfkit';" },
  { file: 'agent/integration/planted.ts', code: "import 'net-snmp';\nimport 'modbus-serial';\nimport 'smtp-server';" },
  { file: 'agent/page/planted.ts', code: "import '@center/display';\nimport 'antd';" },
  { file: 'agent/integration/planted.ts', code: "import '@center/fixtures';\nimport 'dcmjs-dimse';" },
  {
    file: 'scripts/integration/planted.test.ts',
    code: "import '../../agent/shell/outbox/index.ts';\nimport '../../console/integration/testing/test-console.ts';",
  },
  { file: 'scripts/planted.ts', code: "import '../agent/shell/index.ts';\nimport '../console/shell/index.ts';" },
  { file: 'scripts/planted.ts', code: "import '@center/register';\nimport '../rules/contract/node-floor.mjs';" },
];

const walls = ['rules/contract', 'rules/register', 'rules/checks', 'agent/core', 'console/core'];

/** What the compiler stops, by the project that stops it. */
const compiled: Plant[] = [
  ...walls.flatMap((folder) => [
    { file: `${folder}/planted.ts`, code: 'export const pid = process.pid;', lock: 'TS2591' },
    { file: `${folder}/planted.ts`, code: "export * from 'node:fs';", lock: 'TS2591' },
    { file: `${folder}/planted.ts`, code: "export const answer = fetch('http://127.0.0.1/');", lock: 'TS2304' },
    { file: `${folder}/planted.ts`, code: 'export const timer = setTimeout(() => 0, 1);', lock: 'TS2304' },
    { file: `${folder}/planted.ts`, code: "console.log('a word');", lock: 'TS2584' },
  ]),
  { file: 'agent/core/planted.ts', code: "export * from '../shell/planted-door.ts';", lock: 'TS6059' },
  { file: 'console/core/planted.ts', code: "export * from '../shell/planted-door.ts';", lock: 'TS6059' },
  { file: 'agent/page/planted.ts', code: "export * from '../shell/planted-door.ts';", lock: 'TS6059' },
  { file: 'console/page/planted.ts', code: "export * from '../shell/planted-door.ts';", lock: 'TS6059' },
  { file: 'agent/page/planted.ts', code: 'export const pid = process.pid;', lock: 'TS2591' },
  { file: 'agent/shell/planted.ts', code: "export * from '../../console/shell/planted-door.ts';", lock: 'TS6059' },
  { file: 'console/shell/planted.ts', code: "export * from '../../agent/shell/planted-door.ts';", lock: 'TS6059' },
];

/** Planting happens in a copy, so that a run that is killed leaves nothing behind and two runs do not meet. */
let copy = '';

/** Copies the sources and links the libraries; the workspace links are made anew, for they must lead into the copy. */
function copyTree(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'fences-')));
  const apart = new Set(['node_modules', '.git', 'dist', 'data', 'coverage', 'fixtures-out']);
  cpSync(root, folder, { recursive: true, filter: (path) => !apart.has(basename(path)) });
  const libraries = join(root, 'node_modules');
  for (const name of readdirSync(libraries)) {
    if (name === '@center') continue;
    mkdirSync(join(folder, 'node_modules'), { recursive: true });
    symlinkSync(join(libraries, name), join(folder, 'node_modules', name));
  }
  mkdirSync(join(folder, 'node_modules', '@center'));
  for (const name of readdirSync(join(libraries, '@center'))) {
    const target = readlinkSync(join(libraries, '@center', name));
    symlinkSync(target, join(folder, 'node_modules', '@center', name));
  }
  return folder;
}

interface Planted {
  path: string;
  code: string;
  lock: string;
}

/** Gives each plant a file of its own: two faults in one file could hide each other. */
const numbered = (plants: readonly Plant[], mark: string): Planted[] =>
  plants.map(({ file, code, lock = '' }, index) => ({
    path: file.replace('planted', `planted-${mark}-${index}`),
    code,
    lock,
  }));

function plant(plants: readonly Planted[]): void {
  for (const { path, code } of plants) {
    mkdirSync(dirname(join(copy, path)), { recursive: true });
    writeFileSync(join(copy, path), `${code}\n`);
  }
}

function uproot(plants: readonly Planted[]): void {
  for (const { path } of plants) rmSync(join(copy, path));
}

/** The faults that the linter finds in the copy, as `path rule`. */
async function lint(...paths: readonly string[]): Promise<string[]> {
  const { output } = await capture('oxlint', ['-f', 'json', ...paths], { cwd: copy });
  const report = JSON.parse(output) as { diagnostics: { code: string; filename: string }[] };
  return report.diagnostics.map(({ code, filename }) => `${filename} ${code}`);
}

/** The faults that the compiler finds in one room of the copy, as `path code`. */
async function compile(project: string): Promise<string[]> {
  const { output } = await capture('tsc', ['-p', project, '--pretty', 'false'], { cwd: copy });
  return [...output.matchAll(/^([^\s(]+)\(\d+,\d+\): error (TS\d+)/gm)].map(
    ([, path, code]) => `${path ?? ''} ${code ?? ''}`,
  );
}

const row = ({ path, code, lock }: Planted): [string, string, string] => [path, lock, code];
const fenceRules = /no-restricted-(imports|globals|properties)|no-cycle|no-default-export/;
const wallCodes = /TS(6059|2591|2304|2584)$/;

beforeAll(() => {
  copy = copyTree();
});
afterAll(() => {
  rmSync(copy, { recursive: true, force: true });
});

describe('the tree as it stands', () => {
  it('has no line that a fence of the linter stops', { timeout: 120_000 }, async () => {
    expect((await lint()).filter((fault) => fenceRules.test(fault))).toEqual([]);
  });

  it.each(walls)('has no line that the wall of %s stops', { timeout: 60_000 }, async (project) => {
    expect((await compile(project)).filter((fault) => wallCodes.test(fault))).toEqual([]);
  });
});

describe('the linter', () => {
  const stopped = numbered(linted, 'lint');
  const passed = numbered(allowed, 'allowed');
  const ring = numbered(
    [
      { file: 'agent/core/planted.ts', code: "export { b } from './planted-ring-1.ts';\nexport const a = 1;" },
      { file: 'agent/core/planted.ts', code: "export { a } from './planted-ring-0.ts';\nexport const b = 2;" },
    ],
    'ring',
  );
  let faults: string[] = [];

  beforeAll(async () => {
    const plants = [...stopped, ...passed, ...ring];
    plant(plants);
    faults = await lint(...plants.map(({ path }) => path));
    uproot(plants);
  }, 120_000);

  it.each(stopped.map(row))('stops %s with %s: %s', (path, lock) => {
    expect(faults).toContain(`${path} ${lock}`);
  });

  it('stops a ring of imports', () => {
    expect(faults).toContain('agent/core/planted-ring-0.ts import(no-cycle)');
  });

  it.each(passed.map(row))('lets %s pass%s: %s', (path) => {
    const here = faults.filter((fault) => fault.startsWith(`${path} `));
    expect(here.filter((fault) => fenceRules.test(fault))).toEqual([]);
  });
});

describe('the compiler', () => {
  const stopped = numbered(compiled, 'wall');
  const doors = ['agent', 'console'].map((program) => ({
    path: `${program}/shell/planted-door.ts`,
    code: 'export const door = 1;',
    lock: '',
  }));
  const faults: string[] = [];

  beforeAll(async () => {
    plant([...stopped, ...doors]);
    const rooms = new Set(stopped.map(({ path }) => dirname(path)));
    for (const room of rooms) faults.push(...(await compile(room)));
    uproot([...stopped, ...doors]);
  }, 120_000);

  it.each(stopped.map(row))('stops %s with %s: %s', (path, lock) => {
    expect(faults).toContain(`${path} ${lock}`);
  });
});

describe('the formatter', () => {
  it('stops a library that the package does not declare', { timeout: 60_000 }, async () => {
    const plants = numbered([{ file: 'rules/contract/planted.ts', code: "import 'fastify';" }], 'undeclared');
    plant(plants);
    const { code, output } = await capture('biome', ['lint', ...plants.map(({ path }) => path)], { cwd: copy });
    uproot(plants);
    expect(output).toContain('noUndeclaredDependencies');
    expect(code).toBe(1);
  });
});
