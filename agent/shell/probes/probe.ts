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
}

export interface ProbeContext {
  /** Ends the attempt: time limit or stop. The probe returns at once after it and leaves no socket, process or timer. */
  readonly signal: AbortSignal;
  readonly now: () => Instant;
}

/**
 * A kind of probe. `probe` never throws and never outlives its signal: what goes wrong is its result. `fail` says that the target is at fault; `invalid` that we could not
 * measure. `C` is the configuration as its schema has checked it.
 */
export interface ProbeType<C> {
  readonly type: ProbeTypeName;
  /** Members beside `name`, `type`, `of`, `everySeconds`, `timeoutSeconds`. */
  readonly schema: TSchema;
  readonly gives: (config: C) => readonly ProbeGives[];
  readonly everySeconds: number;
  readonly timeoutSeconds: number;
  /** Rights that it needs beyond a socket: for the set-up page. */
  readonly needs: readonly string[];
  /** What shares one limit of concurrency: a host, a mount. */
  readonly target: (config: C) => string;
  probe(config: C, context: ProbeContext): Promise<ProbeResult>;
}
