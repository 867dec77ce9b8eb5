/**
 * dicomweb: asks an archive over QIDO-RS and WADO-RS. In: its address and the gate of its PACS. Out: observations of new studies to the intake, and a port for those who
 * audit the archive. Never writes to the PACS, never takes a missing answer for a missing study.
 */
import { liveReading, type WakingChannel } from '../live-reading.ts';
import type { DicomwebAccess, DicomwebAddress } from './port.ts';

export { type DicomwebAccess, type DicomwebAddress, dicomwebAccess } from './port.ts';
export { createRequester, probeOf, type Requester, sayAnswer, type WebAuth } from './request.ts';

export interface DicomwebOptions extends DicomwebAddress {
  readonly pollEverySeconds: number;
  readonly zoneOffsetMinutes: number;
}

export const dicomwebDefaults = {
  auth: { kind: 'none' },
  pollEverySeconds: 60,
  pageSize: 200,
  timeoutSeconds: 120,
  retrieveTimeoutSeconds: 1800,
} as const;

/** Reads what is new, day by day. What was there before is the first reading's work. */
export function dicomwebChannel(options: DicomwebOptions, access: DicomwebAccess): WakingChannel {
  return liveReading({
    ...options,
    address: options.url,
    find: async (window, signal) => {
      const found = await access.studies.find({ by: 'window', window }, 'live', signal);
      return { rows: found.rows, ...(found.kind === 'not-measured' ? { problem: found.detail } : {}) };
    },
    read: ({ StudyInstanceUID }, signal) => access.reader.readStudy(StudyInstanceUID, 'live', signal),
  });
}
