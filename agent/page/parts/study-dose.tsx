import type {
  StationDoseEvent,
  StationDoseTotal,
  StationDoseValue,
  StationStudyDose,
} from '@center/contract/station-api';
import { formatNumber, inLanguage, QuantityText, useDisplay, useDisplayWords } from '@center/display';
import { useQuery } from '@tanstack/react-query';
import { Card, Table, Tag } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { studyDoseQuery } from '../api/dose-queries.ts';
import { Shown } from './shown.tsx';

/** Values that have a column of their own, by any of the names under which an object can tell them; the others follow below the row. */
const columns = [
  { measure: 'CTDIvol', names: ['MeanCTDIvol', 'CTDIvol'] },
  { measure: 'DLP', names: ['DLP'] },
  { measure: 'DoseAreaProduct', names: ['DoseAreaProduct'] },
  { measure: 'DoseRP', names: ['DoseRP'] },
  { measure: 'AverageGlandularDose', names: ['AverageGlandularDose'] },
  { measure: 'EntranceDose', names: ['EntranceDose', 'EntranceExposureAtRP'] },
  { measure: 'AdministeredActivity', names: ['AdministeredActivity'] },
] as const;
const columned = new Set<string>(columns.flatMap(({ names }) => names));

/** A value with its unit; how the object spelled the unit where that is not as the standard does; as written where it could not be read. */
function ValueText({ value }: { readonly value: StationDoseValue }) {
  const { t } = useTranslation();
  if (value.value === null) {
    return (
      <span className="dose-value-odd" title={t('dose.study.unreadable')}>
        {`${value.rawValue} ${value.rawUnit}`.trim()} ({t('dose.study.unreadable')})
      </span>
    );
  }
  return (
    <>
      <QuantityText value={value.value} unit={value.unit} />{' '}
      {value.standardSpelling ? null : (
        <span className="dose-value-odd dp-code" title={t('dose.study.unitAs', { unit: value.rawUnit })}>
          {value.rawUnit === '' ? '∅' : value.rawUnit}
        </span>
      )}
    </>
  );
}

function ValueList({ values }: { readonly values: readonly StationDoseValue[] }) {
  return (
    <dl className="dp-pairs">
      {values.map((value, at) => (
        <div key={`${value.name} ${String(at)}`}>
          <dt className="dp-code">{value.name}</dt>
          <dd>
            <ValueText value={value} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

type Concept = StationDoseEvent['targetRegion'];

function ConceptText({ concept }: { readonly concept: Concept }) {
  if (concept === null) return null;
  return <span title={concept.code}>{concept.meaning === '' ? concept.code : concept.meaning}</span>;
}

function useEventWords() {
  const { t } = useTranslation();
  const types: Readonly<Record<string, string>> = t('dose.study.types', { returnObjects: true });
  return {
    type: (type: string): string => types[type] ?? type,
    plane: ({ plane, laterality }: Pick<StationDoseTotal, 'plane' | 'laterality'>): string =>
      [
        plane === null ? '' : t(`dose.study.planes.${plane}`),
        laterality === null ? '' : t(`dose.study.sides.${laterality}`),
      ]
        .filter((part) => part !== '')
        .join(' · '),
  };
}

/** `20260304101500` as people write it; anything else as it stands. */
function startText(text: string): string {
  return text.replace(/^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2}).*$/, '$1-$2-$3 $4:$5:$6');
}

/** What stands beside a value in its cell: the phantom of a CTDIvol, the point of a dose at it. */
function beside(measure: (typeof columns)[number]['measure'], event: StationDoseEvent, phantomText: string): ReactNode {
  if (measure === 'CTDIvol' && event.phantom !== null) return <span className="dp-quiet small">{phantomText}</span>;
  if (measure === 'DoseRP' && event.referencePoint !== null)
    return (
      <span className="dp-quiet small">
        <ConceptText concept={event.referencePoint} />
      </span>
    );
  return null;
}

function Events({ events }: { readonly events: readonly StationDoseEvent[] }) {
  const { t } = useTranslation();
  const words = useDisplayWords();
  const say = useEventWords();
  const told = columns.filter(({ names }) =>
    events.some(({ values }) => values.some(({ name }) => names.some((each) => each === name))),
  );
  return (
    <Table<StationDoseEvent & { readonly at: number }>
      size="small"
      rowKey="at"
      dataSource={events.map((event, at) => ({ ...event, at }))}
      pagination={{ pageSize: 20, size: 'small', hideOnSinglePage: true, showSizeChanger: false }}
      scroll={{ x: 560 + 130 * told.length }}
      expandable={{
        // Held at the left, so that what is opened is as wide as the screen and not as the table.
        fixed: 'left',
        rowExpandable: ({ values, uid }) => uid !== '' || values.some(({ name }) => !columned.has(name)),
        expandedRowRender: ({ values, uid }) => (
          <>
            <ValueList values={values.filter(({ name }) => !columned.has(name))} />
            {uid === '' ? null : <span className="dp-quiet dp-code">{uid}</span>}
          </>
        ),
      }}
      columns={[
        {
          title: t('dose.study.type'),
          width: 150,
          render: (_, { type, mark }) => (
            <>
              {say.type(type)} {mark === null ? null : <Tag color="warning">{t(`dose.study.mark.${mark}`)}</Tag>}
            </>
          ),
        },
        { title: t('dose.study.plane'), width: 100, render: (_, event) => say.plane(event) },
        ...told.map(({ measure, names }) => ({
          title: words.dose.measure[measure],
          width: 130,
          render: (_: unknown, event: StationDoseEvent) => (
            <span className="lines">
              {event.values
                .filter(({ name }) => names.some((each) => each === name))
                .map((value, at) => (
                  <span key={at}>
                    <ValueText value={value} />
                  </span>
                ))}
              {beside(measure, event, event.phantom === null ? '' : words.dose.phantom[event.phantom])}
            </span>
          ),
        })),
        {
          title: t('dose.study.protocol'),
          render: (_, { protocol, targetRegion }) => (
            <span className="lines">
              <span>{protocol}</span>
              <span className="dp-quiet small">
                <ConceptText concept={targetRegion} />
              </span>
            </span>
          ),
        },
        {
          title: t('dose.study.source'),
          width: 170,
          render: (_, { source, startedAt }) => (
            <span className="lines">
              <span>{words.dose.source[source]}</span>
              <span className="dp-quiet small dp-num">{startText(startedAt)}</span>
            </span>
          ),
        },
      ]}
    />
  );
}

function Totals({ totals }: { readonly totals: readonly StationDoseTotal[] }) {
  const words = useDisplayWords();
  const say = useEventWords();
  return (
    <div className="stack">
      {totals.map((total, at) => (
        <div key={`${total.SOPInstanceUID} ${String(at)}`}>
          <span className="dp-quiet">
            {[words.dose.source[total.source], say.plane(total)].filter((part) => part !== '').join(' · ')}
          </span>
          <ValueList values={total.values} />
        </div>
      ))}
    </div>
  );
}

/** What the exam is compared by, its class and why. */
function Compared({ data }: { readonly data: StationStudyDose }) {
  const { t } = useTranslation();
  const words = useDisplayWords();
  const { language } = useDisplay();
  const { exam, measures, phantom, phases, referencePoint } = data;
  return (
    <dl className="dp-pairs">
      <div>
        <dt>{t('dose.study.class')}</dt>
        <dd>
          <b>
            {exam.examClass === ''
              ? t('dose.study.unmapped')
              : exam.title === null
                ? exam.examClass
                : inLanguage(exam.title, language)}
          </b>
          <div className="dp-quiet small">
            {exam.examClass === '' ? (
              <Link to="/dose/mapping">{t('dose.study.noRow')}</Link>
            ) : (
              <>
                {t('dose.study.why')} <span className="dp-code">{exam.decidedBy}</span>
              </>
            )}
          </div>
        </dd>
      </div>
      {measures.map(({ measure, value, unit, source }) => (
        <div key={measure}>
          <dt>{words.dose.measure[measure]}</dt>
          <dd>
            <b>
              <QuantityText value={value} unit={unit} />
            </b>
            <div className="dp-quiet small">
              {words.dose.source[source]}
              {measure === 'CTDIvol' && phantom !== null ? ` · ${words.dose.phantom[phantom]}` : null}
              {measure === 'DoseRP' && referencePoint !== null ? (
                <>
                  {' · '}
                  <ConceptText concept={referencePoint} />
                </>
              ) : null}
            </div>
          </dd>
        </div>
      ))}
      {phases === null ? null : (
        <div>
          <dt>{t('dose.study.phases')}</dt>
          <dd>{formatNumber(phases)}</dd>
        </div>
      )}
    </dl>
  );
}

function Reports({ reports }: { readonly reports: StationStudyDose['reports'] }) {
  const { t } = useTranslation();
  const words = useDisplayWords();
  return (
    <ul className="plain-list">
      {reports.map(({ source, SOPInstanceUID, procedure, sourceOfDose, device }, at) => (
        <li key={`${SOPInstanceUID} ${String(at)}`}>
          {words.dose.source[source]} <ConceptText concept={procedure} />{' '}
          {sourceOfDose === null ? null : (
            <span>
              · {t('dose.study.sourceOfDose')}: <ConceptText concept={sourceOfDose} />
            </span>
          )}{' '}
          <span className="dp-quiet">{device}</span> <span className="dp-quiet dp-code small">{SOPInstanceUID}</span>
        </li>
      ))}
    </ul>
  );
}

function Departures({ departures }: { readonly departures: StationStudyDose['departures'] }) {
  const { t } = useTranslation();
  if (departures.length === 0) return <span className="dp-quiet">{t('dose.study.noDepartures')}</span>;
  return (
    <ul className="plain-list">
      {departures.map(({ code, where, raw }) => (
        <li key={`${code} ${where} ${raw}`}>
          {t(`dose.study.departure.${code}`)}: <span className="dp-code">{where}</span>{' '}
          {raw === '' ? null : (
            <>
              {t('dose.study.raw')} <span className="dose-value-odd dp-code">{raw}</span>
            </>
          )}
        </li>
      ))}
    </ul>
  );
}

function Detail({ data }: { readonly data: StationStudyDose }) {
  const { t } = useTranslation();
  const { exam, reports, events, totals, departures, measures } = data;
  if (reports.length === 0 && exam.examClass === '') return <span className="dp-quiet">{t('dose.study.none')}</span>;
  return (
    <div className="stack">
      <Compared data={data} />
      {measures.length === 0 ? <span className="dp-quiet">{t('dose.study.nothingCompared')}</span> : null}
      {reports.length === 0 ? (
        <span className="dp-quiet">{t('dose.study.none')}</span>
      ) : (
        <>
          <section>
            <b>{t('dose.study.events')}</b>
            {events.length === 0 ? (
              <div className="dp-quiet">{t('dose.study.noEvents')}</div>
            ) : (
              <Events events={events} />
            )}
          </section>
          {totals.length === 0 ? null : (
            <section>
              <b>{t('dose.study.totals')}</b>
              <Totals totals={totals} />
            </section>
          )}
          <section>
            <b>{t('dose.study.departures')}</b> <Departures departures={departures} />
          </section>
          <section>
            <b>{t('dose.study.reports')}</b>
            <Reports reports={reports} />
          </section>
        </>
      )}
    </div>
  );
}

/** The dose of one study: what it is compared by, exposure by exposure, totals, and what was written against the standard. */
export function StudyDoseCard({ uid }: { readonly uid: string }) {
  const { t } = useTranslation();
  const query = useQuery(studyDoseQuery(uid));
  return (
    <Card size="small" title={t('dose.study.title')} id="dose">
      <Shown query={query}>{(data) => <Detail data={data} />}</Shown>
    </Card>
  );
}
