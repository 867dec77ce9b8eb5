import { CoverageCalendars } from '@center/display';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import dayjs from 'dayjs';
import { useTranslation } from 'react-i18next';
import { doseCoverageQuery } from '../../api/dose-queries.ts';
import { centerNow } from '../../parts/day-field.tsx';
import { useFilters } from '../../parts/filters.ts';
import { MonthField, monthOf } from '../../parts/month-field.tsx';
import { Shown } from '../../parts/shown.tsx';

/** Day by day, how many of the studies that should have a dose record have one. */
export function Coverage() {
  const { t } = useTranslation();
  const [{ month: asked }, set] = useFilters();
  const month = monthOf(asked) ?? centerNow().format('YYYY-MM');
  const first = dayjs(`${month}-01`);
  const query = useQuery(doseCoverageQuery(`${month}-01`, first.endOf('month').format('YYYY-MM-DD')));
  const step = (by: number) => () => set({ month: first.add(by, 'month').format('YYYY-MM') });
  return (
    <>
      <p className="dp-quiet note">{t('dose.coverageAbout')}</p>
      <div className="filters">
        <Button onClick={step(-1)}>{t('dose.before')}</Button>
        <MonthField
          value={month}
          label={t('dose.month')}
          allowClear={false}
          onChange={(value) => set({ month: value })}
        />
        <Button onClick={step(1)} disabled={!first.isBefore(centerNow(), 'month')}>
          {t('dose.after')}
        </Button>
      </div>
      <Shown query={query}>{(data) => <CoverageCalendars month={month} devices={data.devices} />}</Shown>
    </>
  );
}
