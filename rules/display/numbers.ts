/** Percent with one digit. Never rounds up to 100 % or down to 0 % what is neither. */
export function formatShare(part: number, whole: number): string {
  if (whole === 0) return '–';
  const percent = (part / whole) * 100;
  if (part === whole) return '100%';
  if (part === 0) return '0%';
  return `${Math.min(99.9, Math.max(0.1, percent)).toFixed(1)}%`;
}

/** Whole numbers in full, others to six significant digits; thousands apart. */
export function formatNumber(value: number): string {
  return new Intl.NumberFormat('en-US', { maximumSignificantDigits: Number.isInteger(value) ? 21 : 6 }).format(value);
}

/** A figure computed from many values, to four significant digits: more would say more than is known. */
export function rounded(value: number): number {
  return Number(value.toPrecision(4));
}
