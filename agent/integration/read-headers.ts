// Header readers for the bench, one a run: ours, dicom-parser on partial reads, or nothing but open, read 8 KiB and close. In: a list of files, one a line, or a folder.
// Out: one line of JSON with what the loop used, its own start not counted. `--tags` says which attributes ours reads, so that a peer can be asked for the same ones.
import { closeSync, fstatSync, openSync, readFileSync, readSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { attributes } from '../core/facts/attributes.ts';
import { walkFiles } from '../shell/file-walk.ts';

/** Reads one file; the number of wanted values found in it, or `undefined` when it could not be read. */
type Reader = (path: string | Buffer) => number | undefined;

const tags = Object.values(attributes).map(([tag]) => tag);

const readers: Readonly<Record<string, () => Promise<Reader>>> = {
  async ours() {
    const { readHeaderFile } = await import('../shell/header/index.ts');
    return (path) => {
      const reading = readHeaderFile(path);
      if (reading.kind !== 'readable') return undefined;
      let values = 0;
      for (const keyword in reading.header) if (keyword !== '') values += 1;
      return values;
    };
  },
  bare() {
    const window = new Uint8Array(8192);
    return Promise.resolve((path: string | Buffer) => {
      const file = openSync(path, 'r');
      const got = readSync(file, window, 0, window.length, 0);
      closeSync(file);
      return got > 0 ? 0 : undefined;
    });
  },
  async 'dicom-parser'() {
    const { default: dicomParser } = await import('dicom-parser');
    const keys = tags.map((tag) => `x${tag.toLowerCase()}`);
    const touched = (bytes: Uint8Array): number | undefined => {
      try {
        const set = dicomParser.parseDicom(bytes, { untilTag: 'x7fe00010' });
        if (set.elements.x7fe00010 === undefined && bytes.length % 16_384 === 0) return undefined;
        let values = 0;
        for (const key of keys) {
          const element = set.elements[key];
          if (element === undefined) continue;
          if (element.items !== undefined || typeof set.string(key) === 'string' || element.length === 0) values += 1;
        }
        return values;
      } catch {
        return undefined;
      }
    };
    return (path) => {
      const file = openSync(path, 'r');
      try {
        const { size } = fstatSync(file);
        for (let length = 16_384; ; length *= 4) {
          const window = new Uint8Array(Math.min(length, size));
          readSync(file, window, 0, window.length, 0);
          const values = touched(window);
          if (values !== undefined || length >= size) return values;
        }
      } finally {
        closeSync(file);
      }
    };
  },
};

function counters(): { readonly bytes: number; readonly reads: number } {
  const lines = new Map(
    readFileSync('/proc/self/io', 'utf8')
      .split('\n')
      .map((line) => line.split(': ') as [string, string]),
  );
  return { bytes: Number(lines.get('rchar')), reads: Number(lines.get('syscr')) };
}

/** The lines of the list one by one: an array of paths would count for more memory than a reader. */
function* filesOf(list: string | undefined, folder: string): Generator<string | Buffer> {
  if (list === undefined) {
    for (const found of walkFiles(folder)) if (found.kind === 'file') yield found.location;
    return;
  }
  const text = readFileSync(list, 'utf8');
  for (let from = 0, to = text.indexOf('\n'); to >= 0; from = to + 1, to = text.indexOf('\n', from))
    yield text.slice(from, to);
}

async function run(name: string, list: string | undefined, folder: string): Promise<void> {
  const read = await readers[name]?.();
  if (read === undefined) throw new Error(`no reader ${name}; there are ${Object.keys(readers).join(', ')}`);
  let [files, readable, values] = [0, 0, 0];
  const before = counters();
  const cpu = process.cpuUsage();
  const began = performance.now();
  for (const path of filesOf(list, folder)) {
    files += 1;
    const found = read(path);
    if (found === undefined) continue;
    readable += 1;
    values += found;
  }
  const wallMs = performance.now() - began;
  const { user, system } = process.cpuUsage(cpu);
  const after = counters();
  const peakKb = Number(/^VmHWM:\s+(\d+) kB/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]);
  const used = { wallMs, cpuMs: (user + system) / 1000, peakMb: peakKb / 1000 };
  const io = { bytes: after.bytes - before.bytes, reads: after.reads - before.reads };
  process.stdout.write(`${JSON.stringify({ files, readable, values, ...used, ...io })}\n`);
}

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    tags: { type: 'boolean', default: false },
    reader: { type: 'string', default: 'ours' },
    list: { type: 'string' },
  },
});
if (options.tags) process.stdout.write(`${JSON.stringify(tags.map((tag) => Number.parseInt(tag, 16)))}\n`);
else await run(options.reader, options.list, positionals[0] ?? '');
