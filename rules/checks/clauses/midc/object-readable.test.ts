import { studyFacts, testRule } from '@center/checks/testing';
import { expect, test } from 'vitest';
import { judgeUnreadable } from '../../evaluate.ts';
import { objectReadable } from './object-readable.ts';

testRule(
  objectReadable,
  {},
  {
    conforms: [
      ['everything read', studyFacts()],
      ['from outside, everything read', studyFacts({ origin: { kind: 'imported', by: 'record' } })],
    ],
    deviates: [],
    indeterminate: [
      [
        'one damaged object',
        'evidence-unreadable',
        studyFacts({ unreadable: [{ locator: '1.2.3', reason: 'ends inside (0028,0010)' }] }),
        ['1.2.3'],
      ],
      [
        'two',
        'evidence-unreadable',
        studyFacts({
          unreadable: [
            { locator: '1.2.3', reason: 'truncated' },
            { locator: 'd:12ab', reason: 'no SOPInstanceUID' },
          ],
        }),
        ['1.2.3', 'd:12ab'],
      ],
    ],
    notApplicable: [],
  },
  {
    cannotOccur: {
      deviates: 'what cannot be read tells nothing of what was kept',
      notApplicable: 'every study has objects',
    },
  },
);

test('an object without study is judged by itself', () => {
  expect(judgeUnreadable({ locator: 'd:12ab', reason: 'no SOPInstanceUID' })).toEqual({
    kind: 'indeterminate',
    reason: 'evidence-unreadable',
    missing: ['d:12ab'],
    observed: [{ fact: 'd:12ab', value: 'no SOPInstanceUID' }],
  });
});
