import { AppError } from '../domain/errors.js';

const BUSY = 'Too many such requests wait already. Try again.';

/**
 * Whether an action that failed after so many milliseconds shows that those who wait would only meet the same, after as
 * long: they are told at once.
 */
export type IsHopeless = (error: unknown, ms: number) => boolean;

/** Somebody whose turn has not come. */
export interface Waiting {
  begin: () => void;
  refuse: (error: unknown) => void;
}

/** Runs an action; `refuseWaiting` is given its fault, when that is hopeless. */
export async function orTellAll<T>(
  action: () => Promise<T>,
  isHopeless: IsHopeless,
  refuseWaiting: (error: unknown) => void,
): Promise<T> {
  const begunAt = performance.now();
  try {
    return await action();
  } catch (error) {
    if (isHopeless(error, performance.now() - begunAt)) refuseWaiting(error);
    throw error;
  }
}

const neverHopeless: IsHopeless = () => false;

/** Runs actions, at most so many at once; the others wait in order. */
export type Limiter = <T>(action: () => Promise<T>) => Promise<T>;

/**
 * @param most how many actions may run at once
 * @param maxWaiting how many may wait; one more is refused with AppError `busy`
 * @param isHopeless nothing is unless given.
 */
export function createLimiter(
  most: number,
  maxWaiting = Number.POSITIVE_INFINITY,
  isHopeless: IsHopeless = neverHopeless,
): Limiter {
  const waiting: Waiting[] = [];
  let running = 0;
  const refuseWaiting = (error: unknown): void => {
    for (const { refuse } of waiting.splice(0)) refuse(error);
  };
  return async (action) => {
    if (running >= most) {
      if (waiting.length >= maxWaiting) throw new AppError('busy', BUSY);
      await new Promise<void>((begin, refuse) => waiting.push({ begin, refuse }));
    } else running += 1;
    try {
      return await orTellAll(action, isHopeless, refuseWaiting);
    } finally {
      const next = waiting.shift();
      if (next === undefined) running -= 1;
      else next.begin(); // The place is handed over, so that nobody slips in between.
    }
  };
}

/** Of each key's waiting actions, the first; keys take turns. */
export type FairLimiter = <T>(key: string | number, action: () => Promise<T>) => Promise<T>;

interface Queue {
  waiting: Waiting[];
  running: number;
  lastTurn: number;
}

function nextQueue(queues: Iterable<Queue>, perKey: number): Queue | null {
  let next: Queue | null = null;
  for (const queue of queues) {
    const mayRun = queue.waiting.length > 0 && queue.running < perKey;
    if (mayRun && (next === null || queue.lastTurn < next.lastTurn)) next = queue;
  }
  return next;
}

/**
 * As a limiter, for several that share it: of those who wait, the one whose turn was longest ago is next, so one that
 * has hundreds waiting delays the others by no more than its own share.
 * @param limits.inAll how many actions may run at once. @param limits.perKey how many of one key
 * @param maxWaiting how many of one key may wait; one more is refused with AppError `busy`
 */
export function createFairLimiter(
  { inAll, perKey }: { inAll: number; perKey: number },
  maxWaiting = Number.POSITIVE_INFINITY,
  isHopeless: IsHopeless = neverHopeless,
): FairLimiter {
  const queues = new Map<string | number, Queue>();
  let running = 0;
  let turns = 0;
  const goOn = (): void => {
    const queue = running < inAll ? nextQueue(queues.values(), perKey) : null;
    const next = queue?.waiting.shift();
    if (queue === null || next === undefined) return;
    queue.running += 1;
    running += 1;
    turns += 1;
    queue.lastTurn = turns;
    next.begin();
    goOn();
  };
  const refuseWaiting = (error: unknown): void => {
    for (const [key, queue] of queues) {
      for (const { refuse } of queue.waiting.splice(0)) refuse(error);
      if (queue.running === 0) queues.delete(key);
    }
  };
  return async (key, action) => {
    const queue = queues.get(key) ?? { waiting: [], running: 0, lastTurn: 0 };
    if (queue.waiting.length >= maxWaiting) throw new AppError('busy', BUSY);
    queues.set(key, queue);
    await new Promise<void>((begin, refuse) => {
      queue.waiting.push({ begin, refuse });
      goOn();
    });
    try {
      return await orTellAll(action, isHopeless, refuseWaiting);
    } finally {
      queue.running -= 1;
      running -= 1;
      if (queue.running === 0 && queue.waiting.length === 0) queues.delete(key);
      goOn();
    }
  };
}

/** So many places, two of which no one key can take: there is always one for somebody else. */
export const sharesOf = (places: number): { inAll: number; perKey: number } => ({
  inAll: places,
  perKey: Math.max(1, places - 2),
});
