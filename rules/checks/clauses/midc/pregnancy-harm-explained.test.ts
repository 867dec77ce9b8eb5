import {
  at,
  chest,
  day,
  enteredLate,
  harmExplained,
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
import { pregnancyHarmExplained } from './pregnancy-harm-explained.ts';

const bare = pregnantWoman(200, { records: noRecords });
const withRecord = (change = {}, more = {}): typeof bare => ({
  ...bare,
  records: records({ harmExplained: harmExplained(change) }),
  ...more,
});
const { acquiredAt: _acquiredAt, ...noExposureTime } = withRecord();
const { acquiredAt: _again, ...dayAfter } = withRecord({ signedAt: at('2026-03-11T08:00:00+08:00') });

testRule(
  pregnancyHarmExplained,
  {},
  {
    conforms: [
      ['signed before the exposure', withRecord(), { basis: 'attested' }],
      ['signed at the very start', withRecord({ signedAt: at('2026-03-10T09:30:00+08:00') })],
      ['entered late and reviewed', withRecord({ ...enteredLate, entry: 'late-reviewed' })],
      ['the time of exposure unknown, signed on the day', noExposureTime],
      ['chest counts too', withRecord({}, { region: chest })],
      ['a girl of 14 counts too', withRecord({}, { age: years(14) })],
    ],
    deviates: [
      ['signed after the exposure', withRecord(signedAfterExposure), { basis: 'attested' }],
      ['the time of exposure unknown, signed the day after', dayAfter],
      [
        'a late entry, confirmed as unfounded evidence',
        {
          ...bare,
          records: records({
            harmExplained: harmExplained(enteredLate),
            reviews: [review('pregnancy-harm-explained', 'confirmed')],
          }),
        },
      ],
    ],
    indeterminate: [
      ['no record', 'evidence-missing', bare, ['records.harmExplained']],
      ['possibly pregnant, no record', 'evidence-missing', woman({ pregnancy: pregnancy({ PregnancyStatus: 2 }) })],
      [
        'pregnant by signed answer, no record',
        'evidence-missing',
        woman({ pregnancy: pregnancy(), records: records({ inquiry: inquiry({ answer: 'pregnant' }) }) }),
      ],
      ['X-ray or not unknown', 'evidence-missing', { ...bare, xray: 'unknown' }, ['Modality']],
      ['entered late', 'awaiting-review', withRecord(enteredLate)],
      [
        'statuses contradict',
        'awaiting-review',
        woman({ pregnancy: pregnancy({ PregnancyStatus: 1, contradictory: true }) }),
      ],
      ['paper may still come', 'not-yet-run', { ...bare, asOf: day('2026-03-13') }],
      ['still arriving', 'not-yet-run', { ...bare, completeness: 'arriving' }],
    ],
    notApplicable: [
      ['not known to be pregnant', woman({ pregnancy: pregnancy() })],
      ['not pregnant', woman()],
      ['a man', studyFacts()],
      ['ultrasound', { ...bare, xray: 'no' }],
      ['from outside', { ...bare, origin: { kind: 'imported', by: 'record' } }],
    ],
  },
);

testRule(
  pregnancyHarmExplained,
  { possiblyPregnantCounts: false },
  {
    conforms: [['status 3 still counts', withRecord()]],
    deviates: [['signed after the exposure', withRecord(signedAfterExposure)]],
    indeterminate: [
      ['no record', 'evidence-missing', bare],
      ['entered late', 'awaiting-review', withRecord({ ...enteredLate })],
      ['no record in time', 'not-yet-run', { ...bare, asOf: day('2026-03-10') }],
    ],
    notApplicable: [['possibly pregnant', woman({ pregnancy: pregnancy({ PregnancyStatus: 2 }) })]],
  },
);
