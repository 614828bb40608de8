import assert from 'node:assert/strict';
import { instantFault, readInstant } from '../../src/api/http/instant-text.js';

const NINE = Date.parse('2027-12-01T09:00:00Z');

describe('an instant as text', () => {
  const nine = [
    '2027-12-01T09:00Z',
    '2027-12-01T09Z',
    '2027-12-01t09:00:00z',
    '2027-12-01 09:00:00Z',
    '2027-12-01T10:00:00+01:00',
    '2027-12-01T10:00+0100',
    '2027-12-01T10:00:00+01',
    '2027-12-01T03:30:00-05:30',
    '2027-12-01T09:00:00-00:00',
    '2027-12-01T09:00:00,000Z',
    '2027-12-01T09:00:00.000000001Z',
    '20271201T090000Z',
    '20271201T100000+0100',
  ];
  for (const text of nine) it(`is nine o'clock in ${text}`, () => assert.equal(readInstant(text), NINE));

  it('is read to the millisecond', () => {
    assert.equal(readInstant('2027-12-01T09:00:00.5Z'), NINE + 500);
    assert.equal(readInstant('2027-12-01T09:00:00,123456Z'), NINE + 123);
  });

  const none = [
    '',
    'tomorrow',
    '2027-12-01',
    '2027-12-01T09:00:00',
    '2027-02-30T09:00:00Z',
    '2027-13-01T09:00:00Z',
    '2027-12-01T24:00:00Z',
    '2027-12-01T23:59:60Z',
    '2027-12-01T09:60:00Z',
    '2027-12-01T09:00:00+24:00',
    '2027-12-01T09:00:00+01:60',
    '2027-1201T09:00:00Z',
    ' 2027-12-01T09:00:00Z',
    '+002027-12-01T09:00:00Z',
    '2027-12-01T09:00:00 Z',
  ];
  for (const text of none) it(`is none in '${text}'`, () => assert.equal(readInstant(text), null));

  it('says of a lost sign what became of it, and of anything else what it has to be', () => {
    for (const text of ['2027-12-01T09:00:00 01:00', '2027-12-01T09:00 0100', '2027-12-01T09:00:00 01']) {
      assert.match(instantFault(text, 'this'), /%2B/);
    }
    assert.match(instantFault('2027-12-01', 'this'), /^must be an instant with Z or an offset, such as this$/);
  });
});
