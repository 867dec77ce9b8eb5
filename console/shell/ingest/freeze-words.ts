import type { ConsoleLaw } from '@center/contract';
import { clauseById } from '@center/register';
import { lawOf, type RuleWords, wordsOfRule } from '../../core/index.ts';
import { sha256Hex } from '../keys.ts';
import type { Database } from '../store/database.ts';
import type { FreezeWords } from './apply-items.ts';

/** What a person read of law and rule when the finding opened. Null where the register or the catalogue did not hold it. */
export interface FrozenWords {
  readonly law: ConsoleLaw | null;
  readonly rule: RuleWords | null;
  readonly ruleSetSha256: string;
}

/** Stores each wording once; later editions of register and catalogue do not rewrite a finding. */
export function wordFreezer(): FreezeWords {
  const texts = new Map<string, { readonly sha256: string; readonly text: string }>();
  return (db: Database, clause, ruleId, ruleSetSha256) => {
    const key = `${clause}\n${ruleId}\n${ruleSetSha256}`;
    let words = texts.get(key);
    if (words === undefined) {
      const register = clauseById(clause);
      const frozen: FrozenWords = {
        law: register === undefined ? null : lawOf(register),
        rule: wordsOfRule(ruleId) ?? null,
        ruleSetSha256,
      };
      const text = JSON.stringify(frozen);
      words = { sha256: sha256Hex(text), text };
      // An agent may send rule names without end; the words of the real ones are soon made again.
      if (texts.size > 5000) texts.clear();
      texts.set(key, words);
    }
    db.prepare('INSERT INTO law_text (sha256, text) VALUES (?, ?) ON CONFLICT (sha256) DO NOTHING').run(
      words.sha256,
      words.text,
    );
    return words.sha256;
  };
}
