/**
 * scp: receives what modalities and the PACS send by C-STORE. In: associations from listed AE titles. Out: observations to the intake, and Success to the sender
 * only after they are durable. Keeps headers and reports, never a pixel; never a substitute for asking the archive, since routers do not send again.
 */
import { statfs } from 'node:fs/promises';
import type { Logger } from 'pino';
import { type ReceivedObject, type StoreOutcome, type StoreScpEvent, startStoreScp } from '../../dimse/index.ts';
import { AgentError, systemCode } from '../../errors.ts';
import { readHeaderBytes } from '../../header/index.ts';
import type { Channel, Intake } from '../../intake/index.ts';

export interface ScpOptions {
  readonly name: string;
  readonly host: string;
  readonly port: number;
  readonly aeTitle: string;
  readonly callingAeTitles: readonly string[] | 'any';
  /** Where the ledger lies: below `minimumFreeBytes` there, senders are told to keep their objects (0xA700). */
  readonly dataFolder: string;
  readonly minimumFreeBytes: number;
}

export const scpDefaults = { host: '127.0.0.1', aeTitle: 'CENTERMON', minimumFreeBytes: 512 * 1024 * 1024 } as const;

export function scpChannel(options: ScpOptions): Channel {
  return {
    name: options.name,
    async start(intake, log) {
      const trouble = new Trouble(options.name, intake, log);
      try {
        const scp = await startStoreScp({
          host: options.host,
          port: options.port,
          aeTitle: options.aeTitle,
          callingAeTitles: options.callingAeTitles,
          onObject: (object) => store(options, intake, log, object),
          onEvent: (event) => trouble.note(event),
        });
        intake.channelState(options.name, 'working');
        return { stop: () => scp.close() };
      } catch (fault) {
        if (systemCode(fault) === 'EADDRINUSE')
          throw new AgentError(
            'port-in-use',
            'the port of the C-STORE receiver is in use',
            { port: options.port },
            fault,
          );
        throw fault;
      }
    },
  };
}

async function store(options: ScpOptions, intake: Intake, log: Logger, object: ReceivedObject): Promise<StoreOutcome> {
  const disk = await statfs(options.dataFolder);
  if (disk.bavail * disk.bsize < options.minimumFreeBytes)
    return { status: 'out-of-resources', comment: 'the disk of the compliance agent is short' };
  const reading = readHeaderBytes(object.dataset, {
    complete: object.headerComplete && !object.pixelDataFound,
    transferSyntaxUID: object.transferSyntaxUID,
    ...(object.headerComplete
      ? {}
      : { stopped: object.headerStop === 'too-large' ? 'header-too-large' : 'truncated-header' }),
  });
  if (reading.kind === 'not-dicom')
    return { status: 'refused', why: 'cannot-understand', comment: 'no element could be read' };
  try {
    await intake.observe({
      channel: options.name,
      source: `${object.callingAeTitle}@${object.peerAddress}/${object.SOPInstanceUID}`,
      reading,
    });
    return { status: 'stored' };
  } catch (fault) {
    log.error({ channel: options.name, err: fault }, 'a received object could not be written down');
    return { status: 'out-of-resources', comment: 'the object could not be written down' };
  }
}

/** What senders met with that a person should know: shown beside the channel's state. In memory: the log keeps it. */
class Trouble {
  readonly #name: string;
  readonly #intake: Intake;
  readonly #log: Logger;
  readonly #counts = new Map<string, number>();

  constructor(name: string, intake: Intake, log: Logger) {
    this.#name = name;
    this.#intake = intake;
    this.#log = log;
  }

  note(event: StoreScpEvent): void {
    switch (event.kind) {
      case 'object-incomplete':
        return this.#say('objects broke off before their end', event);
      case 'object-failed':
        return this.#say('objects were refused', event);
      case 'association-rejected':
        return this.#say(`associations rejected (${event.cause})`, event);
      case 'association-opened':
      case 'association-ended':
      case 'connection-ended':
      case 'connection-dropped':
      case 'echoed':
        return this.#log.debug({ channel: this.#name, event: event.kind }, 'receiver event');
    }
  }

  #say(what: string, event: StoreScpEvent): void {
    this.#counts.set(what, (this.#counts.get(what) ?? 0) + 1);
    this.#log.warn({ channel: this.#name, event: event.kind }, 'a sender met with trouble');
    const told = [...this.#counts].map(([text, count]) => `${String(count)} ${text}`).join('; ');
    this.#intake.channelState(this.#name, 'working', told);
  }
}
