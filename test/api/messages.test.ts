import assert from 'node:assert/strict';
import { z } from 'zod';
import { check } from '../../src/api/http/validate.js';

const fields = z.strictObject({
  settings: z.record(z.string(), z.unknown()).optional(),
  list: z.array(z.number()).optional(),
  one: z.literal(true).optional(),
  number: z.number().optional(),
});

describe('messages about fields', () => {
  const cases: [object, string][] = [
    [{ settings: 5 }, 'must be an object'],
    [{ settings: [1] }, 'must be an object'],
    [{ settings: 'x' }, 'must be an object'],
    [{ settings: null }, 'must not be null'],
    [{ list: {} }, 'must be a list'],
    [{ one: false }, 'must be true'],
    [{ number: 'x' }, 'must be a number'],
  ];
  for (const [sent, message] of cases) {
    it(`say of ${JSON.stringify(sent)} that it ${message}, in our words`, () => {
      const [fault, ...others] = check(fields, sent, 'body').faults ?? [];
      assert.deepEqual([fault?.field, fault?.message, others], [Object.keys(sent)[0], message, []]);
    });
  }
});
