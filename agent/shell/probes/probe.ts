import type { Instant } from '@center/contract';
import type { TSchema } from 'typebox';
import type { EvidenceGrade, ProbeOutcome } from '../../core/index.ts';

/** Types of probes, each a plug-in of this room. */
export const probeTypes = [
  'dimse-echo',
  'dicom-activity',
  'dicomweb',
  'http',
  'tcp',
  'icmp',
  'snmp',
  'nut',
  'apcupsd',
  'modbus',
  'push',
  'host',
  'manual',
] as const;
export type ProbeTypeName = (typeof probeTypes)[number];

/** What a probe can be evidence of. `environment` and `power` are readings and say nothing of serviceability. */
export type ProbeGives = EvidenceGrade | 'environment' | 'power';

/**
 * Names of readings, units fixed. Text readings are the device's own words (`ups.raw`).
 * UPS: a whole `UpsStatus` travels as JSON in `ups.status`.
 */
export const readingNames = [
  'ups.status',
  'env.temperatureC',
  'env.humidityPct',
  /** `clear`, `alarm`, `fault`. */
  'env.smoke',
  'disk.freeBytes',
  'disk.totalBytes',
  'memory.availableBytes',
  'load.perCore',
  'clock.offsetMs',
  /** ISO instant of the newest study that the PACS has of a device. */
  'activity.latestStudy',
  'custom.value',
] as const;
export type ReadingName = (typeof readingNames)[number];
export interface Reading {
  readonly name: ReadingName;
  /** Which sensor or mount, where a probe has several. */
  readonly of?: string;
  /** `undefined` never: a reading that is no measurement is told with `valid: false` and why. */
  readonly value: number | string;
  readonly valid: boolean;
  readonly problem?: string;
}

export interface ProbeResult {
  readonly outcome: ProbeOutcome;
  /** Where it ended: `resolve`, `connect`, `associate`, `echo`, `request`, `parse` … */
  readonly stage: string;
  /** The code within the stage: `ECONNREFUSED`, `rejected-permanent-calling-ae`, `http-503`, `timeout`, '' when ok. */
  readonly code: string;
  readonly latencyMs: number;
  readonly readings: readonly Reading[];
  /** Short texts kept beside the sample, no secrets. */
  readonly evidence: Readonly<Record<string, string>>;
  /** What was read asks for the next attempt sooner than usual (a UPS on battery), seconds. */
  readonly againInSeconds?: number;
}

export interface ProbeContext {
  /** Ends the attempt: time limit or stop. The probe returns at once after it and leaves no socket, process or timer. */
  readonly signal: AbortSignal;
  readonly now: () => Instant;
  /** What other rooms of the agent know; a probe that needs a source which is not there is `invalid`. */
  readonly sources?: ProbeSources;
}

/** The newest sign of work of a device: when its images were acquired, or its study began. */
export type LatestWork =
  | { readonly kind: 'answered'; readonly at: Instant | undefined }
  /** The archive does not tell devices apart, or was not asked. */
  | { readonly kind: 'unsupported'; readonly detail: string }
  | { readonly kind: 'not-measured'; readonly detail: string };

/** What probes ask of the agent itself. Each is absent where the agent has none. */
export interface ProbeSources {
  /** Instant of the newest acquisition of this equipment among the objects in the ledger. */
  readonly latestAcquisition?: (equipmentId: string) => Instant | undefined;
  /** Asks an archive (no name: the only one) for the newest study of a modality that began since; by the probe lane of the gate of its PACS. */
  readonly latestStudy?: (
    wish: {
      readonly pacs?: string;
      readonly modality: string;
      readonly stationName?: string;
      readonly since: Instant;
      readonly until: Instant;
    },
    signal: AbortSignal,
  ) => Promise<LatestWork>;
  /** The last heartbeat of a `push` probe. */
  readonly heartbeat?: (probe: string) => Heartbeat | undefined;
  /** The console's clock less ours, milliseconds, as last measured. */
  readonly consoleOffsetMs?: () => number | undefined;
}

/** A heartbeat that was verified. `state` and `note` are the sender's own words. */
export interface Heartbeat {
  readonly receivedAt: Instant;
  /** The same on the clock that is never set (`performance.now`). */
  readonly receivedMs: number;
  /** Its sender's clock and ours are too far apart for it to count. */
  readonly stale: boolean;
  readonly sentAt: Instant;
  readonly state: 'ok' | 'fail';
  readonly note: string;
}

/** A probe as the configuration has it: members of its own type beside the common ones. */
export interface ProbeConfig {
  readonly name: string;
  readonly type: ProbeTypeName;
  /** Id of the equipment that it is evidence of; empty for the gateway. */
  readonly of: string;
  readonly everySeconds?: number;
  readonly timeoutSeconds?: number;
  readonly [member: string]: unknown;
}

/**
 * A kind of probe. `probe` never throws and never outlives its signal: what goes wrong is its result. `fail` says that the target is at fault; `invalid` that we could not
 * measure. `C` is the configuration as its schema has checked it, with the common members.
 * Members whose name ends in `File` or `Files` are paths of files that must be there: the configuration makes them absolute and looks.
 */
export interface ProbeType<C> {
  readonly type: ProbeTypeName;
  /** Members beside `name`, `type`, `of`, `everySeconds`, `timeoutSeconds`: an object, or a union of objects told apart by a literal. */
  readonly schema: TSchema;
  /** An example of a right value for each member of its own; a problem of the configuration is told together with it. */
  readonly examples?: Readonly<Record<string, string>>;
  readonly gives: (config: C) => readonly ProbeGives[];
  readonly everySeconds: number;
  readonly timeoutSeconds: number;
  /** It makes no attempt: what it stands for comes by another way. Absent: it does. */
  readonly passive?: true;
  /** Rights that it needs beyond a socket: for the set-up page. */
  readonly needs: readonly string[];
  /** What shares one limit of concurrency: a host, a mount. */
  readonly target: (config: C) => string;
  probe(config: C, context: ProbeContext): Promise<ProbeResult>;
}
