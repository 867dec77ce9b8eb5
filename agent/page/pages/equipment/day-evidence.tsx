import type { StationDevicePage, StationRecordSays } from '@center/contract/station-api';
import { DayLanes, EmptyBlock, type Lane, type LaneSpan, useDisplayWords } from '@center/display';
import { Button, Card } from 'antd';
import { useTranslation } from 'react-i18next';
import { isOpen, linesOf } from '../../parts/equipment/record-says.tsx';
import { useFilters } from '../../parts/filters.ts';

const dayMs = 86_400_000;

/** From when to when a record says something of the device, and what. */
function saidOf(says: StationRecordSays, open: number): Pick<LaneSpan, 'start' | 'end' | 'state'> | undefined {
  const at = (text: string | null): number => (text === null ? open : Date.parse(text));
  switch (says.kind) {
    case 'fault':
      return { start: at(says.start), end: isOpen(says) ? open : at(says.end ?? says.probeSawUpAt), state: 'down' };
    case 'window':
      // A repeating window stands in the counted lane only: what is drawn here is its first turn.
      return { start: at(says.from), end: at(says.to), state: 'maintenance' };
    case 'external':
      return { start: at(says.from), end: at(says.to), state: 'external' };
    case 'dispute':
      return { start: at(says.from), end: at(says.to), state: 'up' };
    case 'daily':
    case 'maintenance':
    case 'suspension':
      return undefined;
  }
}

/** One day of a device: how it is counted, and below it what each probe and each record says. */
export function DayEvidence({ data, day }: { readonly data: StationDevicePage; readonly day: string }) {
  const { t } = useTranslation();
  const { equipment } = useDisplayWords();
  const [, set] = useFilters();
  const from = Date.parse(`${day}T00:00:00+08:00`);
  const to = from + dayMs;
  const touches = ({ start, end }: { readonly start: number; readonly end: number }): boolean =>
    end > from && start < to;
  const counted: LaneSpan[] = data.spans
    .map((span) => ({
      start: Date.parse(span.from),
      end: Date.parse(span.to),
      state: span.state,
      said: [
        `${equipment.because[span.because]}${span.ref === '' ? '' : ` · ${span.ref}`}`,
        ...(span.degraded ? [equipment.degradedSaid] : []),
        ...(span.doubtful ? [equipment.doubtfulSaid] : []),
      ],
    }))
    .filter(touches);
  const probes: Lane[] = [...new Set(data.probeSpans.map(({ probe }) => probe))].flatMap((probe) => {
    const spans = data.probeSpans
      .filter((span) => span.probe === probe)
      .map((span) => ({
        start: Date.parse(span.from),
        end: Date.parse(span.to),
        state: span.state,
        said: [
          t('equipment.spans.probeSaid', {
            grade: t(`equipment.grade.${span.grade}`),
            stage: [span.stage, span.code].filter((text) => text !== '').join(' / '),
            n: span.samples,
          }),
        ],
      }))
      .filter(touches);
    return spans.length === 0 ? [] : [{ id: `probe ${probe}`, name: `${t('equipment.probe.name')} ${probe}`, spans }];
  });
  const records: Lane[] = data.records.flatMap((record) => {
    const said = record.withdrawn === null ? saidOf(record.says, Date.parse(data.asOf)) : undefined;
    if (said === undefined || !touches(said)) return [];
    const name = [
      t(`equipment.recordKind.${record.says.kind}`),
      ...linesOf(record.says, t)
        .filter((line) => line !== '')
        .slice(0, 1),
      ...(record.waitsForSecond ? [t('equipment.mark.second')] : []),
    ].join(' · ');
    return [{ id: record.id, name, spans: [said] }];
  });
  return (
    <Card
      size="small"
      title={t('equipment.spans.day', { day })}
      extra={
        <Button size="small" type="text" onClick={() => set({ day: undefined })}>
          {t('common.close')}
        </Button>
      }
    >
      {counted.length === 0 && probes.length === 0 ? (
        <EmptyBlock text={equipment.noSpans} />
      ) : (
        <DayLanes
          name={t('equipment.spans.day', { day })}
          from={from}
          to={to}
          lanes={[{ id: 'counted', name: t('equipment.spans.counted'), spans: counted }, ...records, ...probes]}
        />
      )}
    </Card>
  );
}
