import { Title } from '@center/display';
import { useTranslation } from 'react-i18next';
import { DevicesPanel } from '../parts/devices-panel.tsx';

export function DevicesPage() {
  const { t } = useTranslation();
  return (
    <>
      <Title title={t('devices.title')} />
      <DevicesPanel />
    </>
  );
}
