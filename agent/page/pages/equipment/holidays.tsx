import type { StationCalendars, StationHolidaysForm, StationHolidaysImport } from '@center/contract/station-api';
import { formatNumber } from '@center/display';
import { useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Card, Popconfirm } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useChange } from '../../api/queries.ts';
import { sendFile } from '../../api/request.ts';
import { centerNow } from '../../parts/day-field.tsx';
import { FileButton, useSending } from '../../parts/file-button.tsx';
import { Refusal } from '../../parts/refusal.tsx';
import { useSession } from '../../session.ts';

/** Brings in a later list of holidays; all of it is taken, or none and every wrong line is named. */
function HolidaysImport() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [answer, setAnswer] = useState<StationHolidaysImport>();
  const sending = useSending(async (file) => {
    setAnswer(undefined);
    const type = file.name.toLowerCase().endsWith('.json') ? 'application/json' : 'text/csv';
    setAnswer(await sendFile<StationHolidaysImport>('/api/equipment/holidays/import', new Blob([file], { type })));
    await client.invalidateQueries({ queryKey: ['data'] });
  });
  return (
    <div className="lines">
      <span>
        <FileButton accept=".csv,.json,.txt" sending={sending}>
          {t('equipment.holiday.import')}
        </FileButton>
      </span>
      <Refusal error={sending.fault} />
      {answer?.kind === 'taken' ? (
        <Alert
          type="success"
          showIcon
          title={t('equipment.holiday.taken', { n: formatNumber(answer.holidays.holidays.length) })}
        />
      ) : null}
      {answer?.kind === 'refused' ? (
        <Alert
          type="error"
          showIcon
          title={t('equipment.holiday.refused')}
          description={answer.problems.slice(0, 20).map(({ line, problem }) => (
            <div key={`${String(line)} ${problem}`}>
              {line === 0 ? t('registers.wholeFile') : `${t('registers.line')} ${String(line)}`}{' '}
              <span className="dp-code">{problem}</span>
            </div>
          ))}
        />
      ) : null}
    </div>
  );
}

/** Runs of days with one name, as people speak of holidays. */
function runsOf(holidays: StationHolidaysForm['holidays']) {
  const runs: { name: string; from: string; to: string }[] = [];
  for (const { date, name } of holidays.toSorted((a, b) => a.date.localeCompare(b.date))) {
    const run = runs.at(-1);
    const next = run !== undefined && run.name === name && Date.parse(date) - Date.parse(run.to) === 86_400_000;
    if (next) run.to = date;
    else runs.push({ name, from: date, to: date });
  }
  return runs;
}

export interface HolidaysProps {
  /** What is in force: the shipped list, joined with the center's own. */
  readonly holidays: StationHolidaysForm;
  readonly own: StationHolidaysForm | null;
}

/** Public holidays and swapped workdays that are settled, and to which day. */
export function Holidays({ holidays, own }: HolidaysProps) {
  const { t } = useTranslation();
  const { mutate, error } = useChange<StationCalendars>();
  const administers = useSession().role === 'administrator';
  const today = centerNow();
  const ended = holidays.coversTo < today.add(1, 'month').format('YYYY-MM-DD');
  const from = today.subtract(3, 'month').format('YYYY-MM-DD');
  const runs = runsOf(holidays.holidays.filter(({ date }) => date >= from));
  const workdays = holidays.workdays.filter((date) => date >= from);
  return (
    <Card size="small" title={t('equipment.holiday.title')}>
      <p className="dp-quiet">{t('equipment.holiday.about')}</p>
      <p className="pieces">
        <span>{holidays.source}</span>
        <span className={ended ? 'dp-num differ' : 'dp-num'}>
          {t('equipment.holiday.covers', { from: holidays.coversFrom, to: holidays.coversTo })}
        </span>
      </p>
      <ul className="plain-list bounds">
        {runs.map(({ name, from: first, to }) => (
          <li key={`${name} ${first}`}>
            {name}{' '}
            <span className="dp-num">
              {first}
              {first === to ? '' : ` – ${to}`}
            </span>
          </li>
        ))}
      </ul>
      {workdays.length === 0 ? null : (
        <p className="small">
          {t('equipment.holiday.workdays')} <span className="code-list dp-num">{workdays.join(' · ')}</span>
        </p>
      )}
      {own === null ? null : (
        <p className="pieces">
          <span>{t('equipment.holiday.own', { source: own.source, from: own.coversFrom, to: own.coversTo })}</span>
          {administers ? (
            <Popconfirm
              title={t('equipment.holiday.dropAsk')}
              okText={t('equipment.holiday.drop')}
              cancelText={t('common.cancel')}
              onConfirm={() => mutate({ method: 'DELETE', path: '/api/equipment/holidays' })}
            >
              <Button size="small">{t('equipment.holiday.drop')}</Button>
            </Popconfirm>
          ) : null}
        </p>
      )}
      <Refusal error={error} />
      {administers ? <HolidaysImport /> : null}
    </Card>
  );
}
