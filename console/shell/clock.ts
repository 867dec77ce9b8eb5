import { type Instant, instant } from '@center/contract';

/** The time, passed to everything that needs it. */
export type Clock = () => Instant;

export const systemClock: Clock = () => instant(Date.now());
