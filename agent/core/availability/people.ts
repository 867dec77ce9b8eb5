import type {
  CalendarDate,
  DailyRecord,
  DailyStatus,
  EquipmentCard,
  EquipmentRecord,
  FaultRecord,
  HolidaySet,
  Instant,
  MaintenanceRecord,
} from '@center/contract';
import type { AvailabilityInput, AvailabilityPolicy } from './evidence.ts';

export interface DailyDue {
  readonly date: CalendarDate;
  readonly opensAt: Instant;
  readonly dueAt: Instant;
  readonly standing: 'not-due' | 'in-time' | 'late' | 'missing';
  readonly recordId?: string;
}
/** Each day of the period with opening hours in service: one daily record is owed, at opening and `dailyDueMs`. */
export function dueDaily(_input: AvailabilityInput): DailyDue[] {
  throw new Error('being written');
}

export interface DailyPrefill {
  readonly equipmentId: string;
  readonly date: CalendarDate;
  /** What the evidence suggests; absent: it suggests nothing, and the person says. */
  readonly status?: DailyStatus;
  readonly firstExposureAt?: Instant;
  readonly firstAnswerAt?: Instant;
  readonly temperatureC?: number;
  readonly humidityPct?: number;
  readonly heliumPct?: number;
  readonly counter?: number;
  /** All of the above that is known, as kept in the record. */
  readonly prefilled: DailyRecord['prefilled'];
}
export type DailyReadings = Pick<DailyPrefill, 'temperatureC' | 'humidityPct' | 'heliumPct' | 'counter'>;
/** What the machine can say of the day before a person signs. */
export function prefillDaily(_input: AvailabilityInput, _date: CalendarDate, _readings: DailyReadings): DailyPrefill {
  throw new Error('being written');
}

/** Daily records that say the opposite of what was seen; `countersigned` ones a second person has looked at. */
export interface Contradiction {
  readonly recordId: string;
  readonly date: CalendarDate;
  readonly says: DailyStatus;
  /** Time of that day's opening hours in which probes, or exams, said the opposite. */
  readonly againstMs: number;
  readonly countersigned: boolean;
}
export function contradictionsOf(_input: AvailabilityInput): Contradiction[] {
  throw new Error('being written');
}

export interface MaintenanceStanding {
  readonly everyMonths?: number;
  readonly last?: { readonly on: CalendarDate; readonly accepted: boolean };
  readonly dueOn?: CalendarDate;
  readonly overdue: boolean;
  readonly planned: number;
  readonly done: number;
}
/** Planned maintenance of one device on `asOf`: done ÷ planned over the twelve months before, and when the next is due. */
export function maintenanceStanding(
  _card: EquipmentCard,
  _records: readonly EquipmentRecord<MaintenanceRecord>[],
  _asOf: CalendarDate,
  _zone: string,
): MaintenanceStanding {
  throw new Error('being written');
}

/** Drafts that nobody has classified, and of these the ones older than the policy's working days. */
export function unclassifiedOf(
  _faults: readonly EquipmentRecord<FaultRecord>[],
  _now: Instant,
  _zone: string,
  _holidays: HolidaySet,
  _policy: AvailabilityPolicy,
): {
  readonly unclassified: readonly EquipmentRecord<FaultRecord>[];
  readonly overdue: readonly EquipmentRecord<FaultRecord>[];
} {
  throw new Error('being written');
}
