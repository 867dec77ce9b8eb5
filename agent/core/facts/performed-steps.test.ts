import { expect, it } from 'vitest';
import { performedSteps } from './performed-steps.ts';
import { classes, observed } from './testing/observed.ts';

it.each([
  ['COMPLETED', 'COMPLETED'],
  ['in progress', 'IN PROGRESS'],
  ['ABORTED', 'other'],
  ['', 'other'],
] as const)('a step of status "%s" is %s', (PerformedProcedureStepStatus, expected) => {
  const step = observed({ PerformedProcedureStepStatus }, { sopClass: classes.performedStep });
  expect(performedSteps([observed(), step])).toEqual([{ PerformedProcedureStepStatus: expected }]);
});

it('a step that was broken off tells why', () => {
  const step = observed(
    {
      PerformedProcedureStepStatus: 'DISCONTINUED',
      PerformedProcedureStepDiscontinuationReasonCodeSequence: [
        { CodeValue: '110513', CodingSchemeDesignator: 'DCM', CodeMeaning: 'Discontinued for unspecified reason' },
      ],
    },
    { sopClass: classes.performedStep },
  );
  expect(performedSteps([step])[0]?.discontinuationReason?.CodeValue).toBe('110513');
});
