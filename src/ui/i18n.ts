import { type BackendModule, createInstance, type i18n } from 'i18next';
import { initReactI18next } from 'react-i18next';

export const LANGUAGES = ['en', 'zh'] as const;
export type Language = (typeof LANGUAGES)[number];

/** Each language by its own name. */
export const LANGUAGE_NAMES: Readonly<Record<Language, string>> = { en: 'English', zh: '中文' };

/** For `<html lang>`. */
const LANGUAGE_TAGS: Readonly<Record<Language, string>> = { en: 'en', zh: 'zh-Hans' };

/** What the frame itself needs; a page brings its own namespace when it opens. */
const FIRST_NAMESPACES = ['common', 'start', 'errors', 'path'];

const texts = import.meta.glob<Record<string, unknown>>('./locales/*/*.json', {
  import: 'default',
});

const lazyTexts: BackendModule = {
  type: 'backend',
  init() {},
  read(language, namespace, done) {
    const load = texts[`./locales/${language}/${namespace}.json`];
    if (load === undefined) {
      done(new Error(`No texts for ${language}/${namespace}`), null);
      return;
    }
    load().then(
      (found) => done(null, found),
      (error: Error) => done(error, null),
    );
  },
};

/** The language chosen before, else the first of the browser's that there is, else English. */
export function languageFor(chosen: string | undefined, wished: readonly string[]): Language {
  const known = (tag: string) => LANGUAGES.find((one) => tag.toLowerCase().startsWith(one));
  if (chosen !== undefined && known(chosen)) return known(chosen) as Language;
  for (const tag of wished) {
    const language = known(tag);
    if (language !== undefined) return language;
  }
  return 'en';
}

/** Resolves with the frame's texts loaded; `remember` hears of every later choice. */
export async function startI18n(
  language: Language,
  remember: (language: string) => void,
): Promise<i18n> {
  const instance = createInstance();
  const describe = (tag: string) => {
    document.documentElement.lang = LANGUAGE_TAGS[tag as Language] ?? tag;
  };
  await instance
    .use(lazyTexts)
    .use(initReactI18next)
    .init({
      lng: language,
      fallbackLng: 'en',
      supportedLngs: LANGUAGES,
      load: 'languageOnly',
      ns: FIRST_NAMESPACES,
      defaultNS: 'common',
      interpolation: { escapeValue: false },
    });
  describe(instance.language);
  instance.on('languageChanged', (tag) => {
    describe(tag);
    remember(tag);
  });
  return instance;
}
