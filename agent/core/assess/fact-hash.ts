import { canonicalJson, PatientAttribute, type StudyFacts } from '@center/contract';
import type { Digest } from '../facts/observed-object.ts';

/** Replaces every patient attribute by its keyed digest, so that a hash over the result tells nothing to who lacks the key. */
export function withoutIdentity(value: unknown, hmac: Digest): unknown {
  if (value instanceof PatientAttribute) return `hmac:${hmac(String(value.reveal()))}`;
  if (Array.isArray(value)) return value.map((item) => withoutIdentity(item, hmac));
  if (typeof value === 'object' && value !== null && !('toJSON' in value)) {
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, withoutIdentity(member, hmac)]));
  }
  return value;
}

/**
 * Hash of the facts that a judgement rests on. The day of judging and the age of the study in months are left out: they change every day and are no news.
 * The retention class stays in, because passing from one class to the next is.
 */
export function factHash(facts: StudyFacts, digest: Digest, hmac: Digest): string {
  const { asOf: _asOf, retention, completeness: _completeness, ...lasting } = facts;
  const { ageMonths: _ageMonths, ...clock } = retention;
  return digest(canonicalJson(withoutIdentity({ ...lasting, retention: clock }, hmac)));
}
