/** Runs actions, at most so many at once; the others wait in order. */
export type Limiter = <T>(action: () => Promise<T>) => Promise<T>;

/** @param most how many actions may run at once */
export function createLimiter(most: number): Limiter {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async (action) => {
    if (running >= most) await new Promise<void>((resolve) => waiting.push(resolve));
    else running += 1;
    try {
      return await action();
    } finally {
      const next = waiting.shift();
      if (next === undefined) running -= 1;
      else next(); // The place is handed over, so that nobody slips in between.
    }
  };
}
