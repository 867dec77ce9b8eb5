import {
  type DeviceUptimeFacts,
  type Observed,
  type Quantity,
  quantity,
  type UptimeFigures,
  uptimeDefinition,
  uptimeRates,
  type Verdict,
} from '@center/contract';
import { equipmentSeen } from './equipment-seen.ts';
import { evidenceMissing, notApplicable, notYetRun, remark, seen } from './verdicts.ts';

const percent = (hundredths: number): Quantity<'%'> => quantity(hundredths / 100, '%');
/** Whole hours, as people speak of them; the milliseconds stand in the account. */
const hours = (ms: number): Quantity<'h'> => quantity(Math.floor(ms / 3_600_000), 'h');

/** Rate, both bounds and coverage as they are printed, and what stands against the device. Figures that grow with every hour of use are not among them. */
export function uptimeSeen(device: DeviceUptimeFacts, figures: UptimeFigures): readonly Observed[] {
  const { rate, low, high, coverage } = uptimeRates(figures);
  return [
    ...equipmentSeen(device),
    ...seen({
      uptimeDefinition,
      ...(rate === undefined ? {} : { availability: percent(rate) }),
      ...(low === undefined ? {} : { availabilityLow: percent(low) }),
      ...(high === undefined ? {} : { availabilityHigh: percent(high) }),
      ...(coverage === undefined ? {} : { coverage: percent(coverage) }),
      downHours: hours(figures.downMs),
      unknownHours: hours(figures.unknownMs),
    }),
  ];
}

/** Days after which a calendar without one open hour is no quiet week. */
const quietDays = 31;

/** Nothing was required: only a documented reason makes that no matter; what nobody has set up is missing evidence. */
export function nothingRequired(device: DeviceUptimeFacts, { nothingRequired: why, period }: UptimeFigures): Verdict {
  const which = equipmentSeen(device);
  if (why === undefined || why === 'no-calendar')
    return evidenceMissing(
      ['serviceCalendar'],
      [...which, ...seen({ nothingRequired: 'no-calendar' })],
      remark('设备没有服务日历。', 'The device has no service calendar.'),
    );
  switch (why) {
    case 'suspended':
    case 'maintenance':
    case 'external':
      return notApplicable('nothingRequired', why);
    case 'not-in-service':
      return notYetRun([...which, ...seen({ nothingRequired: why })], ['requiredTime']);
    case 'closed': {
      const observed = [...which, ...seen({ nothingRequired: why })];
      return period.end - period.start < quietDays * 86_400_000
        ? notYetRun(observed, ['requiredTime'])
        : evidenceMissing(
            ['openingHours'],
            observed,
            remark('日历中长期没有开机时段。', 'The calendar has had no open hour for long.'),
          );
    }
  }
}

/** Most of the unknown time was silence of the agent or of every probe; the rest waits for people. */
export function mostlySilent({ unknownMs, silentMs }: UptimeFigures): boolean {
  return silentMs * 2 >= unknownMs;
}
