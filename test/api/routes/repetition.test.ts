import assert from 'node:assert/strict';
import type { ApiAnswer, ApiObject } from '../../support/api.js';
import { nameOf, type RouteCase } from '../../support/routes/route-case.js';
import { ROUTE_CASES, routeStage } from '../../support/routes/route-stage.js';
import type { Things } from '../../support/routes/things.js';

/** What an answer does not repeat: a secret, and an address that is signed anew. */
const UNREPEATED = new Set(['key', 'upload', 'secret', 'calendar_url', 'sign_in_url']);

/** The files that a repeated upload sent in vain are removed by and by. */
const BY_AND_BY = ['file_deletions'];

const told = ({ status, body }: ApiAnswer): unknown => {
  const fields = Object.entries(body as object).filter(([name]) => !UNREPEATED.has(name));
  return { status, body: Object.fromEntries(fields) };
};

describe('an Idempotency-Key', function () {
  this.timeout(30_000);
  const stage = routeStage();
  let count = 0;

  interface Actor {
    id: number;
    key: string;
    things: Things;
  }

  async function actor(one: RouteCase, given?: Things): Promise<Actor> {
    const things = given ?? (await stage.things());
    const company_id = one.installationOnly === true ? null : things.company;
    const made = await stage.api.expect(201, 'POST', '/api/api-keys', {
      body: { name: 'a', role: 'admin', company_id },
    });
    return { id: made.id, key: String(made['key']), things };
  }

  const auditsOf = async ({ id }: Actor): Promise<number> =>
    (await stage.db('audit_log').where('actor', `key:${id}`)).length;

  const audited = ROUTE_CASES.filter(({ audit }) => audit != null);

  for (const one of audited) {
    it(`has ${nameOf(one)} done once for each who sends it`, async () => {
      const headers = { 'idempotency-key': `the-same-${(count += 1)}` };
      const [first, second] = [await actor(one), await actor(one)];
      const sent = await stage.request(one, first.things, first.key);
      const answer = await stage.sendThis(one, sent, { key: first.key, headers });
      assert.equal(answer.status, one.status, JSON.stringify(answer.body));
      const other = await stage.send(one, second.things, { key: second.key, headers });
      assert.equal(other.status, one.status, `the second actor: ${JSON.stringify(other.body)}`);
      assert.deepEqual([await auditsOf(first), await auditsOf(second)], [1, 1]);

      const before = await stage.contents(BY_AND_BY);
      const again = await stage.sendThis(one, sent, { key: first.key, headers });
      assert.deepEqual(told(again), told(answer));
      assert.deepEqual(await stage.contents(BY_AND_BY), before, 'The repetition changed something.');
    });
  }

  for (const one of audited.filter(({ route }) => route.startsWith('POST '))) {
    it(`of ${nameOf(one)} belongs to one key of a company, not to the company`, async () => {
      const headers = { 'idempotency-key': `of-one-key-${(count += 1)}` };
      const first = await actor(one);
      const second = await actor(one, first.things);
      const sent = await stage.request(one, first.things, first.key);
      const answer = await stage.sendThis(one, sent, { key: first.key, headers });
      assert.equal(answer.status, one.status);
      const other = await stage.sendThis(one, sent, { key: second.key, headers });
      // Done anew, or refused as the first has changed what it is about; never the first one's answer.
      if (other.status === one.status) {
        const isNew = (await auditsOf(second)) === 1 || (answer.body as ApiObject).id === undefined;
        assert.ok(isNew || one.audit?.action === 'video.complete', JSON.stringify(other.body));
      } else assert.ok([404, 409, 422].includes(other.status), JSON.stringify(other.body));
      assert.notEqual((other.body as { code?: string }).code, 'idempotency_key_reused');
    });
  }
});
