import {
  type CalendarDate,
  type IdentityNumberFact,
  type NameFact,
  type PatientFacts,
  parseCalendarDate,
  patientAttribute,
  type TextFact,
} from '@center/contract';
import { plausibleBirthDate } from './age.ts';
import { type Header, itemsOf, type TextKeyword, textOf, textsOf } from './header.ts';
import { isHeaderWhole } from './object-kind.ts';
import type { ObservedObject } from './observed-object.ts';

/** Undecodable outranks everything (we cannot say what stands there), then absent, then empty: the worst object of the study speaks for it. */
function rank(fact: { readonly status: string }): number {
  return ['present', 'implausible', 'empty', 'absent', 'undecodable'].indexOf(fact.status);
}

function worst<F extends { readonly status: string }>(facts: readonly F[], none: F): F {
  return facts.reduce((found, fact) => (rank(fact) > rank(found) ? fact : found), facts[0] ?? none);
}

function undecodable(object: ObservedObject, keyword: TextKeyword): boolean {
  return object.damage.some(
    (damage) =>
      damage.code === 'text-undecodable' &&
      (damage.where === keyword || damage.where?.endsWith(`.${keyword}`) === true),
  );
}

/** One text attribute of one object. In a cut header an absent element is unknown, never absent. */
export function textFact(object: ObservedObject, keyword: TextKeyword): TextFact {
  if (undecodable(object, keyword))
    return { status: 'undecodable', why: `${keyword}: no character set explains its bytes` };
  const value = textOf(object.header, keyword);
  if (value === undefined)
    return isHeaderWhole(object)
      ? { status: 'absent' }
      : { status: 'undecodable', why: `${keyword}: the header is cut` };
  return value.trim() === '' ? { status: 'empty' } : { status: 'present', value: patientAttribute(value.trim()) };
}

function nameFact(object: ObservedObject): NameFact {
  const fact = textFact(object, 'PatientName');
  if (fact.status !== 'present') return fact;
  const [alphabetic = '', ideographic = '', phonetic = ''] = fact.value.reveal().split('=');
  if (`${alphabetic}${ideographic}${phonetic}`.replace(/[\^\s]/g, '') === '') return { status: 'empty' };
  return {
    status: 'present',
    alphabetic: patientAttribute(alphabetic),
    ...(ideographic === '' ? {} : { ideographic: patientAttribute(ideographic) }),
    ...(phonetic === '' ? {} : { phonetic: patientAttribute(phonetic) }),
  };
}

type BirthFact = PatientFacts['PatientBirthDate'];

function birthFact(object: ObservedObject, on: CalendarDate): BirthFact {
  const fact = textFact(object, 'PatientBirthDate');
  if (fact.status !== 'present') return fact;
  const raw = fact.value.reveal();
  const date = plausibleBirthDate(raw, on);
  return date === undefined
    ? { status: 'implausible', raw: patientAttribute(raw) }
    : { status: 'present', value: patientAttribute(date) };
}

function sexOf(objects: readonly ObservedObject[]): PatientFacts['PatientSex'] {
  const texts = objects
    .map((object) => textOf(object.header, 'PatientSex')?.trim().toUpperCase())
    .filter((text) => text !== undefined && text !== '');
  const distinct = new Set(texts);
  if (distinct.size === 0) return 'absent';
  const [only] = distinct;
  return distinct.size === 1 && (only === 'M' || only === 'F' || only === 'O') ? only : 'invalid';
}

/** Province-level codes of GB/T 2260 with which a resident number begins; 81–83 and a leading 9 are residence permits. */
const provinces = new Set(
  '11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71'.split(' '),
);
/** HL7 table 0203 types that name a national number. */
const nationalTypes = new Set(['NI', 'NNCHN', 'SS', 'PRC', 'CZ']);

/** An 18-character text of GB 11643 form whose digits 7–14 are a day of a human life; a hospital's own 18-digit number seldom is. */
function identityNumber(text: string, typeCode: string | undefined): IdentityNumberFact['kind'] | undefined {
  const value = text.trim().toUpperCase();
  if (!/^\d{17}[\dX]$/.test(value)) return undefined;
  const permit = value.startsWith('9') || ['81', '82', '83'].includes(value.slice(0, 2));
  const kind = permit ? 'residence-permit' : 'resident-id';
  if (typeCode !== undefined && nationalTypes.has(typeCode)) return kind;
  if (typeCode !== undefined && typeCode !== '') return undefined;
  const day = parseCalendarDate(value.slice(6, 14));
  return day.ok && day.value >= '1890-01-01' && (permit || provinces.has(value.slice(0, 2))) ? kind : undefined;
}

function typeCodeOf(header: Header): string | undefined {
  const [qualifiers] = itemsOf(header, 'IssuerOfPatientIDQualifiersSequence');
  return qualifiers === undefined ? undefined : textOf(qualifiers, 'IdentifierTypeCode')?.trim().toUpperCase();
}

function identityNumbers(objects: readonly ObservedObject[]): readonly IdentityNumberFact[] {
  const found = new Map<string, IdentityNumberFact>();
  const offer = (text: string, where: string, typeCode: string | undefined): void => {
    const kind = identityNumber(text, typeCode);
    const value = text.trim().toUpperCase();
    if (kind !== undefined && !found.has(value)) found.set(value, { value: patientAttribute(value), where, kind });
  };
  for (const { header } of objects) {
    offer(textOf(header, 'PatientID') ?? '', 'PatientID', typeCodeOf(header));
    for (const other of textsOf(header, 'OtherPatientIDs') ?? []) offer(other, 'OtherPatientIDs', undefined);
    for (const item of itemsOf(header, 'OtherPatientIDsSequence'))
      offer(textOf(item, 'PatientID') ?? '', 'OtherPatientIDsSequence', typeCodeOf(item));
  }
  return [...found.values()];
}

/** Who the study says it is of. `objects` are those that speak for the patient (acquired images first); never empty of meaning: no object at all is undecodable. */
export function patientFacts(objects: readonly ObservedObject[], on: CalendarDate): PatientFacts {
  const unknown = { status: 'undecodable', why: 'no readable object' } as const;
  return {
    PatientName: worst<NameFact>(objects.map(nameFact), unknown),
    PatientID: worst<TextFact>(
      objects.map((object) => textFact(object, 'PatientID')),
      unknown,
    ),
    PatientBirthDate: worst<BirthFact>(
      objects.map((object) => birthFact(object, on)),
      unknown,
    ),
    PatientSex: sexOf(objects),
    identityNumbers: identityNumbers(objects),
  };
}
