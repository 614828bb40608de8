/** The languages that sentences are told in; the first one where nobody asks for another. */
export const LANGUAGES = ['en', 'ru'] as const;
export type Language = (typeof LANGUAGES)[number];

/** A calendar day as it is written in a language. @param wall the epoch ms that it would be in UTC */
export function dayWriter(locale: string): (wall: number) => string {
  const format = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });
  return (wall) => format.format(wall);
}

/** `a, b and c`. */
export function listWriter(locale: string): (items: readonly string[]) => string {
  const format = new Intl.ListFormat(locale, { type: 'conjunction' });
  return (items) => format.format(items);
}

/** As it goes on within a sentence. */
export const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);

/** The form of a word that goes with a number, such as `21 минута`, `22 минуты`, `25 минут`. */
export type Forms = Readonly<{ one: string; few: string; many: string }>;

/** Chooses among forms by the rules of a language. Whole numbers alone are counted here. */
export function formChooser(locale: string): (count: number, forms: Forms) => string {
  const rules = new Intl.PluralRules(locale);
  return (count, forms) => {
    const rule = rules.select(count);
    if (rule === 'one' || rule === 'few') return forms[rule];
    return forms.many;
  };
}
