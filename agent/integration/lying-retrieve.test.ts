import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Way } from '../shell/archive/index.ts';
import { Archive } from '../shell/archive/testing/archive-model.ts';
import { openGate } from '../shell/archive/testing/open-gate.ts';
import { dimseAccess } from '../shell/channels/dimse/index.ts';
import { Arrivals, type StoreScp, startStoreScp } from '../shell/dimse/index.ts';
import { fillDays, TestCenter } from './lying-pacs/center.ts';
import { type LyingDimse, startLyingDimse } from './lying-pacs/dimse.ts';
import { type RetrieveLie, retrieveLies } from './lying-pacs/retrieve-lies.ts';

let center: TestCenter;
let archive: Archive;
let dimse: LyingDimse;
let receiver: StoreScp;
let arrivals: Arrivals;
/** Objects that reached live intake. */
let live: string[];
let closeWay: () => Promise<void>;

function way(retrieve: 'move' | 'get'): Way {
  const gate = openGate('pacs');
  const { port, close } = dimseAccess(
    {
      name: 'dimse:0',
      pacs: 'pacs',
      host: '127.0.0.1',
      port: dimse.port,
      calledAeTitle: 'PACS',
      callingAeTitle: 'CENTERMON',
      retrieve,
      ...(retrieve === 'move' ? { destination: 'CENTERMON', arrivals } : {}),
      relational: true,
      timeoutSeconds: 1,
      retrieveTimeoutSeconds: 0.25,
    },
    gate,
  );
  closeWay = close;
  return { port, gate };
}

beforeEach(async () => {
  archive = new Archive();
  // As many pixels as the header promises: 512 rows of 256, one byte each.
  fillDays(archive, 4, 4, 512 * 256);
  center = new TestCenter();
  center.tell(archive);
  dimse = await startLyingDimse(archive);
  arrivals = new Arrivals();
  live = [];
  receiver = await startStoreScp({
    port: 0,
    aeTitle: 'CENTERMON',
    callingAeTitles: 'any',
    arrivals,
    onObject: ({ SOPInstanceUID }) => {
      live.push(SOPInstanceUID);
      return Promise.resolve({ status: 'stored' });
    },
    onEvent: () => undefined,
  });
  dimse.receiverPort = receiver.port;
});
afterEach(async () => {
  await center.end();
  await closeWay();
  await dimse.close();
  await receiver.close();
});

/** Of these the objects come, all and whole, and only what is said about them is wrong. */
const delivered: ReadonlySet<RetrieveLie> = new Set(['counters', 'warned', 'tape']);

const proofs = (): ReadonlyMap<string, readonly (number | undefined)[]> =>
  new Map(
    center.known.map((uid) => {
      const confirmed = center.ledger.archive.study(uid)?.confirmed;
      return [uid, [confirmed?.[4], confirmed?.[5], confirmed?.[6]]];
    }),
  );

describe.each(['move', 'get'] as const)('a retrieve SCP that lies, by C-%s', (retrieve) => {
  it.each(retrieveLies)(
    '(%s) for nine days: no level by a lie, nothing missing, every loss found afterwards',
    async (lie) => {
      await center.begin([way(retrieve)], { untouchedDays: 0, wholeOneIn: 2 });
      await center.live(4, 6);
      expect(center.states()).toEqual({ present: 16 });
      const before = proofs();
      expect([...before.values()].filter(([first]) => first !== undefined).length).toBeGreaterThan(0);
      center.written.length = 0;
      dimse.retriever.lie = lie;
      dimse.retriever.asked = 0;
      // One that never ends costs its time limit each time.
      await center.live(9, lie === 'pending' || lie === 'never-ends' ? 24 : 12);
      expect(dimse.retriever.asked).toBeGreaterThan(0);
      expect(center.states()).toEqual({ present: 16 });
      expect(center.written.filter(({ kind }) => kind === 'checked')).toEqual([]);
      if (delivered.has(lie)) expect(proofs()).not.toEqual(before);
      // An image that nobody had read before cannot be told from another one under its name; whoever had been read is.
      else if (lie !== 'other-pixels') {
        const raised = center.known.filter((uid) =>
          (proofs().get(uid) ?? []).some((at, index) => at !== before.get(uid)?.[index]),
        );
        // A short whole study may well have its first image delivered: that much is no lie.
        expect(lie === 'fewer' || lie === 'warned-short' || lie === 'duplicates' ? [] : raised).toEqual([]);
        const whole = (uid: string): unknown => proofs().get(uid)?.[1];
        expect(center.known.filter((uid) => whole(uid) !== before.get(uid)?.[1])).toEqual([]);
      } else {
        const changed = center.known.filter(
          (uid) => center.ledger.archive.study(uid)?.content.some(({ note }) => note === 'pixels-changed') === true,
        );
        expect(changed.length).toBeGreaterThan(0);
      }
      expect(live).toEqual([]);
      dimse.retriever.lie = 'none';
      archive.drop('1.2.2.3');
      await center.live(11);
      expect(center.states()).toEqual({ present: 15, lost: 1 });
      const now = proofs();
      expect(center.known.filter((uid) => now.get(uid)?.[0] !== before.get(uid)?.[0]).length).toBeGreaterThan(0);
    },
    180_000,
  );
});
