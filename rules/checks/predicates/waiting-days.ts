import { daysBetween, type Quantity, quantity, type StudyFacts } from '@center/contract';

/** True while no more days than these have passed since the study: what takes time is not missing yet. */
export function stillWithin({ date, asOf }: Pick<StudyFacts, 'date' | 'asOf'>, days: Quantity<'d'>): boolean {
  return quantity(daysBetween(date, asOf), 'd') <= days;
}
