import { afterEach, describe, expect, it } from 'vitest';
import { Arrivals } from './arrivals.ts';
import { COMMAND } from './command-set.ts';
import { textIn } from './element-list.ts';
import type { NormalizedAnswer, NormalizedRequest } from './normalized-service.ts';
import { encodePdu } from './pdu-encode.ts';
import type { ReceivedObject } from './received-object.ts';
import { difficultHeader, element } from './testing/data-set.ts';
import { CT_IMAGE, contextOf, echoRequest, RawPeer, storeMessage, storeRequest, until } from './testing/raw-peer.ts';
import type { WatchedScp } from './testing/scp.ts';
import { associated, gate, startWatchedScp } from './testing/scp.ts';

const STEP = '1.2.840.10008.3.1.2.3.3';
const IMPLICIT = '1.2.840.10008.1.2';

let scp: WatchedScp;
afterEach(async () => {
  await scp.close();
});

interface Served {
  readonly requests: NormalizedRequest[];
}

/** A receiver that serves performed steps with whatever `answer` says. */
async function serving(answer: (request: NormalizedRequest) => Promise<NormalizedAnswer>): Promise<Served> {
  const requests: NormalizedRequest[] = [];
  const service = {
    role: 'scp',
    commands: [COMMAND.createRequest, COMMAND.setRequest],
    handle: (request: NormalizedRequest) => {
      requests.push(request);
      return answer(request);
    },
  } as const;
  scp = await startWatchedScp({ services: new Map([[STEP, service]]) });
  return { requests };
}
const success = (): Promise<NormalizedAnswer> => Promise.resolve({ status: 0 });
const onStep = { contexts: [contextOf(STEP, IMPLICIT)] };
const create = {
  CommandField: COMMAND.createRequest,
  hasDataSet: true,
  MessageID: 9,
  AffectedSOPClassUID: STEP,
  AffectedSOPInstanceUID: '1.2.3.5',
};
const set = {
  CommandField: COMMAND.setRequest,
  hasDataSet: true,
  MessageID: 10,
  RequestedSOPClassUID: STEP,
  RequestedSOPInstanceUID: '1.2.3.5',
};
const dataSet = element('implicit', 0x00400252, 'CS', 'IN PROGRESS');

describe('a normalized service', () => {
  it('gets the request whole and is answered for, with the affected UIDs of what was requested', async () => {
    const { requests } = await serving(success);
    const peer = await associated(scp, onStep);
    peer.send(storeMessage(create, dataSet, 20));
    expect(await peer.takeCommand()).toMatchObject({
      CommandField: COMMAND.createResponse,
      MessageIDBeingRespondedTo: 9,
      AffectedSOPClassUID: STEP,
      AffectedSOPInstanceUID: '1.2.3.5',
      Status: 0,
    });
    peer.send(storeMessage(set, dataSet));
    expect(await peer.takeCommand()).toMatchObject({
      CommandField: COMMAND.setResponse,
      AffectedSOPInstanceUID: '1.2.3.5',
      Status: 0,
    });
    expect(requests.map(({ SOPInstanceUID, elements }) => [SOPInstanceUID, textIn(elements, 0x00400252)])).toEqual([
      ['1.2.3.5', 'IN PROGRESS'],
      ['1.2.3.5', 'IN PROGRESS'],
    ]);
    expect(scp.of('request-answered')).toMatchObject([{ status: 0 }, { status: 0 }]);
    expect(scp.objects).toEqual([]);
    peer.socket.destroy();
  });

  it('may name the instance that was left to it, a comment and an error number', async () => {
    await serving(() =>
      Promise.resolve({ status: 0x0110, comment: 'final', errorId: 0xa710, SOPInstanceUID: '2.25.7' }),
    );
    const peer = await associated(scp, onStep);
    const { AffectedSOPInstanceUID: _, ...unnamed } = create;
    peer.sendCommand({ ...unnamed, hasDataSet: false });
    expect(await peer.takeCommand()).toMatchObject({
      Status: 0x0110,
      ErrorComment: 'final',
      ErrorID: 0xa710,
      AffectedSOPInstanceUID: '2.25.7',
    });
    peer.socket.destroy();
  });

  it.each([
    ['another operation', { ...set, CommandField: COMMAND.nGetRequest }, 0x0211],
    ['another class', { ...set, RequestedSOPClassUID: CT_IMAGE }, 0x0122],
    ['an N-SET of no instance', { ...set, RequestedSOPInstanceUID: '' }, 0x0117],
    ['an instance that is no UID', { ...create, AffectedSOPInstanceUID: 'x' }, 0x0117],
  ])('is not bothered with %s', async (_, command, status) => {
    const { requests } = await serving(success);
    const peer = await associated(scp, onStep);
    peer.send(storeMessage(command, dataSet));
    expect(await peer.takeCommand()).toMatchObject({ Status: status });
    peer.send(storeMessage(set, dataSet));
    expect(await peer.takeCommand()).toMatchObject({ Status: 0 });
    expect(requests).toHaveLength(1);
    peer.socket.destroy();
  });

  it.each([
    ['cut inside of an element', dataSet.subarray(0, dataSet.length - 3), 0x0110],
    ['larger than it may be', element('implicit', 0x00400280, 'ST', 'x'.repeat(70_000)), 0x0213],
  ])('is not given a data set that is %s', async (_, bytes, status) => {
    const requests: NormalizedRequest[] = [];
    const handle = (request: NormalizedRequest): Promise<NormalizedAnswer> => {
      requests.push(request);
      return success();
    };
    const service = { role: 'scp', commands: [COMMAND.setRequest], handle } as const;
    scp = await startWatchedScp({ services: new Map([[STEP, service]]), limits: { headerBytes: 65_536 } });
    const peer = await associated(scp, onStep);
    peer.send(storeMessage(set, bytes));
    expect(await peer.takeCommand()).toMatchObject({ Status: status });
    expect(requests).toEqual([]);
    peer.socket.destroy();
  });

  it('that throws is a processing failure, and the association goes on', async () => {
    await serving(() => Promise.reject(new TypeError('broken')));
    const peer = await associated(scp, onStep);
    peer.send(storeMessage(set, dataSet));
    expect(await peer.takeCommand()).toMatchObject({ Status: 0x0110, ErrorComment: 'TypeError' });
    peer.send(storeMessage(set, dataSet));
    expect(await peer.takeCommand()).toMatchObject({ Status: 0x0110 });
    peer.socket.destroy();
  });

  it('finishes a request in hand before it stops', async () => {
    const working = gate<NormalizedAnswer>();
    const { requests } = await serving(() => working.promise);
    const peer = await associated(scp, onStep);
    peer.send(storeMessage(set, dataSet));
    await until('at work', () => requests.length === 1);
    const closed = scp.close();
    working.open({ status: 0 });
    expect(await peer.takeCommand()).toMatchObject({ Status: 0 });
    await closed;
  });

  it('is let in although its sender stores on as many associations as it may', async () => {
    await serving(success);
    const storing = [await associated(scp), await associated(scp)];
    const third = await RawPeer.associate(scp.port);
    expect(await third.takePdu()).toMatchObject({ kind: 'associate-reject' });
    const telling = [await associated(scp, onStep), await associated(scp, onStep)];
    telling[0]?.send(storeMessage(set, dataSet));
    expect(await telling[0]?.takeCommand()).toMatchObject({ Status: 0 });
    for (const peer of [...storing, third, ...telling]) peer.socket.destroy();
  });

  it('is refused where it is not offered', async () => {
    scp = await startWatchedScp();
    const peer = await RawPeer.associate(scp.port, onStep);
    expect(await peer.takePdu()).toMatchObject({ kind: 'associate-accept', contexts: [{ result: 3 }] });
    peer.socket.destroy();
  });
});

describe('an object that was asked for', () => {
  const image = Buffer.concat([
    difficultHeader('explicit'),
    element('explicit', 0x7fe00010, 'OW', Buffer.alloc(5000, 7)),
  ]);
  const moved = {
    ...storeRequest(),
    MoveOriginatorApplicationEntityTitle: 'MONITOR',
    MoveOriginatorMessageID: 21,
  };

  it('streams whole through its tap, is told with the move that brought it, and does not go to the intake', async () => {
    const arrivals = new Arrivals();
    const seen: Buffer[] = [];
    const ends: boolean[] = [];
    const received: ReceivedObject[] = [];
    const release = arrivals.expect({
      expects: ({ moveOriginator }) => moveOriginator?.messageId === 21 && moveOriginator.aeTitle === 'MONITOR',
      tap: () => ({ push: (bytes) => void seen.push(Buffer.from(bytes)), end: (whole) => void ends.push(whole) }),
      received: (object) => {
        received.push(object);
        return Promise.resolve({ status: 'stored' });
      },
    });
    scp = await startWatchedScp({ arrivals });
    const peer = await associated(scp);
    peer.send(storeMessage(moved, image, 1000));
    expect(await peer.takeCommand()).toMatchObject({ Status: 0 });
    expect(Buffer.concat(seen).equals(image)).toBe(true);
    expect(ends).toEqual([true]);
    expect(received).toMatchObject([{ moveOriginator: { aeTitle: 'MONITOR', messageId: 21 }, pixelDataFound: true }]);
    expect(scp.objects).toEqual([]);
    // Of another move, and after the expectation has ended: as any other object.
    peer.send(storeMessage({ ...moved, MoveOriginatorMessageID: 22 }, image));
    expect(await peer.takeCommand()).toMatchObject({ Status: 0 });
    release();
    peer.send(storeMessage(moved, image));
    expect(await peer.takeCommand()).toMatchObject({ Status: 0 });
    expect(scp.objects).toHaveLength(2);
    expect(received).toHaveLength(1);
    peer.socket.destroy();
  });

  it('goes to the intake as well when it is to be observed', async () => {
    const arrivals = new Arrivals();
    arrivals.expect({ expects: () => true, received: () => Promise.resolve('observe') });
    scp = await startWatchedScp({ arrivals });
    const peer = await associated(scp);
    peer.send(storeMessage(moved, image));
    expect(await peer.takeCommand()).toMatchObject({ Status: 0 });
    expect(scp.objects).toMatchObject([{ moveOriginator: { messageId: 21 } }]);
    peer.socket.destroy();
  });

  it('that breaks off is told to its tap as not whole', async () => {
    const arrivals = new Arrivals();
    const ends: boolean[] = [];
    arrivals.expect({
      expects: () => true,
      tap: () => ({ push: () => undefined, end: (whole) => void ends.push(whole) }),
      received: () => Promise.resolve({ status: 'stored' }),
    });
    scp = await startWatchedScp({ arrivals });
    const peer = await associated(scp);
    const bytes = storeMessage(moved, image);
    peer.send(bytes.subarray(0, bytes.length - 100));
    peer.sendCommand(echoRequest);
    peer.socket.destroy();
    await until('told', () => ends.length === 1);
    expect(ends).toEqual([false]);
    await until('counted', () => scp.of('object-incomplete').length === 1);
  });
});

it('an association may be released between two requests of a service', async () => {
  await serving(success);
  const peer = await associated(scp, onStep);
  peer.send(storeMessage(set, dataSet));
  expect(await peer.takeCommand()).toMatchObject({ Status: 0 });
  peer.send(encodePdu({ kind: 'release-request' }));
  expect(await peer.takePdu()).toEqual({ kind: 'release-response' });
});
