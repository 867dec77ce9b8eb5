import { calendarDateAt, instant } from '@center/contract';
import { type Agent, importEvidence, parseConfig, ruleTitle, startAgent, stderrLog } from '../../agent/shell/index.ts';
import { demoCalendar, demoCards } from './demo-equipment.ts';
import type { AgentOrder, FromAgent, ToAgent } from './messages.ts';
import { orderOf, stopWhenAsked, tell } from './part-side.ts';

const say = tell<FromAgent>;
const order = orderOf<AgentOrder>();

/** Open findings by rule, most frequent first. */
function openByRule(agent: Agent): readonly { readonly title: string; readonly n: number }[] {
  const counts = new Map<string, number>();
  for (const { ruleId, state } of agent.ledger.findings.list({ limit: 100_000, offset: 0 }).rows) {
    if (state === 'open' || state === 'confirmed') counts.set(ruleId, (counts.get(ruleId) ?? 0) + 1);
  }
  return [...counts].toSorted(([, a], [, b]) => b - a).map(([ruleId, n]) => ({ title: ruleTitle(ruleId), n }));
}

/** Cards of what a demonstration watches, entered once; what people change of them stays. */
function enterEquipment({ ledger }: Agent): void {
  const at = instant(Date.now());
  const today = calendarDateAt(at);
  if (ledger.equipment.cards().length > 0) return;
  ledger.transaction(() => {
    ledger.equipment.putCalendar(demoCalendar(today), 'agent', at);
    for (const card of demoCards(today)) ledger.equipment.putCard(card, 'agent', at);
  });
}

async function carryOut(agent: Agent, message: ToAgent): Promise<void> {
  switch (message.kind) {
    case 'enrol': {
      await agent.enrol(message.url, message.code);
      const { agentId = '', fingerprint = '' } = agent.connection();
      return say({ kind: 'enrolled', agentId, fingerprint });
    }
    case 'tell': {
      await agent.settle();
      const { backlog, untold, enrolment } = agent.connection();
      const delivered = enrolment === 'active' && backlog === 0 && !untold;
      return say({ kind: 'told', summary: agent.summary(), delivered, enrolment, byRule: openByRule(agent) });
    }
  }
}

function fail(problems: readonly string[]): void {
  tell({ kind: 'failed', problems });
  process.exitCode = 2;
  process.disconnect();
}

const parsed = parseConfig(order.config, order.base);
if (parsed.ok) {
  try {
    const agent = await startAgent(parsed.config, {
      log: stderrLog(),
      demo: order.demo,
      scanEnded: () => say({ kind: 'scan-ended' }),
    });
    if (order.evidence !== undefined) {
      importEvidence(agent.ledger, order.evidence, instant(Date.now()));
      enterEquipment(agent);
    }
    stopWhenAsked(() => agent.close());
    process.on('message', (message: ToAgent) => {
      carryOut(agent, message).catch((fault: unknown) =>
        tell({ kind: 'failed', problems: [fault instanceof Error ? fault.message : String(fault)] }),
      );
    });
    say({
      kind: 'agent-ready',
      url: agent.stationUrl,
      passwords: agent.oneTimePasswords,
      enrolment: agent.connection().enrolment,
    });
  } catch (fault) {
    fail([fault instanceof Error ? fault.message : String(fault)]);
  }
} else {
  fail(
    parsed.problems.map(
      ({ path, problem, example }) => `${path}: ${problem}${example === undefined ? '' : ` (${example})`}`,
    ),
  );
}
