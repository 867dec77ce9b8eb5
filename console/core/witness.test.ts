import { type Instant, instant } from '@center/contract';
import { describe, expect, it } from 'vitest';
import { defaultWitnessLimits, type SeenStretch, type ToldGap, type WitnessInput, witnessed } from './witness.ts';

const minute = 60_000;
const at = (minutes: number): Instant => instant(1_790_000_000_000 + Math.round(minutes * minute));
const span = (from: number, to: number) => ({ start: at(from), end: at(to) });
const seen = (from: number, to: number, lateBatches = 0): SeenStretch => ({ ...span(from, to), lateBatches });
const told = (from: number, to: number, cause = 'died'): ToldGap => ({
  ...span(from, to),
  number: 1,
  cause,
  stepMs: null,
});

const look = (input: Partial<WitnessInput>) =>
  witnessed({
    period: span(0, 600),
    told: [],
    unreached: [],
    seen: [seen(0, 600)],
    watched: [span(0, 600)],
    clockOffsetMs: 0,
    limits: defaultWitnessLimits,
    ...input,
  });
const found = (input: Partial<WitnessInput>) => look(input).gaps.map(({ by, finding }) => `${by} ${finding}`);

describe('told gaps beside the console’s own sight', () => {
  it.each([
    ['nothing told and nothing seen', {}, []],
    ['both say the same', { told: [told(100, 140)], seen: [seen(0, 99), seen(140.5, 600)] }, ['agent agrees']],
    ['a hidden gap', { seen: [seen(0, 99), seen(140, 600)] }, ['console untold']],
    [
      'a gap told shorter than it was',
      { told: [told(100, 140)], seen: [seen(0, 99), seen(300, 600)] },
      ['console untold', 'agent agrees'],
    ],
    ['a cut line', { seen: [seen(0, 99), seen(140, 600, 3)] }, ['console line']],
    [
      'a night without a line and with nothing to send',
      { seen: [seen(0, 99), seen(540, 600)], unreached: [span(100, 539)] },
      ['console line'],
    ],
    [
      'a line that was down for a part of a silence',
      { seen: [seen(0, 99), seen(540, 600)], unreached: [span(100, 300)] },
      ['console untold'],
    ],
    [
      'a line, and a time in which the agent died',
      { seen: [seen(0, 99), seen(540, 600)], unreached: [span(100, 200), span(400, 539)], told: [told(200, 400)] },
      ['console line', 'agent agrees'],
    ],
    [
      'one batch from just after the last beat excuses no night',
      { seen: [seen(0, 99), { ...seen(540, 600, 1), lateDates: span(101, 101) }] },
      ['console untold'],
    ],
    [
      'batches from all of the night do',
      { seen: [seen(0, 99), { ...seen(540, 600, 44), lateDates: span(105, 530) }] },
      ['console line'],
    ],
    [
      'tries that it says were in vain while it was heard excuse nothing',
      { unreached: [span(100, 300)], told: [told(400, 440)] },
      ['agent heard'],
    ],
    ['a gap in which it was heard', { told: [told(100, 140)] }, ['agent heard']],
    ['a gap too short for a console to see', { told: [told(100, 104)] }, ['agent not-comparable']],
    ['a step of the clock', { told: [told(100, 300, 'clock-forward')] }, ['agent not-comparable']],
    [
      'a step of the clock covers no silence',
      { told: [told(100, 300, 'clock-forward')], seen: [seen(0, 99), seen(300, 600)] },
      ['console untold', 'agent not-comparable'],
    ],
    ['a missed beat or two is no silence', { seen: [seen(0, 99), seen(102, 600)] }, []],
    [
      'told, and the console was away',
      { told: [told(100, 200)], seen: [seen(0, 99), seen(200, 600)], watched: [span(0, 120), span(190, 600)] },
      ['agent not-watched'],
    ],
    [
      'silence of the console itself',
      { seen: [seen(0, 100), seen(201, 600)], watched: [span(0, 100), span(200, 600)] },
      [],
    ],
    [
      'told of a time before the console knew the agent',
      { told: [told(100, 200)], seen: [seen(300, 600)] },
      ['agent not-watched'],
    ],
    ['silent now', { seen: [seen(0, 500)] }, ['console untold']],
    ['never heard', { seen: [] }, []],
  ] as [string, Partial<WitnessInput>, string[]][])('%s', (_what, input, findings) => {
    expect(found(input)).toEqual(findings);
  });

  it('the console’s own time is counted once where its clock was set back', () => {
    const input = { seen: [seen(0, 99), seen(140, 600)] };
    const once = look({ ...input, watched: [span(0, 600)] });
    expect(look({ ...input, watched: [span(0, 130), span(120, 600), span(300, 400)] })).toEqual(once);
    expect(once.silentMs).toBe(41 * minute);
  });

  it('gives the two clocks their difference', () => {
    const input = { told: [told(110, 150)], seen: [seen(0, 99), seen(140.5, 600)] };
    expect(found(input)).toEqual(['console untold', 'agent heard']);
    expect(found({ ...input, clockOffsetMs: 10 * minute })).toEqual(['agent agrees']);
  });

  it('knows that a clock was set right while there was silence', () => {
    const before = { ...seen(0, 99), firstOffsetMs: 30 * minute, lastOffsetMs: 30 * minute };
    const after = { ...seen(140.5, 600), firstOffsetMs: 0, lastOffsetMs: 0 };
    // It went down at 100 by the console's clock, 130 by its own, and came back with the right one.
    const input = { told: [told(130, 140)], seen: [before, after], clockOffsetMs: 0 };
    // Told too short by the half hour; the edges of a silence leave seven minutes.
    expect(found(input)).toEqual(['console untold', 'agent agrees']);
    const forward = { ...seen(140.5, 600), firstOffsetMs: 40 * minute, lastOffsetMs: 40 * minute };
    expect(found({ ...input, told: [told(130, 180)], seen: [before, forward] })).toEqual(['agent agrees']);
  });

  it('takes no clock that is moved on purpose for an excuse', () => {
    const moved = { ...seen(140, 600), firstOffsetMs: 0, lastOffsetMs: 400 * minute };
    expect(found({ told: [told(500, 504)], seen: [seen(0, 99), moved], clockOffsetMs: 400 * minute })).toContain(
      'console untold',
    );
    // A wrong clock does not stretch what was told of a minute over a silence of hours.
    const wrong = (from: number, to: number) => ({
      ...seen(from, to),
      firstOffsetMs: 900 * minute,
      lastOffsetMs: 900 * minute,
    });
    expect(
      found({ told: [told(1010, 1014)], seen: [wrong(0, 99), wrong(540, 600)], clockOffsetMs: 900 * minute }),
    ).toContain('console untold');
  });

  it('counts time, and not gaps', () => {
    const result = look({
      told: [told(100, 140), told(200, 260)],
      seen: [seen(0, 100), seen(140, 200), seen(260, 400), seen(460, 600)],
    });
    expect([result.toldMs, result.silentMs, result.untoldMs, result.heardMs].map((ms) => ms / minute)).toEqual([
      100, 160, 60, 0,
    ]);
    const [silence] = look({ seen: [seen(0, 500)] }).gaps;
    expect([silence?.end, silence?.differenceMs]).toEqual([undefined, 100 * minute]);
    // The console looked at itself a moment ago, and not this very moment.
    const moment = look({ seen: [seen(0, 500)], watched: [span(0, 599.9)] });
    expect(moment.gaps[0]?.end).toBeUndefined();
  });

  it('is of the period that is looked at', () => {
    const input = { period: span(300, 600), told: [told(100, 140)], seen: [seen(0, 99), seen(140, 600)] };
    expect(look(input)).toMatchObject({ toldMs: 0, silentMs: 0, gaps: [] });
  });
});
