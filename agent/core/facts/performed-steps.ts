import type { PerformedStep } from '@center/contract';
import { codesIn } from './coded-items.ts';
import { textOf } from './header.ts';
import { isPerformedStep } from './object-kind.ts';
import type { ObservedObject } from './observed-object.ts';

function statusOf(raw: string): PerformedStep['PerformedProcedureStepStatus'] {
  const status = raw.trim().toUpperCase();
  return status === 'IN PROGRESS' || status === 'DISCONTINUED' || status === 'COMPLETED' ? status : 'other';
}

/** Modality performed procedure steps (PS3.3 §B.17) that were observed as data sets: their status and, where one was broken off, the coded reason. */
export function performedSteps(objects: readonly ObservedObject[]): readonly PerformedStep[] {
  return objects.filter(isPerformedStep).map(({ header }) => {
    const reason = codesIn(header, 'PerformedProcedureStepDiscontinuationReasonCodeSequence')[0];
    return {
      PerformedProcedureStepStatus: statusOf(textOf(header, 'PerformedProcedureStepStatus') ?? ''),
      ...(reason === undefined ? {} : { discontinuationReason: reason }),
    };
  });
}
