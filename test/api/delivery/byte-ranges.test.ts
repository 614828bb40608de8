import assert from 'node:assert/strict';
import { wantedRanges } from '../../../src/api/delivery/byte-ranges.js';

const range = (start: number, end: number) => ({ start, end });

describe('a Range header', () => {
  const cases: [string | undefined, ReturnType<typeof wantedRanges>][] = [
    [undefined, 'whole'],
    ['', 'whole'],
    ['bytes', 'whole'],
    ['bytes=', 'whole'],
    ['bytes=,', 'whole'],
    ['bytes=-', 'whole'],
    ['bytes=--1', 'whole'],
    ['bytes=1', 'whole'],
    ['bytes=1-2-3', 'whole'],
    ['bytes=5-3', 'whole'],
    ['bytes=0x1-2', 'whole'],
    ['bytes=1 - 2', 'whole'],
    ['bytes=0-1,x', 'whole'],
    ['bytes=0-1;2-3', 'whole'],
    ['items=0-1', 'whole'],
    ['bytes=0-0', [range(0, 0)]],
    ['Bytes=0-0', [range(0, 0)]],
    ['bytes=\t0-0 , ', [range(0, 0)]],
    ['bytes=9999-', [range(9_999, 9_999)]],
    ['bytes=0-99999', [range(0, 9_999)]],
    [`bytes=0-${'9'.repeat(400)}`, [range(0, 9_999)]],
    [`bytes=-${'9'.repeat(400)}`, [range(0, 9_999)]],
    ['bytes=-1', [range(9_999, 9_999)]],
    ['bytes=-0', 'unsatisfiable'],
    ['bytes=10000-', 'unsatisfiable'],
    [`bytes=${'9'.repeat(400)}-`, 'unsatisfiable'],
    ['bytes=10000-,20000-30000', 'unsatisfiable'],
    ['bytes=10000-,5-6', [range(5, 6)]],
    ['bytes=5000-5001,0-1', [range(5_000, 5_001), range(0, 1)]],
    ['bytes=0-1,102-103', [range(0, 1), range(102, 103)]],
    ['bytes=0-1,101-103', [range(0, 103)]],
    ['bytes=0-10,5-20,15-30', [range(0, 30)]],
    ['bytes=0-9999,5-6', [range(0, 9_999)]],
    ['bytes=5000-5009,0-1,5005-6000', [range(5_000, 6_000), range(0, 1)]],
  ];
  for (const [header, wanted] of cases) {
    it(`is read: ${header?.slice(0, 40)}`, () => assert.deepEqual(wantedRanges(header, 10_000), wanted));
  }

  it('asks for up to 16 ranges, and for the whole file with more', () => {
    const many = (count: number): string =>
      `bytes=${Array.from({ length: count }, (_, n) => `${n * 200}-${n * 200}`).join()}`;
    assert.equal(wantedRanges(many(16), 10_000).length, 16);
    assert.equal(wantedRanges(many(17), 10_000), 'whole');
  });

  it('asks for nothing of an empty file', () => {
    for (const header of ['bytes=0-', 'bytes=-5']) assert.equal(wantedRanges(header, 0), 'unsatisfiable');
  });
});
