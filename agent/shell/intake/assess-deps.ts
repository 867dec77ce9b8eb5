import type { CalendarDate } from '@center/contract';
import type { Now } from '../clock/index.ts';
import { type CenterKeys, fromJson, type Ledger } from '../ledger/index.ts';

export interface Facility {
  readonly id: string;
  /** Names under which the center writes InstitutionName. */
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

/** Names of the own institution: what people entered at the station, else what the configuration says. */
export function institutionNames({ ledger, facility }: Pick<AssessDeps, 'ledger' | 'facility'>): readonly string[] {
  const entered = ledger.meta.get('institution-names');
  return entered === undefined ? facility.institutionNames : fromJson<string[]>(entered);
}
