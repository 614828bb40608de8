/** How many, in words that fit the number. */
export type Count = (count: number) => string;

/** A number as English writes it. */
export const number = (value: number): string => value.toLocaleString('en');

/** So many of something: `1 switch`, `2 switches`. */
export const plural = (count: number, one: string, many: string): string =>
  `${number(count)} ${count === 1 ? one : many}`;
