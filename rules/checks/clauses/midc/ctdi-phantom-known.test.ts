import {
  ageUnknown,
  chest,
  decided,
  head,
  noDose,
  nowhereKnown,
  pelvis,
  region,
  studyFacts,
  testRule,
  told,
  withDose,
  years,
} from '@center/checks/testing';
import type { CountedEvent, StudyFacts } from '@center/contract';
import { ctdiPhantomKnown } from './ctdi-phantom-known.ts';

const scan = (phantom?: CountedEvent['phantom'], more: Partial<CountedEvent> = {}): CountedEvent => ({
  source: 'rdsr',
  type: 'SpiralAcquisition',
  values: { MeanCTDIvol: told(10, 'mGy') },
  ...(phantom === undefined ? {} : { phantom }),
  ...more,
});
const study = (where: StudyFacts['region'], ...events: readonly CountedEvent[]): StudyFacts =>
  withDose({ events }, { region: where });
const sct = (CodeValue: string) => ({ targetRegion: { CodeValue, CodingSchemeDesignator: 'SCT' } });

testRule(
  ctdiPhantomKnown,
  {},
  {
    conforms: [
      ['the chest on the body phantom', studyFacts()],
      ['the head on the head phantom', study(head, scan('head-16cm'))],
      ['a child’s chest on the head phantom', { ...study(chest, scan('head-16cm')), age: years(4) }],
      ['a limb on either', study(region(), scan('head-16cm'))],
      [
        'head and chest in one study, each its own',
        study(nowhereKnown, scan('head-16cm', sct('69536005')), scan('body-32cm', sct('816094009'))),
      ],
      ['head and chest in one field', study(region({ head: 'yes', chest: 'yes' }), scan('head-16cm'))],
      [
        'a localiser names none',
        study(chest, scan(undefined, { type: 'ConstantAngleAcquisition' }), scan('body-32cm')),
      ],
      [
        'looked at and in order',
        { ...study(pelvis, scan('head-16cm')), ...decided('ctdi-phantom-known', 'dismissed') },
        { basis: 'attested' },
      ],
    ],
    deviates: [
      [
        'confirmed',
        { ...study(pelvis, scan('head-16cm')), ...decided('ctdi-phantom-known', 'confirmed') },
        { basis: 'attested' },
      ],
    ],
    indeterminate: [
      ['16 cm on an adult’s body', 'awaiting-review', study(pelvis, scan('head-16cm'))],
      ['16 cm on a body of unknown age', 'awaiting-review', { ...study(chest, scan('head-16cm')), age: ageUnknown }],
      ['16 cm at 16 years', 'awaiting-review', { ...study(chest, scan('head-16cm')), age: years(16) }],
      ['32 cm on a head', 'awaiting-review', study(head, scan('body-32cm'))],
      ['32 cm on a child’s head', 'awaiting-review', { ...study(head, scan('body-32cm')), age: years(3) }],
      ['the event knows better', 'awaiting-review', study(chest, scan('body-32cm', sct('69536005')))],
      ['no phantom', 'evidence-missing', study(chest, scan()), ['CTDIwPhantomType']],
      [
        'no phantom in the images, and the report may follow',
        'not-yet-run',
        { ...study(chest, scan()), completeness: 'arriving' },
      ],
      ['one series without phantom', 'evidence-missing', study(chest, scan('body-32cm'), scan())],
    ],
    notApplicable: [
      ['no dose', withDose(noDose)],
      ['no CTDIvol', study(chest, scan(undefined, { values: { DLP: told(20, 'mGy.cm') } }))],
      ['a zero was not measured', study(chest, scan(undefined, { values: { CTDIvol: told(0, 'mGy') } }))],
      ['a localiser alone', study(chest, scan(undefined, { type: 'ConstantAngleAcquisition' }))],
      ['from outside', { ...study(chest, scan()), origin: { kind: 'imported', by: 'institution' } }],
    ],
  },
);
