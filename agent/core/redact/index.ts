/**
 * redact: findings as the ledger knows them in, wire items without patient identity out. What leaves is on a list; everything else is named as masked.
 * Never reveals a patient attribute.
 */
import {
  type EvidenceItem,
  type Finding,
  type FindingItem,
  instantToIso,
  type Observed,
  PatientAttribute,
  type Pseudonym,
  Quantity,
  type StudyFacts,
} from '@center/contract';

/** What a supervisor may know of the study behind a finding. */
export interface StudyStrata {
  readonly date: string;
  readonly modalities: readonly string[];
  readonly sex: 'M' | 'F' | 'O' | 'unknown';
  readonly ageBand?: NonNullable<StudyFacts['age']['band']>;
  readonly deviceId?: string;
  readonly origin: StudyFacts['origin']['kind'];
}

export function strataOf(facts: StudyFacts): StudyStrata {
  const sex = facts.patient.PatientSex;
  const device = facts.devices.find(({ card }) => card !== undefined) ?? facts.devices[0];
  return {
    date: facts.date,
    modalities: facts.modalities,
    sex: sex === 'M' || sex === 'F' || sex === 'O' ? sex : 'unknown',
    ...(facts.age.band === undefined ? {} : { ageBand: facts.age.band }),
    ...(device === undefined ? {} : { deviceId: device.deviceId }),
    origin: facts.origin.kind,
  };
}

/**
 * Facts whose text may leave the center: coded values, device data and our own closed words. Free text of a header (descriptions, comments) may hold a name and
 * stays; so does everything that is not on this list.
 */
export const textMayLeave: ReadonlySet<string> = new Set([
  // coded header values and device data
  'BodyPartExamined',
  'Modality',
  'modalities',
  'PatientSex',
  'PregnancyStatus',
  'Manufacturer',
  'ManufacturerModelName',
  'DeviceSerialNumber',
  'StationName',
  // our own words
  'origin',
  'decidedBy',
  'why',
  'region',
  'fault',
  'identityNumberFrom',
  'identityNumberKind',
  'identityException',
  'entry',
  'inquiryEntry',
  'specialNeedEntry',
  'consentEntry',
  'harmEntry',
  'answer',
  'signers',
  'datedBy',
  'promised',
  'administeredActivity',
  'examClass',
  'phantom',
  'retentionClass',
  'proof',
  'outcome',
  'clock',
  'evidenceChannel',
  'ionising',
  'xray',
  'unitUnknown',
  'codes',
  'words',
  'deviceCard.doseRecord',
  'deviceCard.modality',
]);

/** A fact's name is a keyword or a name of ours; anything else (a UID, a path's digest) stands for an object and is not told. */
function nameAsTold(name: string): string {
  return /^[A-Za-z][A-Za-z.]{0,79}$/.test(name) ? name : 'object';
}

function evidenceItem({ fact: name, value }: Observed): EvidenceItem | undefined {
  const fact = nameAsTold(name);
  if (value instanceof PatientAttribute) return undefined;
  if (value instanceof Quantity) return { fact, value: value.toJSON() };
  if (typeof value === 'string') return textMayLeave.has(fact) ? { fact, value: value.slice(0, 300) } : undefined;
  return { fact, value };
}

/** One finding as the console may hold it. `pseudonym` is the HMAC of the subject's key; `strata` only for studies. */
export function redactFinding(finding: Finding, pseudonym: Pseudonym, strata: StudyStrata | undefined): FindingItem {
  const items = finding.evidence.map((observed) => ({ observed, item: evidenceItem(observed) }));
  const { verdict } = finding;
  return {
    type: 'finding',
    findingId: finding.id,
    revision: finding.revision,
    ruleId: finding.ruleId,
    ruleVersion: finding.ruleVersion,
    clause: finding.clause,
    severity: finding.severity,
    subjectKind: finding.subject.kind,
    subject: pseudonym,
    state: finding.state,
    verdict: verdict.kind,
    ...(verdict.kind === 'indeterminate' ? { reason: verdict.reason } : {}),
    ...(verdict.kind === 'conforms' || verdict.kind === 'deviates' ? { basis: verdict.basis } : {}),
    ...(verdict.kind === 'notApplicable' || verdict.note === undefined ? {} : { note: verdict.note.slice(0, 400) }),
    openedAt: instantToIso(finding.openedAt),
    changedAt: instantToIso(finding.changedAt),
    timesOpened: finding.timesOpened,
    ruleSetSha256: finding.ruleSetSha256,
    factSha256: finding.factSha256,
    evidence: items.flatMap(({ item }) => (item === undefined ? [] : [item])).slice(0, 40),
    missing: verdict.kind === 'indeterminate' ? [...new Set(verdict.missing.map(nameAsTold))].slice(0, 40) : [],
    masked: [
      ...new Set(items.filter(({ item }) => item === undefined).map(({ observed }) => nameAsTold(observed.fact))),
    ].slice(0, 40),
    ...(strata === undefined
      ? {}
      : {
          study: {
            date: strata.date,
            modalities: [...strata.modalities].slice(0, 20),
            sex: strata.sex,
            ...(strata.ageBand === undefined ? {} : { ageBand: strata.ageBand }),
            ...(strata.deviceId === undefined ? {} : { deviceId: strata.deviceId }),
          },
        }),
  };
}
