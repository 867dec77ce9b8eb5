import { createContext, useContext } from 'react';
import { type DisplayWords, displayWords, type Language } from './language.ts';

export const themeModes = ['system', 'light', 'dark'] as const;
export type ThemeMode = (typeof themeModes)[number];

export interface DisplaySettings {
  readonly language: Language;
  readonly setLanguage: (language: Language) => void;
  readonly mode: ThemeMode;
  readonly setMode: (mode: ThemeMode) => void;
  /** What `mode` comes to now; `system` follows the machine. */
  readonly dark: boolean;
}

const nothing = (): void => undefined;

export const DisplayContext = createContext<DisplaySettings>({
  language: 'zh-CN',
  setLanguage: nothing,
  mode: 'system',
  setMode: nothing,
  dark: false,
});

/** Language and appearance of the page, and how to change them. */
export function useDisplay(): DisplaySettings {
  return useContext(DisplayContext);
}

/** The shared words in the page's language. */
export function useDisplayWords(): DisplayWords {
  return displayWords[useContext(DisplayContext).language];
}
