import assert from 'node:assert/strict';
import { repeatedName } from '../../src/api/http/repeated-name.js';
import { startTestApi, type TestApi } from '../support/api.js';
import { NOON } from '../support/builders.js';
import { TestClock } from '../support/clock.js';
import { testDatabase, type TestDatabase } from '../support/database.js';

const ONCE = [
  '{}',
  '1',
  '{"a":{"a":[{"a":1},{"a":2}]},"b":"a"}',
  '{"a":"b","b":"a"}',
  '{"a":["a","a","a:","{\\"a\\":1"]}',
  '{"A":1,"a":2}',
  '{"a":":","b":{},"c":[]}',
];
const TWICE: [text: string, name: string, index: number][] = [
  ['{"a":1,"a":1}', 'a', 7],
  ['{"a":1,"\\u0061":2}', 'a', 7],
  ['{"b":{"c":[{},{"a":1,"d":{"a":1},"a" : 2}]}}', 'a', 33],
  ['{"__proto__":1,"__proto__":2}', '__proto__', 15],
  ['{"a":{"x":1},"b":[1],"a":"}"}', 'a', 21],
  ['{"":1,"":2}', '', 6],
];

describe('names of fields', () => {
  for (const text of ONCE) it(`are each there once in ${text}`, () => assert.equal(repeatedName(text), null));
  for (const [text, name, index] of TWICE) {
    it(`are seen to be there twice in ${text}`, () => assert.deepEqual(repeatedName(text), { name, index }));
  }

  it('are followed through 100,000 objects within each other, and a text of 200,000 characters', () => {
    assert.equal(repeatedName('{"a":'.repeat(100_000) + '1' + '}'.repeat(100_000)), null);
    assert.equal(repeatedName(JSON.stringify({ a: '\\"{:'.repeat(50_000) })), null);
  });
});

describe('api bodies that name a field twice', () => {
  let database: TestDatabase;
  let api: TestApi;
  before(async () => {
    database = await testDatabase();
    api = await startTestApi(database.db, new TestClock(NOON));
  });
  after(async () => {
    await api.stop();
    await database.drop();
  });

  const send = async (body: string): Promise<{ status: number; detail: unknown }> => {
    const headers = { authorization: `Bearer ${await api.makeKey('admin', null)}`, 'content-type': 'application/json' };
    const answer = await fetch(`${api.url}/api/companies`, { method: 'POST', headers, body });
    return { status: answer.status, detail: ((await answer.json()) as { detail: unknown }).detail };
  };

  it('are refused, with the place, and change nothing', async () => {
    assert.deepEqual(await send('{"name":"One",\n "name":"Two"}'), {
      status: 400,
      detail: 'The body names name again in line 2, column 2: name each field of an object once.',
    });
    const hidden = await send('{"\u202e":1,"\u202e":2}');
    assert.match(String(hidden.detail), /names a field again/);
    assert.equal((await database.db('companies').where('name', 'Two')).length, 0);
  });
});
