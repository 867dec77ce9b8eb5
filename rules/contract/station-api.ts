/**
 * Every request and answer of the center's own station as TypeBox schemas. These carry patient identity and NEVER leave the center: they are no part of the
 * contract's main door, which agent and console share, but a door of their own, and no wire message and no console schema may be built from them.
 * Errors of every route are `Problem`. A request that changes something carries the header `stationRequestHeader`.
 */
export * from './station-api/archive.ts';
export * from './station-api/channels.ts';
export * from './station-api/devices.ts';
export * from './station-api/dose.ts';
export * from './station-api/equipment.ts';
export * from './station-api/equipment-calendars.ts';
export * from './station-api/equipment-figures.ts';
export * from './station-api/equipment-lists.ts';
export * from './station-api/equipment-parts.ts';
export * from './station-api/equipment-records.ts';
export * from './station-api/findings.ts';
export * from './station-api/operation.ts';
export * from './station-api/parts.ts';
export * from './station-api/people.ts';
export * from './station-api/records.ts';
export * from './station-api/registers.ts';
export * from './station-api/reviews.ts';
export * from './station-api/studies.ts';
export * from './station-api/study-dose.ts';
