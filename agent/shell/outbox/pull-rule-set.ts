import { type Instant, parseCalendarDate, payloadTypes, RuleSetManifestSchema } from '@center/contract';
import { ed25519Verifier, type Ledger, sha256Hex } from '../ledger/index.ts';
import type { ConsoleClient } from './console-client.ts';
import type { Enrolment } from './enrolment.ts';
import { opened } from './envelope.ts';

export type Pull = 'unchanged' | 'taken' | { readonly problem: string };

/**
 * Fetches the console's current rule set when it is another one than ours. It is taken only under the pinned key and only if its bytes have the announced hash.
 * A manifest that names rules or versions unknown here is taken all the same: those rules answer `rule-fault`, loudly.
 */
export async function pullRuleSet(
  ledger: Ledger,
  enrolment: Enrolment,
  client: ConsoleClient,
  announced: string,
  at: Instant,
): Promise<Pull> {
  if (ledger.ruleSets.has(announced) || /^0+$/.test(announced)) return 'unchanged';
  const answer = await client.get('/api/agent/rule-set/current');
  if (answer.kind !== 'answered') return { problem: answer.kind };
  const read = opened(
    answer.body,
    payloadTypes.ruleSet,
    RuleSetManifestSchema,
    ed25519Verifier(enrolment.consolePublicKey),
  );
  if (!read.ok) return { problem: read.problem };
  const sha256 = sha256Hex(read.value.bytes);
  if (sha256 !== announced) return { problem: 'the rule set is not the announced one' };
  const { effectiveFrom, ...manifest } = read.value.value;
  const day = parseCalendarDate(effectiveFrom);
  if (!day.ok) return { problem: day.problem };
  const pinned = { manifest: { ...manifest, effectiveFrom: day.value }, sha256 };
  return ledger.ruleSets.put(pinned, 'console', at) ? 'taken' : 'unchanged';
}
