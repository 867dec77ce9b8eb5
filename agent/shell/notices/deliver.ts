import { type Instant, instant } from '@center/contract';
import { fromJson, type NoticeRepository, type NoticeRow } from '../ledger/index.ts';
import type { Sender } from './senders/index.ts';
import type { OutMessage } from './write-notice.ts';

const sendLimitMs = 60_000;
const firstWaitMs = 30_000;
const longestWaitMs = 1_800_000;
/** A message that could not be delivered for so long is given up, and stays visible. */
const giveUpAfterMs = 3 * 86_400_000;
/** And that was tried so often: a clock that leaps forward gives nothing up. */
const giveUpAfterTries = 20;
/** Robots take twenty a minute; who sends more is shut out for a while. */
const mostAMinute = 15;
/** No wait is longer; one that is comes of a clock that was set back. */
const noLongerMs = 3_600_000;

/** Wait before the next try: doubled each time up to half an hour, between half and the whole of it, so that receivers that failed together do not come back together. */
function retryMs(attempts: number, chance: number): number {
  const whole = Math.min(longestWaitMs, firstWaitMs * 2 ** Math.min(Math.max(0, attempts - 1), 10));
  return Math.floor(whole / 2 + (chance * whole) / 2);
}

export interface DeliverDeps {
  readonly notices: NoticeRepository;
  readonly senders: ReadonlyMap<string, Sender>;
  readonly now: () => Instant;
  /** In [0, 1). */
  readonly chance: () => number;
  readonly signal: AbortSignal;
  /** Tries of the last minute to each receiver, by a clock that is never set; kept from look to look. */
  readonly paces: Map<string, number[]>;
}

function mayPass(paces: Map<string, number[]>, receiver: string): boolean {
  const at = performance.now();
  const tries = (paces.get(receiver) ?? []).filter((each) => at - each < 60_000);
  const may = tries.length < mostAMinute;
  paces.set(receiver, may ? [...tries, at] : tries);
  return may;
}

/**
 * Sends what is due, to each receiver one at a time, the oldest first but for a critical one that was never tried, which does not wait behind a line that was down. The try is written down before the line is used: after a power cut between line and note the message goes out
 * again under the same id. A message that is refused makes room for the next one; one that failed keeps its place.
 */
export async function deliverDue(deps: DeliverDeps): Promise<void> {
  await Promise.all([...deps.senders].map(async ([receiver, sender]) => deliverTo(receiver, sender, deps)));
}

async function deliverTo(receiver: string, sender: Sender, deps: DeliverDeps): Promise<void> {
  const { notices, now, signal } = deps;
  for (let row = notices.nextOf(receiver); row !== undefined && !signal.aborted; row = notices.nextOf(receiver)) {
    const aheadMs = row.nextAt - now();
    if (aheadMs > 0 && aheadMs <= noLongerMs) return;
    if (!mayPass(deps.paces, receiver)) return;
    if (!(await deliverOne(row, sender, deps))) return;
  }
}

/** True: done with, one way or the other. */
async function deliverOne(row: NoticeRow, sender: Sender, deps: DeliverDeps): Promise<boolean> {
  const { notices, now, chance, signal } = deps;
  const wait = retryMs(row.attempts + 1, chance());
  notices.attempt(row.id, instant(now() + wait));
  const result = await sender(
    fromJson<OutMessage>(row.body),
    AbortSignal.any([signal, AbortSignal.timeout(sendLimitMs)]),
  );
  const at = now();
  switch (result.kind) {
    case 'sent':
      notices.ended(row.id, 'sent', at);
      notices.lineWorks(row.receiver, at);
      return true;
    case 'refused':
      notices.ended(row.id, 'given-up', at, result.problem);
      return true;
    case 'retry':
      if (signal.aborted) return false;
      if (at - row.madeAt >= giveUpAfterMs && row.attempts >= giveUpAfterTries) {
        notices.ended(row.id, 'given-up', at, result.problem);
        return true;
      }
      notices.later(row.id, instant(at + Math.max(result.afterMs ?? 0, wait)), result.problem);
      return false;
  }
}
