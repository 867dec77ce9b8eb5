// Runs archive rounds over a lying DICOMweb server with a clock that it keeps in the ledger, until it is killed or has reached a day.
import { instant } from '@center/contract';
import { pino } from 'pino';
import { retentionDefaults } from '../core/index.ts';
import { startArchive } from '../shell/archive/index.ts';
import { openGate } from '../shell/archive/testing/open-gate.ts';
import { dicomwebAccess, dicomwebDefaults } from '../shell/channels/index.ts';
import { openLedger, passingCenterKeys } from '../shell/ledger/index.ts';

const [folder = '', url = '', until = '0', begin = '0'] = process.argv.slice(2);
const ledger = openLedger(folder);
const clock = 'test:clock';
let now = instant(Number(ledger.channels.cursor(clock) ?? begin));
const gate = openGate('pacs');
const { port } = dicomwebAccess(
  {
    ...dicomwebDefaults,
    name: 'dicomweb:0',
    pacs: 'pacs',
    url,
    timeoutSeconds: 2,
    retrieveTimeoutSeconds: 5,
    now: () => now,
  },
  gate,
);
const rounds = await startArchive({
  ledger,
  keys: passingCenterKeys(),
  ways: [{ port, gate }],
  now: () => now,
  log: pino({ level: 'silent' }),
  changed: () => undefined,
  parameters: retentionDefaults,
});
process.stdout.write('begun\n');
while (now < Number(until)) {
  await rounds.turn();
  now = instant(now + 12 * 3_600_000);
  ledger.channels.saveCursor(clock, String(now));
}
await rounds.stop();
ledger.close();
process.stdout.write('finished\n');
