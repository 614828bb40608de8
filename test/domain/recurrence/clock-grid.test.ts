import assert from 'node:assert/strict';
import { gridAfter, type Grid } from '../../../src/domain/recurrence/clock-grid.js';

function edges(grid: Grid, from: string, timeZone: string, count: number): string[] {
  const found: string[] = [];
  for (const at of gridAfter(grid, Date.parse(from), timeZone)) {
    if (found.length === count) break;
    found.push(new Date(at).toISOString().slice(0, 16));
  }
  return found;
}

describe('the hours and days of a clock', () => {
  it('have edges where the clock of the zone has them', () => {
    assert.deepEqual(edges('hour', '2026-11-21T12:10Z', 'Asia/Kolkata', 2), ['2026-11-21T12:30', '2026-11-21T13:30']);
    assert.deepEqual(edges('day', '2026-11-21T12:10Z', 'Europe/Berlin', 2), ['2026-11-21T23:00', '2026-11-22T23:00']);
  });

  it('begin anew at an edge', () => {
    assert.deepEqual(edges('hour', '2026-11-21T12:00Z', 'UTC', 1), ['2026-11-21T13:00']);
    assert.deepEqual(edges('day', '2026-11-21T00:00Z', 'UTC', 1), ['2026-11-22T00:00']);
  });

  it('have days of 23 and 25 hours, and one without its midnight', () => {
    assert.deepEqual(edges('day', '2027-03-28T00:00Z', 'Europe/Berlin', 2), ['2027-03-28T22:00', '2027-03-29T22:00']);
    assert.deepEqual(edges('day', '2027-10-30T23:00Z', 'Europe/Berlin', 1), ['2027-10-31T23:00']);
    assert.deepEqual(edges('day', '2018-11-03T12:00Z', 'America/Sao_Paulo', 1), ['2018-11-04T03:00']);
  });
});
