import assert from 'node:assert/strict';
import { Cron } from 'croner';
import { cronFieldFaults } from '../../../src/domain/recurrence/cron-fault.js';
import { validateCron } from '../../../src/domain/recurrence/cron.js';
import { valueFaults } from '../../../src/domain/recurrence/validate-schedule.js';
import { assertOwnWords } from '../../support/library-words.js';

/** Bad expressions, and what is said of each: the field, what was written there, and what it takes. */
const BAD: [expression: string, message: string][] = [
  ['60 * * * * *', 'the second holds 60; it takes 0 to 59'],
  ['-1 * * * * *', 'the second holds -1; it takes 0 to 59'],
  ['60 * * * *', 'the minute holds 60; it takes 0 to 59'],
  ['-1 * * * *', 'the minute holds -1; it takes 0 to 59'],
  ['0 24 * * *', 'the hour holds 24; it takes 0 to 23'],
  ['0 -5 * * *', 'the hour holds -5; it takes 0 to 23'],
  ['0 0 0 * *', 'the day of month holds 0; it takes 1 to 31, L, LW, or 15W'],
  ['0 0 32 * *', 'the day of month holds 32; it takes 1 to 31, L, LW, or 15W'],
  ['0 0 * 0 *', 'the month holds 0; it takes 1 to 12, or JAN to DEC'],
  ['0 0 * 13 *', 'the month holds 13; it takes 1 to 12, or JAN to DEC'],
  ['0 0 * * 8', 'the day of week holds 8; it takes 0 to 7 (Sunday is 0 or 7), SUN to SAT, 5L, or 5#2'],
  ['0 0 * * -1', 'the day of week holds -1; it takes 0 to 7 (Sunday is 0 or 7), SUN to SAT, 5L, or 5#2'],
  ['99999999999 * * * *', 'the minute holds 99999999999; it takes 0 to 59'],
  ['1-70/5 * * * *', 'the minute holds 70; it takes 0 to 59'],
  ['0 0 1-32 * *', 'the day of month holds 32; it takes 1 to 31, L, LW, or 15W'],
  ['0 0 * 0-3 *', 'the month holds 0; it takes 1 to 12, or JAN to DEC'],
  ['*/0 * * * *', 'the minute has the step 0 in */0; it takes 1 to 60'],
  ['*/61 * * * *', 'the minute has the step 61 in */61; it takes 1 to 60'],
  ['0 */25 * * *', 'the hour has the step 25 in */25; it takes 1 to 24'],
  ['0 0 */32 * *', 'the day of month has the step 32 in */32; it takes 1 to 31'],
  ['0 0 * */13 *', 'the month has the step 13 in */13; it takes 1 to 12'],
  ['0 0 * * */8', 'the day of week has the step 8 in */8; it takes 1 to 7'],
  ['*/ * * * *', 'the minute has no step in */; it takes 1 to 60'],
  ['*/x * * * *', 'the minute has the step x in */x; it takes 1 to 60'],
  ['*/-5 * * * *', 'the minute has the step -5 in */-5; it takes 1 to 60'],
  ['*/1.5 * * * *', 'the minute has the step 1.5 in */1.5; it takes 1 to 60'],
  ['0-59/99 * * * *', 'the minute has the step 99 in 0-59/99; it takes 1 to 60'],
  ['*/5/2 * * * *', 'the minute has */5/2, with more than one step'],
  ['5/10 * * * *', 'the minute has 5/10; a step stands behind * or a range, such as 5-59/10'],
  ['/5 * * * *', 'the minute has /5; a step stands behind * or a range, such as 0-59/5'],
  ['0 0 10/5 * *', 'the day of month has 10/5; a step stands behind * or a range, such as 10-31/5'],
  ['0,,5 * * * *', 'the minute has an empty place between two commas, or at an end of its list'],
  [',5 * * * *', 'the minute has an empty place between two commas, or at an end of its list'],
  ['0 1,2, * * *', 'the hour has an empty place between two commas, or at an end of its list'],
  ['0 0 * JANUARY *', 'the month holds JANUARY; it takes 1 to 12, or JAN to DEC'],
  ['0 0 * foo *', 'the month holds foo; it takes 1 to 12, or JAN to DEC'],
  ['0 0 * * MONDAY', 'the day of week holds MONDAY; it takes 0 to 7 (Sunday is 0 or 7), SUN to SAT, 5L, or 5#2'],
  ['0 0 MON * *', 'the day of month holds MON; it takes 1 to 31, L, LW, or 15W'],
  ['1.5 * * * *', 'the minute holds 1.5; it takes 0 to 59'],
  ['0x5 * * * *', 'the minute holds 0x5; it takes 0 to 59'],
  ['٣ * * * *', 'the minute holds ٣; it takes 0 to 59'],
  ['** * * * *', 'the minute holds **; it takes 0 to 59'],
  ['+5 * * * *', 'the minute holds +5; it takes 0 to 59'],
  ['0 0 ? * ++5', 'the day of week holds +5; it takes 0 to 7 (Sunday is 0 or 7), SUN to SAT, 5L, or 5#2'],
  ['0 0 * * +', 'the day of week has an empty place between two commas, or at an end of its list'],
  ['30-10 * * * *', 'the minute has 30-10, which runs backwards: write 30-59,0-10'],
  ['0 22-2 * * *', 'the hour has 22-2, which runs backwards: write 22-23,0-2'],
  ['0 0 * NOV-FEB *', 'the month has NOV-FEB, which runs backwards: write NOV-12,1-FEB'],
  ['0 0 * * FRI-MON', 'the day of week has FRI-MON, which runs backwards: write FRI-7,0-MON'],
  ['5- * * * *', 'the minute has 5-, which is no range: write two numbers, such as 1-5'],
  ['1-2-3 * * * *', 'the minute has 1-2-3, which is no range: write two numbers, such as 1-5'],
  ['1--3 * * * *', 'the minute has 1--3, which is no range: write two numbers, such as 1-5'],
  ['*-5 * * * *', 'the minute holds *; it takes 0 to 59'],
  ['L * * * *', 'the minute holds L; it takes 0 to 59'],
  ['0 0 * L *', 'the month holds L; it takes 1 to 12, or JAN to DEC'],
  ['0 0 * * L', 'the day of week holds L; it takes 0 to 7 (Sunday is 0 or 7), SUN to SAT, 5L, or 5#2'],
  ['0 0 * * *L', 'the day of week has *L; name the day, such as 5L or 5#2'],
  ['0 0 L-3 * *', 'the day of month holds L; it takes 1 to 31, L, LW, or 15W'],
  ['0 0 5L * *', 'the day of month holds 5L; it takes 1 to 31, L, LW, or 15W'],
  ['0 0 LW,1 * *', 'the day of month has LW in a list; it stands alone'],
  ['0 0 W * *', 'the day of month holds W; it takes 1 to 31, L, LW, or 15W'],
  ['0 0 0W * *', 'the day of month holds 0W; it takes 1 to 31, L, LW, or 15W'],
  ['0 0 32W * *', 'the day of month holds 32W; it takes 1 to 31, L, LW, or 15W'],
  ['0 0 1-5W * *', 'the day of month holds 5W; it takes 1 to 31, L, LW, or 15W'],
  ['0 0 * * 1W', 'the day of week holds 1W; it takes 0 to 7 (Sunday is 0 or 7), SUN to SAT, 5L, or 5#2'],
  ['0 0 * * 8L', 'the day of week holds 8; it takes 0 to 7 (Sunday is 0 or 7), SUN to SAT, 5L, or 5#2'],
  [
    '0 0 * * 5#6',
    'the day of week has 5#6; a # stands between a day and its number in the month, 1 to 5 or L, such as 5#2',
  ],
  [
    '0 0 * * 5#',
    'the day of week has 5#; a # stands between a day and its number in the month, 1 to 5 or L, such as 5#2',
  ],
  ['0 0 * * #2', 'the day of week has #2; name the day, such as 5L or 5#2'],
  ['0 0 * * *#2', 'the day of week has *#2; name the day, such as 5L or 5#2'],
  ['0 0 1#2 * *', 'the day of month holds 1#2; it takes 1 to 31, L, LW, or 15W'],
  ['0 0 31 2 *', 'never fires: no calendar day fits it'],
  ['0 0 30 2 *', 'never fires: no calendar day fits it'],
  ['0 0 31 4,6,9,11 *', 'never fires: no calendar day fits it'],
  ['0 0 31W 2 *', 'never fires: no calendar day fits it'],
  ['* * * *', 'has 4 fields; five or six are needed'],
  ['0 0 0 1 1 * 2027', 'has 7 fields; five or six are needed'],
  ['constructor', 'has 1 field; five or six are needed'],
  ['__proto__', 'has 1 field; five or six are needed'],
];

const NICKNAMES = '@yearly, @annually, @monthly, @weekly, @daily, @midnight, @hourly';
for (const misspelt of ['@dayly', '@Daily', '@reboot', '@', '@every 5m']) {
  BAD.push([misspelt, `is not one of the nicknames ${NICKNAMES}`]);
}

describe('what is said of a bad cron expression', () => {
  for (const [expression, message] of BAD) {
    it(`names field, fault and what is allowed in '${expression}'`, () => {
      assert.deepEqual(valueFaults({ cron_expression: expression }), [
        { field: 'cron_expression', message, code: 'wrong_format' },
      ]);
      assertOwnWords(message);
      for (const number of message.match(/(?<=holds )-?\d+/g) ?? []) assert.ok(expression.includes(number), number);
    });
  }

  const GOOD = ['0 0 * * 7', '0 0 * * 0-7', '0 0 * * SAT-SUN', '0 0 * * MON#2', '0 0 * * friL', '0 0 * * 5#L'];
  for (const expression of [...GOOD, '0-59/60 * * * *', '?/5 * * * *', '0 0 1,L * *', '0 0 * DEC-DEC *']) {
    it(`takes '${expression}'`, () => assert.equal(validateCron(expression), null));
  }

  const BITS = '* ? 0 1 5 7 8 12 13 23 24 31 32 59 60 61 - / , L W LW l w # + MON sun SAT JAN dec FOO 1-5 */5'.split(
    ' ',
  );
  it('agrees with the library on what can be read', () => {
    const fields = BITS.flatMap((a) => BITS.flatMap((b) => [a + b, `1${a}${b}`, `${a}${b}5`]));
    const canRead = (expression: string): boolean => {
      try {
        return new Cron(expression, { mode: '5-or-6-parts' }).getPattern() === expression;
      } catch {
        return false;
      }
    };
    for (let place = 0; place < 6; place += 1) {
      for (const field of fields) {
        const all = ['0', '*', '*', '*', '*', '*'].with(place, field);
        assert.equal(cronFieldFaults(all).length === 0, canRead(all.join(' ')), all.join(' '));
      }
    }
  }).timeout(60_000);
});
