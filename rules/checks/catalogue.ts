import { outreachProtectionRecorded } from './clauses/jl24/outreach-protection-recorded.ts';
import { ageSourcesAgree } from './clauses/midc/age-sources-agree.ts';
import { archiveOnlineShare } from './clauses/midc/archive-online-share.ts';
import { archiveYearProven } from './clauses/midc/archive-year-proven.ts';
import { availabilityMonthWarning } from './clauses/midc/availability-month-warning.ts';
import { calibrationInPlan } from './clauses/midc/calibration-in-plan.ts';
import { capacityForTerm } from './clauses/midc/capacity-for-term.ts';
import { chestFluoroscopyReview } from './clauses/midc/chest-fluoroscopy-review.ts';
import { childChestReview } from './clauses/midc/child-chest-review.ts';
import { completedExamArchived } from './clauses/midc/completed-exam-archived.ts';
import { contentUnchanged } from './clauses/midc/content-unchanged.ts';
import { contrastConsent } from './clauses/midc/contrast-consent.ts';
import { contrastTrainedStaff } from './clauses/midc/contrast-trained-staff.ts';
import { ctDoseAlertReview } from './clauses/midc/ct-dose-alert-review.ts';
import { ctdiPhantomKnown } from './clauses/midc/ctdi-phantom-known.ts';
import { dailyDeviceRecord } from './clauses/midc/daily-device-record.ts';
import { deviationIndexAgrees } from './clauses/midc/deviation-index-agrees.ts';
import { deviceAeTitleListed } from './clauses/midc/device-ae-title-listed.ts';
import { deviceAvailability } from './clauses/midc/device-availability.ts';
import { deviceFaultsFollowed } from './clauses/midc/device-faults-followed.ts';
import { deviceKnown } from './clauses/midc/device-known.ts';
import { deviceRegistered } from './clauses/midc/device-registered.ts';
import { discontinuedStepRecorded } from './clauses/midc/discontinued-step-recorded.ts';
import { doseAuditLowOutlier } from './clauses/midc/dose-audit-low-outlier.ts';
import { doseAuditReferenceLevel } from './clauses/midc/dose-audit-reference-level.ts';
import { doseCheckConfigured } from './clauses/midc/dose-check-configured.ts';
import { doseRecordPresent } from './clauses/midc/dose-record-present.ts';
import { doseSourceAutomatic } from './clauses/midc/dose-source-automatic.ts';
import { doseTotalIsSum } from './clauses/midc/dose-total-is-sum.ts';
import { doseUnitsConform } from './clauses/midc/dose-units-conform.ts';
import { doseUnitsKnown } from './clauses/midc/dose-units-known.ts';
import { doseValuesPlausible } from './clauses/midc/dose-values-plausible.ts';
import { expiryNotBeforeTerm } from './clauses/midc/expiry-not-before-term.ts';
import { fitForDiagnosis } from './clauses/midc/fit-for-diagnosis.ts';
import { headersUnchanged } from './clauses/midc/headers-unchanged.ts';
import { identityNumberBirthDate } from './clauses/midc/identity-number-birth-date.ts';
import { identityNumberCheckDigit } from './clauses/midc/identity-number-check-digit.ts';
import { identityNumberOnePatientId } from './clauses/midc/identity-number-one-patient-id.ts';
import { identityNumberSex } from './clauses/midc/identity-number-sex.ts';
import { imagesKeptTenYears } from './clauses/midc/images-kept-ten-years.ts';
import { imagesOnlineThreeYears } from './clauses/midc/images-online-three-years.ts';
import { imagesUploadedInTime } from './clauses/midc/images-uploaded-in-time.ts';
import { independentUps } from './clauses/midc/independent-ups.ts';
import { infantProtection } from './clauses/midc/infant-protection.ts';
import { ionisingDeviceOnPermit } from './clauses/midc/ionising-device-on-permit.ts';
import { maintenanceInPlan } from './clauses/midc/maintenance-in-plan.ts';
import { noImagesAfterStopOrder } from './clauses/midc/no-images-after-stop-order.ts';
import { noRecyclingBeforeTerm } from './clauses/midc/no-recycling-before-term.ts';
import { notPatientSharePlausible } from './clauses/midc/not-patient-share-plausible.ts';
import { objectReadable } from './clauses/midc/object-readable.ts';
import { operatorInStaffList } from './clauses/midc/operator-in-staff-list.ts';
import { operatorsPresent } from './clauses/midc/operators-present.ts';
import { patientIdOneName } from './clauses/midc/patient-id-one-name.ts';
import { plannedExamArchived } from './clauses/midc/planned-exam-archived.ts';
import { pregnancyAsked } from './clauses/midc/pregnancy-asked.ts';
import { pregnancyConsent } from './clauses/midc/pregnancy-consent.ts';
import { pregnancyDataAgree } from './clauses/midc/pregnancy-data-agree.ts';
import { pregnancyHarmExplained } from './clauses/midc/pregnancy-harm-explained.ts';
import { pregnancyWeeks8To15 } from './clauses/midc/pregnancy-weeks-8-15.ts';
import { protocolDrift } from './clauses/midc/protocol-drift.ts';
import { realNamePresent } from './clauses/midc/real-name-present.ts';
import { registeredDeviceSeen } from './clauses/midc/registered-device-seen.ts';
import { repeatExposureReview } from './clauses/midc/repeat-exposure-review.ts';
import { reportNotBeforeImages } from './clauses/midc/report-not-before-images.ts';
import { reportPresent } from './clauses/midc/report-present.ts';
import { reportSignerLicensed } from './clauses/midc/report-signer-licensed.ts';
import { reportSignerNamed } from './clauses/midc/report-signer-named.ts';
import { reportVerified } from './clauses/midc/report-verified.ts';
import { retrievalInTime } from './clauses/midc/retrieval-in-time.ts';
import { roomClimate } from './clauses/midc/room-climate.ts';
import { scopeNoFetalXray } from './clauses/midc/scope-no-fetal-xray.ts';
import { scopeNoIntervention } from './clauses/midc/scope-no-intervention.ts';
import { scopeNoRadiotherapy } from './clauses/midc/scope-no-radiotherapy.ts';
import { smokeDetection } from './clauses/midc/smoke-detection.ts';
import { studyObjectsComplete } from './clauses/midc/study-objects-complete.ts';
import { studyOrigin } from './clauses/midc/study-origin.ts';
import { upsBatteryCare } from './clauses/midc/ups-battery-care.ts';
import type { RuleDefinition } from './define-rule.ts';

/** Every rule, in the order in which findings are listed. */
export const ruleCatalogue: readonly RuleDefinition[] = [
  realNamePresent,
  identityNumberCheckDigit,
  identityNumberBirthDate,
  identityNumberSex,
  ageSourcesAgree,
  pregnancyAsked,
  pregnancyWeeks8To15,
  pregnancyHarmExplained,
  pregnancyConsent,
  scopeNoFetalXray,
  scopeNoRadiotherapy,
  scopeNoIntervention,
  doseRecordPresent,
  ctDoseAlertReview,
  doseUnitsKnown,
  doseUnitsConform,
  doseTotalIsSum,
  doseValuesPlausible,
  doseSourceAutomatic,
  deviationIndexAgrees,
  ctdiPhantomKnown,
  doseCheckConfigured,
  repeatExposureReview,
  chestFluoroscopyReview,
  childChestReview,
  infantProtection,
  protocolDrift,
  doseAuditReferenceLevel,
  doseAuditLowOutlier,
  deviceKnown,
  deviceRegistered,
  registeredDeviceSeen,
  deviceAeTitleListed,
  ionisingDeviceOnPermit,
  noImagesAfterStopOrder,
  studyOrigin,
  imagesKeptTenYears,
  studyObjectsComplete,
  contentUnchanged,
  headersUnchanged,
  archiveYearProven,
  noRecyclingBeforeTerm,
  expiryNotBeforeTerm,
  capacityForTerm,
  completedExamArchived,
  plannedExamArchived,
  imagesOnlineThreeYears,
  archiveOnlineShare,
  retrievalInTime,
  fitForDiagnosis,
  imagesUploadedInTime,
  objectReadable,
  contrastConsent,
  contrastTrainedStaff,
  discontinuedStepRecorded,
  reportPresent,
  reportVerified,
  reportNotBeforeImages,
  reportSignerNamed,
  reportSignerLicensed,
  operatorsPresent,
  operatorInStaffList,
  calibrationInPlan,
  pregnancyDataAgree,
  outreachProtectionRecorded,
  identityNumberOnePatientId,
  patientIdOneName,
  notPatientSharePlausible,
  deviceAvailability,
  availabilityMonthWarning,
  deviceFaultsFollowed,
  dailyDeviceRecord,
  maintenanceInPlan,
  independentUps,
  upsBatteryCare,
  smokeDetection,
  roomClimate,
];

const byId: ReadonlyMap<string, RuleDefinition> = new Map(ruleCatalogue.map((rule) => [rule.id, rule]));

/** The rule of that id, or undefined when this program has none. */
export function ruleById(id: string): RuleDefinition | undefined {
  return byId.get(id);
}
