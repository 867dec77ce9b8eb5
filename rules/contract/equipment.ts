import type { DeviceId } from './ids.ts';
import type { CalendarDate, Instant } from './instant.ts';

/**
 * What is watched. Only `imaging` enters the device rate (MIDC-3.14b); PACS, UPS and network are groups of their own beside it.
 */
export const equipmentKinds = ['imaging', 'pacs', 'ups', 'room', 'network', 'host'] as const;
export type EquipmentKind = (typeof equipmentKinds)[number];

/** What the center's people say of one thing that is watched. `id` is their own short name, letters, digits, dots, dashes (`ct-1`); probes of the configuration name it. */
export interface EquipmentCard {
  readonly id: string;
  readonly kind: EquipmentKind;
  readonly name: string;
  /** The card of the device register that it is: identity is the serial number, never the AE title. Imaging devices only. */
  readonly deviceId?: DeviceId;
  readonly Manufacturer: string;
  readonly ManufacturerModelName: string;
  readonly DeviceSerialNumber: string;
  /** Its calendar; absent: no calendar, and its time is not required but missing evidence. */
  readonly calendarId?: string;
  /** Accepted on; retired on. */
  readonly inServiceFrom: CalendarDate;
  readonly inServiceTo?: CalendarDate;
  /** Minutes after opening in which it may still be starting (warm-up grace). */
  readonly warmUpMinutes: number;
  /** Nothing better than a ping or a TCP connect exists for it: then these count. */
  readonly reachabilityIsAll: boolean;
  /** Months between two planned maintenances; absent: the plan is not set. */
  readonly maintenanceEveryMonths?: number;
  readonly ups?: UpsCard;
  readonly room?: RoomCard;
}

export interface UpsCard {
  readonly ratedVa?: number;
  /** Date of the battery: of its last replacement. */
  readonly batteryDate?: CalendarDate;
  /** A circuit of its own feeds it, and nothing but the PACS hangs on it. */
  readonly dedicatedCircuit?: boolean;
  /** Ids of the equipment that it feeds. */
  readonly feeds: readonly string[];
  readonly runtimeGoalMinutes: number;
}

export interface RoomCard {
  /** Room of the PACS computers, of an MR, or another. */
  readonly purpose: 'pacs' | 'mr' | 'other';
  /** How smoke is told: by a wired sensor, by the inspection report alone, or not at all. */
  readonly smoke: 'wired' | 'inspection' | 'none';
  /** Last inspection of the fire system, for `inspection`. */
  readonly fireInspectedOn?: CalendarDate;
  /** Band of the rule, edges included (MIDC-3.12d; default 18–27 °C, 20–80 %). */
  readonly temperatureC: { readonly min: number; readonly max: number };
  readonly humidityPct: { readonly min: number; readonly max: number };
}

/** Where a PACS that stands elsewhere is: contract and host's certificate stand for the UPS. */
export interface HostedPacs {
  readonly contract: string;
  readonly certificateValidTo: CalendarDate;
}

/** Local wall time, `HH:MM`, `24:00` allowed as an end; an end that is not later than its start lies on the next day. */
export interface OpeningHours {
  readonly from: string;
  readonly to: string;
}

/** One pattern of opening hours, from its day on until a later one begins. Index 0 Monday … 6 Sunday. */
export interface WeeklyPattern {
  readonly effectiveFrom: CalendarDate;
  readonly days: readonly (readonly OpeningHours[])[];
}

/** A single day that differs: closed, or open at other hours. Outranks holidays and the pattern. */
export interface DayOverride {
  readonly date: CalendarDate;
  readonly hours: readonly OpeningHours[];
  readonly reason: string;
}

export interface ServiceCalendar {
  readonly id: string;
  readonly name: string;
  /** IANA zone of the site. */
  readonly zone: string;
  readonly patterns: readonly WeeklyPattern[];
  /** Hours on public holidays: none, as on any day of the week, or those given. */
  readonly onHolidays: 'closed' | 'as-usual' | readonly OpeningHours[];
  /** A swapped workday (调休) is worked as this weekday (0 Monday …); absent: by its own weekday. */
  readonly swappedWorkdayAs?: number;
  readonly overrides: readonly DayOverride[];
}

/** Public holidays and swapped workdays, with the last day that is settled: beyond it nobody knows. */
export interface HolidaySet {
  readonly source: string;
  readonly coversFrom: CalendarDate;
  readonly coversTo: CalendarDate;
  readonly holidays: readonly { readonly date: CalendarDate; readonly name: string }[];
  readonly workdays: readonly CalendarDate[];
}

/** Who did something, by the station's login, and when it was written down. */
export interface Signature {
  readonly by: string;
  readonly at: Instant;
}

export const dailyStatuses = ['normal', 'degraded', 'fault', 'suspended', 'maintenance'] as const;
/** 正常 · 带病运行 · 故障 · 停用 · 保养. */
export type DailyStatus = (typeof dailyStatuses)[number];

/** 每日设备运行记录 (MIDC-3.14c): one a device and scheduled day, due at opening + 60 minutes. */
export interface DailyRecord {
  readonly kind: 'daily';
  readonly equipmentId: string;
  readonly date: CalendarDate;
  readonly status: DailyStatus;
  readonly selfCheckDone: boolean;
  readonly calibrationDone: boolean;
  /** Exposure or run counter as shown by the device. */
  readonly counter?: number;
  readonly temperatureC?: number;
  readonly humidityPct?: number;
  readonly heliumPct?: number;
  readonly remark: string;
  /** What the machine had filled in before the person signed: kept so that one sees what was changed. */
  readonly prefilled: Readonly<Record<string, string | number | boolean>>;
  /** A second person has looked at a record that says the opposite of what the probes saw. A correction takes it away. */
  readonly countersigned?: Signature;
  /** When what it says was written, where the last revision is only that second signature. */
  readonly writtenAt?: Instant;
}

export const faultClasses = ['fault', 'switched-off', 'network', 'moved', 'maintenance-without-window'] as const;
/**
 * What a failing was, said by a person. Only `fault` is a fault; the others free the time only when a second person countersigns. Unclassified stays down.
 */
export type FaultClass = (typeof faultClasses)[number];

/** 故障记录: opened by a person, or as a draft by a confirmed failing of a probe. Ends with the acceptance of the repair, and with nothing else. */
export interface FaultRecord {
  readonly kind: 'fault';
  readonly equipmentId: string;
  readonly start: Instant;
  /** Acceptance of the repair (修复验收). Absent: still down. */
  readonly end?: Instant;
  readonly openedBy: 'probe' | 'person';
  /** Name of the probe that opened the draft, and when it saw the device work again. */
  readonly probe?: string;
  readonly probeSawUpAt?: Instant;
  /** Since when that probe is not in the configuration any more, so that no answer of it will be seen. No end of the fault. */
  readonly probeGoneAt?: Instant;
  readonly reportedAt?: Instant;
  readonly faultClass?: FaultClass;
  readonly classified?: Signature;
  readonly countersigned?: Signature;
  /** Partly usable: 带病运行. */
  readonly degraded: boolean;
  readonly description: string;
  readonly accepted?: Signature & { readonly result: string };
}

export const maintenanceWorks = ['preventive', 'repair', 'calibration', 'quality-control', 'inspection'] as const;
export type MaintenanceWork = (typeof maintenanceWorks)[number];

/** 维护保养记录 (MIDC-3.14d). */
export interface MaintenanceRecord {
  readonly kind: 'maintenance';
  readonly equipmentId: string;
  readonly work: MaintenanceWork;
  readonly plannedFor?: CalendarDate;
  readonly from: Instant;
  readonly to?: Instant;
  readonly vendor: string;
  readonly parts: string;
  readonly result: string;
  readonly accepted?: Signature;
  readonly faultId?: string;
  readonly windowId?: string;
}

/** 计划维护窗口: planned maintenance, approved before it begins; entered or approved after its start it is retroactive and frees nothing unless countersigned. */
export interface WindowRecord {
  readonly kind: 'window';
  readonly equipmentIds: readonly string[];
  readonly from: Instant;
  readonly to: Instant;
  /** Every so many weeks or months from `from` on, until `until`; absent: once. */
  readonly repeats?: { readonly every: number; readonly unit: 'week' | 'month'; readonly until: CalendarDate };
  readonly reason: string;
  readonly requested: Signature;
  readonly approved?: Signature;
  readonly countersigned?: Signature;
  readonly cancelled?: Signature;
}

/** 停用: formally out of service; frees nothing while a fault was open at its begin, or when exposures lie in it, or before it is countersigned. */
export interface SuspensionRecord {
  readonly kind: 'suspension';
  readonly equipmentId: string;
  readonly from: Instant;
  readonly to?: Instant;
  readonly reason: string;
  readonly countersigned?: Signature;
}

export const externalCauses = ['mains', 'building-cooling', 'permit-suspension', 'other'] as const;
export type ExternalCause = (typeof externalCauses)[number];

/** 外部原因: outside the center's power, with a document and an approver; without the approval it stays in required time. */
export interface ExternalRecord {
  readonly kind: 'external';
  readonly equipmentIds: readonly string[];
  readonly from: Instant;
  readonly to: Instant;
  readonly cause: ExternalCause;
  readonly document: string;
  readonly approved?: Signature;
}

/** A person's word that a device worked although a probe said no. Counts with a reason, and only countersigned. */
export interface DisputeRecord {
  readonly kind: 'dispute';
  readonly equipmentId: string;
  readonly from: Instant;
  readonly to: Instant;
  readonly reason: string;
  readonly countersigned?: Signature;
}

export type EquipmentRecordBody =
  | DailyRecord
  | FaultRecord
  | MaintenanceRecord
  | WindowRecord
  | SuspensionRecord
  | ExternalRecord
  | DisputeRecord;
export type EquipmentRecordKind = EquipmentRecordBody['kind'];
export const equipmentRecordKinds = [
  'daily',
  'fault',
  'maintenance',
  'window',
  'suspension',
  'external',
  'dispute',
] as const satisfies readonly EquipmentRecordKind[];

/** A record as it stands. Append-only: every change is a new revision with its reason; a withdrawn one stays and says why. */
export interface EquipmentRecord<B extends EquipmentRecordBody = EquipmentRecordBody> {
  readonly id: string;
  readonly revision: number;
  readonly body: B;
  /** Who wrote this revision (`agent` for drafts), when, and why; '' for the first. */
  readonly entered: Signature;
  readonly reason: string;
  readonly firstEntered: Signature;
  readonly withdrawn?: Signature & { readonly reason: string };
}
