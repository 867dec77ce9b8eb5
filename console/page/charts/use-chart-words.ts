import { type DisplayWords, useDisplayWords } from '@center/display';
import { useTranslation } from 'react-i18next';
import type { PageWords } from '../i18n.ts';

export interface ChartWords {
  readonly severity: DisplayWords['severity'];
  readonly center: Pick<PageWords['center'], 'own' | 'imported' | 'unclassified' | 'dosePresent' | 'doseMissing'> & {
    readonly intake: string;
    readonly dose: string;
  };
  readonly openFindings: string;
}

/** The words of charts as plain values, so that what a chart shows is made without React. */
export function useChartWords(): ChartWords {
  const { t } = useTranslation();
  const { severity } = useDisplayWords();
  return {
    severity,
    openFindings: t('centers.openFindings'),
    center: {
      own: t('center.own'),
      imported: t('center.imported'),
      unclassified: t('center.unclassified'),
      dosePresent: t('center.dosePresent'),
      doseMissing: t('center.doseMissing'),
      intake: t('center.intake'),
      dose: t('center.dose'),
    },
  };
}
