import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { walkFiles } from './file-walk.ts';

describe('walk', () => {
  let base = '';
  const at = (...names: string[]): string => join(base, ...names);
  const walked = (root: string): string[] =>
    [...walkFiles(root)].map(({ kind, path }) => `${kind} ${path.slice(base.length + 1)}`);
  beforeEach(() => {
    base = realpathSync(mkdtempSync(join(tmpdir(), 'walk-')));
    mkdirSync(at('archive', '2024'), { recursive: true });
    mkdirSync(at('disk', 'deep'), { recursive: true });
    writeFileSync(at('archive', '2024', 'a'), '');
    writeFileSync(at('disk', 'deep', 'b'), '');
  });
  afterEach(() => rmSync(base, { recursive: true, force: true }));

  it('follows a link to a folder on another disk, once', () => {
    symlinkSync(at('disk'), at('archive', '2023'));
    symlinkSync(at('disk', 'deep'), at('archive', '2025'));
    expect(walked(at('archive'))).toEqual(['file archive/2023/deep/b', 'file archive/2024/a']);
  });

  it('ends where links lead back, up, or to each other', () => {
    symlinkSync('.', at('archive', 'self'));
    symlinkSync(base, at('archive', 'up'));
    symlinkSync(at('archive'), at('disk', 'back'));
    symlinkSync(at('disk'), at('archive', 'aside'));
    expect(walked(at('archive')).toSorted()).toEqual(['file archive/2024/a', 'file archive/aside/deep/b']);
  });

  it('does not enter the folder it came from through a folder above it', () => {
    symlinkSync(base, at('archive', '2024', 'up'));
    expect(walked(at('archive')).toSorted()).toEqual(['file archive/2024/a', 'file archive/2024/up/disk/deep/b']);
  });

  it('names a path that is not there, and a link to itself', () => {
    symlinkSync('loop', at('archive', 'loop'));
    expect([...walkFiles(at('gone'))]).toMatchObject([{ kind: 'unreachable', code: 'ENOENT' }]);
    expect([...walkFiles(at('archive'))]).toMatchObject([
      { kind: 'file' },
      { kind: 'unreachable', path: at('archive', 'loop'), code: 'ELOOP' },
    ]);
  });

  it('follows a link that the caller names', () => {
    symlinkSync(at('archive'), at('named'));
    expect(walked(at('named'))).toEqual(['file named/2024/a']);
  });
});
