// Modality Performed Procedure Step as SCP (PS3.4 Annex F.7): what an N-CREATE and an N-SET do to the step that is kept, and
// what they are answered. Pure: keeps nothing.
import { STATUS } from './command-set.ts';
import type { RawElement } from './element-list.ts';
import {
  itemsIn,
  mergedElements,
  readElementList,
  sequenceElement,
  textIn,
  uidElement,
  writeElementList,
} from './element-list.ts';
import type { NormalizedAnswer } from './normalized-service.ts';
import { IMPLICIT_VR_LITTLE_ENDIAN } from './transfer-syntax.ts';

/** Modality Performed Procedure Step SOP Class. */
export const PERFORMED_STEP = '1.2.840.10008.3.1.2.3.3';

/** Values of PerformedProcedureStepStatus (0040,0252). The last two are final: such a step is never changed again. */
export type StepState = 'IN PROGRESS' | 'COMPLETED' | 'DISCONTINUED';

export interface KeptStep {
  /** `not-created`: an N-SET told of a step of which no N-CREATE was ever seen. */
  readonly state: StepState | 'not-created';
  /** its attributes in implicit VR little endian; of a final step they need not be kept */
  readonly dataset: Uint8Array;
}

export interface StepChange {
  readonly answer: NormalizedAnswer;
  /** the step as it is now; absent: nothing has changed */
  readonly keep?: KeptStep;
}

const CHARACTER_SET = 0x00080005;
const SOP_CLASS = 0x00080016;
const SOP_INSTANCE = 0x00080018;
const STEP_STATUS = 0x00400252;

/** PS3.4 section F.7.2.2.4: ErrorID of an N-SET to a step that is final. */
const MAY_NO_LONGER_BE_UPDATED = 0xa710;

/**
 * Attributes that only an N-CREATE may set (PS3.4 Table F.7.2-1): the scheduled steps, the patient, where, when and under
 * which number the step was begun. A patient who is mixed up is not put right by the device's second message.
 */
const FIXED_BY_CREATE: ReadonlySet<number> = new Set([
  0x00400270, // ScheduledStepAttributesSequence
  0x00100010, // PatientName
  0x00100020, // PatientID
  0x00100021, // IssuerOfPatientID
  0x00100030, // PatientBirthDate
  0x00100040, // PatientSex
  0x00081120, // ReferencedPatientSequence
  0x00400241, // PerformedStationAETitle
  0x00400242, // PerformedStationName
  0x00400243, // PerformedLocation
  0x00400244, // PerformedProcedureStepStartDate
  0x00400245, // PerformedProcedureStepStartTime
  0x00400253, // PerformedProcedureStepID
  0x00080060, // Modality
  0x00200010, // StudyID
]);

/** Sequences of an N-SET whose items hold text of their own. */
const SEQUENCES_WITH_TEXT: ReadonlySet<number> = new Set([
  0x00081032, // ProcedureCodeSequence
  0x00400260, // PerformedProtocolCodeSequence
  0x00400281, // PerformedProcedureStepDiscontinuationReasonCodeSequence
  0x0040030e, // ExposureDoseSequence
  0x00400340, // PerformedSeriesSequence
]);

function stateOf(text: string | undefined): StepState | undefined {
  const state = text?.trim();
  return state === 'IN PROGRESS' || state === 'COMPLETED' || state === 'DISCONTINUED' ? state : undefined;
}

const answered = (status: number, comment = ''): StepChange => ({
  answer: comment === '' ? { status } : { status, comment },
});

function kept(elements: readonly RawElement[], state: KeptStep['state']): KeptStep {
  return { state, dataset: writeElementList(elements) };
}

/** Attributes of a step that we wrote ourselves. */
function attributesOf(step: KeptStep | undefined): readonly RawElement[] {
  if (step === undefined) return [];
  const list = readElementList(step.dataset, IMPLICIT_VR_LITTLE_ENDIAN);
  if (list.kind === 'invalid') throw new Error(`a kept step cannot be read: ${list.what}`);
  return list.elements;
}

/** An N-CREATE (PS3.4 section F.7.2.1): the step begins, in progress. What a lost beginning's N-SET told before stays known. */
export function createStep(step: KeptStep | undefined, elements: readonly RawElement[]): StepChange {
  if (step !== undefined && step.state !== 'not-created') return answered(STATUS.duplicateSopInstance);
  const status = textIn(elements, STEP_STATUS);
  if (status === undefined) return answered(STATUS.missingAttribute, 'PerformedProcedureStepStatus');
  if (status.trim() === '') return answered(STATUS.missingAttributeValue, 'PerformedProcedureStepStatus');
  if (stateOf(status) !== 'IN PROGRESS') return answered(STATUS.invalidAttributeValue, 'a step begins IN PROGRESS');
  return {
    answer: { status: STATUS.success },
    keep: kept(mergedElements(attributesOf(step), elements), 'IN PROGRESS'),
  };
}

/**
 * An N-SET (PS3.4 section F.7.2.2): attributes come in, the state may become final. A step that was never created is
 * answered 0x0112 and kept all the same; a final one is answered 0x0110 and stays as it is.
 */
export function setStep(step: KeptStep | undefined, elements: readonly RawElement[]): StepChange {
  if (step === undefined || step.state === 'not-created') {
    const known = mergedElements(attributesOf(step), elements);
    return { ...answered(STATUS.noSuchSopInstance), keep: kept(known, 'not-created') };
  }
  if (step.state !== 'IN PROGRESS') {
    const comment = 'Performed step may no longer be updated';
    return { answer: { status: STATUS.processingFailure, comment, errorId: MAY_NO_LONGER_BE_UPDATED } };
  }
  const status = textIn(elements, STEP_STATUS);
  const state = status === undefined ? step.state : stateOf(status);
  if (state === undefined) return answered(STATUS.invalidAttributeValue, 'PerformedProcedureStepStatus');
  const before = attributesOf(step);
  const { allowed, refused } = withoutFixed(before, elements);
  const keep = kept(mergedElements(before, inOwnCharacterSet(before, allowed)), state);
  if (refused === 0) return { answer: { status: STATUS.success }, keep };
  return { ...answered(STATUS.attributeListError, `${String(refused)} attributes only N-CREATE may set`), keep };
}

/** What an N-SET may set; `refused` counts what it may not and would have changed. */
function withoutFixed(
  before: readonly RawElement[],
  elements: readonly RawElement[],
): { allowed: readonly RawElement[]; refused: number } {
  const known = new Map(before.map(({ tag, value }) => [tag, value]));
  const fixed = elements.filter(({ tag }) => FIXED_BY_CREATE.has(tag));
  return {
    allowed: elements.filter(({ tag }) => !FIXED_BY_CREATE.has(tag)),
    refused: fixed.filter(({ tag, value }) => known.get(tag)?.equals(value) !== true).length,
  };
}

/**
 * The character set of the beginning stays that of the step: the patient's name is written in it. Where the later message
 * declares another one, the items of its sequences carry it themselves (PS3.3 section C.12.1.1.2).
 */
function inOwnCharacterSet(before: readonly RawElement[], elements: readonly RawElement[]): readonly RawElement[] {
  const declared = before.find(({ tag }) => tag === CHARACTER_SET);
  const other = elements.find(({ tag }) => tag === CHARACTER_SET);
  if (declared === undefined || other === undefined || declared.value.equals(other.value)) return elements;
  return elements
    .filter(({ tag }) => tag !== CHARACTER_SET)
    .map((element) => {
      const items = SEQUENCES_WITH_TEXT.has(element.tag) ? itemsIn([element], element.tag) : undefined;
      if (items === undefined) return element;
      return sequenceElement(
        element.tag,
        items.map((item) => mergedElements([other], item)),
      );
    });
}

/** The step as an object's data set in implicit VR little endian: with the class and the instance that its messages name outside of it. */
export function stepDataset(SOPInstanceUID: string, { dataset }: KeptStep): Buffer {
  const named = [uidElement(SOP_CLASS, PERFORMED_STEP), uidElement(SOP_INSTANCE, SOPInstanceUID)];
  return writeElementList(mergedElements(attributesOf({ state: 'IN PROGRESS', dataset }), named));
}
