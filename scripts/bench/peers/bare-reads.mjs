import '../../../rules/contract/node-floor.mjs';

// The floor under every reader written for Node: walk, open, read 8 KB, close.
const { closeSync, openSync, readdirSync, readSync } = await import('node:fs');
const { argv, stdout } = await import('node:process');

const [, , folder = ''] = argv;
const window = new Uint8Array(8192);
const folders = [folder];
let files = 0;
let bytes = 0;
for (let next = folders.pop(); next !== undefined; next = folders.pop()) {
  for (const entry of readdirSync(next, { withFileTypes: true })) {
    const path = `${next}/${entry.name}`;
    if (entry.isDirectory()) {
      folders.push(path);
      continue;
    }
    const file = openSync(path, 'r');
    bytes += readSync(file, window, 0, window.length, 0);
    closeSync(file);
    files += 1;
  }
}
stdout.write(`${JSON.stringify({ files, bytes })}\n`);
