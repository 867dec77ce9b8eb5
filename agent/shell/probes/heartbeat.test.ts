import { createHmac } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { instant } from '@center/contract';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type HeartbeatMemory, heartbeats, type PushAnswer, signatureHeader } from './heartbeat.ts';
import type { ProbeConfig } from './probe.ts';
import { pushProbe } from './push.ts';
import { attempt } from './testing/peers.ts';

const now = instant(Date.parse('2026-11-26T08:00:00+08:00'));
let folder: string;
let probes: readonly ProbeConfig[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'heartbeat-'));
  const secretFile = join(folder, 'secret');
  writeFileSync(secretFile, 'a secret of the device\n');
  probes = [{ name: 'dr-1', type: 'push', of: 'dr-1', secretFile }];
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
  vi.useRealTimers();
});

/** As the script on the device makes it. */
function pushed(body: string, { name = 'dr-1', secret = 'a secret of the device', at = now } = {}) {
  const signature = createHmac('sha256', secret).update(`${name}\n${body}`).digest('hex');
  return { headers: { [signatureHeader]: signature }, body: Buffer.from(body), now: at };
}
const beat = (at: number, state = 'ok', note = ''): string => JSON.stringify({ at, state, note });
const why = (answer: PushAnswer): string => (answer.kind === 'taken' ? 'taken' : answer.why);

describe('a heartbeat', () => {
  it('that is signed and new is taken, and is the last one', () => {
    const book = heartbeats({ probes });
    expect(book.last('dr-1')).toBeUndefined();
    expect(why(book.receive('dr-1', pushed(beat(now - 1_000, 'fail', 'detector cold'))))).toBe('taken');
    expect(book.last('dr-1')).toMatchObject({
      state: 'fail',
      note: 'detector cold',
      sentAt: now - 1_000,
      receivedAt: now,
      stale: false,
    });
  });

  it.each<[string, string, Parameters<typeof pushed>[1], string]>([
    ['of another secret', beat(now), { secret: 'guessed' }, 'signature'],
    ['signed for another probe', beat(now), { name: 'dr-2' }, 'signature'],
    ['that is no JSON', 'ok', {}, 'malformed'],
    ['without a time', '{"state":"ok"}', {}, 'malformed'],
    ['of an unknown state', beat(now, 'fine'), {}, 'malformed'],
    ['that is a list', '[]', {}, 'malformed'],
    ['that is too long', beat(now, 'ok', 'x'.repeat(5_000)), {}, 'malformed'],
    ['sent long ago', beat(now - 3_600_000), {}, 'stale'],
    ['sent in the future', beat(now + 3_600_000), {}, 'stale'],
  ])('%s is refused', (_, body, wish, expected) => {
    const book = heartbeats({ probes });
    expect(why(book.receive('dr-1', pushed(body, wish)))).toBe(expected);
  });

  it('without a signature, with half of one, or for a name that there is not is refused', () => {
    const book = heartbeats({ probes });
    const right = pushed(beat(now));
    expect(why(book.receive('dr-1', { ...right, headers: {} }))).toBe('signature');
    const half = String(right.headers[signatureHeader]).slice(0, 32);
    expect(why(book.receive('dr-1', { ...right, headers: { [signatureHeader]: half } }))).toBe('signature');
    expect(why(book.receive('nobody', pushed(beat(now), { name: 'nobody' })))).toBe('unknown-name');
    writeFileSync(join(folder, 'secret'), '');
    expect(why(book.receive('dr-1', pushed(beat(now), { secret: '' })))).toBe('signature');
    rmSync(join(folder, 'secret'));
    expect(why(book.receive('dr-1', right))).toBe('signature');
  });

  it('counts once, also after a restart', () => {
    let kept: string | undefined;
    const memory: HeartbeatMemory = { load: () => kept, save: (text) => void (kept = text) };
    const book = heartbeats({ probes, memory });
    const first = pushed(beat(now));
    expect(why(book.receive('dr-1', first))).toBe('taken');
    expect(why(book.receive('dr-1', first))).toBe('replayed');
    expect(why(book.receive('dr-1', pushed(beat(now - 1))))).toBe('replayed');
    const again = heartbeats({ probes, memory });
    expect(why(again.receive('dr-1', first))).toBe('replayed');
    expect(why(again.receive('dr-1', pushed(beat(now + 1))))).toBe('taken');
  });

  it('from a clock that is far off does not silence the right ones that follow', () => {
    const book = heartbeats({ probes });
    expect(why(book.receive('dr-1', pushed(beat(now + 86_400_000))))).toBe('stale');
    expect(why(book.receive('dr-1', pushed(beat(now))))).toBe('taken');
  });
});

describe('push', () => {
  const config: ProbeConfig & { secretFile: string } = { name: 'dr-1', type: 'push', of: 'dr-1', secretFile: 'x' };
  const ask = async (own: typeof config, heartbeat?: ReturnType<typeof heartbeats>['last']) => {
    const { outcome, code } = await pushProbe.probe(own, attempt(1_000, heartbeat === undefined ? {} : { heartbeat }));
    return `${outcome} ${code}`.trim();
  };

  it('waits for a first one, then silence fails; by the clock that nobody sets', async () => {
    vi.useFakeTimers({ toFake: ['performance'] });
    const book = heartbeats({ probes });
    const own = { ...config };
    expect(await ask(own)).toBe('invalid not-listening');
    expect(await ask(own, book.last)).toBe('invalid awaited');
    vi.advanceTimersByTime(179_000);
    expect(await ask(own, book.last)).toBe('invalid awaited');
    vi.advanceTimersByTime(1_000);
    expect(await ask(own, book.last)).toBe('fail silent');
    book.receive('dr-1', pushed(beat(now)));
    expect(await ask(own, book.last)).toBe('ok');
    vi.advanceTimersByTime(180_000);
    expect(await ask(own, book.last)).toBe('ok');
    vi.advanceTimersByTime(1);
    expect(await ask(own, book.last)).toBe('fail silent');
  });

  it('tells what the device tells, and counts nothing where the clocks are apart', async () => {
    const book = heartbeats({ probes });
    book.receive('dr-1', pushed(beat(now, 'fail', 'no dongle')));
    expect(await ask({ ...config }, book.last)).toBe('fail told-fail');
    book.receive('dr-1', pushed(beat(now + 3_600_000)));
    expect(await ask({ ...config }, book.last)).toBe('invalid clocks-apart');
  });
});
