import type { EquipmentItem, GapFinding, RoomAttention, UpsAttention, UptimeAttention } from '@center/contract';
import {
  CountedTag,
  formatDateTime,
  type StateLook,
  uptimeVerdictLooks,
  useDisplayWords,
  WordTag,
} from '@center/display';
import { useTranslation } from 'react-i18next';

const unknown: StateLook = { mark: 'question', tone: 'grey', surface: 'hatched' };
const silent: StateLook = { mark: 'hourglass', tone: 'grey', surface: 'hatched' };

/** Worst first. */
export const uptimeAttentions = [
  'deviates',
  'contradictory',
  'indeterminate',
  'no-calendar',
  'not-told',
  'silent',
  'at-risk',
  'conforms',
  'nothing-required',
] as const satisfies readonly UptimeAttention[];

const uptimeLooks: Readonly<Record<UptimeAttention, StateLook>> = {
  ...uptimeVerdictLooks,
  contradictory: { mark: 'bang', tone: 'red', surface: 'outline' },
  'no-calendar': { mark: 'question', tone: 'red', surface: 'outline' },
  'not-told': { mark: 'dots', tone: 'grey', surface: 'hatched' },
  silent,
  'at-risk': { mark: 'triangle', tone: 'amber', surface: 'soft' },
};

interface CountedProps {
  readonly count?: number;
}

/** What figures ask of the supervisor. */
export function UptimeTag({ attention, count }: { readonly attention: UptimeAttention } & CountedProps) {
  const { t } = useTranslation();
  const { equipment } = useDisplayWords();
  const own =
    attention === 'contradictory' ||
    attention === 'no-calendar' ||
    attention === 'not-told' ||
    attention === 'silent' ||
    attention === 'at-risk';
  return (
    <span data-attention={attention}>
      <WordTag
        look={uptimeLooks[attention]}
        word={own ? t(`equipment.attention.${attention}`) : equipment.verdict[attention]}
        meaning={own ? t(`equipment.attentionMeaning.${attention}`) : equipment.verdictMeaning[attention]}
        {...(count === undefined ? {} : { count })}
      />
    </span>
  );
}

const upsLooks: Readonly<Record<UpsAttention, StateLook>> = {
  absent: { mark: 'cross', tone: 'red', surface: 'solid' },
  endangered: { mark: 'bang', tone: 'red', surface: 'soft' },
  doubted: { mark: 'eye', tone: 'amber', surface: 'soft' },
  'none-told': unknown,
  silent,
  attested: { mark: 'pen', tone: 'green', surface: 'outline' },
  hosted: { mark: 'pen', tone: 'blue', surface: 'outline' },
  measured: { mark: 'tick', tone: 'green', surface: 'soft' },
};

export function UpsTag({ attention, count }: { readonly attention: UpsAttention } & CountedProps) {
  const { t } = useTranslation();
  return (
    <span data-attention={attention}>
      <WordTag
        look={upsLooks[attention]}
        word={t(`equipment.upsAttention.${attention}`)}
        meaning={t(`equipment.upsAttentionMeaning.${attention}`)}
        {...(count === undefined ? {} : { count })}
      />
    </span>
  );
}

const roomLooks: Readonly<Record<RoomAttention, StateLook>> = {
  smoke: { mark: 'bang', tone: 'red', surface: 'solid' },
  outside: { mark: 'triangle', tone: 'red', surface: 'soft' },
  'smoke-fault': { mark: 'cross', tone: 'amber', surface: 'outline' },
  silent,
  'not-measured': unknown,
  'was-outside': { mark: 'triangle', tone: 'amber', surface: 'outline' },
  quiet: { mark: 'tick', tone: 'green', surface: 'soft' },
};

export function RoomTag({ attention, count }: { readonly attention: RoomAttention } & CountedProps) {
  const { t } = useTranslation();
  return (
    <span data-attention={attention}>
      <WordTag
        look={roomLooks[attention]}
        word={t(`equipment.roomAttention.${attention}`)}
        meaning={t(`equipment.roomAttentionMeaning.${attention}`)}
        {...(count === undefined ? {} : { count })}
      />
    </span>
  );
}

const gapLooks: Readonly<Record<GapFinding, StateLook>> = {
  untold: { mark: 'cross', tone: 'red', surface: 'soft' },
  heard: { mark: 'bang', tone: 'red', surface: 'outline' },
  line: { mark: 'pen', tone: 'amber', surface: 'outline' },
  'not-watched': unknown,
  agrees: { mark: 'tick', tone: 'plain', surface: 'outline' },
  'not-comparable': { mark: 'dash', tone: 'plain', surface: 'dotted' },
};

export function GapTag({ finding, count }: { readonly finding: GapFinding } & CountedProps) {
  const { t } = useTranslation();
  return (
    <span data-finding={finding}>
      <WordTag
        look={gapLooks[finding]}
        word={t(`equipment.gapFinding.${finding}`)}
        meaning={t(`equipment.gapFindingMeaning.${finding}`)}
        {...(count === undefined ? {} : { count })}
      />
    </span>
  );
}

/** How a thing stands now; what an agent said before it fell silent is not how it stands. */
export function NowText({ equipment, speaks }: { readonly equipment: EquipmentItem; readonly speaks: boolean }) {
  const { t } = useTranslation();
  const words = useDisplayWords();
  const { now, since, openFault, unclassified, asOf } = equipment;
  return (
    <span className="lines">
      <span>
        <CountedTag state={speaks ? now : 'unknown'} />
      </span>
      {speaks ? (
        since === null ? null : (
          <span className="small dp-quiet dp-num">{t('equipment.since', { at: formatDateTime(since) })}</span>
        )
      ) : (
        <span className="small dp-quiet">
          {t('equipment.lastTold', { word: words.equipment.counted[now] })}{' '}
          <span className="dp-num">{formatDateTime(asOf)}</span>
        </span>
      )}
      {openFault ? <span className="small differ">{t('equipment.openFault')}</span> : null}
      {unclassified === 0 ? null : (
        <span className="small differ">{t('equipment.unclassified', { n: unclassified })}</span>
      )}
    </span>
  );
}
