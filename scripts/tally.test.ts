import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { closing, type Tally } from './tally.ts';
import { capture, root } from './tool.ts';

const tally = (figures: Partial<Tally>): Tally => ({ passed: 0, failed: 0, skipped: [], faults: 0, ...figures });
const lastLine = (text: string): string | undefined => text.trimEnd().split('\n').at(-1);

describe('closing', () => {
  it('adds the runs up and ends with the plain line', () => {
    const skipped = [{ name: 'a > b', why: 'no PACS here' }];
    const { text, code } = closing([tally({ passed: 3, skipped }), tally({ passed: 2 })]);
    expect(lastLine(text)).toBe('5 passed, 0 failed, 1 skipped');
    expect(text).toContain('a > b: no PACS here');
    expect(code).toBe(0);
  });

  it('counts a suite that could not be loaded as failed', () => {
    const { text, code } = closing([tally({ passed: 3 }), tally({ faults: 1 })]);
    expect(lastLine(text)).toBe('3 passed, 1 failed, 0 skipped');
    expect(code).toBe(1);
  });

  it('is a failure when nothing was executed, even if much was skipped', () => {
    expect(closing([tally({ skipped: [{ name: 'a', why: '' }] })]).code).toBe(1);
    expect(closing([]).code).toBe(1);
  });
});

describe('the reporter', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'tally-test-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it('tells passed, failed, skipped with its reason, and suites that never ran', { timeout: 60_000 }, async () => {
    const suites = {
      'mixed.test.mjs': `
        test('passes', () => {});
        test('fails', () => { throw new Error('on purpose'); });
        test('skips', (context) => context.skip('no peer'));`,
      'broken.test.mjs': `import './not-there.mjs'; test('never seen', () => {});`,
      'hook.test.mjs': `describe('s', () => { beforeAll(() => { throw new Error('on purpose'); }); test('t', () => {}); });`,
    };
    for (const [name, text] of Object.entries(suites)) writeFileSync(join(folder, name), text);
    const file = join(folder, 'tally.json');
    const args = ['run', '--globals', '--root', folder, `--reporter=${join(root, 'scripts', 'tally-reporter.ts')}`];
    const { code } = await capture('vitest', args, { env: { TALLY_FILE: file } });
    expect(code).not.toBe(0);
    const seen = JSON.parse(readFileSync(file, 'utf8')) as Tally;
    expect(seen).toMatchObject({ passed: 1, failed: 1, faults: 2 });
    expect(seen.skipped).toContainEqual({ name: 'mixed.test.mjs > skips', why: 'no peer' });
  });
});
