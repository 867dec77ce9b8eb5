// clause         MIDC-3.11a: image data are kept ten years or more.
// sentence       What comes back has the pixels that it had when it was first read.
// applies to     studies of the archive ledger up to 120 months old whose images have come back.
// facts needed   level of proof, how what came back differs from what had come before.
// verdict table  digest equal, or only the header or the transfer syntax is another → conforms (with a note) · other pixels, or another digest of which
//                nobody can tell header from pixels → deviates · images came once only → not-yet-run · never came, missing, lost, explained, older → notApplicable
// cannot tell    what had changed before the first reading; pixels that were coded anew in another transfer syntax.
import { defineKeptStudyRule } from '../../define-rule.ts';
import { isProven, keptSeen, notesAmong } from '../../predicates/kept-study.ts';
import { conforms, deviates, notApplicable, notYetRun, remark } from '../../predicates/verdicts.ts';

export const contentUnchanged = defineKeptStudyRule({
  id: 'content-unchanged',
  version: 1,
  clause: 'MIDC-3.11a',
  severity: 'major',
  channel: 'retention-proof',
  title: { zh: '归档影像内容未改变', en: 'What is kept has not changed' },
  whatToDo: {
    zh: '与备份或设备原图比对，查明存储损坏或改写的原因，必要时恢复。',
    en: 'Compare with the backup or the device, find out whether storage was damaged or rewritten, and restore where needed.',
  },
  cannotTell: {
    zh: '首次读取之前的改变；换用其他传输语法重新编码的像素。',
    en: 'What had changed before the first reading; pixels coded anew in another transfer syntax.',
  },
  reviewable: true,
  fourEyes: false,
  parameters: {},
  judge: (facts) => {
    if (facts.class === 'older') return notApplicable('retentionClass', 'older');
    if (facts.state !== 'present') return notApplicable('retentionState', facts.state);
    const observed = keptSeen(facts);
    const changed = notesAmong(facts, ['pixels-changed', 'content-changed']);
    if (changed.length > 0) return deviates([...observed, ...changed]);
    const harmless = notesAmong(facts, ['header-changed', 'new-syntax']);
    if (harmless.length > 0)
      return conforms([...observed, ...harmless], {
        note: remark(
          '仅头信息或传输语法有变（如合并、更名），像素未见改变。',
          'Only header or transfer syntax is another (a merge, a corrected name); no pixel was seen to change.',
        ),
      });
    if (!isProven(facts))
      return notApplicable('proofLevel', facts.proof === undefined ? 'none' : `L${facts.proof.level}`);
    return facts.proof?.level === 6 ? conforms(observed) : notYetRun(observed, ['retention proof L6']);
  },
});
