import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { EN } from './en.ts';
import { ZH } from './zh.ts';

export type Language = 'zh' | 'en';

/** The language of the address (`/zh/…`, `/en/…`), else the browser's. */
export function languageOf(path: string): Language {
  const [, first] = path.split('/');
  if (first === 'zh' || first === 'en') return first;
  return navigator.language.startsWith('zh') ? 'zh' : 'en';
}

export function currentLanguage(): Language {
  return i18next.language === 'zh' ? 'zh' : 'en';
}

/** The texts follow the address, which alone says the language. */
export async function followLanguage(path: string): Promise<void> {
  const language = languageOf(path);
  if (!/^\/(zh|en)(\/|$)/.test(path) || language === currentLanguage()) return;
  document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
  await i18next.changeLanguage(language);
}

export async function startText(): Promise<void> {
  const lng = languageOf(location.pathname);
  document.documentElement.lang = lng === 'zh' ? 'zh-CN' : 'en';
  await i18next.use(initReactI18next).init({
    lng,
    fallbackLng: false,
    nsSeparator: false,
    resources: { en: { translation: EN }, zh: { translation: ZH } },
    interpolation: { escapeValue: false },
  });
}
