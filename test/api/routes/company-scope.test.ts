import assert from 'node:assert/strict';
import type { Route } from '../../../src/api/http/define-route.js';
import { ROLES, type Role } from '../../../src/domain/api-key.js';
import type { ApiAnswer, ApiObject } from '../../support/api.js';
import { isRead, nameOf, type RouteCase } from '../../support/routes/route-case.js';
import { ROUTE_CASES, routeStage } from '../../support/routes/route-stage.js';
import type { Things } from '../../support/routes/things.js';

const RANK: Record<Role, number> = { viewer: 0, editor: 1, admin: 2 };
const UNKNOWN = { id: 999_999_999, uuid: '00000000-0000-4000-8000-000000000000' };

/** Nothing that is there. */
const unknown = (things: Things): Things => {
  const entries = Object.entries(things).map(([name, value]) => [
    name,
    typeof value === 'string' ? UNKNOWN.uuid : UNKNOWN.id,
  ]);
  return Object.fromEntries(entries) as Things;
};

const idsIn = ({ body }: ApiAnswer): number[] => (body as { id: number }[]).map(({ id }) => id);

describe('what a key may do', function () {
  this.timeout(60_000);
  const stage = routeStage();
  let ours: Things;
  let theirs: Things;
  const keys = new Map<Role, { company: string; installation: string }>();
  const keyOf = (role: Role): { company: string; installation: string } => {
    const found = keys.get(role);
    assert.ok(found);
    return found;
  };

  before(async () => {
    await stage.things(); // Whoever came first: a page begins after an id.
    [ours, theirs] = [await stage.things(), await stage.things()];
    for (const role of ROLES) {
      const { api } = stage;
      keys.set(role, {
        company: await api.makeKey(role, ours.company),
        installation: await api.makeKey(role, null),
      });
    }
  });

  const routeOf = (one: RouteCase): Route => {
    const found = stage.api.routes.find(({ method, path }) => one.route === `${method.toUpperCase()} ${path}`);
    assert.ok(found, one.route);
    return found;
  };

  for (const one of ROUTE_CASES) {
    const mayUse = (role: Role): boolean => RANK[role] >= RANK[one.access];

    /** A write changes its things: it gets some of its own. */
    const ownOr = async (things: Things): Promise<Things> => (isRead(one) ? things : stage.things());

    it(`${nameOf(one)}: its roles may, with the company's key or the installation's`, async () => {
      for (const role of ROLES.filter(mayUse)) {
        const own = await ownOr(ours);
        const company = isRead(one) ? keyOf(role).company : await stage.api.makeKey(role, own.company);
        const answer = await stage.send(one, own, { key: company });
        assert.equal(answer.status, one.installationOnly === true ? 403 : one.status, JSON.stringify(answer.body));
      }
      const whole = await stage.send(one, await ownOr(theirs), { key: keyOf(one.access).installation });
      assert.equal(whole.status, one.status, JSON.stringify(whole.body));
    });

    it(`${nameOf(one)}: lower roles may not, nor strangers`, async () => {
      const sent = await stage.request(one, await ownOr(ours), keyOf('admin').installation);
      const before = await stage.contents();
      for (const role of ROLES.filter((given) => !mayUse(given))) {
        for (const key of Object.values(keyOf(role))) {
          assert.equal((await stage.sendThis(one, sent, { key })).status, 403, role);
        }
      }
      assert.equal((await stage.sendThis(one, sent, { key: 'arv_unknown' })).status, 401);
      assert.deepEqual(await stage.contents(), before);
    });

    if (one.route.includes('{')) {
      it(`${nameOf(one)}: to another company it is not there, and nothing changes`, async () => {
        const { company, installation } = keyOf('admin');
        const sent = await stage.request(one, await ownOr(theirs), installation);
        const before = await stage.contents();
        const foreign = await stage.sendThis(one, sent, { key: company });
        assert.equal(foreign.status, one.installationOnly === true ? 403 : 404, JSON.stringify(foreign.body));
        assert.deepEqual(await stage.contents(), before);
        const nothing = await stage.send(one, unknown(theirs), { key: company });
        assert.equal(nothing.status, foreign.status, 'What is foreign and what is not there are told apart.');
      });
    }

    const { lists } = one;
    if (lists !== undefined) {
      it(`${nameOf(one)}: shows rows of the company alone, whatever is asked for`, async () => {
        await assertListsOwn(one, lists);
      });
    }
  }

  async function assertListsOwn(one: RouteCase, lists: (things: Things) => number): Promise<void> {
    const { company, installation } = keyOf('admin');
    const { path } = await stage.request(one, ours, company);
    const call = (query: string, key: string) => stage.api.call('GET', `${path}?${query}`, { key });
    const [own, foreign] = [lists(ours), lists(theirs)];
    const [first, step] = one.newestFirst === true ? [Math.max(own, foreign), 1] : [Math.min(own, foreign), -1];
    const all = await call(`after=${first + step}&limit=200`, installation);
    assert.ok(idsIn(all).includes(foreign), 'There is nothing foreign to be hidden.');
    const shown = await call(`after=${own + step}&limit=200`, company);
    assert.ok(idsIn(shown).includes(own), 'The own row is not shown.');
    const row = (all.body as ApiObject[]).find(({ id }) => id === foreign);
    const queries = ['', ...foreignFilters(one, row ?? { id: foreign })];
    for (const query of queries) {
      const found = idsIn(await call(`after=${foreign + step}&limit=200&${query}`, company));
      assert.ok(!found.includes(foreign), `${path}?${query} shows what is foreign`);
    }
    await assertNothingForeign(one, shown.body as ApiObject[]);
  }

  /** Every filter that the list takes, with the value of a foreign row. */
  function foreignFilters(one: RouteCase, row: ApiObject): string[] {
    const fields = Object.keys(routeOf(one).query?.shape ?? {}).filter((name) => name !== 'limit' && name !== 'after');
    assert.ok(fields.length > 0, `${one.route} has no filters`);
    return fields.flatMap((name) => {
      const value = name === 'due_before' ? '2999-01-01T00:00:00Z' : row[name];
      const isSaid = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
      return isSaid ? [`${name}=${encodeURIComponent(value)}`] : []; // The row has nothing there.
    });
  }

  async function assertNothingForeign(one: RouteCase, rows: ApiObject[]): Promise<void> {
    assert.ok(rows.length > 0);
    for (const row of rows) {
      const owner = await ownerOf(one, row);
      assert.ok(owner === ours.company || owner === null, `${one.route} shows a row of company ${String(owner)}`);
    }
  }

  it('shows no page of a foreign history, where nothing is asked of what it tells of', async () => {
    const { company } = keyOf('admin');
    for (const id of [theirs.content, theirs.deletedContent]) {
      const path = `/api/ar-content/${id}/history?after=999999999`;
      assert.notDeepEqual((await stage.api.call('GET', path, { key: keyOf('admin').installation })).body, []);
      assert.deepEqual((await stage.api.call('GET', path, { key: company })).body, []);
    }
    const path = `/api/rotation/${theirs.schedule}/history?after=999999999`;
    assert.notDeepEqual((await stage.api.call('GET', path)).body, []);
    assert.deepEqual((await stage.api.call('GET', path, { key: company })).body, []);
  });

  async function ownerOf(one: RouteCase, row: ApiObject): Promise<unknown> {
    if (one.route === 'GET /api/companies') return row.id;
    if (row['company_id'] !== undefined) return row['company_id'];
    const [content] = await stage.db('ar_content').where('id', Number(row['ar_content_id'])).pluck('company_id');
    return content;
  }
});
