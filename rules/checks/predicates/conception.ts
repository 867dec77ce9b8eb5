import { type Quantity, quantity } from '@center/contract';

/** Conception lies fourteen days after the first day of the last menstruation: the convention behind "weeks after conception". */
const conceptionOffsetDays = 14;

/** Completed conception week on day `n` after the last menstrual date: floor((n − 14) / 7). Negative before conception. */
export function conceptionWeek(daysFromMenstruation: Quantity<'d'>): Quantity<'wk'> {
  return quantity(Math.floor((daysFromMenstruation.value - conceptionOffsetDays) / 7), 'wk');
}

/** A conception age as days from the last menstrual date that it corresponds to. */
export function daysFromMenstruation(conceptionAge: Quantity<'d'>): Quantity<'d'> {
  return quantity(conceptionAge.value + conceptionOffsetDays, 'd');
}
