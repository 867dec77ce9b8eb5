import { dicomDate, type StudyPlan, timeAfter } from '../center/study-plan.ts';
import { uidOf } from '../random.ts';
import type { Dataset } from '../writer/dataset.ts';
import type { Code } from './content-item.ts';
import type { FixtureObject } from './fixture-object.ts';
import { codeItem, commonElements } from './modules.ts';

const modalityPerformedProcedureStep = '1.2.840.10008.3.1.2.3.3';

/**
 * A step that was stopped, as a gateway keeps the message of the device (Modality Performed Procedure Step IOD, PS3.3 §B.17). The study it belongs to
 * stands in the attributes of the scheduled step alone.
 */
export function discontinuedStep(plan: StudyPlan, reason: Code | undefined): FixtureObject {
  return performedStep(plan, 'DISCONTINUED', reason);
}

/** A step that was done to its end. */
export function completedStep(plan: StudyPlan): FixtureObject {
  return performedStep(plan, 'COMPLETED', undefined);
}

function performedStep(plan: StudyPlan, status: 'COMPLETED' | 'DISCONTINUED', reason: Code | undefined): FixtureObject {
  const {
    StudyInstanceUID,
    SeriesInstanceUID,
    SeriesNumber: _series,
    InstanceNumber: _instance,
    StudyDescription: _study,
    AccessionNumber,
    StudyDate: _date,
    StudyTime: _time,
    ReferringPhysicianName: _physician,
    ...common
  } = commonElements(plan, {
    SeriesNumber: 99,
    Modality: plan.device.modality,
    InstanceNumber: 1,
    SOPClassUID: modalityPerformedProcedureStep,
  });
  const scheduled: Dataset = {
    StudyInstanceUID: StudyInstanceUID ?? plan.StudyInstanceUID,
    ReferencedStudySequence: null,
    AccessionNumber: AccessionNumber ?? plan.AccessionNumber,
    RequestedProcedureID: plan.AccessionNumber.slice(-8),
    RequestedProcedureDescription: plan.exam.zh,
    ScheduledProcedureStepID: plan.AccessionNumber.slice(-8),
    ScheduledProcedureStepDescription: plan.exam.zh,
  };
  return {
    role: 'other',
    transferSyntax: 'explicit-le',
    characterSet: plan.device.characterSet,
    dataset: {
      ...common,
      SOPInstanceUID: uidOf(plan.seed, `${plan.name}/step`),
      ScheduledStepAttributesSequence: [scheduled],
      PerformedStationAETitle: plan.device.StationName,
      PerformedStationName: plan.device.StationName,
      PerformedLocation: null,
      PerformedProcedureStepStartDate: dicomDate(plan.date),
      PerformedProcedureStepStartTime: plan.time,
      PerformedProcedureStepEndDate: dicomDate(plan.date),
      PerformedProcedureStepEndTime: timeAfter(plan.time, 240),
      PerformedProcedureStepStatus: status,
      PerformedProcedureStepID: plan.AccessionNumber.slice(-8),
      PerformedProcedureStepDescription: plan.exam.zh,
      PerformedProcedureTypeDescription: null,
      PerformedProcedureStepDiscontinuationReasonCodeSequence: reason === undefined ? null : [codeItem(...reason)],
      PerformedSeriesSequence: [
        {
          SeriesInstanceUID: SeriesInstanceUID ?? uidOf(plan.seed, `${plan.name}/99`),
          ProtocolName: plan.exam.protocol,
        },
      ],
    },
  };
}
