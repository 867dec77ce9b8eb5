// What a region term or code covers. Sources: PS3.16 Annex L (body part terms and codes, SRT codes and their SCT successors) and the words of Chinese and English protocols.
// Upper-leg, hip and whole-spine terms count as lower abdomen, because their field regularly holds the pelvis.

/** What of the body is in the field. A term that names several parts has several marks. */
export interface RegionReach {
  readonly abdomenOrPelvis: boolean;
  readonly lowerAbdomen: boolean;
  readonly chest: boolean;
  readonly head: boolean;
}

const reach = (...parts: readonly ('abdomen' | 'lower' | 'chest' | 'head')[]): RegionReach => ({
  abdomenOrPelvis: parts.includes('abdomen') || parts.includes('lower'),
  lowerAbdomen: parts.includes('lower'),
  chest: parts.includes('chest'),
  head: parts.includes('head'),
});

/** The classes of reach that the tables use. */
const lower = reach('abdomen', 'lower');
const upper = reach('abdomen');
const chest = reach('chest');
const head = reach('head');
const elsewhere = reach();
const chestLower = reach('chest', 'abdomen', 'lower');
const everything = reach('head', 'chest', 'abdomen', 'lower');
const headChest = reach('head', 'chest');

function table(rows: readonly (readonly [RegionReach, string])[], separator: string): ReadonlyMap<string, RegionReach> {
  return new Map(rows.flatMap(([what, terms]) => terms.split(separator).map((term) => [term.trim(), what] as const)));
}

/** BodyPartExamined (0018,0015), folded: upper case without blanks, `_`, `-`, `/`. CERVIX is the uterine one; the cervical spine is CSPINE. */
export const bodyPartTerms = table(
  [
    [
      lower,
      'ABDOMEN ABDOMENPELVIS ABDOMENANDPELVIS ABD ABDPELVIS PELVIS HIP ILIUM ILIACCREST BUTTOCK LSPINE LSSPINE TLSPINE SSPINE LUMBARSPINE LUMBOSACRALSPINE',
    ],
    [
      lower,
      'COCCYX SACRUM SIJOINT SPINE BLADDER UTERUS OVARY FALLOPIANTUBE VAGINA VULVA CERVIX PROSTATE KIDNEY KUB URETER URETHRA COLON RECTUM DUODENUM JEJUNUM ILEUM',
    ],
    [
      lower,
      'SMALLINTESTINE LARGEINTESTINE BOWEL APPENDIX ANUSRECTUMSIGMD FEMUR THIGH GROIN INGUINAL PERINEUM PENIS TESTIS SCROTUM PELVISLOWEXTREMT EXTLOWER LUMBAR',
    ],
    [lower, 'RENAL RETROPERITONEUM UTERUSFALLOPIAN PUBIS ISCHIUM SYMPHYSISPUBIS'],
    [
      chestLower,
      'CHESTABDOMEN CHESTABDPELVIS CHESTABDOMENPELVIS NECKCHESTABDOMEN NECKCHESTABDPELV TRUNK THORAXABDOMEN',
    ],
    [everything, 'WHOLEBODY ENTIREBODY BODY'],
    [
      upper,
      'LIVER PANCREAS SPLEEN STOMACH GALLBLADDER BILEDUCT BILIARYTRACT UPPERABDOMEN ADRENAL UGITRACT ESOPHGASTRODUOD',
    ],
    [
      chest,
      'CHEST THORAX LUNG HEART BREAST RIB RIBS STERNUM MEDIASTINUM BRONCHUS TRACHEABRONCHUS CORONARYARTERY ESOPHAGUS SCJOINT TSPINE THORACICSPINE NECKCHEST CTSPINE',
    ],
    [
      head,
      'HEAD SKULL BRAIN FACE ORBIT EYE EYELID PARANASALSINUS SINUS MAXILLA MANDIBLE JAW JAWREGION TMJOINT MASTOID IAC PITUITARY SELLA SELLATURCICA NOSE EAR TEETH TOOTH',
    ],
    [
      head,
      'MOUTH TONGUE ZYGOMA FACIALBONES HEADNECK PAROTID SALIVARYGLAND NASOPHARYNX OCCIPITALBONE PETROUSBONE TEMPORALBONE DENTAL',
    ],
    [headChest, 'HEADNECKCHEST'],
    [
      elsewhere,
      'NECK CSPINE CERVICALSPINE THYROID LARYNX PHARYNX TRACHEA CAROTID SHOULDER CLAVICLE SCAPULA ACJOINT ARM UPPERARM HUMERUS ELBOW FOREARM RADIUS ULNA WRIST',
    ],
    [
      elsewhere,
      'HAND FINGER THUMB SCAPHOID EXTREMITY EXTUPPER UPPERLIMB KNEE PATELLA LEG LOWERLEG TIBIA FIBULA TIBIAFIBULA CALF ANKLE CALCANEUS FOOT TOE HINDFOOT FOREFOOT AXILLA',
    ],
  ],
  ' ',
);

/** Codes of AnatomicRegionSequence (0008,2218), RDSR Target Region (123014, DCM) and procedure location: present SCT, older SCT and SRT side by side. */
export const regionCodes = table(
  [
    // present SCT
    [
      lower,
      '818981001|SCT 816092008|SCT 818982008|SCT 122496007|SCT 1217253001|SCT 1217256009|SCT 54735007|SCT 64688005|SCT 29836001|SCT 24136001|SCT 39723000|SCT',
    ],
    [
      lower,
      '22356005|SCT 1231522001|SCT 35039007|SCT 15497006|SCT 89837001|SCT 34402009|SCT 71854001|SCT 64033007|SCT 82849001|SCT 421060004|SCT 52612000|SCT',
    ],
    [
      lower,
      '71252005|SCT 41216001|SCT 45292006|SCT 76784001|SCT 31435000|SCT 110639002|SCT 87953007|SCT 13648007|SCT 110837003|SCT 431938005|SCT 122489005|SCT 38848004|SCT',
    ],
    [
      lower,
      '21306003|SCT 34516001|SCT 30315005|SCT 14742008|SCT 60184004|SCT 110612005|SCT 66754008|SCT 85710004|SCT 82561000|SCT 118645006|SCT 26893007|SCT 38864007|SCT',
    ],
    [
      lower,
      '71341001|SCT 68367000|SCT 2812003|SCT 61685007|SCT 46862004|SCT 40689003|SCT 20233005|SCT 18911002|SCT 416631005|SCT 297173004|SCT 297172009|SCT 51282000|SCT',
    ],
    [lower, '52731004|SCT 83670000|SCT 48544008|SCT 68505006|SCT 7832008|SCT'],
    [chestLower, '416550000|SCT 416775004|SCT 416319003|SCT 416152001|SCT 22943007|SCT'],
    [everything, '38266002|SCT'],
    [
      upper,
      '80581009|SCT 10200004|SCT 15776009|SCT 78961009|SCT 69695003|SCT 28231008|SCT 28273000|SCT 23451007|SCT 50519007|SCT 86367003|SCT 431491007|SCT 62834003|SCT 110861005|SCT',
    ],
    [
      chest,
      '816094009|SCT 51185008|SCT 39607008|SCT 80891009|SCT 76752008|SCT 73056007|SCT 80248007|SCT 63762007|SCT 113197003|SCT 56873002|SCT 72410000|SCT 41801008|SCT',
    ],
    [chest, '32849002|SCT 122495006|SCT 417437006|SCT 310787001|SCT 113262008|SCT'],
    [
      head,
      '69536005|SCT 89546000|SCT 12738006|SCT 89545001|SCT 363654007|SCT 2095001|SCT 91609006|SCT 70925003|SCT 661005|SCT 53620006|SCT 59066005|SCT 42575006|SCT',
    ],
    [head, '38199008|SCT 91397008|SCT 774007|SCT'],
    [
      elsewhere,
      '45048000|SCT 122494005|SCT 69748006|SCT 16982005|SCT 51299004|SCT 79601000|SCT 40983000|SCT 85050009|SCT 16953009|SCT 14975008|SCT 62413002|SCT 23416004|SCT',
    ],
    [
      elsewhere,
      '74670003|SCT 8205005|SCT 85562004|SCT 7569003|SCT 76505004|SCT 53120007|SCT 66019005|SCT 72696002|SCT 49076000|SCT 64234005|SCT 30021000|SCT 12611008|SCT 87342007|SCT',
    ],
    [elsewhere, '53840002|SCT 70258002|SCT 80144004|SCT 56459004|SCT 29707007|SCT'],
    // older SCT for the same regions
    [lower, '113345001|SCT 12921003|SCT 416949008|SCT'],
    // SRT
    [
      lower,
      'T-D4000|SRT T-D6000|SRT R-FAB57|SRT T-11503|SRT T-11AD0|SRT T-11BF0|SRT T-D2500|SRT T-15710|SRT T-15680|SRT T-12340|SRT T-83000|SRT T-87000|SRT T-74000|SRT',
    ],
    [
      lower,
      'T-59600|SRT T-59300|SRT T-71000|SRT T-D4900|SRT T-D04FF|SRT T-11510|SRT T-D2300|SRT T-83200|SRT T-92000|SRT T-81000|SRT T-82000|SRT T-88000|SRT T-73000|SRT',
    ],
    [
      lower,
      'T-58200|SRT T-58400|SRT T-58600|SRT T-58000|SRT T-59000|SRT T-59470|SRT T-12350|SRT T-15690|SRT T-12375|SRT T-D7000|SRT T-D2700|SRT T-12710|SRT T-D9100|SRT',
    ],
    [lower, 'T-D9000|SRT T-D2600|SRT T-94000|SRT T-91000|SRT R-FAB58|SRT T-D00F9|SRT T-D00F8|SRT T-D4010|SRT'],
    [chestLower, 'R-FAB56|SRT R-FAB55|SRT R-FAB54|SRT R-FAB53|SRT T-D2000|SRT'],
    [everything, 'T-D0010|SRT'],
    [upper, 'T-D4001|SRT T-62000|SRT T-65000|SRT T-C3000|SRT T-57000|SRT T-63000|SRT T-60610|SRT T-B3000|SRT'],
    [
      chest,
      'T-D3000|SRT T-28000|SRT T-32000|SRT T-04000|SRT T-04020|SRT T-04030|SRT T-04080|SRT T-11300|SRT T-11210|SRT T-D3300|SRT T-43000|SRT T-56000|SRT T-11502|SRT R-FAB52|SRT',
    ],
    [
      head,
      'T-D1100|SRT T-11100|SRT T-A0100|SRT T-D1200|SRT T-D14AE|SRT T-22000|SRT T-11180|SRT T-11170|SRT T-D1213|SRT T-54010|SRT T-11196|SRT T-D1000|SRT',
    ],
    [
      elsewhere,
      'T-D1600|SRT T-11501|SRT T-B6000|SRT T-D2220|SRT T-12310|SRT T-12280|SRT T-D8200|SRT T-12410|SRT T-15430|SRT T-D8500|SRT T-15460|SRT T-D8600|SRT T-D8700|SRT',
    ],
    [
      elsewhere,
      'T-D8800|SRT T-D8810|SRT T-D8000|SRT T-D0300|SRT T-D9200|SRT T-15720|SRT T-12730|SRT T-D9400|SRT T-12740|SRT T-12750|SRT T-15750|SRT T-12770|SRT T-D9700|SRT T-D9800|SRT',
    ],
  ],
  ' ',
);

/** Words of StudyDescription, SeriesDescription, ProtocolName and procedure descriptions. A lone 颈, 腔 or CERVICAL decides nothing. */
export const regionWords = table(
  [
    [
      lower,
      '腹,盆,骨盆,盆腔,腹股沟,腰,腰椎,腰骶,腰骶椎,腰部,胸腰椎,胸腰段,全脊柱,脊柱,骶,骶髂,尾骨,尾椎,髋,髂,股骨,大腿,下肢全长,双下肢全长,臀,泌尿,尿路,肾,肾盂,输尿管,膀胱,尿道',
    ],
    [
      lower,
      '子宫,宫颈,宫腔,输卵管,卵巢,附件,阴道,会阴,前列腺,直肠,结肠,肠,小肠,阑尾,钡灌肠,灌肠,全消化道,消化道,腹膜后,全腹,下腹,中腹,中下腹,腹主动脉,耻骨,坐骨',
    ],
    [
      lower,
      'ABD,ABDO,ABDOM*,PELVI*,KUB,IVP,IVU,CTU,UROGRA*,PYELOGRA*,CYSTOGRA*,LUMBAR,LUMBO*,L SPINE,LS SPINE,T L SPINE,THORACOLUMBAR,SACR*,SI JOINT,COCCYX,COCCYG*,HIP,HIPS',
    ],
    [
      lower,
      'SPINE,FEMUR,FEMORAL,THIGH,KIDNEY,KIDNEYS,RENAL,URETER*,BLADDER,UTER*,OVAR*,CERVIX,HSG,HYSTERO*,PROSTATE,RECTUM,RECTAL,COLON,COLONO*,ENTEROGRA*,BOWEL,BARIUM ENEMA,APPENDIX,GROIN,INGUINAL,SCOLIOSIS',
    ],
    [lower, 'SIGMOID,DUODEN*,JEJUN*,ILEUM,ILIAC,RETROPERIT*'],
    [chestLower, '胸腹,胸腹盆,胸腹部,躯干,胸腹主动脉,C A P,TAP,CHEST ABD*,TRUNK'],
    [everything, '全身,WHOLE BODY,TOTAL BODY'],
    [
      upper,
      '上腹,肝,胆,胰,脾,胃,肾上腺,LIVER,HEPAT*,BILIARY,GALLBLADDER,PANCREA*,SPLEEN,SPLENIC,STOMACH,GASTR*,ADRENAL,MRCP,UPPER ABD*',
    ],
    [
      chest,
      '胸,胸部,胸片,胸椎,肺,心脏,冠脉,冠状动脉,乳腺,乳房,钼靶,肋骨,胸骨,纵隔,食管,CHEST,THORAX,THORACIC,THORACIC SPINE,SPINE THORACIC,T SPINE,LUNG,LUNGS,HEART,CARDIAC,CORONARY,BREAST,MAMMO*,RIB,RIBS,STERNUM,ESOPHAG*',
    ],
    [
      head,
      '头,头颅,颅,颅脑,脑,颌面,面部,眼眶,鼻窦,鼻骨,鼻咽,颞骨,乳突,内耳,中耳,垂体,蝶鞍,牙,口腔,颌,全景片,颞下颌,HEAD,SKULL,BRAIN,CRANI*,FACE,FACIAL,ORBIT,ORBITS,SINUS,SINUSES,IAC',
    ],
    [head, 'MAXILLA*,MANDIB*,TMJ,DENTAL,TOOTH,TEETH,PANORAMIC,CEPHALO*,MASTOID*,PITUITARY,SELLA'],
    [
      elsewhere,
      '颈椎,颈部,颈动脉,甲状腺,喉,肩,锁骨,肩胛,上臂,肱骨,肘,前臂,尺桡骨,腕,手,指骨,手指,膝,髌骨,小腿,胫腓骨,踝,足,跟骨,脚,趾',
    ],
    [
      elsewhere,
      'C SPINE,CERVICAL SPINE,SPINE CERVICAL,NECK,THYROID,SHOULDER,CLAVICLE,SCAPULA,HUMERUS,ELBOW,FOREARM,WRIST,HAND,HANDS,FINGER,FINGERS,THUMB,KNEE,KNEES,PATELLA,TIBIA,FIBULA,TIB FIB',
    ],
    [elsewhere, 'LOWER LEG,ANKLE,CALCANEUS,HEEL,FOOT,FEET,TOE,TOES'],
  ],
  ',',
);

/** Words that hold a region word by accident (手术 is no hand, HEAD FIRST is a position): they are read over and decide nothing. */
export const regionNoise: readonly string[] = [
  ...[
    '手术',
    '手动',
    '手推',
    '头先',
    '头位',
    '头足',
    '足先',
    '足头',
    '足月',
    '头痛',
    '头晕',
    '胸闷',
    '胸痛',
    '心脏起搏器',
  ],
  ...['HEAD FIRST', 'FEET FIRST', 'HEAD IN', 'FEET IN', 'FACE UP', 'FACE DOWN', 'HAND INJECTION', 'HEART RATE'],
];
