import type { ArchiveAttention } from '@center/contract';
import { type StateLook, WordTag } from '@center/display';
import { useTranslation } from 'react-i18next';

/** Silence and what was never measured are unknown: hatched, and never green. That nothing is unusual is no proof. */
const looks: Readonly<Record<ArchiveAttention, StateLook>> = {
  lost: { mark: 'cross', tone: 'red', surface: 'solid' },
  silent: { mark: 'hourglass', tone: 'grey', surface: 'hatched' },
  'not-measured': { mark: 'question', tone: 'grey', surface: 'hatched' },
  'never-asked': { mark: 'dots', tone: 'grey', surface: 'hatched' },
  forecast: { mark: 'triangle', tone: 'amber', surface: 'soft' },
  unlisted: { mark: 'hourglass', tone: 'amber', surface: 'outline' },
  none: { mark: 'dash', tone: 'plain', surface: 'outline' },
};

/** Worst first. */
export const attentions = [
  'lost',
  'silent',
  'not-measured',
  'never-asked',
  'forecast',
  'unlisted',
  'none',
] as const satisfies readonly ArchiveAttention[];

/** What an archive asks of the supervisor. */
export function AttentionTag({ attention, count }: { readonly attention: ArchiveAttention; readonly count?: number }) {
  const { t } = useTranslation();
  return (
    <span data-attention={attention}>
      <WordTag
        look={looks[attention]}
        word={t(`archives.attention.${attention}`)}
        meaning={t(`archives.attentionMeaning.${attention}`)}
        {...(count === undefined ? {} : { count })}
      />
    </span>
  );
}
