import type { Server, Socket } from 'node:net';
import { createServer } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { CommandSet } from './command-set.ts';
import { COMMAND, encodeCommand } from './command-set.ts';
import type { CommitmentReport } from './commitment.ts';
import {
  commitmentAction,
  readCommitmentReport,
  STORAGE_COMMITMENT,
  STORAGE_COMMITMENT_INSTANCE,
} from './commitment.ts';
import type { CommitmentAsked, CommitmentRequest } from './commitment-scu.ts';
import { requestCommitment } from './commitment-scu.ts';
import type { RawElement } from './element-list.ts';
import { itemsIn, readElementList, sequenceElement, textIn, uidElement, writeElementList } from './element-list.ts';
import { MessageReader } from './message-reader.ts';
import { accept } from './negotiation.ts';
import { decodePdu } from './pdu-decode.ts';
import { encodeData, encodePdu } from './pdu-encode.ts';
import { PduReader } from './pdu-reader.ts';
import { IMPLICIT_VR_LITTLE_ENDIAN as IMPLICIT } from './transfer-syntax.ts';

const objects = [
  { SOPClassUID: '1.2.840.10008.5.1.4.1.1.2', SOPInstanceUID: '1.2.3.1' },
  { SOPClassUID: '1.2.840.10008.5.1.4.1.1.2', SOPInstanceUID: '1.2.3.22' },
];

function listOf(bytes: Uint8Array): readonly RawElement[] {
  const list = readElementList(bytes, IMPLICIT);
  if (list.kind === 'invalid') throw new Error(list.what);
  return list.elements;
}

describe('the data sets of a commitment', () => {
  it('a request names the transaction and every object', () => {
    const list = listOf(commitmentAction('2.25.1', objects));
    expect(textIn(list, 0x00081195)).toBe('2.25.1');
    expect(itemsIn(list, 0x00081199)?.map((item) => [textIn(item, 0x00081150), textIn(item, 0x00081155)])).toEqual(
      objects.map(({ SOPClassUID, SOPInstanceUID }) => [SOPClassUID, SOPInstanceUID]),
    );
  });

  const failed = (uid: string, reason?: number): readonly RawElement[] => [
    uidElement(0x00081155, uid),
    ...(reason === undefined ? [] : [{ tag: 0x00081197, value: Buffer.from([reason & 0xff, reason >> 8]) }]),
  ];
  it('a report tells what is committed, and why the others are not', () => {
    const elements = [
      uidElement(0x00081195, '2.25.1'),
      sequenceElement(0x00081199, [failed('1.2.3.1')]),
      sequenceElement(0x00081198, [failed('1.2.3.22', 0x0119), failed('1.2.3.4')]),
    ];
    expect(readCommitmentReport(2, listOf(writeElementList(elements)))).toEqual({
      kind: 'report',
      report: {
        transactionUID: '2.25.1',
        committed: ['1.2.3.1'],
        failed: [
          { SOPInstanceUID: '1.2.3.22', reason: 0x0119 },
          { SOPInstanceUID: '1.2.3.4', reason: 0x0110 },
        ],
      },
    });
  });

  it.each<[string, number | undefined, readonly RawElement[], number]>([
    ['of another event', 3, [uidElement(0x00081195, '2.25.1')], 0x0113],
    ['of no event', undefined, [], 0x0113],
    ['without a transaction', 1, [sequenceElement(0x00081199, [failed('1.2')])], 0x0115],
    ['without an object', 1, [uidElement(0x00081195, '2.25.1')], 0x0115],
    ['with an object without a name', 1, [uidElement(0x00081195, '2.25.1'), sequenceElement(0x00081199, [[]])], 0x0115],
  ])('a report %s is none', (_, event, elements, status) => {
    expect(readCommitmentReport(event, elements)).toEqual({ kind: 'invalid', status });
  });
});

/** What the archive does with a request: the PDUs that it sends when it has read it whole. */
type Script = (request: { readonly command: CommandSet; readonly dataSet: Buffer }) => readonly Buffer[] | 'close';

/** An archive of a few lines: accepts everything, or refuses the context, then does as its script says. */
class FakeArchive {
  readonly server: Server;
  readonly sockets: Socket[] = [];
  readonly answers: CommandSet[] = [];

  constructor(script: Script, refusesContext: boolean) {
    this.server = createServer((socket) => {
      this.sockets.push(socket);
      socket.on('error', () => undefined);
      const reader = new PduReader({ controlPduBytes: 65_536, dataPduBytes: 131_072 });
      const messages = new MessageReader(() => true);
      let command: CommandSet | undefined;
      let pieces: Buffer[] = [];
      const act = (dataSet: Buffer): void => {
        if (command === undefined) return;
        const said = script({ command, dataSet });
        if (said === 'close') socket.destroy();
        else for (const bytes of said) socket.write(bytes);
      };
      socket.on('data', (chunk: Buffer) => {
        for (const event of reader.push(chunk)) {
          if (event.kind === 'control') {
            const pdu = decodePdu(event.type, event.body);
            if (pdu.kind === 'associate-request') {
              const services = new Map([
                [STORAGE_COMMITMENT, { role: 'scp', commands: [], handle: () => Promise.resolve({ status: 0 }) }],
              ] as const);
              const policy = { aeTitle: 'PACS', callingAeTitles: 'any', maxPduBytes: 16_384 } as const;
              const { pdu: answer } = accept(pdu, { ...policy, services: refusesContext ? new Map() : services });
              socket.write(encodePdu(answer));
            } else if (pdu.kind === 'release-request') socket.write(encodePdu({ kind: 'release-response' }));
          } else if (event.kind !== 'data-start' && event.kind !== 'violation') {
            const message = messages.push(event);
            if (message?.kind === 'command' && message.command.CommandField >= 0x8000)
              this.answers.push(message.command);
            else if (message?.kind === 'command') {
              command = message.command;
              pieces = [];
            } else if (message?.kind === 'data-set-bytes') pieces.push(Buffer.from(message.bytes));
            else if (message?.kind === 'data-set-end') act(Buffer.concat(pieces));
          }
        }
      });
    });
  }

  async listen(): Promise<number> {
    await new Promise<void>((resolve) => {
      this.server.listen(0, '127.0.0.1', resolve);
    });
    const address = this.server.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    return address.port;
  }
}

const response = (Status: number): Buffer[] => [
  ...encodeData(
    1,
    true,
    encodeCommand({ CommandField: COMMAND.actionResponse, hasDataSet: false, MessageIDBeingRespondedTo: 0, Status }),
    0,
  ),
];
const answerTo = (command: CommandSet, Status: number): Buffer[] => [
  ...encodeData(
    1,
    true,
    encodeCommand({
      CommandField: COMMAND.actionResponse,
      hasDataSet: false,
      MessageIDBeingRespondedTo: command.MessageID ?? 0,
      Status,
    }),
    0,
  ),
];
const reportOn = (dataSet: Buffer, eventTypeId = 1): Buffer[] => [
  ...encodeData(
    1,
    true,
    encodeCommand({
      CommandField: COMMAND.eventReportRequest,
      hasDataSet: true,
      MessageID: 77,
      AffectedSOPClassUID: STORAGE_COMMITMENT,
      AffectedSOPInstanceUID: STORAGE_COMMITMENT_INSTANCE,
      EventTypeID: eventTypeId,
    }),
    0,
  ),
  ...encodeData(1, false, dataSet, 0),
];

let archive: FakeArchive | undefined;
afterEach(async () => {
  for (const socket of archive?.sockets ?? []) socket.destroy();
  await new Promise<void>((resolve) => {
    if (archive === undefined) resolve();
    else archive.server.close(() => resolve());
  });
  archive = undefined;
});

async function ask(
  script: Script,
  changes: Partial<CommitmentRequest> & { refusesContext?: boolean } = {},
): Promise<{ asked: CommitmentAsked; reports: CommitmentReport[] }> {
  const { refusesContext = false, ...rest } = changes;
  archive = new FakeArchive(script, refusesContext);
  const port = await archive.listen();
  const reports: CommitmentReport[] = [];
  const asked = await requestCommitment({
    peer: { host: '127.0.0.1', port, callingAeTitle: 'MONITOR', calledAeTitle: 'PACS' },
    transactionUID: '2.25.1',
    objects,
    take: (report) => {
      reports.push(report);
      return report.transactionUID === '2.25.1' ? 'taken' : 'unknown-transaction';
    },
    stayMs: 50,
    ...rest,
  });
  return { asked, reports };
}

describe('asking an archive to commit', () => {
  it('names the well-known instance, and is done when the archive has taken the request', async () => {
    const seen: CommandSet[] = [];
    const { asked, reports } = await ask(({ command, dataSet }) => {
      seen.push(command);
      expect(dataSet.equals(commitmentAction('2.25.1', objects))).toBe(true);
      return answerTo(command, 0);
    });
    expect(asked).toEqual({ kind: 'asked' });
    expect(reports).toEqual([]);
    expect(seen).toMatchObject([
      {
        CommandField: COMMAND.actionRequest,
        RequestedSOPClassUID: STORAGE_COMMITMENT,
        RequestedSOPInstanceUID: STORAGE_COMMITMENT_INSTANCE,
        ActionTypeID: 1,
      },
    ]);
  });

  it.each([
    ['after its answer', false],
    ['before its answer', true],
  ])('takes a report on the same association, %s', async (_, early) => {
    const { asked, reports } = await ask(
      ({ command, dataSet }) => {
        const parts = [answerTo(command, 0), reportOn(dataSet)];
        return (early ? parts.toReversed() : parts).flat();
      },
      { stayMs: 5_000 },
    );
    expect(asked).toEqual({ kind: 'asked' });
    expect(reports).toEqual([{ transactionUID: '2.25.1', committed: ['1.2.3.1', '1.2.3.22'], failed: [] }]);
    expect(archive?.answers).toMatchObject([
      { CommandField: COMMAND.eventReportResponse, MessageIDBeingRespondedTo: 77, Status: 0 },
    ]);
  });

  it('answers a report of another transaction, and one that is none, with a failure', async () => {
    const { reports } = await ask(({ command }) => [
      ...answerTo(command, 0),
      ...reportOn(commitmentAction('2.25.9', objects)),
      ...reportOn(commitmentAction('2.25.1', objects), 9),
      ...reportOn(Buffer.from('broken')),
    ]);
    expect(reports.map(({ transactionUID }) => transactionUID)).toEqual(['2.25.9']);
    // The association may be over before the last ones are answered.
    expect(archive?.answers[0]).toMatchObject({ Status: 0x0115 });
  });

  it.each<[string, Script, Partial<CommitmentRequest> & { refusesContext?: boolean }, unknown]>([
    ['without the service', () => [], { refusesContext: true }, { kind: 'not-supported' }],
    ['that does not know the operation', ({ command }) => answerTo(command, 0x0211), {}, { kind: 'not-supported' }],
    ['that does not know the class', ({ command }) => answerTo(command, 0x0122), {}, { kind: 'not-supported' }],
    ['that refuses', ({ command }) => answerTo(command, 0x0213), {}, { kind: 'refused', status: 0x0213 }],
    ['that closes', () => 'close', {}, { kind: 'failed', failure: { kind: 'closed', phase: 'request' } }],
    ['that answers something else', () => response(0), {}, { kind: 'failed', failure: { kind: 'protocol-error' } }],
    [
      'that says nothing',
      () => [],
      { limits: { totalMs: 100, closeMs: 50 } },
      { kind: 'failed', failure: { kind: 'timed-out', phase: 'request' } },
    ],
  ])('an archive %s is told apart', async (_, script, changes, wanted) => {
    expect((await ask(script, changes)).asked).toMatchObject(wanted as object);
  });

  it('nobody there', async () => {
    const { asked } = await ask(() => [], {
      peer: { host: '127.0.0.1', port: 1, callingAeTitle: 'MONITOR', calledAeTitle: 'PACS' },
    });
    expect(asked).toMatchObject({ kind: 'failed', failure: { kind: 'unreachable' } });
  });

  it('never for no object or more than 500', async () => {
    await expect(ask(() => [], { objects: [] })).rejects.toThrow(RangeError);
    const many = Array.from({ length: 501 }, (_, n) => ({ SOPClassUID: '1.2', SOPInstanceUID: `1.2.${String(n)}` }));
    await expect(ask(() => [], { objects: many })).rejects.toThrow(RangeError);
  });
});
