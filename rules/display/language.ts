import { en } from './words/en.ts';
import type { Words, WordTree } from './words/shape.ts';
import { zh } from './words/zh.ts';

/** Chinese first. */
export const languages = ['zh-CN', 'en'] as const;
export type Language = (typeof languages)[number];

/** The name of each language in itself. */
export const languageNames: Readonly<Record<Language, string>> = { 'zh-CN': zh.own, en: en.own };

export type DisplayWords = Words<typeof zh>;
export const displayWords: Readonly<Record<Language, DisplayWords>> = { 'zh-CN': zh, en };

const languageKey = 'center.language';

/** The language chosen last in this browser; Chinese when none was. */
export function keptLanguage(): Language {
  try {
    return localStorage.getItem(languageKey) === 'en' ? 'en' : 'zh-CN';
  } catch {
    // Storage can be forbidden by policy; the page works without it.
    return 'zh-CN';
  }
}

/** Remembers the choice and tells the document, so that screen readers and line breaking know it. */
export function keepLanguage(language: Language): void {
  document.documentElement.lang = language;
  try {
    localStorage.setItem(languageKey, language);
  } catch {
    // Storage can be forbidden by policy; the choice then lasts as long as the page.
    return;
  }
}

/** One of two texts that come from the server in both languages. */
export function inLanguage(text: { readonly zh: string; readonly en: string }, language: Language): string {
  return language === 'en' ? text.en : text.zh;
}

/**
 * Options for i18next: a page's own words as the default name space `page`, the shared ones as `display`. Nothing is fetched, a missing key shows itself.
 */
export function i18nOptions<T extends WordTree>(pageWords: Readonly<Record<Language, T>>, language: Language) {
  return {
    lng: language,
    fallbackLng: 'zh-CN' as const,
    supportedLngs: [...languages],
    ns: ['page', 'display'],
    defaultNS: 'page',
    returnNull: false as const,
    interpolation: { escapeValue: false },
    initAsync: false,
    resources: {
      'zh-CN': { page: pageWords['zh-CN'], display: displayWords['zh-CN'] },
      en: { page: pageWords.en, display: displayWords.en },
    },
  };
}
