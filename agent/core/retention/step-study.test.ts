import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stepStudy } from './step-study.ts';
import {
  doubtOf,
  explanationReasonOf,
  levelOf,
  presentAt,
  standingAbsences,
  standingOf,
  stateOf,
  stateOnOf,
} from './study-standing.ts';
import {
  after,
  aSeries,
  aSight,
  day,
  delivery,
  ledgerOf,
  listed,
  nowhere,
  type Told,
  unlisted,
  wholeObjects,
} from './testing/one-study.ts';

const explained = (days: number, more: Partial<Extract<Told, { kind: 'explained' }>> = {}): Told => ({
  kind: 'explained',
  StudyInstanceUID: '1.2.3',
  at: after(days),
  reason: 'merged',
  who: 'somebody',
  ...more,
});
const candidate = (days: number): Told =>
  nowhere(days, { found: 'under-other-uid', otherUID: '1.2.9', proof: 'accession-patient' });

describe('where a study stands', () => {
  const gone = [unlisted(1), nowhere(1), nowhere(2), nowhere(8)];
  it.each<[string, string, readonly Told[]]>([
    ['known and never asked for', 'expected', []],
    ['listed', 'present', [listed(1)]],
    ['a list lacks it', 'unlisted', [listed(1), unlisted(2)]],
    ['asked for once by every key', 'unlisted', [listed(1), unlisted(2), nowhere(2)]],
    ['twice', 'unlisted', [listed(1), nowhere(2), nowhere(3)]],
    ['three times, seven days after the first', 'lost', [listed(1), nowhere(2), nowhere(3), nowhere(9)]],
    ['three times in less than seven days', 'unlisted', [listed(1), nowhere(2), nowhere(3), nowhere(8.99)]],
    ['the fourth time, at seven days', 'lost', [nowhere(2), nowhere(3), nowhere(8.9), nowhere(9)]],
    ['twice, seven days apart', 'unlisted', [nowhere(2), nowhere(10)]],
    ['three times, two of them in one night', 'unlisted', [nowhere(2), nowhere(2.1), nowhere(10)]],
    [
      'without controls',
      'unlisted',
      [nowhere(2, { controls: 0 }), nowhere(3, { controls: 2 }), nowhere(9), nowhere(10)],
    ],
    ['not by every key', 'unlisted', [nowhere(2), nowhere(3), nowhere(9, { asked: ['study', 'series'] })]],
    [
      'by every key that the archive understands',
      'lost',
      [nowhere(2), nowhere(3), nowhere(9, { asked: ['study', 'accession-patient'], unsupported: ['series'] })],
    ],
    [
      'an archive that is said not to understand accession number and patient',
      'unlisted',
      [nowhere(2), nowhere(3), nowhere(9, { asked: ['study', 'series'], unsupported: ['accession-patient'] })],
    ],
    [
      'an archive that does not understand its UID',
      'unlisted',
      [nowhere(2), nowhere(3), nowhere(9, { asked: ['series', 'accession-patient'], unsupported: ['study'] })],
    ],
    [
      'seven days that only the clock has passed',
      'unlisted',
      [nowhere(2, { measuredDays: 100 }), nowhere(9, { measuredDays: 101 }), nowhere(10, { measuredDays: 102 })],
    ],
    [
      'and measured days later',
      'lost',
      [nowhere(2, { measuredDays: 100 }), nowhere(9, { measuredDays: 101 }), nowhere(10, { measuredDays: 103 })],
    ],
    ['never seen by the archive at all', 'lost', gone],
    ['listed again', 'present', [...gone, listed(9)]],
    ['listed again between the confirmations', 'unlisted', [nowhere(2), nowhere(3), listed(4), nowhere(9)]],
    ['delivered again', 'present', [...gone, delivery(9)]],
    ['found by its UID although the list lacks it', 'present', [unlisted(1), nowhere(1, { found: 'as-known' })]],
    ['found in parts', 'present', [unlisted(1), nowhere(1, { found: 'parts-only' })]],
    [
      'only parts of it, in another study',
      'missing',
      [1, 2, 9].map((days) => nowhere(days, { found: 'parts-only', otherUID: '1.2.9' })),
    ],
    [
      'merged: its objects lie under another study',
      'explained',
      [unlisted(1), nowhere(1, { found: 'under-other-uid', otherUID: '1.2.9', proof: 'same-objects' })],
    ],
    [
      'new UIDs, the same content',
      'explained',
      [unlisted(1), nowhere(1, { found: 'under-other-uid', otherUID: '1.2.9', proof: 'same-digests' })],
    ],
    ['in another archive', 'explained', [unlisted(1), nowhere(1, { found: 'in-other-archive' })]],
    ['only likely merged', 'unlisted', [unlisted(1), candidate(1)]],
    ['only likely merged, three times', 'missing', [unlisted(1), candidate(1), candidate(2), candidate(8)]],
    ['and a person confirms it', 'explained', [candidate(1), candidate(2), candidate(8), explained(9)]],
    ['or says no', 'lost', [candidate(1), candidate(2), candidate(8), explained(9, { reason: 'withdrawn' })]],
    ['the likely successor is gone too', 'lost', [candidate(1), candidate(2), candidate(8), nowhere(9)]],
    ['an explanation withdrawn', 'lost', [...gone, explained(9), explained(10, { reason: 'withdrawn' })]],
    ['explained and listed again', 'present', [...gone, explained(9), listed(10)]],
    ['explained, listed again, and gone again', 'lost', [explained(1), listed(2), nowhere(3), nowhere(4), nowhere(10)]],
    [
      'a registered exception, listed, and gone',
      'explained',
      [explained(1, { reason: 'exception' }), listed(2), nowhere(3), nowhere(4), nowhere(10)],
    ],
    ['a registered exception that is there', 'present', [explained(1, { reason: 'exception' }), listed(2)]],
    ['nothing measured', 'present', [listed(1), { kind: 'not-measured', at: after(2), why: 'timed-out' }]],
    ['an absence from before it was listed comes late', 'present', [listed(20), nowhere(1), nowhere(2), nowhere(9)]],
    ['a list from between comes late', 'unlisted', [nowhere(1), nowhere(2), nowhere(9), listed(1.5)]],
  ])('%s: %s', (_, state, events) => {
    const study = ledgerOf().tell(...events);
    expect([study.state, stateOf(study)]).toEqual([state, state]);
  });

  it('after its term of ten years it is not lost', () => {
    const seen = (date: string) => ledgerOf(aSight({ date: day(date) }));
    // Ten years end on 2026-03-11: the first confirmation is on that day, or the day after.
    expect(seen('2016-03-12').tell(nowhere(1), nowhere(2), nowhere(8)).state).toBe('lost');
    const old = seen('2016-03-11').tell(nowhere(1), nowhere(2), nowhere(8));
    expect([old.state, explanationReasonOf(old)]).toEqual([
      'explained',
      { reason: 'deleted-after-term', by: 'archive' },
    ]);
  });

  it('without a date, or with an impossible one, its terms run from the first sight', () => {
    const { date: _date, ...undated } = aSight();
    expect(ledgerOf(undated).study).toMatchObject({ firstSeenOn: '2026-03-10' });
    expect(ledgerOf(undated).study.date).toBeUndefined();
    expect(ledgerOf(aSight({ date: day('2031-01-01') })).study.date).toBeUndefined();
    expect(ledgerOf(undated).tell(nowhere(1), nowhere(2), nowhere(8)).state).toBe('lost');
  });

  it('the absence stays in its history when it returns, and its days are told while it lasts', () => {
    const ledger = ledgerOf();
    ledger.tell(listed(1), unlisted(2), nowhere(2), nowhere(3), nowhere(9));
    expect(doubtOf(ledger.study)).toEqual({ times: 3, firstAt: after(2), lastAt: after(9) });
    expect(stateOnOf(ledger.study)).toBe('2026-03-19');
    const back = ledger.tell(listed(10));
    expect(doubtOf(back)).toBeUndefined();
    expect(back.absences).toHaveLength(3);
    expect(stateOnOf(back)).toBe('2026-03-20');
  });

  it('of a study that was never seen nothing but a sight tells anything', () => {
    expect(() =>
      stepStudy({ study: undefined, series: [], samples: [] }, { kind: 'listed', at: after(1), channel: 'c' }),
    ).toThrow(/never seen/);
  });
});

describe('how far it is proven', () => {
  const whole = (days: number, more = {}): Told =>
    delivery(days, { whole: true, objects: wholeObjects(), bytes: 1e7, wholeMs: 4000, ...more });
  const counted = (days: number, objects: number, more = {}): Told => ({
    kind: 'counted',
    at: after(days),
    StudyInstanceUID: '1.2.3',
    series: [aSeries(objects, more)],
  });
  const committed = (days: number, n: number, failed: number): Told => ({
    kind: 'committed',
    at: after(days),
    StudyInstanceUID: '1.2.3',
    transactionUID: '1.9',
    committed: n,
    failed: Array.from({ length: failed }, () => ({ SOPInstanceUID: '1.2.3.1.1', reason: 274 })),
  });
  it.each<[string, number, string, readonly Told[]]>([
    ['never asked for', 0, 'claimed', []],
    ['listed', 1, 'claimed', [listed(1)]],
    ['counted', 2, 'claimed', [counted(1, 20)]],
    ['as known, of many', 2, 'claimed', [{ kind: 'as-counted', at: after(1) }]],
    ['committed', 3, 'claimed', [committed(1, 20, 0)]],
    ['committed in part', 1, 'claimed', [committed(1, 12, 0)]],
    ['one failed commitment', 1, 'claimed', [committed(1, 19, 1)]],
    [
      'a failed commitment takes the one before away',
      2,
      'claimed',
      [counted(1, 20), committed(2, 20, 0), committed(3, 19, 1)],
    ],
    ['first image', 4, 'proven', [delivery(1)]],
    ['whole', 5, 'proven', [whole(1)]],
    ['whole and equal', 6, 'proven', [whole(1), whole(40)]],
    ['whole and equal, told short', 6, 'proven', [whole(1, { objects: [], asBaseline: 20 })]],
    [
      'short although 200 OK',
      2,
      'claimed',
      [counted(1, 20), whole(2, { short: true, objects: wholeObjects().slice(8), absent: 8 })],
    ],
    [
      'one object ends early',
      1,
      'claimed',
      [whole(1, { objects: wholeObjects((o, i) => (i === 3 ? { ...o, complete: false } : o)) })],
    ],
    [
      'short after it had been whole',
      1,
      'claimed',
      [whole(1), whole(40, { absent: 1, objects: wholeObjects().slice(1) })],
    ],
    [
      'a first image does not heal it',
      1,
      'claimed',
      [whole(1), whole(40, { absent: 1, objects: wholeObjects().slice(1) }), delivery(80)],
    ],
    [
      'a whole delivery does',
      6,
      'proven',
      [whole(1), whole(40, { absent: 1, objects: wholeObjects().slice(1) }), whole(80)],
    ],
    ['no first image', 1, 'claimed', [listed(1), delivery(2), delivery(40, { objects: [], absent: 1 })]],
    [
      'another digest in the same syntax',
      5,
      'proven',
      [
        whole(1),
        whole(40, { objects: wholeObjects((o, i) => (i === 3 ? { ...o, sha256: 'x', pixelSha256: 'y' } : o)) }),
      ],
    ],
    [
      'another syntax: a new reading',
      5,
      'proven',
      [
        whole(1),
        whole(40, {
          objects: wholeObjects((o) => ({ ...o, TransferSyntaxUID: '1.2.840.10008.1.2.4.70', sha256: `${o.sha256}j` })),
        }),
      ],
    ],
    ['fewer objects listed than known', 1, 'claimed', [counted(1, 20), counted(2, 17)]],
    ['a first image does not heal a count', 1, 'claimed', [counted(1, 20), counted(2, 17), delivery(3)]],
    ['as many, but others', 1, 'claimed', [counted(1, 20), counted(2, 20, { uidDigest: 'b'.repeat(32) })]],
  ])('%s: L%i, %s', (_, level, standing, events) => {
    const study = ledgerOf().tell(...events);
    expect([levelOf(study), standingOf(study)]).toEqual([level, standing]);
  });

  it('what a count lacks is remembered, not forgotten', () => {
    const ledger = ledgerOf();
    const study = ledger.tell(counted(1, 20), counted(2, 17));
    expect(study).toMatchObject({ objects: 20, mostObjects: 20, found: { objects: 17, how: 'counted' } });
    expect(ledger.known.series).toEqual([aSeries(20)]);
    expect(ledger.tell(counted(3, 24, { uidDigest: 'c'.repeat(32) }))).toMatchObject({ objects: 24, mostObjects: 24 });
    expect(levelOf(ledger.tell(counted(4, 24, { uidDigest: 'c'.repeat(32) })))).toBe(2);
  });

  it('content that came back changed, lossy, smaller or with fewer bits is told, until a whole delivery is equal again', () => {
    const ledger = ledgerOf();
    const bad = wholeObjects((o, i) =>
      i < 2
        ? { ...o, sha256: `x${String(i)}`, pixelSha256: 'y', LossyImageCompression: '01', BitsStored: 8, Rows: 256 }
        : o,
    );
    expect(
      ledger.tell(whole(1), whole(40, { objects: bad })).content.map(({ note, objects }) => [note, objects]),
    ).toEqual([
      ['fewer-bits', 2],
      ['newly-lossy', 2],
      ['pixels-changed', 2],
      ['smaller', 2],
    ]);
    expect(ledger.tell(whole(80)).content).toEqual([]);
  });

  it('a lossy copy in a new syntax stays owed its first quality', () => {
    const ledger = ledgerOf();
    const lossy = wholeObjects((o) => ({
      ...o,
      TransferSyntaxUID: '1.2.840.10008.1.2.4.50',
      sha256: `${o.sha256}j`,
      LossyImageCompression: '01',
    }));
    ledger.tell(whole(1), whole(40, { objects: lossy }));
    const study = ledger.tell(whole(80, { objects: lossy }));
    expect(study.content.map(({ note }) => note)).toEqual(['new-syntax', 'newly-lossy']);
    expect(levelOf(study)).toBe(5);
  });

  it.each([
    [800, undefined, 'no'],
    [48_000, 900, 'needed'],
    [48_000, 47_000, 'no'],
    [48_000, undefined, 'unknown'],
  ] as const)('first image after %i ms, again after %s: recall %s', (firstImageMs, repeatMs, recall) => {
    const study = ledgerOf().tell(delivery(1, { firstImageMs, ...(repeatMs === undefined ? {} : { repeatMs }) }));
    expect(study.retrieved?.recall).toBe(recall);
    expect(study.retrieved?.delivered).toBe(true);
  });

  it('a path that was slow just before is no recall, however fast the repeat', () => {
    const over = (pathMs: number): string | undefined =>
      ledgerOf().tell(delivery(1, { firstImageMs: 48_000, repeatMs: 900, pathMs })).retrieved?.recall;
    expect([over(900), over(20)]).toEqual(['unknown', 'needed']);
  });
});

const anyTold: fc.Arbitrary<Told> = fc
  .tuple(
    fc.integer({ min: 0, max: 400 }).map((n) => n / 10),
    fc.constantFrom(
      'listed',
      'unlisted',
      'nowhere',
      'nowhere',
      'nowhere',
      'vain',
      'uncontrolled',
      'candidate',
      'merged',
      'parts',
      'found',
      'image',
      'whole',
      'short',
      'explained',
      'withdrawn',
      'silent',
      'count',
      'fewer',
      'committed',
    ),
  )
  .map(([days, kind]): Told => {
    switch (kind) {
      case 'listed':
        return listed(days);
      case 'unlisted':
        return unlisted(days);
      case 'nowhere':
        return nowhere(days);
      case 'vain':
        return nowhere(days, { asked: ['study'] });
      case 'uncontrolled':
        return nowhere(days, { controls: 2 });
      case 'candidate':
        return candidate(days);
      case 'merged':
        return nowhere(days, { found: 'under-other-uid', otherUID: '1.2.9', proof: 'same-objects' });
      case 'parts':
        return nowhere(days, { found: 'parts-only' });
      case 'found':
        return nowhere(days, { found: 'as-known' });
      case 'image':
        return delivery(days);
      case 'whole':
        return delivery(days, { whole: true, objects: [], asBaseline: 20 });
      case 'short':
        return delivery(days, { whole: true, objects: [], asBaseline: 12, absent: 8, short: true });
      case 'explained':
        return explained(days);
      case 'withdrawn':
        return explained(days, { reason: 'withdrawn' });
      case 'silent':
        return { kind: 'not-measured', at: after(days), why: 'control-failed' };
      case 'count':
        return { kind: 'as-counted', at: after(days) };
      case 'fewer':
        return { kind: 'counted', at: after(days), StudyInstanceUID: '1.2.3', series: [aSeries(17)] };
      case 'committed':
        return {
          kind: 'committed',
          at: after(days),
          StudyInstanceUID: '1.2.3',
          transactionUID: '1.9',
          committed: 20,
          failed: [],
        };
    }
  });
const anyHistory = fc.array(anyTold, { maxLength: 20 });
/** Few good words among many absences. */
const gloomy = fc
  .tuple(
    fc.array(anyTold, { maxLength: 4 }),
    fc.array(fc.integer({ min: 0, max: 400 }), { minLength: 2, maxLength: 8 }),
  )
  .map(([some, absences]) => [...some, ...absences.map((n) => nowhere(n / 10))]);
const shuffled = fc.tuple(anyHistory, fc.infiniteStream(fc.nat())).map(([events, keys]) => {
  const order = events.map((event) => ({ event, key: keys.next().value as number }));
  return [events, order.sort((a, b) => a.key - b.key).map(({ event }) => event)] as const;
});
// A first image is a reading to be compared with; it is there from the start, so that only the order of the rest varies.
const told = (events: readonly Told[]) => ledgerOf().tell(delivery(0), ...events);

describe('whatever comes', () => {
  it('a study is missing or lost only after three confirmations with good controls by every key, over seven days, and after it was seen last', () => {
    let condemned = 0;
    fc.assert(
      fc.property(gloomy, (events) => {
        const study = told(events);
        if (study.state !== 'lost' && study.state !== 'missing') return true;
        condemned += 1;
        const good = events.filter(
          (each): each is Extract<Told, { kind: 'checked' }> =>
            each.kind === 'checked' &&
            each.controls >= 3 &&
            (each.found === 'under-other-uid'
              ? each.proof === 'accession-patient'
              : each.found === 'nowhere' && each.asked.length === 4),
        );
        const seen = events
          .filter(
            (each) =>
              ['listed', 'counted', 'as-counted', 'committed', 'retrieved'].includes(each.kind) ||
              (each.kind === 'checked' && (each.found === 'as-known' || each.found === 'parts-only')),
          )
          .map(({ at }) => at);
        const last = seen.reduce<number>((a, b) => Math.max(a, b), after(0));
        const since = [...new Set(good.map(({ at }) => at as number))].filter((at) => at > last).sort((a, b) => a - b);
        return since.length >= 3 && (since.at(-1) ?? 0) - (since[0] ?? 0) >= 7 * 86_400_000 && last <= presentAt(study);
      }),
      { numRuns: 3000 },
    );
    expect(condemned).toBeGreaterThan(100);
  });

  it('the order in which it comes changes nothing', () => {
    fc.assert(
      fc.property(shuffled, ([events, other]) => {
        expect(told(other)).toEqual(told(events));
      }),
      { numRuns: 2000 },
    );
  });

  it('what comes twice changes nothing', () => {
    fc.assert(
      fc.property(anyHistory, fc.nat(), (events, at) => {
        const again = events[at % Math.max(1, events.length)];
        expect(told([...events, ...(again === undefined ? [] : [again])])).toEqual(told(events));
        expect(told([...events, ...events])).toEqual(told(events));
      }),
      { numRuns: 1000 },
    );
  });

  it('a good list or delivery later than all else brings it back', () => {
    fc.assert(
      fc.property(anyHistory, fc.boolean(), (events, list) => {
        const study = told([...events, list ? listed(50) : delivery(50)]);
        expect(study.state).toBe('present');
        expect(standingAbsences(study)).toEqual([]);
      }),
    );
  });

  it('a look that measured nothing changes nothing but the note of it', () => {
    fc.assert(
      fc.property(anyHistory, (events) => {
        const { notMeasured: _a, ...before } = told(events);
        const { notMeasured: _b, ...now } = told([...events, { kind: 'not-measured', at: after(60), why: 'refused' }]);
        expect(now).toEqual(before);
      }),
    );
  });
});
