import type { StudyPlan } from '../center/study-plan.ts';
import { type Code, codeValue, container, dateTime, dcm, numeric, sct, uidReference } from '../objects/content-item.ts';
import { eventUid, momentAfter, reportDocument } from '../objects/dose-report.ts';
import type { Dataset } from '../writer/dataset.ts';

const radiopharmaceuticalRadiationDoseSr = '1.2.840.10008.5.1.4.1.1.88.68';

/** The same concepts as the edition of 2014 coded them (SRT) and as they are coded now (SCT). */
const concepts = {
  srt: {
    associated: ['G-C2D0', 'SRT', 'Associated Procedure'],
    agent: ['F-61FDB', 'SRT', 'Radiopharmaceutical agent'],
    radionuclide: ['C-10072', 'SRT', 'Radionuclide'],
    halfLife: ['R-42806', 'SRT', 'Radionuclide Half Life'],
    route: ['G-C340', 'SRT', 'Route of administration'],
  },
  sct: {
    associated: sct('363589002', 'Associated Procedure'),
    agent: sct('349358000', 'Radiopharmaceutical agent'),
    radionuclide: sct('89457008', 'Radionuclide'),
    halfLife: sct('304283002', 'Radionuclide Half Life'),
    route: sct('410675002', 'Route of administration'),
  },
} as const satisfies Readonly<Record<string, Readonly<Record<string, Code>>>>;

/** Radiopharmaceutical dose report (TID 10021, 10022): 370 MBq of fluorodeoxyglucose. */
export function radiopharmaceuticalDoseReport(plan: StudyPlan, edition: keyof typeof concepts): Dataset {
  const of = concepts[edition];
  const administration = container('CONTAINS', dcm('113502', 'Radiopharmaceutical Administration'), [
    codeValue('CONTAINS', of.agent, sct('35321007', 'Fluorodeoxyglucose F18'), [
      codeValue('HAS PROPERTIES', of.radionuclide, sct('77004003', '^18^Fluorine'), [
        numeric('HAS PROPERTIES', of.halfLife, 6586.2, 's'),
      ]),
    ]),
    uidReference('CONTAINS', dcm('113503', 'Radiopharmaceutical Administration Event UID'), eventUid(plan, 1)),
    dateTime('CONTAINS', dcm('123003', 'Radiopharmaceutical Start DateTime'), momentAfter(plan, 0)),
    dateTime('CONTAINS', dcm('123004', 'Radiopharmaceutical Stop DateTime'), momentAfter(plan, 20)),
    numeric('CONTAINS', dcm('113507', 'Administered activity'), 370, 'MBq'),
    numeric('CONTAINS', dcm('113508', 'Pre-Administration Measured Activity'), 376, 'MBq'),
    numeric('CONTAINS', dcm('113509', 'Post-Administration Measured Activity'), 6, 'MBq'),
    numeric('CONTAINS', dcm('123005', 'Radiopharmaceutical Volume'), 2.1, 'cm3'),
    codeValue('CONTAINS', of.route, sct('47625008', 'Intravenous route')),
  ]);
  const root = container('CONTAINS', dcm('113500', 'Radiopharmaceutical Radiation Dose Report'), [
    codeValue('HAS CONCEPT MOD', of.associated, sct('443271005', 'PET/CT FDG imaging of whole body'), [
      codeValue('HAS CONCEPT MOD', sct('363703001', 'Has Intent'), sct('261004008', 'Diagnostic Intent')),
    ]),
    administration,
  ]);
  return reportDocument(plan, radiopharmaceuticalRadiationDoseSr, '10021', root);
}
