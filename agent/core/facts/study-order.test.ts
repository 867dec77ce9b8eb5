import { createHash } from 'node:crypto';
import { instant, must, parseCalendarDate, parseStudyInstanceUID } from '@center/contract';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { factHash } from '../assess/fact-hash.ts';
import type { ObservedObject, StudyInput } from './observed-object.ts';
import { factsOfStudy } from './study.ts';
import { amount, doseReport, scan, shot, telling } from './testing/doses.ts';
import { classes, observed } from './testing/observed.ts';

const digest = (text: string): string => createHash('sha256').update(text).digest('hex');
const day = (text: string) => must(parseCalendarDate(text));

/** A study in which objects disagree about nearly everything: any fact that asks the first one would show it. */
const objects: readonly ObservedObject[] = [
  observed({
    PatientName: 'Wang^Fang',
    PatientSex: 'F',
    PatientBirthDate: '19800501',
    AccessionNumber: 'A1',
    StationName: 'X',
  }),
  observed({
    PatientName: 'Li^Na',
    PatientSex: 'F',
    PatientBirthDate: '19900501',
    AccessionNumber: 'A2',
    PatientAge: '030Y',
  }),
  observed({
    BodyPartExamined: 'CHEST',
    ProtocolName: 'Chest',
    StudyDescription: '胸部',
    KVP: 120,
    StudyDate: '20260311',
  }),
  observed({
    BodyPartExamined: 'PELVIS',
    ProtocolName: 'Pelvis',
    PregnancyStatus: 2,
    OperatorsName: 'Zhao^Min',
    KVP: 100,
  }),
  observed({ LastMenstrualDate: '20260101', PregnancyStatus: 1, ContrastBolusAgent: 'Iohexol' }),
  observed({ LastMenstrualDate: '20260201', DeviceSerialNumber: 'S2', DateOfLastCalibration: '20260101' }),
  observed({ DeviceSerialNumber: 'S2', ExposureIndex: 100, OtherPatientIDs: '11010519491231002X' }),
  observed({ ImageType: ['DERIVED', 'SECONDARY'] }, { damage: [{ code: 'truncated-pixel-data' }] }),
  observed({ Modality: 'DOC', VerificationFlag: 'VERIFIED' }, { sopClass: classes.pdf }),
  observed({ PerformedProcedureStepStatus: 'DISCONTINUED' }, { sopClass: classes.performedStep }),
  observed({ PerformedProcedureStepStatus: 'COMPLETED' }, { sopClass: classes.performedStep }),
  telling([{ values: { CTDIvol: amount(8.1, 'mGy') } }], { AcquisitionTime: '093001' }),
  telling([{ values: { CTDIvol: amount(8.7, 'mGy') } }], { AcquisitionTime: '093000' }),
  telling([shot(undefined, 1e-4)], { Modality: 'DX', DeviceSerialNumber: 'S9' }, { sopClass: classes.dx }),
  telling([shot('1.7', 3e-4)], { Modality: 'DX', DeviceSerialNumber: 'S9' }, { sopClass: classes.dx }),
  doseReport([scan('1.1', 300.1), scan('1.2', 200.7)]),
  doseReport([scan('1.2', 200.7), scan('1.3', 0.3), scan(undefined, 5)]),
];

const input: StudyInput = {
  StudyInstanceUID: must(parseStudyInstanceUID('1.2.3')),
  objects,
  unreadable: [
    { locator: 'b', reason: 'truncated' },
    { locator: 'a', reason: 'truncated' },
  ],
  firstSeenAt: instant(Date.parse('2026-03-11T02:00:00Z')),
  completeness: 'quiet',
  records: { reviews: [] },
  cards: [],
  registerInUse: false,
  institutionNames: [],
  examMapping: [
    { id: '1', keyword: 'ProtocolName', Modality: 'CT', pattern: 'Chest', examClass: 'chest', origin: 'center' },
    { id: '2', keyword: 'ProtocolName', Modality: 'CT', pattern: 'Pelvis', examClass: 'pelvis', origin: 'center' },
  ],
  earlier: [],
  asOf: day('2026-11-25'),
  zoneOffsetMinutes: 480,
};

const hashOf = (study: StudyInput): string => factHash(factsOfStudy(study, digest), digest, digest);

it('the facts of a study do not depend on the order in which its objects came', () => {
  const expected = hashOf(input);
  fc.assert(
    fc.property(
      fc.shuffledSubarray([...objects], { minLength: objects.length }),
      fc.shuffledSubarray([...input.unreadable], { minLength: input.unreadable.length }),
      (shuffled, unreadable) => {
        expect(hashOf({ ...input, objects: shuffled, unreadable })).toBe(expected);
      },
    ),
  );
});

it('earlier studies are those of the month before, newest first, and never the study itself', () => {
  const earlier = (uid: string, date: string) => ({
    StudyInstanceUID: must(parseStudyInstanceUID(uid)),
    date: day(date),
    modalities: ['DX'],
    region: { abdomenOrPelvis: 'no', lowerAbdomen: 'no', chest: 'yes', head: 'no' } as const,
  });
  const study = { ...input, objects: [observed()] };
  const told = [
    earlier('1.5', '2026-02-06'),
    earlier('1.4', '2026-02-07'),
    earlier('1.6', '2026-03-09'),
    earlier('1.2.3', '2026-03-10'),
    earlier('1.7', '2026-03-11'),
  ];
  expect(
    factsOfStudy({ ...study, earlier: told }, digest).earlier.map(({ StudyInstanceUID }) => StudyInstanceUID),
  ).toEqual(['1.6', '1.4']);
});
