import { type CalendarDate, daysBetween } from '@center/contract';
import {
  attestedConforming,
  conforming,
  type Expectation,
  type Expectations,
  type FixtureRecords,
  indeterminate,
  notApplicable,
} from '../manifest.ts';
import { doseExpectations } from './dose-expectations.ts';
import { isXray, mustBeAsked } from './draw-study.ts';
import { ageOn, type StudyPlan } from './study-plan.ts';

/** Conception weeks 8 to 15 as days from the last menstrual date, both ends included. */
const window = { from: 70, to: 125 } as const;
/** Days that a report may take. */
const reportDays = 7;
const missing = indeterminate('evidence-missing');

function isStatedPregnant(plan: StudyPlan, records: FixtureRecords): boolean {
  const status = plan.pregnancy?.PregnancyStatus;
  return (
    status === 3 || status === 2 || records.inquiry?.answer === 'pregnant' || records.inquiry?.answer === 'possibly'
  );
}

function asked(plan: StudyPlan, records: FixtureRecords): Expectation {
  const reached =
    mustBeAsked(plan) ||
    (isXray(plan) && plan.exam.beam !== 'elsewhere' && plan.person.sex === 'F' && isStatedPregnant(plan, records));
  if (!reached) return notApplicable;
  if (plan.pregnancy?.PregnancyStatus !== undefined && plan.pregnancy.PregnancyStatus !== 4) return conforming;
  return records.inquiry === undefined ? conforming : attestedConforming;
}

function weeks(plan: StudyPlan, records: FixtureRecords): Expectation {
  if (plan.exam.beam !== 'lower-abdomen' || plan.person.sex === 'M' || asked(plan, records).kind === 'notApplicable')
    return notApplicable;
  const { inquiry } = records;
  if (inquiry?.ultrasoundConceptionDays !== undefined || inquiry?.lastMenstrualDate !== undefined)
    return attestedConforming;
  const dated = plan.pregnancy?.LastMenstrualDate;
  const days = dated === undefined ? undefined : daysBetween(dated, plan.date);
  if (days !== undefined && (days < window.from || days > window.to)) return conforming;
  if (plan.pregnancy?.PregnancyStatus === 1) return conforming;
  return attestedConforming;
}

/** What every rule says of a study in which nothing is wrong. */
export function expectationsOf(plan: StudyPlan, records: FixtureRecords, asOf: CalendarDate): Expectations {
  const numbered = plan.person.identityIn === 'nowhere' ? notApplicable : conforming;
  const papers =
    isXray(plan) && plan.person.sex === 'F' && isStatedPregnant(plan, records) ? attestedConforming : notApplicable;
  const ofXray = isXray(plan) ? conforming : notApplicable;
  return {
    'real-name-present': conforming,
    'identity-number-check-digit': numbered,
    'identity-number-birth-date': numbered,
    'identity-number-sex': numbered,
    'age-sources-agree': conforming,
    'pregnancy-asked': asked(plan, records),
    'pregnancy-weeks-8-15': weeks(plan, records),
    'pregnancy-harm-explained': papers,
    'pregnancy-consent': papers,
    'scope-no-fetal-xray': ofXray,
    'scope-no-radiotherapy': conforming,
    'scope-no-intervention': conforming,
    'dose-record-present': ofXray,
    'ct-dose-alert-review': plan.device.modality === 'CT' && ageOn(plan) >= 18 ? conforming : notApplicable,
    ...doseExpectations(plan),
    'device-known': conforming,
    'study-origin': conforming,
    // No device of this center reports its steps.
    'completed-exam-archived': notApplicable,
    'object-readable': conforming,
    // No agent is given, no step is stopped, and the reports lie in the RIS.
    'contrast-consent': notApplicable,
    'contrast-trained-staff': notApplicable,
    'discontinued-step-recorded': notApplicable,
    'report-present': daysBetween(plan.date, asOf) > reportDays ? missing : indeterminate('not-yet-run'),
    'report-verified': notApplicable,
    'report-not-before-images': notApplicable,
    'report-signer-named': missing,
    'operators-present': ofXray,
    'calibration-in-plan': missing,
    'pregnancy-data-agree':
      plan.pregnancy?.PregnancyStatus === undefined && plan.pregnancy?.LastMenstrualDate === undefined
        ? notApplicable
        : conforming,
    'outreach-protection-recorded': notApplicable,
  };
}
