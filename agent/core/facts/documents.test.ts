import { describe, expect, it } from 'vitest';
import { reportDocuments } from './documents.ts';
import type { Header } from './header.ts';
import { classes, observed, storage } from './testing/observed.ts';

const report = (header: Header = {}, sopClass: string = classes.comprehensiveReport) =>
  observed({ Modality: 'SR', ImageType: undefined, ...header }, { sopClass });

describe('report documents', () => {
  it('structured reports and encapsulated documents, with their flags', () => {
    const signed = report({
      CompletionFlag: 'COMPLETE',
      VerificationFlag: 'VERIFIED',
      VerifyingObserverSequence: [
        { VerifyingObserverName: 'Zhao^Min', VerificationDateTime: '20260310120000' },
        { VerifyingObserverName: 'Qian^Li', VerificationDateTime: '20260310130000+0900' },
      ],
    });
    expect(reportDocuments([signed], 480)).toEqual([
      {
        SOPInstanceUID: signed.SOPInstanceUID,
        SOPClassUID: classes.comprehensiveReport,
        CompletionFlag: 'COMPLETE',
        VerificationFlag: 'VERIFIED',
        verifiedAt: Date.parse('2026-03-10T12:00:00+08:00'),
        observerNamed: true,
      },
    ]);
    expect(reportDocuments([report({ Modality: 'DOC' }, classes.pdf)], 480)).toMatchObject([{ observerNamed: false }]);
  });

  it('a flag outside of its terms is no flag, and a day alone ends with the day', () => {
    const odd = report({
      CompletionFlag: 'FINAL',
      VerificationFlag: 'YES',
      VerifyingObserverSequence: [{ VerifyingObserverName: '', VerificationDateTime: '20260310' }],
    });
    expect(reportDocuments([odd], 480)).toEqual([
      {
        SOPInstanceUID: odd.SOPInstanceUID,
        SOPClassUID: classes.comprehensiveReport,
        verifiedAt: Date.parse('2026-03-11T00:00:00+08:00') - 1,
        observerNamed: false,
      },
    ]);
  });

  it('dose reports, key objects, device measurements, models and images are none', () => {
    const none = [
      report({}, classes.doseReport),
      report({}, `${storage}88.59`),
      report({ ContentTemplateSequence: [{ TemplateIdentifier: '5200' }] }),
      report({}, `${storage}104.3`),
      { ...report(), dose: { source: 'rdsr', events: [], totals: [] } as const },
      observed(),
    ];
    expect(reportDocuments(none, 480)).toEqual([]);
  });
});
