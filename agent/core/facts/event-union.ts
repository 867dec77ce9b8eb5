import { canonicalJson, type DoseEvent } from '@center/contract';
import { compared } from './order.ts';

// Invariants: the union of reports is the same in whatever order they come and however often; a report whose events are all known adds nothing; another report
// never takes an event away.

/** An exposure by its Irradiation Event UID; both planes of a biplane device may share one. `undefined`: the event carries none. */
export function exposureKey({ IrradiationEventUID: uid, plane }: DoseEvent): string | undefined {
  return uid === undefined ? undefined : `${uid}|${plane === 'A' || plane === 'B' ? plane : ''}`;
}

/** Of two tellings of one exposure the one that says more stands; of two that say equally much, one of them whatever the order. */
function fuller(a: DoseEvent, b: DoseEvent): DoseEvent {
  const more = Object.keys(a.values).length - Object.keys(b.values).length;
  if (more !== 0) return more > 0 ? a : b;
  return canonicalJson(a) >= canonicalJson(b) ? a : b;
}

/** In the order of time, then of UIDs, then of what they say: one order for one set. */
function inOrder(a: DoseEvent, b: DoseEvent): number {
  const byTime = compared(a.startedAt ?? '', b.startedAt ?? '');
  if (byTime !== 0) return byTime;
  const byUid = compared(exposureKey(a) ?? '', exposureKey(b) ?? '');
  return byUid === 0 ? compared(canonicalJson(a), canonicalJson(b)) : byUid;
}

/** The same events in one order. */
export function ordered<E extends DoseEvent>(events: readonly E[]): readonly E[] {
  return events.toSorted(inOrder);
}

/**
 * UIDs under which one report tells different exposures: some devices give every exposure the same one, and a report tells no exposure in two ways. Such a UID tells
 * nothing apart.
 */
function sharedUids(reports: readonly (readonly DoseEvent[])[]): ReadonlySet<string> {
  const shared = new Set<string>();
  for (const events of reports) {
    const first = new Map<string, DoseEvent>();
    for (const event of events) {
      const uid = exposureKey(event);
      if (uid === undefined) continue;
      const before = first.get(uid);
      if (before === undefined) first.set(uid, event);
      else if (!shared.has(uid) && canonicalJson(before) !== canonicalJson(event)) shared.add(uid);
    }
  }
  return shared;
}

/**
 * Union of the events of several reports: cumulative, continued and partly overlapping ones. Events are one when their Irradiation Event UID (and plane) is one; under
 * a UID that one report uses for different exposures, when they say the same. Those
 * without UID are told apart by what they say: as often as the report that says it most often.
 */
export function unionOfEvents(reports: readonly (readonly DoseEvent[])[]): readonly DoseEvent[] {
  const byUid = new Map<string, DoseEvent>();
  const anonymous = new Map<string, { readonly event: DoseEvent; count: number }>();
  const shared = sharedUids(reports);
  for (const events of reports) {
    const here = new Map<string, number>();
    for (const event of events) {
      const uid = exposureKey(event);
      if (uid !== undefined) {
        const key = shared.has(uid) ? `${uid}|${canonicalJson(event)}` : uid;
        const before = byUid.get(key);
        byUid.set(key, before === undefined ? event : fuller(before, event));
        continue;
      }
      const said = canonicalJson(event);
      const count = (here.get(said) ?? 0) + 1;
      here.set(said, count);
      const known = anonymous.get(said);
      if (known === undefined) anonymous.set(said, { event, count });
      else known.count = Math.max(known.count, count);
    }
  }
  return ordered([
    ...byUid.values(),
    ...[...anonymous.values()].flatMap(({ event, count }) => Array.from({ length: count }, () => event)),
  ]);
}
