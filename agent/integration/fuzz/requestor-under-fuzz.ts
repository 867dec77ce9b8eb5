import type { Server } from 'node:net';
import { createServer } from 'node:net';
import { COMMAND } from '../../shell/dimse/command-set.ts';
import { type DimseAnswer, DimseAssociation } from '../../shell/dimse/requestor.ts';
import { BrokenPromise } from './outcome.ts';
import { askedWith, proposed } from './pdu-specimens.ts';

const limits = { connectMs: 2_000, associateMs: 500, idleMs: 500, totalMs: 1_500, closeMs: 200 };
/** A request of ours that has no answer by then was held by none of its limits. */
const longestAskMs = 10_000;
const syntaxes = ['1.2.840.10008.1.2', '1.2.840.10008.1.2.1'];

export interface RequestorUnderFuzz {
  /** A search of ours, to which the archive of a lane answers with `stream`; what came of it. */
  ask(lane: number, stream: Buffer): Promise<string>;
  stop(): Promise<void>;
}

/** Archives that answer whatever they are told to, one for each lane. */
export async function startRequestor(lanes: number): Promise<RequestorUnderFuzz> {
  const streams: Buffer[] = Array.from({ length: lanes }, () => Buffer.alloc(0));
  const servers: Server[] = [];
  for (let lane = 0; lane < lanes; lane += 1) {
    const server = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.once('data', () => {
        socket.end(streams[lane] ?? Buffer.alloc(0));
      });
    });
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    servers.push(server);
  }
  const portOf = (lane: number): number => {
    const address = servers[lane]?.address();
    if (address === undefined || address === null || typeof address === 'string')
      throw new Error('a lane without an archive');
    return address.port;
  };

  const search = async (lane: number): Promise<DimseAnswer['kind']> => {
    const opened = await DimseAssociation.open({
      peer: { host: '127.0.0.1', port: portOf(lane), callingAeTitle: 'MONITOR', calledAeTitle: 'PACS' },
      contexts: proposed.map((abstractSyntax, index) => ({
        abstractSyntax,
        transferSyntaxes: syntaxes,
        ...(index === 0 ? {} : { asScp: true }),
      })),
      incoming: (_, command) => ({
        push: () => undefined,
        end: () =>
          Promise.resolve({
            CommandField: command.CommandField | 0x8000,
            hasDataSet: false,
            MessageIDBeingRespondedTo: command.MessageID ?? 0,
            Status: 0,
          }),
        cut: () => undefined,
      }),
      limits,
    });
    if (opened.kind !== 'open') return opened.kind;
    const { association } = opened;
    const answer = await association.request({
      abstractSyntax: proposed[0],
      command: { CommandField: COMMAND.findRequest, AffectedSOPClassUID: proposed[0], Priority: 0 },
      messageId: askedWith,
      dataSet: () => Buffer.alloc(0),
      pending: () => undefined,
      maxResponses: 100,
    });
    await association.release();
    return answer.kind;
  };

  return {
    async ask(lane, stream) {
      streams[lane] = stream;
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<never>((_, reject) => {
        timer = setTimeout(() => reject(new BrokenPromise('a request of ours was never answered')), longestAskMs);
      });
      try {
        return await Promise.race([search(lane), late]);
      } finally {
        clearTimeout(timer);
      }
    },
    async stop() {
      for (const server of servers) await new Promise((resolve) => server.close(resolve));
    },
  };
}
