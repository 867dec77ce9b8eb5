// A device that works, behind a network that loses packets: how much time the real runner and the real steps call down. Time is told, so that months pass in seconds.
// In: loss in percent, hours, seed, number of devices. Out: one line of JSON.
import { instant } from '@center/contract';
import { type ProbeSpan, type ProbeTrack, stepSamples, usualSampleRule } from '../core/index.ts';
import { type ProbeResult, type ProbeType, probeRunner } from '../shell/probes/index.ts';
import { VirtualTime } from '../shell/probes/testing/virtual-time.ts';

const [lossText = '1', hoursText = '220', seedText = '1', devicesText = '20'] = process.argv.slice(2);
const [loss, hours, devices] = [Number(lossText) / 100, Number(hoursText), Number(devicesText)];
const everyMs = 60_000;
const hourMs = 3_600_000;

/** Mulberry32: chance that can be repeated. */
let state = Number(seedText);
const chance = (): number => {
  state = (state + 0x6d2b79f5) | 0;
  let t = Math.imul(state ^ (state >>> 15), 1 | state);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
};

const result = (outcome: 'ok' | 'fail'): ProbeResult => ({
  outcome,
  stage: 'echo',
  code: outcome === 'ok' ? '' : 'timeout',
  latencyMs: 0,
  readings: [],
  evidence: {},
});
let attempts = 0;
let lost = 0;
const lossy: ProbeType<never> = {
  type: 'dimse-echo',
  schema: {},
  gives: () => ['service'],
  everySeconds: everyMs / 1000,
  timeoutSeconds: 10,
  needs: [],
  target: ({ name }: { readonly name: string }) => name,
  // An attempt is lost as a whole with the chance of one packet, as a probe that sends one and gets one is.
  probe: () => {
    attempts += 1;
    const isLost = chance() < loss;
    if (isLost) lost += 1;
    return Promise.resolve(result(isLost ? 'fail' : 'ok'));
  },
};

const from = instant(Date.parse('2026-11-01T00:00:00+08:00'));
const time = new VirtualTime(from);
const tracks = new Map<string, ProbeTrack>();
const closed: ProbeSpan[] = [];
let confirmedDown = 0;
/** As it would be if every lost attempt were an outage until the next turn, for comparison. */
let naiveOutages = 0;
const failed = new Map<string, boolean>();
const runner = probeRunner({
  probes: Array.from({ length: devices }, (_, n) => ({
    name: `d${String(n)}`,
    type: 'dimse-echo',
    of: `d${String(n)}`,
  })),
  now: time.now,
  monotonicMs: time.monotonicMs,
  boot: time.boot,
  after: time.after,
  random: chance,
  typeOf: () => lossy,
  onFault: (_, fault) => {
    throw fault;
  },
  onSample(sample) {
    const step = stepSamples(tracks.get(sample.probe), sample, { ...usualSampleRule, grade: 'service', everyMs });
    tracks.set(sample.probe, step.track);
    closed.push(...step.closed);
    if (step.change?.to === 'down') confirmedDown += 1;
    if (sample.outcome === 'fail' && failed.get(sample.probe) !== true) naiveOutages += 1;
    failed.set(sample.probe, sample.outcome === 'fail');
  },
});
await time.pass(hours * hourMs);
await runner.stop();
const downMs = closed.filter((span) => span.state === 'down').reduce((sum, { start, end }) => sum + end - start, 0);
const openDownMs = [...tracks.values()].reduce(
  (sum, { open }) => sum + (open?.state === 'down' ? open.end - open.start : 0),
  0,
);
const share = (ms: number): number => (ms / (hours * hourMs * devices)) * 100;
process.stdout.write(
  `${JSON.stringify({
    loss: loss * 100,
    hours,
    devices,
    attempts,
    lost,
    phantomOutages: confirmedDown,
    phantomPoints: share(downMs + openDownMs),
    naiveOutagesEach: naiveOutages / devices,
    naivePoints: share(naiveOutages * everyMs),
  })}\n`,
);
