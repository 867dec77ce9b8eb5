import type { StationPatient, StationStudyRow } from '@center/contract/station-api';
import { formatDate, formatDateTime, useDisplayWords } from '@center/display';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

/** Name, sex and age on one line, the number below. */
export function PatientText({ patient }: { readonly patient: StationPatient }) {
  const { t } = useTranslation();
  const words = useDisplayWords();
  const { value, unit } = patient.age;
  return (
    <span className="lines">
      <span>
        <b>{patient.name === '' ? t('patient.noName') : patient.name}</b> {words.sex[patient.sex]}
        {value === null ? null : ` ${String(value)} ${t(`patient.ageUnit.${unit}`)}`}
      </span>
      {patient.PatientID === '' ? null : <span className="dp-quiet dp-code">{patient.PatientID}</span>}
    </span>
  );
}

/** What was examined and when, with the accession number that opens the study. */
export function ExamText({ study }: { readonly study: StationStudyRow }) {
  const { t } = useTranslation();
  return (
    <span className="lines">
      <span>
        {study.modalities.join(' ')} {study.exam}
        {study.arriving ? <span className="dp-quiet"> · {t('patient.arriving')}</span> : null}
      </span>
      <span className="dp-quiet">
        <span className="dp-num">{study.date === null ? '' : formatDate(study.date)}</span> ·{' '}
        <Link to={`/studies/${encodeURIComponent(study.StudyInstanceUID)}`} className="dp-code">
          {study.AccessionNumber === '' ? study.StudyInstanceUID : study.AccessionNumber}
        </Link>
      </span>
    </span>
  );
}

/** A DICOM date `YYYYMMDD` as people write it; anything else as it stands. */
function dashed(date: string): string {
  return date.replace(/^(\d{4})(\d{2})(\d{2})$/, '$1-$2-$3');
}

/** The study in full, as pairs. */
export function StudyPairs({ study }: { readonly study: StationStudyRow }) {
  const { t } = useTranslation();
  const words = useDisplayWords();
  const { patient } = study;
  const pairs: readonly (readonly [string, string])[] = [
    [t('patient.name'), patient.name === '' ? t('patient.noName') : patient.name],
    [t('patient.id'), patient.PatientID],
    [t('patient.sex'), words.sex[patient.sex]],
    [
      t('patient.age'),
      patient.age.value === null ? '' : `${String(patient.age.value)} ${t(`patient.ageUnit.${patient.age.unit}`)}`,
    ],
    [t('patient.birthDate'), dashed(patient.birthDate)],
    [t('patient.accession'), study.AccessionNumber],
    [t('patient.date'), study.date ?? ''],
    [
      t('patient.exposure'),
      study.exposureAt === null ? t('patient.exposureUnknown') : formatDateTime(study.exposureAt),
    ],
    [t('patient.exam'), study.exam],
    [t('patient.modality'), study.modalities.join(' ')],
    [t('origin.name'), study.origin === null ? '' : t(`origin.${study.origin}`)],
    [t('patient.objects'), String(study.objects)],
    [t('patient.uid'), study.StudyInstanceUID],
  ];
  return (
    <dl className="dp-pairs">
      {pairs.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value === '' ? <span className="dp-quiet">–</span> : value}</dd>
        </div>
      ))}
    </dl>
  );
}
