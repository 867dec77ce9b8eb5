import type { CourtesyState, PacsGate } from '../../courtesy/index.ts';

/** A gate that is always open, for tests in which months go by in seconds; `closed` makes it one that has stopped. */
export function openGate(pacs: string): PacsGate & { stopped: boolean; offHours: boolean } {
  const gate = {
    stopped: false,
    offHours: true,
    ask: async <T>(
      _lane: string,
      signal: AbortSignal,
      request: (signal: AbortSignal) => Promise<{ readonly value: T; readonly failed: boolean }>,
    ): Promise<T> => {
      signal.throwIfAborted();
      return (await request(signal)).value;
    },
    probeBy: () => () => undefined,
    state: (): CourtesyState => ({
      pacs,
      duty: 1,
      dutyLimit: 1,
      dutyUsed: 0,
      inFlight: 0,
      waiting: { probe: 0, live: 0, audit: 0, backfill: 0 },
      requestsLastHour: 0,
      failuresLastHour: 0,
      mode: gate.stopped ? 'stopped' : 'open',
      offHours: gate.offHours,
      offHoursShare: 0.5,
    }),
    close: () => Promise.resolve(),
  };
  return gate;
}
