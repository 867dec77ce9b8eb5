import type { StationGate } from '@center/contract/station-api';
import { formatDateTime, formatNumber, formatShare, rounded, type StateLook, WordTag } from '@center/display';
import { Card } from 'antd';
import { useTranslation } from 'react-i18next';

const looks: Readonly<Record<StationGate['mode'], StateLook>> = {
  open: { mark: 'tick', tone: 'green', surface: 'soft' },
  slowed: { mark: 'triangle', tone: 'amber', surface: 'soft' },
  stopped: { mark: 'bang', tone: 'red', surface: 'soft' },
};

/** How much of its time a PACS spends on us, against what it may: a bar with its mark, and the same in numbers. */
function Gauge({ used, now, limit }: { readonly used: number; readonly now: number; readonly limit: number }) {
  const { t } = useTranslation();
  const most = Math.max(limit * 1.2, used, 0.01);
  const place = (share: number): string => `${((share / most) * 100).toFixed(1)}%`;
  const percent = (share: number): string => (share === 0 ? '0%' : formatShare(share, 1));
  return (
    <div>
      <div
        className="gauge"
        role="img"
        aria-label={t('archive.gauge', { used: percent(used), limit: percent(limit), now: percent(now) })}
      >
        <span className={used > limit ? 'gauge-used gauge-over' : 'gauge-used'} style={{ width: place(used) }} />
        <span className="gauge-mark gauge-now" style={{ insetInlineStart: place(now) }} />
        <span className="gauge-mark gauge-limit" style={{ insetInlineStart: place(limit) }} />
      </div>
      <span className="small">
        {t('archive.gauge', { used: percent(used), limit: percent(limit), now: percent(now) })}
      </span>
    </div>
  );
}

/** What the gate of one PACS does now, and why. */
export function GateCard({ gate }: { readonly gate: StationGate }) {
  const { t } = useTranslation();
  const { waiting, latencyMs, baselineMs } = gate;
  const ms = (value: number | null): string => (value === null ? '–' : `${formatNumber(rounded(value))} ms`);
  const pairs: readonly (readonly [string, string])[] = [
    [t('archive.latency'), `${ms(latencyMs)} / ${ms(baselineMs)}`],
    [t('archive.requests'), formatNumber(gate.requestsLastHour)],
    [t('archive.failures'), formatNumber(gate.failuresLastHour)],
    [
      t('archive.waitingTurns'),
      t('archive.lanes', {
        probe: waiting.probe,
        live: waiting.live,
        audit: waiting.audit,
        backfill: waiting.backfill,
      }),
    ],
    [t('archive.inFlight'), formatNumber(gate.inFlight)],
    [t('archive.hours'), t(gate.offHours ? 'archive.offHours' : 'archive.workHours')],
  ];
  return (
    <Card
      size="small"
      title={
        <span className="pieces">
          <span className="dp-code">{gate.pacs}</span>
          <WordTag
            look={looks[gate.mode]}
            word={t(`archive.mode.${gate.mode}`)}
            meaning={t(`archive.modeMeaning.${gate.mode}`)}
          />
        </span>
      }
    >
      <Gauge used={gate.dutyUsed} now={gate.duty} limit={gate.dutyLimit} />
      {gate.stoppedUntil === null ? null : (
        <p className="differ">{t('archive.stoppedUntil', { at: formatDateTime(gate.stoppedUntil) })}</p>
      )}
      <dl className="dp-pairs gate-pairs">
        {pairs.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd className="dp-num">{value}</dd>
          </div>
        ))}
      </dl>
    </Card>
  );
}
