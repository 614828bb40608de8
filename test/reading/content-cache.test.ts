import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { writeActiveVideo } from '../../src/api/public-read/active-video-answer.js';
import { Lane } from '../../src/concurrency/lane.js';
import { ContentCache, type ContentCacheOptions, type Feed } from '../../src/reading/content-cache.js';
import { AppError } from '../../src/domain/errors.js';
import { resolveActive } from '../../src/domain/plan/resolve-active.js';
import type { ContentState } from '../../src/domain/plan/content-state.js';
import { anArContent, aSchedule, aState, aVideo, NOON } from '../support/builders.js';
import { eventually } from '../support/eventually.js';
import { TestClock } from '../support/clock.js';

const HOUR = 3_600_000;
const AWAY = new AppError('database_unavailable', 'away');

/** A content whose only video has this title. */
const titled = (title: string, given: { id?: number; unique_id?: string; version?: number } = {}): ContentState => ({
  arContent: anArContent({ active_video_id: 1, ...given }),
  videos: [aVideo({ title })],
  schedules: [],
  overrides: [],
});

/** Queries that a test answers, in the order in which they are asked. */
function asked() {
  const waiting: ((state: ContentState | null) => void)[] = [];
  let count = 0;
  const load = (): Promise<ContentState | null> => {
    count += 1;
    return new Promise((resolve) => void waiting.push(resolve));
  };
  const answer = async (state: ContentState | null): Promise<void> => {
    waiting.shift()?.(state);
    await new Promise(setImmediate);
  };
  return { load, answer, count: () => count };
}

describe('content cache', () => {
  const clock = new TestClock(NOON);
  let isLive = true;
  let isToldAll = true;
  let onCatchUp = (): void => undefined;
  const uuid = randomUUID();

  const feed: Feed = {
    isOutdated: () => false,
    isLive: () => isLive,
    hasToldUntil: () => isToldAll,
    catchUp: async () => onCatchUp(),
  };
  const open = (given: Partial<ContentCacheOptions> & Pick<ContentCacheOptions, 'load'>) =>
    new ContentCache({
      write: writeActiveVideo,
      clock,
      feed,
      translateFault: (e) => e,
      maxBytes: 1_000_000,
      lane: new Lane({ sliceMs: 5, share: 0.5, maxWaiting: 10 }),
      onBacklog: () => undefined,
      ...given,
    });
  const titleOf = async (reading: ReturnType<ContentCache['read']>) =>
    (await reading).held?.answerAt(clock.now()).live?.video.title;

  beforeEach(() => {
    [isLive, isToldAll, onCatchUp] = [true, true, () => undefined];
    clock.set(NOON);
    clock.doubtMs = 0;
  });

  it('asks once for reads of one moment, and then not again', async () => {
    const queries = asked();
    const cache = open(queries);
    const reads = [cache.read(uuid), cache.read(uuid), cache.read(uuid)];
    await queries.answer(titled('Spring', { unique_id: uuid }));
    for (const read of reads) assert.equal(await titleOf(read), 'Spring');
    assert.equal(await titleOf(cache.read(uuid)), 'Spring');
    assert.equal(queries.count(), 1);
  });

  it('does not keep what a query found that an edit overtook, and asks again', async () => {
    const queries = asked();
    const cache = open(queries);
    const early = cache.read(uuid);
    cache.contentChanged(1);
    const late = cache.read(uuid);
    await queries.answer(titled('old', { unique_id: uuid }));
    assert.equal(cache.peek(uuid), undefined);
    await queries.answer(titled('new', { unique_id: uuid }));
    await queries.answer(titled('new', { unique_id: uuid }));
    assert.deepEqual([await titleOf(early), await titleOf(late)], ['new', 'new']);
  });

  it('keeps what a query found while another content was edited, but lets no read join it', async () => {
    const queries = asked();
    const cache = open(queries);
    const early = cache.read(uuid);
    cache.contentChanged(2);
    const late = cache.read(uuid);
    assert.equal(queries.count(), 2);
    await queries.answer(titled('same', { unique_id: uuid }));
    assert.equal(await titleOf(early), 'same');
    assert.ok(cache.peek(uuid));
    await queries.answer(titled('same', { unique_id: uuid }));
    assert.equal(await titleOf(late), 'same');
  });

  for (const order of ['the other content first', 'the edited content first'] as const) {
    it(`keeps no old row of two contents of which one is edited, answered with ${order}`, async () => {
      const other = randomUUID();
      const waiting = new Map<string, ((state: ContentState) => void)[]>();
      const load = (uniqueId: string): Promise<ContentState> =>
        new Promise((resolve) => void waiting.set(uniqueId, [...(waiting.get(uniqueId) ?? []), resolve]));
      const answer = async (uniqueId: string, state: ContentState): Promise<void> => {
        waiting.get(uniqueId)?.shift()?.(state);
        await new Promise(setImmediate);
      };
      const cache = open({ load });
      const reads = [cache.read(uuid), cache.read(other)] as const;
      cache.contentChanged(1);
      const old = () => answer(uuid, titled('old', { unique_id: uuid }));
      const same = () => answer(other, titled('same', { id: 2, unique_id: other }));
      for (const step of order === 'the other content first' ? [same, old] : [old, same]) {
        await step();
        assert.equal(cache.peek(uuid), undefined, 'An old row is kept.');
      }
      await answer(uuid, titled('new', { unique_id: uuid }));
      assert.deepEqual([await titleOf(reads[0]), await titleOf(reads[1])], ['new', 'same']);
      assert.ok(cache.peek(other), 'What was not edited is asked for again.');
    });
  }

  it('keeps no old row, however many edits there are and queries end meanwhile', async () => {
    const queries = asked();
    const cache = open(queries);
    const read = cache.read(uuid);
    cache.contentChanged(1);
    for (let id = 2; id <= 10_100; id += 1) cache.contentChanged(id);
    await queries.answer(titled('old', { unique_id: uuid }));
    assert.equal(cache.peek(uuid), undefined);
    await queries.answer(titled('new', { unique_id: uuid }));
    assert.equal(await titleOf(read), 'new');
  });

  it('does not remember that there is no such content when it was made meanwhile', async () => {
    const queries = asked();
    const cache = open(queries);
    const read = cache.read(uuid);
    cache.contentCreated(uuid);
    await queries.answer(null);
    await queries.answer(titled('new', { unique_id: uuid }));
    assert.equal(await titleOf(read), 'new');
  });

  it('shows a step once it is known that no edit put it off', async () => {
    const states = [aState(), titled('put off', { unique_id: uuid, version: 9 })];
    for (const state of states) state.arContent.unique_id = uuid;
    const cache = open({ load: async () => states.shift() ?? null });
    const end = (await cache.read(uuid)).held?.end ?? 0;
    isToldAll = false;
    assert.ok(cache.peek(uuid), 'before the step');
    clock.set(end);
    assert.equal(cache.peek(uuid), undefined);
    onCatchUp = () => {
      isToldAll = true;
      cache.contentChanged(1);
    };
    assert.equal(await titleOf(cache.read(uuid)), 'put off');
  });

  it('shows the step at once when no edit turns out to have put it off', async () => {
    const queries = asked();
    const cache = open(queries);
    const state = aState();
    state.arContent.unique_id = uuid;
    const read = cache.read(uuid);
    await queries.answer(state);
    const end = (await read).held?.end ?? 0;
    clock.set(end);
    isToldAll = false;
    onCatchUp = () => void (isToldAll = true);
    const { held, at } = await cache.read(uuid);
    assert.deepEqual([at, held?.answerAt(at).version, queries.count()], [end, state.arContent.version + 1, 1]);
  });

  it('asks what the time is when a step may be due, as another process may know that it is', async () => {
    const state = aState();
    state.arContent.unique_id = uuid;
    const cache = open({ load: async () => state });
    const { version } = state.arContent;
    const end = (await cache.read(uuid)).held?.end ?? 0;
    [isToldAll, clock.doubtMs] = [false, 5];
    clock.set(end - 6);
    assert.ok(cache.peek(uuid), 'surely not due');
    clock.set(end - 4);
    assert.equal(cache.peek(uuid), undefined);
    const times = [end - 1, end];
    onCatchUp = () => {
      isToldAll = true;
      clock.set(times.shift() ?? end);
    };
    const versions: (number | undefined)[] = [];
    for (const expected of [end - 1, end]) {
      const { held, at } = await cache.read(uuid);
      assert.equal(at, expected);
      versions.push(held?.answerAt(at).version);
      isToldAll = false;
    }
    assert.deepEqual(versions, [version, version + 1]);
  });

  it('asks what the time is when a step may have come since the row was read', async () => {
    const state = aState();
    state.arContent.unique_id = uuid;
    const { end } = (await open({ load: async () => state }).read(uuid)).held ?? { end: 0 };
    clock.set(end - 4);
    clock.doubtMs = 5;
    const times = [end - 2, end];
    onCatchUp = () => clock.set(times.shift() ?? end);
    const { held, at } = await open({ load: async () => state }).read(uuid);
    assert.deepEqual([at, held?.answerAt(at).version], [end, state.arContent.version + 1]);
  });

  it('asks again when late word of an edit overtakes a query that a step overtook', async () => {
    const queries = asked();
    const cache = open(queries);
    const old = aState();
    old.arContent.unique_id = uuid;
    const read = cache.read(uuid);
    isToldAll = false;
    onCatchUp = () => cache.contentChanged(old.arContent.id);
    clock.advance(24 * HOUR);
    await queries.answer(old);
    onCatchUp = () => undefined;
    await queries.answer(titled('put off', { unique_id: uuid }));
    assert.equal(await titleOf(read), 'put off');
  });

  it('keeps nothing for ordinary use without word of edits', async () => {
    const states = [titled('Spring', { unique_id: uuid }), titled('Summer', { unique_id: uuid, version: 2 })];
    const cache = open({ load: async () => states.shift() ?? null });
    isLive = false;
    assert.equal(await titleOf(cache.read(uuid)), 'Spring');
    isLive = true;
    assert.equal(cache.peek(uuid), undefined);
    assert.equal(await titleOf(cache.read(uuid)), 'Summer');
  });

  it('never goes back to an older version while word of edits is missing', async () => {
    const versions = [3, 2, 3];
    const cache = open({ load: async () => titled('x', { unique_id: uuid, version: versions.shift() ?? 0 }) });
    isLive = false;
    assert.equal((await cache.read(uuid)).held?.version, 3);
    assert.equal((await cache.read(uuid)).held?.version, 3);
    assert.deepEqual(versions, []);
  });

  it('goes on from what was known while Postgres is away, for two days', async () => {
    let isAway = false;
    const state = aState();
    state.arContent.unique_id = uuid;
    const load = async () => {
      if (isAway) throw AWAY;
      return state;
    };
    const cache = open({ load });
    assert.equal((await cache.read(uuid)).away, false);
    [isAway, isLive] = [true, false];
    cache.feedLost();
    clock.advance(60_000);
    const { held, away } = await cache.read(uuid);
    assert.deepEqual([away, held?.answerAt(clock.now()).live?.video.id, held?.knownAt], [true, 2, NOON]);
    await assert.rejects(cache.read(randomUUID()), { code: 'database_unavailable' });
    clock.set(NOON + 48 * HOUR);
    await assert.rejects(cache.read(uuid), { code: 'database_unavailable' });
  });

  it('folds a long way in pieces, over several reads if need be, and has the backlog settled', async function () {
    this.timeout(90_000);
    const state = aState({ schedules: [aSchedule({ rotation_type: 'interval', interval_seconds: 1 })] });
    state.arContent.unique_id = uuid;
    const backlogs: number[] = [];
    const cache = open({ load: async () => state, onBacklog: (_id, uncommitted) => void backlogs.push(uncommitted) });
    clock.set(NOON + 12 * HOUR);
    const answer = await eventually(async () => {
      const { held } = await cache.read(uuid);
      return held?.answerAt(clock.now()) ?? assert.fail('no content');
    }, 60_000);
    assert.equal(answer.version, resolveActive(state, clock.now()).version);
    assert.ok(backlogs.length >= 1, 'it was asked for in one read');
    assert.ok(Math.min(...backlogs) > 100);
  });

  it('stays within its bytes, and keeps what is read', async () => {
    const ids = new Map(Array.from({ length: 200 }, (_, i) => [randomUUID() as string, i + 1]));
    const load = async (unique_id: string) => titled('x', { unique_id, id: ids.get(unique_id) ?? 0 });
    const cache = open({ load, maxBytes: 300_000 });
    const [first = ''] = ids.keys();
    for (const id of ids.keys()) {
      await cache.read(id);
      assert.ok(cache.peek(first), 'the one that is read all the time is gone');
      assert.ok(cache.bytes <= 300_000);
    }
    assert.ok([...ids.keys()].filter((id) => cache.peek(id) !== undefined).length < 100);
  });

  it('remembers that there is no such content, for a bounded number of them', async () => {
    let queries = 0;
    const load = async () => {
      queries += 1;
      return null;
    };
    const cache = open({ load });
    const first = randomUUID();
    await cache.read(first);
    await cache.read(first);
    assert.equal(queries, 1);
    for (let i = 0; i < 20_000; i += 1) await cache.read(`unknown-${i}`);
    assert.equal(cache.peek(first), undefined);
    assert.equal(cache.peek('unknown-19999'), null);
  });
});
