import type { StudyPlan } from '../center/study-plan.ts';
import type { Dataset } from '../writer/dataset.ts';
import { type Code, codeValue, container, dcm, numeric, sct, textItem, uidReference } from './content-item.ts';
import { type CtDose, ctDoseOf } from './ct-image.ts';
import { deviceObserver, doseReport, ended, eventUid, started } from './dose-report.ts';

const phantoms: Readonly<Record<CtDose['phantom'], Code>> = {
  'head-16cm': dcm('113690', 'IEC Head Dosimetry Phantom'),
  'body-32cm': dcm('113691', 'IEC Body Dosimetry Phantom'),
};

interface CtEvent {
  readonly number: number;
  readonly protocol: string;
  readonly type: Code;
  /** mm */
  readonly length: number;
  /** s */
  readonly time: number;
  readonly kV: number;
  /** mA */
  readonly current: number;
  /** mGy */
  readonly ctdivol: number;
  /** mGy·cm */
  readonly dlp: number;
  readonly phantom: CtDose['phantom'];
  readonly helical: boolean;
}

/** One irradiation event (TID 10013). */
function ctAcquisition(plan: StudyPlan, event: CtEvent): Dataset {
  const { region } = plan.exam;
  const parameters = container('CONTAINS', dcm('113822', 'CT Acquisition Parameters'), [
    numeric('CONTAINS', dcm('113824', 'Exposure Time'), event.time, 's'),
    numeric('CONTAINS', dcm('113825', 'Scanning Length'), event.length, 'mm'),
    numeric('CONTAINS', dcm('113826', 'Nominal Single Collimation Width'), 0.6, 'mm'),
    numeric('CONTAINS', dcm('113827', 'Nominal Total Collimation Width'), event.helical ? 38.4 : 3.6, 'mm'),
    ...(event.helical ? [numeric('CONTAINS', dcm('113828', 'Pitch Factor'), 0.9, '{ratio}')] : []),
    numeric('CONTAINS', dcm('113823', 'Number of X-Ray Sources'), 1, '{X-Ray sources}'),
    container('CONTAINS', dcm('113831', 'CT X-Ray Source Parameters'), [
      textItem('CONTAINS', dcm('113832', 'Identification of the X-Ray Source'), '1'),
      numeric('CONTAINS', dcm('113733', 'KVP'), event.kV, 'kV'),
      numeric('CONTAINS', dcm('113833', 'Maximum X-Ray Tube Current'), event.current + 80, 'mA'),
      numeric('CONTAINS', dcm('113734', 'X-Ray Tube Current'), event.current, 'mA'),
      ...(event.helical ? [numeric('CONTAINS', dcm('113834', 'Exposure Time per Rotation'), 0.5, 's')] : []),
    ]),
  ]);
  const dose = container('CONTAINS', dcm('113829', 'CT Dose'), [
    numeric('CONTAINS', dcm('113830', 'Mean CTDIvol'), event.ctdivol, 'mGy'),
    codeValue('CONTAINS', dcm('113835', 'CTDIw Phantom Type'), phantoms[event.phantom]),
    numeric('CONTAINS', dcm('113838', 'DLP'), event.dlp, 'mGy.cm'),
  ]);
  return container('CONTAINS', dcm('113819', 'CT Acquisition'), [
    textItem('CONTAINS', dcm('125203', 'Acquisition Protocol'), event.protocol),
    codeValue('CONTAINS', dcm('123014', 'Target Region'), sct(region.value, region.meaning)),
    codeValue('CONTAINS', dcm('113820', 'CT Acquisition Type'), event.type),
    uidReference('CONTAINS', dcm('113769', 'Irradiation Event UID'), eventUid(plan, event.number)),
    parameters,
    dose,
  ]);
}

/** Dose report of a CT examination: localiser and one helical series (TID 10011, 10012, 10013). */
export function ctDoseReport(plan: StudyPlan): Dataset {
  const dose = ctDoseOf(plan);
  const events: readonly CtEvent[] = [
    {
      number: 1,
      protocol: 'Topogram',
      type: dcm('113805', 'Constant Angle Acquisition'),
      length: dose.scanningLength + 40,
      time: 3.2,
      kV: dose.kV,
      current: 35,
      ctdivol: 0.12,
      dlp: dose.localiserDlp,
      phantom: dose.phantom,
      helical: false,
    },
    {
      number: 2,
      protocol: plan.exam.protocol,
      type: sct('116152004', 'Spiral Acquisition'),
      length: dose.scanningLength,
      time: dose.time,
      kV: dose.kV,
      current: dose.current,
      ctdivol: dose.meanCtdivol,
      dlp: dose.dlp,
      phantom: dose.phantom,
      helical: true,
    },
  ];
  const accumulated = container('CONTAINS', dcm('113811', 'CT Accumulated Dose Data'), [
    numeric('CONTAINS', dcm('113812', 'Total Number of Irradiation Events'), events.length, '{events}'),
    numeric(
      'CONTAINS',
      dcm('113813', 'CT Dose Length Product Total'),
      events.reduce((sum, { dlp }) => sum + dlp, 0),
      'mGy.cm',
    ),
  ]);
  return doseReport(plan, {
    template: '10011',
    procedure: sct('77477000', 'Computed Tomography X-Ray'),
    between: [...deviceObserver(plan), started(plan), ended(plan, 240)],
    content: [accumulated, ...events.map((event) => ctAcquisition(plan, event))],
  });
}
