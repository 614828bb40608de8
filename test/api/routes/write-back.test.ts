import assert from 'node:assert/strict';
import { z } from 'zod';
import type { Route } from '../../../src/api/http/define-route.js';
import type { ApiAnswer, ApiObject } from '../../support/api.js';
import { eventually } from '../../support/eventually.js';
import { ROUTE_CASES, routeStage } from '../../support/routes/route-stage.js';
import type { Things } from '../../support/routes/things.js';

interface Said {
  readOnly?: boolean;
}

/** What every edit changes, whatever it says. */
const OF_EDITS = new Set(['revision', 'updated_at', 'version', 'settled_at', 'read_mark', 'status']);

const without = (names: ReadonlySet<string>, object: object): object =>
  Object.fromEntries(Object.entries(object).filter(([name]) => !names.has(name)));

/** Another value of the same kind, as far as there is one. */
function other(value: unknown): unknown {
  if (typeof value === 'number') return value + 1;
  if (typeof value === 'boolean') return !value;
  if (typeof value === 'string') return `${value}x`;
  if (Array.isArray(value)) return [...(value as unknown[]), 'x'];
  return value === null ? 'x' : { ...(value as object), x: 1 };
}

/** The same, as clients print it who read instants, uuids and addresses into types of their own. */
function reprinted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reprinted);
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, reprinted(one)]));
  }
  if (typeof value !== 'string') return value;
  if (/^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value)) return value.replace('Z', '000+00:00');
  if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(value)) return value.toUpperCase();
  return value.replace(/^http:\/\/[^/]+/, 'https://ar.example.com');
}

describe('what is read, changed and written back', function () {
  this.timeout(180_000);
  const stage = routeStage();
  let things: Things;

  beforeEach(async () => {
    things = await stage.things();
    await stage.db('videos').where('id', things.video).update({ video_url: '/media/1/videos/1/a.mp4' });
  });

  const fieldsOf = ({ body }: ApiAnswer) =>
    (body as { errors?: { field: string }[] }).errors?.map(({ field }) => field);
  const get = (path: string, key?: string): Promise<ApiObject> =>
    stage.api.expect(200, 'GET', path, key === undefined ? {} : { key });
  const put = (path: string, body: object, key?: string): Promise<ApiAnswer> =>
    stage.api.call('PUT', path, { body, ...(key !== undefined && { key }) });
  const putBack = async (path: string, body: object, key?: string): Promise<ApiObject> => {
    const answer = await put(path, body, key);
    assert.equal(answer.status, 200, `${path}: ${JSON.stringify(answer.body)}`);
    return answer.body as ApiObject;
  };

  /** All rows, but for what tells of an edit. */
  async function rows(): Promise<object> {
    const tables = await stage.contents(['audit_log', 'workflow_outbox']);
    return Object.fromEntries(
      Object.entries(tables).map(([table, found]) => [
        table,
        (found ?? []).map((row) => without(new Set([...OF_EDITS].filter((name) => name !== 'status')), row as object)),
      ]),
    );
  }

  /** The fields that the document calls read-only. */
  async function readOnlyOf({ body }: Route): Promise<string[]> {
    const document = (await stage.api.call('GET', '/openapi.json')).body as {
      components: { schemas: Record<string, { properties: Record<string, Said> }> };
    };
    const id = body && z.globalRegistry.get(body)?.id;
    const properties = document.components.schemas[id ?? '']?.properties ?? {};
    return Object.entries(properties).flatMap(([name, { readOnly }]) => (readOnly === true ? [name] : []));
  }

  const isWriteOfOne = ({ method, body, upload }: Route): boolean =>
    (method === 'put' || method === 'patch') && (body !== undefined || upload !== undefined);

  it('is every noun that can be changed', () => {
    const nouns = stage.api.routes.filter(isWriteOfOne).map(({ path }) => path);
    assert.ok(nouns.length >= 8, nouns.join(' '));
    for (const noun of nouns) {
      assert.ok(
        stage.api.routes.some(({ method, path }) => method === 'get' && path === noun),
        noun,
      );
    }
  });

  async function forEachNoun(work: (route: Route, path: string) => Promise<void>): Promise<void> {
    for (const route of stage.api.routes.filter(isWriteOfOne)) {
      const one = ROUTE_CASES.find((found) => found.route === `PUT ${route.path}`);
      assert.ok(one, route.path);
      const { path } = await stage.request(one, things, 'none');
      await work(route, path);
    }
  }

  it('changes nothing but what tells of an edit', async () => {
    await forEachNoun(async (_route, path) => {
      const [read, before] = [await get(path), await rows()];
      const answer = await putBack(path, read);
      assert.deepEqual(without(OF_EDITS, answer), without(OF_EDITS, read), path);
      assert.equal(answer['revision'], Number(read['revision']) + 1, path);
      assert.deepEqual(await rows(), before, path);
      // What a PUT answers may be written back as well, and what a list shows.
      await putBack(path, answer);
      assert.deepEqual(await rows(), before, path);
    });
  });

  it('is the same in other words, at another host, and without its mark', async () => {
    await forEachNoun(async (_route, path) => {
      const before = await rows();
      await putBack(path, reprinted(await get(path)) as object);
      await putBack(path, without(new Set(['read_mark']), await get(path)));
      await putBack(path, without(new Set(['read_mark']), reprinted(await get(path)) as object));
      assert.deepEqual(await rows(), before, path);
    });
  });

  it('is written back by the keys of its company, too', async () => {
    const key = await stage.api.makeKey('admin', things.company);
    await stage.db('companies').where('id', things.company).update({ max_storage_bytes: 10_000_000 });
    for (const connection of [things.store, things.bucket]) {
      await putBack(
        `/api/storage-connections/${connection}`,
        await get(`/api/storage-connections/${connection}`, key),
        key,
      );
    }
    await forEachNoun(async (_route, path) => {
      const before = await rows();
      await putBack(path, await get(path, key), key);
      assert.deepEqual(await rows(), before, path);
    });
  });

  it('names each field that is only read and was changed, with its mark and without, and then changes nothing', async () => {
    await forEachNoun(async (route, path) => {
      const read = await get(path);
      const before = await rows();
      const readOnly = await readOnlyOf(route);
      const shown = Object.keys(read).filter((name) => readOnly.includes(name));
      assert.ok(shown.includes('id') && shown.includes('revision') && shown.includes('read_mark'), path);
      for (const name of shown) {
        const changed = { ...read, [name]: other(read[name]) };
        assert.deepEqual(fieldsOf(await put(path, changed)), [name], `${path}: ${name}`);
        if (name === 'read_mark') continue;
        const unmarked = without(new Set(['read_mark']), changed);
        assert.deepEqual(fieldsOf(await put(path, unmarked)), [name], `${path}: ${name}, unmarked`);
        assert.deepEqual(fieldsOf(await put(path, { [name]: other(read[name]) })), [name], `${path}: ${name}, alone`);
      }
      assert.deepEqual(fieldsOf(await put(path, { ...read, colour: 'red' })), ['colour'], path);
      assert.deepEqual(await rows(), before, path);
    });
  });

  it('is of one thing: what was read of another is refused', async () => {
    const { project } = await stage.things();
    const answer = await put(`/api/projects/${things.project}`, await get(`/api/projects/${project}`));
    assert.deepEqual(fieldsOf(answer)?.slice(0, 2), ['id', 'company_id']);
    assert.ok(fieldsOf(answer)?.includes('read_mark'));
  });

  describe('while the service moves it on', () => {
    const rotate = () => stage.api.expect(200, 'POST', `/api/rotation/${things.schedule}/rotate-now`);

    it('keeps what a rotation has set, and changes what was changed', async () => {
      const [content, schedule] = [`/api/ar-content/${things.content}`, `/api/rotation/${things.schedule}`];
      const read = [await get(content), await get(schedule)] as const;
      await rotate();
      const now = [await get(content), await get(schedule)] as const;
      assert.notEqual(now[0]['active_video_id'], read[0]['active_video_id']);
      assert.notEqual(now[1]['current_index'], read[1]['current_index']);
      const renamed = await putBack(content, { ...read[0], title: 'Renamed' });
      assert.deepEqual(
        without(OF_EDITS, renamed),
        without(OF_EDITS, { ...now[0], title: 'Renamed' }),
        'a rotation was taken back',
      );
      const retimed = await putBack(schedule, { ...read[1], selection: 'random' });
      const { current_index, next_rotation_at, position_pending, last_rotation_at } = now[1];
      const kept = { selection: 'random', current_index, next_rotation_at, position_pending, last_rotation_at };
      for (const [name, value] of Object.entries(kept)) assert.equal(retimed[name], value, name);
    });

    it('does not rotate at once by a next_rotation_at that has passed since', async () => {
      const path = `/api/rotation/${things.schedule}`;
      let read: ApiObject = { id: 0 };
      for (let ahead = 300; ; ahead *= 3) {
        const soon = new Date(stage.now() + ahead).toISOString();
        read = await putBack(path, { next_rotation_at: soon });
        if (read['next_rotation_at'] === soon) break; // Else the machine was too slow, and it has passed already.
      }
      await eventually(async () => {
        const { next_rotation_at } = await get(path);
        assert.notEqual(next_rotation_at, read['next_rotation_at']);
      });
      const before = await get(path);
      const after = await putBack(path, { ...read, time_of_day: '10:00' });
      assert.deepEqual(
        [after['last_rotation_at'], after['current_index'], after['time_of_day']],
        [before['last_rotation_at'], before['current_index'], '10:00:00'],
      );
      assert.notEqual(after['next_rotation_at'], before['next_rotation_at'], 'the next slot follows the new rule');
    });

    it('takes what was set anew as it is meant, whatever moved', async () => {
      const path = `/api/ar-content/${things.content}`;
      const read = await get(path);
      await rotate();
      const set = await putBack(path, { ...read, active_video_id: things.video });
      assert.equal(set['active_video_id'], things.video);
      // Said alone, it is a wish, not something that was read.
      const alone = await putBack(path, { active_video_id: read['active_video_id'] });
      assert.equal(alone['active_video_id'], read['active_video_id']);
    });

    it('does not activate a video again that another took over from', async () => {
      const path = `/api/videos/${things.video}`;
      await putBack(path, { is_active: true });
      const read = await get(path);
      await rotate();
      const renamed = await putBack(path, { ...read, title: 'Renamed' });
      assert.deepEqual([renamed['title'], renamed['is_active'], renamed['is_live']], ['Renamed', false, false]);
    });

    it('keeps the wish that a video be shown once it is ready, unless it is taken back by itself', async () => {
      const path = `/api/videos/${things.uploading}`;
      await stage.db('videos').where('id', things.uploading).update({ activation_requested_by: 'key:1' });
      const kept = await putBack(path, { ...(await get(path)), title: 'Renamed' });
      assert.deepEqual([kept['activate_when_ready'], kept['is_active']], [true, false]);
      assert.equal((await putBack(path, { is_active: false }))['activate_when_ready'], false);
    });

    it('takes what processing and uploads have moved on', async () => {
      const [video, company] = [`/api/videos/${things.uploading}`, `/api/companies/${things.company}`];
      const read = [await get(video), await get(company)] as const;
      await stage.db('videos').where('id', things.uploading).update({ size_bytes: 4_000, status: 'processing' });
      assert.notEqual((await get(company))['used_bytes'], read[1]['used_bytes']);
      assert.equal((await putBack(video, read[0]))['size_bytes'], 4_000);
      assert.equal((await putBack(company, { ...read[1], name: 'Renamed' }))['name'], 'Renamed');
    });

    it('takes a key that was used meanwhile', async () => {
      const path = `/api/api-keys/${things.apiKey}`;
      const read = await get(path);
      await stage.db('api_keys').where('id', things.apiKey).update({ last_used_at: stage.db.fn.now() });
      assert.equal((await putBack(path, { ...read, name: 'Renamed' }))['name'], 'Renamed');
    });

    it('is held to the present without its mark, by name', async () => {
      const path = `/api/ar-content/${things.content}`;
      const unmarked = without(new Set(['read_mark']), await get(path));
      await rotate();
      assert.deepEqual(fieldsOf(await put(path, unmarked)), ['live', 'version']);
    });

    it('is held to If-Match first, where it is sent', async () => {
      const path = `/api/projects/${things.project}`;
      const read = await get(path);
      await putBack(path, { name: 'Other' });
      const stale = { body: { ...read, company_id: 0 }, headers: { 'if-match': '"1"' } };
      assert.equal((await stage.api.call('PUT', path, stale)).status, 412);
      // Without it, the last one who writes is right.
      assert.equal((await putBack(path, read))['name'], read['name']);
    });
  });

  describe('at its edges', () => {
    it('has a schedule without videos', async () => {
      const path = `/api/rotation/${things.schedule}`;
      await stage.db('video_rotation_schedules').where('id', things.schedule).update({
        video_sequence: [],
        current_index: 0,
        is_active: false,
        inactive_reason: 'sequence_empty',
        next_rotation_at: null,
        next_video_id: null,
      });
      const read = await get(path);
      assert.deepEqual((await putBack(path, { ...read, time_of_day: '10:00' }))['video_sequence'], []);
      assert.deepEqual(fieldsOf(await put(path, { video_sequence: [] })), ['video_sequence']);
      const full = await putBack(path, { ...read, video_sequence: [things.video], is_active: true });
      assert.deepEqual([full['is_active'], full['video_sequence']], [true, [things.video]]);
      assert.deepEqual(fieldsOf(await put(path, { ...full, video_sequence: [] })), ['video_sequence']);
    });

    it('has a paused schedule, an expiry that has passed, and a video that cannot be shown', async () => {
      const schedule = `/api/rotation/${things.schedule}`;
      await stage.api.expect(200, 'POST', `${schedule}/pause`, { body: { note: 'fair', until: '2099-01-01T00:00Z' } });
      const paused = await get(schedule);
      assert.deepEqual(without(OF_EDITS, await putBack(schedule, paused)), without(OF_EDITS, paused));
      const video = `/api/videos/${things.video}`;
      await putBack(video, { is_active: true });
      await putBack(video, { schedule_end: '2020-01-01T00:00Z', is_active: 0 });
      await stage
        .db('ar_content')
        .where('id', things.content)
        .update({ active_video_id: things.video, active_reason: 'manual' });
      const hidden = await get(video);
      assert.equal(hidden['is_active'], true);
      assert.deepEqual(without(OF_EDITS, await putBack(video, hidden)), without(OF_EDITS, hidden));
    });

    it('has rights that a company does not have, as long as nothing is changed by them', async () => {
      const key = await stage.api.makeKey('admin', things.company);
      const path = `/api/companies/${things.company}`;
      const read = await get(path, key);
      assert.equal((await put(path, { ...read, max_storage_bytes: 1 }, key)).status, 403);
      const local = `/api/storage-connections/${things.store}`;
      const hidden = await get(local, key);
      assert.equal(hidden['base_path'], null);
      assert.equal((await put(local, { ...hidden, base_path: '/elsewhere' }, key)).status, 403);
      assert.deepEqual(fieldsOf(await put(local, { base_path: null })), ['base_path']);
      const installation = await get(local);
      assert.equal(
        (await putBack(local, { ...installation, name: 'Renamed' }))['base_path'],
        installation['base_path'],
      );
    });

    it('has the last admin key of an installation, which expires', async () => {
      const [last, ...others] = await stage.db('api_keys').where({ company_id: null, role: 'admin' }).orderBy('id');
      await stage
        .db('api_keys')
        .whereIn(
          'id',
          others.map(({ id }) => id as number),
        )
        .update({ revoked_at: stage.db.fn.now() });
      await stage.db('api_keys').where('id', last.id).update({ expires_at: '2099-01-01' });
      const path = `/api/api-keys/${last.id}`;
      await putBack(path, await get(path));
      assert.equal((await put(path, { expires_at: '2098-01-01T00:00Z' })).status, 409);
    });

    it('gives a repeated request its first result', async () => {
      const path = `/api/projects/${things.project}`;
      const request = {
        body: without(new Set(['read_mark']), { ...(await get(path)), name: 'Renamed' }),
        headers: { 'idempotency-key': 'write-back' },
      };
      const first = await stage.api.expect(200, 'PUT', path, request);
      assert.deepEqual(await stage.api.expect(200, 'PUT', path, request), first);
    });
  });
});
