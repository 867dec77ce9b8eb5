import { EmptyBlock } from '@center/display';
import { useTranslation } from 'react-i18next';

export function NotFoundPage() {
  const { t } = useTranslation();
  return <EmptyBlock text={t('notFound')} />;
}
