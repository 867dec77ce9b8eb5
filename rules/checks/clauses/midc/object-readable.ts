// clause         MIDC-3.11c: images are ready for retrieval, viewing and diagnosis.
// sentence       Every object of the study can be read.
// applies to     every study; an object whose study is unknown is judged by itself, as a part of the archive.
// facts needed   objects that could not be read, or were read with damage that matters.
// verdict table  none → conforms · some → evidence-unreadable, naming each with its reason
// cannot tell    whether pixel data are sound: they are never read.
import { defineRule } from '../../define-rule.ts';
import { conforms, evidenceUnreadable, seen } from '../../predicates/verdicts.ts';

export const objectReadable = defineRule({
  id: 'object-readable',
  version: 1,
  clause: 'MIDC-3.11c',
  severity: 'major',
  channel: 'headers',
  title: { zh: '影像对象可读取', en: 'Every object can be read' },
  whatToDo: {
    zh: '从设备或备份重新发送损坏的对象。',
    en: 'Send the damaged objects again from the device or from backup.',
  },
  cannotTell: {
    zh: '像素数据是否完好：本程序从不读取像素。',
    en: 'Whether pixel data are sound: they are never read.',
  },
  waitsForQuiet: false,
  judgesImported: true,
  reviewable: false,
  fourEyes: false,
  usesFacts: ['unreadable', 'objects'],
  parameters: {},
  judge: ({ unreadable, objects }) => {
    if (unreadable.length === 0)
      return conforms(seen({ objectsRead: objects.reduce((sum, { count }) => sum + count, 0) }));
    return evidenceUnreadable(
      unreadable.map(({ locator }) => locator),
      unreadable.map(({ locator, reason }) => ({ fact: locator, value: reason })),
    );
  },
});
