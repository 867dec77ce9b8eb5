/**
 * redact: findings as the ledger knows them in, wire items without patient identity out. What leaves is on a list; everything else is named as masked.
 * Never reveals a patient attribute.
 */
import {
  type DoseMeasure,
  type DoseSource,
  doseMeasureUnits,
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
import { told } from '../dose-audit/figures.ts';
import { mayLeave, modalityAsTold, nameAsTold, numberMayLeave } from './may-leave.ts';

export { modalityAsTold };

/** What a supervisor may know of the study behind a finding. */
export interface StudyStrata {
  readonly date: string;
  readonly modalities: readonly string[];
  readonly sex: 'M' | 'F' | 'O' | 'unknown';
  readonly ageBand?: NonNullable<StudyFacts['age']['band']>;
  readonly deviceId?: string;
  /** Class of the register, never a description. */
  readonly examClass?: string;
  /** Figures by which the exam is compared, in the units of their measures. */
  readonly dose?: readonly { readonly measure: DoseMeasure; readonly value: number; readonly source: DoseSource }[];
}

/** Counts stay as they are; what was measured is told to nine digits. */
function shortened(value: number): number {
  return Number.isInteger(value) ? value : told(value);
}

function evidenceItem({ fact: name, value }: Observed): EvidenceItem | undefined {
  const fact = nameAsTold(name);
  if (value instanceof PatientAttribute) return undefined;
  if (typeof value === 'string') return mayLeave(fact, value) ? { fact, value: value.slice(0, 300) } : undefined;
  if (!numberMayLeave(fact)) return undefined;
  if (value instanceof Quantity) return { fact, value: { value: shortened(value.value), unit: value.unit } };
  return { fact, value: typeof value === 'number' ? shortened(value) : value };
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
            modalities: [...new Set(strata.modalities.map(modalityAsTold))].slice(0, 20),
            sex: strata.sex,
            ...(strata.ageBand === undefined ? {} : { ageBand: strata.ageBand }),
            ...(strata.deviceId === undefined ? {} : { deviceId: strata.deviceId }),
            ...(strata.examClass === undefined ? {} : { examClass: strata.examClass }),
            ...(strata.dose === undefined
              ? {}
              : {
                  dose: strata.dose.slice(0, 8).map(({ measure, value, source }) => ({
                    measure,
                    value: told(value),
                    unit: doseMeasureUnits[measure],
                    source,
                  })),
                }),
          },
        }),
  };
}
