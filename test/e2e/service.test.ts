import assert from 'node:assert/strict';
import type { Id } from '../../src/domain/scalars.js';
import { eventually } from '../support/eventually.js';
import { RunningService } from '../support/service.js';

interface Schedule {
  id: Id;
  next_rotation_at: string | null;
}

describe('the service, end to end', function () {
  this.timeout(120_000);
  let service: RunningService;
  before(async function () {
    // Temporal may have to be built first.
    this.timeout(1_200_000);
    service = await RunningService.start({ RECONCILE_INTERVAL: '2s' });
  });
  after(() => service.close());
  afterEach(function () {
    if (this.currentTest?.state === 'failed') process.stderr.write(`${service.log.slice(-60).join('\n')}\n`);
  });

  const schedule = (contentId: Id, videos: Id[], interval_seconds: number): Promise<Schedule> =>
    service.ok('POST', `/api/ar-content/${contentId}/rotation`, {
      rotation_type: 'interval',
      interval_seconds,
      video_sequence: videos,
    });

  const statusOf = async (scheduleId: Id): Promise<string> => {
    const client = await service.temporal();
    return (await client.workflow.getHandle(`rotation-schedule-${scheduleId}`).describe()).status.name;
  };

  /** Each slot from the first to the last is there, once, and shows the next video. */
  const assertComplete = async (scheduleId: Id, videos: Id[], intervalMs: number): Promise<number> => {
    const slots = await service.slots(scheduleId);
    slots.forEach((slot, i) => {
      const before = slots[i - 1];
      if (before === undefined) return;
      assert.equal(slot.due_at - before.due_at, intervalMs, 'a slot is missing or double');
      assert.equal(slot.to_video_id, videos[(videos.indexOf(before.to_video_id ?? 0) + 1) % videos.length]);
    });
    return slots.length;
  };

  it('shows uploaded videos in turn, each at its instant, and serves their files', async () => {
    const { id, unique_id, videos } = await service.content();
    const made = await schedule(id, videos, 2);
    const first = await service.active(unique_id);
    assert.deepEqual([first.id, first.reason], [videos[0], 'rotation']);
    assert.equal(first.next_video?.id, videos[1]);
    const seen = new Set<Id>();
    await eventually(async () => {
      const { id: shown, video_url } = await service.active(unique_id);
      if (!seen.has(shown)) {
        const file = await fetch(video_url, { headers: { range: 'bytes=0-99' } });
        assert.equal(file.status, 206);
        assert.equal((await file.arrayBuffer()).byteLength, 100);
      }
      seen.add(shown);
      assert.equal(seen.size, 3);
    }, 20_000);
    await eventually(async () => assert.ok((await assertComplete(made.id, videos, 2_000)) >= 2));
    assert.equal(await statusOf(made.id), 'RUNNING');
  });

  it('takes a PUT at once, and a DELETE cancels the workflow', async () => {
    const { id, unique_id, videos } = await service.content();
    const made = await schedule(id, videos, 3_600);
    await eventually(async () => assert.equal(await statusOf(made.id), 'RUNNING'));
    await service.ok('PUT', `/api/rotation/${made.id}`, {
      next_rotation_at: new Date(Date.now() - 1_000).toISOString(),
    });
    assert.equal((await service.active(unique_id)).id, videos[1]);
    await service.ok('PUT', `/api/rotation/${made.id}`, { interval_seconds: 1 });
    await eventually(async () => assert.ok((await service.slots(made.id)).length >= 3));
    assert.deepEqual(await service.ok('DELETE', `/api/rotation/${made.id}`), { status: 'deleted' });
    await eventually(async () => assert.equal(await statusOf(made.id), 'CANCELLED'));
    const count = (await service.slots(made.id)).length;
    assert.equal((await service.request('GET', `/api/rotation/${made.id}`)).status, 404);
    assert.equal((await service.slots(made.id)).length, count);
  });

  it('loses and doubles nothing when the worker is killed, asleep or in the middle of a rotation', async () => {
    const { id, videos } = await service.content();
    const busy = await Promise.all([1, 2, 3, 4].map(() => schedule(id, videos, 1)));
    for (const [round, delayMs] of [700, 20, 330].entries()) {
      await eventually(async () => {
        const last = (await service.slots(busy[0]?.id ?? 0)).at(-1);
        assert.ok((last?.due_at ?? 0) > 0);
      }, 20_000);
      // Each time at another point between two slots, so that it meets the worker asleep and at work.
      await new Promise((resolve) => setTimeout(resolve, 1_000 + round + delayMs - (Date.now() % 1_000)));
      await service.kill('worker');
      await service.start('worker');
    }
    const now = Date.now();
    for (const made of busy) {
      await eventually(async () => {
        const slots = await service.slots(made.id);
        assert.ok((slots.at(-1)?.due_at ?? 0) >= now - 2_000, 'the worker has caught up');
      }, 30_000);
      assert.ok((await assertComplete(made.id, videos, 1_000)) >= 3);
      await service.ok('DELETE', `/api/rotation/${made.id}`);
    }
  });

  it('works while Temporal is down, and makes up for it afterwards', async () => {
    const { id, unique_id, videos } = await service.content();
    const deleted = await schedule(id, videos, 3_600);
    await eventually(async () => assert.equal(await statusOf(deleted.id), 'RUNNING'));
    await service.stop('temporal');
    const created = await schedule(id, videos, 2);
    await service.ok('DELETE', `/api/rotation/${deleted.id}`);
    const ready = await service.request<{ temporal: string }>('GET', '/health/ready');
    assert.equal(ready.status, 200);
    assert.equal(ready.body.temporal, 'degraded');
    const shown = (await service.active(unique_id)).id;
    // The public sees the switch on time although nobody can carry it out.
    await eventually(async () => assert.notEqual((await service.active(unique_id)).id, shown));
    await service.start('temporal');
    await eventually(async () => assert.equal(await statusOf(deleted.id), 'CANCELLED'), 60_000);
    await eventually(async () => assert.equal(await statusOf(created.id), 'RUNNING'), 60_000);
    await eventually(async () => assert.ok((await assertComplete(created.id, videos, 2_000)) >= 3), 30_000);
    await service.ok('DELETE', `/api/rotation/${created.id}`);
  });

  it('brings back a workflow that was terminated by hand', async () => {
    const { id, videos } = await service.content();
    const made = await schedule(id, videos, 3_600);
    await eventually(async () => assert.equal(await statusOf(made.id), 'RUNNING'));
    const client = await service.temporal();
    await client.workflow.getHandle(`rotation-schedule-${made.id}`).terminate('by hand');
    await eventually(async () => assert.equal(await statusOf(made.id), 'RUNNING'), 90_000);
  });

  it('goes on after Postgres was restarted under load', async () => {
    const { id, unique_id, videos } = await service.content();
    const made = await schedule(id, videos, 1);
    const outcomes = new Set<number>();
    let stopped = false;
    let version = 0;
    const load = async (): Promise<void> => {
      while (!stopped) {
        const answer = await service.request<{ version: number }>('GET', `/api/ar/${unique_id}/active-video`);
        outcomes.add(answer.status);
        if (answer.status !== 200) continue;
        assert.ok(answer.body.version >= version);
        ({ version } = answer.body);
      }
    };
    const written: string[] = [];
    const write = async (): Promise<void> => {
      for (let n = 0; !stopped; n += 1) {
        const title = `title ${n}`;
        const answer = await service.request('PUT', `/api/videos/${videos[0]}`, { title });
        if (answer.status === 200) written.push(title);
        else assert.equal(answer.status, 503, JSON.stringify(answer.body));
      }
    };
    const running = [load(), write()];
    await eventually(async () => assert.ok((await service.slots(made.id)).length >= 2), 20_000);
    await service.kill('postgres');
    await service.start('postgres');
    const restarted = Date.now();
    await eventually(async () => {
      assert.ok(((await service.slots(made.id)).at(-1)?.due_at ?? 0) > restarted + 1_000);
    }, 40_000);
    stopped = true;
    await Promise.all(running);
    assert.ok(outcomes.has(200));
    assert.deepEqual(
      [...outcomes].filter((status) => status !== 200 && status !== 503),
      [],
    );
    const { title } = await service.ok<{ title: string }>('GET', `/api/videos/${videos[0]}`);
    assert.equal(title, written.at(-1));
    await assertComplete(made.id, videos, 1_000);
  });
});
