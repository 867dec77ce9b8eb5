import {
  absent,
  day,
  empty,
  identityException,
  name,
  patient,
  records,
  review,
  studyFacts,
  testRule,
  text,
  undecodable,
} from '@center/checks/testing';
import { patientAttribute } from '@center/contract';
import { realNamePresent } from './real-name-present.ts';

const noOrder = { AccessionNumber: absent };
const unknown = patient({ PatientName: name('UNKNOWN') });

testRule(
  realNamePresent,
  {},
  {
    conforms: [
      ['Pinyin and Han', studyFacts(), { basis: 'measured' }],
      ['Han only', studyFacts(patient({ PatientName: name('', '张^三') }))],
      ['a Thai name that begins like a placeholder', studyFacts(patient({ PatientName: name('Anon^Somchai') }))],
      ['a placeholder as part of a component', studyFacts(patient({ PatientName: name('Testa^Maria') }))],
      ['a number that only contains a placeholder', studyFacts(patient({ PatientID: text('TEST123') }))],
      [
        'an emergency on record and reviewed',
        studyFacts({ ...unknown, records: records({ identityException: identityException({ reviewed: true }) }) }),
        { basis: 'attested' },
      ],
      [
        'a phantom term with an order, said to be a patient',
        studyFacts({
          ...patient({ PatientName: name('QA^Li') }),
          records: records({ reviews: [review('real-name-present', 'dismissed')] }),
        }),
        { basis: 'attested' },
      ],
      ['while objects arrive', studyFacts({ completeness: 'arriving' })],
    ],
    deviates: [
      ['name absent', studyFacts(patient({ PatientName: { status: 'absent' } }))],
      ['name empty', studyFacts(patient({ PatientName: { status: 'empty' } }))],
      ['nothing but delimiters', studyFacts(patient({ PatientName: name('^^') }))],
      ['digits for a name', studyFacts(patient({ PatientName: name('12^34') }))],
      [
        'a placeholder component',
        studyFacts(patient({ PatientName: name('Test^Zhang') })),
        {
          observed: [
            { fact: 'PatientName', value: patientAttribute('Test^Zhang') },
            { fact: 'PatientID', value: patientAttribute('P000123') },
            { fact: 'fault', value: 'PatientName placeholder TEST' },
          ],
        },
      ],
      ['full width and small letters', studyFacts(patient({ PatientName: name('ｔｅｓｔ^A') }))],
      ['a Han placeholder beside a real Pinyin', studyFacts(patient({ PatientName: name('Wu^Ming', '无名氏') }))],
      ['a placeholder name as a whole', studyFacts(patient({ PatientName: name('John^Doe') }))],
      [
        'a phonetic placeholder',
        studyFacts(
          patient({
            PatientName: {
              status: 'present',
              alphabetic: patientAttribute('Li^Na'),
              phonetic: patientAttribute('UNKNOWN'),
            },
          }),
        ),
      ],
      [
        'name filled, number absent: both are shown',
        studyFacts(patient({ PatientID: absent })),
        {
          observed: [
            { fact: 'PatientName', value: patientAttribute('张^三') },
            { fact: 'PatientID', value: 'absent' },
            { fact: 'fault', value: 'PatientID absent' },
          ],
        },
      ],
      ['number absent', studyFacts(patient({ PatientID: absent }))],
      ['number empty', studyFacts(patient({ PatientID: empty }))],
      ['number of blanks', studyFacts(patient({ PatientID: text('  ') }))],
      ['a placeholder as the whole number', studyFacts(patient({ PatientID: text('unknown') }))],
      [
        'no name, and the number undecodable',
        studyFacts(patient({ PatientName: { status: 'absent' }, PatientID: undecodable })),
      ],
      [
        'an emergency still open past its day',
        studyFacts({
          ...unknown,
          records: records({ identityException: identityException({ resolveBy: day('2026-03-20') }) }),
        }),
      ],
    ],
    indeterminate: [
      [
        'name undecodable',
        'evidence-unreadable',
        studyFacts(patient({ PatientName: { status: 'undecodable', why: 'GB18030' } })),
        ['PatientName'],
      ],
      ['number undecodable', 'evidence-unreadable', studyFacts(patient({ PatientID: undecodable })), ['PatientID']],
      [
        'an emergency on record',
        'awaiting-review',
        studyFacts({ ...unknown, records: records({ identityException: identityException() }) }),
      ],
      [
        'an emergency still open on its last day',
        'awaiting-review',
        studyFacts({
          ...unknown,
          records: records({ identityException: identityException({ resolveBy: studyFacts().asOf }) }),
        }),
      ],
      [
        'not a patient by record, not reviewed',
        'awaiting-review',
        studyFacts({
          ...unknown,
          records: records({ identityException: identityException({ kind: 'not-a-patient' }) }),
        }),
      ],
      [
        'a phantom with a worklist accession',
        'awaiting-review',
        studyFacts(patient({ PatientName: name('Phantom^CT') })),
      ],
    ],
    notApplicable: [
      ['a phantom', studyFacts({ ...patient({ PatientName: name('Phantom^CT') }), ...noOrder })],
      [
        'a quality check by its number',
        studyFacts({
          ...patient({ PatientName: { status: 'empty' }, PatientID: text('QA-DAILY') }),
          AccessionNumber: empty,
        }),
      ],
      ['a water phantom in Han', studyFacts({ ...patient({ PatientName: name('水模^测试') }), ...noOrder })],
      [
        'not a patient by reviewed record',
        studyFacts({
          ...unknown,
          records: records({ identityException: identityException({ kind: 'not-a-patient', reviewed: true }) }),
        }),
      ],
    ],
  },
);
