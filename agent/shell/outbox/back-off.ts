/** First and longest wait between two tries, milliseconds. */
const baseMs = 2_000;
const capMs = 600_000;

/** Full jitter: anywhere between nothing and the doubled wait, so that agents that failed together do not return together. `chance` is in [0,1). */
export function backOffMs(failures: number, chance: number): number {
  const ceiling = Math.min(capMs, baseMs * 2 ** Math.min(Math.max(0, failures - 1), 20));
  return Math.floor(chance * ceiling);
}

/** Time of the next heartbeat: a minute, ten seconds more or less, unless the console asks for more. */
export function heartbeatMs(nextSeconds: number | undefined, chance: number): number {
  const base = (nextSeconds ?? 60) * 1000;
  return Math.max(1_000, Math.floor(base + (chance - 0.5) * Math.min(20_000, base / 3)));
}
