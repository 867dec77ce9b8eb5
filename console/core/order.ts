/** The first difference that is one: an order by several things. */
export const firstDifference = (...differences: readonly number[]): number =>
  differences.find((each) => each !== 0) ?? 0;
