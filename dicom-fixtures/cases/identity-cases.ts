import { addDays } from '@center/contract';
import { deviceByKey, institutionNames } from '../center/devices.ts';
import { examByKey } from '../center/exams.ts';
import { checkDigitOf, identityNumberOf } from '../center/people.ts';
import { dicomDate, type StudyPlan } from '../center/study-plan.ts';
import {
  attestedConforming,
  conforming,
  deviating,
  type FixtureRecords,
  indeterminate,
  notApplicable,
} from '../manifest.ts';
import type { Dataset } from '../writer/dataset.ts';
import { everywhere, inTurn, without, writtenAs } from './alteration.ts';
import type { CaseDefinition } from './case-definition.ts';

/** A man's chest picture: no pregnancy rule reaches it. */
const man = {
  device: deviceByKey('dx-a'),
  exam: examByKey('dx-chest'),
  sex: 'M',
  age: { years: [35, 60] },
  identityIn: 'nowhere',
} as const;
const numbered = { ...man, identityIn: 'PatientID' } as const;
/** No character set explains these bytes: 0xFF stands in none of them, and the rest is no Latin text. */
const undecodable = (start: string): Uint8Array =>
  Buffer.concat([Buffer.from(start, 'latin1'), Uint8Array.of(0xff, 0x80, 0xff, 0xfe, 0x81, 0xff)]);

function exception(plan: StudyPlan, reviewed: boolean, days: number): FixtureRecords {
  return {
    identityException: {
      recordId: `exception-${plan.AccessionNumber}`,
      kind: 'emergency-unknown',
      resolveBy: addDays(plan.date, days),
      reviewed,
    },
  };
}
const nameless = everywhere({ PatientName: 'Unknown=无名氏' });

/** Every text of a device that knows Latin 1 only. */
const latin: Dataset = {
  SpecificCharacterSet: 'ISO_IR 100',
  PatientName: 'Müller^Jörg',
  InstitutionName: institutionNames.en,
  StudyDescription: 'Chest PA',
  SeriesDescription: 'Chest PA',
  OperatorsName: 'Jiang^Bo',
  ReferringPhysicianName: 'Cui^Ming',
};

const withNumber =
  (number: (plan: StudyPlan) => string) =>
  (plan: StudyPlan): StudyPlan => ({ ...plan, person: { ...plan.person, identityNumber: number(plan) } });

export const identityCases: readonly CaseDefinition[] = [
  {
    name: 'name-empty',
    rule: 'real-name-present',
    fault: 'PatientName has no value',
    wish: man,
    alter: everywhere({ PatientName: null }),
    expected: { 'real-name-present': deviating },
  },
  {
    name: 'name-absent',
    rule: 'real-name-present',
    fault: 'PatientName is left out',
    wish: man,
    alter: without('PatientName'),
    expected: { 'real-name-present': deviating },
  },
  {
    name: 'name-placeholder',
    rule: 'real-name-present',
    fault: 'PatientName is the placeholder 无名氏',
    wish: man,
    alter: nameless,
    expected: { 'real-name-present': deviating },
  },
  {
    name: 'name-thai-anon',
    rule: 'real-name-present',
    fault: 'none: Anon is a Thai name, no placeholder',
    wish: man,
    alter: everywhere({ PatientName: 'Charoensuk^Anon' }),
    expected: {},
  },
  {
    name: 'patient-id-empty',
    rule: 'real-name-present',
    fault: 'PatientID has no value',
    wish: man,
    alter: everywhere({ PatientID: null }),
    expected: { 'real-name-present': deviating },
  },
  {
    name: 'name-undecodable',
    rule: 'real-name-present',
    fault: 'the bytes of PatientName belong to no character set',
    wish: man,
    alter: everywhere({ PatientName: undecodable('Wang^Li=') }),
    expected: { 'real-name-present': indeterminate('evidence-unreadable') },
  },
  {
    name: 'name-in-undeclared-gbk',
    rule: 'real-name-present',
    fault: 'none that matters: GBK bytes under a declaration of UTF-8 still decode',
    wish: man,
    alter: inTurn(
      everywhere({ SpecificCharacterSet: 'ISO_IR 192' }),
      writtenAs({ characterSet: 'gbk', transferSyntax: 'implicit-le' }),
    ),
    expected: {},
  },
  {
    name: 'name-in-no-declared-set',
    rule: 'real-name-present',
    fault: 'none that matters: GB18030 bytes without a declaration still decode',
    wish: man,
    alter: without('SpecificCharacterSet'),
    expected: {},
  },
  {
    name: 'name-in-latin',
    rule: 'real-name-present',
    fault: 'none: a foreigner, from a device that knows Latin 1 only',
    wish: man,
    alter: inTurn(without('RequestAttributesSequence'), everywhere(latin), writtenAs({ characterSet: 'latin1' })),
    expected: {},
  },
  {
    name: 'name-rare-character',
    rule: 'real-name-present',
    fault: 'none: a name with a four-byte GB18030 character',
    wish: man,
    alter: everywhere({ PatientName: 'Qiu^Heng=\u{20D7C}^\u3bd0' }),
    expected: {},
  },
  {
    name: 'emergency-open',
    rule: 'real-name-present',
    fault: 'an unknown emergency patient, exception registered and not yet resolved',
    wish: man,
    alter: nameless,
    records: (plan) => exception(plan, false, 90),
    expected: { 'real-name-present': indeterminate('awaiting-review') },
  },
  {
    name: 'emergency-reviewed',
    rule: 'real-name-present',
    fault: 'none: an unknown emergency patient, exception registered and reviewed',
    wish: man,
    alter: nameless,
    records: (plan) => exception(plan, true, 90),
    expected: { 'real-name-present': attestedConforming },
  },
  {
    name: 'emergency-overdue',
    rule: 'real-name-present',
    fault: 'an unknown emergency patient whose exception was to be resolved three weeks ago',
    wish: man,
    alter: nameless,
    records: (plan) => exception(plan, false, 20),
    expected: { 'real-name-present': deviating },
  },
  {
    name: 'phantom',
    rule: 'real-name-present',
    fault: 'none: a quality check on a phantom, without accession number',
    wish: man,
    alter: everywhere({ PatientName: 'PHANTOM^QA', AccessionNumber: null }),
    expected: {
      'real-name-present': notApplicable,
      'report-present': notApplicable,
      'repeat-exposure-review': notApplicable,
    },
  },
  {
    name: 'phantom-with-accession',
    rule: 'real-name-present',
    fault: 'named a phantom, yet with an accession number from the worklist',
    wish: man,
    alter: everywhere({ PatientName: 'PHANTOM^QA' }),
    expected: { 'real-name-present': indeterminate('awaiting-review') },
  },

  {
    name: 'identity-number-right',
    rule: 'identity-number-check-digit',
    fault: 'none: a right identity number in PatientID',
    wish: numbered,
    expected: {},
  },
  {
    name: 'residence-permit-right',
    rule: 'identity-number-check-digit',
    fault: 'none: a right residence permit number in PatientID',
    wish: numbered,
    plan: withNumber(({ person }) => identityNumberOf('permit', person.birthDate, person.sex, 17)),
    expected: {},
  },
  {
    name: 'identity-number-not-in-header',
    rule: 'identity-number-check-digit',
    fault: 'none: the center keeps the number elsewhere',
    wish: man,
    expected: {},
  },
  {
    name: 'check-digit-wrong',
    rule: 'identity-number-check-digit',
    fault: 'the check digit of the identity number does not fit',
    wish: numbered,
    plan: withNumber(
      ({ person: { identityNumber } }) => `${identityNumber.slice(0, 17)}${identityNumber.endsWith('0') ? '1' : '0'}`,
    ),
    expected: {
      'identity-number-check-digit': deviating,
      'identity-number-birth-date': notApplicable,
      'identity-number-sex': notApplicable,
    },
  },
  {
    name: 'patient-id-undecodable',
    rule: 'identity-number-check-digit',
    fault: 'the bytes of PatientID belong to no character set',
    wish: man,
    alter: everywhere({ PatientID: undecodable('P') }),
    expected: {
      'identity-number-check-digit': indeterminate('evidence-unreadable'),
      'real-name-present': indeterminate('evidence-unreadable'),
    },
    also: 'real-name-present reads PatientID too',
  },
  {
    name: 'birth-date-differs',
    rule: 'identity-number-birth-date',
    fault: 'PatientBirthDate is one day beside digits 7–14',
    wish: numbered,
    alter: (objects, { person }) => everywhere({ PatientBirthDate: dicomDate(addDays(person.birthDate, 1)) })(objects),
    expected: { 'identity-number-birth-date': deviating },
  },
  {
    name: 'birth-date-absent',
    rule: 'identity-number-birth-date',
    fault: 'PatientBirthDate has no value beside an identity number',
    wish: numbered,
    alter: everywhere({ PatientBirthDate: null }),
    expected: { 'identity-number-birth-date': indeterminate('evidence-missing'), 'age-sources-agree': notApplicable },
  },
  {
    name: 'sex-differs',
    rule: 'identity-number-sex',
    fault: 'digit 17 of the identity number tells the other sex',
    wish: numbered,
    plan: withNumber(({ person: { identityNumber } }) => {
      const body = `${identityNumber.slice(0, 16)}${(Number(identityNumber.charAt(16)) + 1) % 10}`;
      return `${body}${checkDigitOf(body)}`;
    }),
    expected: { 'identity-number-sex': deviating },
  },
  {
    name: 'sex-absent',
    rule: 'identity-number-sex',
    fault: 'PatientSex has no value beside an identity number',
    wish: {
      device: deviceByKey('us-a'),
      exam: examByKey('us-thyroid'),
      age: { years: [30, 60] },
      identityIn: 'OtherPatientIDsSequence',
    },
    alter: everywhere({ PatientSex: null }),
    expected: { 'identity-number-sex': indeterminate('evidence-missing') },
  },

  {
    name: 'age-differs',
    rule: 'age-sources-agree',
    fault: 'PatientAge is five years above the birth date',
    wish: man,
    alter: (objects, plan) => everywhere({ PatientAge: olderBy(plan, 5) })(objects),
    expected: { 'age-sources-agree': deviating },
  },
  {
    name: 'age-nominal',
    rule: 'age-sources-agree',
    fault: 'none that matters: PatientAge counts one year more (虚岁)',
    wish: man,
    alter: (objects, plan) => everywhere({ PatientAge: olderBy(plan, 1) })(objects),
    expected: { 'age-sources-agree': conforming },
  },
  {
    name: 'age-of-one-source',
    rule: 'age-sources-agree',
    fault: 'none: PatientAge is left out',
    wish: man,
    alter: without('PatientAge'),
    expected: { 'age-sources-agree': notApplicable },
  },
  {
    name: 'age-unknown',
    rule: 'age-sources-agree',
    fault: 'neither PatientBirthDate nor PatientAge',
    wish: man,
    alter: inTurn(without('PatientAge'), everywhere({ PatientBirthDate: null })),
    expected: {
      'age-sources-agree': indeterminate('evidence-missing'),
      'infant-protection': indeterminate('evidence-missing'),
      'child-chest-review': conforming,
    },
    also: 'of somebody of unknown age nobody knows whether a child’s rules reach him',
  },
];

function olderBy({ person, date }: StudyPlan, years: number): string {
  const completed =
    Number(date.slice(0, 4)) -
    Number(person.birthDate.slice(0, 4)) -
    (date.slice(5) < person.birthDate.slice(5) ? 1 : 0);
  return `${String(completed + years).padStart(3, '0')}Y`;
}
