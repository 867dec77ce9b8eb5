import type { StationFindingRow } from '@center/contract/station-api';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { devicesQuery } from '../api/queries.ts';
import { GroupSubject } from './group-subject.tsx';

type Subject = Pick<StationFindingRow, 'subjectKind' | 'subjectKey'>;

/** What kind of thing a finding is about that is no study whose headers are here. */
export function useSubjectTitle({ subjectKind, subjectKey }: Subject): string {
  const { t } = useTranslation();
  switch (subjectKind) {
    case 'device':
      return t(subjectKey.includes('/') ? 'finding.group' : 'finding.device');
    case 'archive':
      return t('finding.archive');
    case 'person':
      return t('finding.person');
    case 'study':
      return t('finding.archivedStudy');
    case 'facility':
    case 'room':
    case 'document':
    case 'agent':
      return t('finding.clause');
  }
}

function DeviceName({ deviceId }: { readonly deviceId: string }) {
  const { data } = useQuery(devicesQuery);
  const device = data?.rows.find((row) => row.deviceId === deviceId);
  return (
    <Link to="/devices/registered">
      {device === undefined
        ? deviceId.slice(0, 8)
        : `${device.card?.name ?? device.ManufacturerModelName} · ${device.DeviceSerialNumber}`}
    </Link>
  );
}

/** The subject itself, with the way to the page that shows it. A person's name stands in the evidence. */
export function WideSubject({ subjectKind, subjectKey }: Subject) {
  const { t } = useTranslation();
  if (subjectKind === 'device')
    return subjectKey.includes('/') ? <GroupSubject subjectKey={subjectKey} /> : <DeviceName deviceId={subjectKey} />;
  if (subjectKind === 'archive') {
    const [, , part] = subjectKey.split('/');
    return (
      <Link to={part?.includes('-') === true ? '/registers/uploads' : '/archive/standing'}>
        {part ?? t('archive.title')}
      </Link>
    );
  }
  if (subjectKind === 'person') return <Link to="/registers/people">{t('registers.tab.people')}</Link>;
  if (subjectKind === 'study')
    return (
      <Link to="/archive/studies" className="dp-code">
        {subjectKey}
      </Link>
    );
  return null;
}
