import { type CalendarDate, parseCalendarDate } from '@center/contract';
import { type Header, numberOf, textOf } from '../../../core/index.ts';
import {
  dateRange,
  isQueryUID,
  itemsIn,
  key,
  readElementList,
  returnKeys,
  sequenceKey,
  textIn,
  type WrittenElement,
} from '../../dimse/index.ts';
import type { PlannedStep } from '../../ledger/index.ts';

/** The bytes of one match. */
export interface Look {
  readonly dataSet: Uint8Array;
  readonly transferSyntaxUID: string;
}

const tags = {
  Modality: 0x00080060,
  ScheduledStationAETitle: 0x00400001,
  ScheduledProcedureStepStartDate: 0x00400002,
  ScheduledProcedureStepStartTime: 0x00400003,
  ScheduledProcedureStepID: 0x00400009,
  ScheduledProcedureStepStatus: 0x00400020,
  ScheduledProcedureStepSequence: 0x00400100,
} as const;

/** The question for one day (PS3.4 section K.6.1.2): matched by the start date of the step, everything else returned, no name among it. */
export function worklistKeys(day: CalendarDate): readonly WrittenElement[] {
  return [
    ...returnKeys([
      'AccessionNumber',
      'PregnancyStatus',
      'LastMenstrualDate',
      'StudyInstanceUID',
      'RequestedProcedureID',
    ]),
    sequenceKey('ScheduledProcedureStepSequence', [
      key('ScheduledProcedureStepStartDate', dateRange(day, day)),
      ...returnKeys([
        'Modality',
        'ScheduledStationAETitle',
        'ScheduledProcedureStepStartTime',
        'ScheduledProcedureStepID',
        'ScheduledProcedureStepStatus',
      ]),
    ]),
  ];
}

/** A match as a planned step; `undefined` when it holds no step of that day. */
export function plannedStepOf(match: Header, look: Look | undefined, day: CalendarDate): PlannedStep | undefined {
  const list = look === undefined ? undefined : readElementList(look.dataSet, look.transferSyntaxUID);
  const [item] =
    (list?.kind === 'elements' ? itemsIn(list.elements, tags.ScheduledProcedureStepSequence) : undefined) ?? [];
  if (item === undefined) return undefined;
  const startDate = parseCalendarDate(textIn(item, tags.ScheduledProcedureStepStartDate) ?? '');
  if (!startDate.ok || startDate.value !== day) return undefined;
  const StudyInstanceUID = textOf(match, 'StudyInstanceUID') ?? '';
  const pregnancy = numberOf(match, 'PregnancyStatus');
  const filled = (name: keyof PlannedStep, text: string | undefined): Partial<PlannedStep> =>
    text === undefined || text.trim() === '' ? {} : { [name]: text.trim() };
  return {
    startDate: startDate.value,
    ...(isQueryUID(StudyInstanceUID) ? { StudyInstanceUID } : {}),
    ...filled('AccessionNumber', textOf(match, 'AccessionNumber')),
    ...filled('ScheduledProcedureStepID', textIn(item, tags.ScheduledProcedureStepID)),
    ...filled('startTime', textIn(item, tags.ScheduledProcedureStepStartTime)),
    ...filled('Modality', textIn(item, tags.Modality)),
    ...filled('ScheduledStationAETitle', textIn(item, tags.ScheduledStationAETitle)),
    ...filled('ScheduledProcedureStepStatus', textIn(item, tags.ScheduledProcedureStepStatus)),
    ...(pregnancy === undefined ? {} : { PregnancyStatus: pregnancy }),
    ...filled('LastMenstrualDate', textOf(match, 'LastMenstrualDate')),
  };
}
