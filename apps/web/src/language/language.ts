import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { fetchMissing, textsIn } from './feature-texts.js';

/** The languages that the product speaks, by their own names. */
export const languages = { en: 'English', de: 'Deutsch' } as const;
export type Language = keyof typeof languages;

const load: Record<Language, () => Promise<{ default: Record<string, unknown> }>> = {
  en: () => import('./en.js'),
  de: () => import('./de.js'),
};
const remembered = 'continua.language';

const known = (tag: string | null): Language | undefined => {
  const language = tag?.slice(0, 2).toLowerCase() ?? '';
  return language in languages ? (language as Language) : undefined;
};

/** The chosen language, or the first of the browser's that we speak. */
const preferred = (): Language =>
  known(localStorage.getItem(remembered)) ?? navigator.languages.map(known).find(Boolean) ?? 'en';

/** Loads the texts that all pages need before anything is shown. */
export async function startLanguage(): Promise<void> {
  const language = preferred();
  const { default: texts } = await load[language]();
  await i18next.use(initReactI18next).init({
    lng: language,
    resources: { [language]: { translation: texts } },
    interpolation: { escapeValue: false },
    returnNull: false,
    react: { bindI18nStore: 'added' },
    saveMissing: true,
    missingKeyHandler: (_languages, _namespace, key, _fallback, _update, { defaultValue }) =>
      defaultValue === undefined && fetchMissing(key),
  });
  document.documentElement.lang = language;
}

/** Changes the language at once and for the next visit. */
export async function chooseLanguage(language: Language): Promise<void> {
  const { default: texts } = await load[language]();
  i18next.addResourceBundle(language, 'translation', texts, true, true);
  await textsIn(language);
  localStorage.setItem(remembered, language);
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
}
