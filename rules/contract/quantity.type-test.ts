// Lines that must not compile. The compiler reads this file and nobody runs it: an expectation without an error is itself an error.

import type { DeviceId, FindingId, Pseudonym, RuleId, Sha256, SOPInstanceUID, StudyInstanceUID } from './ids.ts';
import type { EvidenceItem, IntakeItem } from './index.ts';
import { type CodedConcept, type PatientAttribute, patientAttribute } from './index.ts';
import type { CalendarDate, Instant } from './instant.ts';
import { gyM2, mGy, mGyCm, type Quantity, quantity } from './quantity.ts';
import type { Verdict } from './verdict.ts';

// What has to compile.
export const holds: boolean = mGy(1) <= mGy(2) && quantity(3, 'd') > quantity(2, 'd');
export const asBoolean: boolean = mGyCm(1) >= mGyCm(1);

// Units.
// @ts-expect-error two units cannot be compared
export const twoUnits = mGy(1) < mGyCm(2);
// @ts-expect-error an amount cannot be compared with a bare number
export const bareNumber = mGy(1) < 5;
// @ts-expect-error days are no weeks
export const daysAndWeeks = quantity(14, 'd') >= quantity(2, 'wk');
// @ts-expect-error amounts are not added: convert and construct, so that the unit is said
// oxlint-disable-next-line typescript/restrict-plus-operands -- the line that must not compile
export const sum = mGy(1) + mGy(2);
// @ts-expect-error two units are never equal
export const equal = mGy(1) === gyM2(1);
// @ts-expect-error an unlisted unit
export const unlisted = quantity(1, 'rad');
// @ts-expect-error an amount in another unit is another type
export const assigned: Quantity<'mGy'> = mGyCm(1);
// @ts-expect-error an amount never changes
mGy(1).value = 2;

// Ids.
// @ts-expect-error text is no id before it is parsed
export const rawId: StudyInstanceUID = '1.2.3';
declare const study: StudyInstanceUID;
declare const device: DeviceId;
declare const pseudonym: Pseudonym;
declare const digest: Sha256;
// @ts-expect-error one id is not another
export const mixed: SOPInstanceUID = study;
// @ts-expect-error a device is no rule
export const mixedRule: RuleId = device;
// @ts-expect-error a pseudonym is no finding, although both are 64 digits
export const mixedFinding: FindingId = pseudonym;
// @ts-expect-error a digest is no pseudonym
export const mixedPseudonym: Pseudonym = digest;

// Time.
// @ts-expect-error a number is no instant before it is checked
export const rawInstant: Instant = 0;
// @ts-expect-error text is no date before it is checked
export const rawDate: CalendarDate = '2026-03-10';

// Identity.
declare const name: PatientAttribute;
// @ts-expect-error a patient attribute is no text
export const spelled: string = name;
// @ts-expect-error a patient attribute fits no field of evidence that leaves the center
export const leaving: EvidenceItem = { fact: 'PatientName', value: patientAttribute('Li^Na') };
declare const intake: IntakeItem;
// @ts-expect-error nor any other field of a batch
export const item: IntakeItem = { ...intake, month: name };

// Verdicts.
// @ts-expect-error indeterminate says why
export const noReason: Verdict = { kind: 'indeterminate', observed: [], missing: [] };
// @ts-expect-error the reasons are a closed list
export const otherReason: Verdict = { kind: 'indeterminate', reason: 'unknown', observed: [], missing: [] };
// @ts-expect-error a fifth verdict does not exist
export const fifth: Verdict = { kind: 'passes', basis: 'measured', observed: [] };
// @ts-expect-error the deciding fact is kept
export const undecided: Verdict = { kind: 'notApplicable' };

// Coded concepts.
// @ts-expect-error a code without its scheme is no code
export const schemeless: CodedConcept = { CodeValue: '113830' };
