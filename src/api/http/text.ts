/** What keeps a text from being stored, in words; null: nothing. Postgres takes neither. */
function textFault(text: string): string | null {
  if (text.includes('\0')) return 'must not hold the character U+0000';
  return /\p{Surrogate}/u.test(text) ? 'must be UTF-8, without halves of surrogate pairs' : null;
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
    const message = textFault(value);
    return message === null ? [] : [{ path, message }];
  }
  if (typeof value !== 'object' || value === null) return [];
  if (path.length === MAX_DEPTH) return [{ path: path.slice(0, 1), message: 'must not be nested that deeply' }];
  return Object.entries(value).flatMap(([name, one]) => {
    const message = textFault(name);
    const named = message === null ? [] : [{ path, message: `must not have such a name: it ${message}` }];
    return [...named, ...textFaults(one, [...path, name])];
  });
}

/** What trimming takes away (ECMA 262, WhiteSpace and LineTerminator), for a class of a pattern. */
const BLANK = '\\u0009-\\u000d\\u0020\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000\\ufeff';
const CONTROL = '\\u0000-\\u001f\\u007f-\\u009f';

/** Text that is left when blanks around it are gone, without control characters: as `textField` takes it. */
export const LINE_PATTERN = `^[${BLANK}]*[^${CONTROL}${BLANK}]([^${CONTROL}]*[^${CONTROL}${BLANK}])?[${BLANK}]*$`;

/** The same, of a path that begins with a slash. */
export const ABSOLUTE_PATH_PATTERN = `^[${BLANK}]*/([^${CONTROL}]*[^${CONTROL}${BLANK}])?[${BLANK}]*$`;

/** Whether a text is free of control characters, which hide in logs. */
export const isPrintable = (text: string): boolean => !/\p{Cc}/u.test(text);
