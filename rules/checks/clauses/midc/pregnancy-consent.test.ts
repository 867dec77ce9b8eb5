import {
  chest,
  consent,
  day,
  enteredLate,
  inquiry,
  noRecords,
  pregnancy,
  pregnantWoman,
  records,
  review,
  signedAfterExposure,
  studyFacts,
  testRule,
  woman,
  years,
} from '@center/checks/testing';
import { pregnancyConsent } from './pregnancy-consent.ts';

const bare = pregnantWoman(200, { records: noRecords });
const withConsent = (change = {}, more = {}): typeof bare => ({
  ...bare,
  records: records({ consent: consent(change) }),
  ...more,
});

testRule(
  pregnancyConsent,
  {},
  {
    conforms: [
      ['signed by herself', withConsent(), { basis: 'attested' }],
      ...(['parent', 'child', 'grandparent', 'grandchild', 'spouse'] as const).map(
        (relation) => [`signed by ${relation}`, withConsent({ signers: [relation] })] as const,
      ),
      ['a sibling beside herself', withConsent({ signers: ['sibling', 'self'] })],
      ['entered late and reviewed', withConsent({ ...enteredLate, entry: 'late-reviewed' })],
      ['chest, girl of 14', withConsent({}, { region: chest, age: years(14) })],
      [
        'a sibling, accepted by two persons',
        {
          ...bare,
          records: records({
            consent: consent({ signers: ['sibling'] }),
            reviews: [review('pregnancy-consent', 'dismissed')],
          }),
        },
      ],
    ],
    deviates: [
      ['without her own consent', withConsent({ patientConsents: false, signers: ['parent'] }), { basis: 'attested' }],
      ['nobody signed', withConsent({ signers: [] })],
      ['signed after the exposure', withConsent(signedAfterExposure)],
      ['signed after the exposure by a sibling', withConsent({ ...signedAfterExposure, signers: ['sibling'] })],
    ],
    indeterminate: [
      ['no record', 'evidence-missing', bare, ['records.consent']],
      [
        'pregnant by signed answer, no consent',
        'evidence-missing',
        woman({ pregnancy: pregnancy(), records: records({ inquiry: inquiry({ answer: 'possibly' }) }) }),
      ],
      ['X-ray or not unknown', 'evidence-missing', { ...bare, xray: 'unknown' }],
      ['only a sibling', 'awaiting-review', withConsent({ signers: ['sibling'] })],
      ['only a guardian', 'awaiting-review', withConsent({ signers: ['guardian'] })],
      ['only another', 'awaiting-review', withConsent({ signers: ['other'] })],
      ['entered late', 'awaiting-review', withConsent(enteredLate)],
      ['statuses contradict', 'awaiting-review', woman({ pregnancy: pregnancy({ contradictory: true }) })],
      ['paper may still come', 'not-yet-run', { ...bare, asOf: day('2026-03-13') }],
      ['still arriving', 'not-yet-run', { ...bare, completeness: 'arriving' }],
    ],
    notApplicable: [
      ['not known to be pregnant', woman({ pregnancy: pregnancy() })],
      ['a man', studyFacts()],
      ['ultrasound', { ...bare, xray: 'no' }],
      ['from outside', { ...bare, origin: { kind: 'imported', by: 'record' } }],
    ],
  },
);

testRule(
  pregnancyConsent,
  { spouseCounts: false, possiblyPregnantCounts: false },
  {
    conforms: [['signed by herself', withConsent()]],
    deviates: [['nobody signed', withConsent({ signers: [] })]],
    indeterminate: [
      ['only the spouse', 'awaiting-review', withConsent({ signers: ['spouse'] })],
      ['no record', 'evidence-missing', bare],
    ],
    notApplicable: [['possibly pregnant', woman({ pregnancy: pregnancy({ PregnancyStatus: 2 }) })]],
  },
);
