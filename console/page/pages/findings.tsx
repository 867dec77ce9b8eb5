import { Title } from '@center/display';
import { Card } from 'antd';
import { useTranslation } from 'react-i18next';
import { FindingsList } from '../parts/findings-list.tsx';

/** Every finding of the centers one sees. */
export function FindingsPage() {
  const { t } = useTranslation();
  return (
    <>
      <Title title={t('findings.title')} />
      <Card size="small">
        <FindingsList />
      </Card>
    </>
  );
}
