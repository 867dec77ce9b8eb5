import { describe, expect, it } from 'vitest';
import {
  itemsIn,
  mergedElements,
  readElementList,
  sequenceElement,
  shortIn,
  textIn,
  uidElement,
  writeElementList,
} from './element-list.ts';
import { difficultHeader, element, item, sequence } from './testing/data-set.ts';
import { EXPLICIT_VR_LITTLE_ENDIAN as EXPLICIT, IMPLICIT_VR_LITTLE_ENDIAN as IMPLICIT } from './transfer-syntax.ts';

function elementsOf(bytes: Uint8Array, syntax: string): readonly { tag: number; value: Buffer }[] {
  const read = readElementList(bytes, syntax);
  if (read.kind === 'invalid') throw new Error(read.what);
  return read.elements;
}

describe('a list of elements', () => {
  it('is the same from explicit and from implicit VR, with sequences of both kinds inside', () => {
    const [fromExplicit, fromImplicit] = [
      elementsOf(difficultHeader('explicit'), EXPLICIT),
      elementsOf(difficultHeader('implicit'), IMPLICIT),
    ];
    expect(fromExplicit.map(({ tag }) => tag)).toEqual(fromImplicit.map(({ tag }) => tag));
    expect(itemsIn(fromExplicit, 0x00081140)?.map((each) => textIn(each, 0x00080100))).toEqual(['113813', '113813']);
    expect(itemsIn(fromImplicit, 0x00082218)).toHaveLength(2);
    expect(textIn(fromExplicit, 0x00100010)).toBe('Wang^Xiaodong');
    expect(shortIn(fromExplicit, 0x00280010)).toBe(512);
    // Written and read again it is what it was.
    const ascending = fromExplicit.toSorted((a, b) => a.tag - b.tag);
    expect(elementsOf(writeElementList(fromExplicit), IMPLICIT)).toEqual(ascending);
  });

  it('keeps the bytes of a text in its own character set', () => {
    const name = Buffer.from('d5c5c8fd', 'hex');
    const [read] = elementsOf(element('explicit', 0x00100010, 'PN', name), EXPLICIT);
    expect(read?.value.equals(name)).toBe(true);
  });

  it('merges: of a tag in both lists the later value, and all in ascending order', () => {
    const merged = mergedElements(
      [uidElement(0x00080018, '1.2'), uidElement(0x00080016, '1.3')],
      [uidElement(0x00080018, '1.4'), sequenceElement(0x00400340, [])],
    );
    expect(merged.map(({ tag, value }) => [tag.toString(16), value.toString('latin1')])).toEqual([
      ['80016', '1.3\0'],
      ['80018', '1.4\0'],
      ['400340', ''],
    ]);
  });

  it('of no items is a sequence too, and a text is none', () => {
    const list = [sequenceElement(0x00400340, []), uidElement(0x00080018, '1.2')];
    expect(itemsIn(list, 0x00400340)).toEqual([]);
    expect(itemsIn(list, 0x00080018)).toBeUndefined();
    expect(itemsIn(list, 0x00080016)).toBeUndefined();
  });

  const whole = Buffer.concat([
    element('explicit', 0x00080005, 'CS', 'GB18030'),
    sequence('explicit', 0x00400270, [item('explicit', element('explicit', 0x0020000d, 'UI', '1.2 '), true)], true),
  ]);
  it('that is cut anywhere inside of an element is refused and never read short', () => {
    const borders = new Set([0, 16]);
    for (let cut = 1; cut < whole.length; cut += 1) {
      const read = readElementList(whole.subarray(0, cut), EXPLICIT);
      expect(read.kind, `cut at ${String(cut)}`).toBe(borders.has(cut) ? 'elements' : 'invalid');
    }
  });

  it('of a thousand sequences in each other is refused', () => {
    const open = Buffer.from('40007002ffffffff' + 'feff00e0ffffffff', 'hex');
    expect(readElementList(Buffer.concat(Array.from({ length: 1000 }, () => open)), IMPLICIT)).toEqual({
      kind: 'invalid',
      what: 'nested too deeply',
    });
  });
});
