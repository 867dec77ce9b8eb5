import { type Instant, instant } from '@center/contract';

export type Now = () => Instant;

export const now: Now = () => instant(Date.now());

/** Milliseconds since the start of this process. Nobody sets this clock; it rests while the host sleeps. */
export const monotonicMs = (): number => performance.now();
