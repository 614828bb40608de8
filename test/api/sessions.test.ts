import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { hashKeySecret } from '../../src/api/auth/api-key-secret.js';
import { DatabaseClock } from '../../src/db/clock.js';
import { SESSION_IDLE_MS, SESSION_MAX_MS, SESSIONS_PER_KEY } from '../../src/domain/browser-session.js';
import type { Id } from '../../src/domain/scalars.js';
import { problemCode, type TestApi } from '../support/api.js';
import { insertCompany } from '../support/builders.js';
import type { TestDatabase } from '../support/database.js';
import { eventually } from '../support/eventually.js';
import { secretIn, TestPage } from '../support/page.js';
import { pagesForSuite } from '../support/pages-for-suite.js';

const MINUTE = 60_000;
const at = (instant: unknown): number => Date.parse(String(instant));

describe('api sessions', () => {
  let database: TestDatabase;
  let api: TestApi;
  let company: Id;
  const clock = new DatabaseClock();

  pagesForSuite(clock, (setting) => ({ database, api, company } = setting));

  const sessionRows = () => database.db('browser_sessions').orderBy('id');
  const makeLink = async (key?: string): Promise<string> => {
    const { sign_in_url } = await api.expect(200, 'POST', '/api/sign-in-links', key === undefined ? {} : { key });
    return secretIn(sign_in_url);
  };
  const signedIn = async (key: string): Promise<TestPage> => {
    const page = new TestPage(api);
    await page.signIn({ key });
    return page;
  };

  describe('begin', () => {
    it('by a link, once, and say who is there', async () => {
      const key = await api.makeKey('editor', company);
      const link = await makeLink(key);
      const page = new TestPage(api);
      const told = await page.signIn({ link });
      assert.deepEqual(
        [told['name'], told['role'], told['company_id'], told['person_id']],
        ['editor key', 'editor', company, null],
      );
      assert.deepEqual(await page.expect(200, 'GET', '/api/session'), told);
      const again = await new TestPage(api).call('POST', '/api/session', { link });
      assert.deepEqual([again.status, problemCode(again)], [401, 'sign_in_refused']);
      assert.match(again.headers.get('www-authenticate') ?? '', /^Bearer/);
    });

    it('by a pasted key, blanks around it or not', async () => {
      const key = await api.makeKey('viewer', company);
      const page = new TestPage(api);
      assert.equal((await page.signIn({ key: ` ${key}\n` }))['role'], 'viewer');
      await page.expect(200, 'GET', '/api/companies');
      await page.expect(403, 'POST', '/api/projects', { name: 'x' });
    });

    it('once where two use a link at the same moment', async () => {
      const link = await makeLink(await api.makeKey('viewer', company));
      const before = (await sessionRows()).length;
      const answers = await Promise.all(
        Array.from({ length: 8 }, () => new TestPage(api).call('POST', '/api/session', { link })),
      );
      const count = (wanted: number): number => answers.filter(({ status }) => status === wanted).length;
      assert.deepEqual([count(200), count(401)], [1, 7]);
      assert.equal((await sessionRows()).length, before + 1);
    });

    it('by the newest link alone, within 15 minutes', async () => {
      const key = await api.makeKey('viewer', company);
      const [former, newest] = [await makeLink(key), await makeLink(key)];
      assert.equal((await new TestPage(api).call('POST', '/api/session', { link: former })).status, 401);
      const row = await database.db('api_keys').where('link_hash', hashKeySecret(newest)).first();
      const left = row.link_expires_at - clock.now();
      assert.ok(left > 14 * MINUTE && left <= 15 * MINUTE, `${left} ms`);
      await database
        .db('api_keys')
        .where('id', row.id)
        .update({ link_expires_at: new Date(clock.now() - 1) });
      assert.equal((await new TestPage(api).call('POST', '/api/session', { link: newest })).status, 401);
    });

    it('never by the link of a key that was revoked or has expired since', async () => {
      for (const change of [{ revoked_at: new Date(0) }, { expires_at: new Date(0) }]) {
        const key = await api.makeKey('viewer', company);
        const link = await makeLink(key);
        await database.db('api_keys').where('key_hash', hashKeySecret(key)).update(change);
        for (const proof of [{ link }, { key }]) {
          assert.equal((await new TestPage(api).call('POST', '/api/session', proof)).status, 401);
        }
      }
    });

    it('by one thing that says the same of whatever opens nothing', async () => {
      const spent = await makeLink();
      await new TestPage(api).signIn({ link: spent });
      const key = await api.makeKey('viewer', company);
      const link = await makeLink(key);
      const proofs = [{ link: spent }, { link: 'x' }, { key: 'x' }, { link: key }, { key: link }];
      const answers = await Promise.all(
        proofs.map(async (proof) => {
          const { status, body } = await new TestPage(api).call('POST', '/api/session', proof);
          return { status, ...(body as object), request_id: null };
        }),
      );
      assert.equal(answers[0]?.status, 401);
      for (const answer of answers) assert.deepEqual(answer, answers[0]);
    });

    it('not without either of the two, with both, or with what is too long', async () => {
      const page = new TestPage(api);
      for (const body of [{}, { link: 'a', key: 'b' }, { link: 'a'.repeat(513) }, { link: 5 }, { other: 'x' }]) {
        const answer = await page.call('POST', '/api/session', body);
        assert.deepEqual([answer.status, problemCode(answer)], [422, 'validation_failed'], JSON.stringify(body));
        assert.ok(!JSON.stringify(answer.body).includes('aaaa'), 'The answer says what was sent.');
      }
      assert.equal(page.cookie, null);
    });

    it('with a secret of their own each time, and end the one before in that browser', async () => {
      const key = await api.makeKey('viewer', company);
      const page = await signedIn(key);
      const first = page.cookie;
      await page.signIn({ key });
      assert.notEqual(page.cookie, first);
      const other = new TestPage(api);
      other.cookie = first;
      await other.expect(401, 'GET', '/api/session');
      await page.expect(200, 'GET', '/api/session');
    });

    it('no more than so many of a key: the oldest ends', async function () {
      this.timeout(30_000);
      const key = await api.makeKey('viewer', company);
      const [first, second] = [await signedIn(key), await signedIn(key)];
      for (let count = 2; count <= SESSIONS_PER_KEY; count += 1) await signedIn(key);
      await first.expect(401, 'GET', '/api/session');
      await second.expect(200, 'GET', '/api/session');
    });

    it('and are told in the audit log, without a secret', async () => {
      const key = await api.makeKey('viewer', company);
      const link = await makeLink(key);
      const page = new TestPage(api);
      const { actor } = await page.signIn({ link });
      const [entry, made] = await database.db('audit_log').where({ actor }).orderBy('id', 'desc');
      assert.deepEqual(
        [entry.action, entry.company_id, entry.subject],
        ['api_key.sign_in', company, `api_${String(actor)}`],
      );
      assert.ok(entry.request_id !== null && entry.address !== null);
      assert.equal(made.action, 'api_key.make_link');
      const everything = await database.db.raw(
        `SELECT (SELECT jsonb_agg(k) FROM api_keys k)::text || (SELECT jsonb_agg(a) FROM audit_log a)::text ||
           (SELECT jsonb_agg(s) FROM browser_sessions s)::text AS text`,
      );
      for (const secret of [link, key, page.cookie?.split('=')[1] ?? '']) {
        assert.match(secret, /^arv_[\w-]{43}$/);
        assert.ok(!everything.rows[0].text.includes(secret));
      }
    });
  });

  describe('go on', () => {
    const rowOf = async (page: TestPage) => {
      const secret_hash = createHash('sha256')
        .update(page.cookie?.split('=')[1] ?? '')
        .digest();
      const row = await database.db('browser_sessions').where({ secret_hash }).first();
      assert.ok(row);
      return row as { id: Id; expires_at: number; ends_at: number };
    };
    const set = (id: Id, columns: { expires_at: number; ends_at: number }) =>
      database
        .db('browser_sessions')
        .where({ id })
        .update({ expires_at: new Date(columns.expires_at), ends_at: new Date(columns.ends_at) });

    it('for 12 hours from their last use, and 30 days at most', async () => {
      const page = new TestPage(api);
      const told = await page.signIn({ key: await api.makeKey('viewer', company) });
      assert.ok(Math.abs(at(told['expires_at']) - clock.now() - SESSION_IDLE_MS) < MINUTE);
      assert.ok(Math.abs(at(told['ends_at']) - clock.now() - SESSION_MAX_MS) < MINUTE);
      assert.equal(SESSION_IDLE_MS, 12 * 60 * MINUTE);
      assert.equal(SESSION_MAX_MS, 30 * 24 * 60 * MINUTE);
    });

    it('noted once a minute at most, and never past their end', async () => {
      const page = await signedIn(await api.makeKey('viewer', company));
      const { id, expires_at, ends_at } = await rowOf(page);
      // It is noted beside the answer: what the first request notes is there by the last.
      for (let request = 1; request <= 20; request += 1) await page.expect(200, 'GET', '/api/session');
      assert.equal((await rowOf(page)).expires_at, expires_at, 'Used within the minute.');
      await set(id, { expires_at: expires_at - 2 * MINUTE, ends_at });
      await page.expect(200, 'GET', '/api/session');
      await eventually(async () => assert.ok((await rowOf(page)).expires_at >= expires_at));
      const soon = clock.now() + 60 * MINUTE;
      await set(id, { expires_at: soon - MINUTE, ends_at: soon });
      await page.expect(200, 'GET', '/api/session');
      await eventually(async () => assert.equal((await rowOf(page)).expires_at, soon));
    });

    it('until either end, by Postgres’s clock', async () => {
      const page = await signedIn(await api.makeKey('viewer', company));
      const { id, ends_at } = await rowOf(page);
      const past = clock.now() - 1;
      await set(id, { expires_at: past, ends_at });
      await page.expect(401, 'GET', '/api/session');
      await set(id, { expires_at: past, ends_at: past });
      await page.expect(401, 'GET', '/api/session');
    });

    it('where the clock was set back, and end at their end', async () => {
      const page = await signedIn(await api.makeKey('viewer', company));
      const { id, expires_at, ends_at } = await rowOf(page);
      // As if it had begun in an hour.
      await set(id, { expires_at: expires_at + 60 * MINUTE, ends_at: ends_at + 60 * MINUTE });
      await page.expect(200, 'GET', '/api/session');
      assert.equal((await rowOf(page)).expires_at, expires_at + 60 * MINUTE);
    });

    it('with the role and the company that the key has by then, and as long as it is good', async () => {
      const key = await api.makeKey('admin', company);
      const page = await signedIn(key);
      const { id } = await database.db('api_keys').where('key_hash', hashKeySecret(key)).first('id');
      await page.expect(201, 'POST', '/api/projects', { name: 'One' });
      await api.expect(200, 'PUT', `/api/api-keys/${id}`, { body: { role: 'viewer' } });
      await page.expect(403, 'POST', '/api/projects', { name: 'Two' });
      const soon = new Date(clock.now() + 60 * MINUTE).toISOString();
      await api.expect(200, 'PUT', `/api/api-keys/${id}`, { body: { expires_at: soon } });
      const told = await page.expect(200, 'GET', '/api/session');
      assert.deepEqual([told['expires_at'], told['ends_at']], [soon, soon]);
      await database
        .db('api_keys')
        .where({ id })
        .update({ expires_at: new Date(clock.now() - 1) });
      await page.expect(401, 'GET', '/api/session');
    });

    it('until the key is revoked, or its company is deleted', async () => {
      const key = await api.makeKey('viewer', company);
      const page = await signedIn(key);
      const { id } = await database.db('api_keys').where('key_hash', hashKeySecret(key)).first('id');
      await api.expect(200, 'DELETE', `/api/api-keys/${id}`);
      await page.expect(401, 'GET', '/api/session');
      assert.deepEqual(await database.db('browser_sessions').where('api_key_id', id), []);

      const { id: passing } = await insertCompany(database.db);
      const another = await signedIn(await api.makeKey('viewer', passing));
      await api.expect(200, 'DELETE', `/api/companies/${passing}`);
      await another.expect(401, 'GET', '/api/session');
    });

    it('and write once for an Idempotency-Key, as the key itself', async () => {
      const key = await api.makeKey('editor', company);
      const page = await signedIn(key);
      const headers = { 'idempotency-key': 'from-a-page' };
      const first = await page.call('POST', '/api/projects', { name: 'Once' }, headers);
      const again = await page.call('POST', '/api/projects', { name: 'Once' }, headers);
      assert.deepEqual([first.status, again.body], [201, first.body]);
      const { actor } = await page.expect(200, 'GET', '/api/session');
      const written = await database.db('audit_log').where({ actor, action: 'project.create' });
      assert.equal(written.length, 1);
    });
  });

  describe('end', () => {
    it('in this browser, again and again, and with an ended session too', async () => {
      const key = await api.makeKey('viewer', company);
      const [page, other] = [await signedIn(key), await signedIn(key)];
      const { cookie } = page;
      await page.expect(200, 'DELETE', '/api/session');
      assert.equal(page.cookie, null);
      await page.expect(200, 'DELETE', '/api/session');
      page.cookie = cookie;
      await page.expect(401, 'GET', '/api/session');
      await page.expect(200, 'DELETE', '/api/session');
      await other.expect(200, 'GET', '/api/session');
    });

    it('everywhere, the open link included, of this key alone', async () => {
      const [key, another] = [await api.makeKey('viewer', company), await api.makeKey('viewer', company)];
      const [page, other, foreign] = [await signedIn(key), await signedIn(key), await signedIn(another)];
      const link = await makeLink(key);
      await page.expect(200, 'DELETE', '/api/sessions');
      assert.equal(page.cookie, null);
      await other.expect(401, 'GET', '/api/session');
      await foreign.expect(200, 'GET', '/api/session');
      assert.equal((await new TestPage(api).call('POST', '/api/session', { link })).status, 401);
    });

    it('everywhere by the key itself, too', async () => {
      const key = await api.makeKey('viewer', company);
      const page = await signedIn(key);
      await api.expect(200, 'DELETE', '/api/sessions', { key });
      await page.expect(401, 'GET', '/api/session');
    });
  });

  it('cannot prolong themselves by links', async () => {
    const page = await signedIn(await api.makeKey('admin', company));
    await page.expect(403, 'POST', '/api/sign-in-links');
  });

  it('are no matter of whoever sends a key: who that is, is told all the same', async () => {
    const key = await api.makeKey('editor', company);
    const told = await api.expect(200, 'GET', '/api/session', { key });
    assert.deepEqual([told['name'], told['expires_at'], told['ends_at']], ['editor key', null, null]);
  });
});
