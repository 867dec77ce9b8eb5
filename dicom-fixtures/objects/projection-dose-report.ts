import type { StudyPlan } from '../center/study-plan.ts';
import { chanceOf } from '../random.ts';
import type { Dataset } from '../writer/dataset.ts';
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
} from './content-item.ts';
import { deviceObserver, doseReport, eventUid, momentAfter } from './dose-report.ts';
import { glandularDoseOf, projectionDoseOf } from './projection-image.ts';

/** 1 dGy·cm² is 10⁻⁵ Gy·m². */
const gyM2PerDgyCm2 = 1e-5;

interface ProjectionEvent {
  readonly number: number;
  readonly type: Code;
  readonly seconds: number;
  /** Side of a paired region. */
  readonly laterality?: Code;
  readonly items: readonly Dataset[];
}

/** One irradiation event (TID 10003). */
function irradiationEvent(plan: StudyPlan, event: ProjectionEvent): Dataset {
  const { region } = plan.exam;
  return container('CONTAINS', dcm('113706', 'Irradiation Event X-Ray Data'), [
    codeValue('HAS CONCEPT MOD', dcm('113764', 'Acquisition Plane'), dcm('113622', 'Single Plane')),
    uidReference('CONTAINS', dcm('113769', 'Irradiation Event UID'), eventUid(plan, event.number)),
    dateTime('CONTAINS', dcm('111526', 'DateTime Started'), momentAfter(plan, event.seconds)),
    codeValue('CONTAINS', dcm('113721', 'Irradiation Event Type'), event.type),
    textItem('CONTAINS', dcm('125203', 'Acquisition Protocol'), plan.exam.protocol),
    codeValue(
      'CONTAINS',
      dcm('123014', 'Target Region'),
      sct(region.value, region.meaning),
      event.laterality === undefined
        ? []
        : [codeValue('HAS CONCEPT MOD', sct('272741003', 'Laterality'), event.laterality)],
    ),
    ...event.items,
  ]);
}

interface Fluoroscopy {
  /** Gy·m² */
  readonly dap: number;
  /** Gy at the reference point */
  readonly doseRp: number;
  /** s */
  readonly time: number;
}

function fluoroscopyOf(plan: StudyPlan, event: number): Fluoroscopy {
  const chance = chanceOf(plan.seed, `${plan.name}/fluoroscopy/${event}`);
  const [low, high] = plan.exam.dap ?? [10, 20];
  const dap = chance.amount(low, high, 2) * gyM2PerDgyCm2 * plan.doseFactor;
  return { dap, doseRp: dap * 8, time: chance.whole(20, 70) };
}

const referencePoint = codeValue(
  'CONTAINS',
  dcm('113780', 'Reference Point Definition'),
  dcm('113860', '15cm from Isocenter toward Source'),
);

function sourceData(): readonly Dataset[] {
  const yes = sct('373066001', 'Yes');
  return [
    codeValue('CONTAINS', dcm('113943', 'X-Ray Source Data Available'), yes),
    codeValue('CONTAINS', dcm('113944', 'X-Ray Mechanical Data Available'), yes),
    codeValue('CONTAINS', dcm('113945', 'X-Ray Detector Data Available'), yes),
  ];
}

/** Dose report of a fluoroscopy with stored pictures (TID 10001, 10002, 10004, 10007, 10003). */
export function fluoroscopyDoseReport(plan: StudyPlan): Dataset {
  const fluoroscopies = [1, 2].map((number) => ({ number, ...fluoroscopyOf(plan, number) }));
  const pictures = Array.from({ length: fluoroscopicPictures }, (_, index) => ({
    number: index + 3,
    dose: projectionDoseOf(plan, index + 1),
  }));
  const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
  const fluoroDap = sum(fluoroscopies.map(({ dap }) => dap));
  const fluoroRp = sum(fluoroscopies.map(({ doseRp }) => doseRp));
  const pictureDap = sum(pictures.map(({ dose }) => dose.dap * gyM2PerDgyCm2));
  const pictureTime = sum(pictures.map(({ dose }) => dose.time / 1000));
  const accumulated = container('CONTAINS', dcm('113702', 'Accumulated X-Ray Dose Data'), [
    codeValue('HAS CONCEPT MOD', dcm('113764', 'Acquisition Plane'), dcm('113622', 'Single Plane')),
    numeric('CONTAINS', dcm('113726', 'Fluoro Dose Area Product Total'), fluoroDap, 'Gy.m2'),
    numeric('CONTAINS', dcm('113728', 'Fluoro Dose (RP) Total'), fluoroRp, 'Gy'),
    numeric('CONTAINS', dcm('113730', 'Total Fluoro Time'), sum(fluoroscopies.map(({ time }) => time)), 's'),
    numeric('CONTAINS', dcm('113727', 'Acquisition Dose Area Product Total'), pictureDap, 'Gy.m2'),
    numeric('CONTAINS', dcm('113729', 'Acquisition Dose (RP) Total'), pictureDap * 8, 'Gy'),
    numeric('CONTAINS', dcm('113855', 'Total Acquisition Time'), pictureTime, 's'),
    numeric('CONTAINS', dcm('113722', 'Dose Area Product Total'), fluoroDap + pictureDap, 'Gy.m2'),
    numeric('CONTAINS', dcm('113725', 'Dose (RP) Total'), fluoroRp + pictureDap * 8, 'Gy'),
    numeric('CONTAINS', dcm('113731', 'Total Number of Radiographic Frames'), pictures.length, '1'),
    referencePoint,
  ]);
  const events: readonly ProjectionEvent[] = [
    ...fluoroscopies.map(({ number, dap, doseRp, time }) => ({
      number,
      type: sct('44491008', 'Fluoroscopy'),
      seconds: number * 60,
      items: [
        referencePoint,
        numeric('CONTAINS', dcm('122130', 'Dose Area Product'), dap, 'Gy.m2'),
        numeric('CONTAINS', dcm('113738', 'Dose (RP)'), doseRp, 'Gy'),
        codeValue('CONTAINS', dcm('113732', 'Fluoro Mode'), dcm('113631', 'Pulsed')),
        numeric('CONTAINS', dcm('113791', 'Pulse Rate'), 7.5, '{pulse}/s'),
        numeric('CONTAINS', dcm('113742', 'Irradiation Duration'), time, 's'),
        numeric('CONTAINS', dcm('113733', 'KVP'), 85, 'kV'),
        numeric('CONTAINS', dcm('113734', 'X-Ray Tube Current'), 30, 'mA'),
      ],
    })),
    ...pictures.map(({ number, dose }) => ({
      number,
      type: dcm('113611', 'Stationary Acquisition'),
      seconds: 180 + number,
      items: [
        referencePoint,
        numeric('CONTAINS', dcm('122130', 'Dose Area Product'), dose.dap * gyM2PerDgyCm2, 'Gy.m2'),
        numeric('CONTAINS', dcm('113738', 'Dose (RP)'), dose.dap * gyM2PerDgyCm2 * 8, 'Gy'),
        numeric('CONTAINS', dcm('113768', 'Number of Pulses'), 1, '1'),
        numeric('CONTAINS', dcm('113733', 'KVP'), dose.kV, 'kV'),
        numeric('CONTAINS', dcm('113734', 'X-Ray Tube Current'), dose.current, 'mA'),
        numeric('CONTAINS', dcm('113735', 'Exposure Time'), dose.time, 'ms'),
        numeric('CONTAINS', dcm('113736', 'Exposure'), dose.current * dose.time, 'uA.s'),
      ],
    })),
  ];
  return doseReport(plan, {
    template: '10001',
    procedure: dcm('113704', 'Projection X-Ray'),
    between: deviceObserver(plan),
    content: [
      codeValue(
        'CONTAINS',
        dcm('122142', 'Acquisition Device Type'),
        dcm('113957', 'Fluoroscopy-Guided Projection Radiography System'),
      ),
      ...sourceData(),
      accumulated,
      ...events.map((event) => irradiationEvent(plan, event)),
    ],
  });
}

/** Pictures stored in one fluoroscopy. */
export const fluoroscopicPictures = 3;

const sides = [
  { number: 1, code: sct('73056007', 'Right breast'), side: sct('24028007', 'Right') },
  { number: 2, code: sct('80248007', 'Left breast'), side: sct('7771000', 'Left') },
] as const;

/** Dose report of a two-view mammography (TID 10001, 10002, 10005, 10003). */
export function mammographyDoseReport(plan: StudyPlan): Dataset {
  const accumulated = container('CONTAINS', dcm('113702', 'Accumulated X-Ray Dose Data'), [
    codeValue('HAS CONCEPT MOD', dcm('113764', 'Acquisition Plane'), dcm('113622', 'Single Plane')),
    ...sides.map(({ number, code }) =>
      numeric('CONTAINS', dcm('111637', 'Accumulated Average Glandular Dose'), glandularDoseOf(plan, number), 'mGy', [
        codeValue('HAS CONCEPT MOD', sct('272741003', 'Laterality'), code),
      ]),
    ),
  ]);
  const events = sides.map(({ number, side }): ProjectionEvent => {
    const dose = projectionDoseOf(plan, number);
    return {
      number,
      type: dcm('113611', 'Stationary Acquisition'),
      seconds: number * 40,
      laterality: side,
      items: [
        numeric('CONTAINS', dcm('111631', 'Average Glandular Dose'), glandularDoseOf(plan, number), 'mGy'),
        numeric('CONTAINS', dcm('113733', 'KVP'), dose.kV, 'kV'),
        numeric('CONTAINS', dcm('113734', 'X-Ray Tube Current'), dose.current, 'mA'),
        numeric('CONTAINS', dcm('113735', 'Exposure Time'), dose.time, 'ms'),
        numeric('CONTAINS', dcm('113736', 'Exposure'), dose.current * dose.time, 'uA.s'),
      ],
    };
  });
  return doseReport(plan, {
    template: '10001',
    procedure: sct('71651007', 'Mammography'),
    between: deviceObserver(plan),
    content: [
      codeValue(
        'CONTAINS',
        dcm('122142', 'Acquisition Device Type'),
        dcm('113958', 'Integrated Projection Radiography System'),
      ),
      ...sourceData(),
      accumulated,
      ...events.map((event) => irradiationEvent(plan, event)),
    ],
  });
}
