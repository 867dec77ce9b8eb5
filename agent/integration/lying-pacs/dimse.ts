import type { AddressInfo } from 'node:net';
import { createServer, type Socket } from 'node:net';
import type { Archive, KeptObject, KeptStudy } from '../../shell/archive/testing/archive-model.ts';
import { COMMAND, type CommandSet, encodeCommand, STATUS } from '../../shell/dimse/command-set.ts';
import { MessageReader } from '../../shell/dimse/message-reader.ts';
import {
  APPLICATION_CONTEXT,
  type AssociateAccept,
  type AssociateReject,
  type AssociateRequest,
} from '../../shell/dimse/pdu.ts';
import { element } from '../../shell/dimse/testing/data-set.ts';
import { UpperLayer } from '../../shell/dimse/upper-layer.ts';
import { type Retrieve, Retriever, storeTo } from './retrieve-lies.ts';

/**
 * What a query SCP does instead of telling the truth.
 * - `limit`: N rows, then 0xFE00. `limit-silent`: N rows, then success.
 * - `aborts` (A-ABORT), `resets` (the connection goes), `hangs`, `garbage` (bytes that are no PDU): after the third response.
 * - `rejects-context`, `rejects-association`: as negotiated. `empty`: no match, success.
 * - `latin1`: names in ISO_IR 100, every Han character dropped. `fails`: 0xC001 as the final status.
 */
export type DimseLie =
  | { readonly kind: 'none' | 'aborts' | 'resets' | 'hangs' | 'garbage' | 'empty' | 'latin1' | 'fails' }
  | { readonly kind: 'rejects-context' | 'rejects-association' }
  | { readonly kind: 'limit' | 'limit-silent'; readonly rows: number };

export interface LyingDimse {
  readonly port: number;
  lie: DimseLie;
  asked: number;
  /** Answers C-MOVE and C-GET. */
  readonly retriever: Retriever;
  /** Port of the only receiver that it knows; whatever title a C-MOVE names is there. */
  receiverPort: number;
  close(): Promise<void>;
}

interface Pacs {
  lie: DimseLie;
  asked: number;
  receiverPort: number;
  readonly retriever: Retriever;
}

const explicit = '1.2.840.10008.1.2.1';
const implicit = '1.2.840.10008.1.2';
const text = (tag: number, value: string, pad = ' '): Buffer =>
  element('implicit', tag, 'LO', value.length % 2 === 0 ? value : `${value}${pad}`);

/** Values of a flat data set in implicit VR little endian, by tag. */
function valuesOf(bytes: Buffer): Map<number, string> {
  const found = new Map<number, string>();
  for (let at = 0; at + 8 <= bytes.length; ) {
    const tag = bytes.readUInt16LE(at) * 0x10000 + bytes.readUInt16LE(at + 2);
    const length = bytes.readUInt32LE(at + 4);
    if (length === 0xffffffff) break;
    found.set(tag, bytes.toString('utf8', at + 8, at + 8 + length).replace(/[\0 ]+$/, ''));
    at += 8 + length;
  }
  return found;
}

interface Row {
  readonly study: KeptStudy;
  readonly series?: string;
  readonly object?: KeptObject;
}

function matches(study: KeptStudy, query: ReadonlyMap<number, string>): boolean {
  const same = (tag: number, value: string): boolean => {
    const wanted = query.get(tag) ?? '';
    return wanted === '' || wanted.split('\\').includes(value);
  };
  const date = query.get(0x00080020) ?? '';
  const [from = '', to = from] = date.split('-');
  const dated =
    date === '' || (study.date !== '' && (from === '' || study.date >= from) && (to === '' || study.date <= to));
  return dated && same(0x00080050, study.accession) && same(0x00100020, study.patient) && same(0x0020000d, study.uid);
}

function rowsOf(archive: Archive, query: ReadonlyMap<number, string>): Row[] {
  const level = query.get(0x00080052) ?? 'STUDY';
  const series = query.get(0x0020000e) ?? '';
  const sop = query.get(0x00080018) ?? '';
  const studies = [...archive.studies.values()].filter((study) => matches(study, query));
  if (level === 'STUDY') return studies.map((study) => ({ study }));
  return studies.flatMap((study) =>
    [...study.series]
      .filter(([uid]) => series === '' || series === uid)
      .flatMap(([uid, objects]): Row[] =>
        level === 'SERIES'
          ? [{ study, series: uid }]
          : objects
              .filter((object) => sop === '' || object.sop === sop)
              .map((object) => ({ study, series: uid, object })),
      ),
  );
}

function dataSetOf({ study, series, object }: Row, level: string, latin1: boolean): Buffer {
  const objects = [...study.series.values()].reduce((sum, each) => sum + each.length, 0);
  return Buffer.concat([
    text(0x00080005, latin1 ? 'ISO_IR 100' : 'ISO_IR 192'),
    ...(object === undefined ? [] : [text(0x00080016, object.sopClass, '\0'), text(0x00080018, object.sop, '\0')]),
    text(0x00080020, study.date),
    text(0x00080050, study.accession),
    text(0x00080052, level),
    ...(series === undefined ? [text(0x00080061, 'CT')] : [text(0x00080060, 'CT')]),
    element('implicit', 0x00100010, 'PN', Buffer.from(latin1 ? 'Wang^X= ' : 'Wang^X=王^小东 ', 'utf8')),
    text(0x00100020, study.patient),
    text(0x0020000d, study.uid, '\0'),
    ...(series === undefined ? [] : [text(0x0020000e, series, '\0')]),
    text(0x00201206, String(study.series.size)),
    text(0x00201208, String(objects)),
    ...(series === undefined ? [] : [text(0x00201209, String(study.series.get(series)?.length ?? 0))]),
  ]);
}

class Association {
  readonly #archive: Archive;
  readonly #pacs: Pacs;
  readonly #socket: Socket;
  readonly #layer: UpperLayer;
  readonly #messages = new MessageReader(() => true);
  #command: { readonly contextId: number; readonly command: CommandSet } | undefined;
  #identifier: Buffer[] = [];
  #callingAeTitle = '';
  #storage: ReadonlyMap<string, number> = new Map();
  #stored: (() => void) | undefined;
  #stands = true;

  constructor(socket: Socket, archive: Archive, pacs: Pacs) {
    this.#archive = archive;
    this.#pacs = pacs;
    this.#socket = socket;
    const limits = { requestTimeoutMs: 10_000, closeTimeoutMs: 1_000, idleTimeoutMs: 60_000 };
    this.#layer = new UpperLayer(
      socket,
      'acceptor',
      {
        requested: (request) => this.#answer(request),
        fragment: (event) => {
          const message = this.#messages.push(event);
          if (message?.kind === 'data-set-bytes') this.#identifier.push(Buffer.from(message.bytes));
          if (message?.kind === 'command' && message.command.CommandField === COMMAND.storeResponse) this.#stored?.();
          else if (message?.kind === 'command') {
            this.#command = { contextId: message.contextId, command: message.command };
            this.#identifier = [];
            if (!message.command.hasDataSet) this.#respond();
          }
          if (message?.kind === 'data-set-end') this.#respond();
          return undefined;
        },
        ended: () => {
          this.#stands = false;
          this.#stored?.();
        },
      },
      { controlPduBytes: 65_536, dataPduBytes: 1_048_576 },
      limits,
    );
  }

  #answer(request: AssociateRequest): AssociateAccept | AssociateReject {
    const { lie } = this.#pacs;
    if (lie.kind === 'rejects-association') return { kind: 'associate-reject', result: 2, source: 3, reason: 1 };
    this.#callingAeTitle = request.callingAeTitle;
    const roles = request.user.roles ?? [];
    const storage = new Set(roles.filter(({ scp }) => scp).map(({ SOPClassUID }) => SOPClassUID));
    this.#storage = new Map(
      request.contexts
        .filter((each) => storage.has(each.abstractSyntax) && each.transferSyntaxes.includes(explicit))
        .map(({ abstractSyntax, id }) => [abstractSyntax, id]),
    );
    const syntaxOf = (id: number): string => ([...this.#storage.values()].includes(id) ? explicit : implicit);
    return {
      kind: 'associate-accept',
      calledAeTitle: request.calledAeTitle,
      callingAeTitle: request.callingAeTitle,
      contexts: request.contexts.map(({ id, transferSyntaxes }) => ({
        id,
        result: lie.kind === 'rejects-context' ? 3 : transferSyntaxes.includes(syntaxOf(id)) ? 0 : 4,
        transferSyntax: syntaxOf(id),
      })),
      applicationContext: APPLICATION_CONTEXT,
      user: {
        maxLength: 16_384,
        implementationClassUID: '1.2.3',
        implementationVersionName: 'LIAR',
        ...(roles.length === 0 ? {} : { roles }),
      },
    } as AssociateAccept;
  }

  #respond(): void {
    const asked = this.#command;
    if (asked === undefined) return;
    const { contextId, command } = asked;
    this.#pacs.asked += 1;
    const reply = (Status: number, dataSet?: Buffer): void => {
      const response: CommandSet = {
        CommandField: command.CommandField | 0x8000,
        hasDataSet: dataSet !== undefined,
        MessageIDBeingRespondedTo: command.MessageID ?? 0,
        Status,
        ...(command.AffectedSOPClassUID === undefined ? {} : { AffectedSOPClassUID: command.AffectedSOPClassUID }),
      };
      this.#layer.send(contextId, true, encodeCommand(response));
      if (dataSet !== undefined) this.#layer.send(contextId, false, dataSet);
    };
    if (command.CommandField === COMMAND.echoRequest) {
      reply(STATUS.success);
      return;
    }
    if (command.CommandField === COMMAND.moveRequest || command.CommandField === COMMAND.getRequest) {
      void this.#retrieve(contextId, command);
      return;
    }
    if (command.CommandField !== COMMAND.findRequest) {
      reply(STATUS.unrecognizedOperation);
      return;
    }
    this.#find(reply);
  }

  async #retrieve(contextId: number, command: CommandSet): Promise<void> {
    const query = valuesOf(Buffer.concat(this.#identifier));
    const send = (id: number, fields: CommandSet): void => {
      this.#layer.send(id, true, encodeCommand(fields));
    };
    const moving = command.CommandField === COMMAND.moveRequest;
    const destination = {
      port: this.#pacs.receiverPort,
      aeTitle: command.MoveDestination ?? '',
      originator: { aeTitle: this.#callingAeTitle, messageId: command.MessageID ?? 0 },
    };
    const back: Retrieve['store'] = async (sop, sopClass, dataSet) => {
      const id = this.#storage.get(sopClass);
      if (id === undefined || !this.#stands) return;
      const answered = new Promise<void>((resolve) => {
        this.#stored = resolve;
      });
      const AffectedSOPClassUID = sopClass;
      const store = { CommandField: COMMAND.storeRequest, hasDataSet: true, MessageID: 1, Priority: 0 };
      send(id, { ...store, AffectedSOPClassUID, AffectedSOPInstanceUID: sop });
      this.#layer.send(id, false, dataSet);
      await answered;
    };
    await this.#pacs.retriever.answer({
      kind: moving ? 'move' : 'get',
      study: query.get(0x0020000d) ?? '',
      sops: (query.get(0x00080018) ?? '').split('\\').filter((uid) => uid !== ''),
      store: moving ? (sop, sopClass, dataSet) => storeTo(destination, sop, sopClass, dataSet) : back,
      reply: (fields) => {
        if (!this.#stands) return;
        send(contextId, {
          CommandField: command.CommandField | 0x8000,
          hasDataSet: false,
          MessageIDBeingRespondedTo: command.MessageID ?? 0,
          ...(command.AffectedSOPClassUID === undefined ? {} : { AffectedSOPClassUID: command.AffectedSOPClassUID }),
          ...fields,
        });
      },
      abort: () => this.#layer.abort({ kind: 'aborted', why: 'a lie' }),
      stands: () => this.#stands,
    });
  }

  #find(reply: (status: number, dataSet?: Buffer) => void): void {
    const { lie } = this.#pacs;
    const query = valuesOf(Buffer.concat(this.#identifier));
    const level = query.get(0x00080052) ?? 'STUDY';
    const all = lie.kind === 'empty' ? [] : rowsOf(this.#archive, query);
    const most = lie.kind === 'limit' || lie.kind === 'limit-silent' ? lie.rows : all.length;
    const broken = lie.kind === 'aborts' || lie.kind === 'resets' || lie.kind === 'hangs' || lie.kind === 'garbage';
    for (const row of all.slice(0, broken ? 3 : most))
      reply(STATUS.pending, dataSetOf(row, level, lie.kind === 'latin1'));
    switch (lie.kind) {
      case 'aborts':
        return this.#layer.abort({ kind: 'aborted', why: 'a lie' });
      case 'resets':
        // What has been written is let through first: the lie is that the rest never comes.
        this.#socket.end(() => this.#socket.destroy());
        return;
      case 'garbage':
        this.#socket.write(Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\nnot DICOM at all'));
        return;
      case 'hangs':
        return;
      case 'fails':
        return reply(0xc001);
      case 'limit':
        return reply(all.length > most ? STATUS.cancelled : STATUS.success);
      case 'none':
      case 'empty':
      case 'latin1':
      case 'limit-silent':
      case 'rejects-context':
      case 'rejects-association':
        return reply(STATUS.success);
    }
  }
}

/** Starts a query SCP over an archive on a free port of 127.0.0.1; it answers to any title. */
export async function startLyingDimse(archive: Archive): Promise<LyingDimse> {
  const retriever = new Retriever(archive);
  const pacs: Pacs = { lie: { kind: 'none' }, asked: 0, receiverPort: 0, retriever };
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    new Association(socket, archive, pacs);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    get lie() {
      return pacs.lie;
    },
    set lie(next: DimseLie) {
      pacs.lie = next;
      // Nobody goes on over an association of before.
      for (const socket of sockets) socket.destroy();
    },
    retriever,
    get receiverPort() {
      return pacs.receiverPort;
    },
    set receiverPort(port: number) {
      pacs.receiverPort = port;
    },
    get asked() {
      return pacs.asked;
    },
    set asked(next: number) {
      pacs.asked = next;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}
