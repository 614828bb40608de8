import assert from 'node:assert/strict';
import { existsSync, openAsBlob, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { createApp } from '../../../src/api/app.js';
import { closeGracefully, listen, portOf } from '../../../src/api/http/http-server.js';
import { DatabaseClock } from '../../../src/db/clock.js';
import { MARKER } from '../../../src/storage/folder-marker.js';
import type { TestApi } from '../../support/api.js';
import { apiForSuite } from '../../support/api-for-suite.js';
import { insertCompany, insertContent } from '../../support/builders.js';
import { processUploads } from '../../support/processing.js';
import type { TestDatabase } from '../../support/database.js';

const FIXTURES = join(import.meta.dirname, '..', '..', 'fixtures', 'videos');

describe('api uploads', () => {
  let database: TestDatabase;
  let api: TestApi;
  let contentId: number;
  const clock = new DatabaseClock();

  apiForSuite(clock, (setting) => ({ database, api } = setting));
  before(async () => {
    const { id } = await insertCompany(database.db);
    contentId = (await insertContent(database.db, { company_id: id, settled_at: clock.now() })).id;
  });

  async function form(fields: Record<string, string>, file = 'faststart.mp4'): Promise<FormData> {
    const body = new FormData();
    for (const [name, value] of Object.entries(fields)) body.set(name, value);
    body.set('file', await openAsBlob(join(FIXTURES, file)), file);
    return body;
  }

  const upload = async (fields: Record<string, string>, headers: Record<string, string> = {}, file?: string) =>
    api.call('POST', `/api/ar-content/${contentId}/videos`, { body: await form(fields, file), headers });

  /** Every file of the storage, wherever it lies. */
  const files = (): string[] =>
    readdirSync(api.mediaDir, { recursive: true, withFileTypes: true }).flatMap((entry) =>
      entry.isFile() && entry.name !== MARKER ? [entry.name] : [],
    );

  it('calls a video without a title like its file', async () => {
    assert.equal(((await upload({})) as { body: { title: string } }).body.title, 'faststart');
  });

  it('stores, measures and serves a video, and shows it if asked', async () => {
    const answer = await upload({
      title: 'Spring',
      activate: 'true',
      rotation_order: '-3',
      schedule_end: '2999-01-01T00:00:00Z',
    });
    assert.equal(answer.status, 201, JSON.stringify(answer.body));
    const video = answer.body as Record<string, unknown>;
    assert.deepEqual(
      [
        video['title'],
        video['status'],
        video['is_active'],
        video['rotation_order'],
        video['width'],
        video['mime_type'],
      ],
      ['Spring', 'processing', false, -3, 160, 'video/mp4'],
    );
    await processUploads(api, database.db);
    const ready = await api.expect(200, 'GET', `/api/videos/${Number(video['id'])}`);
    assert.deepEqual([ready['status'], ready['is_active'], ready['is_live']], ['ready', true, true]);
    const served = await fetch(String(video['video_url']));
    assert.deepEqual([served.status, (await served.arrayBuffer()).byteLength], [200, video['size_bytes']]);
    assert.equal((await fetch(String(video['video_url']), { headers: { range: 'bytes=0-9' } })).status, 206);
    assert.equal((await database.db('file_deletions')).length, 0);
  });

  it('leaves no file behind when the fields are wrong, the file is none, or it cannot be activated', async () => {
    const before = files();
    const refused: [Record<string, string>, string, number][] = [
      [{ rotation_order: 'first', activate: 'maybe' }, 'faststart.mp4', 422],
      [{ schedule_start: '2999-01-02T00:00:00Z', schedule_end: '2999-01-01T00:00:00Z' }, 'faststart.mp4', 422],
      [{}, 'picture.png', 415],
      [{ activate: '1', schedule_start: '2999-01-01T00:00:00Z' }, 'faststart.mp4', 409],
    ];
    for (const [fields, file, status] of refused) {
      const answer = await upload(fields, {}, file);
      assert.equal(answer.status, status, JSON.stringify(answer.body));
    }
    assert.deepEqual(files(), before);
  });

  it('keeps the connection while a backend takes longer than an idle connection may', async () => {
    const { media } = api.deps;
    const slow: typeof media = {
      ...media,
      writeFiles: async (...args) => {
        await delay(1_500);
        return media.writeFiles(...args);
      },
    };
    const server = await listen(createApp({ ...api.deps, media: slow }, { idleSocketMs: 500 }), '127.0.0.1', 0);
    try {
      const url = `http://127.0.0.1:${portOf(server)}/api/ar-content/${contentId}/videos`;
      const headers = { authorization: `Bearer ${await api.makeKey('editor', null)}` };
      assert.equal((await fetch(url, { method: 'POST', body: await form({}), headers })).status, 201);
    } finally {
      await closeGracefully(server, 1_000);
    }
  });

  it('gives a repeated upload its first result and keeps one file', async () => {
    const before = files().length;
    const headers = { 'idempotency-key': 'one-upload' };
    const first = await upload({ title: 'Once' }, headers);
    const second = await upload({ title: 'Once' }, headers);
    assert.deepEqual(second.body, first.body);
    assert.equal(files().length, before + 1);
    assert.equal((await upload({ title: 'Other' }, headers)).status, 422);
    assert.equal((await upload({ title: 'Once' }, headers, 'moov-last.mp4')).status, 422);
    const { video_path } = first.body as { video_path: string };
    assert.ok(existsSync(join(api.mediaDir, video_path)));
  });

  it('has the file of an upload removed later if its transaction never comes', async () => {
    const { planner } = api.deps;
    const edit = planner.edit.bind(planner);
    planner.edit = async () => {
      throw Object.assign(new Error('Connection terminated unexpectedly'), { code: 'ECONNRESET' });
    };
    try {
      const answer = await upload({ title: 'Lost' });
      assert.equal(answer.status, 503);
    } finally {
      planner.edit = edit;
    }
    const waiting: { path: string; delete_after: number }[] = await database.db('file_deletions').orderBy('id', 'desc');
    const [last] = waiting;
    assert.ok(last && existsSync(join(api.mediaDir, last.path)));
    assert.ok(Math.abs(last.delete_after - clock.now() - 3_600_000) < 60_000);
  });

  it('keeps the file of a deleted video for the grace period', async () => {
    const video = (await upload({ title: 'Gone' })).body as { id: number; video_path: string };
    await api.expect(200, 'DELETE', `/api/videos/${video.id}`);
    assert.ok(existsSync(join(api.mediaDir, video.video_path)));
    const row = await database.db('file_deletions').where('path', video.video_path).first();
    assert.ok(row);
  });
});
