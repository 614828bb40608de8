import assert from 'node:assert/strict';
import { KeyedQueue } from '../../src/concurrency/keyed-queue.js';
import { createFairLimiter, createLimiter } from '../../src/concurrency/limiter.js';
import { AppError } from '../../src/domain/errors.js';

const isBusy = (error: unknown): boolean => error instanceof AppError && error.code === 'busy';

/** Actions that end when a test says so; which began, in order. */
function stage() {
  const begun: string[] = [];
  const ends = new Map<string, () => void>();
  const action = (name: string) => (): Promise<string> => {
    begun.push(name);
    return new Promise((resolve) => ends.set(name, () => resolve(name)));
  };
  const end = async (name: string): Promise<void> => {
    ends.get(name)?.();
    await new Promise(setImmediate);
  };
  return { begun, action, end };
}

describe('limiters', () => {
  it('runs so many at once, and refuses more than may wait', async () => {
    const { begun, action, end } = stage();
    const limit = createLimiter(1, 1);
    const both = [limit(action('a')), limit(action('b'))];
    await assert.rejects(limit(action('c')), isBusy);
    await end('a');
    await end('b');
    assert.deepEqual(
      [await Promise.all(both), begun],
      [
        ['a', 'b'],
        ['a', 'b'],
      ],
    );
  });

  it('tells those who wait at once what they would only meet later', async () => {
    const isHopeless = (error: unknown): boolean => error instanceof Error && error.message === 'away';
    const queue = new KeyedQueue<string>(5, isHopeless);
    const fair = createFairLimiter({ inAll: 1, perKey: 1 }, 5, isHopeless);
    for (const limit of [
      createLimiter(1, 5, isHopeless),
      <T>(action: () => Promise<T>) => fair('a', action),
      <T>(action: () => Promise<T>) => queue.run('a', action),
    ]) {
      const begun: string[] = [];
      const failing = (message: string) => async (): Promise<never> => {
        begun.push(message);
        await new Promise(setImmediate);
        throw new Error(message);
      };
      const told = async (...messages: string[]) =>
        (await Promise.allSettled(messages.map((message) => limit(failing(message))))).map((one) =>
          one.status === 'rejected' ? one.reason.message : 'done',
        );
      assert.deepEqual(await told('away', 'b', 'c'), ['away', 'away', 'away']);
      assert.deepEqual(await told('d', 'e'), ['d', 'e']);
      assert.deepEqual(begun, ['away', 'd', 'e']);
    }
  });

  it('lets keys take turns, however many one of them has waiting', async () => {
    const { begun, action, end } = stage();
    const limit = createFairLimiter({ inAll: 1, perKey: 1 });
    const names = ['a1', 'a2', 'a3', 'b1'];
    const all = names.map((name) => limit(name.slice(0, 1), action(name)));
    await new Promise(setImmediate);
    for (const name of ['a1', 'b1', 'a2', 'a3']) await end(name);
    assert.deepEqual(begun, ['a1', 'b1', 'a2', 'a3']);
    assert.deepEqual(await Promise.all(all), names);
  });

  it('keeps a place for others, and bounds what waits of each key', async () => {
    const { begun, action, end } = stage();
    const limit = createFairLimiter({ inAll: 2, perKey: 1 }, 1);
    const all = [limit('a', action('a1')), limit('a', action('a2')), limit('b', action('b1'))];
    await new Promise(setImmediate);
    assert.deepEqual(begun, ['a1', 'b1']);
    await assert.rejects(limit('a', action('a3')), isBusy);
    for (const name of ['a1', 'a2', 'b1']) await end(name);
    assert.deepEqual(await Promise.all(all), ['a1', 'a2', 'b1']);
  });

  it('goes on after an action that fails', async () => {
    const limit = createFairLimiter({ inAll: 1, perKey: 1 });
    await assert.rejects(
      limit('a', () => Promise.reject(new Error('broken'))),
      /broken/,
    );
    assert.equal(await limit('a', () => Promise.resolve('well')), 'well');
  });
});

describe('keyed queue', () => {
  it('runs what has one key in order, other keys at once, and bounds who waits', async () => {
    const { begun, action, end } = stage();
    const queue = new KeyedQueue<string>(1);
    const all = [queue.run('x', action('x1')), queue.run('x', action('x2')), queue.run('y', action('y1'))];
    await new Promise(setImmediate);
    assert.deepEqual(begun, ['x1', 'y1']);
    await assert.rejects(queue.run('x', action('x3')), isBusy);
    for (const name of ['x1', 'x2', 'y1']) await end(name);
    assert.deepEqual(await Promise.all(all), ['x1', 'x2', 'y1']);
  });
});
