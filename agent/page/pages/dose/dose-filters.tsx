import { groupAgeBands } from '@center/contract';
import type { StationDoseGroups } from '@center/contract/station-api';
import {
  bandWords,
  inLanguage,
  type ScaleMode,
  ScaleSwitch,
  scaleModes,
  useDisplay,
  useDisplayWords,
} from '@center/display';
import { Select } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Period } from '../../api/dose-queries.ts';
import { type Filters, useFilters } from '../../parts/filters.ts';
import { MonthField, monthOf } from '../../parts/month-field.tsx';
import { type GroupFilter, measureShown } from './group-sets.ts';

/** How the address writes the empty class, since an empty filter is none. */
const unmapped = 'unmapped';

export interface DoseFilters {
  readonly period: Period;
  readonly group: GroupFilter;
  readonly scale: ScaleMode;
  readonly set: (changes: Filters) => void;
}

/** What the page shows, as its address says. Half a period is none: the station takes both months or neither. */
export function useDoseFilters(): DoseFilters {
  const [{ from, to, device, class: examClass, band, measure, scale }, set] = useFilters();
  const [first, last] = [monthOf(from), monthOf(to)];
  return {
    period: { from: first ?? last, to: last ?? first },
    group: {
      device,
      examClass: examClass === unmapped ? '' : examClass,
      ageBand: band,
      measure,
    },
    scale: scaleModes.find((mode) => mode === scale) ?? 'auto',
    set,
  };
}

interface OneOfProps {
  readonly label: string;
  readonly value: string | undefined;
  readonly width: number;
  readonly clearable?: boolean;
  readonly options: readonly { readonly value: string; readonly label: string }[];
  readonly onChange: (value: string | undefined) => void;
}

function OneOf({ label, value, width, clearable = true, options, onChange }: OneOfProps) {
  return (
    <Select<string | null>
      allowClear={clearable}
      value={value ?? null}
      aria-label={label}
      placeholder={label}
      style={{ width }}
      popupMatchSelectWidth={false}
      options={[...options]}
      onChange={(next: string | null | undefined) => onChange(next ?? undefined)}
    />
  );
}

/** Period, device, class, band, measure, axis; only what occurs can be chosen. */
export function DoseFilterBar({ data, filters }: { readonly data: StationDoseGroups; readonly filters: DoseFilters }) {
  const { t } = useTranslation();
  const words = useDisplayWords();
  const { language } = useDisplay();
  const { period, group, scale, set } = filters;
  const there = <T,>(pick: (row: StationDoseGroups['rows'][number]) => T): ReadonlySet<T> =>
    new Set(data.rows.map(pick));
  const classes = there((row) => row.examClass);
  const measures = there((row) => row.measure);
  const bands = there((row) => row.ageBand);
  return (
    <div className="filters">
      <MonthField value={period.from} label={t('dose.from')} onChange={(from) => set({ from })} />
      <MonthField value={period.to} label={t('dose.to')} onChange={(to) => set({ to })} />
      <OneOf
        label={t('dose.measure')}
        value={measureShown(data.rows, group.measure)}
        clearable={false}
        width={170}
        options={[...measures].map((value) => ({ value, label: words.dose.measure[value] }))}
        onChange={(measure) => set({ measure })}
      />
      <OneOf
        label={t('dose.examClass')}
        value={group.examClass === '' ? unmapped : group.examClass}
        width={200}
        options={[
          ...data.classes
            .filter(({ id }) => classes.has(id))
            .map(({ id, title }) => ({ value: id, label: inLanguage(title, language) })),
          ...(classes.has('') ? [{ value: unmapped, label: words.dose.unmapped }] : []),
        ]}
        onChange={(examClass) => set({ class: examClass })}
      />
      <OneOf
        label={t('dose.band')}
        value={group.ageBand}
        width={150}
        options={groupAgeBands
          .filter((band) => bands.has(band))
          .map((value) => ({ value, label: bandWords(words, value) }))}
        onChange={(band) => set({ band })}
      />
      <OneOf
        label={t('dose.device')}
        value={group.device}
        width={190}
        options={data.devices.map(({ deviceId, name }) => ({ value: deviceId, label: name }))}
        onChange={(device) => set({ device })}
      />
      <ScaleSwitch value={scale} onChange={(mode) => set({ scale: mode === 'auto' ? undefined : mode })} />
    </div>
  );
}
