import assert from 'node:assert/strict';
import { AppError } from '../../src/domain/errors.js';
import { withDerivedTiming } from '../../src/planning/derive-timing.js';
import { aSchedule, NOON } from '../support/builders.js';

const counted = (count: number) =>
  aSchedule({ rotation_type: 'rrule', rrule: `FREQ=DAILY;COUNT=${count}`, created_at: NOON, time_zone: 'UTC' });
const DAY = 86_400_000;
const MIDNIGHT = NOON - DAY / 2;

describe('what COUNT comes to', () => {
  it('is found at once where that is soon done', async () => {
    const { rrule_last } = await withDerivedTiming(null, counted(3), NOON);
    assert.equal(rrule_last, MIDNIGHT + 2 * DAY);
  });

  it('is found in slices, between which others have their turn', async () => {
    let turns = 0;
    const other = setInterval(() => (turns += 1), 0);
    const { rrule_last } = await withDerivedTiming(null, counted(300), NOON, { budgetMs: 60_000, sliceMs: 0 });
    clearInterval(other);
    assert.equal(rrule_last, MIDNIGHT + 299 * DAY);
    assert.ok(turns > 0);
  });

  it('is refused where it takes too long', async () => {
    const refused = withDerivedTiming(null, counted(300), NOON, { budgetMs: -1, sliceMs: 0 });
    await assert.rejects(refused, (error) => error instanceof AppError && error.fields[0]?.field === 'rrule');
  });
});
