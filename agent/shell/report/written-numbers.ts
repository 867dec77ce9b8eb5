import type { Instant } from '@center/contract';

/** `h:mm:ss` of whole milliseconds, cut, never rounded up; hours go beyond 24. Negative: with a minus. */
export function hoursMinutesSeconds(ms: number): string {
  const seconds = Math.floor(Math.abs(ms) / 1000);
  const two = (value: number): string => String(value).padStart(2, '0');
  const text = `${String(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  return ms < 0 && seconds > 0 ? `-${text}` : text;
}

/** Hundredths of a percent as `95.00 %`; a dash where there is no figure. */
export function percent(hundredths: number | undefined): string {
  if (hundredths === undefined) return '—';
  return `${String(Math.floor(hundredths / 100))}.${String(hundredths % 100).padStart(2, '0')} %`;
}

const clocks = new Map<string, Intl.DateTimeFormat>();

/** `2026-11-25 08:30:00.000` by the clock of the zone; milliseconds only where they are not 0. */
export function wallClock(at: Instant, zone: string): string {
  let clock = clocks.get(zone);
  if (clock === undefined) {
    clock = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' });
    clocks.set(zone, clock);
  }
  const millis = ((at % 1000) + 1000) % 1000;
  return millis === 0 ? clock.format(at) : `${clock.format(at)}.${String(millis).padStart(3, '0')}`;
}
