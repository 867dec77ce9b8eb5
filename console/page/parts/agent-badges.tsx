import type { AgentLiveness, AgentState, ConsoleOverview } from '@center/contract';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

const livenessLooks: Readonly<Record<AgentLiveness, string>> = {
  online: 'dp-green dp-soft',
  late: 'dp-amber dp-outline',
  silent: 'dp-grey dp-hatched',
  'never-seen': 'dp-plain dp-dotted',
};

export function LivenessTag({ liveness }: { readonly liveness: AgentLiveness }) {
  const { t } = useTranslation();
  return (
    <span className={`dp-tag ${livenessLooks[liveness]}`} data-liveness={liveness}>
      {t(`agents.liveness.${liveness}`)}
    </span>
  );
}

const stateLooks: Readonly<Record<AgentState, string>> = {
  pending: 'dp-amber dp-soft',
  active: 'dp-green dp-outline',
  quarantined: 'dp-red dp-solid',
  revoked: 'dp-plain dp-dotted',
};

export function AgentStateTag({ state }: { readonly state: AgentState }) {
  const { t } = useTranslation();
  return (
    <span className={`dp-tag ${stateLooks[state]}`} data-agent={state}>
      {t(`agents.states.${state}`)}
    </span>
  );
}

/** Every agent with its center, on one line each. */
export function AgentBadges({ agents }: { readonly agents: ConsoleOverview['agents'] }) {
  return (
    <div className="lines">
      {agents.map((agent) => (
        <div key={agent.agentId} className="pieces">
          <Link to={`/centers/${agent.facilityId}/agents`}>{agent.facilityName}</Link>
          <AgentStateTag state={agent.state} />
          {agent.state === 'active' ? <LivenessTag liveness={agent.liveness} /> : null}
        </div>
      ))}
    </div>
  );
}
