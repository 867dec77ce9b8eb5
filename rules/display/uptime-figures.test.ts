import { countedStates, upsStates } from '@center/contract';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ClimateHour, gapsOf, unbroken } from './charts/climate-chart.tsx';
import { displayWords } from './language.ts';
import { clockText, durationText, percentText, spanText } from './spans.ts';
import { type FiguresShown, withinError } from './uptime-figures.tsx';
import { countedLooks, countedStack, upsLooks, uptimeVerdictLooks } from './uptime-look.ts';

const zh = displayWords['zh-CN'];
const hour = 3_600_000;

describe('spans', () => {
  it('cut off and never round up', () => {
    expect(percentText(9499)).toBe('94.99%');
    expect(percentText(9500)).toBe('95.00%');
    expect(percentText(5)).toBe('0.05%');
    expect(percentText(10_000)).toBe('100.00%');
    expect(durationText(11 * hour - 1)).toBe('10:59:59');
    expect(durationText(220 * hour)).toBe('220:00:00');
    expect(durationText(-61_500)).toBe('−0:01:01');
    expect(durationText(0)).toBe('0:00:00');
  });

  it('are said in their two largest units', () => {
    expect(spanText(3 * 24 * hour + 4 * hour + 59_000, zh)).toBe('3 天 4 小时');
    expect(spanText(24 * hour + 5 * 60_000, zh)).toBe('1 天');
    expect(spanText(45 * 60_000, zh)).toBe('45 分钟');
    expect(spanText(999, zh)).toBe('0 秒');
    expect(spanText(90_061_000, displayWords.en)).toBe('1 d 1 h');
  });

  it('never say more than there is', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4e11 }), (ms) => {
        const [h = 0, m = 0, s = 0] = durationText(ms).split(':').map(Number);
        const said = (h * 3600 + m * 60 + s) * 1000;
        expect(said).toBeLessThanOrEqual(ms);
        expect(said).toBeGreaterThan(ms - 1000);
      }),
    );
  });

  it('tell the clock of Shanghai', () => {
    expect(clockText(Date.parse('2026-11-25T16:30:05Z'))).toBe('00:30');
    expect(clockText(Date.parse('2026-11-25T16:30:05Z'), true)).toBe('00:30:05');
  });
});

describe('looks of counted time', () => {
  it('know every state, green only what is up, hatched what is unknown, and tell them apart without colour', () => {
    expect(countedStack.toSorted()).toEqual([...countedStates].toSorted());
    for (const state of countedStates) expect(countedLooks[state].tone === 'green', state).toBe(state === 'up');
    for (const state of upsStates) expect(upsLooks[state].tone === 'green', state).toBe(state === 'on-line');
    for (const looks of [countedLooks, upsLooks, uptimeVerdictLooks]) {
      const seen = Object.values(looks).map(({ mark, surface }) => `${mark} ${surface}`);
      expect(new Set(seen).size).toBe(seen.length);
    }
    for (const look of [countedLooks.unknown, upsLooks.unknown, uptimeVerdictLooks.indeterminate])
      expect(look.surface).toBe('hatched');
  });
});

describe('measurement error', () => {
  const figures: FiguresShown = {
    scheduledMs: 220 * hour,
    maintenanceMs: 0,
    externalMs: 0,
    requiredMs: 220 * hour,
    upMs: 209 * hour,
    downMs: 11 * hour,
    unknownMs: 0,
    degradedMs: 0,
    doubtfulMs: 0,
    transitions: 2,
    sampleMs: 60_000,
    calendarCovers: true,
  };
  it('is said only near the line, and of nothing when nothing is known', () => {
    expect(withinError(figures)).toBe(true);
    expect(withinError({ ...figures, upMs: 209 * hour + 120_000, downMs: 11 * hour - 120_000 })).toBe(true);
    expect(withinError({ ...figures, upMs: 210 * hour, downMs: 10 * hour })).toBe(false);
    expect(withinError({ ...figures, upMs: 0, downMs: 0, unknownMs: 220 * hour })).toBe(false);
  });
});

describe('hours of a sensor', () => {
  const at = (n: number): ClimateHour => ({ at: n * hour, min: 20, mean: 21, max: 22 });
  it('are joined only where none is missing, whatever their order', () => {
    const runs = unbroken([at(5), at(1), at(2), at(3)]);
    expect(runs.map((run) => run.map((each) => each.at / hour))).toEqual([[1, 2, 3], [5]]);
    expect(gapsOf(runs, 0, 8 * hour)).toEqual([
      { start: 0, end: hour },
      { start: 4 * hour, end: 5 * hour },
      { start: 6 * hour, end: 8 * hour },
    ]);
    expect(gapsOf([], 0, hour)).toEqual([{ start: 0, end: hour }]);
  });
});
