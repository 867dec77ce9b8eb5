// clause         MIDC-5.3.2: false diagnostic reports are punished more severely.
// sentence       No report was verified before the images that it is about were acquired.
// applies to     own studies with a verified structured report.
// facts needed   report documents with the time of verification, end of the last acquisition, object groups, completeness.
// verdict table  verified after the last acquisition → conforms · before it by more than clocks may differ, or a verified report without any image →
//                awaiting-review (dismissed → conforms, confirmed → deviates), not-yet-run while the study arrives · no time of verification or of
//                acquisition → evidence-missing · no verified report → notApplicable
// cannot tell    whether the report is true; which of two clocks is wrong; images of the same examination in another study.
import { instantToIso, quantity } from '@center/contract';
import { amount, defineRule, list, ours } from '../../define-rule.ts';
import { isVerified, notReports, reportsAmong } from '../../predicates/report-documents.ts';
import {
  awaitingReview,
  conforms,
  evidenceMissing,
  notApplicable,
  notYetRun,
  remark,
  seen,
} from '../../predicates/verdicts.ts';

export const reportNotBeforeImages = defineRule({
  id: 'report-not-before-images',
  version: 1,
  clause: 'MIDC-5.3.2',
  severity: 'critical',
  channel: 'report-source',
  title: { zh: '报告审核不早于影像采集', en: 'No report is verified before its images are acquired' },
  whatToDo: {
    zh: '核对报告系统与设备的时钟和报告过程；确为先出报告的，停用该报告并按制度处理。',
    en: 'Compare the clocks of report system and device and how the report came about; a report written ahead is withdrawn and dealt with.',
  },
  cannotTell: {
    zh: '报告内容是否真实；两个时钟哪个有误；同一检查的影像是否在另一检查号下。',
    en: 'Whether the report is true; which clock is wrong; images of the same examination kept under another study.',
  },
  waitsForQuiet: true,
  judgesImported: false,
  reviewable: true,
  fourEyes: true,
  usesFacts: ['documents', 'objects', 'acquiredUntil', 'completeness'],
  parameters: {
    clocksDiffer: amount(15, 'min', ours('by so much the clocks of device and report system may differ')),
    notReports,
    notImages: list(['SR', 'KO', 'PR', 'DOC', 'AU', 'REG', 'SEG'], ours('modalities of objects that show no picture')),
  },
  judge: ({ documents, objects, acquiredUntil, completeness }, p) => {
    const verified = reportsAmong(documents, p.notReports).filter(isVerified);
    if (verified.length === 0) return notApplicable('verified reports', 0);
    const signed = verified
      .flatMap(({ verifiedAt }) => (verifiedAt === undefined ? [] : [verifiedAt]))
      .toSorted((a, b) => a - b)[0];
    const images = objects
      .filter(({ Modality }) => !p.notImages.includes(Modality))
      .reduce((sum, { count }) => sum + count, 0);
    const lead = signed === undefined || acquiredUntil === undefined ? undefined : (acquiredUntil - signed) / 60_000;
    const observed = seen({
      ...(lead === undefined ? {} : { verifiedBeforeLastImage: quantity(Math.round(lead), 'min') }),
      VerificationDateTime: signed === undefined ? undefined : instantToIso(signed),
      acquiredUntil: acquiredUntil === undefined ? undefined : instantToIso(acquiredUntil),
      images,
    });
    const ahead = lead !== undefined && quantity(lead, 'min') > p.clocksDiffer;
    if (images === 0 || ahead) {
      // Reports may travel before their images.
      if (completeness === 'arriving')
        return notYetRun(observed, [], remark('检查仍在接收中。', 'The study is still arriving.'));
      return awaitingReview(
        observed,
        ahead
          ? remark('审核时间早于影像采集结束。', 'Verified before the last image was acquired.')
          : remark('有已审核报告而无影像。', 'A verified report, and no image.'),
      );
    }
    if (signed === undefined || acquiredUntil === undefined)
      return evidenceMissing(
        [
          ...(signed === undefined ? ['VerificationDateTime'] : []),
          ...(acquiredUntil === undefined ? ['AcquisitionTime'] : []),
        ],
        observed,
      );
    return conforms(observed);
  },
});
