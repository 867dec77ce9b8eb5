import type { ConsoleClause } from '@center/contract';
import { AsOf, CountsBar, formatNumber, inLanguage, SeverityTag, StateTag, useDisplay } from '@center/display';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { findingsLink } from '../../parts/filters.ts';

export interface RuleSharesProps {
  readonly clause: ConsoleClause;
  readonly facilityId: string;
}

/** What each rule of a clause says of its subjects, or that nothing measures the clause. */
export function RuleShares({ clause, facilityId }: RuleSharesProps) {
  const { t } = useTranslation();
  const { language } = useDisplay();
  if (clause.rules.length === 0) return <p className="dp-quiet">{t('clauses.noRule')}</p>;
  return (
    <div className="stack">
      {clause.rules.map((rule) => (
        <div key={rule.ruleId} className="lines">
          <span className="pieces">
            <StateTag state={rule.state} />
            <b>{inLanguage(rule.title, language)}</b>
            <span className="dp-code dp-quiet">{rule.ruleId}</span>
            <SeverityTag severity={rule.severity} />
            <Link to={findingsLink({ facility: facilityId, rule: rule.ruleId, state: 'live' })}>
              {t('clauses.openFindings')} {formatNumber(rule.openFindings)}
            </Link>
            <AsOf at={rule.asOf} />
          </span>
          <CountsBar counts={rule.counts} />
        </div>
      ))}
    </div>
  );
}
