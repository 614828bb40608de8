/** A planted bug: one piece of the source replaced, and the smallest test that must see it. */
export interface Mutant {
  /** What is wrong then. */
  name: string;
  /** Stands once in all of `src` and `console/src`, wherever that is by now: else the list has to be mended. */
  find: string;
  replace: string;
  /** A file of tests. */
  test: string;
  /** What the titles of the tests in it contain; all of them unless given. */
  grep?: string;
}

/** Mutants that one file of tests is to see. */
export const seenBy = (test: string, mutants: readonly Omit<Mutant, 'test'>[]): Mutant[] =>
  mutants.map((mutant) => ({ ...mutant, test }));
