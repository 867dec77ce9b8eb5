import { App, ConfigProvider, type ConfigProviderProps, theme } from 'antd';
import enUS from 'antd/es/locale/en_US.js';
import zhCN from 'antd/es/locale/zh_CN.js';
import { type ReactNode, useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import { DisplayContext, type ThemeMode, themeModes } from './display-context.ts';
import { keepLanguage, type Language } from './language.ts';
import './display.css';
import './page.css';
import './charts/charts.css';

const modeKey = 'center.theme';
const darkQuery = '(prefers-color-scheme: dark)';

function keptMode(): ThemeMode {
  try {
    const kept = localStorage.getItem(modeKey);
    return themeModes.find((mode) => mode === kept) ?? 'system';
  } catch {
    // Storage can be forbidden by policy; the page then follows the system.
    return 'system';
  }
}

function keepMode(mode: ThemeMode): void {
  try {
    localStorage.setItem(modeKey, mode);
  } catch {
    // Storage can be forbidden by policy; the choice then lasts as long as the page.
    return;
  }
}

function onSystemChange(tell: () => void): () => void {
  const query = matchMedia(darkQuery);
  query.addEventListener('change', tell);
  return () => {
    query.removeEventListener('change', tell);
  };
}

const systemIsDark = (): boolean => matchMedia(darkQuery).matches;

/** Fonts of the machine itself: nothing is fetched, and Chinese has a face on Windows, UOS, Kylin, macOS and Debian. */
const fontFamily =
  "'Segoe UI', 'Microsoft YaHei UI', 'Microsoft YaHei', 'PingFang SC', 'Noto Sans CJK SC', 'Source Han Sans SC', 'WenQuanYi Micro Hei', system-ui, sans-serif";

type KitLocale = NonNullable<ConfigProviderProps['locale']>;

/** Bundlers hand the locale itself over, Node the module around it. */
function localeOf(loaded: KitLocale | { readonly default: KitLocale }): KitLocale {
  return 'default' in loaded ? loaded.default : loaded;
}

// Surfaces of the kit are those of display.css, so that panels and what stands on them have one ground.
const lightTokens = { colorLink: '#1a56ad' };
const darkTokens = {
  colorLink: '#8fbcf9',
  colorBgContainer: '#171c24',
  colorBgElevated: '#1d242e',
  colorBgLayout: '#10141a',
  colorBorderSecondary: '#2a323e',
  colorTextPlaceholder: '#8d99ab',
};

export interface DisplayProviderProps {
  readonly language: Language;
  readonly onLanguage: (language: Language) => void;
  readonly children: ReactNode;
}

/** Language, light or dark, and the UI kit's locale for everything inside. `onLanguage` lets the page tell its own i18next. */
export function DisplayProvider({ language, onLanguage, children }: DisplayProviderProps) {
  const [mode, setMode] = useState<ThemeMode>(keptMode);
  const systemDark = useSyncExternalStore(onSystemChange, systemIsDark);
  const dark = mode === 'dark' || (mode === 'system' && systemDark);
  const accent = (dark ? darkTokens : lightTokens).colorLink;

  useEffect(() => {
    document.documentElement.dataset['theme'] = dark ? 'dark' : 'light';
  }, [dark]);
  useEffect(() => {
    keepLanguage(language);
  }, [language]);

  const settings = useMemo(
    () => ({
      language,
      setLanguage: onLanguage,
      mode,
      setMode: (next: ThemeMode) => {
        keepMode(next);
        setMode(next);
      },
      dark,
    }),
    [language, onLanguage, mode, dark],
  );

  return (
    <DisplayContext value={settings}>
      <ConfigProvider
        locale={localeOf(language === 'en' ? enUS : zhCN)}
        button={{ autoInsertSpace: false }}
        theme={{
          algorithm: dark ? theme.darkAlgorithm : theme.defaultAlgorithm,
          token: { fontFamily, borderRadius: 4, colorPrimary: '#1f5fbf', ...(dark ? darkTokens : lightTokens) },
          components: {
            Menu: { itemSelectedColor: accent },
            Pagination: { itemActiveColor: accent },
            Tabs: { itemSelectedColor: accent, itemHoverColor: accent },
          },
        }}
      >
        <App className="dp-app">{children}</App>
      </ConfigProvider>
    </DisplayContext>
  );
}
