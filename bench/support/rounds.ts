/** How much is measured: to try it out, as usual, or all of it. */
export type Size = 'quick' | 'usual' | 'full';

/** What a part works with. */
export interface Bench {
  /** The value for the size asked for. */
  pick: <T>(sizes: Record<Size, T>) => T;
  /** Tells how far it is. */
  say: (line: string) => void;
  /** Takes what the figures depend on, to be told with them. */
  noteCircumstances: (circumstances: Readonly<Record<string, string>>) => void;
}

/**
 * Lets every contestant run once a round, so that a slow spell of the machine meets all of them.
 * @returns what each of them found, round by round.
 */
export async function inTurn<K extends string, T>(
  rounds: number,
  contestants: Record<K, () => Promise<T>>,
): Promise<Record<K, T[]>> {
  const names = Object.keys(contestants) as K[];
  const found = Object.fromEntries(names.map((name) => [name, [] as T[]])) as Record<K, T[]>;
  for (let round = 0; round < rounds; round += 1) {
    for (const name of names) found[name].push(await contestants[name]());
  }
  return found;
}
