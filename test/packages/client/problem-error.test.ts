import assert from 'node:assert/strict';
import { ProblemError } from '../../../packages/client/src/problem-error.js';

describe('a problem of the client', () => {
  it('has the parts of the document that the service answers with', () => {
    const errors = [{ field: 'title', message: 'is required' }];
    const problem = { detail: 'Not valid: title.', code: 'validation_failed', errors, request_id: 'r1' };
    const error = new ProblemError(422, problem);
    assert.equal(error.message, 'Not valid: title.');
    assert.deepEqual([error.status, error.code, error.requestId], [422, 'validation_failed', 'r1']);
    assert.deepEqual(error.errors, errors);
  });

  it('makes do with what a proxy answers in place of the service', () => {
    const error = new ProblemError(502, {});
    assert.equal(error.message, 'The service answered 502.');
    assert.deepEqual([error.code, error.errors, error.requestId], ['unknown', [], undefined]);
  });
});
