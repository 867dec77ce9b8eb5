import { data } from 'dcmjs';
import { describe, expect, it } from 'vitest';
import { elementTable } from './element-table.ts';

/** dcmjs misspells one keyword; its tag is right. */
const misspelt: Readonly<Record<string, string>> = { NumberOfTableColumns: 'NumbeOfTableColumns' };

describe('the element table', () => {
  it('agrees with the dictionary of dcmjs in tag and value representation', () => {
    for (const [keyword, [tag, vr]] of Object.entries(elementTable)) {
      // Private elements stand in nobody's dictionary.
      if ((tag >>> 16) % 2 === 1) continue;
      const entry = data.DicomMetaDictionary.nameMap[misspelt[keyword] ?? keyword];
      const text = tag.toString(16).toUpperCase().padStart(8, '0');
      expect(entry?.tag, keyword).toBe(`(${text.slice(0, 4)},${text.slice(4)})`);
      // Some elements may have one of two; PixelData is always written as OW here.
      if (entry?.vr !== 'ox' && entry?.vr !== 'xs') expect(vr, keyword).toBe(entry?.vr);
    }
  });

  it('holds each tag once', () => {
    const tags = Object.values(elementTable).map(([tag]) => tag);
    expect(new Set(tags).size).toBe(tags.length);
  });
});
