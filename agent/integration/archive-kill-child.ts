// A process to be killed: applies observations of a seed one after another and says on its output which have been acknowledged.

import { openLedger } from '../shell/ledger/index.ts';
import { wildObservations } from '../shell/ledger/testing/archive-specimens.ts';

const [folder = '', seed = '', count = '0'] = process.argv.slice(2);
const ledger = openLedger(folder);
let told = 0;
for (const observation of wildObservations(seed, Number(count))) {
  ledger.archive.apply(observation);
  told += 1;
  process.stdout.write(`${String(told)}\n`);
}
ledger.close();
