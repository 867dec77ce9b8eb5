import type { CalendarDate } from '@center/contract';
import type { Now } from '../clock/index.ts';
import type { CenterKeys, Ledger } from '../ledger/index.ts';

export interface Facility {
  readonly id: string;
  /** Names under which the center writes InstitutionName; read anew at every round, for people may change them. */
  readonly institutionNames: readonly string[];
  readonly zoneOffsetMinutes: number;
}

export interface AssessDeps {
  readonly ledger: Ledger;
  readonly keys: CenterKeys;
  readonly facility: Facility;
  /** A date, or the date of the earliest study (scan and demonstration). */
  readonly supervisionStart: CalendarDate | 'earliest-study';
  readonly now: Now;
  readonly onFault: (what: string, fault: unknown) => void;
}
