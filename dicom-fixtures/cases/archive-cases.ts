import { deviceByKey } from '../center/devices.ts';
import { examByKey } from '../center/exams.ts';
import type { StudyPlan } from '../center/study-plan.ts';
import { conforming, deviating, indeterminate, notApplicable, type VerdictNotFromFiles } from '../manifest.ts';
import type { FixtureObject } from '../objects/fixture-object.ts';
import { completedStep } from '../objects/performed-step.ts';
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

/** Old studies: what an archive must still hold is judged by what it answers, and by no file. */
const oldCases: readonly CaseDefinition[] = [2, 4, 11].map((years) => ({
  name: `${{ 2: 'two', 4: 'four', 11: 'eleven' }[years] ?? ''}-years-old`,
  rule: 'object-readable',
  fault: `none: ${String(years)} years old`,
  wish,
  daysAgo: yearsAgo(years),
  expected: {},
}));

/** A study of which nothing but the performed step has come: what images would tell is not told. */
const stepAlone = {
  rule: 'completed-exam-archived',
  wish,
  alter: (_objects: readonly FixtureObject[], plan: StudyPlan): readonly FixtureObject[] => [completedStep(plan)],
  also: 'without an image there is no device, no report and no operator to judge',
} as const;
const nothingToJudge = {
  'device-known': notApplicable,
  'report-present': notApplicable,
  'report-signer-named': notApplicable,
  'calibration-in-plan': notApplicable,
  'contrast-consent': indeterminate('evidence-missing'),
  'contrast-trained-staff': indeterminate('evidence-missing'),
} as const;
const arrivalCases: readonly CaseDefinition[] = [
  {
    name: 'step-completed',
    rule: 'completed-exam-archived',
    fault: 'none: the device reports the step as completed, and its images are there',
    wish,
    alter: (objects, plan) => [...objects, completedStep(plan)],
    expected: { 'completed-exam-archived': conforming },
  },
  {
    name: 'step-completed-images-absent',
    fault: 'the device reported the step as completed forty days ago, and no image has come',
    ...stepAlone,
    expected: { ...nothingToJudge, 'completed-exam-archived': deviating },
  },
  {
    name: 'step-completed-yesterday',
    fault: 'none yet: the step was completed yesterday, and its images may still come',
    ...stepAlone,
    daysAgo: 1,
    expected: { ...nothingToJudge, 'completed-exam-archived': indeterminate('not-yet-run') },
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

export const archiveCases: readonly CaseDefinition[] = [...oldCases, ...arrivalCases, ...readableCases];

const fault =
  'only a defect of the program or a rule set for another program brings it about; judged in the room of the rules';
/** Verdicts that can occur and that no file, record or card can bring about. */
export const notFromFiles: readonly VerdictNotFromFiles[] = [
  { rule: 'object-readable', kind: 'indeterminate', reason: 'rule-fault', why: fault },
];
