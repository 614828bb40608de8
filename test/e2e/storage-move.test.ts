import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { basename } from 'node:path';
import type { Id } from '../../src/domain/scalars.js';
import { eventually } from '../support/eventually.js';
import { RunningService } from '../support/service.js';
import { serverOrSkip, startS3Server, type StorageProcess } from '../support/storage-servers.js';

interface Move {
  id: Id;
  status: string;
  files_done: number;
  files_total: number;
  current: object | null;
}

describe('moving videos, end to end', function () {
  this.timeout(180_000);
  let server: StorageProcess;
  let service: RunningService;
  let content: { id: Id; unique_id: string; videos: Id[] };
  let bucket: Id;
  before(async function () {
    server = await serverOrSkip(this, startS3Server);
    service = await RunningService.start({ CREDENTIALS_KEY: 'a key of the end-to-end tests and no other' });
    content = await service.content();
    const { company_id } = await service.ok<{ company_id: Id }>('GET', `/api/ar-content/${content.id}`);
    const { settings, credentials } = server;
    const made = { company_id, name: 'bucket', provider: 's3', settings, credentials };
    bucket = (await service.ok<{ id: Id }>('POST', '/api/storage-connections', made)).id;
  });
  after(async () => {
    await service?.close();
    await server?.stop();
  });
  afterEach(function () {
    if (this.currentTest?.state === 'failed') process.stderr.write(`${service.log.slice(-60).join('\n')}\n`);
  });

  const begin = (to: Id) =>
    service.request<Move>('POST', '/api/storage-moves', { ar_content_id: content.id, to_connection_id: to });
  const untilDone = (id: Id): Promise<Move> =>
    eventually(async () => {
      const move = await service.ok<Move>('GET', `/api/storage-moves/${id}`);
      if (move.status !== 'done') throw new Error(JSON.stringify(move));
      return move;
    }, 90_000);
  const bytesShown = async (): Promise<Buffer> => {
    const { video_url } = await service.active(content.unique_id);
    return Buffer.from(await (await fetch(video_url)).arrayBuffer());
  };

  it('goes on where a worker was killed in the middle of a copy', async () => {
    const shown = await bytesShown();
    server.freeze();
    const { status, body } = await begin(bucket);
    assert.equal(status, 201);
    await eventually(async () =>
      assert.ok((await service.ok<Move>('GET', `/api/storage-moves/${body.id}`)).current !== null),
    );
    await service.kill('worker');
    server.goOn();
    await service.start('worker');
    const done = await untilDone(body.id);
    assert.equal(done.files_done, done.files_total);
    // The copy that was under way may have arrived after all; its removal is entered.
    const going: string[] = await service.db('file_deletions').where('storage_connection_id', bucket).pluck('path');
    const names = new Set(going.map((path) => basename(path)));
    const entries = readdirSync(server.folder, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile() && !entry.parentPath.includes('.sgwtmp'));
    assert.equal(files.filter(({ name }) => !names.has(name)).length, done.files_done);
    assert.ok((await bytesShown()).equals(shown));
    const client = await service.temporal();
    const description = await client.workflow.getHandle(`storage-move-${body.id}`).describe();
    assert.equal(description.status.name, 'COMPLETED');
  });

  it('waits while Temporal is away, and then begins', async () => {
    await service.kill('temporal');
    const { id } = await service.db('storage_connections').where('is_default', true).first('id');
    const { status, body } = await begin(id);
    assert.deepEqual([status, body.status], [201, 'pending']);
    await service.start('temporal');
    await untilDone(body.id);
  });
});
