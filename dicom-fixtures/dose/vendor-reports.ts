import type { StudyPlan } from '../center/study-plan.ts';
import { type Code, codeValue, container, dcm, sct, textItem, uidReference } from '../objects/content-item.ts';
import { deviceObserver, doseReport, ended, eventUid, started } from '../objects/dose-report.ts';
import type { Dataset } from '../writer/dataset.ts';
import { numericAs, numericUnknown } from './odd-items.ts';

const enhancedSr = '1.2.840.10008.5.1.4.1.1.88.22';
const ucum = (unit: string): Code => [unit, 'UCUM', unit];

/** CT dose report as older GE scanners send it: in an Enhanced SR, DLP in `mGycm`, regions under a scheme of its own, head and body phantom in one report. */
export function legacyCtDoseReport(plan: StudyPlan): Dataset {
  const acquisition = (number: number, phantom: Code, ctdi: string, dlp: string): Dataset =>
    container('CONTAINS', dcm('113819', 'CT Acquisition'), [
      textItem('CONTAINS', dcm('125203', 'Acquisition Protocol'), '6.1 HEAD'),
      codeValue('CONTAINS', dcm('123014', 'Target Region'), ['UNKNOWN', '99GEMS', 'Unknown']),
      codeValue('CONTAINS', dcm('113820', 'CT Acquisition Type'), ['P5-08001', 'SRT', 'Spiral Acquisition']),
      uidReference('CONTAINS', dcm('113769', 'Irradiation Event UID'), eventUid(plan, number)),
      container('CONTAINS', dcm('113829', 'CT Dose'), [
        numericAs(dcm('113830', 'Mean CTDIvol'), ctdi, ucum('mGy')),
        codeValue('CONTAINS', dcm('113835', 'CTDIw Phantom Type'), phantom),
        numericAs(dcm('113838', 'DLP'), dlp, ucum('mGycm')),
      ]),
    ]);
  return doseReport(plan, {
    template: '10011',
    SOPClassUID: enhancedSr,
    procedure: ['P5-08000', 'SRT', 'Computed Tomography X-ray'],
    between: [...deviceObserver(plan), started(plan), ended(plan, 60)],
    content: [
      container('CONTAINS', dcm('113811', 'CT Accumulated Dose Data'), [
        numericAs(dcm('113812', 'Total Number of Irradiation Events'), '2', ucum('{events}')),
        numericAs(dcm('113813', 'CT Dose Length Product Total'), '1260.5', ucum('mGycm')),
      ]),
      acquisition(1, dcm('113690', 'IEC Head Dosimetry Phantom'), '52.1', '880.5'),
      acquisition(2, dcm('113691', 'IEC Body Dosimetry Phantom'), '9.5', '380.0'),
    ],
  });
}

/** Measurements of another kind in an Enhanced SR: no dose report, though its numbers are of CT. */
export function measurementReport(plan: StudyPlan): Dataset {
  return {
    ...legacyCtDoseReport(plan),
    ConceptNameCodeSequence: [
      { CodeValue: '126000', CodingSchemeDesignator: 'DCM', CodeMeaning: 'Imaging Measurement Report' },
    ],
  };
}

/** Summary of a Siemens Arcadis C-arm: private codes, an area dose product in `Gy.cm^2`, no air kerma. */
export function armSummary(plan: StudyPlan): Dataset {
  const own = (code: string, meaning: string): Code => [code, '99SMS_RADSUM', meaning];
  const report = doseReport(plan, {
    template: '10001',
    SOPClassUID: enhancedSr,
    procedure: dcm('113704', 'Projection X-Ray'),
    between: [],
    content: [],
  });
  const { ContentTemplateSequence: _none, ...rest } = report;
  return {
    ...rest,
    ConceptNameCodeSequence: [
      { CodeValue: 'C-10', CodingSchemeDesignator: '99SMS_RADSUM', CodeMeaning: 'Radiation Summary' },
    ],
    ContentSequence: [
      numericAs(own('C-200', 'Number of Images'), '14', ucum('1')),
      numericAs(own('C-202', 'Total Fluoroscopy Time'), '96', ucum('s')),
      numericAs(own('C-204', 'Total Dose Area Product'), '1.25', ucum('Gy.cm^2')),
      numericUnknown(own('C-206', 'Cumulative Air Kerma')),
    ],
  };
}

/** Report of a surgical C-arm: units under the scheme UCM, numbers without a value, neither template nor intent. */
export function surgicalArmReport(plan: StudyPlan): Dataset {
  const ucm = (unit: string): Code => [unit, 'UCM', unit];
  const report = doseReport(plan, {
    template: '10001',
    procedure: dcm('113704', 'Projection X-Ray'),
    between: deviceObserver(plan),
    content: [
      container('CONTAINS', dcm('113702', 'Accumulated X-Ray Dose Data'), [
        codeValue('HAS CONCEPT MOD', dcm('113764', 'Acquisition Plane'), dcm('113622', 'Single Plane')),
        numericAs(dcm('113722', 'Dose Area Product Total'), '0.00031', ucm('Gy.m2')),
        numericUnknown(dcm('113725', 'Dose (RP) Total')),
        numericAs(dcm('113730', 'Total Fluoro Time'), '44.5', ucm('s')),
      ]),
    ],
  });
  const { ContentTemplateSequence: _none, ...rest } = report;
  return rest;
}

/** A mammography unit that writes the code of Patient Table Relationship for X-Ray Detector Data Available. */
export function wrongCodeReport(plan: StudyPlan): Dataset {
  return doseReport(plan, {
    template: '10001',
    procedure: sct('71651007', 'Mammography'),
    between: deviceObserver(plan),
    content: [
      codeValue('CONTAINS', dcm('113745', 'X-Ray Detector Data Available'), sct('373066001', 'Yes')),
      container('CONTAINS', dcm('113702', 'Accumulated X-Ray Dose Data'), [
        codeValue('HAS CONCEPT MOD', dcm('113764', 'Acquisition Plane'), dcm('113622', 'Single Plane')),
        {
          ...numericAs(dcm('111637', 'Accumulated Average Glandular Dose'), '0.0164', ucum('dGy')),
          ContentSequence: [
            codeValue('HAS CONCEPT MOD', ['G-C171', 'SRT', 'Laterality'], ['T-04020', 'SRT', 'Right breast']),
          ],
        },
      ]),
    ],
  });
}
