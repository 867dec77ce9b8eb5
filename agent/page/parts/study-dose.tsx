import type { StationDoseTotal, StationStudyDose } from '@center/contract/station-api';
import { formatNumber, inLanguage, QuantityText, useDisplay, useDisplayWords } from '@center/display';
import { useQuery } from '@tanstack/react-query';
import { Card } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { studyDoseQuery } from '../api/dose-queries.ts';
import { DoseEvents } from './dose-events.tsx';
import { ConceptText, useEventWords, ValueList } from './dose-values.tsx';
import { Shown } from './shown.tsx';

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
              <DoseEvents events={events} />
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
