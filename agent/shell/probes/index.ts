/**
 * probes: asks devices, rooms and UPS whether they work, each kind a plug-in behind one contract. In: settings, and what other rooms know. Out: one sample for each attempt, with
 * its readings. Never throws for what a target does, never outlives its time limit, never asks a target twice at once, and never writes to any device.
 */
export { apcupsdHistory } from './apcupsd/index.ts';
export { latestStudyOf } from './dicom-activity.ts';
export { heartbeats, type PushPort } from './heartbeat.ts';
export { type HostBoot, hostBoot } from './host-boot.ts';
export { addressPattern } from './icmp.ts';
export {
  type ProbeConfig,
  type ProbeGives,
  type ProbeResult,
  type ProbeSources,
  type ProbeType,
  type ProbeTypeName,
  probeTypes,
  type Reading,
} from './probe.ts';
export { probeForms, probeTypeOf } from './registry.ts';
export { probeRunner } from './runner.ts';
export { gatewayName, type ProbeHealth, type ProbeRunner, type RunnerOptions } from './runner-contract.ts';
export { type TrapBell, trapBell } from './snmp/index.ts';
