import { type CareRecords, type Instant, must, parseInstant } from '@center/contract';
import type { FixtureRecords } from './manifest.ts';

const at = (iso: string): Instant => must(parseInstant(iso));

function signedAt<T extends { readonly signedAt: string; readonly enteredAt: string }>(
  record: T,
): Omit<T, 'signedAt' | 'enteredAt'> & { signedAt: Instant; enteredAt: Instant } {
  return { ...record, signedAt: at(record.signedAt), enteredAt: at(record.enteredAt) };
}

/** The records of a manifest, with instants in the place of ISO texts. A text that is no date-time throws. */
export function careRecordsOf(records: FixtureRecords = {}): CareRecords {
  const { inquiry, harmExplained, consent, specialNeed, identityException, importedBy, reviews = [] } = records;
  return {
    ...(inquiry === undefined ? {} : { inquiry: signedAt(inquiry) }),
    ...(harmExplained === undefined ? {} : { harmExplained: signedAt(harmExplained) }),
    ...(consent === undefined ? {} : { consent: signedAt(consent) }),
    ...(specialNeed === undefined ? {} : { specialNeed: signedAt(specialNeed) }),
    ...(identityException === undefined ? {} : { identityException }),
    ...(importedBy === undefined ? {} : { importedBy }),
    reviews: reviews.map((review) => ({ ...review, decidedAt: at(review.decidedAt) })),
  };
}
