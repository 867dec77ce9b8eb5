import type { EquipmentEvent, Instant, UpsStatus } from '@center/contract';
import type { EpisodeBook } from './episodes.ts';

/** What is remembered of a UPS's self-tests. `last`: a test that was seen to end and whose result has not come yet. */
export interface TestMemory {
  /** Result as it stands, with its date: `2026-11-01|passed`. */
  readonly key?: string;
  /** Dated results that were told, newest last. */
  readonly seen: readonly string[];
  readonly last?: EquipmentEvent;
}

const definite = new Set(['passed', 'warning', 'failed', 'aborted']);
const resultsKept = 8;

/**
 * Tests as they begin and end, and results that change: many devices test themselves between two looks, and then nothing but a new date or a new result tells of it. The first
 * result that is ever read is no change.
 */
export function noteTests(
  memory: TestMemory,
  status: UpsStatus,
  at: Instant,
  book: EpisodeBook,
  resultWithinMs: number,
): TestMemory {
  const running = status.marks.includes('testing');
  const test = status.selfTest;
  const result = test !== undefined && definite.has(test.result) ? test.result : undefined;
  const on = test?.on;
  const key = result === undefined ? undefined : `${on ?? ''}|${result}`;
  const fresh =
    key !== undefined &&
    memory.key !== undefined &&
    key !== memory.key &&
    (on === undefined || !memory.seen.includes(key));
  // While a test runs the device still shows the result of the one before.
  if (running) return memory;
  let last = memory.last;
  const ended = book.find('self-test') === undefined ? undefined : book.finish('self-test', at);
  if (ended !== undefined) last = ended;
  // Without a date, the result that stands when a test has ended is that of this test.
  const belongs =
    fresh || (ended !== undefined && result !== undefined && (on === undefined || memory.key === undefined));
  if (belongs && result !== undefined) {
    const tokens = [`self-test=${result}`, ...(on === undefined ? [] : [`self-test-on=${on}`])];
    if (last !== undefined && at - (last.end ?? last.start) <= resultWithinMs) {
      book.amend({ ...last, result, raw: [...last.raw, ...tokens] });
    } else book.note('self-test', at, tokens, { result });
    last = undefined;
  }
  const seen = key === undefined || on === undefined || memory.seen.includes(key) ? memory.seen : [...memory.seen, key];
  const standing = key ?? memory.key;
  return {
    ...(standing === undefined ? {} : { key: standing }),
    seen: seen.slice(-resultsKept),
    ...(last === undefined || at - (last.end ?? last.start) > resultWithinMs ? {} : { last }),
  };
}
