import { type CodedConcept, normaliseConcept } from '@center/contract';
import { type Header, itemsOf, type SequenceKeyword, textOf } from './header.ts';

/** The coded entries of a sequence (PS3.3 §8), normalised; an item without a code value is none. */
export function codesIn(header: Header, keyword: SequenceKeyword): readonly CodedConcept[] {
  return itemsOf(header, keyword).flatMap((item) => {
    const CodeValue = [textOf(item, 'CodeValue'), textOf(item, 'LongCodeValue'), textOf(item, 'URNCodeValue')].find(
      (value) => value !== undefined && value !== '',
    );
    if (CodeValue === undefined) return [];
    const CodeMeaning = textOf(item, 'CodeMeaning');
    return [
      normaliseConcept({
        CodeValue,
        CodingSchemeDesignator: textOf(item, 'CodingSchemeDesignator') ?? '',
        ...(CodeMeaning === undefined ? {} : { CodeMeaning }),
      }),
    ];
  });
}
