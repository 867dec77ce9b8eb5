// `npm run build:pages`: the two pages, built by Vite when what they are made of has changed. In: the page folders and the
// rooms they import. Out: <page>/dist, which the programs serve. A finished build replaces the former one in one step.
import { createHash } from 'node:crypto';

const { existsSync, globSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } = await import(
  'node:fs'
);

import { join, relative } from 'node:path';
import { capture, root } from './tool.ts';

/** What both pages are made of, beside their own folder. */
const shared = ['rules/contract', 'rules/register', 'rules/display', 'package-lock.json'];

/** The hash of the inputs is kept inside the build, so that the two cannot be told apart by a copied clock. */
const stamp = '.built-from';

/**
 * SHA-256 over the paths and bytes of every file a page is made of. `page` is a folder from the project folder.
 */
function inputsOf(page: string): string {
  const hash = createHash('sha256');
  const files = [page, ...shared]
    .flatMap((path) =>
      statSync(join(root, path)).isDirectory()
        ? globSync(`${path}/**/*`, { cwd: root, exclude: (each) => /(^|\/)(dist|node_modules)$/.test(each) })
        : [path],
    )
    .filter((path) => statSync(join(root, path)).isFile() && !/\.(test|type-test)\.tsx?$/.test(path));
  for (const path of files.toSorted()) {
    hash.update(`${path}\0`).update(
      createHash('sha256')
        .update(readFileSync(join(root, path)))
        .digest(),
    );
  }
  return hash.digest('hex');
}

type Build = { kind: 'fresh' } | { kind: 'built' } | { kind: 'failed'; output: string };

/** Builds one page unless its build is already made of the same bytes. */
async function buildPage(page: string): Promise<Build> {
  const dist = join(root, page, 'dist');
  const inputs = inputsOf(page);
  const built = join(dist, stamp);
  if (existsSync(built) && readFileSync(built, 'utf8') === inputs) return { kind: 'fresh' };

  const cache = join(root, 'node_modules', '.cache', 'pages');
  mkdirSync(cache, { recursive: true });
  const next = join(cache, `${page.replaceAll('/', '-')}-${process.pid}`);
  try {
    const { code, output } = await capture(
      'vite',
      ['build', page, '--outDir', relative(join(root, page), next), '--emptyOutDir', '--logLevel', 'warn'],
      { env: { NODE_ENV: 'production' } },
    );
    if (code !== 0) return { kind: 'failed', output };
    writeFileSync(join(next, stamp), inputs);
    rmSync(dist, { recursive: true, force: true });
    renameSync(next, dist);
    return { kind: 'built' };
  } finally {
    rmSync(next, { recursive: true, force: true });
  }
}

/**
 * Builds the pages that are stale and says one line for each of them; a fresh page costs one reading of its sources. Gives whether every page is there.
 */
export async function buildPages(): Promise<boolean> {
  let whole = true;
  for (const page of ['agent/page', 'console/page']) {
    const started = performance.now();
    const outcome = await buildPage(page);
    if (outcome.kind === 'built') {
      process.stdout.write(`built ${page} in ${((performance.now() - started) / 1000).toFixed(1)} s\n`);
    } else if (outcome.kind === 'failed') {
      process.stderr.write(`${page} could not be built:\n${outcome.output}\n`);
      whole = false;
    }
  }
  return whole;
}
