import type { ConsoleFacilityRow } from '@center/contract';
import { useTranslation } from 'react-i18next';

/** How a center's agents fare, worst first; a center without one is said so. */
export function AgentsSummary({ agents }: { readonly agents: ConsoleFacilityRow['agents'] }) {
  const { t } = useTranslation();
  if (agents.enrolled === 0 && agents.pending === 0) return <span className="dp-quiet">{t('centers.noAgent')}</span>;
  return (
    <span className="pieces small">
      {agents.quarantined > 0 ? (
        <span className="differ">{t('centers.agentsQuarantined', { n: agents.quarantined })}</span>
      ) : null}
      {agents.silent > 0 ? <span className="differ">{t('centers.agentsSilent', { n: agents.silent })}</span> : null}
      {agents.pending > 0 ? <span>{t('centers.agentsPending', { n: agents.pending })}</span> : null}
      <span className="dp-quiet">{t('centers.agentsEnrolled', { n: agents.enrolled })}</span>
    </span>
  );
}
