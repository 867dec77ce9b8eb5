import type { StationDoseGroups } from '@center/contract/station-api';
import { bandWords, EmptyBlock, inLanguage, useDisplay, useDisplayWords } from '@center/display';
import { Button, Card } from 'antd';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { DoseFilterBar, type DoseFilters } from './dose-filters.tsx';
import { type GroupSet, groupSets } from './group-sets.ts';

/** What a set is called: class, band, measure. */
function useSetTitle(data: StationDoseGroups): (set: GroupSet) => string {
  const words = useDisplayWords();
  const { language } = useDisplay();
  return ({ examClass, ageBand, measure }) => {
    const known = data.classes.find(({ id }) => id === examClass);
    const name =
      examClass === '' ? words.dose.unmapped : known === undefined ? examClass : inLanguage(known.title, language);
    return `${name} · ${bandWords(words, ageBand)} · ${words.dose.measure[measure]}`;
  };
}

export interface SetCardsProps {
  readonly data: StationDoseGroups;
  readonly filters: DoseFilters;
  readonly children: (set: GroupSet, title: string) => ReactNode;
}

/** Sets drawn at first: each asks the station for the exams behind it. */
const atFirst = 6;

/** Filters, and a card for each set that fits them. */
export function SetCards({ data, filters, children }: SetCardsProps) {
  const { t } = useTranslation();
  const titleOf = useSetTitle(data);
  const [most, setMost] = useState(atFirst);
  const sets = groupSets(data, filters.group);
  return (
    <>
      <DoseFilterBar data={data} filters={filters} />
      <p className="dp-quiet note">
        {data.from === null || data.to === null
          ? t('dose.judgedPeriod')
          : t('dose.ownPeriod', { from: data.from, to: data.to })}
      </p>
      {sets.length === 0 ? <EmptyBlock text={t(data.rows.length === 0 ? 'dose.none' : 'dose.noneFits')} /> : null}
      <div className="stack">
        {sets.slice(0, most).map((set) => (
          <Card key={set.id} size="small" title={titleOf(set)}>
            {children(set, titleOf(set))}
          </Card>
        ))}
        {sets.length > most ? (
          <Button onClick={() => setMost(most + atFirst)}>{t('dose.more', { n: sets.length - most })}</Button>
        ) : null}
      </div>
    </>
  );
}
