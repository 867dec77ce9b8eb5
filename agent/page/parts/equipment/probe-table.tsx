import type { StationProbe, StationReading } from '@center/contract/station-api';
import {
  bytesText,
  CountedTag,
  type DisplayWords,
  EmptyBlock,
  formatDateTime,
  formatNumber,
  rounded,
  type StateLook,
  useDisplayWords,
  WordTag,
} from '@center/display';
import { Button, Table } from 'antd';
import { useTranslation } from 'react-i18next';
import { useChange } from '../../api/queries.ts';
import { Refusal } from '../refusal.tsx';

const looks: Readonly<Record<NonNullable<StationProbe['outcome']>, StateLook>> = {
  ok: { mark: 'tick', tone: 'green', surface: 'soft' },
  fail: { mark: 'cross', tone: 'red', surface: 'soft' },
  invalid: { mark: 'question', tone: 'grey', surface: 'hatched' },
  unsupported: { mark: 'dash', tone: 'plain', surface: 'outline' },
};

/** What watches a thing: what each probe is worth, what it said last, and whether it is well itself. */
export function ProbeTable({ probes }: { readonly probes: readonly StationProbe[] }) {
  const { t } = useTranslation();
  const { mutate, isPending, error } = useChange<StationProbe>();
  const grades: Readonly<Record<string, string>> = t('equipment.grade', { returnObjects: true });
  const grade = (name: string): string => grades[name] ?? name;
  return (
    <>
      <Refusal error={error} />
      <Table<StationProbe>
        size="small"
        rowKey="name"
        dataSource={[...probes]}
        pagination={false}
        scroll={{ x: 900 }}
        locale={{ emptyText: <EmptyBlock text={t('equipment.noProbeMeans')} /> }}
        columns={[
          {
            title: t('equipment.probe.name'),
            render: (_, { name, type, everySeconds }) => (
              <span className="lines">
                <b className="dp-code">{name}</b>
                <span className="dp-quiet small">
                  {type} · {t('equipment.probe.every', { n: formatNumber(everySeconds) })}
                </span>
              </span>
            ),
          },
          {
            title: t('equipment.probe.gives'),
            width: 130,
            render: (_, { gives }) => <span className="small">{gives.map(grade).join(' · ')}</span>,
          },
          {
            title: t('equipment.probe.says'),
            width: 180,
            render: (_, { state, since, gives }) =>
              gives.some((each) => each === 'use' || each === 'service' || each === 'reachability') ? (
                <span className="lines">
                  <span>
                    <CountedTag state={state} />
                  </span>
                  {since === null ? null : (
                    <span className="dp-quiet small">{t('equipment.since', { at: formatDateTime(since) })}</span>
                  )}
                </span>
              ) : (
                <span className="dp-quiet">–</span>
              ),
          },
          {
            title: t('equipment.probe.last'),
            render: (_, { outcome, stage, code, latencyMs, lastAt, silent }) => (
              <span className="lines">
                <span className="pieces">
                  {outcome === null ? null : (
                    <WordTag
                      look={looks[outcome]}
                      word={t(`equipment.outcome.${outcome}`)}
                      meaning={t(`equipment.outcomeMeans.${outcome}`)}
                    />
                  )}
                  {silent ? (
                    <WordTag
                      look={{ mark: 'hourglass', tone: 'grey', surface: 'hatched' }}
                      word={t('equipment.probe.silent')}
                      meaning={t('equipment.probe.silentMeans')}
                    />
                  ) : null}
                  <span className="dp-code small">{[stage, code].filter((text) => text !== '').join(' / ')}</span>
                </span>
                <span className="dp-quiet small dp-num">
                  {lastAt === null ? t('equipment.probe.never') : formatDateTime(lastAt)}
                  {latencyMs === null ? '' : ` · ${formatNumber(rounded(latencyMs))} ms`}
                </span>
              </span>
            ),
          },
          {
            title: t('common.actions'),
            width: 110,
            render: (_, { name }) => (
              <Button
                size="small"
                loading={isPending}
                onClick={() =>
                  mutate({ method: 'POST', path: `/api/equipment/probes/${encodeURIComponent(name)}/now` })
                }
              >
                {t('equipment.probe.now')}
              </Button>
            ),
          },
        ]}
      />
    </>
  );
}

const smokeWords = (words: DisplayWords): Readonly<Record<string, string>> => words.equipment.smoke;

/** A value as people read it: bytes in the unit they are read in, a moment on the center's clock. */
function valueText({ name, value }: StationReading, words: DisplayWords): string {
  if (typeof value === 'number') return name.endsWith('Bytes') ? bytesText(value) : formatNumber(rounded(value));
  if (name === 'env.smoke') return smokeWords(words)[value] ?? value;
  return name === 'activity.latestStudy' ? formatDateTime(value) : value;
}

/** Values as they were read last; one that is no measurement says why, and shows none. What a UPS says as a whole stands elsewhere. */
export function Readings({ readings }: { readonly readings: readonly StationReading[] }) {
  const { t } = useTranslation();
  const words = useDisplayWords();
  const names: Readonly<Record<string, string>> = t('equipment.reading', { returnObjects: true });
  const nameOf = (key: string): string => names[key.replace('.', '-')] ?? key;
  const shown = readings.filter(({ name, valid }) => name !== 'ups.status' || !valid);
  if (shown.length === 0) return <span className="dp-quiet">{t('equipment.noReadings')}</span>;
  return (
    <dl className="dp-pairs">
      {shown.map((reading) => (
        <div key={`${reading.probe} ${reading.name} ${reading.of ?? ''}`}>
          <dt>
            {nameOf(reading.name)}
            {reading.of === null ? '' : ` · ${reading.of}`}
          </dt>
          <dd>
            {reading.valid ? (
              <b className="dp-num">{valueText(reading, words)}</b>
            ) : (
              <WordTag
                look={{ mark: 'question', tone: 'grey', surface: 'hatched' }}
                word={reading.problem ?? t('equipment.invalidReading')}
              />
            )}{' '}
            <span className="dp-quiet small dp-num">{formatDateTime(reading.at)}</span>
          </dd>
        </div>
      ))}
    </dl>
  );
}
