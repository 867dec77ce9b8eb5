import type { CalendarDate, FaultClass, Instant, NothingRequired, UptimeFigures } from '@center/contract';
import type { AgentGap, CountedSpan, FleetFigures } from '../../core/index.ts';

/** What shows why a stretch of time is counted as it is. No free text of people: a report is handed on, and free text may name a patient. */
export type SpanEvidence =
  | { readonly kind: 'probe'; readonly probe: string; readonly stage: string; readonly code: string }
  | {
      readonly kind: 'record';
      readonly id: string;
      readonly revision: number;
      readonly by: string;
      readonly at: Instant;
      readonly faultClass?: FaultClass;
      readonly acceptedBy?: string;
      readonly acceptedAt?: Instant;
      readonly countersignedBy?: string;
      readonly approvedBy?: string;
    }
  | ({ readonly kind: 'agent-gap' } & AgentGap);

export interface ReportSpan extends CountedSpan {
  readonly evidence: readonly SpanEvidence[];
}

export interface ReportDevice {
  readonly equipmentId: string;
  readonly name: string;
  readonly Manufacturer: string;
  readonly ManufacturerModelName: string;
  readonly DeviceSerialNumber: string;
  readonly month: UptimeFigures;
  /** Required time of the whole month, and what is left of the budget, with unknown time as up and as down. */
  readonly requiredWholeMs: number;
  readonly budgetLeftMs: number;
  readonly worstBudgetLeftMs: number;
  /** 0: not closed yet. */
  readonly revision: number;
  readonly closedAt?: Instant;
  /** As it was closed first, where a later revision differs: the report shows both. */
  readonly firstClosed?: UptimeFigures;
  /** P of the rule: up to the making of the report. */
  readonly year?: UptimeFigures;
  /** Everything that is not up, without gap and in order. */
  readonly spans: readonly ReportSpan[];
}

/** The monthly report as it is printed and signed; every number is from here. */
export interface MonthlyReport {
  readonly center: { readonly id: string; readonly name: string };
  /** YYYY-MM. */
  readonly month: string;
  /** IANA zone by which it is cut and shown. */
  readonly zone: string;
  readonly madeAt: Instant;
  readonly madeBy: string;
  /** The month is not over: figures go up to the making. */
  readonly running: boolean;
  /** Last day that the holiday list settles. */
  readonly holidaysCoverTo: CalendarDate;
  readonly maintenanceCapMs: number;
  readonly devices: readonly ReportDevice[];
  /** Imaging devices of which nothing was required, and why. */
  readonly withoutFigures: readonly {
    readonly equipmentId: string;
    readonly name: string;
    readonly why: NothingRequired;
  }[];
  readonly fleet?: FleetFigures;
  /** When the agent itself did not watch. */
  readonly gaps: readonly AgentGap[];
}

export type ReportLanguage = 'zh' | 'en';
