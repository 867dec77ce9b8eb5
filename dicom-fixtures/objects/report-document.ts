import { staff } from '../center/names.ts';
import { dicomDate, type StudyPlan } from '../center/study-plan.ts';
import { container, dcm, textItem } from './content-item.ts';
import { momentAfter } from './dose-report.ts';
import type { FixtureObject } from './fixture-object.ts';
import { commonElements } from './modules.ts';

const basicTextSr = '1.2.840.10008.5.1.4.1.1.88.11';

/** Who signed the report, and when, in seconds after the study began. */
export interface ReportSigning {
  readonly verified?: { readonly after: number };
}

/** A diagnostic report as a report system stores it beside the images (Basic Text SR, PS3.3 §A.35.1; TID 2000). */
export function diagnosticReport(plan: StudyPlan, { verified }: ReportSigning): FixtureObject {
  const root = container('CONTAINS', dcm('126000', 'Imaging Report'), [
    container('CONTAINS', dcm('121070', 'Findings'), [
      textItem('CONTAINS', dcm('121071', 'Finding'), `${plan.exam.zh}：未见明显异常。`),
    ]),
  ]);
  const { RelationshipType: _root, ...document } = root;
  const [reader] = staff.physicians;
  return {
    role: 'other',
    transferSyntax: 'explicit-le',
    characterSet: plan.device.characterSet,
    dataset: {
      ...commonElements(plan, { SeriesNumber: 95, Modality: 'SR', InstanceNumber: 1, SOPClassUID: basicTextSr }),
      SeriesDescription: 'Diagnostic Report',
      ContentDate: dicomDate(plan.date),
      ContentTime: momentAfter(plan, verified?.after ?? 3600).slice(8),
      ReferencedPerformedProcedureStepSequence: null,
      PerformedProcedureCodeSequence: null,
      CompletionFlag: 'COMPLETE',
      VerificationFlag: verified === undefined ? 'UNVERIFIED' : 'VERIFIED',
      ...(verified === undefined
        ? {}
        : {
            VerifyingObserverSequence: [
              {
                VerifyingOrganization: '影像诊断科',
                VerificationDateTime: momentAfter(plan, verified.after),
                VerifyingObserverName: reader,
                VerifyingObserverIdentificationCodeSequence: null,
              },
            ],
          }),
      ...document,
    },
  };
}
