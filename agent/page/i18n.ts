import { type DisplayWords, i18nOptions, keptLanguage, type Words } from '@center/display';
import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { en } from './words/en.ts';
import { zh } from './words/zh.ts';

type PageWords = Words<typeof zh>;

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'page';
    returnNull: false;
    resources: { page: PageWords; display: DisplayWords };
  }
}

/** Both languages are built in: the station's page fetches no words and works without any network. */
export async function startWords(): Promise<void> {
  const words: Readonly<Record<'zh-CN' | 'en', PageWords>> = { 'zh-CN': zh, en };
  await i18next.use(initReactI18next).init(i18nOptions(words, keptLanguage()));
}
