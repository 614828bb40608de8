/** As Unicode writes it: U+202E. */
export const nameOf = (character: string): string =>
  `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;

/** Where a character stands, counted in characters from 1. */
export const positionOf = (text: string, index: number): number => Array.from(text.slice(0, index)).length + 1;

/** What keeps a text from being stored, in words; null: nothing. Postgres takes neither NUL nor half of a surrogate pair. */
export function storageFault(text: string): string | null {
  const found = /[\0\p{Surrogate}]/u.exec(text);
  if (found === null) return null;
  const [character] = found;
  const at = `at position ${positionOf(text, found.index)}`;
  const byte = character.charCodeAt(0) - 0xdc00;
  // `textOf` makes it of a byte that is not UTF-8.
  if (byte >= 0x80 && byte <= 0xff) {
    return `must be UTF-8: ${at} is the byte 0x${byte.toString(16).toUpperCase()}, or half of a surrogate pair`;
  }
  return `must not hold ${nameOf(character)} ${at}${character === '\0' ? '' : ': half of a surrogate pair'}`;
}

const MAX_DEPTH = 50;

/**
 * The gate for every text from outside: what Postgres would refuse, anywhere within a value, by its path. Names are
 * texts, too, and what is nested without end is refused before something overflows on it.
 */
export function textFaults(
  value: unknown,
  path: readonly PropertyKey[] = [],
): { path: readonly PropertyKey[]; message: string }[] {
  if (typeof value === 'string') {
    const message = storageFault(value);
    return message === null ? [] : [{ path, message }];
  }
  if (typeof value !== 'object' || value === null) return [];
  if (path.length === MAX_DEPTH) return [{ path: path.slice(0, 1), message: 'must not be nested that deeply' }];
  return Object.entries(value).flatMap(([name, one]) => {
    const message = storageFault(name);
    const named = message === null ? [] : [{ path, message: `must not have such a name: it ${message}` }];
    return [...named, ...textFaults(one, [...path, name])];
  });
}
