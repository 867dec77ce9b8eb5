/**
 * dimse: asks an archive over C-FIND, C-MOVE into our own receiver, or C-GET, and storage commitment. In: its address and the gate of its PACS. Out: observations of new
 * studies to the intake (one object a series and every dose report, since the pixels come along), and a port for those who audit the archive. Never writes to the PACS,
 * never takes an answer without a final status for one, never trusts a counter.
 */
import type { Instant } from '@center/contract';
import { type LiveSource, liveReading, type WakingChannel } from '../live-reading.ts';
import type { DimseAccess, DimseAddress } from './access.ts';

export { type DimseAccess, type DimseAddress, dimseAccess, peerOf, type TlsFiles } from './access.ts';
export { DimseClient } from './client.ts';
export { whyNot } from './judge-answer.ts';

export interface DimseOptions extends DimseAddress {
  readonly pollEverySeconds: number;
  readonly zoneOffsetMinutes: number;
  readonly now: () => Instant;
}

export const dimseDefaults = {
  callingAeTitle: 'CENTERMON',
  pollEverySeconds: 300,
  timeoutSeconds: 120,
  retrieveTimeoutSeconds: 1800,
} as const;

/** Reads what is new, day by day: study rows of a window, and a sample of each study that is new or has grown. Without a way to retrieve it only looks whether the archive answers. */
export function dimseChannel(options: DimseOptions, access: DimseAccess): WakingChannel {
  const { port, reader } = access;
  const read: LiveSource['read'] =
    reader === undefined
      ? () => Promise.resolve({ observations: [] })
      : ({ StudyInstanceUID }, signal) => reader.readStudy(StudyInstanceUID, 'live', signal);
  return liveReading({
    ...options,
    address: `${options.calledAeTitle}@${options.host}:${String(options.port)}`,
    find: async (window, signal) => {
      const found = await port.findStudies({ by: 'window', window }, 'live', signal);
      return found.kind === 'answered' ? { rows: found.value } : { rows: [], problem: found.detail };
    },
    read,
    stopped: () => access.close(),
  });
}
