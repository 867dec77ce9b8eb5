import type { Instant } from '@center/contract';
import { defaultRuleSet, defaultRuleSetSha256 } from '../core/index.ts';
import type { Ledger } from './ledger/index.ts';

/** The rule set that the program ships rules while no console has signed another. It is kept in the ledger under its pinned hash like any other. */
export function keepShippedRules(ledger: Ledger, at: Instant): void {
  ledger.ruleSets.put({ manifest: defaultRuleSet, sha256: defaultRuleSetSha256 }, 'shipped', at);
}
