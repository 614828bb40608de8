import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createClient, type Client } from '../../packages/client/src/client.js';
import { eventually } from '../support/eventually.js';
import { startWholeService, type Foreground } from '../support/foreground.js';
import { makeDataDir, removeDataDir } from '../support/servers.js';
import type { ActiveVideo } from '../support/service.js';

const READY = 'Ctrl-C stops everything';
/** Where this machine never had Temporal before, it is built. */
const FIRST_MS = 1_200_000;

/** As a new user meets it: an empty folder, `npm start`, and what the ready screen tells. */
describe('the first start, end to end', function () {
  this.timeout(180_000);
  let dataDir: string;
  let service: Foreground;
  let api: Client;
  let url: string;
  let contentId: number;

  const urlOf = async (text: string): Promise<string> => {
    const found = /http:\S+/.exec(await service.line(text))?.[0];
    assert.ok(found !== undefined, service.lines.join('\n'));
    return found;
  };

  async function start(): Promise<void> {
    service = startWholeService(dataDir);
    await service.line(READY, FIRST_MS);
    url = await urlOf('API  ');
    api = createClient({ baseUrl: url, key: readFileSync(join(dataDir, 'admin-key'), 'utf8').trim() });
  }

  /** What the command of the ready screen shows. */
  async function live(): Promise<ActiveVideo> {
    const answer = await fetch(await urlOf('curl -s'));
    assert.equal(answer.status, 200, service.lines.join('\n'));
    // eslint-disable-next-line typescript/no-unsafe-type-assertion -- what is read of it is checked by its use.
    return (await answer.json()) as ActiveVideo;
  }

  before(async function () {
    this.timeout(FIRST_MS);
    dataDir = makeDataDir();
    await start();
    contentId = (await api.contents.list().first())?.id ?? 0;
  });

  after(async () => {
    service.signal('SIGKILL');
    await service.ended();
    await removeDataDir(dataDir);
  });

  it('has a content for each badge but that of what is late', async () => {
    const told = await eventually(async () => {
      // All but the first come once the service is ready.
      assert.equal(readFileSync(join(dataDir, 'first-start'), 'utf8'), 'done');
      const contents = await api.contents.list({ include: ['badges'] }).toArray();
      // On a machine that is busy, what rotates may be late for a moment.
      assert.ok(contents.every(({ badges }) => !badges?.includes('late')));
      return contents.map(({ title, is_active, badges }) => [title, is_active, badges]);
    }, 60_000);
    assert.deepEqual(told.slice(0, -3), [
      ['Poster that changes every minute', true, []],
      ['Poster that is late while no worker runs', true, []],
      ['Poster that is paused', true, ['paused']],
      ['Poster that is overridden', true, ['overridden']],
      ['Poster that is dark, as it has no video', true, ['dark']],
    ]);
    const [closed, failed, inactive] = told.slice(-3);
    // In the first minute of a Sunday it is dark.
    assert.deepEqual(closed?.slice(0, 2), ['Poster that is dark for a minute each Sunday', true]);
    assert.match(String(closed?.[2]), /^dark(_soon)?$/);
    assert.deepEqual(failed, ['Poster with a video that failed', true, ['failed_video']]);
    assert.deepEqual(inactive, ['Poster that is inactive', false, []]);
  });

  it('shows a demo that rotates', async () => {
    const { title, version } = await live();
    assert.match(title, /^(Spring|Summer|Autumn)$/);
    await eventually(async () => assert.ok((await live()).version > version), 90_000);
  });

  it('takes what needs the newest kind of plan, and shows it at once', async () => {
    const videoId = (await api.videos.list(contentId).toArray()).at(-1)?.id ?? 0;
    await api.overrides.create(contentId, { video_id: videoId });
    const { id, reason } = await live();
    assert.deepEqual([id, reason], [videoId, 'override']);
  });

  /** What a press of the button on the page of the address does. */
  async function signIn(address: string): Promise<Response> {
    const { origin, hash } = new URL(address);
    assert.equal((await fetch(address)).status, 200);
    const headers = { origin, 'x-console': '1', 'content-type': 'application/json' };
    return fetch(`${origin}/api/session`, { method: 'POST', headers, body: JSON.stringify({ link: hash.slice(1) }) });
  }

  it('tells an address by which a browser signs in, once', async () => {
    const address = await urlOf('Sign in');
    const answer = await signIn(address);
    assert.equal(answer.status, 200);
    // eslint-disable-next-line typescript/no-unsafe-type-assertion -- what is read of it is checked by its use.
    const { role, company_id } = (await answer.json()) as { role: string; company_id: null };
    assert.deepEqual([role, company_id], ['admin', null]);
    assert.match(answer.headers.get('set-cookie') ?? '', /^arv_session_.*HttpOnly; SameSite=Strict$/);
    assert.equal((await signIn(address)).status, 401);
  });

  it('goes on with the same data at the next start', async () => {
    const unused = (await api.sessions.createSignInLink()).sign_in_url ?? assert.fail();
    service.signal('SIGINT');
    assert.equal(await service.ended(), 0);
    await start();
    assert.equal((await api.contents.list().toArray()).length, 8);
    assert.equal((await live()).reason, 'override');
    const fresh = await urlOf('Sign in');
    assert.equal(
      (await signIn(`${new URL(fresh).origin}${new URL(unused).pathname}${new URL(unused).hash}`)).status,
      401,
    );
    assert.equal((await signIn(fresh)).status, 200);
  });

  it('keeps a demo removed that was removed', async () => {
    const demo = (await api.companies.list().first()) ?? assert.fail();
    assert.equal(demo.is_demo, true);
    await api.companies.delete(demo.id);
    assert.deepEqual(await api.contents.list().toArray(), []);
    service.signal('SIGINT');
    assert.equal(await service.ended(), 0);
    await start();
    assert.deepEqual(await api.companies.list().toArray(), []);
  });
});
