import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Way } from '../shell/archive/index.ts';
import { Archive } from '../shell/archive/testing/archive-model.ts';
import { openGate } from '../shell/archive/testing/open-gate.ts';
import { dimseAccess } from '../shell/channels/dimse/index.ts';
import { dicomwebAccess, dicomwebDefaults } from '../shell/channels/index.ts';
import { fillDays, TestCenter } from './lying-pacs/center.ts';
import { type DimseLie, type LyingDimse, startLyingDimse } from './lying-pacs/dimse.ts';
import { type Lie, type LyingWeb, startLyingWeb } from './lying-pacs/web.ts';

let center: TestCenter;
let archive: Archive;
let web: LyingWeb;
let dimse: LyingDimse;

function webWay(): Way {
  const gate = openGate('pacs');
  const { port } = dicomwebAccess(
    {
      ...dicomwebDefaults,
      name: 'dicomweb:0',
      pacs: 'pacs',
      url: web.url,
      timeoutSeconds: 0.3,
      retrieveTimeoutSeconds: 2,
      now: () => center.now,
    },
    gate,
  );
  return { port, gate };
}

function dimseWay(): Way {
  const gate = openGate('pacs');
  const { port } = dimseAccess(
    {
      name: 'dimse:0',
      pacs: 'pacs',
      host: '127.0.0.1',
      port: dimse.port,
      calledAeTitle: 'PACS',
      callingAeTitle: 'CENTERMON',
      retrieve: 'none',
      relational: true,
      timeoutSeconds: 0.3,
      retrieveTimeoutSeconds: 2,
    },
    gate,
  );
  return { port, gate };
}

beforeEach(async () => {
  archive = new Archive();
  fillDays(archive, 4, 8);
  center = new TestCenter();
  center.tell(archive);
  web = await startLyingWeb(archive);
  dimse = await startLyingDimse(archive);
});
afterEach(async () => {
  await center.end();
  await web.close();
  await dimse.close();
});

/** Lies of the transport: whatever they do, nothing is missing. `measured`: the lie is seen through, and the studies are found by other questions. */
const webLies: readonly { readonly lie: Lie; readonly measured?: true }[] = [
  { lie: { kind: 'limit-silent', rows: 4 }, measured: true },
  { lie: { kind: 'limit-warned', rows: 4 } },
  { lie: { kind: 'offsets-empty' }, measured: true },
  { lie: { kind: 'aborts' } },
  { lie: { kind: 'resets' } },
  { lie: { kind: 'hangs' } },
  { lie: { kind: 'garbage' } },
  { lie: { kind: 'refuses' } },
  { lie: { kind: 'empty' } },
  { lie: { kind: 'short-multipart' }, measured: true },
  { lie: { kind: 'endless-multipart' }, measured: true },
  { lie: { kind: 'slow', ms: 200 }, measured: true },
  { lie: { kind: 'nearline' }, measured: true },
];

describe('a DICOMweb server that lies', () => {
  for (const { lie, measured } of webLies) {
    it(`(${lie.kind}) for nine days: nothing is missing, and the truth is seen when it tells it again`, async () => {
      await center.begin([webWay()]);
      await center.live(2);
      expect(center.states()).toEqual({ present: 32 });
      center.written.length = 0;
      web.lie = lie;
      await center.live(9);
      expect(center.states()).toEqual({ present: 32 });
      if (measured === undefined) {
        expect(center.misses().length).toBeGreaterThan(0);
        expect(center.written.filter(({ kind }) => kind === 'checked')).toEqual([]);
      }
      web.lie = { kind: 'none' };
      archive.drop('1.2.2.3');
      await center.live(11);
      expect(center.states()).toEqual({ present: 31, lost: 1 });
    });
  }
});

const dimseLies: readonly { readonly lie: DimseLie; readonly measured?: true }[] = [
  { lie: { kind: 'limit', rows: 4 } },
  { lie: { kind: 'limit-silent', rows: 4 }, measured: true },
  { lie: { kind: 'aborts' } },
  { lie: { kind: 'resets' } },
  { lie: { kind: 'hangs' } },
  { lie: { kind: 'garbage' } },
  { lie: { kind: 'fails' } },
  { lie: { kind: 'empty' } },
  { lie: { kind: 'rejects-context' } },
  { lie: { kind: 'rejects-association' } },
  { lie: { kind: 'latin1' }, measured: true },
];

describe('a query SCP that lies', () => {
  for (const { lie, measured } of dimseLies) {
    it(`(${lie.kind}) for nine days: nothing is missing, and the truth is seen when it tells it again`, async () => {
      await center.begin([dimseWay()]);
      await center.live(2);
      expect(center.states()).toEqual({ present: 32 });
      center.written.length = 0;
      dimse.lie = lie;
      await center.live(9);
      expect(center.states()).toEqual({ present: 32 });
      if (measured === undefined) {
        expect(center.misses().length).toBeGreaterThan(0);
        expect(center.written.filter(({ kind }) => kind === 'checked')).toEqual([]);
      }
      dimse.lie = { kind: 'none' };
      archive.drop('1.2.2.3');
      await center.live(11);
      expect(center.states()).toEqual({ present: 31, lost: 1 });
    });
  }
});

describe('what is really otherwise', () => {
  const sampled = (): readonly string[] =>
    center.written.flatMap((each) => (each.kind === 'retrieved' ? [each.StudyInstanceUID] : []));

  it('a recall is told from a slow archive', async () => {
    web.lie = { kind: 'recalls', ms: 600 };
    await center.begin([webWay()], { recallMs: 300, untouchedDays: 0 });
    await center.live(3, 6);
    const slow = center.written.flatMap((each) =>
      each.kind === 'retrieved' && (each.firstImageMs ?? 0) > 300 ? [each] : [],
    );
    expect(slow.length).toBeGreaterThan(0);
    expect(slow.every(({ repeatMs }) => repeatMs !== undefined && repeatMs < 300)).toBe(true);
    expect(center.states()).toEqual({ present: 32 });
  });

  it('lossy answers, a flipped pixel and fewer objects are findings of their own', async () => {
    await center.begin([webWay()], { untouchedDays: 0, wholeOneIn: 1 });
    for (let day = 0; day < 30 && new Set(sampled()).size < 3; day += 1) await center.live(1, 1);
    const [lossy = '', flipped = '', fewer = ''] = [...new Set(sampled())];
    center.written.length = 0;
    archive.makeLossy(lossy);
    archive.flip(flipped);
    archive.dropObjects(fewer, 1);
    const again = (): boolean => [lossy, flipped, fewer].every((uid) => sampled().includes(uid));
    for (let day = 0; day < 60 && !again(); day += 1) await center.live(1, 1);
    const notes = (uid: string): readonly string[] =>
      center.ledger.archive.study(uid)?.content.map(({ note }) => note) ?? [];
    expect(notes(lossy)).toEqual(expect.arrayContaining(['fewer-bits', 'newly-lossy']));
    expect(notes(flipped)).toEqual(['pixels-changed']);
    expect(center.ledger.archive.study(fewer)).toMatchObject({ found: { objects: 2 }, mostObjects: 3 });
    expect(center.states()).toEqual({ present: 32 });
  });

  it('a merge is explained, new UIDs wait for a person, dropped studies are one loss each', async () => {
    await center.begin([webWay()]);
    await center.live(2);
    archive.merge('1.2.1.1', '1.2.1.2');
    archive.renumber('1.2.2.1', '1.2.99.1');
    for (const uid of ['1.2.3.1', '1.2.3.2', '1.2.4.8']) archive.drop(uid);
    await center.live(12);
    expect(center.stateOf('1.2.1.1')).toBe('explained');
    expect(center.stateOf('1.2.2.1')).toBe('missing');
    expect(center.states()).toEqual({ present: 27, explained: 1, missing: 1, lost: 3 });
    const absences = center.written.filter((each) => each.kind === 'checked' && each.found === 'nowhere');
    expect(absences).toHaveLength(9);
  });
});
