// clause         MIDC-4.4a: doctors, technologists and nurses are strictly trained in rescue after a reaction to contrast agents.
// sentence       Who gave a contrast agent is in the register of staff with a training in the rescue procedure.
// applies to     own studies in which the headers or the dose report name a contrast agent; where both are silent, those of a modality that uses agents.
// facts needed   contrast given or not, modalities, whether the operator and the performing physician are named.
// verdict table  agent given, or not known whether → evidence-missing · no agent, modality without contrast agents → notApplicable · conforms and
//                deviates do not occur: no register holds the trainings
// cannot tell    who of the team gave the agent; whether the training was good.
import { defineRule } from '../../define-rule.ts';
import { contrastModalities } from '../../predicates/contrast.ts';
import { evidenceMissing, notApplicable, seen } from '../../predicates/verdicts.ts';

export const contrastTrainedStaff = defineRule({
  id: 'contrast-trained-staff',
  version: 1,
  clause: 'MIDC-4.4a',
  severity: 'critical',
  channel: 'staff-register',
  title: {
    zh: '对比剂检查人员受过过敏抢救培训',
    en: 'Staff who give contrast agents are trained in rescue after reactions',
  },
  whatToDo: {
    zh: '为医师、技师、护士安排对比剂过敏抢救培训，保存每人的培训日期和考核结果。',
    en: 'Train physicians, technologists and nurses in rescue after contrast reactions and keep the date and the result of each.',
  },
  cannotTell: { zh: '对比剂由谁注射，培训效果如何。', en: 'Who gave the agent, and how good the training was.' },
  waitsForQuiet: true,
  judgesImported: false,
  reviewable: false,
  fourEyes: false,
  usesFacts: ['contrast', 'modalities', 'people'],
  parameters: { modalities: contrastModalities },
  judge: ({ contrast, modalities, people }, p) => {
    if (contrast === 'no') return notApplicable('contrast', 'no');
    if (contrast === 'unknown' && !modalities.some((modality) => p.modalities.includes(modality)))
      return notApplicable('modalities', modalities.join(' '));
    const named = people.OperatorsName === 'all' || people.PerformingPhysicianName === 'all';
    return evidenceMissing(
      [
        ...(contrast === 'unknown' ? ['ContrastBolusAgent'] : []),
        ...(named ? [] : ['OperatorsName']),
        'staffRegister.contrastTraining',
      ],
      seen({
        contrast,
        OperatorsName: people.OperatorsName,
        PerformingPhysicianName: people.PerformingPhysicianName,
      }),
    );
  },
});
