import { Segmented, Select } from 'antd';
import { themeModes, useDisplay, useDisplayWords } from './display-context.ts';
import { languageNames, languages } from './language.ts';

/** 中文 / English; the choice is kept in this browser. */
export function LanguageSwitch() {
  const { language, setLanguage } = useDisplay();
  const words = useDisplayWords();
  return (
    <Segmented
      size="small"
      aria-label={words.act.language}
      value={language}
      options={languages.map((value) => ({ value, label: languageNames[value] }))}
      onChange={setLanguage}
    />
  );
}

/** Light, dark, or as the system is set. */
export function ThemeSwitch() {
  const { mode, setMode } = useDisplay();
  const words = useDisplayWords();
  return (
    <Select
      size="small"
      aria-label={words.act.theme}
      value={mode}
      popupMatchSelectWidth={false}
      options={themeModes.map((value) => ({ value, label: words.act[value] }))}
      onChange={setMode}
    />
  );
}
