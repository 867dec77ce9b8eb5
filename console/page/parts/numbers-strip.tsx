import type { ConsoleNumbers } from '@center/contract';
import { AsOf, formatNumber, RateText, useDisplayWords } from '@center/display';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

interface NumberLinks {
  readonly openCritical: string;
  readonly metRate: string;
  readonly coverage: string;
  readonly onTime: string;
}

export interface NumbersStripProps {
  readonly numbers: ConsoleNumbers;
  readonly asOf: string | null;
  /** Where the rows behind each number are. */
  readonly links: NumberLinks;
}

interface OneNumberProps {
  readonly name: string;
  readonly hint: string;
  readonly to: string;
  readonly asOf: string | null;
  readonly red?: boolean;
  readonly children: ReactNode;
}

function OneNumber({ name, hint, to, asOf, red = false, children }: OneNumberProps) {
  return (
    <Link className={red ? 'number number-red' : 'number'} to={to} title={hint}>
      <span className="number-name">{name}</span>
      <span className="number-value">{children}</span>
      <span className="small">
        <AsOf at={asOf} />
      </span>
    </Link>
  );
}

/** Four numbers, never one; each with both sides of its rate, "as of", and the rows behind it. */
export function NumbersStrip({ numbers, asOf, links }: NumbersStripProps) {
  const { t } = useTranslation();
  const words = useDisplayWords();
  const { coverage, metRate, onTimeReporting, openCritical } = numbers;
  const ungraded = coverage.judged < 0.9 * coverage.applicable;
  return (
    <div className="numbers">
      <OneNumber
        name={t('numbers.openCritical')}
        hint={t('numbers.openCriticalHint')}
        to={links.openCritical}
        asOf={asOf}
        red={openCritical > 0}
      >
        <b>{formatNumber(openCritical)}</b>
      </OneNumber>
      <OneNumber name={t('numbers.metRate')} hint={t('numbers.metRateHint')} to={links.metRate} asOf={asOf}>
        <RateText part={metRate.met} whole={metRate.judged} none={words.figure.nothingJudged} />
      </OneNumber>
      <OneNumber name={t('numbers.coverage')} hint={t('numbers.coverageHint')} to={links.coverage} asOf={asOf}>
        <RateText part={coverage.judged} whole={coverage.applicable} none={words.figure.nothingApplies} />
        {ungraded ? <span className="small dp-quiet">{t('numbers.notGraded')}</span> : null}
      </OneNumber>
      <OneNumber name={t('numbers.onTime')} hint={t('numbers.onTimeHint')} to={links.onTime} asOf={asOf}>
        <RateText part={onTimeReporting.onTime} whole={onTimeReporting.due} none={t('numbers.nothingDue')} />
      </OneNumber>
    </div>
  );
}
