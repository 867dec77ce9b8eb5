// A process whose wall clock is set while the real cron library ticks: Date is ours, the monotonic clock and the timers are the system's. In: a plan of steps. Out: lines of what happened.
const [fromText = '', zone = 'Asia/Shanghai', ...plan] = process.argv.slice(2);

const RealDate = Date;
let offsetMs = RealDate.parse(fromText) - RealDate.now();
class SetDate extends RealDate {
  constructor(...given: [] | [number | string | Date]) {
    if (given.length === 0) super(RealDate.now() + offsetMs);
    else super(given[0]);
  }
  static override now(): number {
    return RealDate.now() + offsetMs;
  }
}
globalThis.Date = Object.assign(SetDate, { parse: RealDate.parse, UTC: RealDate.UTC }) as unknown as DateConstructor;

const { calendarJob, onClockStep, tickBy } = await import('../shell/clock/index.ts');
const say = (text: string): void => void process.stdout.write(`${text}\n`);
onClockStep(({ stepMs }) => say(`step ${String(Math.round(stepMs / 60_000))}`));
const done = new Set<string>();
await calendarJob({
  name: 'daily',
  cron: '30 2 * * *',
  zone,
  jobs: {
    completed: (_, date) => done.has(date),
    begin: () => undefined,
    complete: (_, date) => void done.add(date),
  },
  run: (date) => say(`run ${date}`),
  onFault: (fault) => say(`fault ${String(fault)}`),
});
await tickBy(
  '* * * * * *',
  () => say(`tick ${new Date().toISOString()}`),
  (fault) => say(`fault ${String(fault)}`),
);
say('ready');
// `+60` sets the clock an hour ahead, `-120` two hours back, after so many seconds each: `4:-120`.
for (const step of plan) {
  const [seconds = '0', minutes = '0'] = step.split(':');
  setTimeout(() => {
    offsetMs += Number(minutes) * 60_000;
    say(`set ${minutes}`);
  }, Number(seconds) * 1000);
}
