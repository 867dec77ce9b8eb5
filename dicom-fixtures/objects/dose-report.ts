import { dicomDate, type StudyPlan, timeAfter } from '../center/study-plan.ts';
import { uidOf } from '../random.ts';
import type { Dataset } from '../writer/dataset.ts';
import { type Code, codeValue, container, dateTime, dcm, sct, textItem, uidReference } from './content-item.ts';
import { commonElements } from './modules.ts';

const xRayRadiationDoseSr = '1.2.840.10008.5.1.4.1.1.88.67';
const doseReportSeries = 90;

/** Moments of the study as DT values. */
export function momentAfter(plan: StudyPlan, seconds: number): string {
  return `${dicomDate(plan.date)}${timeAfter(plan.time, seconds)}`;
}

export function eventUid(plan: StudyPlan, event: number): string {
  return uidOf(plan.seed, `${plan.name}/event/${event}`);
}

/** The device that reports (TID 1002, device observer). */
export function deviceObserver({ device, ...plan }: StudyPlan): readonly Dataset[] {
  return [
    codeValue('HAS OBS CONTEXT', dcm('121005', 'Observer Type'), dcm('121007', 'Device')),
    uidReference('HAS OBS CONTEXT', dcm('121012', 'Device Observer UID'), uidOf(plan.seed, `device/${device.key}`)),
    textItem('HAS OBS CONTEXT', dcm('121013', 'Device Observer Name'), device.StationName),
    textItem('HAS OBS CONTEXT', dcm('121014', 'Device Observer Manufacturer'), device.Manufacturer),
    textItem('HAS OBS CONTEXT', dcm('121015', 'Device Observer Model Name'), device.ManufacturerModelName),
    textItem('HAS OBS CONTEXT', dcm('121016', 'Device Observer Serial Number'), device.DeviceSerialNumber),
  ];
}

/** What is reported, of which scope, and how the numbers came about. */
export interface ReportFrame {
  readonly template: '10001' | '10011' | '10040';
  /** X-Ray Radiation Dose SR, unless said otherwise. */
  readonly SOPClassUID?: string;
  readonly procedure: Code;
  readonly between: readonly Dataset[];
  readonly content: readonly Dataset[];
}

/** A structured report of the study (PS3.3 §C.17) around its root container. */
export function reportDocument(plan: StudyPlan, SOPClassUID: string, template: string, root: Dataset): Dataset {
  const { RelationshipType: _root, ...document } = root;
  return {
    ...commonElements(plan, { SeriesNumber: doseReportSeries, Modality: 'SR', InstanceNumber: 1, SOPClassUID }),
    SeriesDescription: 'Dose Report',
    SeriesDate: dicomDate(plan.date),
    SeriesTime: timeAfter(plan.time, 300),
    ContentDate: dicomDate(plan.date),
    ContentTime: timeAfter(plan.time, 300),
    ReferencedPerformedProcedureStepSequence: null,
    PerformedProcedureCodeSequence: null,
    CompletionFlag: 'COMPLETE',
    VerificationFlag: 'UNVERIFIED',
    ContentTemplateSequence: [{ MappingResource: 'DCMR', TemplateIdentifier: template }],
    ...document,
  };
}

/** X-Ray Radiation Dose SR IOD (PS3.3 §A.35.8) around the content of a template. */
export function doseReport(plan: StudyPlan, frame: ReportFrame): Dataset {
  const scope = codeValue('HAS OBS CONTEXT', dcm('113705', 'Scope of Accumulation'), dcm('113014', 'Study'), [
    uidReference('HAS PROPERTIES', dcm('110180', 'Study Instance UID'), plan.StudyInstanceUID),
  ]);
  const root = container('CONTAINS', dcm('113701', 'X-Ray Radiation Dose Report'), [
    codeValue('HAS CONCEPT MOD', dcm('121058', 'Procedure reported'), frame.procedure, [
      codeValue('HAS CONCEPT MOD', sct('363703001', 'Has Intent'), sct('261004008', 'Diagnostic Intent')),
    ]),
    ...frame.between,
    scope,
    ...frame.content,
    codeValue('CONTAINS', dcm('113854', 'Source of Dose Information'), dcm('113856', 'Automated Data Collection')),
  ]);
  return reportDocument(plan, frame.SOPClassUID ?? xRayRadiationDoseSr, frame.template, root);
}

export function started(plan: StudyPlan): Dataset {
  return dateTime('HAS OBS CONTEXT', dcm('113809', 'Start of X-Ray Irradiation'), momentAfter(plan, 0));
}

export function ended(plan: StudyPlan, seconds: number): Dataset {
  return dateTime('HAS OBS CONTEXT', dcm('113810', 'End of X-Ray Irradiation'), momentAfter(plan, seconds));
}
