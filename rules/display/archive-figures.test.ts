import { describe, expect, it } from 'vitest';
import { lossBoundText, notMeasuredText } from './archive-figures.tsx';
import { displayWords } from './language.ts';
import { standingLooks } from './standing-look.ts';

const { en, 'zh-CN': zh } = displayWords;

describe('loss bound', () => {
  it('is said with the samples behind it and never rounded down', () => {
    const year = { year: 2019, sampled: 312, samplesLost: 0, bound: 3 / 312 };
    expect(lossBoundText(year, en)).toBe(
      '0 of 312 sampled studies of 2019 lost; loss below 1.0\u00a0% (95 % confidence)',
    );
    expect(lossBoundText(year, zh)).toContain('2019 年抽样 312 项检查，丢失 0 项；丢失率低于 1.0');
    expect(lossBoundText({ ...year, bound: 0.010_01 }, en)).toContain('below 1.1');
  });

  it('is not said where nothing was sampled or none could be given', () => {
    expect(lossBoundText({ year: 2019, sampled: 0, samplesLost: 0, bound: null }, en)).not.toContain('%');
    expect(lossBoundText({ year: 2019, sampled: 40, samplesLost: 2, bound: null }, en)).toBe(
      '2 of 40 sampled studies of 2019 lost',
    );
  });
});

describe('archives in words', () => {
  it('say why nothing was measured, and a reason they do not know as it came', () => {
    expect(notMeasuredText('control-failed', en)).toContain('control study');
    expect(notMeasuredText('some-other', en)).toContain('some-other');
  });

  it('show only what came back as green, and what is claimed as unknown', () => {
    expect(standingLooks.proven.tone).toBe('green');
    expect(Object.values(standingLooks).filter(({ tone }) => tone === 'green')).toHaveLength(1);
    expect(standingLooks.claimed.surface).toBe('hatched');
  });
});
