import type { EquipmentEvent, Instant, UpsState, UpsStatus } from '@center/contract';
import { type UpsPolicy, usualUpsPolicy } from './policy.ts';
import { isExercise, type UpsTrack } from './step-ups.ts';

/** A UPS as it stands by its track. `state` is `unknown` when it is silent, whatever it said last. */
export interface UpsStanding {
  readonly state: UpsState;
  readonly since: Instant;
  readonly heardAt?: Instant;
  /** What it said last: old when it is silent. */
  readonly status?: UpsStatus;
  readonly silent: boolean;
  /** It fell silent while it fed from its battery: nobody knows how long the load will live. */
  readonly silentOnBattery: boolean;
  readonly open: readonly EquipmentEvent[];
}

export function upsStanding(track: UpsTrack): UpsStanding {
  const open = track.open.map((episode) => episode.event);
  return {
    state: track.state,
    since: track.since,
    ...(track.heardAt === undefined ? {} : { heardAt: track.heardAt }),
    ...(track.status === undefined ? {} : { status: track.status }),
    silent: track.silent,
    silentOnBattery: track.silent && open.some((event) => event.kind === 'on-battery'),
    open,
  };
}

/** An alarm of power or of a room as it stands now; the shell adds names and sends it. */
export interface StandingAlarm {
  readonly key: string;
  readonly kind:
    | 'ups-on-battery'
    | 'ups-low-battery'
    | 'ups-fault'
    | 'ups-silent'
    | 'room-climate'
    | 'room-smoke'
    | 'sensor-fault';
  readonly urgency: 'info' | 'warning' | 'critical';
  readonly equipmentId: string;
  readonly since: Instant;
  readonly values: Readonly<Record<string, string | number>>;
}

const faults = new Set(['bypass', 'off', 'overload', 'replace-battery', 'alarm']);

/**
 * The alarms of a UPS that stand at `now`: those of it that are not among them are over. Being on battery is told after `tellAfterMs` or at the second poll, and recorded always.
 */
export function upsAlarms(track: UpsTrack, now: Instant, policy: UpsPolicy = usualUpsPolicy): readonly StandingAlarm[] {
  const { equipmentId, status } = track;
  const standing = upsStanding(track);
  const values = {
    ...(status?.chargePct === undefined ? {} : { chargePct: status.chargePct }),
    ...(status?.runtimeS === undefined ? {} : { runtimeS: status.runtimeS }),
    ...(status?.loadPct === undefined ? {} : { loadPct: status.loadPct }),
  };
  const out: StandingAlarm[] = [];
  for (const event of standing.open) {
    const { kind, start } = event;
    const base = { equipmentId, since: start };
    if (kind === 'on-battery' && (track.batteryLooks >= 2 || now - start >= policy.tellAfterMs))
      out.push({ ...base, key: `ups-on-battery:${equipmentId}`, kind: 'ups-on-battery', urgency: 'warning', values });
    if (kind === 'low-battery' || kind === 'forced-shutdown')
      out.push({
        ...base,
        key: `ups-low-battery:${equipmentId}:${kind}`,
        kind: 'ups-low-battery',
        urgency: 'critical',
        values: { ...values, event: kind },
      });
    if (faults.has(kind))
      out.push({
        ...base,
        key: `ups-fault:${equipmentId}:${kind}`,
        kind: 'ups-fault',
        urgency: kind === 'off' ? 'critical' : 'warning',
        values: { ...values, event: kind },
      });
    if (kind === 'communication-lost')
      out.push({
        ...base,
        key: `ups-silent:${equipmentId}`,
        kind: 'ups-silent',
        urgency: standing.silentOnBattery ? 'critical' : 'warning',
        values: { onBattery: standing.silentOnBattery ? 1 : 0 },
      });
  }
  const failed = status?.selfTest?.result === 'failed';
  if (failed)
    out.push({
      key: `ups-fault:${equipmentId}:self-test`,
      kind: 'ups-fault',
      urgency: 'warning',
      equipmentId,
      since: track.heardAt ?? track.at,
      values: { event: 'self-test' },
    });
  return out;
}

export type StopCause = 'forced-shutdown' | 'low-battery' | 'runtime';

/**
 * Why the agent should close its books now, before the current goes: the UPS's server has ordered the shutdown, the battery is low, or little run time is left. Never because
 * the UPS is silent, and never in a test or a calibration. Undefined: no reason.
 */
export function stopCause(track: UpsTrack, policy: UpsPolicy = usualUpsPolicy): StopCause | undefined {
  const { status } = track;
  if (track.silent || status === undefined || track.missed > 0) return undefined;
  if (status.marks.includes('forced-shutdown')) return 'forced-shutdown';
  if (status.state !== 'on-battery' || isExercise(status)) return undefined;
  if (status.marks.includes('low-battery')) return 'low-battery';
  return status.runtimeS !== undefined && status.runtimeS < policy.stopBelowRuntimeS ? 'runtime' : undefined;
}
