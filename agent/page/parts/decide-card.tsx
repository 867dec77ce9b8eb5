import type { StationFinding } from '@center/contract/station-api';
import { Button, Card } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useChange } from '../api/queries.ts';
import { useSession } from '../session.ts';
import { DecisionText } from './decision.tsx';
import { ReasonDialog } from './reason-dialog.tsx';
import { Refusal } from './refusal.tsx';

type Decision = 'confirmed' | 'dismissed' | 'accepted';
const acts = { confirmed: 'confirm', dismissed: 'dismiss', accepted: 'accept' } as const;
const hints = { confirmed: 'confirmHint', dismissed: 'dismissHint', accepted: 'acceptHint' } as const;

/** What may be decided on a finding: evidence is accepted, everything else confirmed or dismissed. */
export function DecideCard({ data }: { readonly data: StationFinding }) {
  const { t } = useTranslation();
  const { login } = useSession();
  const [asking, setAsking] = useState<Decision>();
  const { mutate, isPending, error } = useChange<StationFinding>();
  const { finding, decision, decidable } = data;
  if (!decidable && decision === null) return null;
  const path = `/api/findings/${finding.id}`;
  const offered: readonly Decision[] = finding.display === 'attested' ? ['accepted'] : ['confirmed', 'dismissed'];
  const maySecond = decision?.needsSecond === true && decision.decidedBy !== login;
  return (
    <Card size="small" title={t('decide.title')}>
      <div className="stack">
        {decision === null ? null : <DecisionText decision={decision} />}
        {finding.state === 'closed' ? <span>{t('decide.closed')}</span> : null}
        {decision?.needsSecond === true && !maySecond ? <span className="dp-quiet">{t('decide.fourEyes')}</span> : null}
        <Refusal error={error} />
        <div className="pieces">
          {maySecond ? (
            <Button
              type="primary"
              loading={isPending}
              onClick={() => mutate({ method: 'POST', path: `${path}/second` })}
            >
              {t('decide.agree')}
            </Button>
          ) : null}
          {decidable
            ? offered.map((each) => (
                <Button key={each} onClick={() => setAsking(each)}>
                  {t(`decide.${acts[each]}`)}
                </Button>
              ))
            : null}
        </div>
      </div>
      {asking === undefined ? null : (
        <ReasonDialog
          title={t(`decide.${acts[asking]}`)}
          hint={t(`decide.${hints[asking]}`)}
          change={(reason) => ({ method: 'POST', path: `${path}/decision`, body: { decision: asking, reason } })}
          onClose={() => setAsking(undefined)}
        />
      )}
    </Card>
  );
}
