import type { EquipmentEvent, Instant, Interval, PowerEventKind } from '@center/contract';
import { EpisodeBook } from './episodes.ts';
import type { ApcupsdEntry } from './ups-apcupsd.ts';

/** Sentences of apcupsd's history that begin or end an episode. `Power failure.` comes some seconds before the load is on battery, and is what began it. */
const begins: readonly (readonly [RegExp, PowerEventKind])[] = [
  [/^power failure/i, 'on-battery'],
  [/running on ups batteries/i, 'on-battery'],
  [/battery power exhausted|reached (?:run ?time|remaining time|battery charge) limit/i, 'low-battery'],
  [/initiating system shutdown/i, 'forced-shutdown'],
  [/communications with ups lost/i, 'communication-lost'],
  [/self ?test switch to battery/i, 'self-test'],
  [/battery must be replaced/i, 'replace-battery'],
];
const ends: readonly (readonly [RegExp, readonly PowerEventKind[]])[] = [
  [/mains returned|power is back/i, ['on-battery', 'low-battery', 'forced-shutdown']],
  [/communications with ups restored/i, ['communication-lost']],
  [/self ?test completed/i, ['self-test']],
];

/**
 * Episodes that apcupsd saw while the agent was away, from its own history. Only those that began and ended within the gap: what was under way at its edges is told by the polls
 * before and after. Ids are made of what happened, so that importing twice makes one.
 */
export function episodesOfApcupsd(
  entries: readonly ApcupsdEntry[],
  equipmentId: string,
  clockEpoch: number,
  gap: Interval,
): readonly EquipmentEvent[] {
  const book = new EpisodeBook(equipmentId, clockEpoch, []);
  const inside = (at: Instant): boolean => at >= gap.start && at < gap.end;
  for (const { at, text } of [...entries].sort((a, b) => a.at - b.at)) {
    if (!inside(at)) continue;
    for (const [sentence, kind] of begins)
      if (sentence.test(text)) {
        if (book.find(kind) === undefined) book.begin(kind, at, ['apcupsd', text]);
        else book.goOn(kind, [text]);
      }
    for (const [sentence, kinds] of ends)
      if (sentence.test(text)) for (const kind of kinds) if (book.find(kind) !== undefined) book.finish(kind, at);
  }
  return book.told().filter((event) => event.end !== undefined);
}
