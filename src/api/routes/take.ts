/** The first so many of what is found, and whether these are all. */
export async function take<T>(finding: AsyncIterable<T>, limit: number): Promise<{ found: T[]; isComplete: boolean }> {
  const found: T[] = [];
  for await (const one of finding) {
    if (found.length === limit) return { found, isComplete: false };
    found.push(one);
  }
  return { found, isComplete: true };
}
