import { addDays, calendarDateAt } from '@center/contract';
import type { StudySight } from '../../core/index.ts';
import type { RoundDeps } from './round-deps.ts';
import { sightOf } from './sight.ts';

/** Studies of one observation. */
const together = 200;

/**
 * Enters the studies of live intake that have become quiet, many in one observation a channel. What is known of a study already is not written again. Other work gets its
 * turn between two portions.
 */
export async function enterQuiet({ ledger, keys, now, signal, changed }: Omit<RoundDeps, 'archives'>): Promise<number> {
  let entered = 0;
  while (!signal.aborted) {
    const done = ledger.transaction(() => {
      const uids = ledger.quietStudies.next(together);
      const at = now();
      const latestDate = addDays(calendarDateAt(at), 1);
      const byChannel = new Map<string, StudySight[]>();
      for (const uid of uids) {
        const places = ledger.objects.placesOf(uid);
        const devices = ledger.devices.ofStudy(uid);
        const sight = sightOf(
          { StudyInstanceUID: uid, places, deviceIds: devices, latestDate },
          ledger.archive.series(uid),
          keys,
        );
        if (sight === undefined) continue;
        const channel = ledger.studies.get(uid)?.channel ?? '';
        byChannel.set(channel, [...(byChannel.get(channel) ?? []), sight]);
        entered += 1;
      }
      ledger.archive.applyAll([...byChannel].map(([channel, studies]) => ({ kind: 'seen', at, channel, studies })));
      ledger.quietStudies.entered(uids);
      return uids.length;
    });
    if (done < together) break;
    await new Promise<void>((resolve) => setImmediate(resolve));
  }
  if (entered > 0) changed();
  return entered;
}
