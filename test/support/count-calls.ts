/** Counts the calls of a method, which goes on as ever, until it is stopped. */
export function countCalls<Name extends string>(
  owner: Record<Name, (this: never) => unknown>,
  name: Name,
): { readonly count: number; stop(): void } {
  const real = owner[name];
  let count = 0;
  owner[name] = function counted(this: never): unknown {
    count += 1;
    return real.call(this);
  };
  return {
    get count() {
      return count;
    },
    stop: () => void (owner[name] = real),
  };
}
