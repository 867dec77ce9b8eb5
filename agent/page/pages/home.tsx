import type { StationOverview } from '@center/contract/station-api';
import { AsOf, formatDateTime, Title } from '@center/display';
import { useQuery } from '@tanstack/react-query';
import { Alert, Card } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { overviewQuery } from '../api/queries.ts';
import { ChannelTable } from '../parts/channel-table.tsx';
import { FindingTable } from '../parts/finding-table.tsx';
import { Shown } from '../parts/shown.tsx';

interface FigureProps {
  readonly name: string;
  readonly to: string;
  readonly value: ReactNode;
  readonly red?: boolean;
  readonly children?: ReactNode;
}

/** A number that opens the rows behind it. */
function Figure({ name, to, value, red = false, children }: FigureProps) {
  return (
    <Link to={to} className={red ? 'number number-red' : 'number'}>
      <span className="number-name">{name}</span>
      <span className="number-value">
        <b className="dp-num">{value}</b>
        <span className="dp-quiet small">{children}</span>
      </span>
    </Link>
  );
}

function Today({ data }: { readonly data: StationOverview }) {
  const { t } = useTranslation();
  const { open, waiting, studies } = data;
  const second = waiting.second > 0 ? t('home.second', { n: waiting.second }) : '';
  const late = waiting.late > 0 ? t('home.late', { n: waiting.late }) : '';
  const today = formatDateTime(data.asOf).slice(0, 10);
  return (
    <div className="stack">
      <div className="numbers">
        <Figure
          name={t('home.openCritical')}
          to="/findings?state=live&severity=critical"
          value={open.critical}
          red={open.critical > 0}
        />
        <Figure name={t('home.openOther')} to="/findings?state=live" value={open.major + open.minor} />
        <Figure
          name={t('home.waiting')}
          to="/reviews"
          value={waiting.awaiting + waiting.second + waiting.records}
          red={waiting.late > 0}
        >
          {[late, second].filter((text) => text !== '').join(' · ')}
        </Figure>
        <Figure name={t('home.cameIn')} to={`/studies?from=${today}&to=${today}`} value={studies.lastDay}>
          {t('home.total', { studies: studies.total, objects: data.objects })}
        </Figure>
      </div>
      {data.unregisteredDevices > 0 ? (
        <Alert
          type="info"
          showIcon
          title={<Link to="/devices/registered">{t('home.unregistered', { n: data.unregisteredDevices })}</Link>}
        />
      ) : null}
      <Card title={t('home.criticalList')} size="small">
        <FindingTable rows={data.critical} none={t('home.noCritical')} />
      </Card>
      <div className="columns">
        <Card title={t('home.channels')} size="small">
          <ChannelTable channels={data.channels} />
        </Card>
        <Card title={t('home.connection')} size="small" extra={<Link to="/connection">{t('common.more')}</Link>}>
          <p>
            <b>{t(`connection.state.${data.enrolment}`)}</b>
          </p>
          <p className="dp-quiet">{t('home.backlog', { n: data.backlog })}</p>
          {data.supervisionStart === null ? null : (
            <p className="dp-quiet">{t('home.supervisionStart', { date: data.supervisionStart })}</p>
          )}
        </Card>
      </div>
    </div>
  );
}

/** What is to be done today, red first. */
export function HomePage() {
  const { t } = useTranslation();
  const query = useQuery(overviewQuery);
  return (
    <>
      <Title title={t('home.title')}>
        <AsOf at={query.data?.asOf} />
      </Title>
      <Shown query={query}>{(data) => <Today data={data} />}</Shown>
    </>
  );
}
