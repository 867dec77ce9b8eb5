import { createHash } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { COMMAND, STATUS } from './command-set.ts';
import { type GetWish, type GotObject, get, getContexts } from './get-scu.ts';
import { move } from './move-scu.ts';
import { key, QUERY_CLASS } from './query-keys.ts';
import { DimseAssociation } from './requestor.ts';
import { type Encoding, element } from './testing/data-set.ts';
import { type Exchange, type FakeArchive, startFakeArchive } from './testing/fake-archive.ts';
import { CT_IMAGE, ENHANCED_SR } from './testing/raw-peer.ts';
import { EXPLICIT_VR_LITTLE_ENDIAN, IMPLICIT_VR_LITTLE_ENDIAN, NATIVE_SYNTAXES } from './transfer-syntax.ts';

let archive: FakeArchive | undefined;
afterEach(async () => {
  await archive?.close();
  archive = undefined;
});

const uid = (encoding: Encoding, tag: number, value: string): Buffer =>
  element(encoding, tag, 'UI', Buffer.from(value.length % 2 === 0 ? value : `${value}\0`));
const imageOf = (number: number, pixels = 4096): Buffer =>
  Buffer.concat([
    uid('explicit', 0x00080016, CT_IMAGE),
    uid('explicit', 0x00080018, `1.2.3.${number}`),
    uid('explicit', 0x0020000d, '1.2'),
    uid('explicit', 0x0020000e, '1.2.3'),
    element('explicit', 0x7fe00010, 'OW', Buffer.alloc(pixels, number)),
  ]);

/** Sends object after object, each when the one before was answered, and then the last word. */
function sender(objects: readonly Buffer[], last: (get: Exchange) => void): (exchange: Exchange) => void {
  let asked: Exchange | undefined;
  let sent = 0;
  return (exchange) => {
    if (exchange.command.CommandField === COMMAND.getRequest) asked = exchange;
    if (asked === undefined) return;
    const object = objects[sent];
    if (object === undefined) {
      last(asked);
      return;
    }
    sent += 1;
    // Contexts of the class: one a syntax, explicit little endian among them.
    const context = exchange.association.contexts.find(
      ({ abstractSyntax, transferSyntaxes: [first] }) =>
        abstractSyntax === CT_IMAGE && first === EXPLICIT_VR_LITTLE_ENDIAN,
    );
    exchange.send(
      context?.id ?? 0,
      {
        CommandField: COMMAND.storeRequest,
        hasDataSet: true,
        MessageID: 100 + sent,
        AffectedSOPClassUID: CT_IMAGE,
        AffectedSOPInstanceUID: `1.2.3.${sent}`,
        Priority: 0,
      },
      object,
    );
  };
}

async function ask(
  answer: (exchange: Exchange) => void,
  changes: Partial<GetWish> = {},
): Promise<{ end: Awaited<ReturnType<typeof get>>; got: GotObject[] }> {
  archive = await startFakeArchive({ answer });
  const got: GotObject[] = [];
  const end = await get({
    peer: { host: '127.0.0.1', port: archive.port, callingAeTitle: 'MONITOR', calledAeTitle: 'PACS' },
    model: QUERY_CLASS.studyGet,
    keys: [key('QueryRetrieveLevel', 'SERIES'), key('StudyInstanceUID', '1.2'), key('SeriesInstanceUID', '1.2.3')],
    classes: [CT_IMAGE],
    received: (object) => {
      got.push(object);
      return Promise.resolve();
    },
    headerBytes: 65_536,
    wholeObjectBytes: 1_048_576,
    idleMs: 300,
    totalMs: 3_000,
    limits: { closeMs: 200 },
    ...changes,
  });
  return { end, got };
}

describe('C-GET', () => {
  it('measures every object, keeps its header and drops its pixels', async () => {
    const objects = [imageOf(1), imageOf(2, 300_000)];
    const { end, got } = await ask(
      sender(objects, (x) => x.respond({ Status: STATUS.success, NumberOfCompletedSuboperations: 2 })),
    );
    expect(end).toEqual({ kind: 'ended', status: 0, comment: '', completed: 2 });
    expect(got.map(({ measured }) => measured)).toMatchObject(
      objects.map((bytes, index) => ({
        kind: 'object',
        sight: {
          SOPInstanceUID: `1.2.3.${index + 1}`,
          bytes: bytes.length,
          sha256: createHash('sha256').update(bytes).digest('hex'),
          complete: true,
        },
      })),
    );
    expect(got[1]?.object).toMatchObject({ pixelDataFound: true, headerComplete: true, pixelDataLength: 300_000 });
    expect(got[1]?.object.dataset.length).toBeLessThan(200);
    const answers = archive?.asked.filter(({ command }) => command.CommandField === COMMAND.storeResponse);
    expect(answers?.map(({ command }) => [command.MessageIDBeingRespondedTo, command.Status])).toEqual([
      [101, 0],
      [102, 0],
    ]);
  });

  it('proposes us as SCP of each class, native syntaxes first, one context each', async () => {
    await ask((x) => x.respond({ Status: STATUS.success }));
    const [association] = archive?.associations ?? [];
    expect(association?.user.roles).toEqual([{ SOPClassUID: CT_IMAGE, scu: false, scp: true }]);
    const proposed = association?.contexts.filter(({ abstractSyntax }) => abstractSyntax === CT_IMAGE) ?? [];
    expect(proposed.map(({ transferSyntaxes }) => transferSyntaxes)).toEqual(NATIVE_SYNTAXES.map((syntax) => [syntax]));
    const many = getContexts(
      QUERY_CLASS.studyGet,
      Array.from({ length: 300 }, (_, index) => `1.2.${index}`),
    );
    expect(many).toHaveLength(128);
    expect(many[1]).toEqual({ abstractSyntax: '1.2.0', transferSyntaxes: NATIVE_SYNTAXES, asScp: true });
  });

  it('tells the counters and the status as they came, and what came is what was counted here', async () => {
    const { end, got } = await ask(
      sender([imageOf(1), imageOf(2)], (x) =>
        x.respond({ Status: 0xc000, NumberOfCompletedSuboperations: 0, NumberOfFailedSuboperations: 2 }),
      ),
    );
    expect(end).toEqual({ kind: 'ended', status: 0xc000, comment: '', completed: 0, failed: 2 });
    expect(got).toHaveLength(2);
  });

  it('says that an object came short of its own pixels', async () => {
    const { got } = await ask(sender([imageOf(1).subarray(0, -100)], (x) => x.respond({ Status: STATUS.success })));
    expect(got[0]?.measured).toMatchObject({ sight: { complete: false } });
  });

  it.each<[string, (get: Exchange) => void, unknown]>([
    ['aborts', (x) => x.abort(), { kind: 'aborted', source: 0, reason: 0, phase: 'request' }],
    ['resets', (x) => x.reset(), { kind: 'closed', phase: 'request' }],
    ['hangs', () => undefined, { kind: 'timed-out', phase: 'request' }],
  ])('an archive that %s in between is no answer', async (_, last, expected) => {
    const { end, got } = await ask(sender([imageOf(1)], last));
    expect(end).toEqual(expected);
    expect(got).toHaveLength(1);
  });

  it('hands on nothing of an object that did not come to its end', async () => {
    const { end, got } = await ask((exchange) => {
      if (exchange.command.CommandField !== COMMAND.getRequest) return;
      exchange.send(3, {
        CommandField: COMMAND.storeRequest,
        hasDataSet: true,
        MessageID: 1,
        AffectedSOPClassUID: CT_IMAGE,
        AffectedSOPInstanceUID: '1.2.3.1',
      });
      exchange.close();
    });
    expect(end).toEqual({ kind: 'closed', phase: 'request' });
    expect(got).toEqual([]);
  });

  it('answers what it was not asked for as an operation that it does not know', async () => {
    await ask((exchange) => {
      if (exchange.command.CommandField === COMMAND.getRequest)
        exchange.send(1, { CommandField: COMMAND.eventReportRequest, hasDataSet: false, MessageID: 9, EventTypeID: 1 });
      else archive?.asked[0]?.respond({ Status: STATUS.success });
    });
    expect(archive?.asked[1]?.command).toMatchObject({ CommandField: 0x8100, Status: 0x0211 });
  });

  it('takes a report whole', async () => {
    const report = Buffer.concat([
      uid('explicit', 0x00080016, ENHANCED_SR),
      uid('explicit', 0x00080018, '1.2.3.1'),
      element('explicit', 0x0040a730, 'SQ', Buffer.alloc(0)),
    ]);
    const { got } = await ask(
      (exchange) => {
        if (exchange.command.CommandField === COMMAND.getRequest) {
          const context = exchange.association.contexts.find(({ abstractSyntax }) => abstractSyntax === ENHANCED_SR);
          const store = {
            CommandField: COMMAND.storeRequest,
            hasDataSet: true,
            MessageID: 1,
            AffectedSOPClassUID: ENHANCED_SR,
            AffectedSOPInstanceUID: '1.2.3.1',
          };
          exchange.send(context?.id ?? 0, store, report);
        } else archive?.asked[0]?.respond({ Status: STATUS.success });
      },
      { classes: [ENHANCED_SR] },
    );
    expect(Buffer.from(got[0]?.object.dataset ?? []).equals(report)).toBe(true);
    expect(got[0]?.measured).toMatchObject({ sight: { complete: true } });
  });
});

describe('C-MOVE', () => {
  const contexts = [{ abstractSyntax: QUERY_CLASS.studyMove, transferSyntaxes: [IMPLICIT_VR_LITTLE_ENDIAN] }];
  const wish = {
    model: QUERY_CLASS.studyMove,
    keys: [key('QueryRetrieveLevel', 'STUDY'), key('StudyInstanceUID', '1.2')],
    destination: 'MONITOR',
    messageId: 77,
    idleMs: 1_000,
    totalMs: 3_000,
  };

  async function asked(answer: (exchange: Exchange) => void, changes: Partial<typeof wish> = {}): Promise<unknown> {
    archive = await startFakeArchive({ answer });
    const peer = { host: '127.0.0.1', port: archive.port, callingAeTitle: 'MONITOR', calledAeTitle: 'PACS' };
    const opened = await DimseAssociation.open({ peer, contexts, limits: { closeMs: 200, idleMs: 50 } });
    if (opened.kind !== 'open') return opened;
    const result = await move(opened.association, { ...wish, ...changes });
    if (opened.association.ready) await opened.association.release();
    return result;
  }

  it('names the destination and its message, and waits longer than a search does', async () => {
    const result = await asked((exchange) => {
      exchange.respond({
        Status: STATUS.pending,
        NumberOfRemainingSuboperations: 1,
        NumberOfCompletedSuboperations: 0,
      });
      // Longer than the silence that the association allows by itself.
      setTimeout(() => {
        exchange.respond({ Status: STATUS.success, NumberOfCompletedSuboperations: 1, NumberOfFailedSuboperations: 0 });
      }, 200);
    });
    expect(result).toEqual({ kind: 'ended', status: 0, comment: '', completed: 1, failed: 0 });
    expect(archive?.asked[0]?.command).toMatchObject({
      CommandField: 0x0021,
      MoveDestination: 'MONITOR',
      MessageID: 77,
    });
  });

  it.each([
    ['destination unknown', STATUS.moveDestinationUnknown],
    ['our receiver is down', STATUS.cannotPerformSuboperations],
    ['some failed', STATUS.suboperationsFailed],
  ])('tells the status: %s', async (_, Status) => {
    expect(await asked((exchange) => exchange.respond({ Status }))).toMatchObject({ kind: 'ended', status: Status });
  });

  it('sends nothing for a destination that is no title', async () => {
    expect(await asked(() => undefined, { destination: 'SEVENTEEN_LETTERS' })).toMatchObject({ kind: 'invalid' });
    expect(archive?.asked).toEqual([]);
  });
});
