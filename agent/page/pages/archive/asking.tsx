import type { StationArchive, StationBackfill, StationMiss } from '@center/contract/station-api';
import {
  EmptyBlock,
  formatDateTime,
  formatNumber,
  formatShare,
  notMeasuredText,
  useDisplayWords,
} from '@center/display';
import { Card, Progress, Table } from 'antd';
import { useTranslation } from 'react-i18next';
import { GateCard } from '../../parts/gate-card.tsx';

const hourMs = 3_600_000;

/** A rough span in the largest unit that fits: days, hours or minutes. */
function useSpan(): (ms: number) => string {
  const words = useDisplayWords();
  return (ms) => {
    if (ms >= 48 * hourMs) return `${formatNumber(Math.ceil(ms / (24 * hourMs)))} ${words.unit.d}`;
    if (ms >= 2 * hourMs) return `${formatNumber(Math.ceil(ms / hourMs))} ${words.unit.h}`;
    return `${formatNumber(Math.max(1, Math.ceil(ms / 60_000)))} ${words.unit.min}`;
  };
}

function Backfill({ reading }: { readonly reading: StationBackfill }) {
  const { t } = useTranslation();
  const span = useSpan();
  const { channel, windowsDone, windowsTotal, studies, next, left, waitsFor, timeLeftMs } = reading;
  const percent = windowsTotal === 0 ? 0 : Math.floor((windowsDone / windowsTotal) * 100);
  const finished = next === null;
  return (
    <div className="lines">
      <span className="pieces">
        <span className="dp-code">{channel}</span>
        <span className="dp-num">
          {t('archive.windows', { done: formatNumber(windowsDone), total: formatNumber(windowsTotal) })}
          {windowsTotal === 0 ? null : ` · ${formatShare(windowsDone, windowsTotal)}`}
        </span>
        <span className="dp-quiet dp-num">{t('archive.studiesRead', { n: formatNumber(studies) })}</span>
      </span>
      <Progress percent={percent} showInfo={false} size="small" status={finished ? 'success' : 'normal'} />
      <span className="small">
        {finished
          ? t('archive.readingDone')
          : t('archive.nextWindow', {
              window: next.window === null ? t('archive.undatedStudies') : `${next.window.from} – ${next.window.to}`,
            })}
        {waitsFor === null ? null : ` · ${t(`archive.waitsFor.${waitsFor}`)}`}
      </span>
      {finished ? null : (
        <span className="small dp-quiet">
          {timeLeftMs === null ? t('archive.timeUnknown') : t('archive.timeLeft', { span: span(timeLeftMs) })}
        </span>
      )}
      {left === 0 ? null : <span className="small differ">{t('archive.leftWindows', { n: formatNumber(left) })}</span>}
    </div>
  );
}

function Readings({ data }: { readonly data: StationArchive }) {
  const { t } = useTranslation();
  const { backfills, read } = data;
  return (
    <Card size="small" title={t('archive.firstReading')}>
      <div className="stack">
        {backfills.length === 0 ? <span className="dp-quiet">{t('archive.noReading')}</span> : null}
        {backfills.map((reading) => (
          <Backfill key={reading.channel} reading={reading} />
        ))}
        {read.windows.length === 0 ? null : (
          <span className="small">
            {t('archive.readSpans', {
              n: formatNumber(read.studies),
              spans: read.windows.map(({ from, to }) => `${from} – ${to}`).join('、'),
            })}
          </span>
        )}
      </div>
    </Card>
  );
}

function Misses({ misses }: { readonly misses: readonly StationMiss[] }) {
  const { t } = useTranslation();
  const words = useDisplayWords();
  return (
    <Card size="small" title={t('archive.misses')}>
      <p className="dp-quiet note">{t('archive.missesAbout')}</p>
      <Table<StationMiss>
        size="small"
        rowKey="kind"
        dataSource={[...misses]}
        pagination={false}
        scroll={{ x: 640 }}
        locale={{ emptyText: <EmptyBlock text={t('archive.noMisses')} /> }}
        columns={[
          { title: t('archive.asking'), render: (_, { kind }) => t(`archive.kind.${kind}`) },
          {
            title: t('archive.why'),
            render: (_, { why, detail, channel }) => (
              <span className="lines">
                <span>{notMeasuredText(why, words)}</span>
                <span className="dp-quiet small">
                  <span className="dp-code">{channel}</span>
                  {detail === null ? null : ` · ${detail}`}
                </span>
              </span>
            ),
          },
          {
            title: t('archive.since'),
            width: 160,
            render: (_, { since }) => <span className="dp-num">{formatDateTime(since)}</span>,
          },
          {
            title: t('archive.lastTry'),
            width: 160,
            render: (_, { at }) => <span className="dp-num">{formatDateTime(at)}</span>,
          },
        ]}
      />
    </Card>
  );
}

/** Who is asked and how gently, how far the first reading has come, and which asking measured nothing. */
export function Asking({ data }: { readonly data: StationArchive }) {
  const { t } = useTranslation();
  return (
    <>
      <p className="dp-quiet note">{t('archive.askingAbout')}</p>
      {data.gates.length === 0 ? (
        <Card size="small" title={t('archive.courtesy')}>
          <EmptyBlock text={t('archive.noGate')} />
        </Card>
      ) : (
        <div className="columns">
          {data.gates.map((gate) => (
            <GateCard key={gate.pacs} gate={gate} />
          ))}
        </div>
      )}
      <Readings data={data} />
      <Misses misses={data.misses} />
    </>
  );
}
