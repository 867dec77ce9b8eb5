import {
  absent,
  chest,
  day,
  decided,
  head,
  name,
  nowhereKnown,
  patient,
  pelvis,
  region,
  studyFacts,
  testRule,
  told,
  withDose,
} from '@center/checks/testing';
import { type EarlierStudy, must, parseStudyInstanceUID, type StudyFacts } from '@center/contract';
import { repeatExposureReview } from './repeat-exposure-review.ts';

const earlier = (date: string, change: Partial<EarlierStudy> = {}): EarlierStudy => ({
  StudyInstanceUID: must(parseStudyInstanceUID('1.2.156.1.2')),
  date: day(date),
  modalities: ['CT', 'SR'],
  region: chest,
  ...change,
});
const after = (before: EarlierStudy, change: Partial<StudyFacts> = {}): StudyFacts =>
  studyFacts({ earlier: [before], ...change });
const marked = (kind: 'repeated' | 'rejected'): StudyFacts =>
  withDose({ events: [{ source: 'rdsr', mark: { kind }, values: { DLP: told(5, 'mGy.cm') } }] });
const { class: _class, ...unmapped } = studyFacts().exam;

testRule(
  repeatExposureReview,
  {},
  {
    conforms: [
      ['the first study', studyFacts()],
      ['eight days apart', after(earlier('2026-03-02'))],
      ['another part', after(earlier('2026-03-09', { region: head }))],
      ['another technique', after(earlier('2026-03-09', { modalities: ['DX'] }))],
      ['a limb after a limb', after(earlier('2026-03-09', { region: region() }), { region: region(), exam: unmapped })],
      [
        'looked at and in order',
        { ...after(earlier('2026-03-09')), ...decided('repeat-exposure-review', 'dismissed') },
        { basis: 'attested' },
      ],
    ],
    deviates: [
      [
        'confirmed as needless',
        { ...after(earlier('2026-03-09')), ...decided('repeat-exposure-review', 'confirmed') },
        { basis: 'attested' },
      ],
    ],
    indeterminate: [
      ['the same part on the seventh day', 'awaiting-review', after(earlier('2026-03-03'))],
      ['the same part on the same day', 'awaiting-review', after(earlier('2026-03-10'))],
      [
        'one of the parts',
        'awaiting-review',
        after(earlier('2026-03-09', { region: pelvis }), {
          region: region({ chest: 'yes', abdomenOrPelvis: 'yes' }),
          exam: unmapped,
        }),
      ],
      ['the same class', 'awaiting-review', after(earlier('2026-03-09', { region: nowhereKnown, examClass: 'chest' }))],
      [
        'a part that nobody knows',
        'awaiting-review',
        after(earlier('2026-03-09'), { region: nowhereKnown, exam: unmapped }),
      ],
      ['marked as repeated', 'awaiting-review', marked('repeated')],
      ['marked as rejected', 'awaiting-review', marked('rejected')],
    ],
    notApplicable: [
      ['no radiation', studyFacts({ ionising: 'no', modalities: ['MR'] })],
      [
        'the daily check of a detector',
        after(earlier('2026-03-09'), { ...patient({ PatientName: name('QA^PHANTOM') }), AccessionNumber: absent }),
      ],
      ['nothing that is known to radiate', after(earlier('2026-03-09'), { ionising: 'unknown', modalities: ['OT'] })],
      ['from outside', after(earlier('2026-03-09'), { origin: { kind: 'imported', by: 'institution' } })],
    ],
  },
);

testRule(
  repeatExposureReview,
  { within: 3 },
  {
    conforms: [['four days apart', after(earlier('2026-03-06'))]],
    deviates: [['confirmed', { ...after(earlier('2026-03-07')), ...decided('repeat-exposure-review', 'confirmed') }]],
    indeterminate: [
      ['three days apart', 'awaiting-review', after(earlier('2026-03-07'))],
      ['marked', 'awaiting-review', marked('repeated')],
    ],
    notApplicable: [['no radiation', studyFacts({ ionising: 'no' })]],
  },
);
