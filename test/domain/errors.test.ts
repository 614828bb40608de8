import assert from 'node:assert/strict';
import { AppError, inOneLine, inSentences, invalidFields } from '../../src/domain/errors.js';

describe('what went wrong', () => {
  const refusal = invalidFields([
    { field: 'PORT', message: 'must be a whole number' },
    { field: 'HOST', message: 'must not be empty' },
  ]);

  it('is said with each field', () => {
    assert.equal(inSentences(refusal), 'Not valid: PORT, HOST. PORT must be a whole number. HOST must not be empty.');
    assert.equal(inSentences(new AppError('busy', 'Try again.')), 'Try again.');
  });

  it('is said in one line, whatever was thrown', () => {
    assert.equal(inOneLine(refusal), 'PORT: must be a whole number; HOST: must not be empty');
    assert.equal(inOneLine(new AppError('busy', 'Try again.')), 'Try again.');
    assert.equal(inOneLine(new Error('no disk')), 'no disk');
    assert.equal(inOneLine('a text'), 'a text');
  });
});
