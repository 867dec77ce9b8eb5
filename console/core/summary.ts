import {
  addCounts,
  type ComplianceSummary,
  type Instant,
  instant,
  instantToIso,
  measureCounts,
  type StateCounts,
  type SummaryClause,
} from '@center/contract';
import { centerClauses, documentOf } from '@center/register';
import { shownAlone, shownClause, shownPart } from './suppression.ts';

export interface SummaryInput {
  readonly packageId: string;
  readonly version: number;
  readonly supersedes: { readonly packageId: string; readonly version: number; readonly reason: string } | undefined;
  readonly facility: {
    readonly id: string;
    readonly name: string;
    readonly licenceNumber: string | null;
    readonly divisionCode: string | null;
  };
  readonly month: string;
  readonly builtAt: Instant;
  /** Measurements of that month. */
  readonly cells: readonly {
    readonly clause: string;
    readonly ruleId: string;
    readonly counts: StateCounts;
    readonly asOf: number;
    readonly ruleSetSha256: string;
  }[];
  readonly openFindings: { readonly critical: number; readonly major: number; readonly minor: number };
  readonly dose: readonly {
    readonly deviceId: string;
    readonly modalities: readonly string[];
    readonly expected: number;
    readonly present: number;
  }[];
  readonly retention: readonly {
    readonly year: number;
    readonly known: number;
    /** Came back as images at their last asking. */
    readonly proven: number;
    readonly lost: number;
    /** Every agent that tells of the year saw it while it happened. */
    readonly seenWhole: boolean;
  }[];
}

const notMeasured = (why: string): { measured: false; why: string } => ({ measured: false, why });

/** The compliance summary of one facility and month: no identity, no single study, small counts withheld. Same input, same value. */
export function complianceSummary(input: SummaryInput): ComplianceSummary {
  const byClause = new Map<string, { counts: StateCounts; rules: Set<string> }>();
  for (const cell of input.cells) {
    const entry = byClause.get(cell.clause) ?? { counts: {}, rules: new Set<string>() };
    entry.counts = addCounts(entry.counts, cell.counts);
    entry.rules.add(cell.ruleId);
    byClause.set(cell.clause, entry);
  }
  const measured: SummaryClause[] = [];
  const missing: string[] = [];
  for (const clause of centerClauses()) {
    const entry = byClause.get(clause.id);
    if (entry === undefined) {
      missing.push(clause.id);
      continue;
    }
    const figures = measureCounts(entry.counts);
    const shown = shownClause(figures);
    const open = typeof shown.applicable === 'number' && typeof shown.judged === 'number' && shown.applicable > 0;
    measured.push({
      clause: clause.id,
      document: documentOf(clause).title.zh,
      section: clause.section,
      ...shown,
      coverage: open ? figures.judged / figures.applicable : null,
      rules: entry.rules.size,
    });
  }
  const asOf = Math.max(0, ...input.cells.map((cell) => cell.asOf));
  return {
    kind: 'compliance-summary/1',
    packageId: input.packageId,
    version: input.version,
    supersedes: input.supersedes === undefined ? null : { ...input.supersedes },
    facility: { ...input.facility },
    month: input.month,
    builtAt: instantToIso(input.builtAt),
    asOf: asOf > 0 ? instantToIso(instant(asOf)) : null,
    ruleSetSha256: [...new Set(input.cells.map((cell) => cell.ruleSetSha256))].sort(),
    clauses: measured,
    notMeasured: missing,
    openFindings: {
      critical: shownAlone(input.openFindings.critical),
      major: shownAlone(input.openFindings.major),
      minor: shownAlone(input.openFindings.minor),
    },
    dose: doseBlock(input.dose),
    availability: notMeasured('no probe of device availability reports from this center'),
    retention: retentionBlock(input.retention),
  };
}

function doseBlock(rows: SummaryInput['dose']): ComplianceSummary['dose'] {
  if (rows.length === 0) return notMeasured('no device of this center promises dose records for this month');
  return {
    measured: true,
    devices: rows.map((row) => {
      const { total, part } = shownPart(row.expected, row.present);
      return { deviceId: row.deviceId, modalities: [...row.modalities], expected: total, present: part };
    }),
  };
}

function retentionBlock(rows: SummaryInput['retention']): ComplianceSummary['retention'] {
  if (rows.every((row) => row.proven === 0 && row.lost === 0))
    return notMeasured('retention has not been proven for any study of this center yet');
  return {
    measured: true,
    years: rows.map((row) => {
      const { total, part } = shownPart(row.known, row.proven);
      const lost = total === '<5' ? '<5' : shownAlone(row.lost);
      return { year: row.year, known: total, proven: part, lost, seenWhole: row.seenWhole };
    }),
  };
}
