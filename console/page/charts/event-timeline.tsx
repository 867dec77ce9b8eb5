import type { ConsoleEventRow } from '@center/contract';
import { formatDateTime, useDisplayWords } from '@center/display';
import { useTranslation } from 'react-i18next';
import { eventLanes } from './event-lanes.ts';

type Kind = ConsoleEventRow['event']['kind'];

const severe: readonly Kind[] = [
  'low-battery',
  'forced-shutdown',
  'off',
  'smoke',
  'temperature-alarm',
  'temperature-rise',
  'humidity-alarm',
];
const unclear: readonly Kind[] = ['communication-lost', 'sensor-fault'];
const usual: readonly Kind[] = ['self-test', 'calibration', 'battery-date-changed'];

const lookOf = (kind: Kind): string =>
  severe.includes(kind) ? 'severe' : unclear.includes(kind) ? 'unclear' : usual.includes(kind) ? 'usual' : 'warned';

/** Episodes along time, a line for each thing: which came together, and which one after the other. The table beside it says the same in words. */
export function EventTimeline({ rows, asOf }: { readonly rows: readonly ConsoleEventRow[]; readonly asOf: string }) {
  const { t } = useTranslation();
  const { equipment } = useDisplayWords();
  const drawn = eventLanes(rows, asOf);
  if (drawn === undefined) return null;
  const range = { from: formatDateTime(drawn.from), to: formatDateTime(drawn.to) };
  const said = ({ name, event, standing }: ConsoleEventRow): string =>
    t('equipment.timelineSaid', {
      name: name === '' ? event.equipmentId : name,
      kind: equipment.event[event.kind],
      from: formatDateTime(event.start),
      to:
        event.end !== null
          ? formatDateTime(event.end)
          : standing === 'open'
            ? t('equipment.timelineOpen')
            : equipment.lastsUnknown,
    });
  return (
    <figure className="timeline" aria-label={t('equipment.timeline', range)}>
      <figcaption className="small dp-quiet">{t('equipment.timelineAbout')}</figcaption>
      {drawn.lanes.map(({ key, name, facilityName, pieces }) => (
        <div key={key} className="timeline-lane">
          <span className="timeline-name small" title={facilityName}>
            {name} <span className="dp-quiet">{facilityName}</span>
          </span>
          <span className="timeline-track">
            {pieces.map(({ row, left, width }) => (
              <span
                key={row.event.eventId}
                role="img"
                className={`timeline-piece timeline-${lookOf(row.event.kind)}`}
                style={{ left: `${String(left / 100)}%`, width: `${String(width / 100)}%` }}
                title={said(row)}
                aria-label={said(row)}
              />
            ))}
          </span>
        </div>
      ))}
      <div className="timeline-lane" aria-hidden="true">
        <span className="timeline-name" />
        <span className="timeline-ends small dp-quiet dp-num">
          <span>{range.from}</span>
          <span>{range.to}</span>
        </span>
      </div>
    </figure>
  );
}
