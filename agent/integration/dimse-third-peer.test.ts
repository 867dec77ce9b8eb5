// The DIMSE layer against a third implementation, dcmjs-dimse, in both roles.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import dcmjsDimse from 'dcmjs-dimse';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  DimseAssociation,
  echo,
  find,
  key,
  move,
  nextMessageId,
  QUERY_CLASS,
  returnKeys,
} from '../shell/dimse/index.ts';
import type { WatchedScp } from '../shell/dimse/testing/scp.ts';
import { startWatchedScp } from '../shell/dimse/testing/scp.ts';
import { EXPLICIT, IMPLICIT, native } from './dimse-files.ts';

const { Client, Dataset, requests, responses, Scp, constants, log } = dcmjsDimse;

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'dimse-third-peer-'));
  log.setLevel('silent');
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function file(name: string, bytes: Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
}

let scp: WatchedScp | undefined;
afterEach(async () => {
  await scp?.close();
  scp = undefined;
});

describe('dcmjs-dimse', () => {
  type Outcome = { readonly statuses: readonly number[]; readonly rejected: boolean };

  function send(
    port: number,
    called: string,
    ...messages: InstanceType<typeof requests.CEchoRequest | typeof requests.CStoreRequest>[]
  ): Promise<Outcome> {
    return new Promise((resolve, reject) => {
      const client = new Client();
      const statuses: number[] = [];
      let rejected = false;
      for (const message of messages) {
        message.on('response', (response) => {
          statuses.push(response.getStatus());
        });
        client.addRequest(message);
      }
      client.on('associationRejected', () => {
        rejected = true;
      });
      client.on('networkError', reject);
      client.on('closed', () => {
        resolve({ statuses, rejected });
      });
      client.send('127.0.0.1', port, 'THIRD', called);
    });
  }

  it('echoes and stores two objects on one association', async () => {
    scp = await startWatchedScp({ callingAeTitles: ['THIRD'] });
    const paths = ['1.2.3.90', '1.2.3.91'].map((instance) =>
      file(`${instance}.dcm`, native('explicit', EXPLICIT, instance)),
    );
    const messages = [new requests.CEchoRequest(), ...paths.map((path) => new requests.CStoreRequest(path))];
    expect(await send(scp.port, 'MONITOR', ...messages)).toEqual({ statuses: [0, 0, 0], rejected: false });
    expect(scp.objects.map((object) => [object.SOPInstanceUID, object.headerStop])).toEqual([
      ['1.2.3.90', 'pixel-data'],
      ['1.2.3.91', 'pixel-data'],
    ]);
  });

  it('sees a failure status, and a rejection', async () => {
    scp = await startWatchedScp({ onObject: () => Promise.resolve({ status: 'refused', why: 'cannot-understand' }) });
    const path = file('third.dcm', native('explicit', EXPLICIT, '1.2.3.92'));
    expect(await send(scp.port, 'MONITOR', new requests.CStoreRequest(path))).toEqual({
      statuses: [0xc000],
      rejected: false,
    });
    expect(await send(scp.port, 'OTHER', new requests.CEchoRequest())).toMatchObject({ rejected: true });
  });

  it('answers our C-ECHO', async () => {
    class EchoScp extends Scp {
      override associationRequested(
        association: Parameters<InstanceType<typeof Scp>['associationRequested']>[0],
      ): void {
        for (const { id } of association.getPresentationContexts()) {
          const context = association.getPresentationContext(id);
          context.setResult(constants.PresentationContextResult.Accept, IMPLICIT);
        }
        this.sendAssociationAccept();
      }
      override cEchoRequest(
        request: InstanceType<typeof requests.CEchoRequest>,
        callback: (response: InstanceType<typeof responses.CEchoResponse>) => void,
      ): void {
        const response = responses.CEchoResponse.fromRequest(request);
        response.setStatus(constants.Status.Success);
        callback(response);
      }
      override associationReleaseRequested(): void {
        this.sendAssociationReleaseResponse();
      }
    }
    // Its own server would listen on every address.
    const server = createServer((socket) => new EchoScp(socket, {}));
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    const result = await echo({
      host: '127.0.0.1',
      port: address.port,
      callingAeTitle: 'MONITOR',
      calledAeTitle: 'THIRD',
      timeoutMs: 10_000,
    });
    server.close();
    expect(result).toEqual({ kind: 'answered', status: 0 });
  });

  it('answers our C-FIND and our C-MOVE on one association, and reads our keys', async () => {
    const asked: Record<string, unknown>[] = [];
    class ArchiveScp extends Scp {
      override associationRequested(
        association: Parameters<InstanceType<typeof Scp>['associationRequested']>[0],
      ): void {
        for (const { id } of association.getPresentationContexts()) {
          association.getPresentationContext(id).setResult(constants.PresentationContextResult.Accept, IMPLICIT);
        }
        this.sendAssociationAccept();
      }
      override cFindRequest(
        request: InstanceType<typeof requests.CFindRequest>,
        callback: (answers: InstanceType<typeof responses.CFindResponse>[]) => void,
      ): void {
        asked.push(request.getDataset()?.getElements() ?? {});
        const match = responses.CFindResponse.fromRequest(request);
        match.setStatus(constants.Status.Pending);
        match.setDataset(new Dataset({ StudyInstanceUID: '1.2.3.10', StudyDate: '20261103', PatientID: '' }));
        const last = responses.CFindResponse.fromRequest(request);
        last.setStatus(constants.Status.Success);
        callback([match, last]);
      }
      override cMoveRequest(
        request: InstanceType<typeof requests.CMoveRequest>,
        callback: (answers: InstanceType<typeof responses.CMoveResponse>[]) => void,
      ): void {
        const last = responses.CMoveResponse.fromRequest(request);
        last.setStatus(0xa801);
        callback([last]);
      }
      override associationReleaseRequested(): void {
        this.sendAssociationReleaseResponse();
      }
    }
    const server = createServer((socket) => new ArchiveScp(socket, {}));
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    const { studyFind, studyMove } = QUERY_CLASS;
    const opened = await DimseAssociation.open({
      peer: { host: '127.0.0.1', port: address.port, callingAeTitle: 'MONITOR', calledAeTitle: 'THIRD' },
      contexts: [studyFind, studyMove].map((abstractSyntax) => ({ abstractSyntax, transferSyntaxes: [IMPLICIT] })),
    });
    if (opened.kind !== 'open') throw new Error(opened.kind);
    const keys = [
      key('QueryRetrieveLevel', 'STUDY'),
      key('StudyDate', '20261101-20261130'),
      ...returnKeys(['StudyInstanceUID', 'PatientID', 'PregnancyStatus', 'NumberOfStudyRelatedInstances']),
    ];
    const found = await find(opened.association, { model: studyFind, keys, maxResponses: 10 });
    expect(found).toMatchObject({
      kind: 'complete',
      matches: [{ StudyInstanceUID: '1.2.3.10', StudyDate: '20261103' }],
    });
    // It leaves the padding of an odd range where it stands.
    expect(asked[0]).toMatchObject({ QueryRetrieveLevel: 'STUDY', StudyDate: '20261101-20261130 ' });
    const moved = await move(opened.association, {
      model: studyMove,
      keys: [key('QueryRetrieveLevel', 'STUDY'), key('StudyInstanceUID', '1.2.3.10')],
      destination: 'MONITOR',
      messageId: nextMessageId(),
      idleMs: 10_000,
      totalMs: 10_000,
    });
    expect(moved).toMatchObject({ kind: 'ended', status: 0xa801 });
    await opened.association.release();
    server.close();
  });
});
