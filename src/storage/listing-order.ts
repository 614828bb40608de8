/** A name in a folder, as a listing has it. */
interface Entry {
  name: string;
}

/**
 * The entries of a folder in the order of their keys, without those that lie before a place: what a listing that goes on
 * there has to look at. A folder in which the place lies stays.
 * @param after the last key of the listing before; undefined: there was none
 */
export function entriesAfter<T extends Entry>(folder: string, entries: readonly T[], after: string | undefined): T[] {
  const isAhead = ({ name }: Entry): boolean => {
    if (after === undefined) return true;
    const key = `${folder}/${name}`;
    return key > after || after.startsWith(`${key}/`);
  };
  return entries.filter(isAhead).toSorted((a, b) => (a.name < b.name ? -1 : 1));
}
