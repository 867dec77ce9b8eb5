// clause         MIDC-3.14a: devices are calibrated and maintained at regular times.
// sentence       The last calibration that a device names in its objects is no older than its plan.
// applies to     own studies with images of a device.
// facts needed   calibration dates by device and by what was calibrated, study date, devices that acquired.
// verdict table  every date named is inside the plan → conforms · older, or no date named → evidence-missing (expired, or kept on paper only), never
//                deviates: a newer calibration may be in the log · date after the study → awaiting-review (dismissed → conforms, confirmed →
//                deviates) · no acquired image → notApplicable
// cannot tell    how well it was calibrated; a calibration that the device does not write into its objects.
import { addMonths, type CalendarDate, type CalibrationFact, type Quantity, type Verdict } from '@center/contract';
import { amount, defineRule, ours } from '../../define-rule.ts';
import { awaitingReview, conforms, evidenceMissing, notApplicable, remark, seen } from '../../predicates/verdicts.ts';
import { worstOf } from '../../predicates/worst-of.ts';

const keywords = {
  device: 'DateOfLastCalibration',
  detector: 'DateOfLastDetectorCalibration',
  'dose-meter': 'CalibrationDate',
} as const satisfies Record<CalibrationFact['what'], string>;

function judgeDate({ what, on }: CalibrationFact, date: CalendarDate, plan: Quantity<'mo'>): Verdict {
  const keyword = keywords[what];
  const observed = seen({ [keyword]: on, calibrationPlan: plan });
  if (on > date)
    return awaitingReview(observed, remark('校准日期晚于检查日期。', 'Calibrated after the day of the study.'));
  if (addMonths(on, plan.value) >= date) return conforms(observed);
  return evidenceMissing(
    [keyword],
    observed,
    remark('所写校准日期已超过计划周期。', 'The calibration named is older than the plan.'),
  );
}

export const calibrationInPlan = defineRule({
  id: 'calibration-in-plan',
  version: 1,
  clause: 'MIDC-3.14a',
  severity: 'major',
  channel: 'staff-register',
  title: { zh: '设备按计划校准', en: 'The device is calibrated as planned' },
  whatToDo: {
    zh: '由设备工程人员按计划校准并记录；请厂商使设备在影像中写入校准日期。',
    en: 'Have the engineer calibrate as planned and record it; ask the vendor to let the device write the date into its images.',
  },
  cannotTell: {
    zh: '校准质量；设备未写入对象的校准。',
    en: 'How well it was calibrated; a calibration that the device does not write into its objects.',
  },
  waitsForQuiet: true,
  judgesImported: false,
  reviewable: true,
  fourEyes: false,
  usesFacts: ['calibrations', 'objects', 'date'],
  parameters: { planMonths: amount(12, 'mo', ours('plan of calibration where the vendor names none')) },
  judge: ({ calibrations, objects, date }, p) => {
    if (!objects.some(({ acquired }) => acquired)) return notApplicable('acquired objects', 0);
    const verdicts = calibrations.map((calibration) => judgeDate(calibration, date, p.planMonths));
    // A date that cannot be true is looked at, whatever else is only missing.
    const impossible = verdicts.find(
      (verdict) => verdict.kind === 'indeterminate' && verdict.reason === 'awaiting-review',
    );
    return impossible ?? worstOf(verdicts) ?? evidenceMissing(Object.values(keywords), seen({ calibrations: 0 }));
  },
});
