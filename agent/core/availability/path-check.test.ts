import { instant } from '@center/contract';
import { describe, expect, it } from 'vitest';
import type { ProbeOutcome } from './evidence.ts';
import { type PathSample, pathCheck } from './path-check.ts';

const now = instant(1_780_000_000_000);
const ago = (seconds: number) => instant(now - seconds * 1000);
const tried = (equipmentId: string, outcome: ProbeOutcome, seconds = 20, downBefore = false): PathSample => ({
  equipmentId,
  at: ago(seconds),
  outcome,
  downBefore,
});
const fleet = (failing: number, of: number): PathSample[] =>
  Array.from({ length: of }, (_, index) => tried(`d${index}`, index < failing ? 'fail' : 'ok'));

describe('path check', () => {
  it.each([
    [1, 1, 'targets', 'one device of one is just a device'],
    [1, 2, 'targets', 'one of two as well'],
    [2, 2, 'site', 'both at once is the path'],
    [2, 4, 'site', 'half of them'],
    [2, 5, 'targets', 'less than half'],
    [3, 5, 'site', 'more than half'],
    [0, 5, 'targets', 'none'],
  ] as const)('%d failing of %d: %s (%s)', (failing, of, said, _why) => {
    expect(pathCheck(fleet(failing, of), undefined, now)).toBe(said);
  });
  it('a gateway that does not answer settles it; an old answer settles nothing', () => {
    expect(pathCheck(fleet(1, 5), { at: ago(5), outcome: 'fail' }, now)).toBe('site');
    expect(pathCheck(fleet(1, 5), { at: ago(5), outcome: 'invalid' }, now)).toBe('site');
    expect(pathCheck(fleet(1, 5), { at: ago(61), outcome: 'fail' }, now)).toBe('targets');
    expect(pathCheck(fleet(1, 5), { at: ago(5), outcome: 'ok' }, now)).toBe('targets');
    // An answering gateway does not prove the way beyond it.
    expect(pathCheck(fleet(4, 5), { at: ago(5), outcome: 'ok' }, now)).toBe('site');
  });
  it('devices that were down before do not blind us to the rest', () => {
    const broken = [tried('a', 'fail', 20, true), tried('b', 'fail', 20, true), tried('c', 'fail', 20, true)];
    expect(pathCheck([...broken, tried('d', 'fail'), tried('e', 'ok'), tried('f', 'ok')], undefined, now)).toBe(
      'targets',
    );
    expect(pathCheck([...broken, tried('d', 'fail'), tried('e', 'fail'), tried('f', 'ok')], undefined, now)).toBe(
      'site',
    );
  });
  it('only the same minute counts, any success of a device excuses it, and unsupported is no attempt', () => {
    expect(pathCheck([tried('a', 'fail', 61), tried('b', 'fail', 20), tried('c', 'ok')], undefined, now)).toBe(
      'targets',
    );
    expect(
      pathCheck([tried('a', 'fail'), tried('a', 'ok', 10), tried('b', 'fail'), tried('c', 'ok')], undefined, now),
    ).toBe('targets');
    expect(pathCheck([tried('a', 'unsupported'), tried('b', 'unsupported')], undefined, now)).toBe('targets');
  });
  it('goes on while it lasts: what was made invalid is no success', () => {
    expect(pathCheck([tried('a', 'invalid'), tried('b', 'invalid'), tried('c', 'ok')], undefined, now)).toBe('site');
  });
});
