// clause         MIDC-3.12b: the PACS has an independent UPS (配备独立UPS不间断电源).
// sentence       A UPS of its own feeds the PACS; how well that is proven is graded 0 to 5.
// applies to     every center.
// facts needed   grade, what speaks against it, declared absence, hosted PACS with the day of the certificate, whether the UPS is heard.
// verdict table  grade 3 and more → conforms, measured · 1 or 2 → conforms, attested · declared absent → deviates, attested · something speaks against it →
//                awaiting-review (dismissed → conforms, confirmed → deviates) · graded 2 and more, or watched, and silent → source-silent · nothing declared, or not whole →
//                evidence-missing · hosted → conforms, attested, while the certificate holds, else evidence-missing · notApplicable does not occur
// cannot tell    what else hangs on the UPS, beyond loads that move with exams.
import { amount, defineUpsRule, ours } from '../../define-rule.ts';
import { byHostCertificate } from '../../predicates/hosted-pacs.ts';
import { upsSeen } from '../../predicates/ups-seen.ts';
import {
  awaitingReview,
  conforms,
  deviates,
  evidenceMissing,
  remark,
  sourceSilent,
} from '../../predicates/verdicts.ts';

/** From this grade on the UPS itself has told it. */
const measuredFrom = 3;

export const independentUps = defineUpsRule({
  id: 'independent-ups',
  version: 1,
  clause: 'MIDC-3.12b',
  severity: 'major',
  channel: 'ups-watch',
  title: { zh: 'PACS 配备独立 UPS', en: 'The PACS has an independent UPS' },
  whatToDo: {
    zh: '登记 UPS（品牌、序列号、容量、电池日期、专用回路）并接入监测；UPS 失联先查通信；存疑的核实后裁定；托管的 PACS 登记合同与证明。',
    en: 'Enter the UPS (make, serial number, rating, battery date, circuit of its own) and have it watched; mend the line to a silent one; look at what speaks against it and decide; of a hosted PACS enter contract and certificate.',
  },
  cannotTell: {
    zh: 'UPS 上还接有哪些负载（随检查变化的负载除外）。',
    en: 'What else hangs on the UPS, beyond loads that move with exams.',
  },
  reviewable: true,
  fourEyes: true,
  parameters: {
    warnBefore: amount(90, 'd', ours('days before the certificate of a host ends from which it warns')),
  },
  judge: (facts, p) => {
    const { grade, against, hosted, declaredAbsent, heard, silentSince, asOf } = facts;
    if (hosted !== undefined) return byHostCertificate(hosted, asOf, p.warnBefore);
    const observed = upsSeen(facts);
    if (declaredAbsent || against.includes('established-absent'))
      return deviates(observed, {
        basis: 'attested',
        note: remark('已声明没有独立 UPS。', 'It was declared that there is none.'),
      });
    if (against.length > 0)
      return awaitingReview(
        observed,
        remark('有迹象表明 PACS 未受独立 UPS 保护。', 'Something speaks against an independent UPS.'),
      );
    if (!heard && silentSince !== undefined)
      return sourceSilent(
        observed,
        ['upsReading'],
        remark('UPS 失联，供电状况未知。', 'The UPS is silent: how it feeds is unknown.'),
      );
    if (grade === 0)
      return facts.equipmentId === undefined
        ? evidenceMissing(['ups'], observed, remark('未登记 UPS。', 'No UPS has been entered.'))
        : evidenceMissing(
            ['upsRecord'],
            observed,
            remark('UPS 登记不完整，也无读数。', 'What is entered of the UPS is not whole, and it tells nothing.'),
          );
    return conforms(observed, { basis: grade >= measuredFrom ? 'measured' : 'attested' });
  },
});
