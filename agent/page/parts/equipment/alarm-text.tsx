import type { StationAlarm } from '@center/contract/station-api';
import { formatDateTime, type StateLook, useDisplayWords, WordTag } from '@center/display';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useEquipmentNames } from './fields.tsx';

const looks: Readonly<Record<StationAlarm['urgency'], StateLook>> = {
  critical: { mark: 'bang', tone: 'red', surface: 'soft' },
  warning: { mark: 'triangle', tone: 'amber', surface: 'soft' },
  info: { mark: 'dots', tone: 'plain', surface: 'outline' },
};

/** The name of an alarm's kind; one that this page was not built with is named as it came. */
function useAlarmName(): (kind: string) => string {
  const { t } = useTranslation();
  const names: Readonly<Record<string, string>> = t('equipment.alarm.kind', { returnObjects: true });
  return (kind) => names[kind] ?? kind;
}

/** What the sentence of its kind says beside the name: the day that is owed, the moment that is near, what happened to a UPS or in a room. */
function useAlarmDetail(): (alarm: StationAlarm) => string | undefined {
  const { t } = useTranslation();
  const { equipment } = useDisplayWords();
  const events: Readonly<Record<string, string>> = equipment.event;
  return ({ kind, values }) => {
    const { event, by } = values;
    const sentences: Readonly<Record<string, string>> = t('equipment.alarm.value', {
      returnObjects: true,
      ...values,
      ...(by === undefined ? {} : { by: formatDateTime(by) }),
    });
    return sentences[kind] ?? (typeof event === 'string' ? events[event] : undefined);
  };
}

export interface AlarmTextProps {
  readonly alarm: StationAlarm;
  /** How many others it explains. */
  readonly explains?: number;
}

/** An alarm in one line: how urgent, what, where, since when, and how many others it explains. */
export function AlarmText({ alarm, explains = 0 }: AlarmTextProps) {
  const { t } = useTranslation();
  const nameOf = useEquipmentNames();
  const alarmName = useAlarmName();
  const detail = useAlarmDetail()(alarm);
  return (
    <span className="pieces">
      <WordTag
        look={looks[alarm.urgency]}
        word={alarmName(alarm.kind)}
        meaning={t(`equipment.urgency.${alarm.urgency}`)}
      />
      {alarm.equipmentId === null ? null : (
        <Link to={`/devices/at/${encodeURIComponent(alarm.equipmentId)}`}>{nameOf(alarm.equipmentId)}</Link>
      )}
      {detail === undefined ? null : <span className="small">{detail}</span>}
      <span className="dp-quiet small dp-num">{t('equipment.since', { at: formatDateTime(alarm.since) })}</span>
      {explains === 0 ? null : <span className="small">{t('equipment.alarm.explains', { n: explains })}</span>}
    </span>
  );
}
