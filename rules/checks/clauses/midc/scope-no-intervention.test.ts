import { records, review, studyFacts, testRule } from '@center/checks/testing';
import { scopeNoIntervention } from './scope-no-intervention.ts';

const words = (text: string): ReturnType<typeof studyFacts> =>
  studyFacts({
    words: {
      texts: [
        { keyword: 'StudyDescription', text: '胸部平扫' },
        { keyword: 'ProtocolName', text },
      ],
      procedureCodes: [],
    },
  });
const coded = (CodeValue: string): ReturnType<typeof studyFacts> =>
  studyFacts({ words: { texts: [], procedureCodes: [{ CodeValue, CodingSchemeDesignator: 'SCT' }] } });
const bare = studyFacts({ words: { texts: [], procedureCodes: [] } });

testRule(
  scopeNoIntervention,
  {},
  {
    conforms: [
      ['plain words', studyFacts()],
      ['after a stent', words('冠脉支架术后复查')],
      ['after a stent, Latin', words('CT post stent follow-up')],
      ['a code of another procedure', coded('418891003')],
      ['a word that only begins alike', words('Needleman protocol')],
      [
        'suspect dismissed',
        { ...words('CT引导下穿刺活检'), records: records({ reviews: [review('scope-no-intervention', 'dismissed')] }) },
        { basis: 'attested' },
      ],
    ],
    deviates: [
      [
        'suspect confirmed',
        { ...words('CT引导下穿刺活检'), records: records({ reviews: [review('scope-no-intervention', 'confirmed')] }) },
        { basis: 'attested' },
      ],
    ],
    indeterminate: [
      ['biopsy', 'awaiting-review', words('CT引导下穿刺活检')],
      ['CT-guided', 'awaiting-review', words('CT-guided drainage')],
      ['ablation', 'awaiting-review', words('肝脏消融')],
      ['a code', 'awaiting-review', coded('86273004')],
      [
        'confirmed by one person',
        'awaiting-review',
        {
          ...words('消融'),
          records: records({ reviews: [review('scope-no-intervention', 'confirmed', { secondPerson: false })] }),
        },
      ],
      ['nothing to look at', 'evidence-missing', bare, ['StudyDescription', 'ProtocolName', 'ProcedureCodeSequence']],
    ],
    notApplicable: [['from outside', { ...words('消融'), origin: { kind: 'imported', by: 'institution' } }]],
  },
);
