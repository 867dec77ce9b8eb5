import { describe, expect, it } from 'vitest';
import { bodyPartTerms, regionCodes, regionWords } from './region-tables.ts';
import { decideRegion, type RegionLookup, regionOfBodyPart, regionOfCode, regionOfText } from './regions.ts';

function area(lookup: RegionLookup): string {
  if (lookup.kind === 'unknown') return 'unknown';
  if (lookup.reach.lowerAbdomen) return 'lower';
  return lookup.reach.abdomenOrPelvis ? 'upper' : 'outside';
}

describe('BodyPartExamined', () => {
  it.each([
    ...[
      'ABDOMEN',
      'ABDOMENPELVIS',
      'CHESTABDOMEN',
      'CHESTABDPELVIS',
      'NECKCHESTABDOMEN',
      'NECKCHESTABDPELV',
      'PELVIS',
      'HIP',
      'ILIUM',
      'BUTTOCK',
      'LSPINE',
      'LSSPINE',
    ],
    ...[
      'TLSPINE',
      'SSPINE',
      'COCCYX',
      'SPINE',
      'BLADDER',
      'UTERUS',
      'OVARY',
      'VAGINA',
      'VULVA',
      'CERVIX',
      'PROSTATE',
      'KIDNEY',
      'URETER',
      'COLON',
      'RECTUM',
      'DUODENUM',
    ],
    ...['JEJUNUM', 'ILEUM', 'WHOLEBODY', 'FEMUR', 'THIGH', 'l spine', 'Abdomen_Pelvis', 'PELVIS\0'],
  ])('%s reaches the lower abdomen', (term) => {
    expect(area(regionOfBodyPart(term))).toBe('lower');
  });

  it.each(['CHEST', 'HEAD', 'CSPINE', 'C SPINE', 'TSPINE', 'HAND', 'KNEE', 'BREAST', 'NECK'])(
    '%s stays outside',
    (term) => {
      expect(area(regionOfBodyPart(term))).toBe('outside');
    },
  );

  it.each(['', 'PATTERN', 'PARTIALBODY', '腹部', 'CERVICAL', 'UNKNOWN'])('"%s" is unknown, not safe', (term) => {
    expect(area(regionOfBodyPart(term))).toBe('unknown');
  });

  it('keeps the uterine cervix apart from the cervical spine', () => {
    expect(area(regionOfBodyPart('CERVIX'))).toBe('lower');
    expect(area(regionOfBodyPart('CSPINE'))).toBe('outside');
    expect(area(regionOfText('CERVIX', 'StudyDescription'))).toBe('lower');
    expect(area(regionOfText('Cervical spine AP', 'StudyDescription'))).toBe('outside');
    expect(area(regionOfText('cervical', 'StudyDescription'))).toBe('unknown');
  });
});

describe('region codes', () => {
  it.each([
    ['present SCT', '818981001', 'SCT', 'lower'],
    ['older SCT', '113345001', 'SCT', 'lower'],
    ['SRT', 'T-D4000', 'SRT', 'lower'],
    ['SRT under its old scheme name', 'T-D6000', 'SNM3', 'lower'],
    ['present SCT abdomen and pelvis', '818982008', 'SCT', 'lower'],
    ['older SCT abdomen and pelvis', '416949008', 'SCT', 'lower'],
    ['SRT abdomen and pelvis', 'R-FAB57', 'SRT', 'lower'],
    ['entire body', '38266002', 'SCT', 'lower'],
    ['lumbosacral spine', '1217253001', 'SCT', 'lower'],
    ['upper abdomen', '80581009', 'SCT', 'upper'],
    ['present SCT chest', '816094009', 'SCT', 'outside'],
    ['older SCT chest', '51185008', 'SCT', 'outside'],
    ['SRT chest', 'T-D3000', 'SRT', 'outside'],
    ['a private code', 'Unknown', '99GEMS', 'unknown'],
    ['the right value in the wrong scheme', 'T-D4000', 'DCM', 'unknown'],
  ])('%s', (_name, CodeValue, CodingSchemeDesignator, expected) => {
    expect(area(regionOfCode({ CodeValue, CodingSchemeDesignator }, 'AnatomicRegionSequence'))).toBe(expected);
  });
});

describe('words of descriptions', () => {
  it.each([
    ...[
      '腹部平扫',
      '盆腔CT',
      '骨盆正位',
      '腰椎正侧位',
      '双髋',
      '泌尿系造影',
      'KUB',
      '全身PET',
      '胸腹盆增强',
      '下腹部',
      '宫颈MR',
      '肾盂造影',
      'CT ABD_PELVIS W',
      'L-SPINE AP',
      'LSPINE',
      'hip joint',
    ],
    ...['WHOLE BODY', 'C/A/P', 'Abdomen2', 'Lumbar Spine', 'ＡＢＤ'],
  ])('%s reaches the lower abdomen', (text) => {
    expect(area(regionOfText(text, 'StudyDescription'))).toBe('lower');
  });

  it.each(['上腹部平扫', '肝脏三期', '肾上腺', 'Upper Abdomen', 'MRCP'])(
    '%s reaches the upper abdomen only',
    (text) => {
      expect(area(regionOfText(text, 'StudyDescription'))).toBe('upper');
    },
  );

  it.each(['胸部低剂量', '颈椎正侧位', '头颅CT', 'CHEST PA', 'C-SPINE', '左手正位', 'T SPINE', 'Thoracic Spine'])(
    '%s stays outside',
    (text) => {
      expect(area(regionOfText(text, 'StudyDescription'))).toBe('outside');
    },
  );

  it.each(['', '平扫+增强', '手术前检查', 'Topogram', 'HEAD FIRST SUPINE', 'CHIP', 'AP', '颈'])(
    '"%s" decides nothing',
    (text) => {
      expect(area(regionOfText(text, 'StudyDescription'))).toBe('unknown');
    },
  );

  it('sees a fetus, and with it the lower abdomen', () => {
    const lookup = regionOfText('胎儿 MR', 'StudyDescription');
    expect(decideRegion([lookup])).toMatchObject({ fetal: 'yes', lowerAbdomen: 'yes' });
  });
});

describe('decideRegion', () => {
  it('lets one yes outweigh the console’s default', () => {
    const facts = decideRegion([regionOfBodyPart('CHEST'), regionOfText('腹部', 'ProtocolName')]);
    expect(facts).toEqual({
      abdomenOrPelvis: 'yes',
      lowerAbdomen: 'yes',
      chest: 'yes',
      head: 'no',
      fetal: 'no',
      decidedBy: ['BodyPartExamined=CHEST', 'ProtocolName 腹'],
    });
  });

  it('says no only when a source knows', () => {
    expect(decideRegion([regionOfBodyPart('CHEST'), regionOfText('', 'ProtocolName')]).abdomenOrPelvis).toBe('no');
    const facts = decideRegion([regionOfBodyPart('PATTERN'), regionOfText('平扫', 'ProtocolName')]);
    expect(facts.abdomenOrPelvis).toBe('unknown');
    expect(facts.lowerAbdomen).toBe('unknown');
  });
});

describe('the tables', () => {
  it('never say lower abdomen without abdomen or pelvis', () => {
    const all = [...bodyPartTerms, ...regionCodes, ...regionWords];
    expect(all.filter(([, reach]) => reach.lowerAbdomen && !reach.abdomenOrPelvis)).toEqual([]);
  });

  it('hold codes as value and scheme', () => {
    for (const key of regionCodes.keys()) expect(key).toMatch(/^(\d+\|SCT|[TR]-[0-9A-F]+\|SRT|R-FAB\d\d\|SRT)$/);
  });
});
