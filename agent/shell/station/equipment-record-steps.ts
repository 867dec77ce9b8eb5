import type { EquipmentRecord, FaultClass, Instant } from '@center/contract';
import type { RecordStep } from '@center/contract/station-api';
import { isLate } from './equipment-record-checks.ts';

/** A failing that was only this takes a second person before it frees time. */
const freeingClasses: ReadonlySet<FaultClass> = new Set([
  'switched-off',
  'network',
  'moved',
  'maintenance-without-window',
]);

/**
 * Whose word a record is: the second signature must be another person's. A window is its requester's and approver's, a fault's class is that of who classified it and of who wrote the fault; of the rest it is who
 * entered it first and who corrected it last.
 */
export function signersOf({ body, entered, firstEntered }: EquipmentRecord): ReadonlySet<string> {
  switch (body.kind) {
    case 'window':
      return new Set([body.requested.by, ...(body.approved === undefined ? [] : [body.approved.by])]);
    case 'fault':
      return new Set([firstEntered.by, ...(body.classified === undefined ? [] : [body.classified.by])]);
    case 'daily':
    case 'maintenance':
    case 'suspension':
    case 'external':
    case 'dispute':
      return new Set([firstEntered.by, entered.by]);
  }
}

/** Whether a second signature would change what the record counts for. */
export function waitsForSecond({ body, withdrawn }: EquipmentRecord, now: Instant, contradicts: boolean): boolean {
  if (withdrawn !== undefined) return false;
  switch (body.kind) {
    case 'daily':
      return contradicts && body.countersigned === undefined;
    case 'fault':
      return body.faultClass !== undefined && freeingClasses.has(body.faultClass) && body.countersigned === undefined;
    case 'window':
      if (body.cancelled !== undefined) return false;
      return isLate(body, now) ? body.countersigned === undefined : body.approved === undefined;
    case 'external':
      return body.approved === undefined;
    case 'suspension':
    case 'dispute':
      return body.countersigned === undefined;
    case 'maintenance':
      return false;
  }
}

/** The step by which a second person signs it. */
function secondStep(record: EquipmentRecord, now: Instant): 'approve' | 'countersign' {
  const { body } = record;
  if (body.kind === 'external') return 'approve';
  return body.kind === 'window' && !isLate(body, now) ? 'approve' : 'countersign';
}

/** What this person may do next with a record as it stands; the routes refuse everything else. */
export function stepsOf(record: EquipmentRecord, who: string, now: Instant, contradicts: boolean): RecordStep[] {
  const { body, withdrawn, firstEntered } = record;
  if (withdrawn !== undefined) return [];
  const steps: RecordStep[] = [];
  if (waitsForSecond(record, now, contradicts) && !signersOf(record).has(who)) steps.push(secondStep(record, now));
  switch (body.kind) {
    case 'daily':
      steps.push('revise', 'withdraw');
      break;
    case 'fault':
      steps.push('classify', 'accept');
      if (body.openedBy === 'person' && firstEntered.by !== who) steps.push('withdraw');
      break;
    case 'maintenance':
      steps.push('revise', 'accept', 'withdraw');
      break;
    case 'window':
      if (body.cancelled === undefined && (body.to > now || body.repeats !== undefined)) steps.push('cancel');
      steps.push('withdraw');
      break;
    case 'suspension':
      if (body.to === undefined || body.to > now) steps.push('end');
      steps.push('withdraw');
      break;
    case 'external':
    case 'dispute':
      steps.push('withdraw');
      break;
  }
  return steps;
}
