import { instant } from '@center/contract';
import { describe, expect, it } from 'vitest';
import { lengthMs, normalise } from './algebra.ts';
import { type ProbeSpan, type Sample, type SampleRule, usualSampleRule } from './evidence.ts';
import { interruptTrack, openSpan, type ProbeTrack, stepSamples, type TrackStep } from './sample-track.ts';
import { piecesAtOnce } from './testing/samples-at-once.ts';
import { type Chance, chance } from './testing/seeded.ts';

const rule: SampleRule = { ...usualSampleRule, everyMs: 60_000, grade: 'service' };
const base = 1_780_000_000_000;

/** A sample `s` seconds after the base by boot clock; the wall clock may be set by `wall` seconds. */
function sample(
  s: number,
  outcome: Sample['outcome'],
  more: { wall?: number; boot?: string; code?: string } = {},
): Sample {
  const { wall = 0, boot = 'b1', code = '' } = more;
  return {
    probe: 'ct-1-echo',
    at: instant(base + (s + wall) * 1000),
    bootId: boot,
    bootMs: s * 1000 + 500_000,
    outcome,
    stage: 'echo',
    code,
    latencyMs: 3,
  };
}

interface Walk {
  readonly spans: ProbeSpan[];
  readonly changes: NonNullable<TrackStep['change']>[];
  readonly track: ProbeTrack;
}
/** Step by step, and closed at the end as a stop of the agent does. */
function walk(samples: readonly Sample[]): Walk {
  let track: ProbeTrack | undefined;
  const spans: ProbeSpan[] = [];
  const changes: Walk['changes'] = [];
  for (const each of samples) {
    // As it is kept between two runs: as JSON.
    const kept: ProbeTrack | undefined = track === undefined ? undefined : JSON.parse(JSON.stringify(track));
    const step = stepSamples(kept, each, rule);
    ({ track } = step);
    spans.push(...step.closed);
    if (step.change !== undefined) changes.push(step.change);
  }
  if (track === undefined) throw new Error('no sample');
  const end = interruptTrack(track);
  return { spans: [...spans, ...end.closed], changes, track: end.track };
}
/** Spans as seconds after the base. */
const seconds = (spans: readonly ProbeSpan[]): [number, number, string][] =>
  spans.map(({ start, end, state }) => [(start - base) / 1000, (end - base) / 1000, state]);
const every = (from: number, to: number, outcome: Sample['outcome']): Sample[] =>
  Array.from({ length: (to - from) / 60 + 1 }, (_, index) => sample(from + 60 * index, outcome));

describe('a sample covers back to its predecessor when the gap is at most 2.5 intervals, else one interval', () => {
  it('through gaps of up to 150 s', () => {
    expect(seconds(walk([sample(0, 'ok'), sample(60, 'ok'), sample(210, 'ok'), sample(270, 'ok')]).spans)).toEqual([
      [0, 270, 'up'],
    ]);
  });
  it('a second more is a gap, of which a success covers one interval', () => {
    const { spans } = walk([sample(0, 'ok'), sample(60, 'ok'), sample(211, 'ok'), sample(271, 'ok')]);
    expect(seconds(spans)).toEqual([
      [0, 60, 'up'],
      [151, 271, 'up'],
    ]);
  });
  it('a failing after a gap says nothing of the gap', () => {
    const { spans } = walk([...every(0, 60, 'ok'), ...every(600, 720, 'fail')]);
    expect(seconds(spans)).toEqual([
      [0, 60, 'up'],
      [600, 720, 'down'],
    ]);
  });
  it('the very first sample covers nothing before it', () => {
    expect(seconds(walk(every(0, 120, 'ok')).spans)).toEqual([[0, 120, 'up']]);
  });
});

describe('debounce with back-dating', () => {
  it('down begins at the first of three failings in a row, up at the first of two successes', () => {
    const walked = walk([...every(0, 120, 'ok'), ...every(180, 360, 'fail'), ...every(420, 600, 'ok')]);
    expect(seconds(walked.spans)).toEqual([
      [0, 180, 'up'],
      [180, 420, 'down'],
      [420, 600, 'up'],
    ]);
    expect(walked.changes).toEqual([
      { to: 'up', at: base },
      { to: 'down', at: base + 180_000 },
      { to: 'up', at: base + 420_000 },
    ]);
  });
  it('two failings, or three within 29 seconds, are suspicion and count as before', () => {
    expect(seconds(walk([...every(0, 120, 'ok'), ...every(180, 240, 'fail'), ...every(300, 360, 'ok')]).spans)).toEqual(
      [[0, 360, 'up']],
    );
    const quick = [sample(60, 'fail'), sample(65, 'fail'), sample(89, 'fail')];
    expect(seconds(walk([...every(0, 0, 'ok'), sample(10, 'ok'), ...quick, ...every(120, 180, 'ok')]).spans)).toEqual([
      [0, 180, 'up'],
    ]);
    const thirty = [sample(60, 'fail'), sample(65, 'fail'), sample(90, 'fail')];
    expect(seconds(walk([...every(0, 0, 'ok'), sample(10, 'ok'), ...thirty, ...every(120, 180, 'ok')]).spans)).toEqual([
      [0, 60, 'up'],
      [60, 120, 'down'],
      [120, 180, 'up'],
    ]);
  });
  it('one success between failings of a device that is down is no recovery', () => {
    const walked = walk([...every(0, 180, 'fail'), sample(240, 'ok'), ...every(300, 420, 'fail')]);
    expect(seconds(walked.spans)).toEqual([[0, 420, 'down']]);
    expect(walked.changes).toHaveLength(1);
  });
  it.each([
    [0.005, 1],
    [0.01, 2],
    [0.02, 3],
  ])('%f of the packets lost in 220 hours: no phantom outage', (loss, seed) => {
    const drawn = chance(seed);
    const samples: Sample[] = [];
    // As probes do it: a minute apart, and after a first failing again after 5, 10 and 20 seconds.
    for (let s = 0; s < 220 * 3600; ) {
      const lost = drawn.below(10_000) < loss * 10_000;
      samples.push(sample(s, lost ? 'fail' : 'ok'));
      const failing = samples.slice(-3).filter(({ outcome }) => outcome === 'fail').length;
      s += lost ? ([5, 5, 10, 20][failing] ?? 60) : 60;
    }
    const { spans } = walk(samples);
    expect(lengthMs(spans.filter(({ state }) => state === 'down'))).toBe(0);
    expect(samples.filter(({ outcome }) => outcome === 'fail').length).toBeGreaterThan(20);
  });
});

describe('what is no evidence', () => {
  it('invalid is unknown, back to the predecessor, and is never down', () => {
    const { spans } = walk([...every(0, 120, 'ok'), ...every(180, 600, 'invalid'), ...every(660, 780, 'ok')]);
    expect(seconds(spans)).toEqual([
      [0, 120, 'up'],
      [120, 600, 'unknown'],
      [600, 780, 'up'],
    ]);
  });
  it('failings on both sides of an invalid one are not in a row', () => {
    const { spans } = walk([
      ...every(0, 60, 'ok'),
      ...every(120, 180, 'fail'),
      sample(240, 'invalid'),
      ...every(300, 360, 'fail'),
    ]);
    expect(spans.some(({ state }) => state === 'down')).toBe(false);
  });
  it('unsupported leaves nothing at all', () => {
    expect(walk(every(0, 600, 'unsupported')).spans).toEqual([]);
  });
});

describe('restarts and clocks', () => {
  it('agent restart: unknown from the last sample to the first new one', () => {
    const first = walk(every(0, 120, 'ok'));
    const again = stepSamples(first.track, sample(180, 'ok'), rule);
    const { closed } = interruptTrack(stepSamples(again.track, sample(240, 'ok'), rule).track);
    expect(seconds(closed)).toEqual([[180, 240, 'up']]);
  });
  it('agent restart while down and up again: the end is told once, and nothing is told twice', () => {
    const first = walk(every(0, 180, 'fail'));
    const stillDown = [240, 300, 360].reduce<TrackStep>(({ track }, s) => stepSamples(track, sample(s, 'fail'), rule), {
      track: first.track,
      closed: [],
    });
    expect(stillDown.change).toBeUndefined();
    const one = stepSamples(first.track, sample(240, 'ok'), rule);
    expect(stepSamples(one.track, sample(300, 'ok'), rule).change).toEqual({ to: 'up', at: base + 240_000 });
  });
  it('host restart: another boot covers nothing back', () => {
    const after = [0, 60].map((s) => ({ ...sample(s, 'ok', { boot: 'b2', wall: 400 }), bootMs: 30_000 + s * 1000 }));
    expect(seconds(walk([...every(0, 120, 'ok'), ...after]).spans)).toEqual([
      [0, 120, 'up'],
      [400, 460, 'up'],
    ]);
  });
  it('clock set forward: wall time without boot time is no elapsed time', () => {
    const after = [180, 240, 300].map((s) => sample(s, 'ok', { wall: 3600 }));
    const { spans } = walk([...every(0, 120, 'ok'), ...after]);
    expect(seconds(spans)).toEqual([
      [0, 120, 'up'],
      [3720, 3900, 'up'],
    ]);
    expect(spans.map(({ doubtful }) => doubtful)).toEqual([false, false]);
    // Real time is neither lost nor won.
    expect(lengthMs(spans)).toBe(300_000);
  });
  it('clock set back: a new epoch, and what an earlier one has had already is doubtful', () => {
    const after = Array.from({ length: 8 }, (_, index) => sample(660 + index * 60, 'ok', { wall: -300 }));
    const { spans } = walk([...every(0, 600, 'ok'), ...after]);
    expect(
      spans.map(({ start, end, clockEpoch, doubtful }) => [
        (start - base) / 1000,
        (end - base) / 1000,
        clockEpoch,
        doubtful,
      ]),
    ).toEqual([
      [0, 600, 0, false],
      [300, 600, 1, true],
      [600, 780, 1, false],
    ]);
  });
  it('a sample that comes twice or too late changes nothing', () => {
    const once = walk(every(0, 240, 'ok'));
    const [first] = every(0, 0, 'ok');
    const twice = walk(every(0, 240, 'ok').flatMap((each) => [each, each, ...(first === undefined ? [] : [first])]));
    expect(twice).toEqual(once);
  });
});

describe('the open span', () => {
  const track = (samples: readonly Sample[]): ProbeTrack => {
    let found: ProbeTrack | undefined;
    for (const each of samples) found = stepSamples(found, each, rule).track;
    if (found === undefined) throw new Error('no sample');
    return found;
  };
  const end = (samples: readonly Sample[], s: number): number | undefined => {
    const open = openSpan(track(samples), instant(base + s * 1000));
    return open === undefined ? undefined : (open.end - base) / 1000;
  };
  it('reaches to now while the next sample is not overdue, and to the last one after', () => {
    expect(end(every(0, 120, 'ok'), 150)).toBe(150);
    expect(end(every(0, 120, 'ok'), 270)).toBe(270);
    expect(end(every(0, 120, 'ok'), 271)).toBe(120);
    expect(end([sample(0, 'ok')], 30)).toBeUndefined();
    expect(end([...every(0, 120, 'ok'), sample(180, 'fail')], 190)).toBe(190);
  });
});

function randomSamples(drawn: Chance): Sample[] {
  const samples: Sample[] = [];
  let bootMs = 10_000;
  let wall = base;
  let boot = 0;
  const count = 3 + drawn.below(40);
  let outcome: Sample['outcome'] = 'ok';
  for (let index = 0; index < count; index += 1) {
    if (drawn.once(3)) outcome = drawn.oneOf(['ok', 'ok', 'fail', 'fail', 'fail', 'invalid', 'unsupported'] as const);
    const gap = drawn.oneOf([60, 60, 60, 5, 10, 20, 149, 150, 151, 400]) * 1000;
    bootMs += gap;
    wall += gap;
    if (drawn.once(25)) wall += drawn.oneOf([3600, 400, -400, -3600, 30]) * 1000;
    if (drawn.once(25)) {
      boot += 1;
      bootMs = drawn.below(100_000);
    }
    const each: Sample = { ...sample(0, outcome), bootMs, at: instant(wall), bootId: `b${boot}` };
    samples.push(each);
    if (drawn.once(15)) samples.push(each);
  }
  return samples;
}

const cases = Number(process.env['AVAILABILITY_CASES'] ?? 3_000);
describe('step by step and all at once', () => {
  it(`say the same in ${cases} drawn lists of samples`, { timeout: 600_000 }, () => {
    for (let seed = 1; seed <= cases; seed += 1) {
      const samples = randomSamples(chance(seed));
      const stepped = walk(samples).spans;
      const pieces = piecesAtOnce(samples, rule);
      for (const state of ['up', 'down'] as const)
        for (const epoch of new Set([
          ...stepped.map(({ clockEpoch }) => clockEpoch),
          ...pieces.map((each) => each.epoch),
        ])) {
          const one = normalise(stepped.filter((each) => each.state === state && each.clockEpoch === epoch));
          const other = normalise(
            pieces
              .filter((each) => each.state === state && each.epoch === epoch)
              .map(({ start, end }) => ({ start: instant(start), end: instant(end) })),
          );
          expect({ seed, state, epoch, spans: one }).toEqual({ seed, state, epoch, spans: other });
        }
      // Within one epoch no two spans overlap, and none is empty.
      for (const [index, each] of stepped.entries()) {
        expect(each.end).toBeGreaterThan(each.start);
        const next = stepped[index + 1];
        if (next?.clockEpoch === each.clockEpoch) expect(next.start).toBeGreaterThanOrEqual(each.end);
      }
    }
  });
});
