import type { StationStudies, StationStudy, StationStudyRow } from '@center/contract/station-api';
import { formatDateTime } from '@center/display';
import { useQuery } from '@tanstack/react-query';
import { Alert, Button, Card, Input } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { studyQuery } from '../api/queries.ts';
import { read } from '../api/request.ts';
import { ExamText, PatientText } from './patient-text.tsx';
import { Refusal } from './refusal.tsx';

/** Whom a record is about: a study that is here, or an accession number whose images have not come yet. */
export type Target =
  | { readonly kind: 'study'; readonly study: StationStudyRow }
  | { readonly kind: 'accession'; readonly AccessionNumber: string };

/** Fields of a record form that name its target. */
export function targetFields(target: Target): { StudyInstanceUID: string } | { AccessionNumber: string } {
  return target.kind === 'study'
    ? { StudyInstanceUID: target.study.StudyInstanceUID }
    : { AccessionNumber: target.AccessionNumber };
}

type Found = { readonly accession: string; readonly rows: readonly StationStudyRow[] };

/** By accession number first: it stands on the paper that lies before the officer. */
function LookUp({ onTarget }: { readonly onTarget: (target: Target) => void }) {
  const { t } = useTranslation();
  const [found, setFound] = useState<Found>();
  const [fault, setFault] = useState<Error | null>(null);
  const [busy, setBusy] = useState(false);
  const lookUp = async (raw: string): Promise<void> => {
    const accession = raw.trim();
    if (accession === '') return;
    setBusy(true);
    setFault(null);
    try {
      const { rows } = await read<StationStudies>('/api/studies', { text: accession, pageSize: 50 });
      const exact = rows.filter((row) => row.AccessionNumber === accession || row.StudyInstanceUID === accession);
      const [only] = exact;
      if (exact.length === 1 && only !== undefined) onTarget({ kind: 'study', study: only });
      else setFound({ accession, rows: exact });
    } catch (caught) {
      if (!(caught instanceof Error)) throw caught;
      setFault(caught);
    } finally {
      setBusy(false);
    }
  };
  return (
    <div className="stack">
      <Refusal error={fault} />
      <Input.Search
        size="large"
        autoFocus
        style={{ maxWidth: 460 }}
        placeholder={t('consent.accession')}
        aria-label={t('consent.accession')}
        enterButton={t('consent.lookUp')}
        loading={busy}
        onSearch={(value) => void lookUp(value)}
      />
      <span className="dp-quiet">{t('consent.accessionHint')}</span>
      {found === undefined ? null : found.rows.length === 0 ? (
        <Alert
          type="info"
          showIcon
          title={t('consent.notHere')}
          action={
            <Button onClick={() => onTarget({ kind: 'accession', AccessionNumber: found.accession })}>
              {found.accession}
            </Button>
          }
        />
      ) : (
        <div className="stack">
          <b>{t('consent.several', { n: found.rows.length })}</b>
          {found.rows.map((study) => (
            <Button key={study.StudyInstanceUID} block onClick={() => onTarget({ kind: 'study', study })}>
              {study.patient.name} · {study.date ?? ''} · {study.modalities.join(' ')} {study.exam}
            </Button>
          ))}
        </div>
      )}
    </div>
  );
}

function Chosen({ target, onChange }: { readonly target: Target; readonly onChange: () => void }) {
  const { t } = useTranslation();
  return (
    <div className="chosen">
      {target.kind === 'accession' ? (
        <span className="chosen-name dp-code">{target.AccessionNumber}</span>
      ) : (
        <>
          <span className="chosen-name">
            <PatientText patient={target.study.patient} />
          </span>
          <ExamText study={target.study} />
          <span className="lines">
            <span className="dp-quiet">{t('patient.exposure')}</span>
            <span className="dp-num">
              {target.study.exposureAt === null
                ? t('patient.exposureUnknown')
                : formatDateTime(target.study.exposureAt)}
            </span>
          </span>
        </>
      )}
      <Button size="small" onClick={onChange}>
        {t('consent.change')}
      </Button>
    </div>
  );
}

export interface ChooseStudyProps {
  readonly target: Target | undefined;
  /** Study that another screen has already chosen. */
  readonly given: string | null;
  readonly onTarget: (target: Target | undefined) => void;
}

/** First step of every record form. */
export function ChooseStudy({ target, given, onTarget }: ChooseStudyProps) {
  const { t } = useTranslation();
  const { data } = useQuery({ ...studyQuery(given ?? ''), enabled: given !== null });
  const study: StationStudy['study'] | undefined = data?.study;
  const [asked, setAsked] = useState<string>();
  useEffect(() => {
    if (study === undefined || asked === study.StudyInstanceUID) return;
    setAsked(study.StudyInstanceUID);
    onTarget({ kind: 'study', study });
  }, [study, asked, onTarget]);
  return (
    <Card size="small" title={t(target === undefined ? 'consent.step' : 'consent.chosen')} className="dp-gap">
      {target === undefined ? (
        <LookUp onTarget={onTarget} />
      ) : (
        <Chosen target={target} onChange={() => onTarget(undefined)} />
      )}
    </Card>
  );
}
