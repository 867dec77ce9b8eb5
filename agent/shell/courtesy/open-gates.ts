import { createGate } from './create-gate.ts';
import type { CourtesyState, GateClock, GateMemory, PacsGate } from './gate.ts';
import type { OffHours } from './off-hours.ts';

export interface CourtesySettings {
  readonly pacs: string;
  readonly duty?: number;
  readonly maxRequestsPerSecond?: number;
  readonly offHours?: readonly OffHours[];
  readonly auditOnlyOffHours?: boolean;
}

/** A quarter of the time leaves a PACS as fast for its patients as without us. */
export const courtesyDefaults = { duty: 0.25, maxRequestsPerSecond: 20 } as const;

/** The gates of all PACS of a center, made when they are first asked for: whoever names the same PACS gets the same gate. */
export interface Gates {
  of(pacs: string): PacsGate;
  states(): readonly CourtesyState[];
  close(): Promise<void>;
}

/** `memory` is asked once for each PACS; a PACS without settings is treated by the defaults. */
export function openGates(
  settings: readonly CourtesySettings[],
  memory: (pacs: string) => GateMemory,
  clock?: GateClock,
): Gates {
  const gates = new Map<string, PacsGate>();
  return {
    of(pacs) {
      const known = gates.get(pacs);
      if (known !== undefined) return known;
      const own = settings.find((each) => each.pacs === pacs);
      const gate = createGate({
        ...courtesyDefaults,
        ...own,
        pacs,
        memory: memory(pacs),
        ...(clock === undefined ? {} : { clock }),
      });
      gates.set(pacs, gate);
      return gate;
    },
    states: () => [...gates.values()].map((gate) => gate.state()),
    async close() {
      await Promise.all([...gates.values()].map((gate) => gate.close()));
    },
  };
}
