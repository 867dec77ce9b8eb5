// One agent that watches and nothing else, as a process of its own: `watch-child.ts FOLDER EVERY-MS`. Each attempt is told on its output before it is taken, and each commit after it.
import { instant, must, parseCalendarDate } from '@center/contract';
import { pino } from 'pino';
import { monotonicMs, now } from '../shell/clock/index.ts';
import { openLedger } from '../shell/ledger/index.ts';
import { keptNotices } from '../shell/notices/index.ts';
import type { ProbeConfig, ProbeType } from '../shell/probes/index.ts';
import { startWatch } from '../shell/watch/index.ts';

const [folder = '', everyMs = '50'] = process.argv.slice(2);
const say = (line: string): void => void process.stdout.write(`${line}\n`);
const ledger = openLedger(folder);
const probes: ProbeConfig[] = Array.from({ length: 8 }, (_, n) => ({
  name: `p-${String(n)}`,
  type: 'dimse-echo',
  of: `d-${String(n)}`,
  everySeconds: Number(everyMs) / 1000,
}));
let asked = 0;
const type: ProbeType<ProbeConfig> = {
  type: 'dimse-echo',
  schema: {},
  gives: () => ['service'],
  everySeconds: 1,
  timeoutSeconds: 1,
  needs: [],
  target: ({ name }) => name,
  probe: () => {
    asked += 1;
    // Every fortieth attempt cannot be made: spans close and begin.
    const outcome = asked % 40 === 0 ? 'invalid' : 'ok';
    return Promise.resolve({ outcome, stage: 'echo', code: '', latencyMs: asked, readings: [], evidence: {} });
  },
};
await startWatch({
  ledger,
  probes,
  now,
  monotonicMs,
  log: pino({ level: 'silent' }),
  notices: keptNotices(ledger, now),
  supervisionStart: () => must(parseCalendarDate('2026-01-01')),
  changed: () => undefined,
  typeOf: () => type,
  program: 'watch-child',
});
say('begun');
const count = ledger.store.db.prepare<[], { n: number }>('SELECT count(*) AS n FROM watch_sample');
// What is counted here is committed, by this very connection.
setInterval(() => say(`kept ${String(count.get()?.n ?? 0)} at ${String(instant(now()))} asked ${String(asked)}`), 100);
