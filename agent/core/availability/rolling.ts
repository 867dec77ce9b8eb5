import {
  addMonths,
  type Instant,
  type Interval,
  instant,
  legalUptimeTarget,
  type UptimeTarget,
} from '@center/contract';
import { subtract } from './algebra.ts';
import type { Account, AvailabilityInput } from './evidence.ts';
import { frameOf } from './frame.ts';
import { localDate, localInstant, localTimeMs } from './zone.ts';

/** From an instant on each millisecond that passes changes a sum by this. */
interface Turn {
  readonly at: number;
  readonly by: number;
}

/**
 * The last moment at which a device that is down now may be back so that the rolling twelve months up to that moment still conform, unknown time taken as up. As time goes on, required time to come is down and
 * counted, and what lies twelve months back leaves the period. Undefined: it is not down, the verdict is lost already, or it cannot be lost within twelve months.
 */
export function rollingBackBy(
  input: AvailabilityInput,
  { downNow, figures, spans }: Account,
  { per, of }: UptimeTarget = legalUptimeTarget,
): Instant | undefined {
  const may = of - per;
  const lostAt0 = figures.downMs * of - figures.requiredMs * may;
  if (!downNow || lostAt0 >= 0) return undefined;
  const { now } = input;
  const zone = frameOf(input, []).zone;
  const yearOn = localInstant(zone, addMonths(localDate(zone, now), 12), localTimeMs(zone, now));
  const ahead: Interval = { start: now, end: yearOn };
  const frame = frameOf({ ...input, period: ahead }, []);
  const toCome = subtract(frame.scheduled, [...frame.maintenance, ...frame.external]);
  const yearMs = yearOn - now;
  const turns: Turn[] = toCome.flatMap(({ start, end }) => [
    { at: start, by: of - may },
    { at: end, by: may - of },
  ]);
  for (const { start, end, state } of spans) {
    if (state === 'maintenance' || state === 'external') continue;
    const leaving = state === 'down' ? may - of : may;
    turns.push({ at: start + yearMs, by: leaving }, { at: end + yearMs, by: -leaving });
  }
  return firstLost(turns, lostAt0, now, yearOn);
}

function firstLost(turns: readonly Turn[], from: number, now: Instant, until: Instant): Instant | undefined {
  let [sum, slope, at]: [number, number, number] = [from, 0, now];
  for (const turn of [...turns].sort((a, b) => a.at - b.at)) {
    const next = Math.min(Math.max(turn.at, now), until);
    if (slope > 0 && sum + slope * (next - at) >= 0) return instant(at + Math.ceil(-sum / slope) - 1);
    sum += slope * (next - at);
    at = next;
    if (turn.at >= until) return undefined;
    slope += turn.by;
  }
  return undefined;
}
