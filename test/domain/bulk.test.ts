import assert from 'node:assert/strict';
import { BULK_ACTIONS, bulkFaults, bulkWords, isOfAll, refusalOf, remainingOf } from '../../src/domain/bulk.js';
import { AppError, invalidFields } from '../../src/domain/errors.js';
import { NOON } from '../support/builders.js';

describe('bulks', () => {
  const faultsOf = (given: Partial<Parameters<typeof bulkFaults>[0]>): string[] =>
    bulkFaults({ action: 'pause', resume_at: null, missed: null, ...given }, NOON).map(({ field }) => field);

  it('take the end of a pause with a pause alone, and in the future', () => {
    assert.deepEqual(faultsOf({ resume_at: NOON + 1 }), []);
    assert.deepEqual(faultsOf({ resume_at: NOON }), ['until']);
    for (const action of BULK_ACTIONS.filter((one) => one !== 'pause')) {
      assert.deepEqual(faultsOf({ action, resume_at: NOON + 1 }), ['until'], action);
    }
  });

  it('take what is done about missed slots with pause and resume alone', () => {
    const taking = BULK_ACTIONS.filter((action) => faultsOf({ action, missed: 'once' }).length === 0);
    assert.deepEqual(taking, ['pause', 'resume']);
    assert.deepEqual(faultsOf({ action: 'skip', resume_at: NOON + 1, missed: 'all' }), ['until', 'missed']);
  });

  it('tell a fault of everything from that of one schedule', () => {
    const codes = ['database_unavailable', 'upgrade_under_way', 'busy', 'internal_error', 'conflict'] as const;
    assert.deepEqual(
      codes.filter((code) => isOfAll(new AppError(code, '…'))),
      ['database_unavailable', 'upgrade_under_way'],
    );
  });

  it('refuse a schedule with the words of the fault, its fields included; one that is not there is gone', () => {
    const conflict = new AppError('conflict', 'It is inactive already.');
    assert.deepEqual(refusalOf(conflict, 7), { code: 'conflict', message: 'It is inactive already.' });
    const invalid = invalidFields([{ field: 'until', message: 'must be in the future' }]);
    assert.equal(refusalOf(invalid, 7).message, 'Not valid: until. until must be in the future.');
    const gone = refusalOf(new AppError('not_found', 'There is none.'), 7);
    assert.deepEqual(gone, { code: 'gone', message: 'Rotation schedule 7 was deleted meanwhile.' });
  });

  it('say how far they are', () => {
    const bulk = { action: 'skip', status: 'under_way', total: 9, done: 4, refused: 2 } as const;
    assert.equal(remainingOf(bulk), 3);
    assert.equal(bulkWords(bulk), 'skip: 4 of 9 schedules are done, 2 refused');
    assert.match(bulkWords({ ...bulk, status: 'cancelled' }), /, and the rest was cancelled$/);
  });
});
