import { addDays, addMonths, type CalendarDate, must, parseCalendarDate } from '@center/contract';
import type { Chance } from '../random.ts';
import { familyNames, givenNamesFemale, givenNamesMale } from './names.ts';

/** A patient as the registration desk wrote it down. */
export interface Person {
  /** Alphabetic component group, `Wang^Xiaoming`. */
  readonly alphabetic: string;
  /** Ideographic component group, `王^小明`. */
  readonly ideographic: string;
  readonly sex: 'M' | 'F';
  readonly birthDate: CalendarDate;
  /** Hospital number. */
  readonly hospitalNumber: string;
  /** GB 11643 number with a right check digit under a region code that no place has. */
  readonly identityNumber: string;
  /** Where the center's registration writes that number. */
  readonly identityIn: 'PatientID' | 'OtherPatientIDsSequence' | 'nowhere';
}

/** ISO 7064 MOD 11-2 over 17 digits, as GB 11643 §4.5 uses it. */
export function checkDigitOf(seventeen: string): string {
  const sum = Array.from(seventeen, Number).reduce((total, digit, index) => total + digit * 2 ** (17 - index), 0);
  return '10X98765432'.charAt(sum % 11);
}

/** Region codes that name no place: no province begins with 10, and 999 is no country of a residence permit. */
const fictionalRegions = { resident: '100000', permit: '999999' } as const;

/** An identity number of the right form: birth date in digits 7–14, sex in the parity of digit 17, check digit last. */
export function identityNumberOf(
  kind: keyof typeof fictionalRegions,
  birthDate: CalendarDate,
  sex: 'M' | 'F',
  serial: number,
): string {
  const order = String((serial % 499) * 2 + (sex === 'M' ? 1 : 2)).padStart(3, '0');
  const body = `${fictionalRegions[kind]}${birthDate.replaceAll('-', '')}${order}`;
  return `${body}${checkDigitOf(body)}`;
}

/** Ages asked for: completed years, or days for an infant. */
export type AgeWish = { readonly years: readonly [number, number] } | { readonly days: readonly [number, number] };

function birthDateFor(wish: AgeWish, on: CalendarDate, chance: Chance): CalendarDate {
  if ('days' in wish) return addDays(on, -chance.whole(...wish.days));
  const years = chance.whole(...wish.years);
  // Between the birthday itself and the day before the next one, without its edges: 29 February moves birthdays.
  const birthday = addMonths(on, -12 * years);
  const birth = addDays(birthday, -chance.whole(2, 360));
  return must(parseCalendarDate(birth));
}

/** Draws a person of the wished sex and age. */
export function drawPerson(chance: Chance, wish: AgeWish, sex: 'M' | 'F', on: CalendarDate): Person {
  const [familyHan, familyPinyin] = chance.pick(familyNames);
  const [givenHan, givenPinyin] = sex === 'M' ? chance.pick(givenNamesMale) : chance.pick(givenNamesFemale);
  const birthDate = birthDateFor(wish, on, chance);
  const where = chance.next();
  return {
    alphabetic: `${familyPinyin}^${givenPinyin}`,
    ideographic: `${familyHan}^${givenHan}`,
    sex,
    birthDate,
    hospitalNumber: `P${String(chance.whole(0, 99_999_999)).padStart(8, '0')}`,
    identityNumber: identityNumberOf(chance.chance(0.03) ? 'permit' : 'resident', birthDate, sex, chance.whole(0, 498)),
    identityIn: where < 0.3 ? 'PatientID' : where < 0.65 ? 'OtherPatientIDsSequence' : 'nowhere',
  };
}
