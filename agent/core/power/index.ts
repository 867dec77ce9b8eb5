/**
 * power: what UPS and sensors said, turned into one normal form, into episodes with begin and end, and into grades of evidence. In: values as they were read, what was remembered
 * of the look before, the moment of looking. Out: states, episodes, figures of a room, grades, which alarm explains which. Never: a socket, a clock, a command to a UPS.
 */

export * from './apcupsd-history.ts';
export * from './battery-care.ts';
export * from './load-in-step.ts';
export * from './policy.ts';
export * from './readings.ts';
export * from './room-days.ts';
export * from './room-sensors.ts';
export * from './room-standing.ts';
export * from './root-cause.ts';
export * from './sensor-track.ts';
export * from './step-room.ts';
export * from './step-ups.ts';
export * from './ups-apcupsd.ts';
export * from './ups-grade.ts';
export * from './ups-huawei.ts';
export * from './ups-mib.ts';
export * from './ups-nut.ts';
export * from './ups-power-net.ts';
export * from './ups-standing.ts';
