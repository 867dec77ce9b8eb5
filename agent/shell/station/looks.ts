import type { StationDeps } from './deps.ts';

const quietMs = 10 * 60_000;

/** Writes down that a person has looked at a named patient, once in ten minutes for the same person and subject. */
export function noteLook(
  seen: Map<string, number>,
  { ledger, now }: StationDeps,
  what: string,
  subject: string,
  who: string,
): void {
  const at = now();
  const key = [who, what, subject].join('\n');
  const before = seen.get(key);
  if (before !== undefined && at - before < quietMs) return;
  for (const [old, when] of seen) if (at - when >= quietMs) seen.delete(old);
  ledger.audit.write(what, subject, '', who, at);
  seen.set(key, at);
}
