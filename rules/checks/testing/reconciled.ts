// Plain facts of what is reconciled for tests: a device, a person, a month of uploads with nothing to say against them.
import {
  type DeviceStandingFacts,
  must,
  parseDeviceId,
  patientAttribute,
  type SeenPersonFacts,
  type UploadFigures,
  type UploadMonthFacts,
} from '@center/contract';
import { card } from './facts.ts';
import { day, judgedDay } from './moments.ts';

/** A CT in use, on its card and on a radiology permit. */
export function standingDevice(change: Partial<DeviceStandingFacts> = {}): DeviceStandingFacts {
  return {
    subject: 'device',
    deviceId: must(parseDeviceId('0a'.repeat(16))),
    Manufacturer: 'TESTMED',
    ManufacturerModelName: 'Model One',
    DeviceSerialNumber: 'SN-1001',
    StationName: 'CT1',
    modalities: ['CT'],
    ionising: true,
    AETitles: [],
    seen: { first: day('2024-01-02'), last: day('2026-05-19'), studies: 4000 },
    card: card('CT'),
    cardsInUse: true,
    permitsInUse: true,
    permits: [{ number: '放诊证字0001', validFrom: day('2020-01-01') }],
    stops: [],
    reviews: [],
    asOf: judgedDay,
    ...change,
  };
}

/** A reporting physician with a valid licence in imaging. */
export function seenPerson(change: Partial<SeenPersonFacts> = {}): SeenPersonFacts {
  return {
    subject: 'person',
    name: patientAttribute('王^芳'),
    roles: ['operator', 'report-signer'],
    days: 120,
    firstSeen: day('2025-01-02'),
    lastSeen: day('2026-05-19'),
    staffInUse: true,
    comparable: true,
    staff: [
      {
        post: 'physician',
        validFrom: day('2020-01-01'),
        licence: { imaging: true, validTo: day('2030-12-31') },
      },
    ],
    reviews: [],
    asOf: judgedDay,
    ...change,
  };
}

export function uploadMonth(
  figures: Partial<UploadFigures> = {},
  change: Partial<Omit<UploadMonthFacts, 'figures'>> = {},
): UploadMonthFacts {
  return {
    subject: 'archive',
    figures: {
      month: '2026-04',
      finished: 400,
      receipted: 398,
      late: 0,
      refused: 0,
      overdue: 2,
      delayP50Hours: 5,
      delayP95Hours: 20,
      ...figures,
    },
    pending: 0,
    receiptsInUse: true,
    reviews: [],
    asOf: judgedDay,
    ...change,
  };
}
