import { describe, expect, it } from 'vitest';
import { languageOf } from './language.ts';
import { progressOn } from './progress.ts';
import { displayWidth, fitted, printable, tableLines } from './table.ts';

describe('a table on a terminal', () => {
  it('Chinese characters take two columns', () => {
    expect(displayWidth('符合 ok')).toBe(7);
    expect(
      tableLines(
        [
          ['状态', 'x'],
          ['不符合', 'y'],
        ],
        [20, 20],
      ),
    ).toEqual(['状态    x', '不符合  y']);
  });

  it('cuts in the middle and never passes control characters on', () => {
    expect(fitted('/archive/2026/study/image.dcm', 15)).toBe('/archiv…age.dcm');
    expect(displayWidth(fitted('示范医学影像诊断中心的归档', 11))).toBeLessThanOrEqual(11);
    expect(fitted('a\u001b[31mb\nc', 20)).toBe('a·[31mb·c');
    expect(printable('new\nline\u009b')).toBe('new·line·');
  });
});

describe('progress', () => {
  const run = (terminal: boolean, steps: readonly (readonly [number, number])[]): string => {
    let time = 0;
    let text = '';
    const sink = { isTTY: terminal, columns: 60, write: (part: string) => (text += part) };
    const progress = progressOn(sink, 100, 'files', 'en', () => time);
    for (const [ms, done] of steps) {
      time = ms;
      progress.at(done);
    }
    progress.end();
    return text;
  };
  it('is a bar on a terminal, wiped at the end', () => {
    const text = run(true, [[1_500, 50]]);
    expect(text).toContain('50/100 files');
    expect(text.endsWith('\r\u001b[2K')).toBe(true);
  });
  it('is a line with rate and time left elsewhere, every ten seconds', () => {
    expect(
      run(false, [
        [2_000, 10],
        [5_000, 20],
        [13_000, 52],
      ]),
    ).toBe('10/100 files · 5/s left 18 s\n52/100 files · 4/s left 12 s\n');
  });
  it('says nothing of short work', () => expect(run(false, [[900, 90]])).toBe(''));
});

it('the language comes from the option, else from the environment, else it is Chinese', () => {
  expect([
    languageOf('en', {}),
    languageOf(undefined, { LANG: 'en_GB.UTF-8' }),
    languageOf(undefined, { LANG: 'C.UTF-8' }),
  ]).toEqual(['en', 'en', 'zh']);
});
