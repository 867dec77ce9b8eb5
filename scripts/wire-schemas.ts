// In: the wire schemas of the contract. Out: one JSON Schema file each under rules/contract/schemas, in the layout of the formatter. It removes files
// whose message is gone.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { publishedSchema, wireSchemas } from '@center/contract';
import { capture, root } from './tool.ts';

const folder = join(root, 'rules', 'contract', 'schemas');

function published(file: string): unknown {
  try {
    return JSON.parse(readFileSync(join(folder, file), 'utf8'));
  } catch (error) {
    // A file that is absent or broken is out of date, whatever the reason; writing it anew mends both.
    return { unreadable: String(error) };
  }
}

/** Writes the files, or with `--check` only compares them. Returns the exit code. */
export async function runWireSchemas(args: readonly string[]): Promise<number> {
  mkdirSync(folder, { recursive: true });
  const names = Object.keys(wireSchemas);
  const gone = readdirSync(folder).filter((file) => !names.includes(file.replace(/\.json$/, '')));
  const stale = names.filter((name) => !isDeepStrictEqual(published(`${name}.json`), publishedSchema(name)));
  if (args.includes('--check')) {
    for (const file of [...gone, ...stale.map((name) => `${name}.json`)])
      process.stdout.write(`out of date: rules/contract/schemas/${file}\n`);
    return gone.length + stale.length === 0 ? 0 : 1;
  }
  for (const file of gone) rmSync(join(folder, file));
  for (const name of stale)
    writeFileSync(join(folder, `${name}.json`), `${JSON.stringify(publishedSchema(name), null, 2)}\n`);
  const { code, output } = await capture('biome', ['format', '--write', 'rules/contract/schemas']);
  process.stdout.write(
    code === 0 ? `${names.length} schemas, ${stale.length} written, ${gone.length} removed\n` : output,
  );
  return code;
}
