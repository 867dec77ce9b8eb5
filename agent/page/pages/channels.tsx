import type {
  StationChannelCard,
  StationChannels,
  StationReceiver,
  StationSiteCard,
} from '@center/contract/station-api';
import {
  AsOf,
  EmptyBlock,
  formatDateTime,
  formatNumber,
  inLanguage,
  LevelTag,
  type StateLook,
  Title,
  useDisplay,
  WordTag,
} from '@center/display';
import { useQuery } from '@tanstack/react-query';
import { Card, Table } from 'antd';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { channelsQuery } from '../api/archive-queries.ts';
import { GateCard } from '../parts/gate-card.tsx';
import { Shown } from '../parts/shown.tsx';

type Entry = StationChannels['channels'][number];

const looks: Readonly<Record<Entry['channel']['state'], StateLook>> = {
  working: { mark: 'tick', tone: 'green', surface: 'soft' },
  silent: { mark: 'hourglass', tone: 'grey', surface: 'hatched' },
  failed: { mark: 'cross', tone: 'red', surface: 'solid' },
  off: { mark: 'dash', tone: 'plain', surface: 'dotted' },
};

/** What a way into the archive can prove at best, and what that costs the archive. */
function Proves({ card }: { readonly card: StationChannelCard }) {
  const { t } = useTranslation();
  const { language } = useDisplay();
  return (
    <>
      <p>{inLanguage(card.says, language)}</p>
      <dl className="dp-pairs">
        <div>
          <dt>{t('channels.proves')}</dt>
          <dd className="pieces">
            {card.proves.length === 0 ? <span className="dp-quiet">{t('channels.provesNothing')}</span> : null}
            {card.proves.map((level) => (
              <LevelTag key={level} level={level} />
            ))}
          </dd>
        </div>
        <div>
          <dt>{t('channels.headers')}</dt>
          <dd>{t(`channels.headerKind.${card.headers}`)}</dd>
        </div>
        <div>
          <dt>{t('channels.cost')}</dt>
          <dd>{inLanguage(card.cost, language)}</dd>
        </div>
      </dl>
    </>
  );
}

const refusalKinds = [
  'protocol-version',
  'application-context',
  'called-ae-title',
  'calling-ae-title',
  'too-many-associations',
  'too-many-from-peer',
  'shutting-down',
  'tls-not-tls',
  'tls-no-certificate',
  'tls-untrusted-certificate',
  'tls-given-up',
  'tls-silent',
  'tls-on-a-plain-port',
  'no-association',
  'too-many-connections',
] as const;

/** Why somebody was not let in; a cause that this page does not know as it came. */
function refusalWord(kind: string, t: TFunction): string {
  const known = refusalKinds.find((each) => each === kind);
  return known === undefined ? kind : t(`channels.refusal.${known}`);
}

function Receiver({ receiver }: { readonly receiver: StationReceiver }) {
  const { t } = useTranslation();
  const count = (n: number, marked = false) => (
    <span className={marked && n > 0 ? 'dp-num differ' : 'dp-num'}>{formatNumber(n)}</span>
  );
  return (
    <>
      <p className="pieces">
        <span className="dp-code">
          {receiver.aeTitle} @ {receiver.host}:{receiver.port}
        </span>
        <WordTag
          look={
            receiver.secured
              ? { mark: 'tick', tone: 'green', surface: 'outline' }
              : { mark: 'dash', tone: 'plain', surface: 'outline' }
          }
          word={t(receiver.secured ? 'channels.secured' : 'channels.plain')}
        />
        <span className="dp-quiet">
          {t('channels.sinceStart', {
            at: formatDateTime(receiver.since),
            open: receiver.open,
            n: receiver.associations,
          })}
        </span>
      </p>
      <Table<StationReceiver['senders'][number]>
        size="small"
        rowKey={({ callingAeTitle, peerAddress }) => `${callingAeTitle} ${peerAddress}`}
        dataSource={receiver.senders}
        pagination={{ pageSize: 10, size: 'small', hideOnSinglePage: true, showSizeChanger: false }}
        scroll={{ x: 720 }}
        locale={{ emptyText: <EmptyBlock text={t('channels.noSender')} /> }}
        columns={[
          {
            title: t('channels.sender'),
            render: (_, { callingAeTitle, peerAddress }) => (
              <span className="dp-code">
                {callingAeTitle} <span className="dp-quiet">{peerAddress}</span>
              </span>
            ),
          },
          {
            title: t('channels.lastAt'),
            render: (_, { lastAt }) => <span className="dp-num">{formatDateTime(lastAt)}</span>,
          },
          { title: t('channels.stored'), align: 'right', render: (_, { stored }) => count(stored) },
          { title: t('channels.incomplete'), align: 'right', render: (_, { incomplete }) => count(incomplete, true) },
          { title: t('channels.failed'), align: 'right', render: (_, { failed }) => count(failed, true) },
          { title: t('channels.steps'), align: 'right', render: (_, { steps }) => count(steps) },
        ]}
      />
      {receiver.refusals.length === 0 ? null : (
        <>
          <h3 className="part">{t('channels.refusals')}</h3>
          <ul className="plain-list">
            {receiver.refusals.map(({ kind, count: n, lastAt, callingAeTitle, peerAddress }) => (
              <li key={kind}>
                {refusalWord(kind, t)} <b className="dp-num">{formatNumber(n)}</b>{' '}
                <span className="dp-quiet">
                  {t('channels.lastRefused', { at: formatDateTime(lastAt) })}{' '}
                  <span className="dp-code">
                    {callingAeTitle} {peerAddress}
                  </span>
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}

function Channel({ entry: { channel, pacs, card, receiver } }: { readonly entry: Entry }) {
  const { t } = useTranslation();
  return (
    <Card
      size="small"
      title={
        <span className="pieces">
          <span className="dp-code">{channel.name}</span>
          <WordTag look={looks[channel.state]} word={t(`connection.channelState.${channel.state}`)} />
          {pacs === null ? null : <span className="dp-quiet">PACS {pacs}</span>}
        </span>
      }
      extra={<span className="dp-quiet small">{t('channels.since', { at: formatDateTime(channel.since) })}</span>}
    >
      {channel.problem === null ? null : <p className="differ">{channel.problem}</p>}
      <p className="pieces">
        <span>
          {t('connection.lastSeen')}{' '}
          <b className="dp-num">
            {channel.lastObservationAt === null ? t('connection.never') : formatDateTime(channel.lastObservationAt)}
          </b>
        </span>
        <span>
          {t('connection.objects')} <b className="dp-num">{formatNumber(channel.objects)}</b>
        </span>
      </p>
      {card === null ? null : <Proves card={card} />}
      {receiver === null ? null : <Receiver receiver={receiver} />}
    </Card>
  );
}

function SiteCard({ card }: { readonly card: StationSiteCard }) {
  const { t } = useTranslation();
  const { language } = useDisplay();
  return (
    <Card
      size="small"
      title={
        <span className="pieces">
          {t('channels.siteCard')} <span className="dp-code">{card.pacs}</span>
        </span>
      }
      extra={
        <span className="dp-quiet small">{t('channels.measuredAt', { at: formatDateTime(card.measuredAt) })}</span>
      }
    >
      <dl className="dp-pairs">
        {card.lines.map(({ question, answer }) => (
          <div key={question.en}>
            <dt>{inLanguage(question, language)}</dt>
            <dd>{inLanguage(answer, language)}</dd>
          </div>
        ))}
      </dl>
    </Card>
  );
}

/** Every way into the center's archives: how it fares, what it can prove and what it costs, how gently it asks, and what was measured at set-up. */
export function ChannelsPage() {
  const { t } = useTranslation();
  const query = useQuery(channelsQuery);
  return (
    <>
      <Title title={t('channels.title')}>
        <AsOf at={query.data?.asOf} />
      </Title>
      <p className="dp-quiet note">{t('channels.about')}</p>
      <Shown query={query}>
        {(data) => (
          <div className="stack">
            {data.channels.length === 0 ? <EmptyBlock text={t('connection.noChannels')} /> : null}
            {data.channels.map((entry) => (
              <Channel key={entry.channel.name} entry={entry} />
            ))}
            {data.gates.length === 0 ? null : (
              <div className="columns">
                {data.gates.map((gate) => (
                  <GateCard key={gate.pacs} gate={gate} />
                ))}
              </div>
            )}
            {data.siteCards.length === 0 ? (
              <Card size="small" title={t('channels.siteCard')}>
                <EmptyBlock text={t('channels.noSiteCard')} />
              </Card>
            ) : (
              data.siteCards.map((card) => <SiteCard key={`${card.pacs} ${card.channel}`} card={card} />)
            )}
          </div>
        )}
      </Shown>
    </>
  );
}
