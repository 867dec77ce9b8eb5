import type { Logger } from 'pino';
import { type BackOff, stateAfter, waitBeforeTry } from '../../core/index.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../store/database.ts';
import type { UploadPackageTable } from '../store/tables.ts';
import { beginAttempt, endAttempt, laneHeads, markCutOff, receiptsWanted } from '../store/uploads.ts';
import { type Answer, type Asked, type Connector, type Parcel, parcelKey } from './connector.ts';

export interface CourierOptions {
  readonly db: Database;
  readonly connectors: ReadonlyMap<string, Connector>;
  readonly clock: Clock;
  readonly backOff: BackOff;
  /** Between rounds, milliseconds. */
  readonly everyMs: number;
  /** Between two questions for a missing receipt at first, milliseconds. */
  readonly receiptEveryMs: number;
  readonly log: Logger;
}

export interface Courier {
  /** Looks now instead of at the next round. */
  kick(): void;
  /** Stops after the tries that are under way. */
  close(): Promise<void>;
}

const parcelOf = (row: UploadPackageTable): Parcel => ({
  key: parcelKey(row.package_id, row.version),
  packageId: row.package_id,
  version: row.version,
  bodySha256: row.body_sha256,
  envelope: row.envelope,
});

const laneOf = (row: UploadPackageTable): string => `${row.target_id}\n${row.facility_id}\n${row.data_set}`;

/** One try's end, written together with what it means for the package. */
function settle(options: CourierOptions, row: UploadPackageTable, number: number, answer: Answer): void {
  const now = options.clock();
  const { outcome } = answer;
  const poisoned = row.poisoned + (outcome.kind === 'poison' ? 1 : 0);
  // A package that the target has accepted stays accepted, whatever a later question meets.
  const state = row.state === 'accepted' && outcome.kind !== 'receipt' ? 'accepted' : stateAfter(outcome, poisoned);
  const wait = waitBeforeTry(
    number,
    Math.random(),
    state === 'accepted' ? { ...options.backOff, firstMs: options.receiptEveryMs } : options.backOff,
    outcome.kind === 'retry' ? outcome.retryAfterMs : undefined,
  );
  const receipted = outcome.kind === 'receipt';
  endAttempt(
    options.db,
    row,
    number,
    {
      ended_at: now,
      outcome: outcome.kind,
      http_status: answer.httpStatus ?? null,
      detail: answer.detail?.slice(0, 600) ?? null,
    },
    {
      state,
      poisoned,
      reason: state === 'receipted' ? null : (answer.detail?.slice(0, 600) ?? null),
      next_at: state === 'queued' || state === 'in-flight' || state === 'accepted' ? now + wait : null,
      ...((state === 'accepted' || state === 'receipted') && row.accepted_at === null ? { accepted_at: now } : {}),
      ...(answer.receiptRaw === undefined ? {} : { receipt_raw: answer.receiptRaw }),
      ...(receipted ? { receipt_number: outcome.receiptNumber, receipt_at: now } : {}),
    },
  );
  options.log.info(
    { packageId: row.package_id, version: row.version, outcome: outcome.kind, httpStatus: answer.httpStatus, state },
    'upload try ended',
  );
}

const answerOf = (asked: Exclude<Asked, { kind: 'absent' }>): Answer => {
  if (asked.kind === 'there') return asked.answer;
  // Not being able to ask leaves it as unclear as it was.
  return { outcome: { kind: 'ambiguous' }, httpStatus: asked.httpStatus, detail: asked.detail };
};

async function guarded<T>(
  options: CourierOptions,
  row: UploadPackageTable,
  number: number,
  work: () => Promise<T>,
): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    options.log.error({ err: error, packageId: row.package_id, version: row.version }, 'a connector failed');
    settle(options, row, number, {
      outcome: { kind: 'poison' },
      detail: error instanceof Error ? error.message : 'unknown fault',
    });
    return undefined;
  }
}

async function deliver(options: CourierOptions, row: UploadPackageTable): Promise<void> {
  const connector = options.connectors.get(row.target_id);
  if (connector === undefined) return;
  let current = row;
  if (row.state === 'in-flight') {
    const number = beginAttempt(options.db, row, 'ask', options.clock());
    const asked = await guarded(options, row, number, async () => connector.ask(parcelOf(row)));
    if (asked === undefined) return;
    current = { ...row, attempts: number };
    if (asked.kind !== 'absent') {
      settle(options, current, number, answerOf(asked));
      return;
    }
    endAttempt(
      options.db,
      current,
      number,
      {
        ended_at: options.clock(),
        outcome: 'retry',
        http_status: asked.httpStatus ?? null,
        detail: 'the target does not have it; the same bytes are sent again',
      },
      {},
    );
  }
  const number = beginAttempt(options.db, current, 'send', options.clock());
  const sending = { ...current, attempts: number };
  const answer = await guarded(options, sending, number, async () => connector.send(parcelOf(sending)));
  if (answer !== undefined) settle(options, sending, number, answer);
}

async function askForReceipt(options: CourierOptions, row: UploadPackageTable): Promise<void> {
  const connector = options.connectors.get(row.target_id);
  if (connector === undefined) return;
  const number = beginAttempt(options.db, row, 'ask', options.clock());
  const asked = await guarded(options, row, number, async () => connector.ask(parcelOf(row)));
  if (asked === undefined) return;
  settle(
    options,
    { ...row, attempts: number },
    number,
    asked.kind === 'absent'
      ? { outcome: { kind: 'taken' }, httpStatus: asked.httpStatus, detail: 'accepted, no receipt yet' }
      : answerOf(asked),
  );
}

/** Carries packages to their targets: strict order inside a lane, lanes side by side, a stuck lane holds up nobody else. */
export function openCourier(options: CourierOptions): Courier {
  const cutOff = markCutOff(options.db, options.clock());
  if (cutOff > 0)
    options.log.warn({ tries: cutOff }, 'tries were cut off by the last stop; their targets are asked first');
  const busy = new Map<string, Promise<void>>();
  let closed = false;

  const start = (lane: string, work: () => Promise<void>): void => {
    if (busy.has(lane)) return;
    const run = work().then(
      () => {
        busy.delete(lane);
        if (!closed) round();
      },
      // A store that cannot be written waits for the next round instead of being hammered.
      (error: unknown) => {
        busy.delete(lane);
        options.log.error({ err: error }, 'the courier failed');
      },
    );
    busy.set(lane, run);
  };
  const round = (): void => {
    if (closed) return;
    const now = options.clock();
    for (const row of laneHeads(options.db, now)) start(laneOf(row), async () => deliver(options, row));
    for (const row of receiptsWanted(options.db, now))
      start(`receipt\n${row.package_id}\n${row.version}`, async () => askForReceipt(options, row));
  };
  const timer = setInterval(round, options.everyMs);
  round();
  return {
    kick: () => {
      setImmediate(round);
    },
    close: async () => {
      closed = true;
      clearInterval(timer);
      await Promise.all(busy.values());
    },
  };
}
