import { randomUUID } from 'node:crypto';
import { type Instant, instant } from '@center/contract';
import type { Now } from '../clock/index.ts';
import type { CommitmentObject, CommitmentReport } from '../dimse/index.ts';
import type { CommitmentRow, Ledger } from '../ledger/index.ts';

/** A report may take a day: archives commit at night. */
const patienceMs = 24 * 3_600_000;
/** Transactions are forgotten after this: no archive reports so late, and what they came to stands in the archive ledger. */
const keptMs = 90 * 24 * 3_600_000;

/** What a transaction came to. */
export interface CommitmentOutcome {
  readonly transactionUID: string;
  readonly channel: string;
  /** What whoever asked wanted to be told with the outcome: the study that the objects are of. */
  readonly subject: string;
  readonly askedAt: Instant;
  readonly reportedAt?: Instant;
  /** `reported`: every object was told of. `partly`: the reports left some out until the time was over. `expired`: no report came in time. */
  readonly state: 'reported' | 'partly' | 'expired';
  readonly committed: readonly string[];
  /** Reasons of PS3.3 §C.14. */
  readonly failed: readonly { readonly SOPInstanceUID: string; readonly reason: number }[];
  /** Asked for, and neither committed nor failed: nothing is known of them. */
  readonly unreported: readonly string[];
}

/**
 * What a report was. `partly`: it left out objects that were asked for. `repeated`: it told nothing new. `late`: its transaction had expired; it counts all the same.
 * `unknown-transaction`: not one of ours, or withdrawn.
 */
export type ReportFate = 'whole' | 'partly' | 'repeated' | 'late' | 'unknown-transaction';

export interface Commitments {
  /** Writes a transaction down, durable when it returns, before the archive is asked; returns its UID. */
  open(channel: string, subject: string, objects: readonly CommitmentObject[]): string;
  /** The archive did not take the request: nothing is awaited. */
  withdraw(transactionUID: string): void;
  /** A report came; durable when it returns. */
  report(report: CommitmentReport): ReportFate;
  /** Transactions that have ended and whose outcome nobody has taken, oldest first; one that was taken as expired comes back when its report comes late. */
  ended(): readonly CommitmentOutcome[];
  /** The outcome is being written down elsewhere. To be called in that transaction, so that it is neither lost nor told twice. */
  taken(transactionUID: string): void;
  /** Transactions that are still awaited: all, or those of one subject. A large study has several. */
  outstanding(subject?: string): number;
}

export interface CommitmentsOptions {
  readonly ledger: Pick<Ledger, 'commitments' | 'transaction'>;
  readonly now: Now;
  readonly patienceMs?: number;
}

/** The commitments of one ledger. */
export function createCommitments(options: CommitmentsOptions): Commitments {
  const { ledger, now } = options;
  const repository = ledger.commitments;

  const change = (transactionUID: string, work: (row: CommitmentRow) => CommitmentRow): void => {
    ledger.transaction(() => {
      const row = repository.get(transactionUID);
      if (row !== undefined) repository.put(work(row));
    });
  };
  /** A transaction whose time is over is expired, whether or not that has been written down. */
  const current = (row: CommitmentRow): CommitmentRow =>
    isAwaited(row) && now() >= row.expiresAt ? { ...row, state: 'expired' } : row;

  return {
    open(channel, subject, objects) {
      // A UID of a UUID, PS3.5 §B.2.
      const transactionUID = `2.25.${BigInt(`0x${randomUUID().replaceAll('-', '')}`).toString()}`;
      const askedAt = instant(now());
      ledger.transaction(() => {
        repository.forgetBefore(instant(askedAt - keptMs));
        repository.put({
          transactionUID,
          channel,
          subject,
          askedAt,
          expiresAt: instant(askedAt + (options.patienceMs ?? patienceMs)),
          state: 'asked',
          objects: objects.map(({ SOPInstanceUID }) => SOPInstanceUID),
          committed: [],
          failed: [],
          taken: false,
        });
      });
      return transactionUID;
    },
    withdraw(transactionUID) {
      change(transactionUID, (row) => ({ ...row, state: 'withdrawn', taken: true }));
    },
    report: (report) =>
      ledger.transaction((): ReportFate => {
        const row = repository.get(report.transactionUID);
        if (row === undefined || row.state === 'withdrawn') return 'unknown-transaction';
        const { row: after, fate } = reported(current(row), report, instant(now()));
        if (fate !== 'repeated') repository.put(after);
        return fate;
      }),
    ended: () =>
      repository
        .untaken()
        .map(current)
        .filter((row) => !isAwaited(row))
        .map(outcomeOf),
    taken(transactionUID) {
      change(transactionUID, (row) => ({ ...current(row), taken: true }));
    },
    outstanding: (subject) =>
      repository
        .untaken()
        .map(current)
        .filter((row) => isAwaited(row) && (subject === undefined || row.subject === subject)).length,
  };
}

function isAwaited({ state }: CommitmentRow): boolean {
  return state === 'asked' || state === 'partly';
}

/**
 * A transaction after a report. What was asked for and is told of counts; what was not asked for does not. An object that is once committed and once failed has failed:
 * a later word of an archive that contradicts itself makes its proof worse, never better.
 */
function reported(
  row: CommitmentRow,
  report: CommitmentReport,
  at: Instant,
): { readonly row: CommitmentRow; readonly fate: ReportFate } {
  const asked = new Set(row.objects);
  const failed = new Map(
    [...report.failed, ...row.failed]
      .filter(({ SOPInstanceUID }) => asked.has(SOPInstanceUID))
      .map(({ SOPInstanceUID, reason }) => [SOPInstanceUID, reason]),
  );
  const committed = [...new Set([...row.committed, ...report.committed])].filter(
    (uid) => asked.has(uid) && !failed.has(uid),
  );
  const isNew = committed.length !== row.committed.length || failed.size !== row.failed.length;
  if (!isNew && row.reportedAt !== undefined) return { row, fate: 'repeated' };
  const whole = committed.length + failed.size === asked.size;
  const wasLate = row.state === 'expired';
  return {
    row: {
      ...row,
      committed: committed.toSorted(),
      failed: [...failed].map(([SOPInstanceUID, reason]) => ({ SOPInstanceUID, reason })),
      reportedAt: at,
      state: whole ? 'reported' : wasLate ? 'expired' : 'partly',
      // What was taken as expired, or as less than it is now, is told anew.
      taken: false,
    },
    fate: wasLate ? 'late' : whole ? 'whole' : 'partly',
  };
}

function outcomeOf(row: CommitmentRow): CommitmentOutcome {
  const told = new Set([...row.committed, ...row.failed.map(({ SOPInstanceUID }) => SOPInstanceUID)]);
  const unreported = row.objects.filter((uid) => !told.has(uid));
  return {
    transactionUID: row.transactionUID,
    channel: row.channel,
    subject: row.subject,
    askedAt: row.askedAt,
    state: unreported.length === 0 ? 'reported' : row.reportedAt === undefined ? 'expired' : 'partly',
    committed: row.committed,
    failed: row.failed,
    unreported,
    ...(row.reportedAt === undefined ? {} : { reportedAt: row.reportedAt }),
  };
}
