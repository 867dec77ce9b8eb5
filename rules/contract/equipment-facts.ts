import type { EquipmentCard } from './equipment.ts';
import type { DeviceId } from './ids.ts';
import type { CalendarDate } from './instant.ts';
import type { UpsCounterEvidence, UpsGrade } from './power.ts';
import type { ReviewDecision } from './record.ts';
import type { UptimeFigures } from './uptime.ts';

/** One imaging device by its availability (MIDC-3.14b, 2.9c). */
export interface DeviceUptimeFacts {
  readonly subject: 'device';
  /** Absent: the device stands in the device register and on no card of equipment. */
  readonly equipmentId?: string;
  readonly deviceId?: DeviceId;
  /** P = [max(supervision start, now − 12 months), now). */
  readonly year: UptimeFigures;
  /** The running month up to now. */
  readonly month: UptimeFigures;
  /** The month before it, whole; absent while none lies wholly within supervision. */
  readonly lastMonth?: UptimeFigures;
  /** Whole running month, its future included: what may still be lost; worst: with unknown time as down. */
  readonly monthBudgetLeftMs: number;
  readonly monthWorstBudgetLeftMs: number;
  /** Down now and not explained. */
  readonly downSince?: CalendarDate;
  /** Confirmed failings that nobody has classified, and of these the ones older than three working days. */
  readonly unclassified: number;
  readonly unclassifiedOverdue: number;
  /** Probes that watch it, and the time within opening hours, up to now, since any of them spoke; 0 while one speaks. */
  readonly probes: number;
  readonly silentMs: number;
  readonly reviews: readonly ReviewDecision[];
  readonly asOf: CalendarDate;
}

/** One imaging device by its daily records (MIDC-3.14c), over the scheduled days of the last thirty-one days whose record is due. */
export interface DailyRecordFacts {
  readonly subject: 'device';
  /** Absent: the device stands in the device register and on no card of equipment. */
  readonly equipmentId?: string;
  readonly deviceId?: DeviceId;
  readonly from: CalendarDate;
  /** Days that owe a record; in time, late and without one. */
  readonly due: number;
  readonly inTime: number;
  readonly late: number;
  readonly missing: number;
  /** Of the missing ones, those that may still be filed: three working days, as for all paper evidence. */
  readonly inGrace: number;
  readonly lastMissing?: CalendarDate;
  /** Records that say the opposite of what probes saw, not yet looked at by a second person. */
  readonly contradicting: number;
  readonly calendar: boolean;
  readonly reviews: readonly ReviewDecision[];
  readonly asOf: CalendarDate;
}

/** One imaging device by its planned maintenance (MIDC-3.14d). */
export interface MaintenanceFacts {
  readonly subject: 'device';
  /** Absent: the device stands in the device register and on no card of equipment. */
  readonly equipmentId?: string;
  readonly deviceId?: DeviceId;
  readonly everyMonths?: number;
  readonly inServiceFrom: CalendarDate;
  readonly last?: { readonly on: CalendarDate; readonly accepted: boolean };
  /** Next due; absent without a plan. */
  readonly dueOn?: CalendarDate;
  /** Planned and done in the twelve months before. */
  readonly planned: number;
  readonly done: number;
  readonly reviews: readonly ReviewDecision[];
  readonly asOf: CalendarDate;
}

/** The center's independent UPS (MIDC-3.12b): the best that is known of any of its UPS that feeds the PACS. */
export interface UpsFacts {
  readonly subject: 'facility';
  readonly equipmentId?: string;
  readonly grade: UpsGrade;
  readonly against: readonly UpsCounterEvidence[];
  /** The PACS stands elsewhere: contract and the day until which the host's certificate holds. */
  readonly hosted?: { readonly certificateValidTo: CalendarDate };
  readonly declaredAbsent: boolean;
  /** Asked of within the last polls; false: what it says is old. */
  readonly heard: boolean;
  readonly silentSince?: CalendarDate;
  readonly provedOn?: CalendarDate;
  readonly runtimeMinutes?: number;
  readonly runtimeGoalMinutes?: number;
  readonly selfTest?: { readonly on: CalendarDate; readonly passed: boolean };
  readonly batteryDate?: CalendarDate;
  readonly replaceBattery: boolean;
  readonly reviews: readonly ReviewDecision[];
  readonly asOf: CalendarDate;
}

/** One room (MIDC-3.12c smoke, 3.12d climate). Figures over the last thirty days, or since its first reading if that is later. */
export interface RoomFacts {
  readonly subject: 'room';
  /** Absent, as the card is, when nobody has described a room of the PACS: it has one all the same. */
  readonly equipmentId?: string;
  readonly card?: NonNullable<EquipmentCard['room']>;
  /** The PACS stands elsewhere, and so does its room. */
  readonly hosted?: UpsFacts['hosted'];
  readonly climate: {
    readonly sensor: boolean;
    readonly measuredS: number;
    readonly outsideS: number;
    readonly longestOutsideS: number;
    /** Outside at this moment, since. */
    readonly outsideSince?: CalendarDate;
    /** Share of that time in which a sensor gave a valid value, in hundredths of a percent. */
    readonly coverage: number;
    /** No valid value for longer than three polls. */
    readonly silentSince?: CalendarDate;
  };
  readonly smoke: {
    /** `fault`: the loop is open or the sensor says so; that is not "no smoke". */
    readonly state: 'clear' | 'alarm' | 'fault' | 'unknown' | 'not-wired';
    readonly lastTestedOn?: CalendarDate;
    readonly alarms: number;
    readonly silentSince?: CalendarDate;
  };
  readonly reviews: readonly ReviewDecision[];
  readonly asOf: CalendarDate;
}
