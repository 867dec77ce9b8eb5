import { conforming, type Expectation, type Expectations, indeterminate, notApplicable } from '../manifest.ts';
import { isXray } from './draw-study.ts';
import { ageOn, type StudyPlan } from './study-plan.ts';

/** Younger than this, shielding is asked for; no register tells it yet. */
const infantsUnder = 3;
const childrenUnder = 15;

/** What the rules on dose, justification and children say of a study in which nothing is wrong. */
export function doseExpectations(plan: StudyPlan) {
  const { modality } = plan.device;
  const missing = indeterminate('evidence-missing');
  const when = (holds: boolean, then: Expectation = conforming): Expectation => (holds ? then : notApplicable);
  const reported = modality === 'CT' || modality === 'RF' || (modality === 'MG' && plan.mammographyReport);
  // A tooth film tells its technique and no dose.
  const measured = isXray(plan) && modality !== 'IO';
  const years = ageOn(plan);
  const child = isXray(plan) && years < childrenUnder;
  return {
    'dose-units-known': when(measured),
    'dose-units-conform': when(measured),
    'dose-total-is-sum': when(modality === 'CT' || modality === 'RF'),
    'dose-values-plausible': when(measured),
    'dose-source-automatic': when(reported),
    'deviation-index-agrees': when(modality === 'DX'),
    'ctdi-phantom-known': when(modality === 'CT'),
    'dose-check-configured': when(modality === 'CT', missing),
    'repeat-exposure-review': when(isXray(plan)),
    'chest-fluoroscopy-review': when(modality === 'RF'),
    'child-chest-review': when(child && plan.exam.BodyPartExamined === 'CHEST'),
    'infant-protection': when(child, years < infantsUnder ? missing : conforming),
    'protocol-drift': when(isXray(plan), missing),
  } as const satisfies Partial<Expectations>;
}
