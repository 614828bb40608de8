/** How many, in words that fit the number. */
export type Count = (count: number) => string;

/** A number as English writes it. */
export const number = (value: number): string => value.toLocaleString('en');
