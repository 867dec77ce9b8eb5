import { addDays, type CalendarDate } from '@center/contract';
import { type Chance, chanceOf, uidOf } from '../random.ts';
import { devices, type FixtureDevice } from './devices.ts';
import { type Exam, exams } from './exams.ts';
import { staff } from './names.ts';
import { type AgeWish, drawPerson, type Person } from './people.ts';
import { ageOn, type PregnancyElements, type StudyPlan } from './study-plan.ts';

/** What a caller fixes; the rest is drawn. */
export interface StudyWish {
  readonly seed: string;
  readonly name: string;
  readonly date: CalendarDate;
  readonly device?: FixtureDevice;
  readonly exam?: Exam;
  readonly sex?: 'M' | 'F';
  readonly age?: AgeWish;
  readonly identityIn?: Person['identityIn'];
  readonly pregnancy?: PregnancyElements;
  readonly images?: number;
  readonly doseFactor?: number;
}

function weighted<T>(list: readonly T[], weight: (entry: T) => number, chance: Chance): T {
  let at = chance.next() * list.reduce((sum, entry) => sum + weight(entry), 0);
  for (const entry of list) {
    at -= weight(entry);
    if (at < 0) return entry;
  }
  return chance.pick(list);
}

/** Children of every band appear, most patients are adults. */
function drawAge(exam: Exam, chance: Chance): AgeWish {
  if (exam.who === 'women') return { years: [40, 74] };
  if (exam.who === 'adults') return { years: [20, 85] };
  const band = chance.next();
  if (band < 0.02) return { days: [3, 360] };
  if (band < 0.05) return { years: [1, 4] };
  if (band < 0.08) return { years: [5, 9] };
  if (band < 0.11) return { years: [10, 14] };
  if (band < 0.13) return { years: [15, 17] };
  return { years: [18, 88] };
}

/** Opening hours 08:00 to 17:30. */
function drawTime(chance: Chance): string {
  const seconds = chance.whole(8 * 3600, 17 * 3600 + 1800);
  return [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60]
    .map((part) => String(part).padStart(2, '0'))
    .join('');
}

/** Draws one study; a wish with the same seed and name always gives the same one. */
export function drawStudy(wish: StudyWish): StudyPlan {
  const chance = chanceOf(wish.seed, wish.name);
  const device =
    wish.device ??
    weighted(
      devices.filter(({ modality }) => wish.exam === undefined || modality === wish.exam.modality),
      ({ share }) => share,
      chance,
    );
  const exam =
    wish.exam ??
    weighted(
      exams.filter(({ modality }) => modality === device.modality),
      ({ weight }) => weight,
      chance,
    );
  const sex = wish.sex ?? (exam.who === 'women' || chance.chance(0.5) ? 'F' : 'M');
  const drawn = drawPerson(chance, wish.age ?? drawAge(exam, chance), sex, wish.date);
  return {
    seed: wish.seed,
    name: wish.name,
    StudyInstanceUID: uidOf(wish.seed, wish.name),
    date: wish.date,
    time: drawTime(chance),
    AccessionNumber: `A${wish.date.slice(2).replaceAll('-', '')}${String(chance.whole(0, 99_999)).padStart(5, '0')}`,
    person: wish.identityIn === undefined ? drawn : { ...drawn, identityIn: wish.identityIn },
    device,
    exam,
    operator: chance.pick(staff.operators),
    physician: chance.pick(staff.physicians),
    ...(wish.pregnancy === undefined ? {} : { pregnancy: wish.pregnancy }),
    images: wish.images ?? 3,
    mammographyReport: chance.chance(0.5),
    doseFactor: wish.doseFactor ?? 1,
  };
}

/** Images made with X-rays. */
export function isXray({ device }: StudyPlan): boolean {
  return device.modality !== 'US' && device.modality !== 'MR';
}

/** A woman of child-bearing age (15–49 y) whose abdomen or pelvis is exposed: the duty to ask reaches her. */
export function mustBeAsked(plan: StudyPlan): boolean {
  const years = ageOn(plan);
  return isXray(plan) && plan.exam.beam !== 'elsewhere' && plan.person.sex === 'F' && years >= 15 && years <= 49;
}

/** A last menstrual date so many days before the study. */
export function lastMenstrual(plan: Pick<StudyPlan, 'date'>, days: number): CalendarDate {
  return addDays(plan.date, -days);
}
