import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readDoseReport, type SrItem } from './index.ts';
import { choice, coded, container, moment, num, text, uid } from './written-items.ts';

/** Each content item is about something else, so that no first one of several depends on the order. */
function report(): SrItem {
  const event = (id: string, plane: string, type: string): SrItem =>
    container(
      coded('113706'),
      choice(coded('113764'), coded(plane)),
      uid(id),
      moment('111526', `2024050110${id.padStart(2, '0')}00`),
      choice(coded('113721'), coded(type)),
      choice(coded('113780'), coded('113860')),
      num(coded('122130'), '0.0001', 'Gym2'),
      num(coded('113738'), '0.02', 'Gy'),
      container(coded('113771'), num(coded('113758'), '0.2', 'mm'), num(coded('113773'), '0.3', 'mm')),
      choice(coded('128551'), coded('373066001', 'SCT')),
      choice(coded('128552'), coded('128553')),
    );
  return container(
    coded('113701'),
    choice(coded('121058'), coded('113704')),
    text(coded('121014'), 'ACME'),
    text(coded('121016'), 'SN'),
    container(
      coded('113702'),
      choice(coded('113764'), coded('113620')),
      num(coded('113722'), '0.0002', 'Gy.m2'),
      num(coded('113725'), '0.04', 'Gy'),
      choice(coded('113780'), coded('113860')),
    ),
    event('1', '113620', '113611'),
    event('2', '113621', '113613'),
    choice(coded('113854'), coded('113856')),
  );
}

/** The same items in another order, everywhere. */
function shuffled(item: SrItem, next: () => number): SrItem {
  const children = item.children.map((child) => shuffled(child, next));
  return {
    ...item,
    children: children
      .map((child) => ({ child, at: next() }))
      .toSorted((a, b) => a.at - b.at)
      .map(({ child }) => child),
  };
}

function facts(root: SrItem): unknown {
  const reading = readDoseReport(root);
  if (reading === undefined) throw new Error('no dose report');
  const plain = JSON.parse(JSON.stringify(reading.report)) as { events: { IrradiationEventUID: string }[] };
  return {
    ...plain,
    events: plain.events.toSorted((a, b) => a.IrradiationEventUID.localeCompare(b.IrradiationEventUID)),
    damage: new Set(reading.damage.map((each) => JSON.stringify(each))),
  };
}

describe('reading a report', () => {
  it('does not turn on the order of its content (TID 10001, 10003: order is not significant)', () => {
    const expected = facts(report());
    fc.assert(
      fc.property(fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })), (stream) => {
        expect(facts(shuffled(report(), () => stream.next().value ?? 0))).toEqual(expected);
      }),
      { numRuns: 60 },
    );
  });

  it('fails for no tree, whatever codes, units and numbers it holds', () => {
    const code = fc.record({
      CodeValue: fc.constantFrom(
        '113701',
        '113706',
        '113819',
        '130501',
        '130505',
        '130511',
        '113722',
        '113830',
        '113738',
        '113734',
        '113780',
        '113835',
        '113900',
        '122505',
        '',
        '111527',
        'T-D1100',
      ),
      CodingSchemeDesignator: fc.constantFrom('DCM', 'SRT', 'SCT', 'UCUM', '', '99X'),
      CodeMeaning: fc.constantFrom('', 'DLP', '剂量长度乘积', 'Mean CTDIvol', '是'),
    });
    const unit = fc.record({
      CodeValue: fc.constantFrom('mGy', 'Gym2', '', 'furlong', '{', '1'),
      CodingSchemeDesignator: fc.constantFrom('UCUM', 'UCM', ''),
      CodeMeaning: fc.constantFrom('', 'mGy.cm', '秒'),
    });
    const { item } = fc.letrec<{ item: SrItem }>((tie) => ({
      item: fc.record({
        valueType: fc.constantFrom('CONTAINER', 'NUM', 'CODE', 'TEXT', 'UIDREF', 'TABLE', ''),
        concept: fc.option(code, { nil: undefined }),
        code: fc.option(code, { nil: undefined }),
        text: fc.option(fc.constantFrom('', 'A', 'A and B', '1.2.3', '20240501100000.5+0800', '\0'), {
          nil: undefined,
        }),
        measured: fc.option(
          fc.record({
            raw: fc.constantFrom('1', '', 'abc', '10.50/ 15.00', '1\\2\\3', '1e400'),
            number: fc.option(fc.constantFrom(0, -1, 1.5, 1e300, 5e-324), { nil: undefined }),
            unit: fc.option(unit, { nil: undefined }),
          }),
          { nil: undefined },
        ),
        table: fc.option(
          fc.record({
            rows: fc.nat({ max: 5 }),
            columns: fc.nat({ max: 3 }),
            rowDefinitions: fc.constant([]),
            columnDefinitions: fc.array(
              fc.record({
                line: fc.option(fc.nat({ max: 3 }), { nil: undefined }),
                concept: fc.option(code, { nil: undefined }),
                unit: fc.option(unit, { nil: undefined }),
              }),
              { maxLength: 3 },
            ),
            cells: fc.array(
              fc.record({
                row: fc.option(fc.nat({ max: 5 }), { nil: undefined }),
                column: fc.option(fc.nat({ max: 3 }), { nil: undefined }),
                values: fc.array(fc.oneof(fc.double(), fc.string()), { maxLength: 4 }),
                codes: fc.constant([]),
              }),
              { maxLength: 4 },
            ),
          }),
          { nil: undefined },
        ),
        children: fc.oneof({ depthSize: 'small' }, fc.constant([]), fc.array(tie('item'), { maxLength: 5 })),
      }),
    }));
    fc.assert(
      fc.property(item, (tree) => {
        const reading = readDoseReport(tree, { SOPClassUID: '1.2.840.10008.5.1.4.1.1.88.76' });
        for (const { values } of [...(reading?.report.events ?? []), ...(reading?.report.totals ?? [])])
          for (const value of Object.values(values))
            if (value.kind === 'quantity') expect(Number.isFinite(value.quantity.value)).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  it('is bounded, however much one value, one table or one report claims', () => {
    const flood = Array.from({ length: 200_000 }, (_, index) => String(index)).join('\\');
    const columns = [{ line: 1, concept: coded('113734'), unit: coded('mA', 'UCUM') }];
    const values = Array.from({ length: 200_000 }, (_, index) => index);
    const table: SrItem = {
      valueType: 'TABLE',
      children: [],
      table: {
        rows: 4_294_967_295,
        columns: 1,
        rowDefinitions: [],
        columnDefinitions: columns,
        cells: [{ column: 1, values, codes: [] }],
      },
    };
    const events = Array.from({ length: 20_000 }, (_, index) =>
      container(coded('130501'), uid(String(index)), moment('111526', '20240501'), moment('111527', '20240502')),
    );
    const reading = readDoseReport(
      container(
        coded('113701'),
        container(coded('113706'), num(coded('113733'), flood, 'kV'), num(coded('113733'), '70', 'kV')),
        container(coded('130505'), container(coded('130511'), table)),
        ...events,
      ),
    );
    expect(reading?.report.events[0]?.values.KVP?.kind).toBe('not-a-number');
    expect(reading?.report.events).toHaveLength(20_001);
    expect(reading?.damage.map(({ code }) => code)).toEqual(['number-unreadable', 'sequence-too-long']);
  });
});
