// A process to be killed, and to be weighed: the receiver over a real ledger. `hold-after` stops it dead between a commit and
// the answer to the sender, `hold-before` between the last byte and the commit.
import { writeSync } from 'node:fs';
import { pino } from 'pino';
import { scpChannel, scpDefaults } from '../shell/channels/index.ts';
import { now } from '../shell/clock/index.ts';
import { createCommitments } from '../shell/commitment/index.ts';
import { createIntake } from '../shell/intake/index.ts';
import { type Ledger, openLedger } from '../shell/ledger/index.ts';

const [folder = '', mode = 'serve'] = process.argv.slice(2);
const say = (line: string): void => void writeSync(1, `${line}\n`);
const forever = (): void => {
  say('held');
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
};

const opened = openLedger(folder);
let armed = false;
let depth = 0;
const ledger: Ledger = {
  ...opened,
  transaction(work) {
    if (armed && depth === 0 && mode === 'hold-before') forever();
    depth += 1;
    try {
      return opened.transaction(work);
    } finally {
      depth -= 1;
      if (armed && depth === 0 && mode === 'hold-after') forever();
    }
  },
};
const channel = scpChannel({
  ...scpDefaults,
  name: 'scp:0',
  port: 0,
  aeTitle: 'MONITOR',
  callingAeTitles: 'any',
  dataFolder: folder,
  minimumFreeBytes: 0,
  ledger,
  commitments: createCommitments({ ledger, now }),
  now,
});
const intake = createIntake({ ledger, now, changed: () => undefined });
const running = await channel.start(intake, pino({ level: 'silent' }));
armed = true;
say(`port ${String(channel.health().port)}`);
process.once('SIGTERM', () => {
  const stop = async (): Promise<void> => {
    await running.stop();
    await intake.close();
    opened.close();
  };
  stop().then(
    () => process.exit(0),
    (fault: unknown) => {
      say(String(fault));
      process.exit(1);
    },
  );
});
