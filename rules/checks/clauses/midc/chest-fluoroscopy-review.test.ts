import {
  chest,
  decided,
  noDose,
  nowhereKnown,
  region,
  studyFacts,
  testRule,
  told,
  upperAbdomen,
} from '@center/checks/testing';
import type { StudyFacts } from '@center/contract';
import { chestFluoroscopyReview } from './chest-fluoroscopy-review.ts';

const study = (description: string, change: Partial<StudyFacts> = {}): StudyFacts =>
  studyFacts({
    modalities: ['RF'],
    region: chest,
    dose: noDose,
    words: { texts: [{ keyword: 'StudyDescription', text: description }], procedureCodes: [] },
    ...change,
  });

testRule(
  chestFluoroscopyReview,
  {},
  {
    conforms: [
      ['a barium meal', study('胃部钡餐造影', { region: upperAbdomen })],
      ['a swallow shows the chest', study('食管吞钡检查')],
      ['contrast given', study('Thorax', { contrast: 'yes' })],
      ['contrast given, and nobody knows where', study('', { contrast: 'yes', region: nowhereKnown })],
      ['chest and abdomen', study('全消化道', { region: region({ chest: 'yes', abdomenOrPelvis: 'yes' }) })],
      [
        'looked at and in order',
        { ...study('胸透'), ...decided('chest-fluoroscopy-review', 'dismissed') },
        { basis: 'attested' },
      ],
    ],
    deviates: [
      ['confirmed', { ...study('胸透'), ...decided('chest-fluoroscopy-review', 'confirmed') }, { basis: 'attested' }],
    ],
    indeterminate: [
      ['the words say it', 'awaiting-review', study('胸部透视')],
      ['a fluoroscopy of the chest alone', 'awaiting-review', study('Thorax')],
      ['nobody knows of what', 'evidence-missing', study('', { region: nowhereKnown }), ['BodyPartExamined']],
      ['the words say it of another device', 'awaiting-review', study('CHEST FLUOROSCOPY', { modalities: ['DX'] })],
      [
        'the dose report tells of fluoroscopy',
        'awaiting-review',
        study('胸部正位', {
          modalities: ['DX'],
          dose: {
            ...noDose,
            events: [{ source: 'rdsr', type: 'Fluoroscopy', values: { DoseAreaProduct: told(1e-5, 'Gy.m2') } }],
          },
        }),
      ],
    ],
    notApplicable: [
      ['a chest film', study('胸部正位片', { modalities: ['DX'] })],
      ['a CT', studyFacts()],
      ['from outside', study('胸透', { origin: { kind: 'imported', by: 'institution' } })],
    ],
  },
);
