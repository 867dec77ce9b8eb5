// clause         MIDC-1.1b: no radiotherapy.
// sentence       No object of the center records a radiotherapy treatment.
// applies to     every study of the center.
// facts needed   SOP class and modality of every object, origin of the study.
// verdict table  no radiotherapy object → conforms · structures or plans alone → conforms with a remark · treatment record of an own device →
//                deviates · record of unclassified origin, or images and dose of radiotherapy → awaiting-review · imported → notApplicable
// cannot tell    treatment that leaves no object in the archive.
import { radiotherapyRole } from '@center/register';
import { defineRule } from '../../define-rule.ts';
import { awaitingReview, conforms, deviates, remark, seen } from '../../predicates/verdicts.ts';

export const scopeNoRadiotherapy = defineRule({
  id: 'scope-no-radiotherapy',
  version: 1,
  clause: 'MIDC-1.1b',
  severity: 'critical',
  channel: 'headers',
  title: { zh: '不开展放射治疗', en: 'No radiotherapy' },
  whatToDo: {
    zh: '核对来源：若为外院资料，登记为外来检查；若确为本中心治疗记录，立即停止并报告。',
    en: 'Check where it came from: register outside material as imported; a treatment of this center has to stop and be reported.',
  },
  cannotTell: { zh: '未在影像归档中留下对象的治疗。', en: 'Treatment that leaves no object in the archive.' },
  waitsForQuiet: false,
  judgesImported: false,
  reviewable: true,
  fourEyes: true,
  usesFacts: ['objects', 'origin'],
  parameters: {},
  judge: ({ objects, origin }) => {
    const found = objects.flatMap((group) => {
      const role = radiotherapyRole(group.SOPClassUID, group.Modality);
      return role === undefined ? [] : [{ role, group }];
    });
    const of = (role: string): boolean => found.some((each) => each.role === role);
    const observed = seen({
      radiotherapyObjects: found.reduce((sum, { group }) => sum + group.count, 0),
      ...(found.length > 0 ? { Modality: [...new Set(found.map(({ group }) => group.Modality))].join(' ') } : {}),
      ...(found.length > 0 ? { SOPClassUID: [...new Set(found.map(({ group }) => group.SOPClassUID))].join(' ') } : {}),
      origin: origin.kind,
    });
    if (of('treatment-record')) {
      if (origin.kind === 'own') return deviates(observed);
      return awaitingReview(observed, remark('放疗记录来源未定。', 'A treatment record of unclassified origin.'));
    }
    if (of('image-or-dose'))
      return awaitingReview(observed, remark('疑似放疗影像或剂量。', 'Images or dose of radiotherapy.'));
    if (found.length === 0) return conforms(observed);
    return conforms(observed, {
      note: remark('仅有放疗计划或勾画，无治疗记录。', 'Plans or structures only, no record of a treatment.'),
    });
  },
});
