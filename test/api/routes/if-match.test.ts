import assert from 'node:assert/strict';
import { problemCode } from '../../support/api.js';
import { isRead, nameOf, type RouteCase } from '../../support/routes/route-case.js';
import { ROUTE_CASES, routeStage } from '../../support/routes/route-stage.js';
import type { Things } from '../../support/routes/things.js';

describe('If-Match', function () {
  this.timeout(30_000);
  const stage = routeStage();

  async function currentTag(read: string, key: string): Promise<{ tag: string; others: string[] }> {
    const tag = (await stage.api.call('GET', read, { key })).headers.get('etag') ?? '';
    const [, number] = /^"(\d+)"$/.exec(tag) ?? [];
    const revision = Number(number);
    assert.ok(revision > 0, `${read} has the tag ${tag}`);
    return { tag, others: [`"${revision - 1}"`, `"${revision + 1}"`, `W/${tag}`, '"other"'] };
  }

  async function assertHonoured(one: RouteCase, read: (things: Things) => string, key: string): Promise<void> {
    const things = await stage.things();
    const sent = await stage.request(one, things, key);
    const send = (ifMatch: string) => stage.sendThis(one, sent, { key, headers: { 'if-match': ifMatch } });
    const { tag, others } = await currentTag(read(things), key);
    const before = await stage.contents();
    for (const other of others) {
      const answer = await send(other);
      assert.deepEqual(
        [answer.status, problemCode(answer)],
        [412, 'precondition_failed'],
        `${nameOf(one)} with ${other}`,
      );
    }
    assert.equal((await send('3')).status, 400, 'no entity tag');
    assert.deepEqual(await stage.contents(), before, 'What was refused changed something.');
    assert.equal((await send(tag)).status, one.status, 'with the current tag');
    assert.equal((await stage.send(one, await stage.things(), { key })).status, one.status, 'without a tag');
  }

  async function assertRefused(one: RouteCase, key: string): Promise<void> {
    const sent = await stage.request(one, await stage.things(), key);
    const before = await stage.contents();
    const answer = await stage.sendThis(one, sent, { key, headers: { 'if-match': '"1"' } });
    assert.deepEqual([answer.status, problemCode(answer)], [412, 'precondition_failed']);
    assert.deepEqual(await stage.contents(), before, 'What was refused changed something.');
  }

  for (const one of ROUTE_CASES) {
    const { ifMatch } = one;
    if (ifMatch === undefined) {
      if (isRead(one)) continue;
      it(`refuses a tag for ${nameOf(one)}, which has none`, async () => {
        await assertRefused(one, await stage.api.makeKey('admin', null));
      });
      continue;
    }
    it(`holds ${nameOf(one)} to the state that was seen`, async () => {
      await assertHonoured(one, ifMatch, await stage.api.makeKey('admin', null));
    });
  }
});
