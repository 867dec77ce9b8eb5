import { ctReport, noDose, testRule, told, withDose } from '@center/checks/testing';
import type { DoseCheck, StudyFacts } from '@center/contract';
import { doseCheckConfigured } from './dose-check-configured.ts';

const checks = (...doseChecks: readonly DoseCheck[]): StudyFacts =>
  withDose({ reports: [{ ...ctReport(), doseChecks }] });

testRule(
  doseCheckConfigured,
  {},
  {
    conforms: [
      [
        'a notification value',
        checks({ kind: 'notification', configured: true, values: { CTDIvolNotificationValue: told(50, 'mGy') } }),
        { noted: false },
      ],
      [
        'the skin-injury default',
        checks({ kind: 'alert', configured: true, values: { CTDIvolAlertValue: told(1000, 'mGy') } }),
        { noted: true },
      ],
      [
        'a value without the word',
        checks({ kind: 'alert', values: { DLPAlertValue: told(900, 'mGy.cm') } }),
        { noted: false },
      ],
      [
        'the lower of two',
        checks(
          { kind: 'alert', configured: true, values: { CTDIvolAlertValue: told(1000, 'mGy') } },
          { kind: 'notification', configured: true, values: { CTDIvolNotificationValue: told(80, 'mGy') } },
        ),
        { noted: false },
      ],
    ],
    deviates: [
      ['switched off', checks({ kind: 'alert', configured: false, values: {} })],
      [
        'switched off in spite of a value',
        checks({ kind: 'alert', configured: false, values: { CTDIvolAlertValue: told(1000, 'mGy') } }),
      ],
    ],
    indeterminate: [
      [
        'the report tells nothing of it',
        'evidence-missing',
        checks(),
        ['DoseCheckAlertDetails', 'DoseCheckNotificationDetails'],
      ],
    ],
    notApplicable: [
      ['no report', withDose(noDose)],
      ['no CT', { ...checks(), modalities: ['DX'] }],
      ['from outside', { ...checks(), origin: { kind: 'imported', by: 'institution' } }],
    ],
  },
);
