import { instant } from '@center/contract';
import { describe, expect, it } from 'vitest';
import { type AgentGap, classifyPresence, type Presence } from './presence.ts';

const base = 1_780_000_000_000;
const before: Presence = {
  at: instant(base),
  bootId: 'b1',
  bootMs: 1_000_000,
  monotonicMs: 900_000,
  runId: 'r1',
  clean: false,
};
/** So many milliseconds later by each of the three clocks. */
const after = (wallMs: number, bootMs: number, monotonicMs = bootMs, more: Partial<Presence> = {}): Presence => ({
  ...before,
  at: instant(base + wallMs),
  bootMs: before.bootMs + bootMs,
  monotonicMs: before.monotonicMs + monotonicMs,
  ...more,
});
const told = (gaps: readonly AgentGap[]): [string, number, number, number?][] =>
  gaps.map(({ cause, start, end, stepMs }) =>
    stepMs === undefined ? [cause, start - base, end - base] : [cause, start - base, end - base, stepMs],
  );

describe('between two signs of life', () => {
  it('nothing happened', () => {
    expect(classifyPresence(before, after(10_000, 10_000))).toEqual({ gaps: [], epochRaised: false });
    // Drift of the clock is no step.
    expect(classifyPresence(before, after(11_500, 10_000))).toEqual({ gaps: [], epochRaised: false });
  });
  it.each([
    ['stopped in order', { ...before, clean: true }, { runId: 'r2', monotonicMs: 5 }, 'stopped'],
    ['died while the host lived on', before, { runId: 'r2', monotonicMs: 5 }, 'died'],
    [
      'host restarted in order',
      { ...before, clean: true },
      { runId: 'r2', bootId: 'b2', bootMs: 90_000, monotonicMs: 5 },
      'host-restart',
    ],
    ['host lost its power', before, { runId: 'r2', bootId: 'b2', bootMs: 90_000, monotonicMs: 5 }, 'host-power-loss'],
  ] as const)('%s', (_name, first, more, cause) => {
    const { gaps, epochRaised } = classifyPresence(first, after(108_000_000, 108_000_000, 0, more));
    expect(told(gaps)).toEqual([[cause, 0, 108_000_000]]);
    expect(epochRaised).toBe(false);
  });
  it('stalled: it ran and did not come to it; suspended: the host slept', () => {
    expect(told(classifyPresence(before, after(120_000, 120_000)).gaps)).toEqual([['stalled', 0, 120_000]]);
    expect(told(classifyPresence(before, after(120_000, 120_000, 10_000)).gaps)).toEqual([['suspended', 0, 120_000]]);
    expect(classifyPresence(before, after(30_000, 30_000)).gaps).toEqual([]);
  });
  it('the clock was set forward, exactly so much', () => {
    const change = classifyPresence(before, after(10_000 + 3_600_123, 10_000));
    expect(change).toMatchObject({ epochRaised: false, stepMs: 3_600_123 });
    expect(told(change.gaps)).toEqual([['clock-forward', 0, 3_600_123, 3_600_123]]);
  });
  it('the clock was set back, exactly so much, and a new epoch begins', () => {
    const change = classifyPresence(before, after(10_000 - 3_600_123, 10_000));
    expect(change).toMatchObject({ epochRaised: true, stepMs: -3_600_123 });
    // The hour that is lived twice.
    expect(told(change.gaps)).toEqual([['clock-back', -3_600_123, 0, -3_600_123]]);
  });
  it('set back while the agent was dead: the gap is as long as it really was', () => {
    const change = classifyPresence(before, after(600_000 - 7_200_000, 600_000, 0, { runId: 'r2', monotonicMs: 1 }));
    expect(change).toMatchObject({ epochRaised: true, stepMs: -7_200_000 });
    expect(told(change.gaps)).toEqual([
      ['clock-back', -7_200_000, 0, -7_200_000],
      ['died', -7_200_000, -6_600_000],
    ]);
  });
  it('power lost and the clock behind after it: that the agent did not watch since the host began is known', () => {
    const change = classifyPresence(before, after(-86_400_000, 0, 0, { runId: 'r2', bootId: 'b2', bootMs: 45_000 }));
    expect(change).toMatchObject({ epochRaised: true });
    expect(told(change.gaps)).toEqual([['host-power-loss', -86_445_000, -86_400_000]]);
  });
  it('every gap ends after it starts', () => {
    for (const wall of [-1_000_000, -1, 0, 1, 5_000, 1_000_000])
      for (const boot of [0, 1, 5_000, 1_000_000])
        for (const more of [{}, { runId: 'r2' }, { runId: 'r2', bootId: 'b2' }])
          for (const { start, end } of classifyPresence(before, after(wall, boot, 0, more)).gaps)
            expect(end).toBeGreaterThan(start);
  });
});
