// The header reader alone, for the bench: reads every file below a folder as `agent scan` does and keeps nothing. `--tags` says which attributes it reads, so that a
// peer can be asked for the same ones.
import { attributes } from '../core/facts/attributes.ts';
import { walkFiles } from '../shell/file-walk.ts';
import { readHeaderFile } from '../shell/header/index.ts';

const [folder = ''] = process.argv.slice(2);
if (folder === '--tags') {
  const tags = Object.values(attributes).map(([tag]) => Number.parseInt(tag, 16));
  process.stdout.write(`${JSON.stringify(tags)}\n`);
} else {
  let files = 0;
  let readable = 0;
  let values = 0;
  for (const found of walkFiles(folder)) {
    if (found.kind !== 'file') continue;
    files += 1;
    const reading = readHeaderFile(found.location);
    if (reading.kind !== 'readable') continue;
    readable += 1;
    values += Object.keys(reading.header).length;
  }
  process.stdout.write(`${JSON.stringify({ files, readable, values })}\n`);
}
