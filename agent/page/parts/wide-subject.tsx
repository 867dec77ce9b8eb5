import type { StationFindingRow } from '@center/contract/station-api';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { equipmentCardsQuery } from '../api/equipment-queries.ts';
import { devicesQuery } from '../api/queries.ts';
import { EquipmentLink } from './equipment/record-table.tsx';
import { GroupSubject } from './group-subject.tsx';

type Subject = Pick<StationFindingRow, 'subjectKind' | 'subjectKey'>;

/** What kind of thing a finding is about that is no study whose headers are here. */
export function useSubjectTitle({ subjectKind, subjectKey }: Subject): string {
  const { t } = useTranslation();
  switch (subjectKind) {
    case 'device':
      return t(subjectKey.includes('/') ? 'finding.group' : 'finding.device');
    case 'room':
      return t('finding.room');
    case 'archive':
      return t('finding.archive');
    case 'person':
      return t('finding.person');
    case 'study':
      return t('finding.archivedStudy');
    case 'facility':
      return t(subjectKey.endsWith('/ups') ? 'finding.independentUps' : 'finding.clause');
    case 'document':
    case 'agent':
      return t('finding.clause');
  }
}

/** A device as its watch card, or its image device card, names it; by the way to the page where its time stands when it is watched. */
function DeviceName({ deviceId }: { readonly deviceId: string }) {
  const { data } = useQuery(devicesQuery);
  const watched = useQuery(equipmentCardsQuery).data?.rows.find(({ card }) => card.deviceId === deviceId)?.card;
  if (watched !== undefined) return <EquipmentLink id={watched.id} />;
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
  const watched = /^equipment:(.+)$/.exec(subjectKey)?.[1];
  if (watched !== undefined) return <EquipmentLink id={watched} />;
  if (subjectKind === 'room') return <Link to="/devices/watched">{t('equipment.tab.watched')}</Link>;
  if (subjectKind === 'facility' && subjectKey.endsWith('/ups'))
    return <Link to="/devices/power">{t('equipment.tab.power')}</Link>;
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
