import assert from 'node:assert/strict';
import { instantFault, readInstant } from '../../src/domain/instant-text.js';
import { assertOwnWords } from '../support/library-words.js';

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

  const EXAMPLE = 'must be an instant with Z or an offset, such as 2027-12-01T09:00Z';
  const BAD: [text: string, message: string][] = [
    ['2027-12-01T09:00:00 01:00', 'has a blank where the sign of its offset stood: write a + in a query as %2B'],
    ['2027-12-01T09:00 0100', 'has a blank where the sign of its offset stood: write a + in a query as %2B'],
    ['2027-12-01T09:00:00 01', 'has a blank where the sign of its offset stood: write a + in a query as %2B'],
    ['2027-12-01T09:00:00', `has no offset: ${EXAMPLE}`],
    ['2027-12-01 09:00', `has no offset: ${EXAMPLE}`],
    ['20271201T0900', `has no offset: ${EXAMPLE}`],
    ['2027-12-01T24:00:00Z', 'has 24 for the hour, which goes from 0 to 23'],
    ['2027-12-01T24:00:00', 'has 24 for the hour, which goes from 0 to 23'],
    ['2027-12-01T09:60:00Z', 'has 60 for the minute, which goes from 0 to 59'],
    ['2027-12-01T23:59:60Z', 'has 60 for the second, which goes from 0 to 59'],
    ['2027-00-01T09:00:00Z', 'has 00 for the month, which goes from 1 to 12'],
    ['2027-13-01T09:00:00Z', 'has 13 for the month, which goes from 1 to 12'],
    ['2027-12-00T09:00:00Z', 'has 00 for the day, which goes from 1 to 31'],
    ['2027-12-32T09:00:00Z', 'has 32 for the day, which goes from 1 to 31'],
    ['2027-02-29T09:00:00Z', 'names 2027-02-29, a day that does not exist'],
    ['2027-02-30T09:00:00Z', 'names 2027-02-30, a day that does not exist'],
    ['20270431T090000+0100', 'names 2027-04-31, a day that does not exist'],
    ['2027-12-01T09:00:00+24:00', 'has 24 for the hour of its offset, which goes from 0 to 23'],
    ['2027-12-01T09:00:00+01:60', 'has 60 for the minute of its offset, which goes from 0 to 59'],
    ['2027-12-01T09:00:00.0000000001Z', EXAMPLE],
    ['10000-01-01T00:00:00Z', EXAMPLE],
    ['+010000-01-01T00:00:00Z', EXAMPLE],
    ['-000001-01-01T00:00:00Z', EXAMPLE],
    ['2027-12-01', EXAMPLE],
    ['2027-W48-3T09:00Z', EXAMPLE],
    ['2027-12-01T09:00:00[Europe/Berlin]', EXAMPLE],
    ['1796115600', EXAMPLE],
    ['9'.repeat(400), EXAMPLE],
    ['now', EXAMPLE],
    ['', EXAMPLE],
  ];
  for (const [text, message] of BAD) {
    it(`is none in '${text.slice(0, 40)}', and the message says why`, () => {
      assert.equal(readInstant(text), null);
      assert.equal(instantFault(text, '2027-12-01T09:00Z'), message);
      assertOwnWords(message);
    });
  }
});
