import { importedStudy, records, review, studyFacts, testRule } from '@center/checks/testing';
import type { DriftFacts, StudyFacts } from '@center/contract';
import { headersUnchanged } from './headers-unchanged.ts';

const drift = (change: Partial<DriftFacts> = {}): Pick<StudyFacts, 'drift'> => ({
  drift: {
    objects: 0,
    moved: 0,
    compared: 3,
    uncompared: 0,
    keywords: [],
    moreKeywords: 0,
    touches: [],
    channels: [],
    ...change,
  },
});
const renamed = drift({
  objects: 3,
  keywords: ['PatientID', 'PatientName'],
  touches: ['identity'],
  channels: ['dicomweb', 'folder'],
});
const decided = (decision: 'confirmed' | 'dismissed'): Pick<StudyFacts, 'records'> => ({
  records: records({ reviews: [review('headers-unchanged', decision)] }),
});

testRule(
  headersUnchanged,
  {},
  {
    conforms: [
      [
        'spelled differently only',
        studyFacts(drift()),
        {
          basis: 'measured',
          observed: [
            { fact: 'comparedObjects', value: 3 },
            { fact: 'changedObjects', value: 0 },
          ],
        },
      ],
      ['renamed, which was a correction', studyFacts({ ...renamed, ...decided('dismissed') }), { basis: 'attested' }],
    ],
    deviates: [
      [
        'tube voltage is another',
        studyFacts(drift({ objects: 1, keywords: ['KVP'], touches: ['acquisition'], channels: ['scp'] })),
        {
          basis: 'measured',
          noted: true,
          observed: [
            { fact: 'comparedObjects', value: 3 },
            { fact: 'changedObjects', value: 1 },
            { fact: 'changedAttributes', value: 'KVP' },
            { fact: 'betweenChannels', value: 'scp' },
          ],
        },
      ],
      [
        'identity and tube voltage are another',
        studyFacts(drift({ objects: 1, keywords: ['KVP', 'PatientID'], touches: ['acquisition', 'identity'] })),
      ],
      [
        'more attributes than are named',
        studyFacts(drift({ objects: 1, keywords: ['KVP', 'Rows'], moreKeywords: 5, touches: ['acquisition'] })),
        {
          observed: [
            { fact: 'comparedObjects', value: 3 },
            { fact: 'changedObjects', value: 1 },
            { fact: 'changedAttributes', value: 'KVP Rows +5' },
          ],
        },
      ],
      ['renamed, which was no correction', studyFacts({ ...renamed, ...decided('confirmed') }), { basis: 'attested' }],
      [
        'changed in a study from outside: kept here all the same',
        studyFacts({ ...drift({ objects: 1, keywords: ['Rows'], touches: ['acquisition'] }), ...importedStudy }),
      ],
    ],
    indeterminate: [
      ['another name', 'awaiting-review', studyFacts(renamed)],
      ['another study', 'awaiting-review', studyFacts(drift({ objects: 2, moved: 2, channels: ['scp'] }))],
      [
        'another description',
        'awaiting-review',
        studyFacts(drift({ objects: 1, keywords: ['StudyDescription'], touches: ['registration'] })),
      ],
      [
        'no difference, and too many to be compared',
        'not-yet-run',
        studyFacts(drift({ compared: 2000, uncompared: 1 })),
        ['comparison of every object'],
      ],
    ],
    notApplicable: [['every object was seen once, or always the same', studyFacts()]],
  },
);
