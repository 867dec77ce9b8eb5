// clause         MIDC-2.2c: every patient is managed under the real name.
// sentence       Phantoms and quality checks are a small part of a device's studies.
// applies to     the archive as a whole: devices with enough studies.
// facts needed   studies of each device, and those taken for a phantom or quality check.
// verdict table  every device at or below the limit → conforms · one above → awaiting-review, for patients may hide there (dismissed → conforms,
//                confirmed → deviates) · no device with enough studies → notApplicable
// cannot tell    whether a person lay on the table.
import { quantity } from '@center/contract';
import { amount, defineArchiveRule, ours } from '../../define-rule.ts';
import { atMost } from '../../predicates/limits.ts';
import { awaitingReview, conforms, notApplicable, remark, seen } from '../../predicates/verdicts.ts';

export const notPatientSharePlausible = defineArchiveRule({
  id: 'not-patient-share-plausible',
  version: 1,
  clause: 'MIDC-2.2c',
  severity: 'major',
  channel: 'headers',
  title: { zh: '体模和质控检查占比合理', en: 'Phantoms and quality checks are a plausible share of the studies' },
  whatToDo: {
    zh: '逐例核对按体模或质控处理的检查，确认不是患者；是患者的，改正姓名和编号。',
    en: 'Look at the studies that were taken for phantoms: correct name and number where it was a patient.',
  },
  cannotTell: { zh: '检查床上是否有人。', en: 'Whether a person lay on the table.' },
  reviewable: true,
  fourEyes: false,
  parameters: {
    mostNotPatients: amount(
      2,
      '%',
      ours('a larger share of phantoms and quality checks among a device’s studies is looked at'),
    ),
    fewestStudies: amount(50, '1', ours('studies of a device below which a share says nothing')),
  },
  judge: ({ devices }, p) => {
    const enough = devices
      .filter(({ studies }) => quantity(studies, '1') >= p.fewestStudies)
      .map((device) => ({ ...device, share: quantity((device.notPatients / device.studies) * 100, '%') }));
    if (enough.length === 0) return notApplicable('devices with enough studies', 0);
    const above = enough
      .filter(({ share }) => !atMost(p.mostNotPatients)(share))
      .toSorted((a, b) => b.share.value - a.share.value);
    const [worst] = above;
    if (worst === undefined) return conforms(seen({ devices: enough.length, mostNotPatients: p.mostNotPatients }));
    return awaitingReview(
      seen({
        devices: enough.length,
        devicesAbove: above.length,
        deviceId: worst.deviceId,
        studies: worst.studies,
        notPatients: worst.notPatients,
        share: worst.share,
        mostNotPatients: p.mostNotPatients,
      }),
      remark(
        '体模和质控检查占比偏高，可能混有患者。',
        'Many phantoms and quality checks: patients may hide among them.',
      ),
    );
  },
});
