import type { StudyPlan } from '../center/study-plan.ts';
import { codeValue, container, dateTime, dcm, numeric, sct, textItem, uidReference } from '../objects/content-item.ts';
import { deviceObserver, doseReport, eventUid, momentAfter } from '../objects/dose-report.ts';
import type { Dataset } from '../writer/dataset.ts';
import { valuesOverTime } from './odd-items.ts';

const enhancedXRayRadiationDoseSr = '1.2.840.10008.5.1.4.1.1.88.76';
const referencePoint = codeValue(
  'CONTAINS',
  dcm('113780', 'Reference Point Definition'),
  dcm('113860', '15cm from Isocenter toward Source'),
);
const source = (id: string): Dataset => textItem('CONTAINS', dcm('113832', 'Identification of the X-Ray Source'), id);

function during(plan: StudyPlan, from: number, to: number): Dataset[] {
  return [
    dateTime('CONTAINS', dcm('111526', 'DateTime Started'), momentAfter(plan, from)),
    dateTime('CONTAINS', dcm('111527', 'DateTime Ended'), momentAfter(plan, to)),
  ];
}

/** TID 10041: accumulated values of one source, or of all. */
function accumulated(id: string, ...values: Dataset[]): Dataset {
  return container('CONTAINS', dcm('130500', 'Accumulated Dose Data'), [source(id), ...values]);
}
function atReferencePoint(gray: number): Dataset {
  return container('CONTAINS', dcm('130502', 'Reference Point Dosimetry'), [
    referencePoint,
    numeric('CONTAINS', dcm('113725', 'Dose (RP) Total'), gray, 'Gy'),
  ]);
}

interface Summary {
  readonly event: number;
  readonly source: 'A' | 'B';
  readonly type: 'rotational' | 'fluoroscopy';
  readonly from: number;
  readonly to: number;
  /** Gy */
  readonly doseRp: number;
  readonly more?: readonly Dataset[];
}

/** TID 10042: one event of one source. */
function summary(plan: StudyPlan, { event, type, from, to, doseRp, more = [], ...of }: Summary): Dataset {
  return container('CONTAINS', dcm('130501', 'Irradiation Event Summary Data'), [
    uidReference('CONTAINS', dcm('113769', 'Irradiation Event UID'), eventUid(plan, event)),
    ...during(plan, from, to),
    source(of.source),
    codeValue(
      'CONTAINS',
      dcm('113721', 'Irradiation Event Type'),
      type === 'rotational' ? dcm('113613', 'Rotational Acquisition') : sct('44491008', 'Fluoroscopy'),
    ),
    numeric('CONTAINS', dcm('113738', 'Dose (RP)'), doseRp, 'Gy'),
    ...more,
  ]);
}

/**
 * Enhanced X-Ray dose report (TID 10040) of a biplane cone beam examination: one event of both planes, a cone beam rotation that is a repetition of a rejected one;
 * technique apart from events, in a table over time.
 */
export function enhancedDoseReport(plan: StudyPlan): Dataset {
  const yes = sct('373066001', 'Yes');
  const details = container('CONTAINS', dcm('130505', 'Irradiation Details'), [
    ...during(plan, 0, 300),
    container('CONTAINS', dcm('130511', 'Radiation Technique'), [
      ...during(plan, 0, 300),
      source('A'),
      numeric('CONTAINS', dcm('113733', 'KVP'), 90, 'kV'),
      valuesOverTime(dcm('113734', 'X-Ray Tube Current'), 'mA', [
        [momentAfter(plan, 62), 210],
        [momentAfter(plan, 68), 250],
        [momentAfter(plan, 125), 300],
      ]),
    ]),
  ]);
  return doseReport(plan, {
    template: '10040',
    SOPClassUID: enhancedXRayRadiationDoseSr,
    procedure: dcm('113704', 'Projection X-Ray'),
    between: deviceObserver(plan),
    content: [
      accumulated('A', atReferencePoint(0.3)),
      accumulated('B', atReferencePoint(0.1)),
      accumulated(
        'A and B',
        numeric('CONTAINS', dcm('113722', 'Dose Area Product Total'), 0.0042, 'Gy.m2'),
        numeric('CONTAINS', dcm('113726', 'Fluoro Dose Area Product Total'), 0.0012, 'Gy.m2'),
        numeric('CONTAINS', dcm('113727', 'Acquisition Dose Area Product Total'), 0.003, 'Gy.m2'),
        numeric('CONTAINS', dcm('113730', 'Total Fluoro Time'), 20, 's'),
      ),
      summary(plan, { event: 1, source: 'A', type: 'fluoroscopy', from: 0, to: 20, doseRp: 0.08 }),
      summary(plan, { event: 1, source: 'B', type: 'fluoroscopy', from: 0, to: 20, doseRp: 0.1 }),
      summary(plan, {
        event: 2,
        source: 'A',
        type: 'rotational',
        from: 60,
        to: 70,
        doseRp: 0.11,
        more: [
          codeValue('CONTAINS', dcm('130503', 'Is Rejected Acquisition'), yes, [
            codeValue(
              'HAS PROPERTIES',
              dcm('130504', 'Reason for Rejecting Acquisition'),
              dcm('128553', 'Patient motion'),
            ),
          ]),
        ],
      }),
      summary(plan, {
        event: 3,
        source: 'A',
        type: 'rotational',
        from: 120,
        to: 130,
        doseRp: 0.11,
        more: [
          codeValue('CONTAINS', dcm('128551', 'Is Repeated Acquisition'), yes, [
            codeValue(
              'HAS PROPERTIES',
              dcm('128552', 'Reason for Repeating Acquisition'),
              dcm('128553', 'Patient motion'),
            ),
          ]),
        ],
      }),
      details,
    ],
  });
}
