import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { instant } from '@center/contract';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CommitmentAsked } from '../dimse/index.ts';
import { type Ledger, openLedger } from '../ledger/index.ts';
import { askForCommitment } from './ask.ts';
import { type Commitments, createCommitments } from './commitments.ts';

const hour = 3_600_000;
let at = Date.parse('2026-03-10T04:00:00Z');
let folder: string;
let ledger: Ledger;
let commitments: Commitments;

function open(): void {
  ledger = openLedger(folder);
  commitments = createCommitments({ ledger, now: () => instant(at) });
}
/** As a restart of the program does. */
function restart(): void {
  ledger.close();
  open();
}
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'commitments-'));
  open();
});
afterEach(() => {
  ledger.close();
  rmSync(folder, { recursive: true, force: true });
});

const objects = ['1.2.1', '1.2.2', '1.2.3'].map((SOPInstanceUID) => ({ SOPClassUID: '1.9', SOPInstanceUID }));
const ask = (): string => commitments.open('dimse:0', '1.2', objects);
const all = ['1.2.1', '1.2.2', '1.2.3'];

describe('a transaction', () => {
  it('is found by its report after a restart, and is told until it is taken', () => {
    const transactionUID = ask();
    expect(transactionUID).toMatch(/^2\.25\.\d{1,39}$/);
    restart();
    expect([commitments.outstanding(), commitments.ended()]).toEqual([1, []]);
    expect([commitments.outstanding('1.2'), commitments.outstanding('1.3')]).toEqual([1, 0]);
    at += 20 * hour;
    expect(
      commitments.report({
        transactionUID,
        committed: ['1.2.1', '1.2.3'],
        failed: [{ SOPInstanceUID: '1.2.2', reason: 0x0112 }],
      }),
    ).toBe('whole');
    restart();
    const outcome = {
      transactionUID,
      channel: 'dimse:0',
      subject: '1.2',
      askedAt: at - 20 * hour,
      reportedAt: at,
      state: 'reported',
      committed: ['1.2.1', '1.2.3'],
      failed: [{ SOPInstanceUID: '1.2.2', reason: 0x0112 }],
      unreported: [],
    };
    expect(commitments.ended()).toEqual([outcome]);
    expect(commitments.ended()).toEqual([outcome]);
    ledger.transaction(() => commitments.taken(transactionUID));
    restart();
    expect([commitments.outstanding(), commitments.ended()]).toEqual([0, []]);
  });

  it('whose outcome could not be written down is told again', () => {
    const transactionUID = ask();
    commitments.report({ transactionUID, committed: all, failed: [] });
    expect(() =>
      ledger.transaction(() => {
        commitments.taken(transactionUID);
        throw new Error('disk full');
      }),
    ).toThrow('disk full');
    expect(commitments.ended()).toHaveLength(1);
  });

  it('is not known when it is somebody else’s, or was withdrawn', () => {
    expect(commitments.report({ transactionUID: '1.2.3', committed: all, failed: [] })).toBe('unknown-transaction');
    const transactionUID = ask();
    commitments.withdraw(transactionUID);
    expect(commitments.report({ transactionUID, committed: all, failed: [] })).toBe('unknown-transaction');
    expect([commitments.outstanding(), commitments.ended()]).toEqual([0, []]);
  });

  it('reported twice is one outcome', () => {
    const transactionUID = ask();
    const report = { transactionUID, committed: all, failed: [] };
    expect([commitments.report(report), commitments.report(report)]).toEqual(['whole', 'repeated']);
    commitments.taken(transactionUID);
    expect(commitments.report(report)).toBe('repeated');
    expect(commitments.ended()).toEqual([]);
  });

  it('that was committed and then failed has failed, and is told anew', () => {
    const transactionUID = ask();
    commitments.report({ transactionUID, committed: all, failed: [] });
    commitments.taken(transactionUID);
    const failed = [{ SOPInstanceUID: '1.2.2', reason: 0x0110 }];
    expect(commitments.report({ transactionUID, committed: [], failed })).toBe('whole');
    expect(commitments.ended()).toMatchObject([{ committed: ['1.2.1', '1.2.3'], failed }]);
    expect(commitments.report({ transactionUID, committed: all, failed: [] })).toBe('repeated');
  });

  it('reported in parts waits for the rest; objects that nobody asked for count nothing', () => {
    const transactionUID = ask();
    expect(commitments.report({ transactionUID, committed: ['1.2.1', '9.9'], failed: [] })).toBe('partly');
    expect([commitments.outstanding(), commitments.ended()]).toEqual([1, []]);
    expect(commitments.report({ transactionUID, committed: ['1.2.2', '1.2.3'], failed: [] })).toBe('whole');
    expect(commitments.ended()).toMatchObject([{ state: 'reported', committed: all, unreported: [] }]);
  });

  it('of which only a part was reported ends as that when its time is over', () => {
    const transactionUID = ask();
    commitments.report({ transactionUID, committed: ['1.2.1'], failed: [] });
    at += 24 * hour;
    expect(commitments.ended()).toMatchObject([
      { state: 'partly', committed: ['1.2.1'], unreported: ['1.2.2', '1.2.3'] },
    ]);
  });

  it('that was never reported expires, and counts all the same when the report comes late', () => {
    const transactionUID = ask();
    at += 24 * hour - 1;
    expect(commitments.ended()).toEqual([]);
    at += 1;
    expect(commitments.ended()).toMatchObject([{ state: 'expired', committed: [], failed: [], unreported: all }]);
    commitments.taken(transactionUID);
    expect(commitments.ended()).toEqual([]);
    at += hour;
    expect(commitments.report({ transactionUID, committed: all, failed: [] })).toBe('late');
    expect(commitments.ended()).toMatchObject([{ state: 'reported', committed: all, reportedAt: at }]);
  });

  it('is forgotten after three months', () => {
    const transactionUID = ask();
    at += 91 * 24 * hour;
    ask();
    expect(commitments.report({ transactionUID, committed: all, failed: [] })).toBe('unknown-transaction');
  });
});

describe('asking', () => {
  const wish = (asked: CommitmentAsked): ReturnType<typeof askForCommitment> =>
    askForCommitment({
      commitments,
      channel: 'dimse:0',
      subject: '1.2',
      objects,
      send: (transactionUID) => {
        // It is durable before a byte of it is sent.
        const other = openLedger(folder);
        expect(other.commitments.get(transactionUID)).toMatchObject({ state: 'asked', objects: all });
        other.close();
        return Promise.resolve(asked);
      },
    });

  it('answers when the archive has taken the request', async () => {
    const answer = await wish({ kind: 'asked' });
    if (answer.kind !== 'answered') throw new Error(answer.detail);
    expect(commitments.report({ transactionUID: answer.value.transactionUID, committed: all, failed: [] })).toBe(
      'whole',
    );
  });

  it.each<[CommitmentAsked, string, number]>([
    [{ kind: 'not-supported', detail: 'x' }, 'not-supported', 0],
    [{ kind: 'refused', status: 0x0110 }, 'refused', 0],
    [{ kind: 'failed', failure: { kind: 'unreachable', code: 'ECONNREFUSED' } }, 'unreachable', 0],
    [{ kind: 'failed', failure: { kind: 'timed-out', phase: 'associate' } }, 'timed-out', 0],
    [{ kind: 'failed', failure: { kind: 'rejected', result: 1, source: 1, reason: 7 } }, 'refused', 0],
    // The request was out: the archive may have it, and what it reports counts.
    [{ kind: 'failed', failure: { kind: 'timed-out', phase: 'request' } }, 'timed-out', 1],
    [{ kind: 'failed', failure: { kind: 'closed', phase: 'request' } }, 'not-final', 1],
    [{ kind: 'failed', failure: { kind: 'stopped' } }, 'stopped', 1],
  ])('%j is not measured: %s', async (asked, why, outstanding) => {
    expect(await wish(asked)).toMatchObject({ kind: 'not-measured', why });
    expect(commitments.outstanding()).toBe(outstanding);
  });
});
