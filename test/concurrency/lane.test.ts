import assert from 'node:assert/strict';
import { Lane } from '../../src/concurrency/lane.js';
import { AppError } from '../../src/domain/errors.js';

/** Keeps the event loop for so long. */
function spin(ms: number): void {
  const end = performance.now() + ms;
  while (performance.now() < end);
}

/** Work of so many parts, each of a millisecond. */
function work(parts: number) {
  const done = { parts: 0 };
  const part = (): boolean => {
    spin(1);
    done.parts += 1;
    return done.parts === parts;
  };
  return { done, part };
}

describe('lane', () => {
  const open = (given: Partial<ConstructorParameters<typeof Lane>[0]> = {}) =>
    new Lane({ sliceMs: 3, share: 0.5, maxWaiting: 3, ...given });

  it('does all parts, in several turns of the event loop', async () => {
    const { done, part } = work(20);
    let turns = 0;
    const counting = setInterval(() => void (turns += 1), 1);
    assert.equal(await open().run(part, 1_000), true);
    clearInterval(counting);
    assert.equal(done.parts, 20);
    assert.ok(turns >= 3, `${turns} turns`);
  });

  it('stops where the time is up', async () => {
    const { done, part } = work(1_000);
    assert.equal(await open().run(part, 10), false);
    assert.ok(done.parts >= 1 && done.parts <= 11, `${done.parts} parts`);
  });

  it('does what is cheap before the rest of what is dear', async () => {
    const lane = open();
    const ended: string[] = [];
    const dear = lane.run(work(30).part, 1_000).then(() => ended.push('dear'));
    const cheap = lane.run(work(1).part, 1_000).then(() => ended.push('cheap'));
    await Promise.all([dear, cheap]);
    assert.deepEqual(ended, ['cheap', 'dear']);
  });

  it('refuses what is too much, and passes faults on', async () => {
    const lane = open({ maxWaiting: 1 });
    const first = lane.run(work(1).part, 10);
    await assert.rejects(lane.run(work(1).part, 10), (e) => e instanceof AppError && e.code === 'busy');
    await first;
    assert.equal(lane.size, 0);
    const broken = (): boolean => {
      throw new Error('broken');
    };
    await assert.rejects(lane.run(broken, 10), /broken/);
    assert.equal(await lane.run(work(1).part, 10), true);
  });
});
