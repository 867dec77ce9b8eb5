import type { DisplayWords } from './language.ts';

/** Hundredths of a percent, already rounded down: 9740 is `97.40%`. */
export function percentText(hundredths: number): string {
  return `${String(Math.trunc(hundredths / 100))}.${String(hundredths % 100).padStart(2, '0')}%`;
}

const two = (value: number): string => String(value).padStart(2, '0');

/** `h:mm:ss`, parts of a second cut off; below zero with a minus sign. Hours are not turned into days, so that figures can be compared. */
export function durationText(ms: number): string {
  const seconds = Math.floor(Math.abs(ms) / 1000);
  const text = `${String(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  return ms < 0 ? `−${text}` : text;
}

/** A span in its two largest units, the rest cut off: `3 天 4 小时`, `45 分钟`, `12 秒`. */
export function spanText(ms: number, { equipment: { daysHours } }: DisplayWords): string {
  const seconds = Math.floor(Math.abs(ms) / 1000);
  const parts = [
    [Math.floor(seconds / 86_400), daysHours.d],
    [Math.floor(seconds / 3600) % 24, daysHours.h],
    [Math.floor(seconds / 60) % 60, daysHours.min],
    [seconds % 60, daysHours.s],
  ] as const;
  const first = parts.findIndex(([count]) => count > 0);
  if (first < 0) return `0 ${daysHours.s}`;
  const said = parts
    .slice(first, first + 2)
    .filter(([count]) => count > 0)
    .map(([count, unit]) => `${String(count)} ${unit}`)
    .join(' ');
  return ms < 0 ? `−${said}` : said;
}

/** `HH:mm` in Asia/Shanghai, or `HH:mm:ss` where seconds matter. */
export function clockText(at: number, seconds = false): string {
  return new Date(at + 8 * 3_600_000).toISOString().slice(11, seconds ? 19 : 16);
}
