import type { ConsoleFindingRow } from '@center/contract';
import { formatDate, useDisplayWords } from '@center/display';

/** What is known of a study outside its center: date, modalities, sex, age band. */
export function StudyText({ study }: { readonly study: NonNullable<ConsoleFindingRow['study']> }) {
  const words = useDisplayWords();
  const parts = [
    formatDate(study.date),
    study.modalities.join('/'),
    words.sex[study.sex],
    study.ageBand === undefined ? '' : words.ageBand[study.ageBand],
  ];
  return <span>{parts.filter((part) => part !== '').join(' · ')}</span>;
}
