import { type CalendarDate, parseCalendarDate } from '@center/contract';

// GB 11643-1999: 17 digits (division 6, birth date 8, sequence 3) and a check character by ISO 7064 MOD 11-2. Weights are 2^(17−i) mod 11.
const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2] as const;
const checkCharacters = '10X98765432';

/** The check character of the first 17 digits, `0`…`9` or `X`. Undefined unless `digits` is exactly 17 digits. */
export function checkCharacter(digits: string): string | undefined {
  if (!/^\d{17}$/.test(digits)) return undefined;
  const sum = weights.reduce((total: number, weight, i) => total + weight * Number(digits[i]), 0);
  return checkCharacters[sum % 11];
}

/** True for 17 digits followed by their check character (a small x counts). False for any other text. */
export function passesCheck(number: string): boolean {
  const text = number.trim().toUpperCase();
  return text.length === 18 && checkCharacter(text.slice(0, 17)) === text[17];
}

/** Positions 7–14 as a day of the calendar; undefined when they name none. */
export function birthDateIn(number: string): CalendarDate | undefined {
  const parsed = parseCalendarDate(number.trim().slice(6, 14));
  return parsed.ok ? parsed.value : undefined;
}

/** Position 17: odd for men, even for women. */
export function sexIn(number: string): 'M' | 'F' {
  return Number(number.trim()[16]) % 2 === 1 ? 'M' : 'F';
}
