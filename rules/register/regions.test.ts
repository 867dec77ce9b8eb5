import { normaliseConcept } from '@center/contract';
import { describe, expect, it } from 'vitest';
import { bodyPartTerms, bodyPartTermsZh, regionCodes, regionWords } from './region-tables.ts';
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

  it.each(['腹部', '盆腔', '腰椎', '左髋关节', '双侧股骨', '泌尿系', '全身', '胸腹部'])(
    '%s, written against the standard, reaches the lower abdomen',
    (term) => {
      expect(area(regionOfBodyPart(term))).toBe('lower');
    },
  );

  it.each(['胸部', '头颅', '颈椎', '右手', '左侧膝关节', '乳腺'])('%s stays outside', (term) => {
    expect(area(regionOfBodyPart(term))).toBe('outside');
  });

  it('knows the chest and the head of a Chinese body part, and the upper abdomen', () => {
    expect(decideRegion([regionOfBodyPart('胸部')])).toMatchObject({ chest: 'yes', head: 'no', lowerAbdomen: 'no' });
    expect(decideRegion([regionOfBodyPart('颅脑')])).toMatchObject({ chest: 'no', head: 'yes' });
    expect(area(regionOfBodyPart('上腹部'))).toBe('upper');
  });

  it.each([
    '',
    'PATTERN',
    'PARTIALBODY',
    'CERVICAL',
    'UNKNOWN',
    'OTHER',
    '其他',
    '部位',
    '腹部疼痛',
    '体检',
    '左',
    '未见异常',
  ])('"%s" is unknown, not safe', (term) => {
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
    ['right hypochondrium, a part of its own', '133946002', 'SCT', 'upper'],
    ['cervico-thoracic spine', '297171002', 'SCT', 'outside'],
    ['iliac artery', '10293006', 'SCT', 'lower'],
    ['coeliac trunk', 'T-46400', 'SRT', 'upper'],
  ])('%s', (_name, CodeValue, CodingSchemeDesignator, expected) => {
    expect(area(regionOfCode({ CodeValue, CodingSchemeDesignator }, 'AnatomicRegionSequence'))).toBe(expected);
  });
});

/** Regions that mean lower abdomen or pelvis, and the chest as the counter-proof: present SCT, SCT of before, SRT. */
const families: readonly (readonly [
  name: string,
  where: string,
  sct: string,
  older: string | undefined,
  srt: string,
])[] = [
  ['abdomen', 'lower', '818981001', '113345001', 'T-D4000'],
  ['pelvis', 'lower', '816092008', '12921003', 'T-D6000'],
  ['abdomen and pelvis', 'lower', '818982008', '416949008', 'R-FAB57'],
  ['lumbar spine', 'lower', '122496007', undefined, 'T-11503'],
  ['lumbo-sacral spine', 'lower', '1217253001', '297173004', 'T-D00F9'],
  ['thoraco-lumbar spine', 'lower', '1217256009', '297172009', 'T-D00F8'],
  ['sacrum', 'lower', '54735007', undefined, 'T-11AD0'],
  ['coccyx', 'lower', '64688005', undefined, 'T-11BF0'],
  ['hip', 'lower', '29836001', undefined, 'T-D2500'],
  ['hip joint', 'lower', '24136001', undefined, 'T-15710'],
  ['sacro-iliac joint', 'lower', '39723000', undefined, 'T-15680'],
  ['ilium', 'lower', '22356005', undefined, 'T-12340'],
  ['chest and abdomen', 'lower', '416550000', undefined, 'R-FAB55'],
  ['chest, abdomen and pelvis', 'lower', '416775004', undefined, 'R-FAB56'],
  ['neck to pelvis', 'lower', '416319003', undefined, 'R-FAB54'],
  ['pelvis and lower extremities', 'lower', '1231522001', '416631005', 'R-FAB58'],
  ['uterus', 'lower', '35039007', undefined, 'T-83000'],
  ['ovary', 'lower', '15497006', undefined, 'T-87000'],
  ['bladder', 'lower', '89837001', undefined, 'T-74000'],
  ['rectum', 'lower', '34402009', undefined, 'T-59600'],
  ['colon', 'lower', '71854001', undefined, 'T-59300'],
  ['kidney', 'lower', '64033007', undefined, 'T-71000'],
  ['entire body', 'lower', '38266002', undefined, 'T-D0010'],
  ['retroperitoneum', 'lower', '82849001', undefined, 'T-D4900'],
  ['chest', 'outside', '816094009', '51185008', 'T-D3000'],
];

describe('one region in three families of codes', () => {
  it.each(families)('%s is %s', (_name, where, sct, older, srt) => {
    const written = [
      { CodeValue: sct, CodingSchemeDesignator: 'SCT' },
      ...(older === undefined ? [] : [{ CodeValue: older, CodingSchemeDesignator: 'SCT' }]),
      ...['SRT', 'SNM3', '99SDM'].map((scheme) => ({ CodeValue: srt, CodingSchemeDesignator: scheme })),
    ];
    for (const concept of written) {
      expect(area(regionOfCode(concept, 'TargetRegion')), `${concept.CodeValue} as written`).toBe(where);
      expect(area(regionOfCode(normaliseConcept(concept), 'TargetRegion')), `${concept.CodeValue} normalised`).toBe(
        where,
      );
    }
  });

  it('a code that is cut short, private or empty is unknown', () => {
    for (const [CodeValue, CodingSchemeDesignator] of [
      ['T-D400', 'SRT'],
      ['', 'SCT'],
      ['Unknown', '99GEMS'],
      ['818981001', '99PHI-IXR-XPER'],
    ] as const)
      expect(area(regionOfCode({ CodeValue, CodingSchemeDesignator }, 'TargetRegion')), CodeValue).toBe('unknown');
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
    ...['透环', '下肢动脉CTA', '主动脉CTA', '腰椎骨密度', '骨扫描', '下腔静脉', 'VCUG', 'CTA Runoff', 'Aorta', 'DXA'],
    ...['WHOLE BODY', 'C/A/P', 'Abdomen2', 'Lumbar Spine', 'ＡＢＤ'],
  ])('%s reaches the lower abdomen', (text) => {
    expect(area(regionOfText(text, 'StudyDescription'))).toBe('lower');
  });

  it.each(['上腹部平扫', '肝脏三期', '肾上腺', 'Upper Abdomen', 'MRCP', '上消化道钡餐', '门静脉CTA', 'Upper GI'])(
    '%s reaches the upper abdomen only',
    (text) => {
      expect(area(regionOfText(text, 'StudyDescription'))).toBe('upper');
    },
  );

  it.each([
    '胸主动脉CTA',
    'Thoracic Aorta',
    '左手骨龄',
    '食道',
    '胸部低剂量',
    '颈椎正侧位',
    '头颅CT',
    'CHEST PA',
    'C-SPINE',
    '左手正位',
    'T SPINE',
    'Thoracic Spine',
  ])('%s stays outside', (text) => {
    expect(area(regionOfText(text, 'StudyDescription'))).toBe('outside');
  });

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
    const all = [...bodyPartTerms, ...bodyPartTermsZh, ...regionCodes, ...regionWords];
    expect(all.filter(([, reach]) => reach.lowerAbdomen && !reach.abdomenOrPelvis)).toEqual([]);
  });

  it('hold codes as value and scheme', () => {
    for (const key of regionCodes.keys()) expect(key).toMatch(/^(\d+\|SCT|[TR]-[0-9A-F]+\|SRT|R-FAB\d\d\|SRT)$/);
  });
});
