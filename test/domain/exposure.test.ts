import assert from 'node:assert/strict';
import { exposureOf, wantedShares, type ExposureRow } from '../../src/domain/exposure.js';
import { aSchedule } from '../support/builders.js';

const SCHEDULE = 7;

/** A step of the schedule that showed a video, unless said otherwise. */
const row = (due_at: number, to: number | null, given: Partial<ExposureRow> = {}): ExposureRow => ({
  due_at,
  schedule_id: SCHEDULE,
  to_video_id: to,
  beneath_video_id: to,
  note: null,
  reason: to === null ? null : 'rotation',
  live_schedule_id: to === null ? null : SCHEDULE,
  slots: null,
  ...given,
});

const exposures = (rows: ExposureRow[], from = 0, until = 100) =>
  Object.fromEntries(
    [...exposureOf(rows, SCHEDULE, { from, until })].map(([id, { steps, shownMs }]) => [id, [steps, shownMs]]),
  );

describe('exposureOf', () => {
  it('counts the steps of a schedule, and the time until the next row', () => {
    assert.deepEqual(exposures([row(0, 1), row(30, 2), row(40, 1)]), { 1: [2, 90], 2: [1, 10] });
    assert.deepEqual(exposures([]), {});
  });

  it('takes from rows before the stretch what was live when it began, and cuts it where it ends', () => {
    assert.deepEqual(exposures([row(-10, 1), row(20, 2), row(100, 1), row(120, 2)]), {
      1: [0, 20],
      2: [1, 80],
    });
  });

  it('does not take slots without a step for steps; what was live goes on', () => {
    const idle = (['no_showable_video', 'held', 'skipped'] as const).map((note, index) => row(10 + index, 1, { note }));
    assert.deepEqual(exposures([row(0, 1), ...idle, row(20, 1, { note: 'unchanged' })]), { 1: [2, 100] });
  });

  it('counts a step beneath an override, but not as seen, and goes on after it', () => {
    const seen = { reason: 'override', live_schedule_id: null } as const;
    const hidden = row(20, 3, { ...seen, beneath_video_id: 2, note: 'overridden' });
    const begin = row(10, 3, { ...seen, beneath_video_id: 1, schedule_id: null });
    const end = row(60, 2, { schedule_id: null });
    assert.deepEqual(exposures([row(0, 1), begin, hidden, end]), { 1: [1, 10], 2: [1, 40] });
  });

  it('leaves out what was activated by hand, what another schedule set, and nothing at all', () => {
    const manual = row(10, 2, { schedule_id: null, reason: 'manual', live_schedule_id: null });
    const other = row(30, 2, { schedule_id: 8, live_schedule_id: 8 });
    const none = row(50, null, { schedule_id: null });
    assert.deepEqual(exposures([row(0, 1), manual, row(20, 3), other, row(40, 3), none]), { 1: [1, 10], 3: [2, 20] });
  });

  it('counts the end of a pause as one step, if slots were made up for', () => {
    const resumed = [row(10, 2, { slots: 4 }), row(20, 1, { slots: 0 })];
    assert.deepEqual(exposures([row(0, 1), ...resumed]), { 1: [1, 90], 2: [1, 10] });
  });

  it('reads older rows, which say less', () => {
    const old = { beneath_video_id: null, reason: null, live_schedule_id: null };
    const edge = row(40, 3, { ...old, schedule_id: null });
    assert.deepEqual(exposures([row(0, 1, old), row(10, 2, old), edge]), { 1: [1, 10], 2: [1, 30] });
    const unnamed = { live_schedule_id: null };
    assert.deepEqual(exposures([row(0, 1, unnamed), row(10, 2, { ...unnamed, schedule_id: 8 })]), { 1: [1, 10] });
  });
});

describe('wantedShares', () => {
  it('are those of the sequence, or of its weights', () => {
    const shares = (given: object) => Object.fromEntries(wantedShares(aSchedule(given)));
    assert.deepEqual(shares({ video_sequence: [1, 2, 1, 3] }), { 1: 0.5, 2: 0.25, 3: 0.25 });
    const weighted = { selection: 'weighted', video_sequence: [1, 2, 1, 3], weights: [1, 2, 1, 0] };
    assert.deepEqual(shares(weighted), { 1: 0.5, 2: 0.5 });
    assert.deepEqual(shares({ video_sequence: [] }), {});
  });
});
