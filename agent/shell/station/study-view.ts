import {
  calendarDateAt,
  type Instant,
  instantToIso,
  type Observed,
  PatientAttribute,
  Quantity,
} from '@center/contract';
import type { StationObserved, StationPatient, StationStudyRow } from '@center/contract/station-api';
import { ageFacts, type Header, type ObservedObject, textOf } from '../../core/index.ts';
import { exposureOf } from '../intake/index.ts';
import type { StudyRow } from '../ledger/index.ts';
import type { StationDeps } from './deps.ts';

/** What the headers say of whom and when; read once and kept until the study changes. */
export interface StudyIdentity {
  readonly patient: StationPatient;
  readonly exam: string;
  /** Start of exposure, or the end of the study's day when only the day is known. */
  readonly exposure: Instant | undefined;
}

export interface StudyViews {
  identity(study: StudyRow): StudyIdentity;
  row(study: StudyRow): StationStudyRow;
  rowByUid(uid: string): StationStudyRow | undefined;
}

const kept = 3000;

/** `王^小明` is 王小明 on paper; `WANG^XIAOMING` is WANG XIAOMING. Han group first, else the alphabetic one. */
function shownName(PatientName: string): string {
  const [alphabetic = '', ideographic = ''] = PatientName.split('=');
  const chosen = ideographic.trim() === '' ? alphabetic : ideographic;
  const parts = chosen
    .split('^')
    .map((part) => part.trim())
    .filter((part) => part !== '');
  return parts.join(/\p{Script=Han}/u.test(chosen) ? '' : ' ');
}

type Headed = Pick<ObservedObject, 'header'>;

/** The header that speaks for the patient: the first that names one. */
function speaking(objects: readonly Headed[]): Header {
  const named = objects.find(({ header }) => (textOf(header, 'PatientName') ?? '') !== '');
  return (named ?? objects[0])?.header ?? {};
}

function ageOf(objects: readonly Headed[], study: StudyRow): StationPatient['age'] {
  const age = ageFacts(
    objects.map(({ header }) => header),
    study.date ?? calendarDateAt(study.firstSeenAt),
  );
  if (age.years === undefined) return { value: null, unit: 'a' };
  if (age.years >= 2 || age.days === undefined) return { value: age.years, unit: 'a' };
  return age.days < 28 ? { value: age.days, unit: 'd' } : { value: Math.floor(age.days / 30.4375), unit: 'mo' };
}

function patientOf(objects: readonly Headed[], study: StudyRow): StationPatient {
  const header = speaking(objects);
  const sex = textOf(header, 'PatientSex');
  return {
    name: shownName(textOf(header, 'PatientName') ?? ''),
    PatientID: textOf(header, 'PatientID') ?? '',
    birthDate: textOf(header, 'PatientBirthDate') ?? '',
    sex: sex === 'M' || sex === 'F' || sex === 'O' ? sex : 'unknown',
    age: ageOf(objects, study),
  };
}

const examKeywords = [
  'StudyDescription',
  'RequestedProcedureDescription',
  'PerformedProcedureStepDescription',
  'ProtocolName',
  'SeriesDescription',
  'BodyPartExamined',
] as const;

function examOf(objects: readonly Headed[]): string {
  for (const keyword of examKeywords) {
    for (const { header } of objects) {
      const text = textOf(header, keyword);
      if (text !== undefined && text !== '') return text.slice(0, 200);
    }
  }
  return '';
}

export function studyViews({ ledger, facility }: StationDeps): StudyViews {
  const known = new Map<string, { changedAt: Instant; sealedAt: Instant | undefined; identity: StudyIdentity }>();
  const identity = (study: StudyRow): StudyIdentity => {
    const uid = study.StudyInstanceUID;
    const before = known.get(uid);
    if (
      before !== undefined &&
      before.changedAt === study.changedAt &&
      before.sealedAt === study.sealedAt &&
      study.date !== undefined
    )
      return before.identity;
    const objects = ledger.objects.ofStudy(uid);
    const sealed = ledger.sealing.header(uid);
    const headed: readonly Headed[] = sealed === undefined ? objects : [{ header: sealed }];
    const read: StudyIdentity = {
      patient: patientOf(headed, study),
      exam: examOf(headed),
      exposure: sealed === undefined ? exposureOf(objects, facility.zoneOffsetMinutes) : study.acquiredAt,
    };
    known.delete(uid);
    known.set(uid, { changedAt: study.changedAt, sealedAt: study.sealedAt, identity: read });
    const [oldest] = known.keys();
    if (known.size > kept && oldest !== undefined) known.delete(oldest);
    return read;
  };
  const row = (study: StudyRow): StationStudyRow => {
    const { patient, exam, exposure } = identity(study);
    const findings = ledger.findings.bySubject('study', study.StudyInstanceUID);
    return {
      StudyInstanceUID: study.StudyInstanceUID,
      AccessionNumber: study.accession ?? '',
      patient,
      exam,
      date: study.date ?? null,
      modalities: [...study.modalities],
      origin: study.origin ?? null,
      objects: study.objects,
      arriving: study.arriving,
      exposureAt: exposure === undefined ? null : instantToIso(exposure),
      openFindings: findings.filter(({ state }) => state === 'open' || state === 'confirmed').length,
      sealedAt: study.sealedAt === undefined ? null : instantToIso(study.sealedAt),
    };
  };
  return {
    identity,
    row,
    rowByUid(uid) {
      const study = ledger.studies.get(uid);
      return study === undefined ? undefined : row(study);
    },
  };
}

/** The station is one of the places that reveal identity, on purpose and behind a login. */
export function observedView({ fact, value }: Observed): StationObserved {
  if (value instanceof PatientAttribute) return { fact, value: value.reveal(), identity: true };
  if (value instanceof Quantity) return { fact, value: value.value, unit: value.unit, identity: false };
  return { fact, value, identity: false };
}
