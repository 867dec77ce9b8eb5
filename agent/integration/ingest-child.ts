// A process to be killed: reads an archive into a ledger, judges it and seals batches, and says on its output what has been acknowledged.
import { calendarDateAt, instant } from '@center/contract';
import { now } from '../shell/clock/index.ts';
import { walkFiles } from '../shell/file-walk.ts';
import { readHeaderFile } from '../shell/header/index.ts';
import {
  type AssessDeps,
  assessDue,
  assessGroups,
  assessWholeArchive,
  createIntake,
  type Intake,
  scanFolder,
} from '../shell/intake/index.ts';
import { agentKey, centerKeys, openLedger } from '../shell/ledger/index.ts';
import { buildBatches } from '../shell/outbox/index.ts';
import { keepShippedRules } from '../shell/shipped-rules.ts';

const [folder = '', archive = '', way = 'scan'] = process.argv.slice(2);

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** As a C-STORE receiver would: several objects in flight, each answered for itself. */
async function observeAll(intake: Intake): Promise<void> {
  let flying: Promise<void>[] = [];
  for (const found of walkFiles(archive)) {
    const reading = readHeaderFile(found.path);
    flying.push(
      intake
        .observe({ channel: 'scp:0', source: found.path, reading })
        .then((outcome) => say(`ack ${outcome} ${found.path}`)),
    );
    if (flying.length >= 16) {
      await Promise.all(flying);
      flying = [];
    }
  }
  await Promise.all(flying);
  intake.scanEnded('scp:0');
}

const ledger = openLedger(folder);
const keys = centerKeys(folder);
const deps: AssessDeps = {
  ledger,
  keys,
  facility: { id: 'demo-center', institutionNames: [], zoneOffsetMinutes: 480 },
  supervisionStart: 'earliest-study',
  now,
  onFault: (what, fault) => {
    throw new Error(`a part of judging failed: ${what}`, { cause: fault });
  },
};
keepShippedRules(ledger, now());
const intake = createIntake({ ledger, now, changed: () => undefined, groupMs: 2 });
say('begun');
if (way === 'scan') {
  const onOutcome = (path: string, outcome: string): void => say(`ack ${outcome} ${path}`);
  await scanFolder(intake, [archive], { channel: 'folder:0', signal: new AbortController().signal, onOutcome });
} else {
  await observeAll(intake);
}
say('read');
while (assessDue(deps, 1_000_000).judged > 0) say('judged');
assessGroups(deps);
assessWholeArchive(deps);
say('judged');
buildBatches({ ledger, keys, agentKey: agentKey(folder) }, instant(now()));
ledger.close();
say(`done ${calendarDateAt(now())}`);
