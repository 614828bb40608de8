/**
 * What is there unless the service has a bug: the one place for "cannot happen".
 * @param what is named in the error's message. @throws Error when it is not there.
 */
export function must<T>(value: T | null | undefined, what: string): T {
  if (value === null || value === undefined) throw new Error(`Not there, although it must be: ${what}.`);
  return value;
}
