const rules = new Intl.PluralRules('ru');

/** A number as Russian writes it. */
export const number = (value: number): string => value.toLocaleString('ru');

/** The form of a word that fits the number: 1 контент, 2 контента, 5 контентов. */
export function counted(count: number, [one, few, many]: [string, string, string]): string {
  const rule = rules.select(count);
  return `${number(count)} ${rule === 'one' ? one : rule === 'few' ? few : many}`;
}
