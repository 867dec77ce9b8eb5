import type { StationCalendarForm } from '@center/contract/station-api';

type Hours = StationCalendarForm['patterns'][number]['days'][number];

const span = /^(([01]\d|2[0-3]):[0-5]\d)-(([01]\d|2[0-3]):[0-5]\d|24:00)$/;

/** `08:00-12:00, 14:00-18:00` as people write opening hours, wide signs of a Chinese keyboard included; '' is closed; undefined where something is no span. */
export function hoursOf(text: string): Hours | undefined {
  const parts = text
    .replaceAll(/[\uff1a]/g, ':')
    .replaceAll(/[\u2013\u2014\uff0d~\uff5e\u81f3]/g, '-')
    .replaceAll(/\s*-\s*/g, '-')
    .split(/[\s,;\uff0c\u3001\uff1b]+/)
    .filter((part) => part !== '');
  const hours = parts.map((part) => span.exec(part.length === 10 ? `0${part}` : part));
  if (hours.some((found) => found === null)) return undefined;
  return hours.flatMap((found) => {
    const [, from, , to] = found ?? [];
    return from === undefined || to === undefined ? [] : [{ from, to }];
  });
}

/** Opening hours as they are written; '' is closed. */
export function hoursText(hours: Hours): string {
  return hours.map(({ from, to }) => `${from}-${to}`).join(', ');
}
