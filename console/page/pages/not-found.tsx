import { EmptyBlock } from '@center/display';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

export function NotFoundPage() {
  const { t } = useTranslation();
  return (
    <EmptyBlock text={t('common.notFound')}>
      <Link to="/">{t('common.toOverview')}</Link>
    </EmptyBlock>
  );
}
