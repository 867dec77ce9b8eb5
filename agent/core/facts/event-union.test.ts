import type { DoseEvent } from '@center/contract';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { unionOfEvents } from './event-union.ts';
import { amount, scan, shot } from './testing/doses.ts';

/** A study's exposures and reports of it: cumulative ones (each longer than the one before), continued ones (each the next part), any parts whatever. */
const exposures = fc
  .uniqueArray(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 12 })
  .map((dlps) => dlps.map((dlp, index) => scan(`1.2.${String(index)}`, dlp)));
const told = exposures.chain((events) => {
  const part = fc.subarray([...events]);
  const prefix = fc.nat(events.length).map((length) => events.slice(0, length));
  const piece = fc
    .tuple(fc.nat(events.length), fc.nat(events.length))
    .map(([a, b]) => events.slice(Math.min(a, b), Math.max(a, b)));
  return fc.array(fc.oneof(part, prefix, piece), { maxLength: 8 }).map((reports) => ({ events, reports }));
});

const uids = (events: readonly DoseEvent[]): readonly string[] =>
  events.map(({ IrradiationEventUID }) => IrradiationEventUID ?? '');

describe('union of events', () => {
  it('is that of the sets of UIDs, whatever the cut of the reports', () => {
    fc.assert(
      fc.property(told, ({ reports }) => {
        expect(new Set(uids(unionOfEvents(reports)))).toEqual(new Set(reports.flatMap(uids)));
        expect(unionOfEvents(reports)).toHaveLength(new Set(reports.flatMap(uids)).size);
      }),
    );
  });

  it('does not depend on the order of reports nor on the order inside', () => {
    fc.assert(
      fc.property(
        told.chain(({ reports }) =>
          fc.record({
            reports: fc.constant(reports),
            mixed: fc
              .shuffledSubarray([...reports], { minLength: reports.length })
              .chain((all) =>
                fc.tuple(...all.map((each) => fc.shuffledSubarray([...each], { minLength: each.length }))),
              ),
          }),
        ),
        ({ reports, mixed }) => {
          expect(unionOfEvents(mixed)).toEqual(unionOfEvents(reports));
        },
      ),
    );
  });

  it('a UID that a report uses for different exposures tells nothing apart, whatever the order', () => {
    const [a, b, c] = [scan('1.1', 100), scan('1.1', 120), scan('1.1', 80)];
    const cumulative = [[a], [a, b], [a, b, c]];
    expect(unionOfEvents(cumulative)).toHaveLength(3);
    expect(unionOfEvents([[c, b, a], [b, a], [a]])).toEqual(unionOfEvents(cumulative));
    expect(unionOfEvents([[a, a], [a]])).toEqual([a]);
    expect(unionOfEvents([[a], [scan('1.1', 100, 5, { protocol: 'told anew' })]])).toHaveLength(1);
  });

  it('an earlier cumulative report, or one twice, changes nothing; another report takes nothing away', () => {
    fc.assert(
      fc.property(told, fc.nat(), ({ events, reports }, cut) => {
        const before = unionOfEvents([events, ...reports]);
        expect(unionOfEvents([events, ...reports, events.slice(0, cut % (events.length + 1)), events])).toEqual(before);
        for (const [index] of reports.entries()) {
          const fewer = new Set(uids(unionOfEvents(reports.slice(0, index))));
          const more = new Set(uids(unionOfEvents(reports.slice(0, index + 1))));
          expect([...fewer].filter((uid) => !more.has(uid))).toEqual([]);
        }
      }),
    );
  });

  it('of events without UID, as many as the report that tells most of them', () => {
    const [a, b] = [shot(undefined, 1e-4), shot(undefined, 2e-4)] as const;
    fc.assert(
      fc.property(fc.array(fc.array(fc.constantFrom(a, b), { maxLength: 4 }), { maxLength: 4 }), (reports) => {
        const most = (event: DoseEvent): number =>
          Math.max(0, ...reports.map((report) => report.filter((each) => each === event).length));
        expect(unionOfEvents(reports).filter((each) => each === a)).toHaveLength(most(a));
        expect(unionOfEvents(reports).filter((each) => each === b)).toHaveLength(most(b));
      }),
    );
  });

  it('both planes of one UID are two exposures; of two tellings of one the fuller stands', () => {
    const planes = [shot('1.2', 1e-4, { plane: 'A' }), shot('1.2', 2e-4, { plane: 'B' })];
    expect(unionOfEvents([planes, planes])).toHaveLength(2);
    const full = shot('1.3', 1e-4, { values: { DoseAreaProduct: amount(1e-4, 'Gy.m2'), KVP: amount(80, 'kV') } });
    expect(unionOfEvents([[shot('1.3', 1e-4)], [full]])).toEqual([full]);
    expect(unionOfEvents([[full], [shot('1.3', 1e-4)]])).toEqual([full]);
  });

  it('stands in the order of time', () => {
    const late = scan('1.1', 1, 1, { startedAt: '20260310100000' });
    const early = scan('1.9', 1, 1, { startedAt: '20260310090000' });
    expect(unionOfEvents([[late, early]])).toEqual([early, late]);
  });
});
