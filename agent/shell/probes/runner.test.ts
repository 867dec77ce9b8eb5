import { instant } from '@center/contract';
import { Type } from 'typebox';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Sample } from '../../core/index.ts';
import { plainResult } from './network-fault.ts';
import type { ProbeConfig, ProbeContext, ProbeGives, ProbeResult, ProbeType } from './probe.ts';
import { probeRunner } from './runner.ts';
import type { ProbeRunner, RunnerOptions } from './runner-contract.ts';
import { VirtualTime } from './testing/virtual-time.ts';

type Answer = (probe: ProbeConfig, context: ProbeContext) => Promise<ProbeResult>;

const result = (outcome: ProbeResult['outcome'], more: Partial<ProbeResult> = {}): ProbeResult => ({
  ...plainResult(outcome, 'echo', outcome === 'ok' ? '' : 'no-answer', 0),
  latencyMs: 1,
  ...more,
});
const ok: Answer = () => Promise.resolve(result('ok'));

let time: VirtualTime;
let samples: Sample[];
let faults: string[];
let runner: ProbeRunner | undefined;

beforeEach(() => {
  time = new VirtualTime(instant(Date.parse('2026-11-26T08:00:00+08:00')));
  samples = [];
  faults = [];
});
afterEach(async () => {
  const stopping = runner?.stop();
  await time.pass(5_000);
  await stopping;
  runner = undefined;
});

function start(
  probes: readonly (Partial<ProbeConfig> & { readonly name: string })[],
  answer: Answer,
  more: Partial<RunnerOptions> & { readonly gives?: readonly ProbeGives[]; readonly passive?: true } = {},
): ProbeRunner {
  const { gives = ['service'], passive, ...options } = more;
  const type: ProbeType<ProbeConfig> = {
    type: 'tcp',
    schema: Type.Object({}),
    gives: () => gives,
    everySeconds: 60,
    timeoutSeconds: 10,
    needs: [],
    target: ({ host, name }) => (typeof host === 'string' ? host : name),
    probe: answer,
    ...(passive === undefined ? {} : { passive }),
  };
  runner = probeRunner({
    probes: probes.map((probe) => ({ type: 'tcp', of: 'ct-1', ...probe })),
    now: time.now,
    monotonicMs: time.monotonicMs,
    boot: time.boot,
    after: time.after,
    random: () => 0.5,
    onSample: (sample) => samples.push(sample),
    onFault: (what, fault) => faults.push(`${what}: ${String(fault)}`),
    typeOf: () => type,
    ...options,
  });
  return runner;
}

const many = (n: number, host?: string) =>
  Array.from({ length: n }, (_, index) => ({ name: `p${String(index)}`, ...(host === undefined ? {} : { host }) }));
const gaps = (): number[] => samples.slice(1).map(({ at }, index) => (at - (samples[index]?.at ?? 0)) / 1000);

describe('the rhythm', () => {
  it('asks each minute, and the second time soon, so that up is confirmed', async () => {
    start([{ name: 'a' }], ok);
    await time.pass(300_000);
    expect(gaps()).toEqual([5, 60, 60, 60, 60]);
    expect(samples[0]).toEqual({
      probe: 'a',
      at: instant(Date.parse('2026-11-26T08:00:05+08:00')),
      bootId: 'boot',
      bootMs: 5_000,
      outcome: 'ok',
      stage: 'echo',
      code: '',
      latencyMs: 1,
    });
  });

  it('after the first failure asks again after 5, 10 and 20 seconds, then as usual, and soon when it is back', async () => {
    let up = true;
    start([{ name: 'a' }], () => Promise.resolve(result(up ? 'ok' : 'fail')));
    await time.pass(100_000);
    samples = [];
    up = false;
    await time.pass(200_000);
    up = true;
    await time.pass(120_000);
    expect(gaps()).toEqual([5, 10, 20, 60, 60, 60, 5, 60]);
    expect(runner?.health()[0]).toMatchObject({ failuresInRow: 0, state: 'waiting', last: { outcome: 'ok' } });
  });

  it('does not hurry over what could not be measured, and over readings', async () => {
    start([{ name: 'a' }], () => Promise.resolve(result('invalid')));
    await time.pass(200_000);
    expect(gaps()).toEqual([60, 60, 60]);
    await runner?.stop();
    samples = [];
    start([{ name: 'a' }], () => Promise.resolve(result('fail')), { gives: ['environment'] });
    await time.pass(200_000);
    expect(gaps()).toEqual([60, 60, 60]);
  });

  it('asks sooner where what was read wishes it', async () => {
    start([{ name: 'ups', everySeconds: 5 }], () => Promise.resolve(result('ok', { againInSeconds: 2 })), {
      gives: ['power'],
    });
    await time.pass(20_000);
    expect(new Set(gaps())).toEqual(new Set([2]));
  });

  it('varies by a tenth', async () => {
    const chance = [0, 0.999, 0.25, 0.75];
    let n = 0;
    start([{ name: 'a' }], () => Promise.resolve(result('invalid')), {
      random: () => chance[n++ % chance.length] ?? 0,
    });
    await time.pass(3_600_000);
    const seen = gaps();
    expect(Math.min(...seen)).toBeGreaterThanOrEqual(54);
    expect(Math.max(...seen)).toBeLessThanOrEqual(66);
    expect(new Set(seen).size).toBeGreaterThan(2);
  });

  it('a clock that is set changes nothing of it', async () => {
    start([{ name: 'a' }], ok);
    await time.pass(70_000);
    time.set(-7_200_000);
    await time.pass(130_000);
    time.set(10_800_000);
    await time.pass(120_000);
    expect(samples.map(({ bootMs }) => bootMs)).toEqual([5_000, 10_000, 70_000, 130_000, 190_000, 250_000, 310_000]);
  });

  it('rests outside opening hours, and is at most an interval late at opening', async () => {
    let pace: 'usual' | 'slow' = 'slow';
    start([{ name: 'a' }], ok, { pace: () => pace });
    await time.pass(1_510_000);
    const slow = gaps().slice(1);
    expect(slow.length).toBeGreaterThan(3);
    expect(Math.min(...slow)).toBeGreaterThanOrEqual(240);
    samples = [];
    pace = 'usual';
    await time.pass(180_000);
    expect(samples.length).toBeGreaterThanOrEqual(3);
  });

  it('a failing that begins outside opening hours is confirmed all the same', async () => {
    let up = true;
    start([{ name: 'a' }], () => Promise.resolve(result(up ? 'ok' : 'fail')), { pace: () => 'slow' });
    await time.pass(60_000);
    samples = [];
    up = false;
    await time.pass(400_000);
    expect(gaps().slice(0, 3)).toEqual([5, 10, 20]);
  });
});

describe('witnesses', () => {
  it('the gateway is asked at once where a device fails, and the others after its second failure; their own turns stay', async () => {
    let cut = false;
    const answer: Answer = ({ name }) => Promise.resolve(result(cut && name === 'ct' ? 'fail' : 'ok'));
    const probes = ['ct', 'mr', 'dr', 'gateway'].map((name) => ({ name, of: name === 'gateway' ? '' : name }));
    start([...probes, { name: 'ct-ping', of: 'ct' }], answer);
    await time.pass(100_000);
    samples = [];
    cut = true;
    await time.pass(60_000);
    const first = samples.find(({ outcome }) => outcome === 'fail')?.bootMs ?? Number.NaN;
    const after = (name: string): number[] =>
      samples.filter(({ probe, bootMs }) => probe === name && bootMs >= first).map(({ bootMs }) => bootMs - first);
    expect(first).toBe(130_000);
    expect(after('ct')).toEqual([0, 5_000, 15_000]);
    expect(after('gateway')).toEqual([0, 5_000, 15_000]);
    expect(after('mr')).toEqual([0]);
    await time.pass(60_000);
    expect(after('gateway')).toEqual([0, 5_000, 15_000, 35_000, 60_000]);
    expect(after('mr')).toEqual([0, 60_000]);
  });

  it('who was asked long ago is asked again, once a minute', async () => {
    let n = 0;
    // The second device's turns lie half an interval after the first one's.
    const answer: Answer = ({ name }) =>
      Promise.resolve(result(time.monotonicMs() > 100_000 && name === 'ct' ? 'fail' : 'ok'));
    start(
      [
        { name: 'ct', of: 'ct' },
        { name: 'mr', of: 'mr', everySeconds: 45 },
      ],
      answer,
      { random: () => [0, 1][n++] ?? 0.5 },
    );
    await time.pass(240_000);
    const failed = samples.filter(({ outcome }) => outcome === 'fail').map(({ bootMs }) => bootMs);
    const mr = samples.filter(({ probe }) => probe === 'mr').map(({ bootMs }) => bootMs);
    expect(mr).toContain(failed[1]);
    expect(mr.filter((at) => at > (failed[0] ?? 0) && at < (failed[0] ?? 0) + 60_000).length).toBeLessThanOrEqual(3);
  });
});

describe('limits', () => {
  it('at most sixteen at once, and one for a target', async () => {
    const running = new Map<string, number>();
    let [most, mostOfOne] = [0, 0];
    const slowly: Answer = async ({ host }) => {
      const target = String(host);
      running.set(target, (running.get(target) ?? 0) + 1);
      most = Math.max(
        most,
        [...running.values()].reduce((sum, n) => sum + n, 0),
      );
      mostOfOne = Math.max(mostOfOne, ...running.values());
      await new Promise<void>((resolve) => void time.after(3_000, resolve));
      running.set(target, (running.get(target) ?? 0) - 1);
      return result('ok');
    };
    start(
      Array.from({ length: 60 }, (_, n) => ({ name: `p${String(n)}`, host: `h${String(n % 30)}` })),
      slowly,
    );
    await time.pass(180_000);
    expect([most, mostOfOne]).toEqual([16, 1]);
    expect(new Set(samples.map(({ probe }) => probe)).size).toBe(60);
  });

  it('a probe gets its signal at its time limit, and another target is not held up', async () => {
    const waits: Answer = ({ name }, { signal }) =>
      name === 'p0'
        ? new Promise((resolve) => signal.addEventListener('abort', () => resolve(result('fail', { code: 'timeout' }))))
        : ok({ name, type: 'tcp', of: '' }, { signal, now: time.now });
    start(many(2), waits);
    await time.pass(20_000);
    expect(samples.filter(({ probe }) => probe === 'p0')).toMatchObject([{ outcome: 'fail', code: 'timeout' }]);
    expect(samples.filter(({ probe }) => probe === 'p1').length).toBeGreaterThan(1);
  });

  it('a probe that outlives its signal is let go, told once, and not doubled until it has come back', async () => {
    let calls = 0;
    let back: () => void = () => undefined;
    start([{ name: 'a' }], () => {
      calls += 1;
      return calls > 1 ? Promise.resolve(result('ok')) : new Promise((resolve) => (back = () => resolve(result('ok'))));
    });
    await time.pass(600_000);
    expect(calls).toBe(1);
    expect(samples).toMatchObject([{ outcome: 'invalid', stage: 'runner', code: 'outlived-signal' }]);
    expect(faults).toEqual(['a: Error: a probe outlived its signal']);
    expect(runner?.health()).toMatchObject([{ state: 'stuck', attempts: 1 }]);
    expect(runner?.health()[0]?.stuckAttempts).toBeGreaterThan(5);
    expect(await runner?.probeNow('a')).toBeUndefined();
    back();
    await time.pass(130_000);
    expect(calls).toBeGreaterThan(1);
    expect(samples.at(-1)).toMatchObject({ outcome: 'ok' });
  });

  it.each<[string, Answer]>([
    [
      'throws',
      () => {
        throw new Error('bug');
      },
    ],
    ['rejects', () => Promise.reject(new Error('bug'))],
  ])('a probe that %s is told as invalid, and the others go on', async (_, broken) => {
    start(many(2), (probe, context) => (probe.name === 'p0' ? broken(probe, context) : ok(probe, context)));
    await time.pass(130_000);
    expect(faults.every((fault) => fault === 'p0: Error: bug')).toBe(true);
    expect(samples.filter(({ probe }) => probe === 'p0').map(({ outcome, code }) => [outcome, code])).toEqual([
      ['invalid', 'threw'],
      ['invalid', 'threw'],
      ['invalid', 'threw'],
    ]);
    expect(samples.filter(({ probe }) => probe === 'p1').length).toBeGreaterThan(2);
  });

  it('a listener that throws stops nothing', async () => {
    let told = 0;
    start([{ name: 'a' }], ok, {
      onSample: () => {
        told += 1;
        throw new Error('full disk');
      },
    });
    await time.pass(130_000);
    expect(told).toBe(4);
    expect(faults).toHaveLength(4);
  });
});

describe('on demand', () => {
  it('asks at once and tells what came; a second wish shares the attempt', async () => {
    let calls = 0;
    const slowly: Answer = async () => {
      calls += 1;
      await new Promise<void>((resolve) => void time.after(1_000, resolve));
      return result('ok');
    };
    start([{ name: 'a' }], slowly);
    const both = Promise.all([runner?.probeNow('a'), runner?.probeNow('a')]);
    await time.pass(2_000);
    expect(await both).toMatchObject([{ outcome: 'ok' }, { outcome: 'ok' }]);
    expect(calls).toBe(1);
    expect(samples).toHaveLength(1);
    expect(await runner?.probeNow('unknown')).toBeUndefined();
  });

  it('a passive probe is never asked', async () => {
    start([{ name: 'record' }], () => Promise.reject(new Error('asked')), { passive: true });
    await time.pass(600_000);
    expect(samples).toEqual([]);
    expect(faults).toEqual([]);
    expect(await runner?.probeNow('record')).toBeUndefined();
    expect(runner?.health()).toMatchObject([{ state: 'passive', attempts: 0 }]);
  });
});

it('stop ends what is under way by its signal; nothing is told afterwards', async () => {
  let aborted = 0;
  const waits: Answer = (_, { signal }) =>
    new Promise((resolve) =>
      signal.addEventListener('abort', () => {
        aborted += 1;
        resolve(result('fail'));
      }),
    );
  const stopping = start(many(3), waits);
  await time.pass(6_000);
  const wish = stopping.probeNow('p0');
  const stopped = stopping.stop();
  await time.pass(0);
  await stopped;
  expect(aborted).toBe(3);
  expect(await wish).toBeUndefined();
  await time.pass(600_000);
  expect(samples).toEqual([]);
});
