/**
 * agent/shell: the agent as a running program: every read, write, wait and clock of the center's side. In: a configuration. Out: a station for the center's people,
 * a ledger, batches to a console. Never: a judgement of its own (core judges), patient identity beyond the station.
 */
export { type Agent, type AgentSummary, startAgent } from './agent.ts';
export { importEvidence } from './commands/evidence-file.ts';
export { parseConfig } from './config/index.ts';
export { stderrLog } from './log.ts';

import { ruleById } from '../core/index.ts';

/** A rule's title, Chinese and English; its id when this program does not know it. */
export function ruleTitle(ruleId: string): string {
  const title = ruleById(ruleId)?.title;
  return title === undefined ? ruleId : `${title.zh} ${title.en}`;
}
