// Default word lists of the rules. Each is a parameter: a center may edit its copy, and a finding names the term that matched.

/**
 * Placeholders that are the whole of one component of PatientName (family, given, middle) or the whole PatientID, compared after folding case and
 * width. A plain number but zero is none, because it may be somebody's PatientID. Never a part of a component, and never a word that is somebody's name: Anon is a Thai name, Test is not in Testa.
 */
export const placeholderComponents: readonly string[] = [
  ...[
    'TEST',
    'TESTPATIENT',
    'TEST PATIENT',
    'ANONYMOUS',
    'ANONYMIZED',
    'ANONYMISED',
    'ANONYMIZE',
    'UNKNOWN',
    'UNNAMED',
    'UNIDENTIFIED',
    'NONAME',
    'NO NAME',
    'NO_NAME',
  ],
  ...[
    'NONE',
    'NULL',
    'N/A',
    'NAME',
    'PATIENT',
    'PATIENT NAME',
    'DUMMY',
    'XXX',
    'XXXX',
    'ABC',
    'ASDF',
    '0',
    '00',
    '000',
    '.',
    '-',
    '?',
  ],
  ...[
    '无名氏',
    '无名',
    '无姓名',
    '未知',
    '不详',
    '姓名不详',
    '匿名',
    '测试',
    '测试患者',
    '测试病人',
    '患者',
    '病人',
    '患者姓名',
    '姓名',
    '某某',
    '某某某',
    '佚名',
  ],
];

/** Placeholders that only the whole name makes: `DOE^JOHN`. Compared with the folded name, components joined by `^`, in either order. */
export const placeholderNames: readonly string[] = [
  'DOE^JOHN',
  'DOE^JANE',
  'NAME^NO',
  'PATIENT^TEST',
  'TEST^TEST',
  'PATIENT^UNKNOWN',
  'PATIENT^ANONYMOUS',
];

/** Phantoms and quality checks. Terms for a matcher over names, ids and descriptions; an object that matches is no patient, unless it has a worklist accession. */
export const notPatientTerms: readonly string[] = [
  ...[
    'PHANTOM*',
    'WATER PHANTOM',
    'QA',
    'QC',
    'QUALITY ASSURANCE',
    'QUALITY CONTROL',
    'QUALITY CHECK',
    'DAILY CHECK',
    'CALIBRATION',
    'AIR CAL',
    'CATPHAN',
    'ACR PHANTOM',
  ],
  ...['WARM UP', 'TUBE WARM UP', 'SERVICE', 'FLAT FIELD', 'CONSTANCY', 'DOSE TEST', 'STEP WEDGE'],
  ...[
    '水模',
    '体模',
    '模体',
    '质控',
    '质量控制',
    '校准',
    '空气校正',
    '空气校准',
    '稳定性检测',
    '状态检测',
    '验收检测',
    '预热',
    '平场',
  ],
];

/** BodyPartExamined values of an unborn child. */
export const fetalBodyParts: readonly string[] = ['FETUS', 'FETAL', 'EMBRYO'];

/** Prenatal screening or diagnosis (MIDC-1.1a), whole words. 产后 and 产妇 are no prenatal words. */
export const fetalTerms: readonly string[] = [
  ...['产前', '胎儿', '胎心', '胎盘', '唐筛', '唐氏筛查', '孕检', '排畸', '羊水'],
  ...['FETUS', 'FETAL', 'FOETUS', 'FOETAL', 'PRENATAL', 'ANTENATAL', 'OBSTETRIC*', 'NUCHAL TRANSLUCENCY', 'EMBRYO'],
];

/** Interventional treatment (MIDC-1.1c). A hit makes a suspect for a person's review, never a deviation. */
export const interventionalTerms: readonly string[] = [
  ...[
    '介入',
    '消融',
    '支架',
    '穿刺',
    '活检',
    '置管',
    '引流',
    '栓塞',
    '取栓',
    '溶栓',
    '球囊',
    '扩张术',
    '成形术',
    '封堵',
    '滤器',
    '粒子植入',
    '粒子置入',
    '造瘘',
    '经皮',
    'CT引导',
    '引导下',
    '定位针',
  ],
  ...[
    'INTERVENTION*',
    'ABLATION',
    'BIOPSY',
    'STENT',
    'STENTING',
    'PUNCTURE',
    'DRAINAGE',
    'EMBOLIZATION',
    'EMBOLISATION',
    'CHEMOEMBOLI*',
    'ANGIOPLASTY',
    'THROMBECTOMY',
  ],
  ...[
    'THROMBOLYSIS',
    'VERTEBROPLASTY',
    'KYPHOPLASTY',
    'NEPHROSTOMY',
    'PERCUTANEOUS',
    'CT GUIDED',
    'GUIDED',
    'GUIDANCE',
    'CATHETERIZATION',
    'CATHETER PLACEMENT',
  ],
  ...['SEED IMPLANT*', 'TACE', 'TIPS', 'PTCD', 'PTCA', 'PCI', 'RFA', 'FNA', 'PICC', 'NEEDLE'],
];

/** Words that turn an interventional word into a look at what was done elsewhere: 支架术后复查. */
export const interventionalNegations: readonly string[] = [
  ...['术后', '复查', '随访', '术前', '评估', '置入后', '植入后', '治疗后', '既往', '病史'],
  ...[
    'POST OP*',
    'POST PROCEDURE',
    'POST STENT',
    'POST ABLATION',
    'S P',
    'STATUS POST',
    'FOLLOW UP',
    'F U',
    'HISTORY OF',
    'PRE OP*',
  ],
];

/** Words of StationName and of device cards that name a vehicle or a device that travels (JL24-1.2b). A product name that holds MOBILE as a part is none. */
export const outreachStationTerms: readonly string[] = [
  ...['车载', '体检车', '诊疗车', '放射车', '影像车', '巡诊', '巡回', '流动', '外出', '移动'],
  ...['MOBILE', 'VEHICLE', 'VAN', 'BUS', 'TRUCK', 'OUTREACH'],
];

/** Words of descriptions that name an outing. 移动 and MOBILE are none there: a bedside film is called so too. */
export const outreachTerms: readonly string[] = [
  ...['车载', '体检车', '诊疗车', '巡诊', '外出体检', '外出检查', '下乡体检'],
  ...['MOBILE VAN', 'VEHICLE', 'OUTREACH'],
];

/** Codes of ProcedureCodeSequence (0008,1032) that name an intervention, `value|scheme`. */
export const interventionalCodes: readonly string[] = [
  '86273004|SCT', // biopsy
  '277591006|SCT', // CT guided biopsy
  '103716009|SCT', // stent placement
  '36969009|SCT', // insertion of coronary artery stent
  '57238002|SCT', // selective embolization of artery
  '16736007|SCT', // transcatheter therapy for embolization
  '415070008|SCT', // percutaneous coronary intervention
  '45211000|SCT', // insertion of catheter
  '307701005|SCT', // abdominal aortic aneurysm stenting
];

/** Fluoroscopy of the chest by name; a film takes its place. */
export const chestFluoroscopyTerms: readonly string[] = [
  ...['胸透', '胸部透视', '心肺透视'],
  ...['CHEST FLUORO*', 'FLUOROSCOPY CHEST', 'FLUORO CHEST'],
];

/** Fluoroscopy that shows the chest because something passes through it. */
export const passageTerms: readonly string[] = [
  ...['造影', '食管', '食道', '吞钡', '钡餐', '上消化道', '吞咽'],
  ...['BARIUM', 'ESOPHAG*', 'OESOPHAG*', 'SWALLOW*', 'UGI'],
];

/** Check-ups of people without a complaint. */
export const checkUpTerms: readonly string[] = [
  ...['体检', '健康检查', '入托', '入园', '入学', '筛查', '普查'],
  ...['CHECK UP', 'SCREENING', 'HEALTH EXAM*'],
];

/** Names of protocols made for adults. */
export const adultProtocolTerms: readonly string[] = ['成人', 'ADULT*'];

/** What an object of the radiotherapy family says about a center that may not treat. */
export type RadiotherapyRole = 'treatment-record' | 'plan' | 'image-or-dose';

const rt = '1.2.840.10008.5.1.4.1.1.481.';
const byRole: Readonly<Record<RadiotherapyRole, readonly number[]>> = {
  // what was delivered
  'treatment-record': [4, 6, 7, 9, 16, 17, 18, 19, 20],
  // what is meant to be delivered, and the structures drawn for it
  plan: [3, 5, 8, 10, 11, 12, 13, 14, 15, 21, 22, 25],
  'image-or-dose': [1, 2, 23, 24],
};

/** SOP classes of the radiotherapy family (PS3.4 Annex B.5) with their role. */
export const radiotherapySopClasses: ReadonlyMap<string, RadiotherapyRole> = new Map(
  (['treatment-record', 'plan', 'image-or-dose'] as const).flatMap((role) =>
    byRole[role].map((last) => [`${rt}${last}`, role] as const),
  ),
);

/** Modality (0008,0060) values of radiotherapy with their role. */
export const radiotherapyModalities: ReadonlyMap<string, RadiotherapyRole> = new Map<string, RadiotherapyRole>([
  ['RTRECORD', 'treatment-record'],
  ['RTPLAN', 'plan'],
  ['RTSTRUCT', 'plan'],
  ['RTINTENT', 'plan'],
  ['RTSEGANN', 'plan'],
  ['RTRAD', 'plan'],
  ['RTIMAGE', 'image-or-dose'],
  ['RTDOSE', 'image-or-dose'],
]);

/** Role by SOP class, else by modality; an unlisted class under the radiotherapy root counts as a plan (a note). Undefined when it is no radiotherapy object. */
export function radiotherapyRole(
  sopClassUid: string | undefined,
  modality: string | undefined,
): RadiotherapyRole | undefined {
  const byClass = sopClassUid === undefined ? undefined : radiotherapySopClasses.get(sopClassUid);
  if (byClass !== undefined) return byClass;
  const byModality = modality === undefined ? undefined : radiotherapyModalities.get(modality.trim().toUpperCase());
  return byModality ?? (sopClassUid?.startsWith(rt) === true ? 'plan' : undefined);
}
