import { type CalendarDate, completedYears, daysBetween } from '@center/contract';
import type { FixtureDevice } from './devices.ts';
import type { Exam } from './exams.ts';
import type { Person } from './people.ts';

/** What the device was told about a pregnancy: PregnancyStatus (0010,21C0) and LastMenstrualDate (0010,21D0). */
export interface PregnancyElements {
  readonly PregnancyStatus?: 1 | 2 | 3 | 4;
  readonly LastMenstrualDate?: CalendarDate;
}

/** One examination as it happened; everything in its files follows from it. */
export interface StudyPlan {
  readonly seed: string;
  /** Unique within the seed; all UIDs derive from it. */
  readonly name: string;
  readonly StudyInstanceUID: string;
  readonly date: CalendarDate;
  /** `HHMMSS`, local time. */
  readonly time: string;
  readonly AccessionNumber: string;
  readonly person: Person;
  readonly device: FixtureDevice;
  readonly exam: Exam;
  readonly operator: string;
  readonly physician: string;
  readonly pregnancy?: PregnancyElements;
  /** Images of a CT or MR series. */
  readonly images: number;
  /** A mammography unit that also sends a dose report. */
  readonly mammographyReport: boolean;
  /** Multiplies the doses of the examination; 1 is usual. */
  readonly doseFactor: number;
}

export function ageOn(plan: Pick<StudyPlan, 'person' | 'date'>): number {
  return completedYears(plan.person.birthDate, plan.date);
}

/** PatientAge (AS): days in the first month, months to two years, then years. */
export function ageString(birth: CalendarDate, on: CalendarDate): string {
  const years = completedYears(birth, on);
  if (years >= 2) return `${String(years).padStart(3, '0')}Y`;
  const days = daysBetween(birth, on);
  if (days < 31) return `${String(days).padStart(3, '0')}D`;
  const months =
    (Number(on.slice(0, 4)) - Number(birth.slice(0, 4))) * 12 + Number(on.slice(5, 7)) - Number(birth.slice(5, 7));
  return `${String(on.slice(8) < birth.slice(8) ? months - 1 : months).padStart(3, '0')}M`;
}

export const dicomDate = (date: CalendarDate): string => date.replaceAll('-', '');

/** A time of day so many seconds after the study began, `HHMMSS`. */
export function timeAfter(time: string, seconds: number): string {
  const start = Number(time.slice(0, 2)) * 3600 + Number(time.slice(2, 4)) * 60 + Number(time.slice(4, 6));
  const at = Math.min(start + seconds, 86_399);
  return [Math.floor(at / 3600), Math.floor(at / 60) % 60, at % 60]
    .map((part) => String(part).padStart(2, '0'))
    .join('');
}
