// clause         MIDC-3.11c: images can be retrieved, viewed and used for diagnosis quickly.
// sentence       What comes back is as fit for diagnosis as what had come before: not newly lossy, not smaller, not with fewer bits.
// applies to     studies of the archive ledger up to 120 months old whose images have come back.
// facts needed   level of proof, how what came back differs from what had come before.
// verdict table  none of it → conforms · newly lossy, smaller, or fewer bits → deviates · listed or counted only → not-yet-run · missing, lost, explained, older
//                → notApplicable
// cannot tell    whether what first came was fit for diagnosis.
import { defineKeptStudyRule } from '../../define-rule.ts';
import { isProven, keptSeen, notesAmong } from '../../predicates/kept-study.ts';
import { conforms, deviates, notApplicable, notYetRun } from '../../predicates/verdicts.ts';

export const fitForDiagnosis = defineKeptStudyRule({
  id: 'fit-for-diagnosis',
  version: 1,
  clause: 'MIDC-3.11c',
  severity: 'major',
  channel: 'retention-proof',
  title: { zh: '归档影像仍可供诊断', en: 'What is kept is still fit for diagnosis' },
  whatToDo: {
    zh: '停用有损压缩、缩小或降位深的归档策略，并从备份恢复原图。',
    en: 'Turn off archiving rules that compress with loss, shrink or cut bits, and restore the originals from backup.',
  },
  cannotTell: { zh: '首次读到的影像本身是否可供诊断。', en: 'Whether what first came was fit for diagnosis.' },
  reviewable: true,
  fourEyes: false,
  parameters: {},
  judge: (facts) => {
    if (facts.class === 'older') return notApplicable('retentionClass', 'older');
    if (facts.state !== 'present') return notApplicable('retentionState', facts.state);
    const observed = keptSeen(facts);
    const worse = notesAmong(facts, ['newly-lossy', 'smaller', 'fewer-bits']);
    if (worse.length > 0) return deviates([...observed, ...worse]);
    return isProven(facts) ? conforms(observed) : notYetRun(observed, ['retention proof L4']);
  },
});
