// clause         MIDC-3.11d: image data are uploaded in time, as the health administration asks.
// sentence       Of the studies of a month, 99 of 100 have a receipt of the regional platform by the day after the study.
// applies to     every month with finished studies of the center's own.
// facts needed   finished studies, receipts in time and late, refusals, studies past their day without a receipt.
// verdict table  share in time at or above the limit → conforms · below → deviates · none is due yet → not-yet-run · no receipt has ever come → evidence-missing
//                · no finished study in the month → notApplicable
// cannot tell    whether the platform kept what it receipted; whether the authority of the region asks for every study.
import { quantity } from '@center/contract';
import { amount, defineUploadRule, ours } from '../../define-rule.ts';
import { conforms, deviates, evidenceMissing, notApplicable, notYetRun, seen } from '../../predicates/verdicts.ts';

export const imagesUploadedInTime = defineUploadRule({
  id: 'images-uploaded-in-time',
  version: 1,
  clause: 'MIDC-3.11d',
  severity: 'major',
  channel: 'upload-receipts',
  title: { zh: '影像按时上传区域平台', en: 'Images are uploaded in time' },
  whatToDo: {
    zh: '补传积压的检查，处理被拒的原因；导入平台回执（CSV、DICOMweb 查询或 STOW-RS 应答日志）。',
    en: 'Upload the backlog and deal with the reasons of refusals; import the platform’s receipts (CSV, DICOMweb query, or log of STOW-RS answers).',
  },
  cannotTell: {
    zh: '平台是否保存了已回执的影像；当地是否要求上传每一例。',
    en: 'Whether the platform kept what it receipted; whether the region asks for every study.',
  },
  reviewable: false,
  fourEyes: false,
  parameters: {
    leastShare: amount(99, '%', ours('studies receipted by the day after the study (T+1)')),
  },
  judge: ({ figures, pending, receiptsInUse }, p) => {
    const { month, finished, receipted, late, refused, overdue } = figures;
    if (finished === 0) return notApplicable('finished studies', 0);
    const observed = seen({ month, finished, receipted, late, refused, overdue, pending, leastShare: p.leastShare });
    if (!receiptsInUse) return evidenceMissing(['upload receipts'], observed);
    const due = finished - pending;
    if (due <= 0) return notYetRun(observed, ['upload receipts']);
    const share = quantity((Math.max(0, due - overdue - late) / due) * 100, '%');
    const told = [...observed, ...seen({ uploadedInTime: share })];
    return share >= p.leastShare ? conforms(told) : deviates(told, { limit: p.leastShare });
  },
});
