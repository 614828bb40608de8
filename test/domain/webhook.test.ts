import assert from 'node:assert/strict';
import { retryAfterMs, verdictOf, WEBHOOK_EVENT_TYPES, WEBHOOK_EVENTS } from '../../src/domain/webhook.js';
import { NOON } from '../support/builders.js';

const DAY_MS = 86_400_000;
const failed = { answerStatus: 500, problem: 'The endpoint answered 500.' };

describe('deliveries to endpoints', () => {
  it('are of the kinds that are described', () => {
    assert.deepEqual([...WEBHOOK_EVENT_TYPES], Object.keys(WEBHOOK_EVENTS));
  });

  it('are tried again later and later, an hour apart at most', () => {
    const waits = [1, 2, 3, 4, 5, 6, 7, 100].map((attempts) => retryAfterMs(attempts) / 1_000);
    assert.deepEqual(waits, [5, 20, 80, 320, 1_280, 3_600, 3_600, 3_600]);
  });

  it('end when they are taken, after three days, or when the endpoint is gone', () => {
    const taken = { answerStatus: 204, problem: null };
    assert.deepEqual(verdictOf(taken, 9, NOON, NOON + 6 * DAY_MS), { status: 'delivered' });
    assert.deepEqual(verdictOf(failed, 2, NOON, NOON + 5_000), { status: 'pending', waitMs: 20_000 });
    assert.equal(verdictOf(failed, 99, NOON, NOON + 3 * DAY_MS - 1).status, 'pending');
    assert.deepEqual(verdictOf(failed, 99, NOON, NOON + 3 * DAY_MS), { status: 'failing' });
    assert.deepEqual(verdictOf({ ...failed, answerStatus: 410 }, 1, NOON, NOON), { status: 'failing' });
  });
});
