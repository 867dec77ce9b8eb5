import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { must, parseCalendarDate } from '@center/contract';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { askedFor, main } from './cli.ts';

const today = must(parseCalendarDate('2026-11-25'));
const folder = mkdtempSync(join(tmpdir(), 'fixtures-cli-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('the command line', () => {
  it('reads everything it is told', () => {
    const asked = askedFor(
      ['--out', '/x', '--studies', '7', '--seed', 'q', '--until', '2026-01-02', '--images-per-series', '2', '--cases'],
      today,
    );
    expect(asked).toEqual({
      kind: 'build',
      force: false,
      wish: { out: '/x', studies: 7, seed: 'q', until: '2026-01-02', imagesPerSeries: 2, cases: true },
    });
  });

  it('takes today and the seed demo where nothing is said', () => {
    expect(askedFor(['--out', '/x', '--studies', '7'], today)).toMatchObject({
      wish: { until: today, seed: 'demo', cases: false },
    });
  });

  it.each([
    [[]],
    [['--out', '/x']],
    [['--out', '/x', '--studies', 'many']],
    [['--out', '/x', '--studies', '1', '--until', 'tomorrow']],
    [['--out', '/x', '--only', 'no-such-case']],
    [['--out', '/x', '--studies', '1', '--unknown']],
    [['--out', '/x', '--studies', '1', '--images-per-series', '0']],
  ])('refuses %j and says what would be right', (args) => {
    expect(askedFor(args, today)).toMatchObject({ kind: 'wrong' });
  });

  it('builds one case, builds over its own folder, and leaves a foreign one alone without --force', async () => {
    const said = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    const told = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
    try {
      const own = join(folder, 'own');
      expect(await main(['--out', own, '--only', 'name-empty'])).toBe(0);
      expect(existsSync(join(own, 'manifest.json'))).toBe(true);
      expect(await main(['--out', own, '--studies', '2'])).toBe(0);
      const foreign = join(folder, 'foreign');
      mkdirSync(foreign);
      writeFileSync(join(foreign, 'thesis.txt'), 'mine');
      expect(await main(['--out', foreign, '--studies', '1'])).toBe(1);
      expect(existsSync(join(foreign, 'thesis.txt'))).toBe(true);
      expect(await main(['--out', foreign, '--studies', '1', '--force'])).toBe(0);
      expect(existsSync(join(foreign, 'thesis.txt'))).toBe(false);
    } finally {
      said.mockRestore();
      told.mockRestore();
    }
  });
});
