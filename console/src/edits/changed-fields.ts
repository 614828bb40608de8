/** Whether two values of JSON are the same. */
export const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

/** The fields in which two states of one thing differ. */
export const changedFields = <Fields extends object>(before: Fields, now: Fields): (keyof Fields & string)[] =>
  keysOf(before).filter((field) => !isSame(before[field], now[field]));

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- of the object itself
const keysOf = <Fields extends object>(fields: Fields) => Object.keys(fields) as (keyof Fields & string)[];
