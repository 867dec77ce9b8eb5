import type { CalendarDate, Instant } from '@center/contract';
import type { Logger } from 'pino';
import type { AvailabilityPolicy } from '../../core/index.ts';
import type { BackfillProgress } from '../backfill/index.ts';
import type { ChannelCard, ReceiverHealth } from '../channels/index.ts';
import type { CourtesyState } from '../courtesy/index.ts';
import type { Facility } from '../intake/index.ts';
import type { Ledger } from '../ledger/index.ts';
import type { Alarm, NoticeDesk } from '../notices/index.ts';
import type { PushPort } from '../probes/index.ts';
import type { Watch } from '../watch/index.ts';

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

/** What was measured of a PACS at set-up, line by line. */
export interface SiteCardLines {
  readonly pacs: string;
  readonly channel: string;
  readonly measuredAt: Instant;
  readonly lines: readonly {
    readonly question: { readonly zh: string; readonly en: string };
    readonly answer: { readonly zh: string; readonly en: string };
  }[];
}

/** What those who ask the archives know of themselves at the moment. */
export interface ArchiveSight {
  gates(): readonly CourtesyState[];
  backfills(): readonly BackfillProgress[];
  receivers(): readonly ReceiverHealth[];
  /** By the name of the channel. */
  cards(): ReadonlyMap<string, { readonly pacs?: string; readonly card: ChannelCard }>;
  siteCards(): readonly SiteCardLines[];
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
  /** Absent where no archive is asked. */
  readonly archive?: ArchiveSight;
  readonly supervisionStart: () => CalendarDate | undefined;
  /** Absent: nothing is being watched by this program; what the ledger has of equipment is shown all the same. */
  readonly watch?: Watch;
  /** Probes as the configuration names them, with what they watch. */
  readonly configuredProbes?: readonly { readonly name: string; readonly type: string; readonly of: string }[];
  /** How alarms are told, and who took one up; absent: they are shown here and told to nobody. */
  readonly notices?: NoticeDesk;
  /** Alarms that stand now; absent: none is ever raised. */
  readonly alarms?: () => readonly Alarm[];
  /** Takes heartbeats that devices send. */
  readonly push?: PushPort;
  /** Absent: the usual one. */
  readonly policy?: AvailabilityPolicy;
  /** Demonstration: first passwords need no change, and an officer is made beside the administrator so that four eyes can be tried. */
  readonly demo?: boolean;
  /** Built page; default: the page beside this program. */
  readonly pageFolder?: string;
}
