import { createContext, use, useEffect, useMemo, type ReactNode } from 'react';
import { useLocalStorage } from '@mantine/hooks';
import { en, type Texts } from './en';
import { ru } from './ru';

/** The languages that the console speaks. */
export const LANGUAGES = ['en', 'ru'] as const;
type Language = (typeof LANGUAGES)[number];
/** Each by its own name. */
export const LANGUAGE_NAMES: Record<Language, string> = { en: 'English', ru: 'Русский' };

const CATALOGS: Record<Language, Texts> = { en, ru };

interface Speech {
  language: Language;
  texts: Texts;
  speak: (language: Language) => void;
}

const SpeechContext = createContext<Speech>({ language: 'en', texts: en, speak: () => undefined });

/** The texts in the language that was chosen. */
export const useTexts = (): Texts => use(SpeechContext).texts;

/** The language, and how to choose another one. */
export const useSpeech = (): Speech => use(SpeechContext);

/** Remembers the language: English unless another one was chosen. */
export function TextsProvider({ children }: { children: ReactNode }) {
  const [chosen, speak] = useLocalStorage<Language>({
    key: 'console:language',
    defaultValue: 'en',
    getInitialValueInEffect: false,
  });
  // Another version of the console may have remembered something else.
  const language = LANGUAGES.find((known) => known === chosen) ?? 'en';
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  const speech = useMemo(() => ({ language, texts: CATALOGS[language], speak }), [language, speak]);
  return <SpeechContext value={speech}>{children}</SpeechContext>;
}
