import type { Language } from '../../domain/words/language.js';

/** What visitors read. */
export interface ViewTexts {
  play: string;
  sound: string;
  dark: string;
  gone: string;
  unknown: string;
  noScript: string;
}

export const VIEW_TEXTS: Record<Language, ViewTexts> = {
  en: {
    play: 'Play',
    sound: 'Sound',
    dark: 'Nothing is shown here at the moment.',
    gone: 'This is not shown any more.',
    unknown: 'There is nothing here. Check the address, or scan the code again.',
    noScript: 'The video needs JavaScript.',
  },
  ru: {
    play: 'Воспроизвести',
    sound: 'Звук',
    dark: 'Сейчас здесь ничего не показывают.',
    gone: 'Это больше не показывают.',
    unknown: 'Здесь ничего нет. Проверьте адрес или отсканируйте код ещё раз.',
    noScript: 'Для видео нужен JavaScript.',
  },
};
