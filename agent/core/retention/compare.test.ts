import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareObjects } from './compare-objects.ts';
import { compareSeries, objectsIn } from './compare-series.ts';
import type { ObjectSight, SeriesSight } from './observation.ts';
import { anObject, aSeries } from './testing/one-study.ts';
import { damages, whatDetects } from './what-detects.ts';
import { whereItWent } from './where-it-went.ts';

describe('objects that come again', () => {
  it.each<[string, Partial<ObjectSight>, readonly string[], boolean]>([
    ['equal', {}, [], false],
    ['another header over the same pixels', { sha256: 'x' }, ['header-changed'], true],
    ['other pixels', { sha256: 'x', pixelSha256: 'y' }, ['pixels-changed'], false],
    ['another syntax', { sha256: 'x', TransferSyntaxUID: '1.2.840.10008.1.2.4.70' }, ['new-syntax'], true],
    [
      'lossy in another syntax',
      { sha256: 'x', TransferSyntaxUID: '1.2.840.10008.1.2.4.50', LossyImageCompression: '01' },
      ['new-syntax', 'newly-lossy'],
      true,
    ],
    [
      'lossy, the same syntax',
      { sha256: 'x', pixelSha256: 'y', LossyImageCompression: '01' },
      ['newly-lossy', 'pixels-changed'],
      false,
    ],
    ['fewer bits', { sha256: 'x', pixelSha256: 'y', BitsStored: 8 }, ['fewer-bits', 'pixels-changed'], false],
    ['smaller', { sha256: 'x', pixelSha256: 'y', Columns: 256 }, ['pixels-changed', 'smaller'], false],
    ['cut', { sha256: 'x', complete: false }, [], false],
  ])('%s', (_, change, notes, replaced) => {
    const compared = compareObjects([anObject(change)], [anObject()]);
    expect(compared.notes.map(({ note }) => note)).toEqual(notes);
    expect(compared.baselines.length > 0).toBe(replaced);
    expect(compared.incomplete).toBe(change.complete === false ? 1 : 0);
  });
  it('without a digest of the pixels nobody can tell header from picture', () => {
    const { pixelSha256: _p, ...plain } = anObject();
    expect(compareObjects([{ ...plain, sha256: 'x' }], [anObject()]).notes).toEqual([
      { note: 'content-changed', objects: 1 },
    ]);
  });
  it('an object that comes twice in one delivery is one, and a first reading is a baseline', () => {
    expect(compareObjects([anObject(), anObject()], [])).toMatchObject({
      compared: 0,
      equal: 0,
      baselines: [anObject()],
    });
    expect(compareObjects([anObject(), anObject()], [anObject()])).toMatchObject({
      compared: 1,
      equal: 1,
      baselines: [],
    });
  });
});

describe('series that are listed again', () => {
  const two = (n: number): SeriesSight => aSeries(n, { SeriesInstanceUID: '1.2.3.2', uidDigest: 'b'.repeat(32) });
  const noDigest = (n: number): SeriesSight => {
    const { uidDigest: _d, ...rest } = aSeries(n);
    return rest;
  };
  it.each<[string, string, readonly SeriesSight[], readonly SeriesSight[]]>([
    ['the same', 'as-known', [aSeries(), two(5)], [two(5), aSeries()]],
    ['a digest that nobody had', 'as-known', [aSeries()], [noDigest(20)]],
    ['a count without a digest', 'as-known', [noDigest(20)], [aSeries()]],
    ['a new series', 'more', [aSeries(), two(5)], [aSeries()]],
    ['a series that grew', 'more', [aSeries(24, { uidDigest: 'c' })], [aSeries()]],
    ['a series gone', 'fewer', [aSeries()], [aSeries(), two(5)]],
    ['one gone, one new', 'fewer', [two(5)], [aSeries()]],
    ['objects gone', 'fewer', [aSeries(19)], [aSeries()]],
    ['other objects', 'other', [aSeries(20, { uidDigest: 'c' })], [aSeries()]],
    ['nothing', 'fewer', [], [aSeries()]],
  ])('%s: %s', (_, match, listed, known) => {
    expect(compareSeries(listed, known).match).toBe(match);
  });
  it('nothing known is forgotten, and what is known equals itself', () => {
    const any = fc.uniqueArray(
      fc.record({
        SeriesInstanceUID: fc.constantFrom('1.1', '1.2', '1.3', '1.4'),
        Modality: fc.constant('CT'),
        classes: fc.constant(['1.2']),
        objects: fc.integer({ min: 1, max: 30 }),
        uidDigest: fc.constantFrom('a', 'b'),
      }),
      { selector: ({ SeriesInstanceUID }) => SeriesInstanceUID },
    );
    fc.assert(
      fc.property(any, any, (listed, known) => {
        const { series, match } = compareSeries(listed, known);
        expect(objectsIn(series)).toBeGreaterThanOrEqual(Math.max(objectsIn(listed), objectsIn(known)));
        expect(compareSeries(series, series)).toEqual({ match: 'as-known', objects: objectsIn(series), series });
        if (match === 'as-known') expect(objectsIn(listed)).toBe(objectsIn(known));
      }),
    );
  });
});

describe('where a study went', () => {
  const known = { StudyInstanceUID: '1.2.3', series: [aSeries()], samples: [anObject()] };
  const other = (more = {}) => ({ StudyInstanceUID: '1.2.9', series: [], objects: [], ...more });
  it.each<[string, Parameters<typeof whereItWent>[1], object]>([
    ['found by its UID', { study: { found: true } }, { found: 'as-known', asked: ['study'] }],
    ['listed without a single object', { study: { found: true, objects: 0 } }, { found: 'parts-only' }],
    ['in another archive', { study: { found: false }, inOtherArchive: true }, { found: 'in-other-archive' }],
    [
      'its series under another study',
      { study: { found: false }, series: [{ SeriesInstanceUID: '1.2.3.1', StudyInstanceUID: '1.2.9' }] },
      { found: 'under-other-uid', otherUID: '1.2.9', proof: 'same-objects' },
    ],
    [
      'its series under its own UID, although the study was not found',
      { study: { found: false }, series: [{ SeriesInstanceUID: '1.2.3.1', StudyInstanceUID: '1.2.3' }] },
      { found: 'as-known' },
    ],
    [
      'an object under another study, its series nowhere',
      { study: { found: false }, series: [], objects: [{ SOPInstanceUID: '1.2.3.1.1', StudyInstanceUID: '1.2.9' }] },
      { found: 'parts-only', otherUID: '1.2.9' },
    ],
    [
      'accession number and patient only',
      { study: { found: false }, series: [], accessionPatient: [other()] },
      { found: 'under-other-uid', proof: 'accession-patient', asked: ['study', 'series', 'accession-patient'] },
    ],
    [
      'the same UIDs of objects',
      { study: { found: false }, accessionPatient: [other({ series: [aSeries(20, { SeriesInstanceUID: '9' })] })] },
      { proof: 'same-objects' },
    ],
    [
      'new UIDs over the same pixels',
      {
        study: { found: false },
        accessionPatient: [other({ objects: [anObject({ SOPInstanceUID: '9', sha256: 'new' })] })],
      },
      { proof: 'same-digests' },
    ],
    [
      'itself is no other',
      { study: { found: false }, accessionPatient: [other({ StudyInstanceUID: '1.2.3' })] },
      { found: 'nowhere' },
    ],
    [
      'under no key',
      { study: { found: false }, series: [], objects: [], accessionPatient: [] },
      { found: 'nowhere', asked: ['study', 'series', 'object', 'accession-patient'] },
    ],
  ])('%s', (_, answers, where) => {
    expect(whereItWent(known, answers)).toMatchObject(where);
  });
  it('under several others it was split; a part of it is a part', () => {
    const series = [aSeries(), aSeries(5, { SeriesInstanceUID: '1.2.3.2' })];
    const hits = [
      { SeriesInstanceUID: '1.2.3.1', StudyInstanceUID: '1.2.9' },
      { SeriesInstanceUID: '1.2.3.2', StudyInstanceUID: '1.2.8' },
    ];
    expect(whereItWent({ ...known, series }, { study: { found: false }, series: hits })).toMatchObject({
      found: 'under-other-uid',
      split: true,
      otherUID: '1.2.8',
    });
    expect(whereItWent({ ...known, series }, { study: { found: false }, series: hits.slice(1) })).toMatchObject({
      found: 'parts-only',
    });
  });
});

describe('what detects what', () => {
  it('no list and no count is what shows that bytes are gone; only a digest shows a flipped pixel', () => {
    for (const damage of ['file-missing', 'zero-length', 'cut-in-half'] as const) {
      expect(whatDetects[damage].listed).toBe('no');
      expect(whatDetects[damage].whole).toBe('cold');
    }
    expect(
      Object.entries(whatDetects['pixel-flipped'])
        .filter(([, sees]) => sees === 'cold')
        .map(([level]) => level),
    ).toEqual(['digest']);
    expect(damages.filter((damage) => whatDetects[damage].says === 'nothing')).toEqual(['none']);
  });
});
