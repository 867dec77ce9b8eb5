// Plain facts for tests: a conforming study, and others made from it by one named change.
import {
  type AgeBand,
  type DeviceCard,
  type DeviceModality,
  must,
  type NameFact,
  type PregnancyFacts,
  parseDeviceId,
  parseStudyInstanceUID,
  patientAttribute,
  type RegionFacts,
  type ReportDocument,
  type SeenDevice,
  type StudyFacts,
  type TextFact,
} from '@center/contract';
import { consent, harmExplained, noRecords, records, review, specialNeed } from './care-records.ts';
import { type CtDose, ctReport } from './doses.ts';
import { at, day, exposureAt, judgedDay, studyDay } from './moments.ts';

export const text = <T extends string>(value: T): TextFact<T> => ({
  status: 'present',
  value: patientAttribute(value),
});
export const absent: TextFact<never> = { status: 'absent' };
export const empty: TextFact<never> = { status: 'empty' };
export const undecodable: TextFact<never> = { status: 'undecodable', why: 'bytes outside SpecificCharacterSet' };

/** PatientName with its groups, each still with its `^`. */
export function name(alphabetic: string, ideographic?: string): NameFact {
  return {
    status: 'present',
    alphabetic: patientAttribute(alphabetic),
    ...(ideographic === undefined ? {} : { ideographic: patientAttribute(ideographic) }),
  };
}

/** A number with the right check character: Beijing 东城区, born 1985-03-12, a man (odd 17th digit). */
export const idOfMan = '110101198503120017';

export function card(modality: DeviceModality, change: Partial<DeviceCard> = {}): DeviceCard {
  return {
    deviceId: must(parseDeviceId('0a'.repeat(16))),
    name: '一号机',
    Manufacturer: 'TESTMED',
    ManufacturerModelName: 'Model One',
    DeviceSerialNumber: 'SN-1001',
    modality,
    doseRecord: 'rdsr',
    permitNumber: '放诊证字0001',
    validFrom: day('2020-01-01'),
    ...change,
  };
}

export function device(
  modality: DeviceModality,
  change: Partial<SeenDevice> = {},
  cardChange: Partial<DeviceCard> = {},
): SeenDevice {
  const held = card(modality, cardChange);
  return {
    deviceId: held.deviceId,
    Manufacturer: held.Manufacturer,
    ManufacturerModelName: held.ManufacturerModelName,
    DeviceSerialNumber: held.DeviceSerialNumber,
    StationName: `${modality}1`,
    modalities: [modality],
    card: held,
    ...change,
  };
}

/** A device whose serial number is in no register. */
export function deviceWithoutCard(modality: DeviceModality, change: Partial<SeenDevice> = {}): SeenDevice {
  const { card: _card, ...rest } = device(modality);
  return { ...rest, ...change };
}

export function region(change: Partial<RegionFacts> = {}): RegionFacts {
  return {
    abdomenOrPelvis: 'no',
    lowerAbdomen: 'no',
    chest: 'no',
    head: 'no',
    fetal: 'no',
    decidedBy: ['BodyPartExamined=CHEST'],
    ...change,
  };
}

export const chest = region({ chest: 'yes' });
export const head = region({ head: 'yes', decidedBy: ['BodyPartExamined=HEAD'] });
export const pelvis = region({ abdomenOrPelvis: 'yes', lowerAbdomen: 'yes', decidedBy: ['BodyPartExamined=PELVIS'] });
export const upperAbdomen = region({ abdomenOrPelvis: 'yes', decidedBy: ['BodyPartExamined=LIVER'] });
export const nowhereKnown = region({
  abdomenOrPelvis: 'unknown',
  lowerAbdomen: 'unknown',
  chest: 'unknown',
  head: 'unknown',
  fetal: 'unknown',
  decidedBy: [],
});

export function years(value: number, change: Partial<StudyFacts['age']> = {}): StudyFacts['age'] {
  const bands: readonly (readonly [number, AgeBand])[] = [
    [1, '0-<1'],
    [5, '1-<5'],
    [10, '5-<10'],
    [15, '10-<15'],
    [18, '15-17'],
    [Number.POSITIVE_INFINITY, 'adult'],
  ];
  const band = bands.find(([below]) => value < below)?.[1];
  return { years: value, source: 'dates', ...(band === undefined ? {} : { band }), differenceYears: 0, ...change };
}

export const ageUnknown: StudyFacts['age'] = { source: 'none' };

export function pregnancy(change: Partial<PregnancyFacts> = {}): PregnancyFacts {
  return { PregnancyStatus: 'not-filled', lastMenstrual: { status: 'absent' }, contradictory: false, ...change };
}

/** LastMenstrualDate this many days before the study. */
export function menstruationDaysAgo(days: number): PregnancyFacts['lastMenstrual'] {
  return { status: 'usable', date: studyDay, daysAtStudy: days };
}

const oneDevice = device('CT');

/** The conforming baseline: own CT of the chest of a man of 40, quiet, with RDSR, from a registered device. */
export const baseline: StudyFacts = {
  subject: 'study',
  StudyInstanceUID: must(parseStudyInstanceUID('1.2.156.1.1')),
  completeness: 'quiet',
  date: studyDay,
  dateSource: 'StudyDate',
  acquiredAt: exposureAt,
  asOf: judgedDay,
  modalities: ['CT', 'SR'],
  ionising: 'yes',
  xray: 'yes',
  origin: { kind: 'own', by: 'device-register' },
  registerInUse: true,
  patient: {
    PatientName: name('Zhang^San', '张^三'),
    PatientID: text('P000123'),
    PatientBirthDate: text(day('1985-03-12')),
    PatientSex: 'M',
    identityNumbers: [],
  },
  age: years(40),
  pregnancy: pregnancy(),
  region: chest,
  words: {
    texts: [
      { keyword: 'StudyDescription', text: '胸部平扫' },
      { keyword: 'ProtocolName', text: 'Chest Routine' },
    ],
    procedureCodes: [],
  },
  objects: [
    {
      Modality: 'CT',
      SOPClassUID: '1.2.840.10008.5.1.4.1.1.2',
      deviceId: oneDevice.deviceId,
      count: 120,
      acquired: true,
    },
    {
      Modality: 'SR',
      SOPClassUID: '1.2.840.10008.5.1.4.1.1.88.67',
      deviceId: oneDevice.deviceId,
      count: 1,
      acquired: false,
    },
  ],
  devices: [oneDevice],
  dose: {
    reports: [ctReport()],
    header: [],
    techniqueFactors: true,
    headerDosePresent: true,
    administeredActivity: 'no',
    unitUnknown: [],
    events: ctReport().events.map((event) => ({ ...event, source: 'rdsr' })),
    exam: {
      amounts: { CTDIvol: { value: 6, source: 'rdsr' }, DLP: { value: 240, source: 'rdsr' } },
      phantom: 'body-32cm',
      phases: 1,
    },
    departures: [],
  },
  exam: { class: 'chest', decidedBy: 'StudyDescription=胸部' },
  technique: [
    {
      deviceId: oneDevice.deviceId,
      Modality: 'CT',
      ProtocolName: 'Chest Routine',
      images: 120,
      kvp: { min: 120, max: 120 },
      mAs: { min: 80, max: 160 },
      sliceThickness: { min: 5, max: 5 },
      ExposureModulationType: 'XYZ_EC',
    },
  ],
  exposureIndices: [],
  calibrations: [],
  people: { names: [], OperatorsName: 'all', PerformingPhysicianName: 'none', NameOfPhysiciansReadingStudy: 'none' },
  documents: [],
  acquiredUntil: exposureAt,
  contrast: 'no',
  performedSteps: [],
  earlier: [],
  retention: {
    class: 'online',
    ageMonths: 2,
    clock: 'StudyDate',
  },
  unreadable: [],
  AccessionNumber: text('A20260310001'),
  records: noRecords,
};

export type Change = Partial<StudyFacts>;

/** The baseline with some members changed. */
export function studyFacts(change: Change = {}): StudyFacts {
  return { ...baseline, ...change };
}

/** The same study with other patient attributes. */
export function patient(change: Partial<StudyFacts['patient']>): Change {
  return { patient: { ...baseline.patient, ...change } };
}

/** An identity number that stands in PatientID. */
export function withNumber(number: string, change: Partial<StudyFacts['patient']> = {}): StudyFacts {
  return studyFacts(
    patient({
      PatientID: text(number),
      identityNumbers: [
        {
          value: patientAttribute(number),
          where: 'PatientID',
          kind: /^[89]/.test(number) ? 'residence-permit' : 'resident-id',
        },
      ],
      ...change,
    }),
  );
}

/** CT of one class with one diagnostic event of this dose. */
function ct(where: RegionFacts, examClass: string, dose: CtDose, change: Change): StudyFacts {
  const report = ctReport(dose);
  const { CTDIvol = 6, DLP = 240, phantom = 'body-32cm' } = dose;
  return studyFacts({
    region: where,
    exam: { class: examClass, decidedBy: `StudyDescription=${examClass}` },
    dose: {
      ...baseline.dose,
      reports: [report],
      events: report.events.map((event) => ({ ...event, source: 'rdsr' })),
      exam: {
        amounts: { CTDIvol: { value: CTDIvol, source: 'rdsr' }, DLP: { value: DLP, source: 'rdsr' } },
        ...(phantom === 'none' ? {} : { phantom }),
        phases: 1,
      },
    },
    ...change,
  });
}

export const ctChest = (dose: CtDose = {}, change: Change = {}): StudyFacts => ct(chest, 'chest', dose, change);
export function ctHead(dose: CtDose = {}, change: Change = {}): StudyFacts {
  return ct(
    head,
    'head',
    { CTDIvol: 50, DLP: 700, phantom: 'head-16cm', ...dose },
    { words: { texts: [{ keyword: 'StudyDescription', text: '头颅平扫' }], procedureCodes: [] }, ...change },
  );
}

/** X-ray of the pelvis of a woman of 30 who has said that she is not pregnant. */
export function woman(change: Change = {}): StudyFacts {
  return studyFacts({
    ...patient({ PatientName: name('Li^Na', '李^娜'), PatientSex: 'F', PatientBirthDate: text(day('1995-06-01')) }),
    age: years(30),
    region: pelvis,
    modalities: ['DX'],
    words: { texts: [{ keyword: 'StudyDescription', text: '骨盆正位' }], procedureCodes: [] },
    devices: [device('DX')],
    objects: [
      {
        Modality: 'DX',
        SOPClassUID: '1.2.840.10008.5.1.4.1.1.1.1',
        deviceId: oneDevice.deviceId,
        count: 1,
        acquired: true,
      },
    ],
    pregnancy: pregnancy({ PregnancyStatus: 1 }),
    ...change,
  });
}

/** The same, pregnant for certain: status 3, `days` after the last menstruation, with everything that the clauses ask for signed in time. */
export function pregnantWoman(days: number, change: Change = {}): StudyFacts {
  return woman({
    pregnancy: pregnancy({ PregnancyStatus: 3, lastMenstrual: menstruationDaysAgo(days) }),
    records: records({ harmExplained: harmExplained(), consent: consent(), specialNeed: specialNeed() }),
    ...change,
  });
}

export const sexes = {
  unknown: patient({ PatientSex: 'absent' }),
  man: patient({ PatientSex: 'M' }),
  woman: patient({ PatientSex: 'F' }),
} as const;

/** A report in the archive: structured, complete and verified by a named physician after the last image. */
export const report = (change: Partial<ReportDocument> = {}): ReportDocument => ({
  SOPInstanceUID: '1.2.156.1.1.88',
  SOPClassUID: '1.2.840.10008.5.1.4.1.1.88.22',
  CompletionFlag: 'COMPLETE',
  VerificationFlag: 'VERIFIED',
  verifiedAt: at('2026-03-10T11:00:00+08:00'),
  observerNamed: true,
  ...change,
});

/** Objects of which none was acquired by a device from the patient. */
export const nothingAcquired: Change = { objects: baseline.objects.map((group) => ({ ...group, acquired: false })) };
/** Brought from another institution. */
export const importedStudy: Change = { origin: { kind: 'imported', by: 'institution' } };
/** Judged on the day of the study. */
export const sameDay: Change = { asOf: studyDay };

/** The baseline with other dose facts. */
export const withDose = (dose: Partial<StudyFacts['dose']>, change: Change = {}): StudyFacts =>
  studyFacts({ dose: { ...baseline.dose, ...dose }, ...change });

/** One person's decision on a rule. */
export const decided = (ruleId: string, decision: 'confirmed' | 'dismissed'): Change => ({
  records: records({ reviews: [review(ruleId, decision)] }),
});
