/**
 * scp: receives what modalities and the PACS send: objects (C-STORE), performed steps (MPPS), reports of commitments. In: associations from listed AE titles, over TLS with
 * certificates of both sides where the site has it. Out: observations to the intake, and Success to the sender only after they are durable. Keeps headers and reports,
 * never a pixel; never a substitute for asking the archive, since routers do not send again.
 */
import { readFileSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import type { Logger } from 'pino';
import type { Now } from '../../clock/index.ts';
import type { Commitments } from '../../commitment/index.ts';
import {
  type Arrivals,
  commitmentReportService,
  type NormalizedService,
  PERFORMED_STEP,
  type ReceivedObject,
  type ReceiverTls,
  STORAGE_COMMITMENT,
  type StoreOutcome,
  type StoreScpEvent,
  startStoreScp,
} from '../../dimse/index.ts';
import { AgentError, systemCode } from '../../errors.ts';
import { readHeaderBytes } from '../../header/index.ts';
import type { Channel, Intake } from '../../intake/index.ts';
import type { Ledger } from '../../ledger/index.ts';
import { tellState } from '../tell-state.ts';
import { performedStepService } from './performed-steps.ts';
import { HealthCounter, type ReceiverHealth } from './receiver-health.ts';

export { scpCard } from './card.ts';
export type { ReceiverHealth } from './receiver-health.ts';

export interface ScpOptions {
  readonly name: string;
  readonly host: string;
  readonly port: number;
  readonly aeTitle: string;
  readonly callingAeTitles: readonly string[] | 'any';
  /** PEM files. Every sender must then show a certificate that an authority of `caFile` signed. */
  readonly tls?: { readonly caFile?: string; readonly certFile?: string; readonly keyFile?: string };
  /** Where the ledger lies: below `minimumFreeBytes` there, senders are told to keep their objects (0xA700). */
  readonly dataFolder: string;
  readonly minimumFreeBytes: number;
  /** Keeps performed steps between their messages. */
  readonly ledger: Pick<Ledger, 'steps' | 'transaction'>;
  /** Absent: reports of commitments are not taken. */
  readonly commitments?: Commitments;
  /** Objects that another channel has asked the PACS to move here. */
  readonly arrivals?: Arrivals;
  readonly now: Now;
}

export const scpDefaults = { host: '127.0.0.1', aeTitle: 'CENTERMON', minimumFreeBytes: 512 * 1024 * 1024 } as const;

export interface ScpChannel extends Channel {
  /** What the receiver has met with since it started; counts of zero before. */
  health(): ReceiverHealth;
}

export function scpChannel(options: ScpOptions): ScpChannel {
  const { name, aeTitle, host, tls } = options;
  const counter = new HealthCounter({ channel: name, aeTitle, host, secured: tls !== undefined }, options.now);
  return {
    name,
    health: () => counter.health(),
    async start(intake, log) {
      const trouble = new Trouble(name, counter, intake, log);
      const material = tls === undefined ? undefined : readTls(tls);
      try {
        const scp = await startStoreScp({
          host,
          port: options.port,
          aeTitle,
          callingAeTitles: options.callingAeTitles,
          services: servicesOf(options, intake, log),
          onObject: (object) => store(options, intake, log, object),
          onEvent: (event) => trouble.note(event),
          ...(material === undefined ? {} : { tls: material }),
          ...(options.arrivals === undefined ? {} : { arrivals: options.arrivals }),
        });
        counter.port = scp.port;
        intake.channelState(name, 'working');
        return {
          async stop() {
            await scp.close();
            trouble.tell();
          },
        };
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

/** Throws AgentError `key-file` where a file cannot be read or is not named. */
function readTls({ caFile, certFile, keyFile }: NonNullable<ScpOptions['tls']>): ReceiverTls {
  const read = (what: string, path: string | undefined): Buffer => {
    if (path === undefined) throw new AgentError('key-file', 'a receiver over TLS lacks a file', { what });
    try {
      return readFileSync(path);
    } catch (fault) {
      throw new AgentError('key-file', 'a file of the receiver could not be read', { what, path }, fault);
    }
  };
  return { ca: read('caFile', caFile), cert: read('certFile', certFile), key: read('keyFile', keyFile) };
}

function servicesOf(options: ScpOptions, intake: Intake, log: Logger): ReadonlyMap<string, NormalizedService> {
  const { name, ledger, commitments, now } = options;
  const steps = performedStepService({
    channel: name,
    ledger,
    intake,
    now,
    hasRoom: () => hasRoom(options),
    onFault: (fault) => log.error({ channel: name, err: fault }, 'a performed step could not be written down'),
  });
  const services = new Map([[PERFORMED_STEP, steps]]);
  if (commitments === undefined) return services;
  const reports = commitmentReportService((report, from) => {
    const fate = commitments.report(report);
    log.info({ channel: name, from, fate }, 'a report of a storage commitment came');
    return fate === 'unknown-transaction' ? fate : 'taken';
  });
  return services.set(STORAGE_COMMITMENT, reports);
}

async function hasRoom({ dataFolder, minimumFreeBytes }: ScpOptions): Promise<boolean> {
  const disk = await statfs(dataFolder);
  return disk.bavail * disk.bsize >= minimumFreeBytes;
}

async function store(options: ScpOptions, intake: Intake, log: Logger, object: ReceivedObject): Promise<StoreOutcome> {
  if (!(await hasRoom(options)))
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

/** Shortest time between two writings of what senders met with: whoever is refused a thousand times costs no thousand commits. */
const tellEveryMs = 1_000;

/** What senders met with that a person should know: shown beside the channel's state. */
class Trouble {
  readonly #name: string;
  readonly #counter: HealthCounter;
  readonly #intake: Intake;
  readonly #log: Logger;
  readonly #counts = new Map<string, number>();
  #timer: NodeJS.Timeout | undefined;

  constructor(name: string, counter: HealthCounter, intake: Intake, log: Logger) {
    this.#name = name;
    this.#counter = counter;
    this.#intake = intake;
    this.#log = log;
  }

  note(event: StoreScpEvent): void {
    const what = this.#counter.note(event);
    if (what === undefined) return this.#log.debug({ channel: this.#name, event: event.kind }, 'receiver event');
    this.#counts.set(what, (this.#counts.get(what) ?? 0) + 1);
    this.#log.warn({ channel: this.#name, event: event.kind, what }, 'a sender met with trouble');
    this.#timer ??= setTimeout(() => {
      this.tell();
    }, tellEveryMs);
  }

  /** Writes what has not been written yet. */
  tell(): void {
    if (this.#timer === undefined) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const told = [...this.#counts].map(([text, count]) => `${String(count)} ${text}`).join('; ');
    tellState(this.#intake, this.#log, this.#name, 'working', told);
  }
}
