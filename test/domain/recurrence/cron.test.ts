import assert from 'node:assert/strict';
import { cronWallTimes, validateCron } from '../../../src/domain/recurrence/cron.js';

describe('validateCron', () => {
  const fine = [
    '@daily',
    '* * * * *',
    '? * * * *',
    '*/5 * * * * *',
    ' 0\t9  * * MON-FRI ',
    '0 0 L * *',
    '0 0 LW * *',
    '0 0 15W * *',
    '0 0 * * 5L',
    '0 0 * * 5#2',
    '0 0 29 2 *',
    '0 0 29 2 +1',
    '0 0 30 2 1',
    '0 0 1,15 jan-mar,dec 0,7',
  ];
  for (const expression of fine) {
    it(`takes '${expression}'`, () => assert.equal(validateCron(expression), null));
  }

  const faulty: [string, RegExp][] = [
    ['', /is empty/],
    ['  ', /is empty/],
    ['5', /has 1 field; five or six/],
    ['* * * *', /has 4 fields; five or six/],
    ['0 0 0 1 1 * 2027', /has 7 fields/],
    ['@reboot', /is not one of the nicknames/],
    ['2027-01-01T00:00:00', /has 1 field;/],
    ['0 0 30 2 *', /never fires/],
    ['0 0 31 2,4,6,9,11 *', /never fires/],
    ['0 0 31 4 +1', /never fires/],
  ];
  for (const [expression, message] of faulty) {
    it(`refuses '${expression}', saying why`, () => {
      const fault = validateCron(expression);
      assert.match(String(fault), message);
    });
  }
});

describe('cronWallTimes', () => {
  const at = (text: string) => Date.parse(`${text}Z`);
  // expression, from, first time at or after it
  const cases = [
    ['30 2 * * *', '2026-03-08T02:30', '2026-03-08T02:30'],
    ['30 2 * * *', '2026-03-08T02:30:00.001', '2026-03-09T02:30'],
    ['30 2 * * *', '2026-03-08T02:29:59.999', '2026-03-08T02:30'],
    ['* * * * * *', '2026-03-08T02:30:01.500', '2026-03-08T02:30:02'],
    ['0 0 13 * FRI', '2026-11-14T00:00', '2026-11-20T00:00'],
    ['0 0 13 * +FRI', '2026-11-14T00:00', '2027-08-13T00:00'],
    ['0 0 L * *', '2028-02-01T00:00', '2028-02-29T00:00'],
    ['0 0 LW * *', '2026-10-01T00:00', '2026-10-30T00:00'],
    ['0 0 15W * *', '2026-11-01T00:00', '2026-11-16T00:00'],
    ['0 0 * * 5L', '2026-11-01T00:00', '2026-11-27T00:00'],
    ['0 0 * * 5#2', '2026-11-01T00:00', '2026-11-13T00:00'],
    ['0 0 * * 0', '2026-11-21T12:00', '2026-11-22T00:00'],
    ['0 0 * * 7', '2026-11-21T12:00', '2026-11-22T00:00'],
  ] as const;
  for (const [expression, from, expected] of cases) {
    it(`${expression} from ${from}: ${expected}`, () => {
      assert.equal(cronWallTimes(expression)(at(from)), at(expected));
    });
  }

  it('has none when the expression never fires', () => assert.equal(cronWallTimes('0 0 30 2 *')(0), null));

  it('knows nothing of the zone that the process runs in', () => {
    const before = process.env['TZ'];
    process.env['TZ'] = 'America/New_York';
    try {
      assert.equal(cronWallTimes('30 2 * * *')(at('2026-03-08T00:00')), at('2026-03-08T02:30'));
      assert.equal(cronWallTimes('30 1 * * *')(at('2026-11-01T01:30:01')), at('2026-11-02T01:30'));
    } finally {
      if (before === undefined) delete process.env['TZ'];
      else process.env['TZ'] = before;
    }
  });

  it('throws when the expression cannot be read', () => {
    assert.throws(() => cronWallTimes('61 * * * *'), RangeError);
    assert.throws(() => cronWallTimes('* * * * * * *'), TypeError);
  });
});
