export type Language = 'zh' | 'en';

/** A text in both languages of the product. */
export interface Bilingual {
  readonly zh: string;
  readonly en: string;
}

/** `--lang` if given, else the environment's; Chinese when neither says anything. */
export function languageOf(option: string | undefined, environment: NodeJS.ProcessEnv): Language {
  if (option === 'zh' || option === 'en') return option;
  // POSIX: an empty variable is as good as none.
  const locale =
    ['LC_ALL', 'LC_MESSAGES', 'LANG'].map((name) => environment[name] ?? '').find((text) => text !== '') ?? '';
  return locale.toLowerCase().startsWith('en') ? 'en' : 'zh';
}
