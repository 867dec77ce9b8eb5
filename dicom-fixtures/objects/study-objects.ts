import type { StudyPlan } from '../center/study-plan.ts';
import type { Dataset } from '../writer/dataset.ts';
import { ctDoseReport } from './ct-dose-report.ts';
import { ctImage } from './ct-image.ts';
import type { FixtureObject } from './fixture-object.ts';
import { fluoroscopicPictures, fluoroscopyDoseReport, mammographyDoseReport } from './projection-dose-report.ts';
import { dxImage, intraOralImage, mammogram, radiofluoroscopicImage } from './projection-image.ts';
import { mrImage, usImage } from './us-mr-image.ts';

function imageObjects(
  plan: StudyPlan,
  count: number,
  image: (plan: StudyPlan, InstanceNumber: number) => Dataset,
): FixtureObject[] {
  const { transferSyntax, characterSet } = plan.device;
  return Array.from({ length: count }, (_, index) => ({
    role: 'image',
    dataset: image(plan, index + 1),
    transferSyntax,
    characterSet,
  }));
}

function reportObject(plan: StudyPlan, dataset: Dataset): FixtureObject {
  return { role: 'dose-report', dataset, transferSyntax: 'explicit-le', characterSet: plan.device.characterSet };
}

/** Every object that the device of a study sends to the PACS, images first. */
export function objectsOf(plan: StudyPlan): readonly FixtureObject[] {
  switch (plan.device.modality) {
    case 'CT':
      return [...imageObjects(plan, plan.images, ctImage), reportObject(plan, ctDoseReport(plan))];
    case 'RF':
      return [
        ...imageObjects(plan, fluoroscopicPictures, radiofluoroscopicImage),
        reportObject(plan, fluoroscopyDoseReport(plan)),
      ];
    case 'MG':
      return [
        ...imageObjects(plan, 2, mammogram),
        ...(plan.mammographyReport ? [reportObject(plan, mammographyDoseReport(plan))] : []),
      ];
    case 'DX':
    case 'PX':
      return imageObjects(plan, 1, dxImage);
    case 'IO':
      return imageObjects(plan, 1, intraOralImage);
    case 'US':
      return imageObjects(plan, 2, usImage);
    case 'MR':
      return imageObjects(plan, plan.images, mrImage);
  }
}
