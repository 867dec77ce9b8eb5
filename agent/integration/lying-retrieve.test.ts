import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Way } from '../shell/archive/index.ts';
import { Archive } from '../shell/archive/testing/archive-model.ts';
import { openGate } from '../shell/archive/testing/open-gate.ts';
import { dimseAccess } from '../shell/channels/dimse/index.ts';
import { Arrivals, type StoreScp, startStoreScp } from '../shell/dimse/index.ts';
import { fillDays, TestCenter } from './lying-pacs/center.ts';
import { type LyingDimse, startLyingDimse } from './lying-pacs/dimse.ts';
import { type RetrieveLie, retrieveLies } from './lying-pacs/retrieve-lies.ts';

const days = 4;
const perDay = 4;
const studies = days * perDay;

let center: TestCenter;
let archive: Archive;
let dimse: LyingDimse;
let receiver: StoreScp;
let arrivals: Arrivals;
/** Objects that reached live intake. */
let live: string[];
let closeWay: (() => Promise<void>) | undefined;

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
  fillDays(archive, days, perDay, 512 * 256);
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
  await closeWay?.();
  closeWay = undefined;
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

/**
 * Each life of a center is lied to in these ways, one after the other, each for nine days: longer than the seven after which a study can be missing. A lie that is met in
 * another place by C-MOVE (the receiver, and who its objects belong to) than by C-GET (the association itself) is told by both, the others once.
 */
const lives: readonly { readonly retrieve: 'move' | 'get'; readonly lies: readonly RetrieveLie[] }[] = [
  { retrieve: 'move', lies: ['early', 'foreign', 'fewer', 'counters', 'other-study'] },
  { retrieve: 'move', lies: ['aborts', 'cut', 'warned', 'duplicates', 'unknown-destination'] },
  { retrieve: 'move', lies: ['tape', 'never-ends', 'duplicates-cut', 'refuses', 'short-pixels'] },
  { retrieve: 'get', lies: ['early', 'foreign', 'fewer', 'nothing', 'wrong-object'] },
  { retrieve: 'get', lies: ['aborts', 'cut', 'warned-short', 'duplicates', 'fails'] },
  { retrieve: 'get', lies: ['tape', 'never-ends', 'pending', 'duplicates-cut', 'short-pixels', 'other-pixels'] },
];

/** Nine days of one lie: no level by it, nothing missing, nothing of it in live intake. */
async function liedTo(lie: RetrieveLie): Promise<void> {
  const before = proofs();
  center.written.length = 0;
  dimse.retriever.lie = lie;
  dimse.retriever.asked = 0;
  // One that says "pending" for ever costs its time limit each time it is asked.
  // Changed pixels show only in an image that had been read before, so that they are asked for more often.
  await center.live(9, lie === 'pending' ? 72 : lie === 'other-pixels' ? 12 : 24);
  expect(dimse.retriever.asked, lie).toBeGreaterThan(0);
  expect(center.states(), lie).toEqual({ present: studies });
  expect(
    center.written.filter(({ kind }) => kind === 'checked'),
    lie,
  ).toEqual([]);
  expect(live, lie).toEqual([]);
  if (delivered.has(lie)) expect(proofs(), lie).not.toEqual(before);
  // An image that nobody had read before cannot be told from another one under its name; whoever had been read is.
  else if (lie !== 'other-pixels') {
    const raised = center.known.filter((uid) =>
      (proofs().get(uid) ?? []).some((at, index) => at !== before.get(uid)?.[index]),
    );
    // A short whole study may well have its first image delivered: that much is no lie.
    expect(lie === 'fewer' || lie === 'warned-short' || lie === 'duplicates' ? [] : raised, lie).toEqual([]);
    const whole = (uid: string): unknown => proofs().get(uid)?.[1];
    expect(
      center.known.filter((uid) => whole(uid) !== before.get(uid)?.[1]),
      lie,
    ).toEqual([]);
  } else {
    const changed = center.known.filter(
      (uid) => center.ledger.archive.study(uid)?.content.some(({ note }) => note === 'pixels-changed') === true,
    );
    expect(changed.length, lie).toBeGreaterThan(0);
  }
}

it('every lie is told', () => {
  expect(new Set(lives.flatMap(({ lies }) => lies))).toEqual(new Set(retrieveLies));
});

it.each(lives)(
  'a retrieve SCP that lies, by C-$retrieve ($lies): no level by a lie, nothing missing, a loss found afterwards',
  async ({ retrieve, lies }) => {
    // Days long past are listed once a week: by the end of such a life each turn would else list all of them.
    await center.begin([way(retrieve)], { untouchedDays: 0, wholeOneIn: 2, recentDays: 3 });
    await center.live(3, 8);
    expect(center.states()).toEqual({ present: studies });
    expect([...proofs().values()].filter(([first]) => first !== undefined).length).toBeGreaterThan(0);
    for (const lie of lies) await liedTo(lie);
    const before = proofs();
    dimse.retriever.lie = 'none';
    archive.drop('1.2.2.3');
    // At most a week until its day is listed, and a week until it can be missing.
    await center.live(17, 24);
    expect(center.states()).toEqual({ present: studies - 1, lost: 1 });
    const now = proofs();
    expect(center.known.filter((uid) => now.get(uid)?.[0] !== before.get(uid)?.[0]).length).toBeGreaterThan(0);
  },
  180_000,
);
