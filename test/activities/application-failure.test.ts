import assert from 'node:assert/strict';
import { ApplicationFailure, CancelledFailure } from '@temporalio/common';
import { withFailures } from '../../src/activities/application-failure.js';
import { AppError, invalidFields } from '../../src/domain/errors.js';
import { assertOwnWords } from '../support/library-words.js';

async function failureOf(error: unknown): Promise<unknown> {
  const failing = withFailures(async () => {
    throw error;
  });
  try {
    await failing();
  } catch (failure) {
    return failure;
  }
  return assert.fail('it did not fail');
}

const pgFault = (code: string, message: string): Error =>
  Object.assign(new Error(`insert into "videos" ("id") values ($1) - ${message}`), { code });

/** What goes wrong in an activity, and what its failure says: rows, schedules and answers may show it. */
const UNEXPECTED = 'Something went wrong on our side. The log of the worker has more.';
const FAULTS: [what: string, error: unknown, type: string, isFinal: boolean, message: string | RegExp][] = [
  ['a bug', new TypeError("Cannot read properties of undefined (reading 'id')"), 'internal_error', false, UNEXPECTED],
  ['no Error', 'text', 'internal_error', false, UNEXPECTED],
  ['a constraint', pgFault('23505', 'violates unique constraint'), 'internal_error', false, UNEXPECTED],
  ['a number', pgFault('22003', 'value out of range for type integer'), 'internal_error', false, UNEXPECTED],
  [
    'a file',
    Object.assign(new Error("EACCES, open '/srv/x'"), { code: 'EACCES' }),
    'internal_error',
    false,
    UNEXPECTED,
  ],
  ['no Postgres', pgFault('ECONNREFUSED', 'connect ECONNREFUSED'), 'database_unavailable', false, /cannot be reached/],
  ['a lock', pgFault('55P03', 'canceling statement due to lock timeout'), 'busy', false, /^The row is busy/],
  ['a refusal', new AppError('conflict', 'It is over.'), 'conflict', true, 'It is over.'],
  ['a field', invalidFields([{ field: 'a', message: 'is no' }]), 'validation_failed', true, 'Not valid: a. a is no.'],
];

describe('what the failure of an activity says', () => {
  for (const [what, error, type, isFinal, message] of FAULTS) {
    it(`is in our words: ${what}`, async () => {
      const failure = await failureOf(error);
      assert.ok(failure instanceof ApplicationFailure);
      assert.deepEqual([failure.type, failure.nonRetryable], [type, isFinal]);
      if (typeof message === 'string') assert.equal(failure.message, message);
      else assert.match(failure.message, message);
      assertOwnWords(failure.message);
      assert.ok(failure.cause instanceof Error, 'operators find more beneath it');
    });
  }

  it('is left as it is where it is Temporal’s own', async () => {
    const abort = new DOMException('aborted', 'AbortError');
    const ours = ApplicationFailure.nonRetryable('It makes no sense.', 'internal_error');
    for (const error of [new CancelledFailure('cancelled'), abort, ours]) {
      assert.equal(await failureOf(error), error);
    }
  });
});
