import { connect } from 'node:net';
import { COMMAND, STATUS } from '../../shell/dimse/command-set.ts';
import { commitmentReportService, STORAGE_COMMITMENT } from '../../shell/dimse/commitment.ts';
import type { NormalizedRequest, NormalizedService } from '../../shell/dimse/normalized-service.ts';
import { createStep, type KeptStep, PERFORMED_STEP, setStep, stepDataset } from '../../shell/dimse/performed-step.ts';
import type { ReceivedObject, StoreOutcome } from '../../shell/dimse/received-object.ts';
import { startStoreScp } from '../../shell/dimse/store-scp.ts';
import { readHeaderBytes } from '../../shell/header/index.ts';
import { BrokenPromise } from './outcome.ts';
import { callers } from './pdu-specimens.ts';

/** Short, so that a conversation that hangs is ended by the receiver itself while the run goes on. */
const patience = {
  requestTimeoutMs: 400,
  closeTimeoutMs: 300,
  idleTimeoutMs: 400,
  messageTimeoutMs: 2_000,
  associationTimeoutMs: 4_000,
};
/** A conversation that takes longer was not ended by any limit of the receiver. */
const longestTalkMs = 10_000;
/** What objects in hand may hold together: small, so that memory that is not given back is soon lacking. */
const memoryBytes = 1_048_576;
const UID = /^(?=.{1,64}$)\d+(?:\.\d+)*$/;

export interface ReceiverUnderFuzz {
  /** One conversation; what the receiver said last. */
  talk(stream: Buffer, number: number): Promise<string>;
  /** An honest caller stores an object. Throws BrokenPromise when it cannot. */
  mustServe(): Promise<void>;
  stop(): Promise<void>;
}

const kinds = ['nothing', 'request', 'accepted', 'rejected', 'answered', 'request for release', 'released', 'aborted'];

/** The receiver, with every service that it has, over a real socket. */
export async function startReceiver(): Promise<ReceiverUnderFuzz> {
  let stored = 0;
  /** Faults in what is handed over; told with the next conversation that ends. */
  const broken: BrokenPromise[] = [];
  const onObject = (object: ReceivedObject): Promise<StoreOutcome> => {
    if (!UID.test(object.SOPInstanceUID)) broken.push(new BrokenPromise('an object without a UID was handed over'));
    if (object.droppedBytes < 0) broken.push(new BrokenPromise('fewer bytes came than were kept'));
    readHeaderBytes(object.dataset, { complete: false, transferSyntaxUID: object.transferSyntaxUID });
    stored += 1;
    return Promise.resolve({ status: 'stored' });
  };
  let kept: KeptStep | undefined;
  const steps: NormalizedService = {
    role: 'scp',
    commands: [COMMAND.createRequest, COMMAND.setRequest],
    handle: ({ CommandField, SOPInstanceUID, elements }: NormalizedRequest) => {
      const change = (CommandField === COMMAND.createRequest ? createStep : setStep)(kept, elements);
      if (change.keep !== undefined) {
        readHeaderBytes(stepDataset(SOPInstanceUID, change.keep), { complete: true });
        // A step that has grown large, or is final, makes room for the next one.
        kept = change.keep.state === 'IN PROGRESS' && change.keep.dataset.length < 10_000 ? change.keep : undefined;
      }
      return Promise.resolve(change.answer);
    },
  };
  const scp = await startStoreScp({
    port: 0,
    aeTitle: 'MONITOR',
    callingAeTitles: 'any',
    limits: { ...patience, associations: 64, associationsPerPeer: 64, memoryBytes },
    services: new Map([
      [PERFORMED_STEP, steps],
      [
        STORAGE_COMMITMENT,
        commitmentReportService(({ transactionUID }) =>
          transactionUID === '2.25.1' ? 'taken' : 'unknown-transaction',
        ),
      ],
    ]),
    onObject,
    onEvent: (event) => {
      if (event.kind === 'object-failed' && event.status === STATUS.processingFailure)
        broken.push(new BrokenPromise(`a handler failed: ${event.comment}`));
    },
  });

  const exchange = (stream: Buffer, number: number): Promise<Buffer> =>
    new Promise((resolve, reject) => {
      // Each address has its own ports: closed ones rest for a minute.
      const socket = connect({
        host: '127.0.0.1',
        port: scp.port,
        localAddress: `127.0.0.${String(2 + (number % 200))}`,
      });
      let answer = Buffer.alloc(0);
      const late = setTimeout(() => {
        socket.destroy();
        reject(new BrokenPromise('the receiver did not end a conversation'));
      }, longestTalkMs);
      socket.on('data', (chunk: Buffer) => {
        answer = Buffer.concat([answer, chunk]);
      });
      socket.on('error', () => undefined);
      socket.on('close', () => {
        clearTimeout(late);
        resolve(answer);
      });
      socket.end(stream);
    });

  /** The kinds of PDUs that came back: all of them must be PDUs. */
  const kindsOf = (answer: Buffer): string[] => {
    const said: string[] = [];
    for (let at = 0; at + 6 <= answer.length; at += 6 + answer.readUInt32BE(at + 2)) {
      const kind = kinds[answer.readUInt8(at)];
      if (kind === undefined) throw new BrokenPromise('the receiver sent something that is no PDU');
      said.push(kind);
    }
    return said;
  };

  const honest = callers.find(({ name }) => name === 'two objects');
  if (honest === undefined) throw new Error('no honest caller');
  return {
    async talk(stream, number) {
      const said = kindsOf(await exchange(stream, number));
      const fault = broken.pop();
      if (fault !== undefined) throw fault;
      return said.at(-1) ?? 'nothing';
    },
    async mustServe() {
      const before = stored;
      const said = kindsOf(await exchange(Buffer.concat(honest.pdus), 0));
      if (said.join() !== 'accepted,answered,answered,released' || stored !== before + 2)
        throw new BrokenPromise(`an honest caller was not served: ${said.join()}`);
    },
    stop: () => scp.close(),
  };
}
