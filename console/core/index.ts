/**
 * console/core: what the stored measurements mean: roll-up, standing of a center, clause matrix, what upload is due, the compliance summary, who may do what.
 * In: rows and instants as arguments. Out: values of the contract. Never: a file, a socket, a clock, a judgement of its own.
 */
export { lawOf } from '@center/register';
export * from './access.ts';
export * from './archive-standing.ts';
export * from './calendar.ts';
export * from './catalogue.ts';
export * from './clause-matrix.ts';
export * from './csv.ts';
export * from './delivery.ts';
export * from './exam-class.ts';
export * from './liveness.ts';
export { firstDifference } from './order.ts';
export * from './power-standing.ts';
export * from './rule-set-change.ts';
export * from './standing.ts';
export * from './summary.ts';
export * from './suppression.ts';
export * from './uptime-standing.ts';
export * from './witness.ts';
