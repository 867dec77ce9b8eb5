import { type ArchiveFacts, type ExamGroupFacts, type GroupMeasureFacts, must, parseDeviceId } from '@center/contract';
import { day } from './moments.ts';

/** CTDIvol of head exams with the level 40 / 50 / 60 mGy. */
export function measureFacts(change: Partial<GroupMeasureFacts> = {}): GroupMeasureFacts {
  return {
    measure: 'CTDIvol',
    n: 40,
    excluded: { phantom: 0, phases: 0 },
    median: 50,
    level: { p25: 40, p50: 50, p75: 60, source: 'WS/T 637-2018', verified: false },
    ...change,
  };
}

/** Forty adult head exams of one device that conform. */
export function groupFacts(change: Partial<ExamGroupFacts> = {}): ExamGroupFacts {
  return {
    subject: 'device',
    deviceId: must(parseDeviceId('0f'.repeat(16))),
    examClass: 'head',
    ageBand: 'adult',
    from: '2025-04',
    to: '2026-03',
    measures: [measureFacts()],
    reviews: [],
    asOf: day('2026-03-31'),
    ...change,
  };
}

/** An archive of a hundred studies with nothing to say against it. */
export function archiveFacts(change: Partial<ArchiveFacts> = {}): ArchiveFacts {
  return {
    subject: 'archive',
    studies: 100,
    identityNumbers: { all: 60, underSeveralPatientIds: 0 },
    patientIds: { all: 80, withSeveralNames: 0 },
    devices: [{ deviceId: must(parseDeviceId('0f'.repeat(16))), studies: 100, notPatients: 0 }],
    reviews: [],
    asOf: day('2026-03-31'),
    ...change,
  };
}
