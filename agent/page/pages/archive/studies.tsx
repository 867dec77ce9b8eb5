import type { ArchiveList, StationArchive, StationKeptStudies, StationKeptStudy } from '@center/contract/station-api';
import {
  EmptyBlock,
  formatDateTime,
  formatNumber,
  LevelTag,
  rounded,
  type Standing,
  StandingTag,
  WordTag,
} from '@center/display';
import { useQuery } from '@tanstack/react-query';
import { Button, Select, Table } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { keptStudiesQuery } from '../../api/archive-queries.ts';
import { type Filters, useFilters, usePaging } from '../../parts/filters.ts';
import { ExamText, PatientText } from '../../parts/patient-text.tsx';
import { Shown } from '../../parts/shown.tsx';
import { ExplainDialog } from './explain-dialog.tsx';

const standingOf: Readonly<Record<StationKeptStudy['state'], Standing>> = {
  expected: 'claimed',
  present: 'claimed',
  unlisted: 'unlisted',
  missing: 'unlisted',
  explained: 'explained',
  lost: 'lost',
};

/** Who is not where it was. A study that is there needs no word of where it went. */
const explainable: ReadonlySet<StationKeptStudy['state']> = new Set(['unlisted', 'missing', 'lost']);

/** The study with its identity where the agent holds its headers; else only what the archive's list tells. */
function Which({ row }: { readonly row: StationKeptStudy }) {
  const { t } = useTranslation();
  if (row.study !== null)
    return (
      <span className="lines">
        <PatientText patient={row.study.patient} />
        <ExamText study={row.study} />
      </span>
    );
  return (
    <span className="lines">
      <span>
        {row.modalities.join(' ')} <span className="dp-num">{row.date ?? t('archive.undated')}</span>
      </span>
      <span className="dp-code small">{row.StudyInstanceUID}</span>
      <span className="dp-quiet small">{t('archive.noHeaders')}</span>
    </span>
  );
}

function State({ row }: { readonly row: StationKeptStudy }) {
  const { t } = useTranslation();
  const { state, doubt, proof, explanation, waiting, candidateUID } = row;
  return (
    <span className="lines">
      <span className="pieces">
        {state === 'present' || state === 'expected' ? (
          <WordTag look={{ mark: 'dash', tone: 'plain', surface: 'outline' }} word={t(`archive.state.${state}`)} />
        ) : state === 'missing' ? (
          <WordTag look={{ mark: 'cross', tone: 'red', surface: 'outline' }} word={t('archive.state.missing')} />
        ) : (
          <StandingTag standing={standingOf[state]} />
        )}
        <span className="dp-quiet dp-num small">{row.stateOn}</span>
      </span>
      {doubt === null ? null : (
        <span className="small dp-quiet">
          {t('archive.confirmed', { n: doubt.times, first: doubt.first, last: doubt.last })}
        </span>
      )}
      {proof === null ? null : (
        <span className="pieces small">
          <LevelTag level={proof.level} /> <span className="dp-quiet">{formatDateTime(proof.at)}</span>
        </span>
      )}
      {candidateUID === null ? null : (
        <span className="small">
          {t('archive.candidate')} <span className="dp-code">{candidateUID}</span>
        </span>
      )}
      {explanation === null ? null : (
        <span className="small">
          {t(`archive.reason.${explanation.reason}`)}
          {explanation.note === null ? null : `：${explanation.note}`}
          <span className="dp-quiet"> · {explanation.who}</span>
        </span>
      )}
      {waiting === null ? null : (
        <span className="small differ">
          {t('archive.waitingSecond', { reason: t(`archive.reason.${waiting.reason}`), who: waiting.enteredBy })}
        </span>
      )}
    </span>
  );
}

const seconds = (ms: number): string => formatNumber(rounded(ms / 1000));

function Delivery({ row }: { readonly row: StationKeptStudy }) {
  const { t } = useTranslation();
  const { delivery, found, content, expiresOn, keepUntil } = row;
  return (
    <span className="lines small">
      {delivery === null ? (
        <span className="dp-quiet">{t('archive.neverRetrieved')}</span>
      ) : (
        <>
          <span>
            {t(delivery.delivered ? 'archive.delivered' : 'archive.notDelivered')}{' '}
            <span className="dp-quiet">{formatDateTime(delivery.at)}</span>
          </span>
          {delivery.firstImageMs === null ? null : (
            <span className="dp-num">{t('archive.firstImage', { s: seconds(delivery.firstImageMs) })}</span>
          )}
          {delivery.wholeMs === null ? null : (
            <span className="dp-num">
              {t('archive.wholeStudy', {
                s: seconds(delivery.wholeMs),
                mb: formatNumber(rounded(delivery.bytes / 1e6)),
              })}
            </span>
          )}
          {delivery.recall === 'needed' ? <span className="differ">{t('archive.recallNeeded')}</span> : null}
          {delivery.absent === 0 ? null : (
            <span className="differ">{t('archive.absentObjects', { n: formatNumber(delivery.absent) })}</span>
          )}
          {delivery.incomplete === 0 ? null : (
            <span className="differ">{t('archive.incompleteObjects', { n: formatNumber(delivery.incomplete) })}</span>
          )}
          {delivery.short ? <span className="differ">{t('archive.short')}</span> : null}
        </>
      )}
      {found === null || found.objects >= row.mostObjects ? null : (
        <span className="differ">
          {t('archive.foundObjects', { found: formatNumber(found.objects), most: formatNumber(row.mostObjects) })}
        </span>
      )}
      {content.map(({ note, objects, at }) => (
        <span key={note}>
          {t(`archive.list.${note}`)} <span className="dp-num">{formatNumber(objects)}</span>{' '}
          <span className="dp-quiet">{formatDateTime(at)}</span>
        </span>
      ))}
      {expiresOn === null ? null : (
        <span className={expiresOn < keepUntil ? 'differ' : ''}>
          {t('archive.expires', { on: expiresOn, until: keepUntil })}
        </span>
      )}
    </span>
  );
}

interface RowsProps {
  readonly data: StationKeptStudies;
  readonly set: (changes: Filters) => void;
}

function Rows({ data, set }: RowsProps) {
  const { t } = useTranslation();
  const [explained, setExplained] = useState<StationKeptStudy>();
  return (
    <>
      <Table<StationKeptStudy>
        size="small"
        rowKey="StudyInstanceUID"
        dataSource={data.rows}
        pagination={usePaging(data, set)}
        locale={{ emptyText: <EmptyBlock text={t('archive.noneInList')} /> }}
        scroll={{ x: 900 }}
        columns={[
          { title: t('archive.study'), width: 300, render: (_, row) => <Which row={row} /> },
          { title: t('archive.where'), render: (_, row) => <State row={row} /> },
          { title: t('archive.lastRetrieve'), width: 260, render: (_, row) => <Delivery row={row} /> },
          {
            title: '',
            width: 120,
            render: (_, row) =>
              explainable.has(row.state) && row.waiting === null ? (
                <Button size="small" onClick={() => setExplained(row)}>
                  {t('archive.explain')}
                </Button>
              ) : null,
          },
        ]}
      />
      {explained === undefined ? null : <ExplainDialog study={explained} onClose={() => setExplained(undefined)} />}
    </>
  );
}

/** Studies of the archive's ledger that a person should look at, list by list, with identity where it is held. */
export function KeptStudies({ archive }: { readonly archive: StationArchive }) {
  const { t } = useTranslation();
  const [{ list: wished, page }, set] = useFilters();
  const firstFull = archive.lists.find(({ total }) => total > 0)?.list ?? 'lost';
  const list: ArchiveList = archive.lists.find((each) => each.list === wished)?.list ?? firstFull;
  const query = useQuery(keptStudiesQuery(list, page));
  return (
    <>
      <p className="dp-quiet note">{t('archive.studiesAbout')}</p>
      <div className="filters">
        <Select<ArchiveList>
          style={{ minWidth: 260 }}
          aria-label={t('archive.listName')}
          value={list}
          popupMatchSelectWidth={false}
          options={archive.lists.map(({ list: value, total }) => ({
            value,
            label: `${t(`archive.list.${value}`)} (${formatNumber(total)})`,
          }))}
          onChange={(value) => set({ list: value })}
        />
        <span className="dp-quiet">{t(`archive.listMeaning.${list}`)}</span>
      </div>
      <Shown query={query}>{(data) => <Rows data={data} set={set} />}</Shown>
    </>
  );
}
