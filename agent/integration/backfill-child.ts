// A process to be killed or measured: the first reading of an archive over DICOMweb into a ledger. Asked to end, it says how the gate stood.
import { instant } from '@center/contract';
import { pino } from 'pino';
import { startBackfill } from '../shell/backfill/index.ts';
import { dicomwebAccess, dicomwebDefaults } from '../shell/channels/index.ts';
import { createGate } from '../shell/courtesy/index.ts';
import { createIntake } from '../shell/intake/index.ts';
import { centerKeys, openLedger } from '../shell/ledger/index.ts';

const [folder = '', url = '', duty = '1', today = '2026-06-15'] = process.argv.slice(2);
const now = () => instant(Date.parse(`${today}T04:00:00Z`));
const ledger = openLedger(folder);
const gate = createGate({ pacs: 'pacs', duty: Number(duty), maxRequestsPerSecond: 10_000, offHours: [] });
const access = dicomwebAccess({ ...dicomwebDefaults, name: 'dicomweb:0', pacs: 'pacs', url, now }, gate);
const intake = createIntake({ ledger, now, changed: () => undefined });
process.stdout.write('begun\n');
const backfill = startBackfill({
  port: access.port,
  reader: access.reader,
  gate,
  ledger,
  keys: centerKeys(folder),
  intake,
  supervisionStart: () => 'earliest-study',
  months: 40,
  zoneOffsetMinutes: 480,
  now,
  log: pino({ level: 'silent' }),
  changed: () => process.stdout.write('window\n'),
});
process.once('SIGTERM', () => {
  process.stdout.write(`gate ${JSON.stringify(gate.state())}\n`, () => process.exit(0));
});
await backfill.ended;
await gate.close();
ledger.close();
process.stdout.write('ended\n');
