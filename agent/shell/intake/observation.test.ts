import { describe, expect, it } from 'vitest';
import type { Header } from '../../core/index.ts';
import { understand } from './observation.ts';

const reading = (header: Header) =>
  understand({
    kind: 'readable',
    object: 'instance',
    transferSyntaxUID: '1.2.840.10008.1.2.1',
    header,
    damage: [],
    declaredCharset: [],
  });
const step: Header = {
  SOPClassUID: '1.2.840.10008.3.1.2.3.3',
  SOPInstanceUID: '1.2.3.9',
  ScheduledStepAttributesSequence: [{ StudyInstanceUID: '1.2.3' }],
};

describe('a performed step as an object', () => {
  it('belongs to the study of the step it performed, and is its own series', () => {
    expect(reading(step)).toMatchObject({
      kind: 'object',
      object: { StudyInstanceUID: '1.2.3', SeriesInstanceUID: '1.2.3.9' },
    });
  });

  it('without a study is an object that lacks one', () => {
    expect(reading({ ...step, ScheduledStepAttributesSequence: [] })).toMatchObject({
      kind: 'unreadable',
      reason: 'identifiers-missing',
      detail: 'StudyInstanceUID',
    });
  });

  it('an image is not helped so', () => {
    expect(reading({ ...step, SOPClassUID: '1.2.840.10008.5.1.4.1.1.2' }).kind).toBe('unreadable');
  });
});
