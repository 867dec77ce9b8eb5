import { shanghaiOffsetMinutes } from '@center/contract';
import { AsOf, CoverageCalendars, EmptyBlock } from '@center/display';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import dayjs from 'dayjs';
import { useTranslation } from 'react-i18next';
import { doseCoverageQuery } from '../../api/dose-queries.ts';
import { CenterSelect } from '../../parts/center-select.tsx';
import { useFilters } from '../../parts/filters.ts';
import { MonthBox } from '../../parts/month-box.tsx';
import { Shown } from '../../parts/shown.tsx';

/** The month that it is in China. */
const thisMonth = (): string => new Date(Date.now() + shanghaiOffsetMinutes * 60_000).toISOString().slice(0, 7);

function OfCenter({ facility, month }: { readonly facility: string; readonly month: string }) {
  const last = dayjs(`${month}-01`).endOf('month').format('YYYY-MM-DD');
  const query = useQuery(doseCoverageQuery(facility, `${month}-01`, last));
  return (
    <>
      <p>
        <AsOf at={query.data?.asOf} />
      </p>
      <Shown query={query}>{(data) => <CoverageCalendars month={month} devices={data.devices} />}</Shown>
    </>
  );
}

/** Day by day, how many of one center's studies that should have a dose record have one. */
export function DoseCoverage({ facilityId }: { readonly facilityId?: string }) {
  const { t } = useTranslation();
  const { filters, setFilters } = useFilters();
  const asked = filters['month'];
  const month = asked !== undefined && /^\d{4}-(0[1-9]|1[0-2])$/.test(asked) ? asked : thisMonth();
  const facility = facilityId ?? filters['facility'];
  const first = dayjs(`${month}-01`);
  const step = (by: number) => () => setFilters({ month: first.add(by, 'month').format('YYYY-MM') });
  return (
    <>
      <p className="dp-quiet">{t('dose.coverageAbout')}</p>
      <div className="filters">
        {facilityId === undefined ? (
          <CenterSelect allowAll={false} value={facility} onChange={(value) => setFilters({ facility: value })} />
        ) : null}
        <Button onClick={step(-1)}>{t('dose.before')}</Button>
        <MonthBox name={t('common.month')} value={month} onChange={(value) => setFilters({ month: value })} />
        <Button onClick={step(1)} disabled={month >= thisMonth()}>
          {t('dose.after')}
        </Button>
      </div>
      {facility === undefined ? (
        <EmptyBlock text={t('dose.chooseCenter')} />
      ) : (
        <OfCenter facility={facility} month={month} />
      )}
    </>
  );
}
