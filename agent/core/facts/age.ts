import {
  type AgeBand,
  type AgeFacts,
  type CalendarDate,
  completedYears,
  daysBetween,
  parseCalendarDate,
} from '@center/contract';
import { type Header, textOf } from './header.ts';

/** Dates that spreadsheets, defaults and de-identification leave behind; no person's birthday. */
const placeholderDates = new Set(['0', '00000000', '18991230', '18991231', '99990101', '99991231']);
const oldestYears = 120;

/** A birth date that can be one: a real day, no placeholder, not after the study, at most 120 years before it. `undefined` otherwise. */
export function plausibleBirthDate(raw: string, study: CalendarDate): CalendarDate | undefined {
  const text = raw.trim();
  if (placeholderDates.has(text)) return undefined;
  const birth = parseCalendarDate(text);
  if (!birth.ok || birth.value > study || completedYears(birth.value, study) > oldestYears) return undefined;
  return birth.value;
}

/** An age string (PS3.5 §6.2, AS): three digits and D, W, M or Y; nothing else is an age. */
export interface AgeString {
  readonly years: number;
  /** Exact for D and W only. */
  readonly days?: number;
  readonly exactYears: number;
  readonly unit: 'D' | 'W' | 'M' | 'Y';
}

export function parseAgeString(raw: string): AgeString | undefined {
  const match = /^(\d{3})([DWMY])$/.exec(raw.trim());
  if (match === null) return undefined;
  const count = Number(match[1]);
  switch (match[2] ?? '') {
    case 'D':
      return { years: Math.floor(count / 365.25), days: count, exactYears: count / 365.25, unit: 'D' };
    case 'W':
      return { years: Math.floor((count * 7) / 365.25), days: count * 7, exactYears: (count * 7) / 365.25, unit: 'W' };
    case 'M':
      return { years: Math.floor(count / 12), exactYears: count / 12, unit: 'M' };
    default:
      return { years: count, exactYears: count, unit: 'Y' };
  }
}

/** The band of an age in completed years; half-open, 15 to 17 its own band since no Chinese reference level exists there. */
export function ageBandOf(years: number): AgeBand {
  if (years < 1) return '0-<1';
  if (years < 5) return '1-<5';
  if (years < 10) return '5-<10';
  if (years < 15) return '10-<15';
  return years < 18 ? '15-17' : 'adult';
}

/** Completed months from birth to `on`. */
function completedMonths(birth: CalendarDate, on: CalendarDate): number {
  const months =
    (Number(on.slice(0, 4)) - Number(birth.slice(0, 4))) * 12 + Number(on.slice(5, 7)) - Number(birth.slice(5, 7));
  return on.slice(8) < birth.slice(8) ? months - 1 : months;
}

/** Years say too little of a child under two. */
const inMonthsBelowYears = 2;

function monthsOf(years: number, months: number): { readonly months?: number } {
  return years < inMonthsBelowYears ? { months } : {};
}

function statedMonths({ unit, days, exactYears }: AgeString): number | undefined {
  if (unit === 'Y') return undefined;
  return days === undefined ? Math.round(exactYears * 12) : Math.floor((days * 12) / 365.25);
}

/** A difference above this is a conflict; one to two years is 虚岁, counted by another custom. */
const conflictAboveYears = 2;

/** First value that is one. */
function firstOf<T>(headers: readonly Header[], read: (header: Header) => T | undefined): T | undefined {
  for (const header of headers) {
    const found = read(header);
    if (found !== undefined) return found;
  }
  return undefined;
}

/**
 * Age on `study` as the objects of one patient tell it: study date − PatientBirthDate when that is plausible, else PatientAge. `years` are completed years, `months` completed months under two years, `days`
 * are exact and given where the source is exact to the day. `differenceYears` compares both sources when both are there; ages stated in years are compared in completed
 * years.
 */
export function ageFacts(headers: readonly Header[], study: CalendarDate | undefined): AgeFacts {
  const birth =
    study === undefined
      ? undefined
      : firstOf(headers, (header) => plausibleBirthDate(textOf(header, 'PatientBirthDate') ?? '', study));
  const stated = firstOf(headers, (header) => parseAgeString(textOf(header, 'PatientAge') ?? ''));
  if (study !== undefined && birth !== undefined) {
    const years = completedYears(birth, study);
    const days = daysBetween(birth, study);
    const completed = { years, ...monthsOf(years, completedMonths(birth, study)), days } as const;
    if (stated === undefined) return { ...completed, source: 'dates', band: ageBandOf(years) };
    const difference =
      stated.unit === 'Y' ? Math.abs(years - stated.years) : Math.abs(days / 365.25 - stated.exactYears);
    return {
      ...completed,
      source: 'dates',
      band: ageBandOf(years),
      differenceYears: Math.round(difference * 100) / 100,
    };
  }
  if (stated === undefined) return { source: 'none' };
  const months = statedMonths(stated);
  return {
    years: stated.years,
    ...(months === undefined ? {} : monthsOf(stated.years, months)),
    ...(stated.days === undefined ? {} : { days: stated.days }),
    source: 'PatientAge',
    band: ageBandOf(stated.years),
  };
}

/** Age of one object's patient on its own StudyDate. */
export function readAge(header: Header): AgeFacts {
  const study = parseCalendarDate(textOf(header, 'StudyDate') ?? '');
  return ageFacts([header], study.ok ? study.value : undefined);
}

/** Whether both sources of the age are there and differ by more than a way of counting. */
export function ageConflicts(age: AgeFacts): boolean {
  return age.differenceYears !== undefined && age.differenceYears > conflictAboveYears;
}
