// For tests: an archive that answers as it is told to, honestly or not. Remembers what it was asked.
import type { Server, Socket } from 'node:net';
import { createServer } from 'node:net';
import type { CommandSet } from '../command-set.ts';
import { encodeCommand } from '../command-set.ts';
import { MessageReader } from '../message-reader.ts';
import type { AssociateAccept, AssociateReject, AssociateRequest } from '../pdu.ts';
import { encodeData, encodePdu } from '../pdu-encode.ts';
import { IMPLICIT_VR_LITTLE_ENDIAN } from '../transfer-syntax.ts';
import { UpperLayer } from '../upper-layer.ts';

/** One message that came, and the means of answering it. */
export interface Exchange {
  readonly command: CommandSet;
  readonly dataSet: Buffer;
  readonly contextId: number;
  /** How many messages came before on this association. */
  readonly earlier: number;
  readonly association: AssociateRequest;
  /** A response to the message, with the fields given. */
  respond(fields: Partial<CommandSet>, dataSet?: Uint8Array): void;
  /** Any message on any context. */
  send(contextId: number, command: CommandSet, dataSet?: Uint8Array): void;
  raw(bytes: Uint8Array): void;
  abort(): void;
  reset(): void;
  close(): void;
}

export interface FakeArchiveOptions {
  readonly answer: (exchange: Exchange) => void;
  readonly associate?: (request: AssociateRequest, honest: AssociateAccept) => AssociateAccept | AssociateReject;
  readonly server?: (onSocket: (socket: Socket) => void) => Server;
}

export interface FakeArchive {
  readonly port: number;
  readonly asked: Exchange[];
  readonly associations: AssociateRequest[];
  readonly sockets: Socket[];
  close(): Promise<void>;
}

/** Accepts every context with its first transfer syntax, or implicit VR where that is offered, and every role. */
function honestAccept(request: AssociateRequest): AssociateAccept {
  return {
    kind: 'associate-accept',
    calledAeTitle: request.calledAeTitle,
    callingAeTitle: request.callingAeTitle,
    contexts: request.contexts.map(({ id, transferSyntaxes: [first = IMPLICIT_VR_LITTLE_ENDIAN] }) => ({
      id,
      result: 0,
      transferSyntax: first,
    })),
    user: { ...request.user, maxLength: 16_384 },
  };
}

const times = { requestTimeoutMs: 60_000, closeTimeoutMs: 1_000, idleTimeoutMs: 60_000 };

export async function startFakeArchive(options: FakeArchiveOptions): Promise<FakeArchive> {
  const asked: Exchange[] = [];
  const associations: AssociateRequest[] = [];
  const sockets: Socket[] = [];
  const onSocket = (socket: Socket): void => {
    sockets.push(socket);
    let request: AssociateRequest | undefined;
    let earlier = 0;
    let current: { command: CommandSet; contextId: number; pieces: Buffer[] } | undefined;
    const messages = new MessageReader(() => true);
    const send = (contextId: number, command: CommandSet, dataSet?: Uint8Array): void => {
      for (const pdu of encodeData(contextId, true, encodeCommand(command), 16_384)) socket.write(pdu);
      if (dataSet !== undefined) for (const pdu of encodeData(contextId, false, dataSet, 16_384)) socket.write(pdu);
    };
    const take = (): void => {
      const message = current;
      if (message === undefined || request === undefined) return;
      current = undefined;
      const { command, contextId, pieces } = message;
      const exchange: Exchange = {
        command,
        contextId,
        dataSet: Buffer.concat(pieces),
        earlier,
        association: request,
        respond: (fields, dataSet) => {
          send(
            contextId,
            {
              CommandField: command.CommandField | 0x8000,
              MessageIDBeingRespondedTo: command.MessageID ?? 0,
              hasDataSet: dataSet !== undefined,
              ...(command.AffectedSOPClassUID === undefined
                ? {}
                : { AffectedSOPClassUID: command.AffectedSOPClassUID }),
              ...fields,
            },
            dataSet,
          );
        },
        send,
        raw: (bytes) => socket.write(bytes),
        abort: () => socket.write(encodePdu({ kind: 'abort', source: 0, reason: 0 })),
        reset: () => socket.resetAndDestroy(),
        close: () => socket.end(),
      };
      earlier += 1;
      asked.push(exchange);
      options.answer(exchange);
    };
    new UpperLayer(
      socket,
      'acceptor',
      {
        requested: (asking) => {
          request = asking;
          associations.push(asking);
          const honest = honestAccept(asking);
          return options.associate?.(asking, honest) ?? honest;
        },
        fragment: (event) => {
          const message = messages.push(event);
          if (message?.kind === 'command') {
            current = { command: message.command, contextId: message.contextId, pieces: [] };
            if (!message.command.hasDataSet) take();
          } else if (message?.kind === 'data-set-bytes') current?.pieces.push(Buffer.from(message.bytes));
          else if (message?.kind === 'data-set-end') take();
          return undefined;
        },
        ended: () => undefined,
      },
      { controlPduBytes: 65_536, dataPduBytes: 131_072 },
      times,
    );
  };
  const server = options.server?.(onSocket) ?? createServer(onSocket);
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    port: address.port,
    asked,
    associations,
    sockets,
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => {
          resolve();
        });
      }),
  };
}
