import assert from 'node:assert/strict';
import type { AppError } from '../../src/domain/errors.js';

/** For `assert.rejects`: the fault has this code and names these fields, in this order. */
export const fails =
  (code: string, ...fields: string[]) =>
  (error: AppError): true => {
    assert.equal(error.code, code, error.stack);
    assert.deepEqual(
      error.fields.map(({ field }) => field),
      fields,
    );
    return true;
  };
