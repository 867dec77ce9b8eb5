import { addMonths, type CalendarDate, calendarDateAt, type UploadReceipt } from '@center/contract';
import type { ArchivePort } from '../channels/archive-port.ts';
import type { Now } from '../clock/index.ts';
import type { Ledger } from '../ledger/index.ts';

export interface PlatformDeps {
  readonly ledger: Ledger;
  readonly port: Pick<ArchivePort, 'findStudies'>;
  readonly now: Now;
  /** Studies before it are nobody's duty here. */
  readonly from: () => CalendarDate;
}

export interface PlatformAnswer {
  readonly asked: number;
  readonly found: number;
  /** The platform did not answer; the rest is asked for the next time. */
  readonly silent: boolean;
}

/** Studies asked for in one turn. */
const perTurn = 200;
const lookBackMonths = 12;

/**
 * Asks the platform for studies without an acceptance, the oldest first, going on where the last turn ended. A study that it lists counts as accepted at the moment of asking: it may
 * have come up to a turn earlier, never later. One that it does not list has no receipt, which is no refusal. `after`: the study at which the last turn ended.
 */
export async function askPlatform(
  { ledger, port, now, from }: PlatformDeps,
  after: string,
  signal: AbortSignal,
): Promise<PlatformAnswer & { readonly last: string }> {
  const today = calendarDateAt(now());
  const first = addMonths(today, -lookBackMonths);
  const start = from();
  const backlog = ledger.receipts.backlog(start > first ? start : first, today, Number.MAX_SAFE_INTEGER);
  const at = backlog.findIndex(({ StudyInstanceUID }) => StudyInstanceUID === after) + 1;
  const due = [...backlog.slice(at), ...backlog.slice(0, at)].slice(0, perTurn);
  const receipts: UploadReceipt[] = [];
  let asked = 0;
  let last = after;
  let silent = false;
  for (const { StudyInstanceUID } of due) {
    const answer = await port.findStudies({ by: 'study', StudyInstanceUID }, 'audit', signal);
    if (answer.kind === 'not-measured') {
      silent = true;
      break;
    }
    asked += 1;
    last = StudyInstanceUID;
    if (answer.value.some((study) => study.StudyInstanceUID === StudyInstanceUID && study.objects !== 0))
      receipts.push({ StudyInstanceUID, at: now(), outcome: 'accepted', code: '' });
  }
  // What was learned before a silence is written down as well.
  if (receipts.length > 0) ledger.receipts.add(receipts, 'dicomweb', 'agent', now());
  return { asked, found: receipts.length, silent, last };
}
