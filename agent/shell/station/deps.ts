import type { CalendarDate, Instant } from '@center/contract';
import type { Logger } from 'pino';
import type { Facility } from '../intake/index.ts';
import type { Ledger } from '../ledger/index.ts';

export interface StationConfig {
  /** Address to listen on; anything but a loopback address needs `tls`. */
  readonly host: string;
  /** 0 = any free port. */
  readonly port: number;
  /** PEM files of the center's own certificate (with its chain) and key. */
  readonly tls?: { readonly certFile: string; readonly keyFile: string };
}

/** How the agent stands to its console, as the outbox knows it. */
export interface ConnectionState {
  readonly enrolment: 'not-enrolled' | 'pending' | 'active' | 'quarantined' | 'revoked';
  readonly consoleUrl?: string;
  readonly agentId?: string;
  readonly facilityName?: string;
  /** Of the agent's key, to be compared with what the console shows. */
  readonly fingerprint?: string;
  readonly lastReceiptAt?: Instant;
  readonly lastSeq?: number;
  /** Batches written and not yet receipted. */
  readonly backlog: number;
  /** Our clock minus the console's. */
  readonly clockOffsetMs?: number;
  readonly problem?: string;
}

export interface StationDeps {
  readonly ledger: Ledger;
  readonly config: StationConfig;
  /** Signed pages are kept below it. */
  readonly dataFolder: string;
  readonly facility: Facility & { readonly name?: string };
  readonly now: () => Instant;
  readonly log: Logger;
  /** Called after every write that may change a verdict. */
  readonly changed: () => void;
  readonly connection: () => ConnectionState;
  readonly supervisionStart: () => CalendarDate | undefined;
  /** Demonstration: first passwords need no change, and an officer is made beside the administrator so that four eyes can be tried. */
  readonly demo?: boolean;
  /** Built page; default: the page beside this program. */
  readonly pageFolder?: string;
}
