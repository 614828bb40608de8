import assert from 'node:assert/strict';
import { AppError, HTTP_STATUS, invalidFields, RETRYABLE } from '../../../src/domain/errors.js';
import { requireRevision } from '../../../src/domain/revision.js';
import { missingTiming, scheduleFaults } from '../../../src/domain/recurrence/validate-schedule.js';
import { aSchedule, NOON } from '../../support/builders.js';

const VIDEOS = new Set([1, 2, 3]);
const fields = (given: object) => scheduleFaults(aSchedule(given), VIDEOS).map(({ field }) => field);

describe('missingTiming', () => {
  it('says nothing of a type that there is not', () => {
    assert.deepEqual(missingTiming({ rotation_type: 'hourly' }), []);
    assert.deepEqual(missingTiming({}), []);
  });
});

describe('scheduleFaults', () => {
  const cases: [string, object, string[]][] = [
    ['nothing', {}, []],
    ['a type without its field', { rotation_type: 'daily' }, ['time_of_day']],
    ['a rule that cannot be read', { rrule: 'FREQ=NEVER' }, ['rrule']],
    ['an unknown zone', { time_zone: 'Mars/Olympus' }, ['time_zone']],
    [
      'a cron expression that never fires, also of another type',
      { cron_expression: '0 0 30 2 *' },
      ['cron_expression'],
    ],
    ['an end that is not later than the start', { starts_at: NOON, ends_at: NOON }, ['ends_at']],
    ['videos of another content', { video_sequence: [1, 9, 8] }, ['video_sequence.1', 'video_sequence.2']],
    ['a position outside of the sequence', { current_index: 3 }, ['current_index']],
    ['a position in an empty sequence', { video_sequence: [], is_active: false, current_index: 1 }, ['current_index']],
    ['an active schedule without videos', { video_sequence: [] }, ['video_sequence']],
    ['an inactive one without videos: nothing', { video_sequence: [], is_active: false }, []],
    [
      'all at once',
      { rotation_type: 'cron', time_zone: '', current_index: 5 },
      ['cron_expression', 'time_zone', 'current_index'],
    ],
  ];
  for (const [what, given, expected] of cases) {
    it(`finds ${what}`, () => assert.deepEqual(fields(given), expected));
  }
});

describe('errors', () => {
  it('name every faulty field, and each code has a status', () => {
    const error = invalidFields([
      { field: 'a', message: 'x' },
      { field: 'b.0', message: 'y' },
    ]);
    assert.equal(error.message, 'Not valid: a, b.0.');
    assert.equal(HTTP_STATUS[error.code], 422);
    assert.deepEqual(Object.keys(HTTP_STATUS), Object.keys(RETRYABLE));
  });

  it('keep their cause', () => {
    const cause = new Error('why');
    assert.equal(new AppError('busy', 'x', { cause }).cause, cause);
    assert.equal('cause' in new AppError('busy', 'x'), false);
  });
});

describe('requireRevision', () => {
  it('refuses another revision than the present one, and only that', () => {
    requireRevision({ revision: 3 }, 3);
    requireRevision({ revision: 3 }, null);
    assert.throws(() => requireRevision({ revision: 3 }, 2), /revision 2, the present one is 3/);
  });

  it('holds to a condition, and says which revision it names', () => {
    requireRevision({ revision: 3 }, { match: 'any', noneMatch: [2] });
    const held = (match: readonly number[] | 'any', noneMatch: readonly number[] | 'any') => () =>
      requireRevision({ revision: 3 }, { match, noneMatch });
    assert.throws(held([], []), /If-Match names revision another,/);
    assert.throws(held([1, 2], []), /If-Match names revision 1, 2,/);
    assert.throws(held('any', 'any'), /If-None-Match excludes revision any,/);
    assert.throws(held('any', [3]), /If-None-Match excludes revision 3,/);
  });
});
