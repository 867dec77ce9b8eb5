import type { FixtureModality } from './devices.ts';

/** A coded anatomic region (SCT). */
export interface RegionCode {
  readonly value: string;
  readonly meaning: string;
}

/** One examination that the center offers, as protocol and request name it. */
export interface Exam {
  readonly key: string;
  readonly modality: FixtureModality;
  readonly BodyPartExamined: string;
  readonly region: RegionCode;
  readonly zh: string;
  readonly en: string;
  readonly protocol: string;
  /** What is in the beam, as far as the duties to pregnant patients reach. */
  readonly beam: 'lower-abdomen' | 'abdomen' | 'elsewhere';
  readonly who: 'anyone' | 'women' | 'adults';
  /** Of the studies on such a device, so many parts. */
  readonly weight: number;
  /** CT: mean CTDIvol (mGy) of an adult, between. */
  readonly ctdivol?: readonly [number, number];
  /** CT: scanned length in mm, between. */
  readonly length?: readonly [number, number];
  readonly phantom?: 'head-16cm' | 'body-32cm';
  /** Projection: dose-area product (dGy·cm²) of one image of an adult, between. */
  readonly dap?: readonly [number, number];
  readonly view?: { readonly position: string; readonly code: RegionCode };
}

const head: RegionCode = { value: '69536005', meaning: 'Head' };
const chest: RegionCode = { value: '816094009', meaning: 'Chest' };
const abdomen: RegionCode = { value: '818981001', meaning: 'Abdomen' };
const pelvis: RegionCode = { value: '816092008', meaning: 'Pelvis' };
const breast: RegionCode = { value: '76752008', meaning: 'Breast' };
const jaw: RegionCode = { value: '661005', meaning: 'Jaw region' };
const knee: RegionCode = { value: '72696002', meaning: 'Knee' };
const hand: RegionCode = { value: '85562004', meaning: 'Hand' };
const stomach: RegionCode = { value: '69695003', meaning: 'Stomach' };

/** View codes (CID 4010): the X-ray enters at the first word and leaves at the second. */
const frontal = {
  pa: { position: 'PA', code: { value: '272479007', meaning: 'postero-anterior' } },
  ap: { position: 'AP', code: { value: '399348003', meaning: 'antero-posterior' } },
} as const;

export const exams: readonly Exam[] = [
  {
    key: 'ct-head',
    modality: 'CT',
    BodyPartExamined: 'HEAD',
    region: head,
    zh: '头颅CT平扫',
    en: 'CT Head Plain',
    protocol: 'Head Routine',
    beam: 'elsewhere',
    who: 'anyone',
    weight: 30,
    ctdivol: [42, 56],
    length: [130, 165],
    phantom: 'head-16cm',
  },
  {
    key: 'ct-chest',
    modality: 'CT',
    BodyPartExamined: 'CHEST',
    region: chest,
    zh: '胸部CT平扫',
    en: 'CT Chest Plain',
    protocol: 'Chest Routine',
    beam: 'elsewhere',
    who: 'anyone',
    weight: 45,
    ctdivol: [5, 11],
    length: [280, 360],
    phantom: 'body-32cm',
  },
  {
    key: 'ct-abdomen',
    modality: 'CT',
    BodyPartExamined: 'ABDOMEN',
    region: abdomen,
    zh: '腹部CT平扫',
    en: 'CT Abdomen Plain',
    protocol: 'Abdomen Routine',
    beam: 'lower-abdomen',
    who: 'anyone',
    weight: 18,
    ctdivol: [9, 16],
    length: [220, 300],
    phantom: 'body-32cm',
  },
  {
    key: 'ct-pelvis',
    modality: 'CT',
    BodyPartExamined: 'PELVIS',
    region: pelvis,
    zh: '盆腔CT平扫',
    en: 'CT Pelvis Plain',
    protocol: 'Pelvis Routine',
    beam: 'lower-abdomen',
    who: 'adults',
    weight: 7,
    ctdivol: [9, 16],
    length: [200, 260],
    phantom: 'body-32cm',
  },
  {
    key: 'dx-chest',
    modality: 'DX',
    BodyPartExamined: 'CHEST',
    region: chest,
    zh: '胸部正位片',
    en: 'Chest PA',
    protocol: 'Chest PA',
    beam: 'elsewhere',
    who: 'anyone',
    weight: 60,
    dap: [0.6, 1.8],
    view: frontal.pa,
  },
  {
    key: 'dx-knee',
    modality: 'DX',
    BodyPartExamined: 'KNEE',
    region: knee,
    zh: '膝关节正位片',
    en: 'Knee AP',
    protocol: 'Knee AP',
    beam: 'elsewhere',
    who: 'anyone',
    weight: 14,
    dap: [0.2, 0.6],
    view: frontal.ap,
  },
  {
    key: 'dx-hand',
    modality: 'DX',
    BodyPartExamined: 'HAND',
    region: hand,
    zh: '手部正位片',
    en: 'Hand PA',
    protocol: 'Hand PA',
    beam: 'elsewhere',
    who: 'anyone',
    weight: 10,
    dap: [0.1, 0.3],
    view: frontal.pa,
  },
  {
    key: 'dx-abdomen',
    modality: 'DX',
    BodyPartExamined: 'ABDOMEN',
    region: abdomen,
    zh: '腹部立位片',
    en: 'Abdomen Erect AP',
    protocol: 'Abdomen AP',
    beam: 'lower-abdomen',
    who: 'anyone',
    weight: 10,
    dap: [8, 22],
    view: frontal.ap,
  },
  {
    key: 'dx-pelvis',
    modality: 'DX',
    BodyPartExamined: 'PELVIS',
    region: pelvis,
    zh: '骨盆正位片',
    en: 'Pelvis AP',
    protocol: 'Pelvis AP',
    beam: 'lower-abdomen',
    who: 'adults',
    weight: 6,
    dap: [8, 20],
    view: frontal.ap,
  },
  {
    key: 'mg-screening',
    modality: 'MG',
    BodyPartExamined: 'BREAST',
    region: breast,
    zh: '双侧乳腺钼靶',
    en: 'Mammography Bilateral',
    protocol: 'Routine CC',
    beam: 'elsewhere',
    who: 'women',
    weight: 1,
  },
  {
    key: 'rf-stomach',
    modality: 'RF',
    BodyPartExamined: 'STOMACH',
    region: stomach,
    zh: '胃部钡餐造影',
    en: 'Barium Meal Stomach',
    protocol: 'Barium Meal',
    beam: 'abdomen',
    who: 'adults',
    weight: 1,
    dap: [30, 90],
  },
  {
    key: 'px-panoramic',
    modality: 'PX',
    BodyPartExamined: 'JAW',
    region: jaw,
    zh: '口腔全景片',
    en: 'Dental Panoramic',
    protocol: 'Panoramic',
    beam: 'elsewhere',
    who: 'anyone',
    weight: 1,
    dap: [0.6, 1.3],
    view: frontal.pa,
  },
  {
    key: 'io-molar',
    modality: 'IO',
    BodyPartExamined: 'JAW',
    region: jaw,
    zh: '牙片',
    en: 'Dental Periapical',
    protocol: 'Periapical Molar',
    beam: 'elsewhere',
    who: 'anyone',
    weight: 1,
    view: frontal.pa,
  },
  {
    key: 'us-abdomen',
    modality: 'US',
    BodyPartExamined: 'ABDOMEN',
    region: abdomen,
    zh: '腹部超声',
    en: 'US Abdomen',
    protocol: 'Abdomen',
    beam: 'elsewhere',
    who: 'anyone',
    weight: 7,
  },
  {
    key: 'us-thyroid',
    modality: 'US',
    BodyPartExamined: 'THYROID',
    region: { value: '69748006', meaning: 'Thyroid' },
    zh: '甲状腺超声',
    en: 'US Thyroid',
    protocol: 'Thyroid',
    beam: 'elsewhere',
    who: 'anyone',
    weight: 3,
  },
  {
    key: 'mr-brain',
    modality: 'MR',
    BodyPartExamined: 'BRAIN',
    region: { value: '12738006', meaning: 'Brain' },
    zh: '颅脑MR平扫',
    en: 'MR Brain Plain',
    protocol: 'Brain T2',
    beam: 'elsewhere',
    who: 'anyone',
    weight: 6,
  },
  {
    key: 'mr-knee',
    modality: 'MR',
    BodyPartExamined: 'KNEE',
    region: knee,
    zh: '膝关节MR平扫',
    en: 'MR Knee Plain',
    protocol: 'Knee PD',
    beam: 'elsewhere',
    who: 'adults',
    weight: 4,
  },
];

export function examByKey(key: string): Exam {
  const found = exams.find((exam) => exam.key === key);
  if (found === undefined) throw new RangeError(`the center offers no examination ${key}`);
  return found;
}
