import type { CodedConcept, RegionFacts } from '@center/contract';
import { describe, expect, it } from 'vitest';
import type { Header } from './header.ts';
import type { ObservedObject } from './observed-object.ts';
import { regionFacts, wordsFact } from './region.ts';
import { doseReport, scan } from './testing/doses.ts';
import { observed } from './testing/observed.ts';

function region(header: Header, reports: readonly ObservedObject[] = []): RegionFacts {
  const images = [observed(header)];
  return regionFacts(images, reports, wordsFact(images));
}
const code = (CodeValue: string, CodingSchemeDesignator: string) => ({ CodeValue, CodingSchemeDesignator });
const reported = (targetRegion: CodedConcept | undefined, protocol?: string) =>
  doseReport([
    scan('1.1', 1, 1, {
      ...(targetRegion === undefined ? {} : { targetRegion }),
      ...(protocol === undefined ? {} : { protocol }),
    }),
  ]);

describe('what was in the beam', () => {
  it.each([
    ['the present SNOMED CT', code('816092008', 'SCT')],
    ['the older one', code('12921003', 'SCT')],
    ['SNOMED-RT', code('T-D6000', 'SRT')],
    ['SNOMED-RT under its old scheme', code('T-D6000', 'SNM3')],
    ['SNOMED-RT under a private scheme', code('T-D6000', '99SDM')],
  ])('the pelvis in %s, in an image, a frame and a dose report', (_, pelvis) => {
    const anatomy = { AnatomicRegionSequence: [pelvis] };
    const frame = { SharedFunctionalGroupsSequence: [{ FrameAnatomySequence: [anatomy] }] };
    for (const found of [region(anatomy), region(frame), region({}, [reported(pelvis)])])
      expect([found.lowerAbdomen, found.chest]).toEqual(['yes', 'no']);
  });

  it('words of the protocol that the report or the image names', () => {
    expect(region({}, [reported(undefined, '盆腔增强')]).lowerAbdomen).toBe('yes');
    expect(region({ AcquisitionProtocolName: 'Pelvis routine' }).lowerAbdomen).toBe('yes');
    const request = { RequestedProcedureDescription: '腰椎', RequestedProcedureCodeSequence: [code('X', '99')] };
    expect(region({ RequestAttributesSequence: [request] }).lowerAbdomen).toBe('yes');
  });

  it.each([
    [{}],
    [{ BodyPartExamined: 'PATTERN' }],
    [{ BodyPartExamined: 'PARTIALBODY', ProtocolName: 'Routine' }],
    [{ AnatomicRegionSequence: [code('T-D400', 'SRT'), code('', 'SCT'), code('Unknown', '99GEMS')] }],
  ] as const)('%o says nothing, and nothing is not safe', (header) => {
    expect(region(header)).toMatchObject({ lowerAbdomen: 'unknown', chest: 'unknown', decidedBy: [] });
  });

  it('target regions outside of the tables are no answer', () => {
    expect(region({}, [reported(code('T-D0010X', 'SRT')), reported(undefined)]).lowerAbdomen).toBe('unknown');
  });
});

describe('cervix and cervical spine', () => {
  const cervix = { BodyPartExamined: 'CERVIX' } as const;

  it('the body part alone is the uterine one', () => {
    expect(region(cervix).lowerAbdomen).toBe('yes');
    expect(region({ ...cervix, StudyDescription: 'NECK SOFT TISSUE' }).lowerAbdomen).toBe('yes');
  });

  it.each([
    [{ ...cervix, StudyDescription: '颈椎正侧位' }],
    [{ ...cervix, ProtocolName: 'C-SPINE AP' }],
    [{ ...cervix, AnatomicRegionSequence: [code('122494005', 'SCT')] }],
  ])('%o is a neck', (header) => {
    expect(region(header)).toMatchObject({ lowerAbdomen: 'no', abdomenOrPelvis: 'no' });
    expect(region(header).decidedBy).toContain('BodyPartExamined=CERVIX (CSPINE)');
  });

  it('what else means the lower abdomen keeps it', () => {
    expect(region({ ...cervix, StudyDescription: '颈椎、腰椎正侧位' }).lowerAbdomen).toBe('yes');
    expect(region({ BodyPartExamined: 'CSPINE', StudyDescription: '宫颈癌' }).lowerAbdomen).toBe('yes');
    expect(region({ BodyPartExamined: 'CSPINE' }).lowerAbdomen).toBe('no');
  });
});
