/**
 * The same as `make`, which is asked once for each text while that is among the `most` that came last. Only for what
 * depends on the text alone, and is never changed.
 */
export function kept<T>(most: number, make: (text: string) => T): (text: string) => T {
  const made = new Map<string, T>();
  return (text) => {
    const found = made.get(text);
    if (found !== undefined) return found;
    const value = make(text);
    const [oldest] = made.keys();
    if (made.size >= most && oldest !== undefined) made.delete(oldest);
    made.set(text, value);
    return value;
  };
}
