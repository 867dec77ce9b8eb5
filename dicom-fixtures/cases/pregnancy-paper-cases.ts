import { consentOf, enteredLate, harmExplainedTo, signedAfter } from '../center/care-records.ts';
import type { StudyPlan } from '../center/study-plan.ts';
import { attestedConforming, attestedDeviating, type FixtureRecords, indeterminate } from '../manifest.ts';
import type { CaseDefinition } from './case-definition.ts';
import { chest, missing, papers, told, waiting } from './pregnant-patients.ts';

const harmCases: readonly CaseDefinition[] = [
  {
    name: 'harm-explained',
    rule: 'pregnancy-harm-explained',
    fault: 'none: chest X-ray of a pregnant woman with both papers',
    wish: chest,
    plan: told(3, 180),
    records: papers,
    expected: {},
  },
  {
    name: 'harm-not-explained',
    rule: 'pregnancy-harm-explained',
    fault: 'no record that the harm was explained',
    wish: chest,
    plan: told(3, 180),
    records: (plan) => consentOf(plan),
    expected: { 'pregnancy-harm-explained': missing },
  },
  {
    name: 'harm-explained-late',
    rule: 'pregnancy-harm-explained',
    fault: 'the explanation was entered after the exposure (补录)',
    wish: chest,
    plan: told(3, 180),
    records: (plan) => ({ ...harmExplainedTo(plan, enteredLate), ...consentOf(plan) }),
    expected: { 'pregnancy-harm-explained': waiting },
  },
  {
    name: 'harm-signed-after',
    rule: 'pregnancy-harm-explained',
    fault: 'the explanation was signed twenty minutes after the exposure',
    wish: chest,
    plan: told(3, 180),
    records: (plan) => ({ ...harmExplainedTo(plan, signedAfter), ...consentOf(plan) }),
    expected: { 'pregnancy-harm-explained': attestedDeviating },
  },
  {
    name: 'harm-filing-days',
    rule: 'pregnancy-harm-explained',
    fault: 'no record of an explanation yet, one day after the examination',
    wish: chest,
    daysAgo: 1,
    plan: told(3, 180),
    records: (plan) => consentOf(plan),
    expected: { 'pregnancy-harm-explained': indeterminate('not-yet-run') },
  },
];

const consentCase = (
  name: string,
  fault: string,
  consent: (plan: StudyPlan) => FixtureRecords,
  expected: CaseDefinition['expected'][keyof CaseDefinition['expected']],
  daysAgo?: number,
): CaseDefinition => ({
  name,
  rule: 'pregnancy-consent',
  fault,
  wish: chest,
  ...(daysAgo === undefined ? {} : { daysAgo }),
  plan: told(3, 180),
  records: (plan) => ({ ...harmExplainedTo(plan), ...consent(plan) }),
  expected: expected === undefined ? {} : { 'pregnancy-consent': expected },
});

const consentCases: readonly CaseDefinition[] = [
  consentCase('consent-by-herself', 'none: she consents and signs', (plan) => consentOf(plan), attestedConforming),
  consentCase(
    'consent-by-mother',
    'none: she consents, her mother signs',
    (plan) => consentOf(plan, { patientConsents: true, signers: ['parent'] }),
    attestedConforming,
  ),
  consentCase(
    'consent-by-spouse',
    'none: she consents, her husband signs',
    (plan) => consentOf(plan, { patientConsents: true, signers: ['spouse'] }),
    attestedConforming,
  ),
  consentCase(
    'consent-by-sibling',
    'only a sister signs, who is no 直系亲属',
    (plan) => consentOf(plan, { patientConsents: true, signers: ['sibling'] }),
    waiting,
  ),
  consentCase('consent-missing', 'no consent on record', () => ({}), missing),
  consentCase(
    'consent-not-hers',
    'her husband signs, her own consent is missing',
    (plan) => consentOf(plan, { patientConsents: false, signers: ['spouse'] }),
    attestedDeviating,
  ),
  consentCase(
    'consent-signed-after',
    'the consent was signed twenty minutes after the exposure',
    (plan) => consentOf(plan, { patientConsents: true, signers: ['self'] }, signedAfter),
    attestedDeviating,
  ),
  consentCase(
    'consent-late',
    'the consent was entered after the exposure (补录)',
    (plan) => consentOf(plan, { patientConsents: true, signers: ['self'] }, enteredLate),
    waiting,
  ),
  consentCase(
    'consent-filing-days',
    'no consent on record yet, one day after the examination',
    () => ({}),
    indeterminate('not-yet-run'),
    1,
  ),
];

export const pregnancyPaperCases: readonly CaseDefinition[] = [...harmCases, ...consentCases];
