import assert from 'node:assert/strict';
import type { z } from 'zod';
import { check } from '../../src/api/http/validate.js';
import type { Route } from '../../src/api/http/define-route.js';
import { DatabaseClock } from '../../src/db/clock.js';
import type { TestApi } from '../support/api.js';
import { apiForSuite } from '../support/api-for-suite.js';
import { assertOwnWords } from '../support/library-words.js';

/** What no field, or hardly one, takes. */
const JUNK: unknown[] = [
  null,
  true,
  0,
  -1,
  1.5,
  2 ** 53,
  -(2 ** 53),
  1e300,
  Number.NaN,
  '',
  ' ',
  'x',
  'x'.repeat(5_000),
  '\u202e',
  '2027-02-30T00:00:00Z',
  'https://',
  'ftp://a',
  'Europe/Nowhere',
  '99:99',
  [],
  [[]],
  [null],
  ['x'],
  [-1],
  [{}],
  Array.from({ length: 5_000 }, () => 1),
  {},
  { x: 1 },
];

const faults: string[] = [];

describe('what is said of fields', () => {
  let api: TestApi;
  const clock = new DatabaseClock();

  apiForSuite(clock, (setting) => ({ api } = setting));

  /** Names of the fields of a schema, and of one in a list of it. */
  const shapeOf = (schema: z.ZodType): string[] => ('shape' in schema ? Object.keys(schema.shape as object) : []);

  function assertMessages(route: Route, schema: z.ZodType): number {
    let count = 0;
    const values = JUNK.flatMap((junk) => [junk, ...shapeOf(schema).map((name) => ({ [name]: junk }))]);
    for (const value of values) {
      for (const { field, message } of check(schema, value, 'body').faults ?? []) {
        assert.notEqual(field, '', route.operationId);
        try {
          assertOwnWords(message);
        } catch {
          faults.push(`${route.operationId} ${field}: ${message} (${JSON.stringify(value)?.slice(0, 80)})`);
        }
        count += 1;
      }
    }
    return count;
  }

  it('is what they must be, in our words, on every route and of whatever is sent', () => {
    let count = 0;
    for (const route of api.routes) {
      for (const schema of [route.params, route.query, route.body]) {
        if (schema !== undefined) count += assertMessages(route, schema);
      }
    }
    assert.deepEqual([...new Set(faults)], []);
    assert.ok(count > 5_000, `${count} messages`);
  });
});
