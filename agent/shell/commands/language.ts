export type Language = 'zh' | 'en';

/** A text in both languages of the product. */
export interface Bilingual {
  readonly zh: string;
  readonly en: string;
}

/** `--lang` if given, else the environment's; Chinese when neither says anything. */
export function languageOf(option: string | undefined, environment: NodeJS.ProcessEnv): Language {
  if (option === 'zh' || option === 'en') return option;
  const locale = environment['LC_ALL'] ?? environment['LC_MESSAGES'] ?? environment['LANG'] ?? '';
  return locale.toLowerCase().startsWith('en') ? 'en' : 'zh';
}
