import { day, holdings, testHoldingsRule } from '@center/checks/testing';
import type { HoldingsFacts } from '@center/contract';
import { plannedExamArchived } from './planned-exam-archived.ts';

const planned = (...statuses: readonly (readonly [status: string, steps: number, absent: number])[]): HoldingsFacts =>
  holdings({
    planned: {
      from: day('2026-04-17'),
      to: day('2026-05-16'),
      statuses: statuses.map(([status, steps, absent]) => ({ status, steps, absent })),
    },
  });

testHoldingsRule(
  plannedExamArchived,
  {},
  {
    conforms: [
      ['all that is done has come', planned(['COMPLETED', 40, 0])],
      ['who did not come for the examination has none', planned(['COMPLETED', 40, 0], ['SCHEDULED', 3, 3])],
    ],
    deviates: [
      ['one has not come', planned(['COMPLETED', 40, 1])],
      ['departed and not there', planned(['COMPLETED', 40, 0], ['DEPARTED', 2, 1])],
    ],
    indeterminate: [
      ['the worklist says of none that it is done', 'not-yet-run', planned(['SCHEDULED', 40, 2], ['', 1, 1])],
      ['nothing was planned', 'not-yet-run', planned()],
    ],
    notApplicable: [['no worklist', holdings()]],
  },
);
