// Two network namespaces with a cable between them: the device behind it is taken away, and so is the cable. What we could not measure is unknown, and only the device can fail.
import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type ProbeTrack, type Sample, stepSamples, usualSampleRule } from '../core/index.ts';
import { monotonicMs, now } from '../shell/clock/index.ts';
import { hostBoot, type ProbeConfig, type ProbeRunner, probeRunner, probeTypeOf } from '../shell/probes/index.ts';
import { attempt, descriptors } from '../shell/probes/testing/peers.ts';

const ip = (...args: string[]): boolean => spawnSync('ip', args, { stdio: 'ignore' }).status === 0;
/** Whether this process may lay cables: as root of a namespace of its own. */
function maySetUp(): boolean {
  if (process.env.LOOPBACK_ONLY !== '1' || spawnSync('nsenter', ['--version']).error !== undefined) return false;
  const laid = ip('link', 'add', 'probe-try0', 'type', 'veth', 'peer', 'name', 'probe-try1');
  return laid && ip('link', 'del', 'probe-try0');
}
const able = maySetUp() && spawnSync('storescp', ['--version'], { stdio: 'ignore' }).error === undefined;
if (!able)
  console.warn(
    'SKIPPED: the cut cable needs a network namespace with rights over it (npm test makes one), iproute2, nsenter and DCMTK',
  );

const [ours, theirs, nobody] = ['10.231.0.1', '10.231.0.2', '10.231.0.9'] as const;
const port = 11_151;
let holder: ChildProcess | undefined;
let device: ChildProcess | undefined;
const inside = (...command: string[]): string[] => ['-t', String(holder?.pid), '-n', ...command];
const startDevice = (): void => {
  device = spawn('nsenter', inside('storescp', '--ignore', '-aet', 'CT1', String(port)), { stdio: 'ignore' });
};
const stopDevice = async (): Promise<void> => {
  const gone = device === undefined ? undefined : once(device, 'exit');
  device?.kill('SIGKILL');
  await gone;
};

async function ask(
  config: Pick<ProbeConfig, 'type'> & Readonly<Record<string, unknown>>,
  timeoutMs = 4_000,
): Promise<string> {
  const probe: ProbeConfig = { name: 'x', of: 'ct-1', ...config };
  const { outcome, stage, code } = await probeTypeOf(probe.type).probe(probe as never, attempt(timeoutMs));
  return `${outcome} ${stage} ${code}`.trim();
}
const echo = (timeoutMs?: number, host: string = theirs) =>
  ask({ type: 'dimse-echo', host, port, calledAeTitle: 'CT1' }, timeoutMs);

describe.runIf(able)('a device behind a cable', () => {
  beforeAll(async () => {
    holder = spawn('unshare', ['-n', 'sleep', '600'], { stdio: 'ignore' });
    await vi.waitFor(
      () => {
        ip('link', 'del', 'probe0');
        execFileSync('ip', ['link', 'add', 'probe0', 'type', 'veth', 'peer', 'name', 'probe1']);
        // Fails until the other namespace stands: then both ends would still be here.
        execFileSync('ip', ['link', 'set', 'probe1', 'netns', String(holder?.pid)]);
        execFileSync('nsenter', inside('ip', 'addr', 'add', `${theirs}/24`, 'dev', 'probe1'));
      },
      { timeout: 10_000 },
    );
    execFileSync('nsenter', inside('ip', 'link', 'set', 'probe1', 'up'));
    execFileSync('ip', ['addr', 'add', `${ours}/24`, 'dev', 'probe0']);
    execFileSync('ip', ['link', 'set', 'probe0', 'up']);
    startDevice();
    await vi.waitFor(async () => expect(await echo()).toBe('ok release'), { timeout: 20_000 });
  });
  afterAll(() => {
    device?.kill('SIGKILL');
    ip('link', 'del', 'probe0');
    holder?.kill('SIGKILL');
  });

  it('that is switched off fails; an address at which packets vanish fails by the time limit and leaves nothing behind', async () => {
    await stopDevice();
    expect(await echo()).toBe('fail connect ECONNREFUSED');
    startDevice();
    await vi.waitFor(async () => expect(await echo()).toBe('ok release'), { timeout: 20_000 });
    // A neighbour that is entered by hand and is not there: a black hole.
    ip('neigh', 'replace', nobody, 'lladdr', '02:00:00:00:00:99', 'dev', 'probe0');
    const before = descriptors();
    for (let n = 0; n < 20; n += 1) {
      expect(await echo(100, nobody)).toBe('fail connect timeout');
      expect(await ask({ type: 'tcp', host: nobody, port }, 100)).toBe('fail connect timeout');
    }
    expect(await ask({ type: 'http', url: `http://${nobody}/` }, 300)).toBe('fail connect timeout');
    expect(descriptors()).toBeLessThanOrEqual(before);
    expect(await ask({ type: 'icmp', host: nobody }, 500)).toMatch(/^(?:fail echo timeout|invalid start .*)$/);
  });

  it('of an address without a way to it nothing is measured', async () => {
    expect(await echo(2_000, '203.0.113.7')).toBe('invalid connect ENETUNREACH');
    expect(await ask({ type: 'tcp', host: '203.0.113.7', port })).toBe('invalid connect ENETUNREACH');
  });

  it('is never down while the cable is cut, is up again after it, and is down when it is the device', async () => {
    const rule = { ...usualSampleRule, grade: 'service', everyMs: 500, failuresSpanMs: 2_000 } as const;
    let track: ProbeTrack | undefined;
    const samples: Sample[] = [];
    const changes: string[] = [];
    const runner: ProbeRunner = probeRunner({
      probes: [
        {
          name: 'ct',
          type: 'dimse-echo',
          of: 'ct-1',
          host: theirs,
          port,
          calledAeTitle: 'CT1',
          everySeconds: 1,
          timeoutSeconds: 2,
        },
      ],
      now,
      monotonicMs,
      boot: hostBoot,
      onFault: (_, fault) => {
        throw fault;
      },
      onSample: (sample) => {
        const step = stepSamples(track, sample, { ...rule, everyMs: 1_000 });
        track = step.track;
        samples.push(sample);
        if (step.change !== undefined) changes.push(step.change.to);
      },
    });
    const since = (n: number): string =>
      samples
        .slice(n)
        .map(({ outcome }) => outcome)
        .join(' ');
    const wait = (check: () => boolean): Promise<void> =>
      vi.waitFor(
        () => expect(check(), samples.map(({ outcome, code }) => `${outcome} ${code}`).join(', ')).toBe(true),
        {
          timeout: 60_000,
          interval: 50,
        },
      );
    try {
      await wait(() => changes.includes('up'));
      ip('link', 'set', 'probe0', 'down');
      let mark = samples.length;
      await wait(() => samples.length >= mark + 6);
      expect(since(mark + 1)).not.toContain('ok');
      // What was under way when it was cut may have failed; it alone confirms nothing.
      expect(since(mark + 1)).not.toContain('fail');
      expect(changes).toEqual(['up']);
      ip('link', 'set', 'probe0', 'up');
      mark = samples.length;
      await wait(() => since(mark).includes('ok ok'));
      expect(changes).not.toContain('down');
      await stopDevice();
      await wait(() => changes.at(-1) === 'down');
      startDevice();
      await wait(() => changes.at(-1) === 'up');
    } finally {
      await runner.stop();
    }
  });
});
