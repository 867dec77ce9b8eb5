import { deviceByKey } from '../center/devices.ts';
import { examByKey } from '../center/exams.ts';
import { indeterminate, notApplicable, type VerdictNotFromFiles } from '../manifest.ts';
import {
  cutInside,
  flippedFromEnd,
  halfPixels,
  withoutMeta,
  withoutPreamble,
  withTrailing,
  wrongGroupLength,
  wrongVr,
} from '../writer/damage.ts';
import { firstDamaged, writtenAs } from './alteration.ts';
import type { CaseDefinition } from './case-definition.ts';

const wish = {
  device: deviceByKey('mr-a'),
  exam: examByKey('mr-brain'),
  sex: 'M',
  age: { years: [40, 60] },
  identityIn: 'nowhere',
} as const;
const yearsAgo = (years: number): number => Math.round(years * 365.25);
const unreadable = { 'object-readable': indeterminate('evidence-unreadable') } as const;

const retentionCases: readonly CaseDefinition[] = [
  {
    name: 'two-years-old',
    rule: 'images-online-three-years',
    fault: 'none: two years old, nobody has asked the archive yet',
    wish,
    daysAgo: yearsAgo(2),
    expected: {},
  },
  {
    name: 'four-years-old',
    rule: 'images-online-three-years',
    fault: 'none: four years old, kept but no longer online by duty',
    wish,
    daysAgo: yearsAgo(4),
    expected: { 'images-online-three-years': notApplicable },
  },
  {
    name: 'eleven-years-old',
    rule: 'images-kept-ten-years',
    fault: 'none: eleven years old',
    wish,
    daysAgo: yearsAgo(11),
    expected: { 'images-kept-ten-years': notApplicable, 'images-online-three-years': notApplicable },
  },
];

const readableCases: readonly CaseDefinition[] = [
  {
    name: 'header-cut',
    rule: 'object-readable',
    fault: 'one image ends inside of its header',
    wish,
    alter: firstDamaged(cutInside('Rows')),
    expected: unreadable,
  },
  {
    name: 'pixels-cut',
    rule: 'object-readable',
    fault: 'one image ends inside of its pixel data',
    wish,
    alter: firstDamaged(halfPixels),
    expected: unreadable,
  },
  {
    name: 'preamble-missing',
    rule: 'object-readable',
    fault: 'none that matters: one image begins without the DICM prefix',
    wish,
    alter: firstDamaged(withoutPreamble),
    expected: {},
  },
  {
    name: 'meta-missing',
    rule: 'object-readable',
    fault: 'none that matters: one image begins with group 0008',
    wish,
    alter: firstDamaged(withoutMeta),
    expected: {},
  },
  {
    name: 'group-length-wrong',
    rule: 'object-readable',
    fault: 'none that matters: the length of group 0002 is 8 too many',
    wish,
    alter: firstDamaged(wrongGroupLength(8)),
    expected: {},
  },
  {
    name: 'vr-unknown',
    rule: 'object-readable',
    fault: 'none that matters: one element has a value representation of no standard',
    wish,
    alter: firstDamaged(wrongVr('EchoTime', 'ZZ')),
    expected: {},
  },
  {
    name: 'pixel-byte-flipped',
    rule: 'object-readable',
    fault: 'one bit of the pixel data is turned over, which no header shows',
    wish,
    alter: firstDamaged(flippedFromEnd(100)),
    expected: {},
  },
  {
    name: 'trailing-bytes',
    rule: 'object-readable',
    fault: 'none that matters: bytes behind the last element',
    wish,
    alter: firstDamaged(withTrailing(6)),
    expected: {},
  },
  {
    name: 'implicit-little-endian',
    rule: 'object-readable',
    fault: 'none: implicit little endian',
    wish,
    alter: writtenAs({ transferSyntax: 'implicit-le' }),
    expected: {},
  },
  {
    name: 'explicit-big-endian',
    rule: 'object-readable',
    fault: 'none: explicit big endian',
    wish,
    alter: writtenAs({ transferSyntax: 'explicit-be' }),
    expected: {},
  },
  {
    name: 'deflated',
    rule: 'object-readable',
    fault: 'none: a deflated data set',
    wish,
    alter: writtenAs({ transferSyntax: 'deflated' }),
    expected: {},
  },
];

export const archiveCases: readonly CaseDefinition[] = [...retentionCases, ...readableCases];

const proof = 'a round that asks the archive must deliver the proof; the archive itself cannot hold it';
const fault =
  'only a defect of the program or a rule set for another program brings it about; judged in the room of the rules';
/** Verdicts that can occur and that no file, record or card can bring about. */
export const notFromFiles: readonly VerdictNotFromFiles[] = [
  { rule: 'images-kept-ten-years', kind: 'conforms', why: proof },
  { rule: 'images-kept-ten-years', kind: 'deviates', why: proof },
  { rule: 'images-kept-ten-years', kind: 'indeterminate', reason: 'source-silent', why: proof },
  { rule: 'images-online-three-years', kind: 'conforms', why: proof },
  { rule: 'images-online-three-years', kind: 'deviates', why: proof },
  { rule: 'images-online-three-years', kind: 'indeterminate', reason: 'source-silent', why: proof },
  { rule: 'object-readable', kind: 'indeterminate', reason: 'rule-fault', why: fault },
];
