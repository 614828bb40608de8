import assert from 'node:assert/strict';
import type { Id } from '../../src/domain/scalars.js';
import { insertCompany, insertContent, insertVideo } from '../support/builders.js';
import { eventually } from '../support/eventually.js';
import { holdContent } from '../support/rollouts.js';
import { RunningService } from '../support/service.js';

interface Daypart {
  id: Id;
  rollout: { revision: number; contents_total: number; contents_done: number; workflow_id: string } | null;
}

const EVERY_DAY = [1, 2, 3, 4, 5, 6, 7];
const COUNT = 6;

describe('hours in use that are changed, end to end', function () {
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

  async function aFollower(company_id: Id, daypart_id: Id): Promise<Id> {
    const { id } = await insertContent(service.db, { company_id });
    const { id: video } = await insertVideo(service.db, id);
    const rule = { rotation_type: 'cron', cron_expression: '0 * * * *', daypart_id, video_sequence: [video] };
    await service.ok('POST', `/api/ar-content/${id}/rotation`, rule);
    return id;
  }

  it('come to every content, also where the worker was killed in the middle', async () => {
    const { id: company_id } = await insertCompany(service.db);
    const hours = (from: string, to: string) => [{ days: EVERY_DAY, from, to }];
    const body = { company_id, name: 'Evenings', hours: hours('18:00', '20:00') };
    const { id } = await service.ok<Daypart>('POST', '/api/dayparts', body);
    const contents: Id[] = [];
    for (let n = 0; n < COUNT; n += 1) contents.push(await aFollower(company_id, id));
    const read = () => service.ok<Daypart>('GET', `/api/dayparts/${id}`);

    const { release } = await holdContent(service.db, contents[COUNT - 1] ?? 0);
    const { rollout } = await service.ok<Daypart>('PUT', `/api/dayparts/${id}`, { hours: hours('22:00', '23:00') });
    assert.ok(rollout);
    await eventually(async () => assert.equal((await read()).rollout?.contents_done, COUNT - 1), 30_000);
    await service.kill('worker');
    await release();
    assert.equal((await read()).rollout?.contents_done, COUNT - 1);
    await service.start('worker');
    await eventually(async () => assert.equal((await read()).rollout, null), 60_000);

    const schedules: { next_rotation_at: number }[] = await service
      .db('video_rotation_schedules')
      .where('daypart_id', id)
      .select('next_rotation_at');
    assert.deepEqual(
      schedules.map(({ next_rotation_at: at }) => new Date(at).getUTCHours()),
      Array.from({ length: COUNT }, () => 22),
    );
    const audited = await service.db('audit_log').where({ action: 'ar_content.bring_over', company_id });
    assert.equal(audited.length, COUNT);
    const client = await service.temporal();
    await eventually(async () => {
      const { status } = await client.workflow.getHandle(rollout.workflow_id).describe();
      assert.equal(status.name, 'COMPLETED');
    });
  });
});
