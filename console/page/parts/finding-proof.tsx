import type { ConsoleFinding } from '@center/contract';
import { formatDateTime, HashText } from '@center/display';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

function Pair({
  name,
  hint,
  children,
}: {
  readonly name: string;
  readonly hint?: string;
  readonly children: ReactNode;
}) {
  return (
    <div title={hint}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** Hashes, source and times by which the finding can be traced to the signed batch and the facts at the center. */
export function FindingProof({ data }: { readonly data: ConsoleFinding }) {
  const { t } = useTranslation();
  const { current, finding, subject } = data;
  return (
    <dl className="dp-pairs">
      <Pair name={t('findings.id')}>
        <HashText hash={finding.findingId} />
      </Pair>
      <Pair name={t('finding.subject')} hint={t('finding.subjectHint')}>
        <HashText hash={subject} />
      </Pair>
      <Pair name={t('finding.factHash')}>
        <HashText hash={current.factSha256} />
      </Pair>
      <Pair name={t('finding.ruleSetHash')}>
        <HashText hash={current.ruleSetSha256} />
      </Pair>
      <Pair name={t('finding.batchHash')}>
        <HashText hash={current.batchSha256} />
      </Pair>
      <Pair name={t('finding.batch')}>
        <span className="dp-num">#{current.batchSeq}</span>
      </Pair>
      <Pair name={t('finding.source')}>
        <span className="dp-code">{current.agentId}</span>
      </Pair>
      <Pair name={t('common.rule')}>{t('finding.ruleVersion', { id: finding.ruleId, n: current.ruleVersion })}</Pair>
      <Pair name={t('finding.observedAt')}>{formatDateTime(current.changedAt)}</Pair>
      <Pair name={t('finding.receivedAt')}>{formatDateTime(current.receivedAt)}</Pair>
    </dl>
  );
}
