// Run inside `unshare -rn`, where only a loopback exists: starts Orthanc, uploads files by REST, prints what it read of each as one JSON line.
// Arguments: Orthanc's path, a folder for its storage, the folder of the files, the keywords to print.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const [, , program = '', storage = '', folder = '', ...keywords] = process.argv;
const base = 'http://127.0.0.1:8042';
const configuration = join(storage, 'orthanc.json');
writeFileSync(
  configuration,
  JSON.stringify({
    StorageDirectory: storage,
    IndexDirectory: storage,
    HttpPort: 8042,
    DicomServerEnabled: false,
    AuthenticationEnabled: false,
    RemoteAccessAllowed: false,
    DefaultEncoding: 'Utf8',
    Plugins: [],
  }),
);

async function answered(path: string): Promise<boolean> {
  try {
    return (await fetch(base + path)).ok;
  } catch {
    // Not listening yet.
    return false;
  }
}

const orthanc = spawn(program, [configuration], { stdio: ['ignore', 'ignore', 'pipe'] });
let log = '';
orthanc.stderr.on('data', (chunk: Buffer) => {
  log += chunk.toString();
});
try {
  const deadline = Date.now() + 60_000;
  while (!(await answered('/system'))) {
    if (Date.now() > deadline || orthanc.exitCode !== null)
      throw new Error(`Orthanc does not answer: ${log.slice(-2000)}`);
    await pause(100);
  }
  for (const file of readdirSync(folder).toSorted()) {
    const answer = await fetch(`${base}/instances`, {
      method: 'POST',
      body: new Uint8Array(readFileSync(join(folder, file))),
    });
    const text = await answer.text();
    if (!answer.ok) {
      process.stdout.write(`${JSON.stringify({ file, problem: text.slice(0, 300) })}\n`);
      continue;
    }
    const stored: unknown = JSON.parse(text);
    const id = typeof stored === 'object' && stored !== null && 'ID' in stored ? String(stored.ID) : '';
    const shown: unknown = await (await fetch(`${base}/instances/${id}/simplified-tags`)).json();
    const tags = new Map(Object.entries(typeof shown === 'object' && shown !== null ? shown : {}));
    const values = Object.fromEntries(keywords.map((keyword) => [keyword, tags.get(keyword) ?? '']));
    process.stdout.write(`${JSON.stringify({ file, values })}\n`);
  }
} finally {
  if (orthanc.exitCode === null) {
    orthanc.kill('SIGTERM');
    await once(orthanc, 'exit');
  }
}
