import {
  type CalendarDate,
  type DailyRecord,
  type DisputeRecord,
  type EquipmentCard,
  type EquipmentRecord,
  type EquipmentRecordBody,
  type ExternalRecord,
  type FaultRecord,
  type HolidaySet,
  type Instant,
  instant,
  must,
  parseCalendarDate,
  parseInstant,
  type ServiceCalendar,
  type Signature,
  type SuspensionRecord,
  type WindowRecord,
} from '@center/contract';
import { type AvailabilityInput, type EquipmentRecords, type ProbeSpan, usualAvailabilityPolicy } from '../evidence.ts';

export const day = (text: string): CalendarDate => must(parseCalendarDate(text));
/** Local time of Shanghai, `2026-11-02 08:00`. */
export const at = (text: string): Instant => must(parseInstant(`${text.replace(' ', 'T')}+08:00`));
export const hours = (count: number): number => count * 3_600_000;
export const minutes = (count: number): number => count * 60_000;
export const signed = (by: string, when: Instant): Signature => ({ by, at: when });

/** Kept as one revision, written when it says. */
export function record<B extends EquipmentRecordBody>(id: string, body: B, entered: Signature): EquipmentRecord<B> {
  return { id, revision: 1, body, entered, reason: '', firstEntered: entered };
}

export function fault(
  body: Partial<FaultRecord> & { start: Instant },
  entered?: Signature,
): EquipmentRecord<FaultRecord> {
  return record(
    'fault-1',
    {
      kind: 'fault',
      equipmentId: 'ct-1',
      openedBy: 'person',
      degraded: false,
      description: '',
      ...body,
    },
    entered ?? signed(body.openedBy === 'probe' ? 'agent' : 'li', body.start),
  );
}
export function maintenanceWindow(
  body: Partial<WindowRecord> & { from: Instant; to: Instant },
  entered?: Signature,
): EquipmentRecord<WindowRecord> {
  const written = signed('li', instant(body.from - hours(24)));
  return record(
    'window-1',
    {
      kind: 'window',
      equipmentIds: ['ct-1'],
      reason: 'PM',
      requested: written,
      approved: signed('wang', instant(body.from - hours(20))),
      ...body,
    },
    entered ?? written,
  );
}
export function external(
  body: Partial<ExternalRecord> & { from: Instant; to: Instant },
): EquipmentRecord<ExternalRecord> {
  return record(
    'external-1',
    {
      kind: 'external',
      equipmentIds: ['ct-1'],
      cause: 'mains',
      document: 'notice of the grid company',
      approved: signed('wang', body.to),
      ...body,
    },
    signed('li', body.to),
  );
}
export function suspension(
  body: Partial<SuspensionRecord> & { from: Instant },
  entered?: Signature,
): EquipmentRecord<SuspensionRecord> {
  return record(
    'suspension-1',
    {
      kind: 'suspension',
      equipmentId: 'ct-1',
      reason: 'not needed',
      countersigned: signed('wang', body.from),
      ...body,
    },
    entered ?? signed('li', instant(body.from - hours(24))),
  );
}
export function dispute(body: Partial<DisputeRecord> & { from: Instant; to: Instant }): EquipmentRecord<DisputeRecord> {
  return record(
    'dispute-1',
    { kind: 'dispute', equipmentId: 'ct-1', reason: 'it worked', countersigned: signed('wang', body.to), ...body },
    signed('li', body.to),
  );
}
export function daily(
  date: string,
  status: DailyRecord['status'],
  entered: Signature = signed('li', at(`${date} 08:30`)),
): EquipmentRecord<DailyRecord> {
  return record(
    `daily-${date}`,
    {
      kind: 'daily',
      equipmentId: 'ct-1',
      date: day(date),
      status,
      selfCheckDone: true,
      calibrationDone: true,
      remark: '',
      prefilled: {},
    },
    entered,
  );
}

export function span(state: ProbeSpan['state'], from: string, to: string, more: Partial<ProbeSpan> = {}): ProbeSpan {
  return {
    probe: 'ct-1-echo',
    state,
    grade: 'service',
    stage: 'echo',
    code: '',
    samples: 10,
    clockEpoch: 0,
    doubtful: false,
    start: at(from),
    end: at(to),
    ...more,
  };
}

export const ct: EquipmentCard = {
  id: 'ct-1',
  kind: 'imaging',
  name: 'CT',
  Manufacturer: 'M',
  ManufacturerModelName: 'X',
  DeviceSerialNumber: '1',
  calendarId: 'days',
  inServiceFrom: day('2025-01-01'),
  warmUpMinutes: 0,
  reachabilityIsAll: false,
};

/** Open each day of the week, holidays too: 08:00 to 18:00. */
export const everyDay: ServiceCalendar = {
  id: 'days',
  name: 'days',
  zone: 'Asia/Shanghai',
  patterns: [
    { effectiveFrom: day('2020-01-01'), days: Array.from({ length: 7 }, () => [{ from: '08:00', to: '18:00' }]) },
  ],
  onHolidays: 'as-usual',
  overrides: [],
};

export const noHolidays: HolidaySet = {
  source: 'none',
  coversFrom: day('2020-01-01'),
  coversTo: day('2030-12-31'),
  holidays: [],
  workdays: [],
};

const noRecords: EquipmentRecords = {
  daily: [],
  faults: [],
  windows: [],
  suspensions: [],
  externals: [],
  disputes: [],
};

/** A text as its own digest, so that a test sees what a hash would rest on. */
export const plainDigest = (text: string): string => text;

/** One CT, open each day from eight to six, over one period. */
export function known(
  from: string,
  to: string,
  more: Partial<Omit<AvailabilityInput, 'records'>> & { readonly records?: Partial<EquipmentRecords> } = {},
): AvailabilityInput {
  return {
    card: ct,
    calendar: everyDay,
    holidays: noHolidays,
    spans: [],
    exposures: [],
    policy: usualAvailabilityPolicy,
    period: { start: at(from), end: at(to) },
    now: at(to),
    digest: plainDigest,
    ...more,
    records: { ...noRecords, ...more.records },
  };
}
