import type { Quantity, Unit } from '@center/contract';

/** `U` is taken from the limit alone, so that a value in another unit does not compile. */
type Same<U extends Unit> = Quantity<NoInfer<U>>;

export function atMost<U extends Unit>(limit: Quantity<U>): (value: Same<U>) => boolean {
  return (value) => value <= limit;
}

/** Both ends belong to it. */
export function within<U extends Unit>(from: Quantity<U>, to: Quantity<U>): (value: Same<U>) => boolean {
  return (value) => value >= from && value <= to;
}

/** A level times a factor, in the unit of the level. Built by the caller's constructor so that the unit stays a literal. */
export function times<U extends Unit>(
  level: Quantity<U>,
  factor: Quantity<'{ratio}'>,
  make: (value: number) => Quantity<U>,
): Quantity<U> {
  return make(level.value * factor.value);
}
