import { LANGUAGES, type Language } from '../../domain/words/language.js';
import type { Answer } from './answer.js';
import type { AnswerHeader } from './answer-headers.js';
import type { Incoming } from './define-route.js';

/** What an answer with sentences has, for the document. */
export const LANGUAGE_HEADERS: readonly AnswerHeader[] = ['Content-Language', 'Vary'];

/** The language that a client would rather read, of those that are spoken here; else the first of these. */
export const languageOf = ({ req }: Pick<Incoming, 'req'>): Language => {
  const wanted = req.acceptsLanguages(...LANGUAGES);
  return LANGUAGES.find((language) => language === wanted) ?? LANGUAGES[0];
};

/** An answer with sentences in the client's language, which says so. */
export function inLanguageOf(incoming: Pick<Incoming, 'req'>, answerIn: (language: Language) => Answer): Answer {
  const language = languageOf(incoming);
  const answer = answerIn(language);
  return { ...answer, headers: { ...answer.headers, 'Content-Language': language, Vary: 'Accept-Language' } };
}
