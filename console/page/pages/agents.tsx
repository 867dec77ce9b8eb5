import { Title } from '@center/display';
import { useTranslation } from 'react-i18next';
import { AgentsPanel } from '../parts/agents-panel.tsx';

export function AgentsPage() {
  const { t } = useTranslation();
  return (
    <>
      <Title title={t('agents.title')} />
      <AgentsPanel />
    </>
  );
}
