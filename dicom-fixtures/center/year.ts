import { addDays, type CalendarDate } from '@center/contract';
import type { FixtureRecords } from '../manifest.ts';
import { type Chance, chanceOf } from '../random.ts';
import { consentOf, harmExplainedTo, inquiryOf, specialNeedOf } from './care-records.ts';
import { drawStudy, isXray, lastMenstrual, mustBeAsked } from './draw-study.ts';
import { ageOn, type StudyPlan } from './study-plan.ts';

/** A study of the ordinary year with what people wrote down for it. */
export interface PlannedStudy {
  readonly plan: StudyPlan;
  readonly records: FixtureRecords;
}

const yearDays = 365;

/** Pregnant and examined all the same, with everything the law asks for. */
function pregnant(plan: StudyPlan, chance: Chance): PlannedStudy {
  const inside = chance.chance(0.5);
  const days = inside ? chance.whole(70, 125) : chance.chance(0.5) ? chance.whole(30, 69) : chance.whole(126, 270);
  const expecting: StudyPlan = {
    ...plan,
    pregnancy: { PregnancyStatus: 3, LastMenstrualDate: lastMenstrual(plan, days) },
  };
  const need = inside && plan.exam.beam === 'lower-abdomen' ? specialNeedOf(expecting) : {};
  return { plan: expecting, records: { ...harmExplainedTo(expecting), ...consentOf(expecting), ...need } };
}

/** Half of the women are asked at the device's console, the others sign a sheet. */
function askedBefore(plan: StudyPlan, chance: Chance): PlannedStudy {
  if (chance.chance(0.45)) {
    const dated = chance.chance(0.5) ? { LastMenstrualDate: lastMenstrual(plan, chance.whole(2, 27)) } : {};
    return { plan: { ...plan, pregnancy: { PregnancyStatus: 1, ...dated } }, records: {} };
  }
  return {
    plan,
    records: inquiryOf(plan, { answer: 'not-pregnant', lastMenstrualDate: lastMenstrual(plan, chance.whole(2, 30)) }),
  };
}

/**
 * Study `index` of `studies` in the 365 days that end before `until`; dates never fall with the index.
 * Every study is conforming, given its records and the device cards.
 */
export function yearStudy(
  seed: string,
  until: CalendarDate,
  index: number,
  studies: number,
  images: number,
): PlannedStudy {
  const name = `year/${index}`;
  const date = addDays(until, Math.floor((index * yearDays) / studies) - yearDays);
  const plan = drawStudy({ seed, name, date, images });
  const chance = chanceOf(seed, `${name}/pregnancy`);
  const years = ageOn(plan);
  if (
    isXray(plan) &&
    plan.person.sex === 'F' &&
    plan.device.modality !== 'MG' &&
    years >= 20 &&
    years <= 42 &&
    chance.chance(0.1)
  ) {
    return pregnant(plan, chance);
  }
  return mustBeAsked(plan) ? askedBefore(plan, chance) : { plan, records: {} };
}
