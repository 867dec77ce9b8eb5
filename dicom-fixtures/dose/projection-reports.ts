import type { StudyPlan } from '../center/study-plan.ts';
import {
  type Code,
  codeValue,
  container,
  dateTime,
  dcm,
  numeric,
  sct,
  textItem,
  uidReference,
} from '../objects/content-item.ts';
import { deviceObserver, doseReport, eventUid, momentAfter } from '../objects/dose-report.ts';
import type { Dataset } from '../writer/dataset.ts';

const planes = { A: dcm('113620', 'Plane A'), B: dcm('113621', 'Plane B'), single: dcm('113622', 'Single Plane') };
type Plane = keyof typeof planes;
const inPlane = (plane: Plane): Dataset =>
  codeValue('HAS CONCEPT MOD', dcm('113764', 'Acquisition Plane'), planes[plane]);
const referencePoint = codeValue(
  'CONTAINS',
  dcm('113780', 'Reference Point Definition'),
  dcm('113860', '15cm from Isocenter toward Source'),
);
const available = (code: string, meaning: string): Dataset =>
  codeValue('CONTAINS', dcm(code, meaning), sct('373066001', 'Yes'));

interface Event {
  readonly number: number;
  readonly plane: Plane;
  readonly type: Code;
  readonly items: readonly Dataset[];
}

function eventOf(plan: StudyPlan, { number, plane, type, items }: Event): Dataset {
  return container('CONTAINS', dcm('113706', 'Irradiation Event X-Ray Data'), [
    inPlane(plane),
    uidReference('CONTAINS', dcm('113769', 'Irradiation Event UID'), eventUid(plan, number)),
    dateTime('CONTAINS', dcm('111526', 'DateTime Started'), momentAfter(plan, number * 30)),
    codeValue('CONTAINS', dcm('113721', 'Irradiation Event Type'), type),
    textItem('CONTAINS', dcm('125203', 'Acquisition Protocol'), plan.exam.protocol),
    codeValue('CONTAINS', dcm('123014', 'Target Region'), sct(plan.exam.region.value, plan.exam.region.meaning)),
    ...items,
  ]);
}

function projectionReport(plan: StudyPlan, system: Code, content: readonly Dataset[]): Dataset {
  return doseReport(plan, {
    template: '10001',
    procedure: dcm('113704', 'Projection X-Ray'),
    between: deviceObserver(plan),
    content: [
      codeValue('CONTAINS', dcm('122142', 'Acquisition Device Type'), system),
      available('113943', 'X-Ray Source Data Available'),
      available('113944', 'X-Ray Mechanical Data Available'),
      available('113945', 'X-Ray Detector Data Available'),
      ...content,
    ],
  });
}

function totals(
  plane: Plane,
  of: { fluoro: number; acquisition: number; rp: number; time: number; frames: number },
): Dataset {
  return container('CONTAINS', dcm('113702', 'Accumulated X-Ray Dose Data'), [
    inPlane(plane),
    container('CONTAINS', dcm('122505', 'Calibration'), [
      codeValue('HAS CONCEPT MOD', dcm('113794', 'Dose Measurement Device'), sct('15869005', 'Dosimeter')),
      dateTime('CONTAINS', dcm('113723', 'Calibration DateTime'), '20260105080000'),
      numeric('CONTAINS', dcm('122322', 'Calibration Factor'), 1, '1'),
      numeric('CONTAINS', dcm('113763', 'Calibration Uncertainty'), 5, '%'),
      textItem('CONTAINS', dcm('113724', 'Calibration Responsible Party'), '计量院'),
    ]),
    numeric('CONTAINS', dcm('113726', 'Fluoro Dose Area Product Total'), of.fluoro, 'Gy.m2'),
    numeric('CONTAINS', dcm('113728', 'Fluoro Dose (RP) Total'), of.rp * 0.4, 'Gy'),
    numeric('CONTAINS', dcm('113730', 'Total Fluoro Time'), of.time, 's'),
    numeric('CONTAINS', dcm('113727', 'Acquisition Dose Area Product Total'), of.acquisition, 'Gy.m2'),
    numeric('CONTAINS', dcm('113729', 'Acquisition Dose (RP) Total'), of.rp * 0.6, 'Gy'),
    numeric('CONTAINS', dcm('113855', 'Total Acquisition Time'), 4, 's'),
    numeric('CONTAINS', dcm('113722', 'Dose Area Product Total'), of.fluoro + of.acquisition, 'Gy.m2'),
    numeric('CONTAINS', dcm('113725', 'Dose (RP) Total'), of.rp, 'Gy'),
    numeric('CONTAINS', dcm('113731', 'Total Number of Radiographic Frames'), of.frames, '1'),
    referencePoint,
  ]);
}

function exposure(dap: number, rp: number, kV: number, current: number): Dataset[] {
  return [
    referencePoint,
    numeric('CONTAINS', dcm('122130', 'Dose Area Product'), dap, 'Gy.m2'),
    numeric('CONTAINS', dcm('113738', 'Dose (RP)'), rp, 'Gy'),
    numeric('CONTAINS', dcm('113768', 'Number of Pulses'), 30, '1'),
    numeric('CONTAINS', dcm('113733', 'KVP'), kV, 'kV'),
    numeric('CONTAINS', dcm('113734', 'X-Ray Tube Current'), current, 'mA'),
    numeric('CONTAINS', dcm('113735', 'Exposure Time'), 400, 'ms'),
  ];
}

const guided = dcm('113957', 'Fluoroscopy-Guided Projection Radiography System');
const fluoroscopy = sct('44491008', 'Fluoroscopy');

/** Biplane angiography (TID 10001, 10002 twice, 10004, 10007, 10003): each event of a plane, fluoroscopy and acquisition apart. */
export function biplaneDoseReport(plan: StudyPlan): Dataset {
  const pulsed = [
    codeValue('CONTAINS', dcm('113732', 'Fluoro Mode'), dcm('113631', 'Pulsed')),
    numeric('CONTAINS', dcm('113791', 'Pulse Rate'), 7.5, '{pulse}/s'),
    numeric('CONTAINS', dcm('113742', 'Irradiation Duration'), 12, 's'),
  ];
  return projectionReport(plan, guided, [
    totals('A', { fluoro: 0.0002, acquisition: 0.0008, rp: 0.05, time: 12, frames: 30 }),
    totals('B', { fluoro: 0.0001, acquisition: 0.0005, rp: 0.03, time: 12, frames: 30 }),
    eventOf(plan, { number: 1, plane: 'A', type: fluoroscopy, items: [...exposure(0.0002, 0.02, 80, 60), ...pulsed] }),
    eventOf(plan, { number: 2, plane: 'B', type: fluoroscopy, items: [...exposure(0.0001, 0.012, 85, 65), ...pulsed] }),
    eventOf(plan, {
      number: 3,
      plane: 'A',
      type: dcm('113611', 'Stationary Acquisition'),
      items: exposure(0.0008, 0.03, 75, 400),
    }),
    eventOf(plan, {
      number: 4,
      plane: 'B',
      type: dcm('113611', 'Stationary Acquisition'),
      items: exposure(0.0005, 0.018, 78, 420),
    }),
  ]);
}

/** Cone beam rotation on an angiography system (TID 10003: rotational acquisition). */
export function coneBeamDoseReport(plan: StudyPlan): Dataset {
  return projectionReport(plan, guided, [
    totals('single', { fluoro: 0, acquisition: 0.0021, rp: 0.04, time: 0, frames: 496 }),
    eventOf(plan, {
      number: 1,
      plane: 'single',
      type: dcm('113613', 'Rotational Acquisition'),
      items: [
        ...exposure(0.0021, 0.04, 90, 200),
        numeric('CONTAINS', dcm('112011', 'Positioner Primary Angle'), -100, 'deg'),
        numeric('CONTAINS', dcm('113739', 'Positioner Primary End Angle'), 100, 'deg'),
      ],
    }),
  ]);
}

/** Dental panoramic radiography on an integrated system (TID 10001, 10002, 10007, 10003). */
export function dentalDoseReport(plan: StudyPlan): Dataset {
  const dap = 0.0000095;
  return projectionReport(plan, dcm('113958', 'Integrated Projection Radiography System'), [
    container('CONTAINS', dcm('113702', 'Accumulated X-Ray Dose Data'), [
      inPlane('single'),
      numeric('CONTAINS', dcm('113722', 'Dose Area Product Total'), dap, 'Gy.m2'),
      numeric('CONTAINS', dcm('113731', 'Total Number of Radiographic Frames'), 1, '1'),
    ]),
    eventOf(plan, {
      number: 1,
      plane: 'single',
      type: dcm('113611', 'Stationary Acquisition'),
      items: [
        numeric('CONTAINS', dcm('122130', 'Dose Area Product'), dap, 'Gy.m2'),
        numeric('CONTAINS', dcm('113733', 'KVP'), 66, 'kV'),
        numeric('CONTAINS', dcm('113734', 'X-Ray Tube Current'), 8, 'mA'),
        numeric('CONTAINS', dcm('113735', 'Exposure Time'), 14_000, 'ms'),
      ],
    }),
  ]);
}
