import type { Instant } from '@center/contract';

/** A text in both languages of the product. */
export interface Said {
  readonly zh: string;
  readonly en: string;
}

/** What is found out of a PACS at set-up, in the order in which it is shown. */
export const siteQuestions = {
  echo: { zh: 'C-ECHO 应答', en: 'Answers C-ECHO' },
  dicomweb: { zh: '提供 DICOMweb（QIDO-RS）', en: 'Offers DICOMweb (QIDO-RS)' },
  'dicomweb-limit': { zh: 'DICOMweb 单次查询的行数上限', en: 'Row limit of a DICOMweb search' },
  'relational-images': {
    zh: '只给检查 UID 即可查询影像（关系型查询）',
    en: 'Image search that names only the study (relational)',
  },
  'requests-per-association': { zh: '一个关联内可发多次请求', en: 'Several requests on one association' },
  charset: { zh: 'C-FIND 应答的字符集与汉字', en: 'Character set and Han characters of C-FIND answers' },
  commitment: { zh: '存储承诺及延迟', en: 'Storage commitment and its delay' },
  'native-compression': { zh: 'C-MOVE 保留原压缩', en: 'C-MOVE keeps the compression' },
  'first-image': { zh: '较早检查的首幅影像用时', en: 'Time to the first image of an old study' },
} as const satisfies Record<string, Said>;
export type SiteQuestion = keyof typeof siteQuestions;
export const siteOrder: readonly SiteQuestion[] = [
  'echo',
  'dicomweb',
  'dicomweb-limit',
  'relational-images',
  'requests-per-association',
  'charset',
  'commitment',
  'native-compression',
  'first-image',
];

/** `measured: false`: the answer says why nothing is known. */
export interface CardLine {
  readonly key: SiteQuestion;
  readonly measured: boolean;
  readonly answer: Said;
  /** For programs: yes or no, a number of rows, milliseconds, a character set. */
  readonly value?: boolean | number | string;
}

export interface SiteCard {
  readonly pacs: string;
  /** Channels that were measured, in words. */
  readonly channel: string;
  readonly measuredAt: Instant;
  readonly lines: readonly CardLine[];
}

export function found(key: SiteQuestion, value: boolean | number | string, zh: string, en: string): CardLine {
  return { key, measured: true, answer: { zh, en }, value };
}

export function unknown(key: SiteQuestion, zh: string, en: string): CardLine {
  return { key, measured: false, answer: { zh: `未测得：${zh}`, en: `not measured: ${en}` } };
}

export const milliseconds = (ms: number): string => `${String(Math.round(ms))} ms`;
