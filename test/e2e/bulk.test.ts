import assert from 'node:assert/strict';
import type { Id } from '../../src/domain/scalars.js';
import { insertCompany, insertContent, insertVideo } from '../support/builders.js';
import { eventually } from '../support/eventually.js';
import { holdContent } from '../support/rollouts.js';
import { RunningService } from '../support/service.js';

interface BulkSeen {
  id: Id;
  status: string;
  workflow_id: string;
  progress: { total: number; done: number; refused: number; remaining: number };
}

const COUNT = 6;

describe('a bulk, end to end', function () {
  this.timeout(120_000);
  let service: RunningService;
  before(async function () {
    this.timeout(1_200_000);
    service = await RunningService.start();
  });
  after(() => service.close());
  afterEach(function () {
    if (this.currentTest?.state === 'failed') process.stderr.write(`${service.log.slice(-60).join('\n')}\n`);
  });

  async function aContent(company_id: Id): Promise<Id> {
    const { id } = await insertContent(service.db, { company_id });
    const videos: Id[] = [];
    for (const title of ['Spring', 'Autumn']) videos.push((await insertVideo(service.db, id, { title })).id);
    const rule = { rotation_type: 'daily', time_of_day: '09:00', video_sequence: videos };
    await service.ok('POST', `/api/ar-content/${id}/rotation`, rule);
    return id;
  }

  it('rotates each schedule once, also where the worker was killed in the middle', async () => {
    const { id: company_id } = await insertCompany(service.db);
    const contents: Id[] = [];
    for (let n = 0; n < COUNT; n += 1) contents.push(await aContent(company_id));
    const ask = { company_id, action: 'rotate', filter: {}, dry_run: true };
    const { token, count } = await service.ok<{ token: string; count: number }>('POST', '/api/bulk', ask);
    assert.equal(count, COUNT);

    const { release } = await holdContent(service.db, contents[COUNT - 1] ?? 0);
    const bulk = await service.ok<BulkSeen>('POST', '/api/bulk', { token });
    const rotated = async (): Promise<Id[]> =>
      service
        .db('rotations')
        .where({ company_id, cause: 'rotate_now' })
        .orderBy('ar_content_id')
        .pluck('ar_content_id');
    await eventually(async () => assert.equal((await rotated()).length, COUNT - 1), 30_000);
    await service.kill('worker');
    await release();
    assert.equal((await service.ok<BulkSeen>('POST', '/api/bulk', { token })).id, bulk.id);
    await service.start('worker');

    const read = () => service.ok<BulkSeen>('GET', `/api/bulk/${bulk.id}`);
    await eventually(async () => assert.equal((await read()).status, 'done'), 60_000);
    assert.deepEqual((await read()).progress, { total: COUNT, done: COUNT, refused: 0, remaining: 0 });
    assert.deepEqual(await rotated(), contents);
    const audited = await service
      .db('audit_log')
      .where({ action: 'schedule.rotate_now', request_id: bulk.workflow_id });
    assert.equal(audited.length, COUNT);
    const client = await service.temporal();
    await eventually(async () => {
      const { status } = await client.workflow.getHandle(bulk.workflow_id).describe();
      assert.equal(status.name, 'COMPLETED');
    });
  });
});
