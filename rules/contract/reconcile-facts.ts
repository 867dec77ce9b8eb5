import type { DeviceCard } from './fact.ts';
import type { PatientAttribute } from './identity.ts';
import type { DeviceId } from './ids.ts';
import type { CalendarDate } from './instant.ts';
import type { ReviewDecision } from './record.ts';
import type { ImageUploadItem } from './wire/archive.ts';

export const permitKinds = ['radiology', 'large-equipment'] as const;
/** `radiology` = 放射诊疗许可证, `large-equipment` = 大型医用设备配置许可证. */
export type PermitKind = (typeof permitKinds)[number];

/** One device as three registers have it: what the archive's images name, the center's device cards, the permits. */
export interface DeviceStandingFacts {
  readonly subject: 'device';
  readonly deviceId: DeviceId;
  readonly Manufacturer: string;
  readonly ManufacturerModelName: string;
  /** '' when the images carry none: then it cannot be matched for certain. */
  readonly DeviceSerialNumber: string;
  readonly StationName: string;
  readonly modalities: readonly string[];
  readonly ionising: boolean;
  /** AE titles that its images and performed steps give, with the last day of each and the other devices that gave the same one since then, by serial number. */
  readonly AETitles: readonly {
    readonly title: string;
    readonly last: CalendarDate;
    readonly sharedWith: readonly string[];
  }[];
  /** Days of the first and the last study in the archive whose images name it; absent: none. */
  readonly seen?: { readonly first: CalendarDate; readonly last: CalendarDate; readonly studies: number };
  /** The card in force on the day of judging. */
  readonly card?: DeviceCard;
  /** The center keeps device cards. */
  readonly cardsInUse: boolean;
  /** The center keeps a register of permits. */
  readonly permitsInUse: boolean;
  /** Radiology permits that list the device, by number and serial number; empty: none does. */
  readonly permits: readonly {
    readonly number: string;
    readonly validFrom: CalendarDate;
    readonly validTo?: CalendarDate;
  }[];
  /** Stop orders that touch it or its scope, with its own studies dated inside the order. */
  readonly stops: readonly {
    readonly orderId: string;
    readonly from: CalendarDate;
    readonly liftedOn?: CalendarDate;
    readonly studies: number;
    readonly lastStudyOn?: CalendarDate;
  }[];
  readonly reviews: readonly ReviewDecision[];
  readonly asOf: CalendarDate;
}

/** How a person is named in headers. */
export const personRoles = ['operator', 'performing', 'reading', 'report-signer'] as const;
export type PersonRole = (typeof personRoles)[number];

/** One name that headers give, and who that is in the staff list. The name stays wrapped: it never leaves the center. */
export interface SeenPersonFacts {
  readonly subject: 'person';
  readonly name: PatientAttribute;
  readonly roles: readonly PersonRole[];
  /** Days with studies that give the name. */
  readonly days: number;
  readonly firstSeen: CalendarDate;
  readonly lastSeen: CalendarDate;
  /** The center keeps a staff list. */
  readonly staffInUse: boolean;
  /** Some entry of the staff list carries a name in the script of this one (Han or Latin); else the two cannot be compared. */
  readonly comparable: boolean;
  /** Entries of that name; two people of one name are both here. */
  readonly staff: readonly {
    readonly post: string;
    readonly validFrom: CalendarDate;
    readonly validTo?: CalendarDate;
    /** Licence to practise, of reporting physicians: its specialty and the day on which it ends. */
    readonly licence?: { readonly imaging: boolean; readonly validTo?: CalendarDate };
  }[];
  readonly reviews: readonly ReviewDecision[];
  readonly asOf: CalendarDate;
}

export type UploadFigures = Omit<ImageUploadItem, 'type' | 'asOf'>;

/** Images of one month of studies that are due at the regional platform (MIDC-3.11d). */
export interface UploadMonthFacts {
  readonly subject: 'archive';
  readonly figures: UploadFigures;
  /** Studies whose receipt is not due yet. */
  readonly pending: number;
  /** Receipts have come at least once. */
  readonly receiptsInUse: boolean;
  readonly reviews: readonly ReviewDecision[];
  readonly asOf: CalendarDate;
}
